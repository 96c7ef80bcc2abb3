import MarketTypes
import Notation

/// When and how accounts under margin are closed.
extension ScenarioBuilder {
  /// Funds and instruments were read.
  func readLiquidation(_ reader: inout ObjectReader) {
    guard let value = reader.optional("liquidation") else { return }
    let read = value.object { object -> LiquidationRules? in
      let rules = self.liquidation(&object)
      if let (fault, key) = rules.faultAndKey(fundCount: self.rules.funds.count) { object.refuse(fault, at: key) }
      return rules
    }
    rules.liquidation = read ?? LiquidationRules()
  }

  private func liquidation(_ object: inout ObjectReader) -> LiquidationRules {
    var rules = LiquidationRules()
    rules.isOn = object.boolean("on", default: true)
    rules.threshold = object.choice("when", from: [("below", .below), ("atOrBelow", .atOrBelow)], default: .below)
    rules.call = object.optional("call")?.object { Self.call(&$0) }
    rules.cancels = object.choice(
      "cancels", from: [("all", .all), ("riskIncreasing", .riskIncreasing), ("none", .none)], default: .all)
    rules.sizing = object.optional("sizing").flatMap(Self.sizing) ?? .whole
    rules.limit = object.optional("limit").flatMap(Self.forcedLimit) ?? .market
    rules.isFillOrKill = object.boolean("fillOrKill", default: false)
    rules.fee = object.optional("fee").flatMap(Self.forcedFee) ?? .flat
    rules.budget = object.optional("budget")?.object { Self.budget(&$0) } ?? StepBudget()
    rules.order = object.choice(
      "order", from: [("synchronous", .synchronous), ("oneByOne", .oneByOne)], default: .synchronous)
    let pacing: LiquidationPacing?? = object.optional("pacing")?.object { inner in
      inner.kind([
        ("immediate", { .immediate(roundLimit: Int32($0.integer("roundLimit", in: 1...60_000, default: 1_000))) }),
        ("timed", { .timed($0.span("interval", from: 1_000) ?? TimeSpan(nanoseconds: 1_000)) }),
      ])
    }
    if let pacing = pacing ?? nil { rules.pacing = pacing }
    rules.backstop = object.optional("backstop")?.object { Self.backstop(&$0) }
    rules.deleveraging = object.optional("deleveraging")?.object { Self.deleveraging(&$0) }
    if let losses = object.optional("losses") {
      rules.losses = losses.elements(count: 0...64)?.compactMap { layer($0) } ?? []
    }
    rules.settlesContracts = object.boolean("settlesContracts", default: false)
    return rules
  }

  private static func call(_ object: inout ObjectReader) -> MarginCallRules {
    MarginCallRules(
      topUp: object.has("topUp") ? object.multiple("topUp") : nil, grace: object.span("grace", default: .zero) ?? .zero)
  }

  private static func budget(_ object: inout ObjectReader) -> StepBudget {
    StepBudget(
      accountNotional: object.optionalMoney("accountNotional", from: 1),
      orders: object.optional("orders")?.integer(in: 1...Int64(Int32.max)).map { Int32($0) })
  }

  // MARK: Forced orders

  private static func sizing(_ value: ValueReader) -> ForcedSizing? {
    value.wordOrObject(
      from: [("whole", .whole), ("tierStep", .tierStep)],
      [
        (
          "portion",
          { object in
            .portion(
              PortionSizing(
                object.portion("portion"), wholeUpTo: object.money("wholeUpTo"), atLeast: object.money("atLeast"),
                wholeFor: object.span("wholeFor", default: .zero) ?? .zero))
          }
        ),
        (
          "toTarget",
          { object in
            .toTarget(
              TargetSizing(
                buffer: object.rate("buffer") ?? .zero, cost: object.rate("cost", default: .zero),
                wholeBelow: object.money("wholeBelow"), unpacedBelow: object.money("unpacedBelow"),
                ramp: object.optional("ramp")?.object { ramp in
                  LiquidationRamp(
                    start: ramp.rate("start") ?? .zero,
                    duration: ramp.span("duration", from: 1) ?? TimeSpan(nanoseconds: 1))
                }))
          }
        ),
      ])
  }

  private static func forcedLimit(_ value: ValueReader) -> ForcedLimit? {
    value.wordOrObject(
      from: [("market", .market), ("bankruptcyPrice", .bankruptcyPrice)],
      [
        (
          "fillable",
          { object in
            .fillable(
              FillableLimit(
                aggressiveness: object.factor("aggressiveness") ?? .one, spread: object.factor("spread") ?? .one))
          }
        ),
        (
          "indexBand",
          { object in
            let width = object.rate("width") ?? .zero
            var band = IndexBand(width: width, most: object.rate("most", default: width))
            band.patience = object.span("patience", default: .zero) ?? .zero
            band.growthPerSecond = object.rate("growthPerSecond", default: .zero)
            if band.most < band.width {
              object.refuse("the band is wider at first than at the most", at: "most")
              band.most = band.width
            }
            return .indexBand(band)
          }
        ),
        ("disposalRange", { .disposalRange($0.rate("range") ?? .zero) }),
      ])
  }

  private static func forcedFee(_ value: ValueReader) -> LiquidationFee? {
    value.wordOrObject(
      from: [("flat", .flat)],
      [
        ("surplus", { .surplus(most: $0.rate("most") ?? .zero) }),
        ("spare", { .spare(most: $0.rate("most") ?? .zero, discount: $0.rate("discount", default: .zero)) }),
      ])
  }
}

extension LiquidationRules {
  /// What is wrong with how parts stand to each other, and under which key stands one without which it is not.
  fileprivate func faultAndKey(fundCount: Int) -> (fault: String, key: String?)? {
    func fault(of liquidation: LiquidationRules) -> String? {
      var alone = VenueRules(instruments: [], liquidation: liquidation)
      alone.funds = Array(repeating: FundRules(), count: fundCount)
      return alone.fault
    }
    guard let found = fault(of: self) else { return nil }
    let parts: [(key: String, leaveOut: (inout LiquidationRules) -> Void)] = [
      ("fillOrKill", { $0.isFillOrKill = false }), ("sizing", { $0.sizing = .whole }),
      ("limit", { $0.limit = .market }),
      ("fee", { $0.fee = .flat }), ("call", { $0.call = nil }), ("budget", { $0.budget = StepBudget() }),
      ("backstop", { $0.backstop = nil }), ("losses", { $0.losses = [] }),
    ]
    let part = parts.first { part in
      var rest = self
      part.leaveOut(&rest)
      return rest != self && fault(of: rest) != found
    }
    return (found, part?.key)
  }
}
