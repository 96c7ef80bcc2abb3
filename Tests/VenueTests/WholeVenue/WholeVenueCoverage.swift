import MarketTypes

/// How often random scenarios came to each stage, so that a test can say that none was left out.
struct WholeVenueCoverage {
  private(set) var counts: [String: Int] = [:]

  mutating func add(_ event: Event) {
    switch event.body {
    case .filled(let fill): count(fill.isForced ? "forced fills" : "fills")
    case .liquidatable: count("liquidatable")
    case .recovered: count("recovered")
    case .liquidationStalled: count("stalled")
    case .lossUncovered: count("uncovered")
    case .roundLimitReached: count("round limits")
    case .marginLevelChanged(let change): count("level \(change.level)")
    case .contractSettled: count("contracts settled")
    case .marginFactorSet: count("margin factors")
    case .graceGiven: count("graces")
    case .takenOver: count("takeovers")
    case .takeoverDeclined(let declined): count("declined \(declined.reason)")
    case .deleveraged: count("deleveraged")
    case .positionMoved: count("positions moved")
    case .transferred(let transfer): count("\(transfer.reason)")
    case .cancelled(let cancelled): count("cancelled \(cancelled.reason)")
    case .refused(let refused): count("refused \(refused.reason)")
    default: break
    }
    if event.round > 1 { count("in later rounds") }
  }

  mutating func add(_ other: WholeVenueCoverage) { counts.merge(other.counts) { $0 + $1 } }

  private mutating func count(_ what: String) { counts[what, default: 0] += 1 }
}
