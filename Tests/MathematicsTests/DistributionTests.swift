import Foundation
import Mathematics
import Testing

@Suite struct DistributionTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func `waiting times have their mean and its square as variance`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let sample = Sample(of: 100_000) { generator.exponential(mean: 3) }
    #expect(sample.deviationOfMean(from: 3, variance: 9).magnitude < 4, "seed \(seed)")
    #expect(sample.deviationOfVariance(around: 3, from: 9, kurtosis: 9).magnitude < 4, "seed \(seed)")
  }

  @Test func `the extreme waiting times are finite`() {
    var lowest = UniformTests.Constant(value: 0)
    var highest = UniformTests.Constant(value: .max)
    let shortest = lowest.exponential(mean: 2)
    let longest = highest.exponential(mean: 2)
    #expect(shortest.bitPattern == 0)
    #expect((73.4...73.5).contains(longest))
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `normal values have their mean and deviation`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let sample = Sample(of: 100_000) { generator.normal(mean: -2, deviation: 5) }
    #expect(sample.deviationOfMean(from: -2, variance: 25).magnitude < 4, "seed \(seed)")
    #expect(sample.deviationOfVariance(around: -2, from: 25, kurtosis: 3).magnitude < 4, "seed \(seed)")
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `normal values fill equally likely bins equally`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var counts = Array(repeating: 0, count: 50)
    for _ in 0..<50_000 { counts[Int(StandardNormal.cumulative(generator.normal()) * 50)] += 1 }
    let deviation = chiSquareDeviation(of: counts, expecting: Array(repeating: 1000, count: 50))
    #expect(deviation.magnitude < 4, "seed \(seed)")
  }

  @Test func `the extreme normal values are opposite and finite`() {
    var lowest = UniformTests.Constant(value: 0)
    var highest = UniformTests.Constant(value: .max)
    let smallest = lowest.normal()
    let largest = highest.normal()
    #expect(smallest == -largest)
    #expect((8.20...8.21).contains(largest))
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `the logarithm of a log-normal value is normal`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let sample = Sample(of: 50_000) { Mathematics.log(generator.logNormal(meanOfLog: 1, deviationOfLog: 0.5)) }
    #expect(sample.deviationOfMean(from: 1, variance: 0.25).magnitude < 4, "seed \(seed)")
    #expect(sample.deviationOfVariance(around: 1, from: 0.25, kurtosis: 3).magnitude < 4, "seed \(seed)")
  }

  @Test(arguments: [0.1, 3, 64, 64.5, 1000])
  func `counts have their mean as variance`(mean: Double) {
    var generator = SeededGenerator(seed: 4)
    let sample = Sample(of: 20_000) { Double(generator.poisson(mean: mean)) }
    #expect(sample.deviationOfMean(from: mean, variance: mean).magnitude < 4, "seed 4")
    #expect(
      sample.deviationOfVariance(around: mean, from: mean, kurtosis: 3 + 1 / mean).magnitude < 4, "seed 4")
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `counts follow Poisson's law`(seed: UInt64) {
    let mean = 4.0
    let law = (0..<12).map { Foundation.exp(-mean) * pow(mean, Double($0)) / tgamma(Double($0) + 1) }
    var generator = SeededGenerator(seed: seed)
    var counts = Array(repeating: 0, count: 13)
    for _ in 0..<100_000 { counts[min(generator.poisson(mean: mean), 12)] += 1 }
    let expected = (law + [1 - law.reduce(0, +)]).map { $0 * 100_000 }
    #expect(chiSquareDeviation(of: counts, expecting: expected).magnitude < 4, "seed \(seed)")
  }

  @Test func `nothing expected is nothing counted`() {
    var generator = SeededGenerator(seed: 5)
    let counts = (0..<100).map { _ in generator.poisson(mean: 0) }
    #expect(counts.allSatisfy { $0 == 0 })
  }

  /// The sum of probabilities stops just short of 1, the largest uniform value perhaps beyond it.
  @Test(arguments: [1e-300, 0.5, 10, 64])
  func `the largest count of one value is finite`(mean: Double) {
    var highest = UniformTests.Constant(value: .max)
    let count = highest.poisson(mean: mean)
    #expect(count < 200)
  }

  @Test func `a mean that is negative or no number stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var generator = SeededGenerator(seed: 1)
      _ = generator.poisson(mean: -1)
    }
    await #expect(processExitsWith: .failure) {
      var generator = SeededGenerator(seed: 1)
      _ = generator.poisson(mean: .nan)
    }
  }
}
