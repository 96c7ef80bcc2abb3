import MarketTypes
import Notation

/// Backstop, deleveraging and layers of loss as a request declares them; keys are those of a scenario.

extension BackstopRules {
  init(declaredBy reader: inout ObjectReader) {
    self.init(
      below: reader.share("below"), takesRest: reader.boolean("takesRest", default: false),
      maximumNotional: reader.optionalMoney("maximumNotional"), lossStop: reader.optionalMoney("lossStop"),
      disposal: reader.optional("disposal")?.object { disposal in
        DisposalRules(
          every: disposal.span("every"), portion: disposal.portion("portion"),
          wholeUpTo: Quantity(lots: disposal.integer("wholeUpTo", in: 0...InstrumentRules.positionLimit, default: 0)),
          bookShare: disposal.portion("bookShare"), range: disposal.portion("range"))
      })
  }
}

extension DeleveragingRules {
  init(declaredBy reader: inout ObjectReader) {
    let ranking = reader.choice("ranking", from: DeleveragingRanking.codes)
    self.init(
      ranking ?? .profitAndLeverage, at: reader.choice("price", from: DeleveragingPrice.codes, default: .bankruptcy),
      when: reader.choice("when", from: DeleveragingTrigger.codes, default: .insolvent))
  }
}

extension LossLayer {
  /// `"fund"`, `{"kind": "capital", "fund": 1, "limit": 5000}`.
  init?(declaredBy value: ValueReader) {
    guard case .object = value.value.content else {
      guard let kind = value.choice(from: Kind.plain.map { ($0.phrase.code, $0) }) else { return nil }
      self.init(kind)
      return
    }
    let plain = Kind.plain.map { kind in (kind.phrase.code, { (_: inout ObjectReader) -> Kind? in kind }) }
    let fund: (inout ObjectReader) -> Kind? = { object in
      .capital(FundID(number: UInt8(truncatingIfNeeded: object.integer("fund", in: 0...Int64(UInt8.max)) ?? 0)))
    }
    let assessment: (inout ObjectReader) -> Kind? = { object in
      .assessment(object.required("multiple")?.rate(in: 1...1000 * Rate.one.partsPerBillion) ?? .one)
    }
    let layer = value.object { object -> LossLayer? in
      let kind = object.kind(plain + [("capital", fund), ("assessment", assessment)])
      let limit = object.optionalMoney("limit")
      return kind.map { LossLayer($0, limit: limit) }
    }
    guard let layer else { return nil }
    self = layer
  }
}

extension ObjectReader {
  /// An amount; zero where it is left out.
  mutating func money(_ key: String) -> Money { optionalMoney(key) ?? .zero }

  /// An amount that may be left out.
  mutating func optionalMoney(_ key: String, from least: Int64 = 0) -> Money? {
    optional(key)?.integer(in: least...InstrumentRules.notionalLimit).map(Money.init(units:))
  }

  /// A share above 0 and at most 1; all where it is left out, unless it must be said.
  mutating func portion(_ key: String, orElse absent: Rate? = .one) -> Rate {
    (absent == nil ? required(key) : optional(key))?.rate(in: 1...Rate.one.partsPerBillion) ?? .one
  }
}
