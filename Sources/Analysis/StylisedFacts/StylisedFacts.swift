import MarketTypes

/// The nineteen facts that markets show, as far as one tape shows them. docs/facts.md has every estimator and its source.
public struct StylisedFacts: Sendable {
  /// In order of rows.
  public let facts: [StylisedFact]

  /// - Parameter executors: numbers of participants who execute large orders; empty where that is not known.
  public init(_ tape: MarketTape, executors: Set<Int32> = []) {
    let path = MidPath(tape)
    let returns = ClockReturns(path, over: tape.session)
    let executions = Trade.executions(of: tape)
    let trades = Trade.merged(executions, withHidden: tape.knowsHiddenSides)
    let arrivals = MessageArrivals(tape)
    let impact = Result { () throws(NotApplicable) in
      try MetaorderImpact(Metaorder.all(in: executions, executors: executors), path, tape.session)
    }
    facts = [
      Self.noLinearAutocorrelation(returns), Self.fatTails(returns), Self.volatilityClustering(returns),
      Self.diffusivity(returns), Self.signMemory(trades), Self.response(trades),
      Self.metaorderImpact(impact, returns, tape), Self.singleTradeImpact(executions),
      Self.impactDecay(impact), Self.tradeSizes(trades), Self.limitDistances(tape), Self.bookShape(tape),
      Self.spread(tape), Self.messageMix(tape), Self.fleetingOrders(tape), Self.clusteredArrivals(arrivals),
      Self.intradayShape(arrivals), Self.volumeAndVolatility(returns, tape), Self.hiddenShare(tape),
    ]
  }

  /// How many facts have a verdict.
  public func count(of verdict: FactVerdict) -> Int { facts.count { $0.verdict == verdict } }
}
