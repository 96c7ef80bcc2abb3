import MarketTypes
import Notation

/// What an instrument's margin takes on beyond rates and tiers, in a journal's header. What is `nil` is left out.
extension JSONWriter {
  mutating func marginMembers(of rules: InstrumentRules) {
    key("addOns")
    object { $0.members(of: rules.addOns) }
    if let factors = rules.riskFactors { riskFactorsMember(factors) }
  }

  mutating func riskFactorsMember(_ factors: RiskFactors) {
    key("riskFactors")
    object { object in
      object.member("long", factors.long)
      object.member("short", factors.short)
      object.member("slippage", factors.slippage)
      object.member("reading", factors.reading.phrase.code)
    }
  }

  mutating func members(of addOns: MarginAddOns) {
    if let scale = addOns.openInterest {
      key("openInterest")
      object { object in
        object.member("lower", scale.lower.units)
        object.member("upper", scale.upper.units)
      }
    }
    if let size = addOns.size {
      key("size")
      object { object in
        switch size {
        case .squareRoot(let factor, let unit), .proportional(let factor, let unit):
          object.member("kind", size.phrase.code)
          object.member("factor", factor)
          object.member("unit", unit.lots)
        }
      }
    }
    if let charge = addOns.concentration {
      key("concentration")
      object { object in
        object.member("threshold", charge.threshold.lots)
        object.member("rate", charge.rate)
      }
    }
    if let scale = addOns.volatility {
      key("volatility")
      object { object in
        object.member("decay", scale.decay)
        object.member("reference", scale.reference)
        object.member("highest", scale.highest)
        object.member("interval", scale.interval.nanoseconds)
      }
    }
  }
}

// MARK: - Reading

extension InstrumentRules {
  /// Reads what `marginMembers` wrote; `false` if it cannot be.
  mutating func readMargin(_ reader: inout ObjectReader) -> Bool {
    guard
      let addOns = reader.object("addOns", MarginAddOns.init(from:)),
      let riskFactors = reader.part("riskFactors", RiskFactors.init(from:))
    else { return false }
    (self.addOns, self.riskFactors) = (addOns, riskFactors)
    return true
  }
}

extension MarginAddOns {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let openInterest = reader.part("openInterest", OpenInterestScale.init(from:)),
      let size = reader.part("size", { $0.kind(SizePremium.readers) }),
      let concentration = reader.part("concentration", ConcentrationCharge.init(from:)),
      let volatility = reader.part("volatility", VolatilityScale.init(from:))
    else { return nil }
    self.init()
    (self.openInterest, self.size) = (openInterest, size)
    (self.concentration, self.volatility) = (concentration, volatility)
  }
}

extension OpenInterestScale {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let lower = reader.integer("lower"), let upper = reader.integer("upper") else { return nil }
    self.init(lower: Money(units: lower), upper: Money(units: upper))
  }
}

extension SizePremium {
  fileprivate static var readers: [(String, (inout ObjectReader) -> SizePremium?)] {
    [
      ("squareRoot", { $0.factorAndUnit().map { .squareRoot(factor: $0, unit: $1) } }),
      ("proportional", { $0.factorAndUnit().map { .proportional(factor: $0, unit: $1) } }),
    ]
  }
}

extension ObjectReader {
  fileprivate mutating func factorAndUnit() -> (Rate, Quantity)? {
    guard let factor = rate("factor"), let unit = integer("unit") else { return nil }
    return (factor, Quantity(lots: unit))
  }
}

extension ConcentrationCharge {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let threshold = reader.integer("threshold"), let rate = reader.rate("rate") else { return nil }
    self.init(threshold: Quantity(lots: threshold), rate: rate)
  }
}

extension VolatilityScale {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let decay = reader.rate("decay"), let reference = reader.rate("reference"), let highest = reader.rate("highest"),
      let interval = reader.integer("interval")
    else { return nil }
    self.init(
      decay: decay, reference: reference, highest: highest, interval: TimeSpan(nanoseconds: interval))
  }
}

extension RiskFactors {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let long = reader.rate("long"), let short = reader.rate("short"), let slippage = reader.rate("slippage"),
      let reading = reader.choice("reading", from: OrderMarginReading.allCases.map { ($0.phrase.code, $0) })
    else { return nil }
    self.init(long: long, short: short, slippage: slippage, reading: reading)
  }
}
