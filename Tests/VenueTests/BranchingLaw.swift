import Foundation

/// The generalized Poisson law (Consul and Jain 1973) of the number of liquidations K, models C2.
///
///     P(k) = θ (θ + n k)^(k−1) e^−(θ + n k) ÷ k!
struct BranchingLaw {
  let seeded: Double
  let ratio: Double

  func probability(of count: Int) -> Double {
    let rate = seeded + ratio * Double(count)
    var factorial = 0.0
    for factor in stride(from: 2, through: count, by: 1) { factorial += log(Double(factor)) }
    return exp(log(seeded) + Double(count - 1) * log(rate) - rate - factorial)
  }

  var mean: Double { seeded / (1 - ratio) }
  var variance: Double { seeded / pow(1 - ratio, 3) }
  /// E (K − mean)⁴ − variance², for the standard error of a sample's variance.
  var varianceOfSquares: Double {
    seeded * (1 + 8 * ratio + 6 * ratio * ratio) / pow(1 - ratio, 7) + 2 * variance * variance
  }

  /// P(G_k = 0): generation k is empty.
  func probabilityOfNone(inGeneration generation: Int) -> Double {
    var extinct = 0.0
    for _ in 1..<generation { extinct = exp(ratio * (extinct - 1)) }
    return exp(seeded * (extinct - 1))
  }

  /// Σ P(G_k > 0).
  var meanGenerations: Double {
    var (sum, generation) = (0.0, 1)
    while generation < 2000 {
      sum += 1 - probabilityOfNone(inGeneration: generation)
      generation += 1
    }
    return sum
  }

  /// The chance that a cascade with n > 1 never ends by itself.
  var runawayProbability: Double {
    var extinct = 0.0
    for _ in 0..<10_000 { extinct = exp(ratio * (extinct - 1)) }
    return 1 - exp(-seeded * (1 - extinct))
  }
}

/// Pearson's test of counts against probabilities; counts beyond the last probability are one more class.
struct ChiSquare {
  let statistic: Double
  let degrees: Int

  /// Neighbouring counts are merged until a class expects at least five.
  init(_ counts: [Int], against probability: (Int) -> Double) {
    let all = Double(counts.reduce(0, +))
    var classes = 0
    var (statistic, expected, seen) = (0.0, 0.0, 0.0)
    var (left, leftSeen) = (all, all)
    for (value, count) in counts.enumerated() {
      expected += all * probability(value)
      seen += Double(count)
      if left - expected < 5 { break }
      if expected < 5 { continue }
      statistic += pow(seen - expected, 2) / expected
      left -= expected
      leftSeen -= seen
      (expected, seen) = (0, 0)
      classes += 1
    }
    self.statistic = statistic + pow(leftSeen - left, 2) / left
    degrees = classes
  }

  /// How many standard deviations the statistic lies above its mean, by Wilson and Hilferty's cube root.
  var deviations: Double {
    let part = 2 / (9 * Double(degrees))
    return (pow(statistic / Double(degrees), 1.0 / 3) - (1 - part)) / part.squareRoot()
  }
}
