import Journaling
import Testing

struct DigestTests {
  @Test func `the digest of nothing is frozen`() {
    #expect(DigestBuilder().digest.hex == "e6fda0b91f4fe204125253ae8dc2456c")
  }

  @Test func `the digest of a few words is frozen`() {
    var builder = DigestBuilder()
    builder.take(1, 2)
    builder.take(3, 0xffff_ffff_ffff_ffff)
    #expect(builder.digest.hex == "916c2bdf155eee5553842b6c38089cb7")
  }

  @Test func `a digest reads back from its digits`() {
    var chance = SeededWords(seed: 1)
    for _ in 0..<100 {
      let digest = Digest(high: chance.any(), low: chance.any())
      #expect(Digest(hex: digest.hex) == digest)
    }
    for wrong in ["", "+0000000000000000000000000000000", String(repeating: "g", count: 32)] {
      #expect(Digest(hex: wrong) == nil)
    }
  }

  @Test func `each bit of the input moves about half of the digest`() {
    var chance = SeededWords(seed: 2)
    let words = (0..<8).map { _ in chance.next() }
    let original = digest(of: words)
    for bit in 0..<(words.count * 64) {
      var changed = words
      changed[bit / 64] ^= 1 << (bit % 64)
      let other = digest(of: changed)
      let moved = (original.high ^ other.high).nonzeroBitCount + (original.low ^ other.low).nonzeroBitCount
      #expect((30...98).contains(moved), "bit \(bit) moved \(moved)")
    }
  }

  @Test func `order and length count`() {
    #expect(digest(of: [1, 2, 3, 4]) != digest(of: [3, 4, 1, 2]))
    #expect(digest(of: [0, 0]) != digest(of: [0, 0, 0, 0]))
    #expect(digest(of: []) != digest(of: [0, 0]))
  }

  private func digest(of words: [UInt64]) -> Digest {
    var builder = DigestBuilder()
    for index in stride(from: 0, to: words.count, by: 2) { builder.take(words[index], words[index + 1]) }
    return builder.digest
  }
}
