import MarketTypes

/// How often random scenarios came to each stage, so that a test can say that none was left out.
struct WholeVenueCoverage {
  private(set) var counts: [String: Int] = [:]

  /// - Parameters:
  ///   - cause: what made it happen.
  ///   - venue: as the event's command left it.
  mutating func add(_ event: Event, because cause: Event?, in venue: NaiveVenue) {
    switch event.body {
    case .filled(let fill): count(fill.isForced ? "forced fills" : "fills")
    case .liquidatable(let state):
      count("liquidatable")
      switch cause?.body {
      case .assetPriced: count("liquidatable by an asset")
      case .marginFactorSet: count("liquidatable by a margin factor")
      default: break
      }
      if venue.isPortfolio(state.account.index) { count("liquidatable under portfolio margin") }
      addBurdens(of: venue.accounts[state.account.index], in: venue)
    case .recovered: count("recovered")
    case .liquidationStalled: count("stalled")
    case .lossUncovered: count("uncovered")
    case .roundLimitReached: count("round limits")
    case .marginLevelChanged(let change): count("level \(change.level)")
    case .contractSettled(let settled):
      count("contracts settled")
      if case .indexMean = venue.instruments[settled.instrument.index].expiry?.price { count("settled at a mean") }
    case .sourceReported(let report): count(report.price == nil ? "sources lost" : "reports")
    case .sourceRolled: count("sources rolled")
    case .indexed: count(cause == nil ? "indices without a cause" : "indices made of sources")
    case .marked(let change):
      let policy = "\(venue.instruments[change.instrument.index].mark)"
      count("marks by \(policy.prefix { $0 != "(" })")
      if cause == nil { count("marks by time") }
    case .funded(let funding):
      if case .timeWeighted = venue.instruments[funding.instrument.index].funding?.method {
        count("time-weighted fundings")
      }
    case .marginFactorSet:
      count("margin factors")
      if venue.instruments.contains(where: { $0.addOns.volatility != nil }) { count("margin factors with volatility") }
    case .graceGiven: count("graces")
    case .takenOver: count("takeovers")
    case .takeoverDeclined(let declined): count("declined \(declined.reason)")
    case .deleveraged: count("deleveraged")
    case .positionMoved: count("positions moved")
    case .transferred(let transfer):
      count("\(transfer.reason)")
      if venue.rules.fees != nil, transfer.reason == .takerFee || transfer.reason == .makerFee {
        count(transfer.from == .fees ? "rebates by schedule" : "fees by schedule")
      }
      if transfer.asset != .settlement { count("\(transfer.reason) in assets") }
    case .cancelled(let cancelled): count("cancelled \(cancelled.reason)")
    case .refused(let refused):
      count("refused \(refused.reason)")
      if refused.reason == .initialMarginNotMet, venue.isPortfolio(refused.account.index) {
        count("refused under portfolio margin")
      }
    default: break
    }
    if event.round > 1 { count("in later rounds") }
  }

  /// What margin was asked by of an account, in the instruments it has traded.
  private mutating func addBurdens(of account: NaiveVenue.Account, in venue: NaiveVenue) {
    for instrument in account.lots.keys {
      let rules = venue.instruments[instrument]
      if rules.riskFactors?.reading == .specification { count("liquidatable by risk factors as specified") }
      if rules.riskFactors?.reading == .code { count("liquidatable by risk factors as coded") }
      switch rules.addOns.size {
      case .squareRoot: count("liquidatable with a premium by the root of its size")
      case .proportional: count("liquidatable with a premium by its size")
      case nil: break
      }
      if rules.addOns.concentration != nil { count("liquidatable with a concentration charge") }
      if rules.addOns.openInterest != nil { count("liquidatable with a scale by open interest") }
      if rules.addOns.volatility != nil { count("liquidatable with a volatility factor") }
    }
  }

  mutating func add(_ other: WholeVenueCoverage) { counts.merge(other.counts) { $0 + $1 } }

  private mutating func count(_ what: String) { counts[what, default: 0] += 1 }
}
