/// Chance for tests (SplitMix64): the same seed, the same throws, on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  mutating func throwing(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  mutating func throwing(_ range: Range<Int>) -> Int {
    Int(throwing(Int64(range.lowerBound)...Int64(range.upperBound - 1)))
  }

  /// True once in `times`.
  mutating func once(in times: UInt64) -> Bool { next() % times == 0 }
}
