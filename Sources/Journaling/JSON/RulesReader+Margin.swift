import MarketTypes
import Notation

/// What a request declares of margin beyond rates and tiers; keys are those of a scenario.
extension InstrumentRules {
  mutating func readMargin(declaredBy reader: inout ObjectReader) {
    if let declared = reader.optional("marginAddOns")?.object({ MarginAddOns(declaredBy: &$0) }) { addOns = declared }
    riskFactors = reader.optional("riskFactors")?.object { RiskFactors(declaredBy: &$0) }
  }
}

extension MarginAddOns {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    self.init()
    let most = InstrumentRules.notionalLimit
    openInterest = reader.optional("openInterest")?.object { object in
      OpenInterestScale(
        lower: Money(units: object.integer("lower", in: 0...most) ?? 0),
        upper: Money(units: object.integer("upper", in: 0...most) ?? 0))
    }
    size = reader.optional("size")?.object { object in
      object.kind(
        [
          ("squareRoot", { .squareRoot(factor: $0.requiredShare("factor"), unit: $0.unit()) }),
          ("proportional", { .proportional(factor: $0.requiredShare("factor"), unit: $0.unit()) }),
        ] as [(String, (inout ObjectReader) -> SizePremium?)])
    }
    concentration = reader.optional("concentration")?.object { object in
      ConcentrationCharge(
        threshold: Quantity(lots: object.integer("threshold", in: 0...InstrumentRules.positionLimit) ?? 0),
        rate: object.requiredShare("rate"))
    }
    volatility = reader.optional("volatility")?.object { object in
      let one = Rate.one.partsPerBillion
      let highest = object.required("highest")?.rate(in: one...VolatilityScale.highestFactor.partsPerBillion)
      var scale = VolatilityScale(
        decay: object.requiredShare("decay"), reference: object.requiredShare("reference"), highest: highest ?? .one)
      if let interval = object.optional("interval")?.nanoseconds(from: 1) { scale.interval = interval }
      return scale
    }
  }
}

extension RiskFactors {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    self.init(
      long: reader.requiredShare("long"), short: reader.requiredShare("short"), slippage: reader.share("slippage"),
      reading: reader.choice(
        "reading", from: OrderMarginReading.allCases.map { ($0.phrase.code, $0) }, default: .specification))
  }
}

extension ObjectReader {
  /// Lots that a size premium's factor is for.
  fileprivate mutating func unit() -> Quantity {
    Quantity(lots: integer("unit", in: 1...InstrumentRules.positionLimit) ?? 1)
  }
}
