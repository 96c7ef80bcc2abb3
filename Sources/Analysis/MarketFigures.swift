import MarketTypes

/// How one instrument was quoted and traded in a run, what parent orders cost, and what groups of accounts gained: what runs without a
/// cascade are compared by. Ratios are for display.
public struct MarketFigures: Hashable, Sendable {
  /// The mean of the quoted spread over all of the run, time-weighted, in ticks; `nil` if both sides never stood.
  public var spread: Double?
  /// The share of time with a side empty, 0 to 1, halts and call auctions left out; `nil` if no time has passed.
  public var oneSided: Double?
  /// The root of the mean squared change of the mid price in a second, in ticks (`MidVolatility`).
  public var volatility: Double?
  /// What was traded, each fill counted once.
  public var lots: Int128
  /// In which instrument of all forced orders filled most often, of several the first; `nil` without a forced fill.
  public var mostForced: InstrumentID?
  /// Of all parent orders of the run ÷ what they were worth at arrival; `nil` without one that began.
  public var shortfall: Double?
  /// By group: the change of its equity that did not come from outside (`GroupEquity`), in units of money.
  public var profits: [Int128]

  public init(
    of instrument: InstrumentID, _ findings: RunFindings, _ mids: MidVolatility, profits: [Int128]
  ) {
    let spreads = findings.spreads.whole(instrument)
    spread = spreads.mean
    oneSided = spreads.oneSidedShare
    volatility = mids.perSecond(of: instrument)
    lots = findings.counts.volumes[instrument.index].lots
    let forced = findings.counts.volumes.map(\.forcedFills)
    mostForced = forced.max().flatMap { most in
      most == 0 ? nil : forced.firstIndex(of: most).map { InstrumentID(number: UInt16($0)) }
    }
    shortfall = ExecutionWatch.relativeShortfall(of: findings.executions.executions)
    self.profits = profits
  }
}
