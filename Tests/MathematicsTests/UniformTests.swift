import Mathematics
import Testing

@Suite struct UniformTests {
  @Test func `a die gives the published faces`() {
    var generator = Xoshiro256(seed: 42)
    let faces = (0..<20).map { _ in generator.uniform(below: 6) }
    #expect(faces == [0, 2, 4, 5, 5, 4, 4, 5, 4, 3, 4, 1, 4, 1, 4, 5, 3, 5, 4, 4])
  }

  /// Just above half of 2^64, where almost every second value is rejected.
  @Test func `the worst bound rejects as published`() {
    let bound: UInt64 = (1 << 63) + 1
    var generator = Xoshiro256(seed: 42)
    let values = (0..<4).map { _ in generator.uniform(below: bound) }
    let published: [UInt64] = [
      9_147_776_489_032_658_738, 7_099_593_415_032_875_292, 6_633_989_454_467_100_377, 7_022_439_175_346_172_479,
    ]
    #expect(values == published)

    var nineOn = Xoshiro256(seed: 42)
    for _ in 0..<9 { _ = nineOn.next() }
    #expect(generator == nineOn)
  }

  @Test func `a unit double is the published one`() {
    var generator = Xoshiro256(seed: 42)
    let values = (0..<4).map { _ in generator.uniform() }
    #expect(values == [0x1.5780b2e0c2ecp-4, 0x1.84136619b444ep-2, 0x1.5c2ea66473c93p-1, 0x1.d9715a8e0766cp-1])
  }

  /// Gives one value for ever.
  struct Constant: RandomNumberGenerator {
    let value: UInt64
    func next() -> UInt64 { value }
  }

  @Test func `unit doubles keep inside their interval`() {
    var lowest = Constant(value: 0)
    var highest = Constant(value: .max)
    let closed = [lowest.uniform(), highest.uniform()]
    #expect(closed == [0, 1 - 0x1p-53])
    let open = [lowest.uniformInside(), highest.uniformInside()]
    #expect(open == [0x1p-53, 1 - 0x1p-53])
  }

  @Test func `a bound of one leaves no choice`() {
    var generator = SeededGenerator(seed: 3)
    let values = (0..<10).map { _ in generator.uniform(below: 1) }
    #expect(values.allSatisfy { $0 == 0 })
  }

  @Test func `no number is below zero`() async {
    await #expect(processExitsWith: .failure) {
      var generator = SeededGenerator(seed: 3)
      _ = generator.uniform(below: 0)
    }
  }

  @Test(arguments: [Int64.min ... .max, -1...1, 5...5, .min ... .min, Int64.max - 1 ... .max, .min ... -2])
  func `a range keeps its numbers inside`(range: ClosedRange<Int64>) {
    var generator = SeededGenerator(seed: 8)
    let values = (0..<1000).map { _ in generator.uniform(in: range) }
    #expect(values.allSatisfy(range.contains))
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `every number of a range is as likely as any other`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var counts = Array(repeating: 0, count: 100)
    for _ in 0..<100_000 { counts[Int(generator.uniform(in: -50...49)) + 50] += 1 }
    let deviation = chiSquareDeviation(of: counts, expecting: Array(repeating: 1000, count: 100))
    #expect(deviation.magnitude < 4, "seed \(seed)")
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `unit doubles have mean one half and variance one twelfth`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let sample = Sample(of: 100_000) { generator.uniform() }
    #expect(sample.deviationOfMean(from: 0.5, variance: 1.0 / 12).magnitude < 4, "seed \(seed)")
    #expect(
      sample.deviationOfVariance(around: 0.5, from: 1.0 / 12, kurtosis: 1.8).magnitude < 4, "seed \(seed)")
  }
}
