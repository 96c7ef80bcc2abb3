import MarketTypes

/// The set-up line `liquidation` of a transcript.
extension LiquidationRules {
  private enum Option: String, CaseIterable {
    case threshold, call, cancels, sizing, limit
    case fillOrKill = "fill-or-kill"
    case fee, budget, pacing, order, backstop, deleveraging, losses
    case settlesContracts = "settles-contracts"
  }

  /// Takes `off`, or `on threshold at-or-below limit bankruptcy-price pacing timed 1s order one-by-one`.
  init(_ words: inout LineWords) throws(LineFault) {
    self.init()
    isOn = words.optionalChoice(from: [("on", true), ("off", false)]) ?? true
    var options = Options(Option.allCases)
    while let option = try options.next(&words) {
      switch option {
      case .threshold: threshold = try words.choice("a threshold", from: LiquidationThreshold.allCases)
      case .call: call = try words.marginCall()
      case .cancels: cancels = try words.choice("which orders", from: OrderCancelling.allCases)
      case .sizing: sizing = try words.forcedSizing()
      case .limit: limit = try words.forcedLimit()
      case .fillOrKill: isFillOrKill = true
      case .fee: fee = try words.liquidationFee()
      case .budget: budget = try words.stepBudget()
      case .pacing: pacing = try words.pacing()
      case .order: order = try words.choice("an order", from: LiquidationOrder.allCases)
      case .backstop: backstop = try words.backstop()
      case .deleveraging: deleveraging = try words.deleveraging()
      case .losses: losses = try words.lossLayers()
      case .settlesContracts: settlesContracts = true
      }
    }
  }
}

extension LineWords {
  /// `immediate 1000`, `timed 1s`.
  fileprivate mutating func pacing() throws(LineFault) -> LiquidationPacing {
    if try choice("a pacing", from: [("immediate", true), ("timed", false)]) {
      return .immediate(roundLimit: try integer("a number of rounds"))
    }
    return .timed(try span())
  }

  /// `top-up 1.2 grace 30s`, either or both.
  fileprivate mutating func marginCall() throws(LineFault) -> MarginCallRules {
    let start = self
    let call = MarginCallRules(
      topUp: take("top-up") ? try rate() : nil, grace: take("grace") ? try span() : .zero)
    if call == MarginCallRules() { throw start.unexpected("\"top-up\" or \"grace\"") }
    return call
  }

  /// `notional 50000 orders 3`, either or both.
  fileprivate mutating func stepBudget() throws(LineFault) -> StepBudget {
    let start = self
    var budget = StepBudget()
    if take("notional") { budget.accountNotional = try money() }
    if take("orders") { budget.orders = try integer("a number of orders") }
    if budget == StepBudget() { throw start.unexpected("\"notional\" or \"orders\"") }
    return budget
  }

  /// `whole`, `tier-step`, `portion 0.2 above 100000 at-least 1000 whole-for 30s`,
  /// `to-target 0.02 cost 0.01 whole-below 1000 unpaced-below 50 ramp 0.1 in 60s`.
  fileprivate mutating func forcedSizing() throws(LineFault) -> ForcedSizing {
    let plain: [ForcedSizing?] = [.whole, .tierStep]
    let words = plain.map { ($0?.phrase.word ?? "", $0) }
    let start = self
    if let sizing = try choice("a sizing", from: words + [("portion", nil), ("to-target", nil)]) { return sizing }
    if start.next == "portion" {
      var portion = PortionSizing(try rate())
      if take("above") { portion.wholeUpTo = try money() }
      if take("at-least") { portion.atLeast = try money() }
      if take("whole-for") { portion.wholeFor = try span() }
      return .portion(portion)
    }
    var target = TargetSizing(buffer: try rate())
    if take("cost") { target.cost = try rate() }
    if take("whole-below") { target.wholeBelow = try money() }
    if take("unpaced-below") { target.unpacedBelow = try money() }
    if take("ramp") {
      let from = try rate()
      try expect("in")
      target.ramp = LiquidationRamp(start: from, duration: try span())
    }
    return .toTarget(target)
  }

  /// `market`, `bankruptcy-price`, `fillable 1 spread 1.5`, `index-band 0.01 patience 5s growth 0.001 most 0.05`,
  /// `disposal-range 0.05`.
  fileprivate mutating func forcedLimit() throws(LineFault) -> ForcedLimit {
    let plain: [(String, ForcedLimit?)] = ForcedLimit.plain.map { ($0.phrase.word, $0) }
    let start = self
    let choice = try choice(
      "a limit", from: plain + ["fillable", "index-band", "disposal-range"].map { ($0, nil) })
    if let choice { return choice }
    switch start.next {
    case "fillable":
      let aggressiveness = try rate()
      return .fillable(FillableLimit(aggressiveness: aggressiveness, spread: take("spread") ? try rate() : .one))
    case "index-band":
      let width = try rate()
      var band = IndexBand(width: width, most: width)
      if take("patience") { band.patience = try span() }
      if take("growth") { band.growthPerSecond = try rate() }
      if take("most") { band.most = try rate() }
      return .indexBand(band)
    default: return .disposalRange(try rate())
    }
  }

  /// `flat`, `surplus 0.015`, `spare 0.02 discount 0.005`.
  fileprivate mutating func liquidationFee() throws(LineFault) -> LiquidationFee {
    let start = self
    let choice = try choice("a fee", from: [("flat", LiquidationFee.flat), ("surplus", nil), ("spare", nil)])
    if let choice { return choice }
    let most = try rate()
    if start.next == "surplus" { return .surplus(most: most) }
    return .spare(most: most, discount: take("discount") ? try rate() : .zero)
  }

  /// `below 0.667 rest notional 1000000 loss-stop 5000 disposal 1s portion 0.1 above 5 book-share 0.5 range 0.05`.
  fileprivate mutating func backstop() throws(LineFault) -> BackstopRules {
    var backstop = BackstopRules()
    if take("below") { backstop.below = try rate() }
    backstop.takesRest = take("rest")
    if take("notional") { backstop.maximumNotional = try money() }
    if take("loss-stop") { backstop.lossStop = try money() }
    if take("disposal") {
      var disposal = DisposalRules(every: try span())
      if take("portion") { disposal.portion = try rate() }
      if take("above") { disposal.wholeUpTo = Quantity(lots: try integer("a number of lots")) }
      if take("book-share") { disposal.bookShare = try rate() }
      if take("range") { disposal.range = try rate() }
      backstop.disposal = disposal
    }
    return backstop
  }

  /// `profit-and-leverage at bankruptcy when insolvent`.
  fileprivate mutating func deleveraging() throws(LineFault) -> DeleveragingRules {
    var rules = DeleveragingRules(try choice("a ranking", from: DeleveragingRanking.allCases))
    if take("at") { rules.price = try choice("a price", from: DeleveragingPrice.allCases) }
    if take("when") { rules.trigger = try choice("whom", from: DeleveragingTrigger.allCases) }
    return rules
  }

  /// `fund up-to 500 capital 1 own-contribution members assessment 2 gains open-interest`, or `none`.
  fileprivate mutating func lossLayers() throws(LineFault) -> [LossLayer] {
    if take("none") { return [] }
    let plain: [(String, LossLayer.Kind?)] = LossLayer.Kind.plain.map { ($0.phrase.word, $0) }
    let all = plain + [("capital", nil), ("assessment", nil)]
    var layers: [LossLayer] = []
    repeat {
      let isCapital = next == "capital"
      let kind: LossLayer.Kind
      if let plain = try choice("who pays", from: all) {
        kind = plain
      } else if isCapital {
        kind = .capital(FundID(number: try integer("a fund's number")))
      } else {
        kind = .assessment(try rate())
      }
      layers.append(LossLayer(kind, limit: take("up-to") ? try money() : nil))
    } while all.contains { $0.0 == next }
    return layers
  }

  private mutating func money() throws(LineFault) -> Money { Money(units: try integer("an amount")) }
}
