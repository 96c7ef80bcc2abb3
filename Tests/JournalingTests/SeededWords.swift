/// Chance for tests (SplitMix64): the same seed, the same values, on every machine.
struct SeededWords: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }

  mutating func any<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number {
    // One in four is an end of the range or next to it: that is where encodings break.
    let edges = [Number.min, .max, 0, 1]
    return next() & 3 == 0 ? edges[Int(next() & 3)] : Number(truncatingIfNeeded: next())
  }

  mutating func one<Choice: CaseIterable>(of type: Choice.Type = Choice.self) -> Choice {
    Choice.allCases.randomElement(using: &self)!
  }

  mutating func optional<Value>(_ make: (inout SeededWords) -> Value) -> Value? {
    Bool.random(using: &self) ? make(&self) : nil
  }
}
