import MarketTypes
import Notation

/// The rules of a venue as the requests that declare them; what a declaration need not say is left out.
extension VenueRules {
  /// Lines for an engine (`docs/engine.md`), each an object: what all instruments share, the instruments, the assets, and
  /// what stands behind them. An engine that reads them has these rules.
  ///
  /// - Parameter names: of all instruments and assets.
  public func declarations(_ names: Names) -> [[UInt8]] {
    let usual = VenueRules(instruments: [])
    var writer = JSONWriter()
    var first = self
    (first.instruments, first.assets, first.portfolio) = ([], [], nil)
    var lines: [[UInt8]] = []
    func add(_ kind: String, _ body: (inout JSONWriter) -> Void) {
      writer.object { object in
        object.member("kind", kind)
        body(&object)
      }
      lines.append(writer.bytes)
      writer.endLine()
      writer.removeAll()
    }
    if first != usual { add("venue") { $0.declare(self, unlike: usual) } }
    for (index, rules) in instruments.enumerated() {
      add("instrument") { object in
        object.member("name", names.name(of: InstrumentID(number: UInt16(index))))
        object.declare(rules)
      }
    }
    for (index, rules) in assets.enumerated() {
      add("asset") { object in
        object.member("name", names.name(of: AssetID(number: UInt16(index + 1))))
        object.declare(rules)
      }
    }
    if let portfolio {
      add("venue") { object in
        object.key("portfolio")
        object.object { $0.declare(portfolio) }
      }
    }
    return lines
  }
}

// MARK: - The venue

extension JSONWriter {
  fileprivate mutating func declare(_ rules: VenueRules, unlike usual: VenueRules) {
    if rules.selfTradePrevention != usual.selfTradePrevention {
      member("selfTradePrevention", rules.selfTradePrevention.phrase.code)
    }
    if let rate = rules.orderRate {
      key("orderRate")
      object { object in
        object.member("orders", rate.orders)
        object.member("window", rate.window.nanoseconds)
      }
    }
    if rules.dayLength != usual.dayLength { member("dayLength", rules.dayLength.nanoseconds) }
    if rules.liquidation != usual.liquidation {
      key("liquidation")
      object { $0.declare(rules.liquidation) }
    }
    if let fees = rules.fees {
      key("fees")
      object { object in
        object.member("window", fees.window.nanoseconds)
        object.list("tiers", fees.tiers) { object, tier in
          if tier.volume != .zero { object.member("from", tier.volume.units) }
          object.member("maker", tier.maker)
          object.member("taker", tier.taker)
        }
      }
    }
    if rules.funds != usual.funds {
      list("funds", rules.funds) { object, fund in
        if let limit = fund.claimLimit { object.member("claimLimit", limit.units) }
        if fund.floor != .zero { object.member("floor", fund.floor.units) }
      }
    }
    if let levels = rules.marginLevels {
      key("marginLevels")
      object { object in
        object.member("alert", levels.alert)
        object.member("call", levels.call)
        object.member("release", levels.release)
      }
    }
  }

  fileprivate mutating func declare(_ rules: LiquidationRules) {
    let usual = LiquidationRules()
    if rules.isOn != usual.isOn { member("on", rules.isOn) }
    if rules.threshold != usual.threshold { member("when", rules.threshold.phrase.code) }
    if let call = rules.call { callMember(call) }
    if rules.cancels != usual.cancels { member("cancels", rules.cancels.phrase.code) }
    if rules.sizing != usual.sizing { sizingMember(rules.sizing) }
    if rules.limit != usual.limit { limitMember(rules.limit) }
    if rules.isFillOrKill { member("fillOrKill", true) }
    if rules.fee != usual.fee { feeMember(rules.fee) }
    if rules.budget != usual.budget { budgetMember(rules.budget) }
    if rules.order != usual.order { member("order", rules.order.phrase.code) }
    if rules.pacing != usual.pacing {
      key("pacing")
      object { object in
        switch rules.pacing {
        case .immediate(let roundLimit):
          object.member("kind", "immediate")
          object.member("roundLimit", roundLimit)
        case .timed(let span):
          object.member("kind", "timed")
          object.member("interval", span.nanoseconds)
        }
      }
    }
    waterfallMembers(of: rules, calling: "when")
  }

  fileprivate mutating func declare(_ rules: AssetRules) {
    if rules.tickValue.units != 1 { member("tickValue", rules.tickValue.units) }
    if rules.maximumPrice.ticks != InstrumentRules.usualMaximum { member("maximumPrice", rules.maximumPrice.ticks) }
    if rules.maximumBalance.units != AssetRules.usualMaximum { member("maximumBalance", rules.maximumBalance.units) }
    if let most = rules.maximumTotal { member("maximumTotal", most.units) }
    if rules.haircuts != [HaircutTier(floor: .zero, haircut: .zero)] {
      list("haircuts", rules.haircuts) { object, tier in
        if tier.floor != .zero { object.member("from", tier.floor.units) }
        object.member("rate", tier.haircut)
      }
    }
    indexMember("indexSources", rules.indexSources)
    if rules.conversionFee != .zero { member("conversionFee", rules.conversionFee) }
  }

  fileprivate mutating func declare(_ rules: PortfolioRules) {
    list("scenarios", rules.scenarios) { object, scenario in
      object.member("move", scenario.move)
      object.member("coverage", scenario.coverage)
    }
    list("instruments", rules.instruments) { object, row in
      object.member("scanRange", row.scanRange)
      object.member("group", Int64(row.group))
      object.member("minimumRate", row.minimumRate)
    }
    list("groups", rules.groups) { object, group in
      object.member("class", Int64(group.ofClass))
      object.member("basisCharge", group.basisCharge)
    }
    list("classes", rules.classes) { $0.member("offset", $1.offset) }
    list("minimumTiers", rules.minimumTiers) { object, tier in
      object.member("from", tier.floor.units)
      object.member("multiplier", tier.multiplier)
    }
    member("initialMultiplier", rules.initialMultiplier)
  }
}
