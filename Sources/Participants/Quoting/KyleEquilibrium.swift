import MarketTypes
import Mathematics

/// What an insider who knows the value does over a day of auctions, and how much the price gives way to what arrives.
///
/// At each auction the price moves by λ times all that is bought less sold; the insider buys β (value − price) Δt; Σ is the
/// variance of the value that is left to learn. Backward from the last auction, where nothing is left to be earned (α = 0):
///
///     β Δt = (1 − 2 α λ) ÷ (2 λ (1 − α λ)),   λ = β Σ ÷ σ²,   Σ before = Σ ÷ (1 − β λ Δt)
///     α before = 1 ÷ (4 λ (1 − α λ)),   δ before = δ + α λ² σ² Δt
///
/// with σ² Δt the variance of what the uninformed buy in an auction. Each auction's λ is the one root with 2 α λ < 1 of a cubic
/// that only rises there, found by halving. Everything scales with √Σ, so one pass from any last Σ and one rescaling suffice.
/// One auction: λ = √Σ0 ÷ 2σ, β = σ ÷ √Σ0, half the variance learnt, profit σ √Σ0 ÷ 2.
///
/// Source: Kyle, "Continuous auctions and insider trading", Econometrica 53 (1985), theorems 1 and 2.
public struct KyleEquilibrium: Hashable, Sendable {
  /// In order of time; at least one.
  public let auctions: [KyleAuction]
  /// What the insider expects to earn before knowing the value, α0 Σ0 + δ0.
  public let expectedProfit: Double

  /// - Parameters:
  ///   - priorVariance: Σ0, of the value, in ticks squared; above zero.
  ///   - noiseVariance: σ², of uninformed demand over the whole `span`'s unit of time, in units squared; above zero.
  ///   - periods: at least 1.
  ///   - span: how long the auctions together take, in the unit of time of σ² and β.
  public init(priorVariance: Double, noiseVariance: Double, periods: Int, span: Double = 1) {
    invariant(periods >= 1, "\(periods) auctions")
    let step = span / Double(periods)
    var backward: [KyleAuction] = []
    var variance = 1.0  // after the last auction, for now
    var profit = 0.0  // α
    var constant = 0.0  // δ
    for _ in 0..<periods {
      let impact = KyleEquilibrium.impact(profit: profit, noise: noiseVariance * step / variance)
      let trading = impact * noiseVariance / variance
      backward.append(KyleAuction(impact: impact, trading: trading, remainingVariance: variance))
      constant += profit * impact * impact * noiseVariance * step
      profit = 1 / (4 * impact * (1 - profit * impact))
      variance /= 1 - trading * impact * step
    }
    let scale = (priorVariance / variance).squareRoot()
    auctions = backward.reversed().map {
      KyleAuction(
        impact: $0.impact * scale, trading: $0.trading / scale, remainingVariance: $0.remainingVariance * scale * scale)
    }
    expectedProfit = (profit * variance + constant) * scale
  }

  /// The root of 2 λ² (1 − α λ) noise = 1 − 2 α λ below 1 ÷ 2α, where noise is σ² Δt ÷ Σ.
  private static func impact(profit: Double, noise: Double) -> Double {
    if profit == 0 { return (1 / (2 * noise)).squareRoot() }
    var low = 0.0
    var high = min(1 / (2 * profit), (1 / noise).squareRoot())
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { break }
      if 2 * middle * middle * (1 - profit * middle) * noise < 1 - 2 * profit * middle {
        low = middle
      } else {
        high = middle
      }
    }
    return high
  }
}
