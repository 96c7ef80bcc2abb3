import Mathematics

/// Chance for tests: a stream of the seed's own.
struct Dice {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed, nameHash: SeededGenerator.nameHash("test".utf8), index: 0, purpose: 0)
  }

  mutating func whole(in range: ClosedRange<Int64>) -> Int64 { generator.uniform(in: range) }

  mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * generator.uniform()
  }
}
