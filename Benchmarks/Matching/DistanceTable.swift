/// How far from the middle an order is placed: 0 to 499 ticks, with weight (distance + 1)^−1.5.
struct DistanceTable {
  /// The share of draws that fall at each distance or nearer.
  private let cumulative: [Double]

  init() {
    var sum = 0.0
    // x^−1.5 without a library's power function, so that every machine has the same table.
    let sums = (1...500).map { place in
      sum += 1 / (Double(place) * Double(place).squareRoot())
      return sum
    }
    cumulative = sums.map { $0 / sum }
  }

  /// The distance a draw between 0 and 1 stands for: the first whose share exceeds it.
  func distance(at draw: Double) -> Int {
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > draw { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
