import Mathematics

/// Chooses a place with a probability in proportion to its weight, by one value, in O(1).
///
/// Walker's alias method with Vose's tables: a column for each place, and in each column one other place that has the rest.
/// Right within 2^-53 of the sum of the weights. Source: Vose, IEEE Transactions on Software Engineering 17 (1991).
struct WeightedChoice: Sendable {
  private struct Column: BitwiseCopyable {
    var threshold = 1.0
    var other: Int32 = 0
  }

  private var columns: [Column]
  let sum: Double

  /// - Parameter weights: at least one, none below zero, their sum above it.
  init(_ weights: [Double]) {
    sum = weights.reduce(0, +)
    columns = Array(repeating: Column(), count: weights.count)
    var shares = weights.map { $0 / sum * Double(weights.count) }
    var poor = shares.indices.filter { shares[$0] < 1 }
    var rich = shares.indices.filter { shares[$0] >= 1 }
    while let low = poor.last, let high = rich.last {
      poor.removeLast()
      columns[low] = Column(threshold: shares[low], other: Int32(high))
      shares[high] -= 1 - shares[low]
      if shares[high] < 1 {
        rich.removeLast()
        poor.append(high)
      }
    }
  }

  /// - Parameter value: from 0 up to, not including, 1.
  func place(for value: Double) -> Int {
    let scaled = value * Double(columns.count)
    let place = Int(scaled)
    let column = columns[place]
    return scaled - Double(place) < column.threshold ? place : Int(column.other)
  }
}
