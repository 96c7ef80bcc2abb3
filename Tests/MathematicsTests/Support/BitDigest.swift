/// A 64-bit digest of doubles, bit by bit: FNV-1a taken by whole words, then folded.
struct BitDigest {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ number: Double) {
    value = (value ^ number.bitPattern) &* 0x0000_0100_0000_01B3
    value ^= value >> 32
  }
}
