import Foundation
import Testing

@testable import Analysis

@Suite struct `Estimates of a mean` {
  /// Half-width by hand: values 1 … 5 have mean 3 and variance 2.5; t with 4 degrees of freedom is 2.776445.
  @Test func `mean and interval of a small sample`() throws {
    let estimate = MeanEstimate(of: [1, 2, 3, 4, 5])
    #expect(estimate.mean == 3)
    let half = try #require(estimate.halfWidth)
    #expect(abs(half - 2.7764451 * (2.5 / 5).squareRoot()) < 1e-12)
    #expect(MeanEstimate(of: [7]) == MeanEstimate(of: [7]) && MeanEstimate(of: [7]).halfWidth == nil)
    #expect(MeanEstimate(of: []).mean == nil)
  }

  /// The distribution itself, integrated: 97.5 % lie below the point.
  @Test(arguments: Array(1...40) + [50, 99, 200, 1_000, 100_000])
  func `the points of Student's distribution leave a fortieth above them`(n: Int) {
    let point = MeanEstimate.student(degreesOfFreedom: n)
    let scale = exp(lgamma(Double(n + 1) / 2) - lgamma(Double(n) / 2)) / (Double(n) * .pi).squareRoot()
    let density = { (t: Double) in scale * pow(1 + t * t / Double(n), -Double(n + 1) / 2) }
    let steps = 20_000
    let width = point / Double(steps)
    var area = density(0) + density(point)
    for step in 1..<steps { area += density(Double(step) * width) * (step.isMultiple(of: 2) ? 2 : 4) }
    #expect(abs(0.5 + area * width / 3 - 0.975) < 2e-8, "\(n) degrees of freedom")
  }
}
