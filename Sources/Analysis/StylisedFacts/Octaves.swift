import Mathematics

/// Means of something over classes of size: from each power of two up to the next.
struct Octaves {
  private struct Octave {
    var count = 0
    var logarithms = 0.0
    var sum = 0.0
  }

  private var octaves = [Octave](repeating: Octave(), count: 64)

  /// - Parameter size: at least 1.
  mutating func add(_ size: Int64, _ value: Double) {
    let octave = 63 - max(1, size).leadingZeroBitCount
    octaves[octave].count += 1
    octaves[octave].logarithms += log(Double(max(1, size)))
    octaves[octave].sum += value
  }

  /// Geometric mean of the sizes, mean of the values and how many there are; of octaves that have enough.
  func points(atLeast least: Int) -> [(x: Double, y: Double, weight: Double)] {
    octaves.filter { $0.count >= max(1, least) }.map { octave in
      let count = Double(octave.count)
      return (exp(octave.logarithms / count), octave.sum / count, count)
    }
  }
}
