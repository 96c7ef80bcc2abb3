import MarketTypes
import Notation

/// What an instrument's margin takes on beyond rates and tiers.
extension ScenarioBuilder {
  static func readMargin(of rules: inout InstrumentRules, _ object: inout ObjectReader) {
    if let addOns = object.optional("marginAddOns")?.object({ addOns(&$0) }) { rules.addOns = addOns }
    rules.riskFactors = object.optional("riskFactors")?.object { factors in
      let (long, short) = (factors.rate("long"), factors.rate("short"))
      let slippage = factors.rate("slippage", default: .zero)
      let reading = factors.choice(
        "reading", from: [("specification", OrderMarginReading.specification), ("code", .code)], default: .specification
      )
      guard let long, let short else { return nil }
      return RiskFactors(long: long, short: short, slippage: slippage, reading: reading)
    }
  }

  private static func addOns(_ object: inout ObjectReader) -> MarginAddOns {
    var addOns = MarginAddOns()
    let most = InstrumentRules.notionalLimit
    addOns.openInterest = object.optional("openInterest")?.object { scale in
      let (lower, upper) = (scale.integer("lower", in: 0...most), scale.integer("upper", in: 0...most))
      guard let lower, let upper else { return nil }
      return OpenInterestScale(lower: Money(units: lower), upper: Money(units: upper))
    }
    addOns.size = object.optional("size")?.object { size in
      size.kind(
        [
          ("squareRoot", { premium(&$0).map { .squareRoot(factor: $0, unit: $1) } }),
          ("proportional", { premium(&$0).map { .proportional(factor: $0, unit: $1) } }),
        ] as [(String, (inout ObjectReader) -> SizePremium?)])
    }
    addOns.concentration = object.optional("concentration")?.object { charge in
      let threshold = charge.integer("threshold", in: 0...InstrumentRules.positionLimit)
      let rate = charge.rate("rate")
      guard let threshold, let rate else { return nil }
      return ConcentrationCharge(threshold: Quantity(lots: threshold), rate: rate)
    }
    addOns.volatility = object.optional("volatility")?.object { volatility(&$0) }
    return addOns
  }

  private static func premium(_ object: inout ObjectReader) -> (Rate, Quantity)? {
    let factor = object.rate("factor")
    let unit = object.integer("unit", in: 1...InstrumentRules.positionLimit)
    guard let factor, let unit else { return nil }
    return (factor, Quantity(lots: unit))
  }

  private static func volatility(_ object: inout ObjectReader) -> VolatilityScale? {
    let (decay, reference) = (object.rate("decay"), object.rate("reference"))
    let highest = object.decimal(
      "highest", scale: 9, in: Rate.one.partsPerBillion...VolatilityScale.highestFactor.partsPerBillion)
    let interval = object.has("interval") ? object.span("interval", from: 1) : nil
    guard let decay, let reference, let highest else { return nil }
    var scale = VolatilityScale(decay: decay, reference: reference, highest: Rate(partsPerBillion: highest))
    if let interval { scale.interval = interval }
    return scale
  }
}
