/// The same thing timed again and again, in nanoseconds per operation.
struct Rounds {
  private var sorted: [Double] = []

  mutating func append(nanoseconds: UInt64, operations: Int) {
    sorted.append(Double(nanoseconds) / Double(operations))
    sorted.sort()
  }

  /// The middle one; of an even number the lower of the two in the middle.
  var median: Double { sorted[(sorted.count - 1) / 2] }
  var fastest: Double { sorted[0] }
  var slowest: Double { sorted[sorted.count - 1] }
}
