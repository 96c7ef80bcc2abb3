import MarketTypes
import Notation

/// Backstop, deleveraging and layers of loss in a journal's header. What is as usual is left out.
extension JSONWriter {
  /// - Parameter trigger: what the moment of deleveraging is called.
  mutating func waterfallMembers(of rules: LiquidationRules, calling trigger: String = "trigger") {
    let usual = LiquidationRules()
    if let backstop = rules.backstop {
      key("backstop")
      object { $0.members(of: backstop) }
    }
    if let deleveraging = rules.deleveraging {
      key("deleveraging")
      object { object in
        object.member(trigger, deleveraging.trigger.phrase.code)
        object.member("ranking", deleveraging.ranking.phrase.code)
        object.member("price", deleveraging.price.phrase.code)
      }
    }
    if rules.losses != usual.losses {
      key("losses")
      array { layers in for layer in rules.losses { layers.object { $0.members(of: layer) } } }
    }
    if rules.settlesContracts { member("settlesContracts", true) }
  }

  private mutating func members(of rules: BackstopRules) {
    member("below", rules.below)
    member("takesRest", rules.takesRest)
    if let maximumNotional = rules.maximumNotional { member("maximumNotional", maximumNotional.units) }
    if let lossStop = rules.lossStop { member("lossStop", lossStop.units) }
    guard let disposal = rules.disposal else { return }
    key("disposal")
    object { object in
      object.member("every", disposal.every.nanoseconds)
      object.member("portion", disposal.portion)
      object.member("wholeUpTo", disposal.wholeUpTo.lots)
      object.member("bookShare", disposal.bookShare)
      object.member("range", disposal.range)
    }
  }

  private mutating func members(of layer: LossLayer) {
    member("kind", layer.kind.phrase.code)
    switch layer.kind {
    case .capital(let fund): member("fund", Int64(fund.number))
    case .assessment(let multiple): member("multiple", multiple)
    case .fund, .ownContribution, .members, .gains, .openInterest: break
    }
    if let limit = layer.limit { member("limit", limit.units) }
  }
}

// MARK: - Reading

extension LiquidationRules {
  /// Reads what `waterfallMembers` wrote; `false` if it cannot be.
  mutating func readWaterfall(_ reader: inout ObjectReader) -> Bool {
    guard
      let backstop = reader.part("backstop", BackstopRules.init(from:)),
      let deleveraging = reader.part("deleveraging", DeleveragingRules.init(from:))
    else { return false }
    (self.backstop, self.deleveraging) = (backstop, deleveraging)
    if reader.has("losses") {
      guard let layers = reader.array("losses", of: { $0.object(LossLayer.init(from:)) }) else { return false }
      losses = layers
    }
    settlesContracts = reader.boolean("settlesContracts", default: false)
    return true
  }
}

extension BackstopRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let below = reader.rate("below"), let takesRest = reader.boolean("takesRest"),
      let maximumNotional = reader.optionalInteger("maximumNotional"),
      let lossStop = reader.optionalInteger("lossStop"),
      let disposal = reader.part("disposal", DisposalRules.init(from:))
    else { return nil }
    self.init(
      below: below, takesRest: takesRest, maximumNotional: maximumNotional.map(Money.init(units:)),
      lossStop: lossStop.map(Money.init(units:)), disposal: disposal)
  }
}

extension DisposalRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let every = reader.integer("every"), let portion = reader.rate("portion"),
      let wholeUpTo = reader.integer("wholeUpTo"), let bookShare = reader.rate("bookShare"),
      let range = reader.rate("range")
    else { return nil }
    self.init(
      every: TimeSpan(nanoseconds: every), portion: portion, wholeUpTo: Quantity(lots: wholeUpTo),
      bookShare: bookShare, range: range)
  }
}

extension DeleveragingRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let trigger = reader.choice("trigger", from: DeleveragingTrigger.codes),
      let ranking = reader.choice("ranking", from: DeleveragingRanking.codes),
      let price = reader.choice("price", from: DeleveragingPrice.codes)
    else { return nil }
    self.init(ranking, at: price, when: trigger)
  }
}

extension LossLayer {
  fileprivate init?(from reader: inout ObjectReader) {
    let plain = Kind.plain.map { kind in (kind.phrase.code, { (_: inout ObjectReader) -> Kind? in kind }) }
    let fund: (inout ObjectReader) -> Kind? = { object in
      object.integer("fund", in: 0...Int64(UInt8.max)).map { .capital(FundID(number: UInt8(truncatingIfNeeded: $0))) }
    }
    let kinds = plain + [("capital", fund), ("assessment", { $0.rate("multiple").map { .assessment($0) } })]
    guard let kind = reader.kind(kinds), let limit = reader.optionalInteger("limit") else { return nil }
    self.init(kind, limit: limit.map(Money.init(units:)))
  }
}
