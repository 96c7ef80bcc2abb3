import Testing

@testable import Mathematics

@Suite struct SeededGeneratorTests {
  let stream = SeededGenerator(seed: 0x1122_3344_5566_7788, nameHash: 0x99AA_BBCC, index: 7, purpose: 3)

  @Test func `key and counter hold the stream's name and the block's number`() {
    let block = Philox.block(at: .init(5, 7, 3, 0x1122_3344), key: (low: 0x5566_7788, high: 0x99AA_BBCC))
    #expect(stream.block(at: 5) == block)
  }

  func halves(of block: Philox.Words) -> [UInt64] {
    [UInt64(block.second) << 32 | UInt64(block.first), UInt64(block.fourth) << 32 | UInt64(block.third)]
  }

  @Test func `a block is handed out low half first`() {
    var stream = stream
    for draw in UInt32(0)..<4 {
      let values = [stream.next(), stream.next()]
      #expect(values == halves(of: stream.block(at: draw)))
    }
  }

  /// The known answer for counter (1, 0, 0, 0) and key (42, 0) is the second block of this stream.
  @Test func `the third value of seed 42 is the published one`() {
    var stream = SeededGenerator(seed: 42, nameHash: 0, index: 0, purpose: 0)
    let values = (0..<4).map { _ in stream.next() }
    #expect(values[2...] == [0x53BA_6CFD_FCDB_2127, 0x744E_06FB_838F_5A6E])
  }

  @Test func `a stream does not notice what other streams draw`() {
    var alone = stream
    let undisturbed = (0..<100).map { _ in alone.next() }

    var watched = stream
    var others = (UInt32(8)..<20).map {
      SeededGenerator(seed: stream.seed, nameHash: stream.nameHash, index: $0, purpose: 3)
    }
    let disturbed = (0..<100).map { round in
      for other in others.indices.prefix(round % others.count) { _ = others[other].next() }
      return watched.next()
    }
    #expect(disturbed == undisturbed)
  }

  @Test func `a copy continues where the original stood`() {
    var original = stream
    for _ in 0..<3 { _ = original.next() }
    var copy = original
    #expect(copy == original)
    let copied = (0..<5).map { _ in copy.next() }
    let continued = (0..<5).map { _ in original.next() }
    #expect(copied == continued)
  }

  /// Changing any part of the name changes the first value, and no two of these streams begin alike.
  @Test func `every part of the name tells streams apart`() {
    var beginnings: [UInt64] = []
    for seed in [UInt64(0), 1, 1 << 32] {
      for nameHash in UInt32(0)..<8 {
        for index in UInt32(0)..<8 {
          for purpose in UInt32(0)..<8 {
            var stream = SeededGenerator(seed: seed, nameHash: nameHash, index: index, purpose: purpose)
            beginnings.append(stream.next())
          }
        }
      }
    }
    #expect(Set(beginnings).count == beginnings.count)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `neighbouring streams are not correlated`(seed: UInt64) {
    let count = 40_000
    let base = SeededGenerator(seed: seed, nameHash: 11, index: 4, purpose: 2)
    let neighbours = [
      SeededGenerator(seed: seed + 1, nameHash: 11, index: 4, purpose: 2),
      SeededGenerator(seed: seed + (1 << 32), nameHash: 11, index: 4, purpose: 2),
      SeededGenerator(seed: seed, nameHash: 12, index: 4, purpose: 2),
      SeededGenerator(seed: seed, nameHash: 11, index: 5, purpose: 2),
      SeededGenerator(seed: seed, nameHash: 11, index: 4, purpose: 3),
    ]
    for neighbour in neighbours {
      var left = base
      var right = neighbour
      let products = Sample(of: count) { (left.uniform() - 0.5) * (right.uniform() - 0.5) }
      let deviation = products.deviationOfMean(from: 0, variance: 1.0 / 144)
      #expect(deviation.magnitude < 4, "seed \(seed), against \(neighbour)")
    }
  }

  @Test func `the first values of many streams are uniform`() {
    var counts = Array(repeating: 0, count: 256)
    for index in UInt32(0)..<65_536 {
      var stream = SeededGenerator(seed: 9, nameHash: 1, index: index, purpose: 0)
      counts[Int(stream.next() >> 56)] += 1
    }
    #expect(chiSquareDeviation(of: counts, expecting: Array(repeating: 256, count: 256)).magnitude < 4, "seed 9")
  }

  @Test func `the last of 2^33 values is the high half of the last block`() {
    var stream = stream
    stream.position = (1 << 33) - 2
    let values = [stream.next(), stream.next()]
    #expect(values == halves(of: stream.block(at: .max)))
  }

  @Test func `an exhausted stream stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var stream = SeededGenerator(seed: 1, nameHash: 2, index: 3, purpose: 4)
      stream.position = 1 << 33
      _ = stream.next()
    }
  }

  @Test func `a name's hash is FNV-1a`() {
    #expect(SeededGenerator.nameHash("".utf8) == 0x811C_9DC5)
    #expect(SeededGenerator.nameHash("a".utf8) == 0xE40C_292C)
    #expect(SeededGenerator.nameHash("foobar".utf8) == 0xBF9C_F968)
  }
}
