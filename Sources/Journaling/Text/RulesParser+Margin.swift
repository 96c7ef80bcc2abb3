import MarketTypes

/// What the set-up lines of a transcript say of margin beyond rates and tiers.
extension LineWords {
  /// `1000 to 5000`: open interest up to which the base rate holds, and from which all of the notional is needed.
  mutating func openInterestScale() throws(LineFault) -> OpenInterestScale {
    let lower = Money(units: try integer("a notional"))
    try expect("to")
    return OpenInterestScale(lower: lower, upper: Money(units: try integer("a notional")))
  }

  /// `square-root 0.01 per 100`, `proportional 0.01 per 100`.
  mutating func sizePremium() throws(LineFault) -> SizePremium {
    let isRoot = try choice("a size premium", from: [("square-root", true), ("proportional", false)])
    let factor = try rate()
    try expect("per")
    let unit = Quantity(lots: try integer("a number of lots"))
    return isRoot ? .squareRoot(factor: factor, unit: unit) : .proportional(factor: factor, unit: unit)
  }

  /// `0.02 above 500`.
  mutating func concentrationCharge() throws(LineFault) -> ConcentrationCharge {
    let rate = try rate()
    try expect("above")
    return ConcentrationCharge(threshold: Quantity(lots: try integer("a number of lots")), rate: rate)
  }

  /// `decay 0.94 reference 0.01 highest 3 every 60s`.
  mutating func volatilityScale() throws(LineFault) -> VolatilityScale {
    try expect("decay")
    let decay = try rate()
    try expect("reference")
    let reference = try rate()
    try expect("highest")
    var scale = VolatilityScale(decay: decay, reference: reference, highest: try rate())
    if take("every") { scale.interval = try span() }
    return scale
  }

  /// `0.05 0.06 slippage 0.01 code`: long and short, and what orders pay.
  mutating func riskFactors() throws(LineFault) -> RiskFactors {
    let long = try rate()
    var factors = RiskFactors(long: long, short: try rate(), slippage: .zero)
    if take("slippage") { factors.slippage = try rate() }
    factors.reading = optionalChoice(from: OrderMarginReading.allCases.map { ($0.phrase.word, $0) }) ?? .specification
    return factors
  }
}
