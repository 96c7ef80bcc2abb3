import Mathematics
import Testing

@testable import Simulation

@Suite struct `A distribution of the population` {
  static let wide = -1e30...1e30

  static func draws(_ distribution: Distribution, _ count: Int = 20_000, in bounds: ClosedRange<Double> = wide)
    -> [Double]
  {
    var generator = SeededGenerator(seed: 5, nameHash: 6, index: 7, purpose: 8)
    return (0..<count).map { _ in distribution.draw(from: &generator, in: bounds) }
  }

  /// Within four standard errors of what it should be.
  static func isMean(_ mean: Double, deviation: Double, of values: [Double]) -> Bool {
    let count = Double(values.count)
    return abs(values.reduce(0, +) / count - mean) < 4 * deviation / count.squareRoot()
  }

  @Test func `a fixed number is itself`() {
    #expect(Self.draws(.fixed(3.5), 10).allSatisfy { $0 == 3.5 })
  }

  @Test func `uniform values fill their range evenly`() {
    let values = Self.draws(.uniform(from: 10, to: 100))
    #expect(values.allSatisfy { 10 <= $0 && $0 < 100 })
    #expect(Self.isMean(55, deviation: 90 / 12.0.squareRoot(), of: values))
    #expect(Self.isMean(1 / 12.0, deviation: 0.0745, of: values.map { ($0 - 55) / 90 * ($0 - 55) / 90 }))
  }

  @Test func `exponential values have their mean, which is their deviation`() {
    let values = Self.draws(.exponential(mean: 3))
    #expect(values.allSatisfy { $0 >= 0 })
    #expect(Self.isMean(3, deviation: 3, of: values))
    #expect(Self.isMean(18, deviation: 18 * 5.0.squareRoot(), of: values.map { $0 * $0 }))
  }

  @Test func `log-normal values have their median and the deviation of their logarithm`() {
    let logs = Self.draws(.logNormal(median: 4, sigma: 0.8)).map { log($0 / 4) / 0.8 }
    #expect(Self.isMean(0, deviation: 1, of: logs))
    #expect(Self.isMean(1, deviation: 2.0.squareRoot(), of: logs.map { $0 * $0 }))
    #expect(Self.isMean(0.5, deviation: 0.5, of: logs.map { $0 < 0 ? 1 : 0 }))
  }

  @Test func `choices come by their weights`() {
    let values = Self.draws(.choice([5, 10, 20], weights: [1, 2, 5]))
    #expect(Set(values) == [5, 10, 20])
    #expect(Self.isMean(0.125, deviation: 0.331, of: values.map { $0 == 5 ? 1 : 0 }))
    #expect(Self.isMean(0.625, deviation: 0.485, of: values.map { $0 == 20 ? 1 : 0 }))
  }

  @Test func `a draw is held inside the bounds`() {
    let values = Self.draws(.logNormal(median: 4, sigma: 2), in: 1...10)
    #expect(values.min() == 1 && values.max() == 10)
  }

  /// SIM-11: so what is drawn next does not depend on which distribution this is.
  @Test(arguments: [
    Distribution.fixed(4), .uniform(from: 1, to: 2), .logNormal(median: 1, sigma: 1),
    .choice([1, 2], weights: [1, 9]),
  ])
  func `a draw takes one value whatever the distribution`(distribution: Distribution) {
    var generator = SeededGenerator(seed: 5, nameHash: 6, index: 7, purpose: 8)
    var twin = generator
    for _ in 0..<100 {
      _ = distribution.draw(from: &generator, in: Self.wide)
      _ = twin.next()
      #expect(generator == twin)
    }
  }
}
