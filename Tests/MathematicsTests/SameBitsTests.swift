import Mathematics
import Testing

/// The same bits in debug and release builds and on every platform: the constants below were printed once.
@Suite struct SameBitsTests {
  /// (1 + 2^-30)(1 − 2^-30) rounds to 1; a fused multiply and add would keep −2^-60.
  @Test(arguments: [0x1p-30])
  func `a product and a sum are not contracted`(small: Double) {
    #expect((1 + small) * (1 - small) - 1 == 0)
  }

  struct Recorded: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let function: @Sendable (Double) -> Double
    let domain: ClosedRange<Double>
    let digest: UInt64
  }

  @Test(arguments: [
    Recorded(testDescription: "exp", function: { exp($0) }, domain: -746...710, digest: 0x4D8A_46EA_C618_FDC0),
    Recorded(testDescription: "log", function: { log($0) }, domain: 0...100, digest: 0x4EF0_E2B3_5002_FBBD),
    Recorded(
      testDescription: "quantile", function: { StandardNormal.quantile($0) }, domain: 0...1,
      digest: 0x3846_59CC_20B2_A8D1),
    Recorded(
      testDescription: "cumulative", function: { StandardNormal.cumulative($0) }, domain: -39...9,
      digest: 0xC6D5_9E7F_632D_C1E7),
  ])
  func `a hundred thousand values have the recorded digest`(recorded: Recorded) {
    var generator = SeededGenerator(seed: 42)
    var digest = BitDigest()
    let width = recorded.domain.upperBound - recorded.domain.lowerBound
    for _ in 0..<100_000 { digest.add(recorded.function(recorded.domain.lowerBound + generator.uniform() * width)) }
    #expect(digest.value == recorded.digest)
  }
}
