import MarketTypes
import Notation

/// The rules of liquidation in a journal's header. What came after the first four, the waterfall, is left out where it is
/// as usual: a journal of a venue without one is what it was before there were any.
extension JSONWriter {
  mutating func members(of rules: LiquidationRules) {
    let usual = LiquidationRules()
    member("isOn", rules.isOn)
    member("threshold", rules.threshold.phrase.code)
    if let call = rules.call { callMember(call) }
    if rules.cancels != usual.cancels { member("cancels", rules.cancels.phrase.code) }
    if rules.sizing != usual.sizing { sizingMember(rules.sizing) }
    limitMember(rules.limit)
    if rules.isFillOrKill { member("isFillOrKill", true) }
    if rules.fee != usual.fee { feeMember(rules.fee) }
    if rules.budget != usual.budget { budgetMember(rules.budget) }
    switch rules.pacing {
    case .immediate(let roundLimit):
      member("pacing", "immediate")
      member("roundLimit", roundLimit)
    case .timed(let span):
      member("pacing", "timed")
      member("span", span.nanoseconds)
    }
    member("order", rules.order.phrase.code)
    waterfallMembers(of: rules)
  }

  mutating func callMember(_ call: MarginCallRules) {
    key("call")
    object { object in
      if let topUp = call.topUp { object.member("topUp", topUp) }
      object.member("grace", call.grace.nanoseconds)
    }
  }

  mutating func budgetMember(_ budget: StepBudget) {
    key("budget")
    object { object in
      if let notional = budget.accountNotional { object.member("accountNotional", notional.units) }
      if let orders = budget.orders { object.member("orders", orders) }
    }
  }
}

// MARK: - Reading

extension LiquidationRules {
  init?(from reader: inout ObjectReader) {
    guard
      let isOn = reader.boolean("isOn"),
      let threshold = reader.choice("threshold", from: LiquidationThreshold.codes),
      let call = reader.part("call", MarginCallRules.init(from:)),
      let limit = reader.required("limit").flatMap(ForcedLimit.init(from:)),
      let pacing = LiquidationPacing(from: &reader),
      let order = reader.choice("order", from: LiquidationOrder.codes),
      let budget = reader.part("budget", StepBudget.init(from:))
    else { return nil }
    self.init(isOn: isOn, threshold: threshold, limit: limit, pacing: pacing, order: order)
    self.call = call
    self.budget = budget ?? self.budget
    cancels = reader.choice("cancels", from: OrderCancelling.codes, default: cancels)
    sizing = reader.optional("sizing").flatMap(ForcedSizing.init(from:)) ?? sizing
    isFillOrKill = reader.boolean("isFillOrKill", default: false)
    fee = reader.optional("fee").flatMap(LiquidationFee.init(from:)) ?? fee
    if !readWaterfall(&reader) { return nil }
  }
}

extension MarginCallRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let topUp = reader.optionalRate("topUp"), let grace = reader.integer("grace") else { return nil }
    self.init(topUp: topUp, grace: TimeSpan(nanoseconds: grace))
  }
}

extension StepBudget {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let notional = reader.optionalInteger("accountNotional") else { return nil }
    self.init(accountNotional: notional.map(Money.init(units:)))
    if reader.has("orders") {
      guard let orders = reader.small("orders") else { return nil }
      self.orders = orders
    }
  }
}

extension LiquidationPacing {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let isTimed = reader.choice("pacing", from: [("immediate", false), ("timed", true)]) else { return nil }
    if isTimed {
      guard let span = reader.integer("span") else { return nil }
      self = .timed(TimeSpan(nanoseconds: span))
    } else {
      guard let limit = reader.small("roundLimit") else { return nil }
      self = .immediate(roundLimit: limit)
    }
  }
}
