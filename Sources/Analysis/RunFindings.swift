import MarketTypes

/// Everything a report of one run needs, found in one pass.
///
/// Total: once the audit has found a breach, the stream is none that a venue wrote, and nothing more is counted.
public struct RunFindings: StreamFold, Sendable {
  /// Balances rebuilt from the stream alone.
  public private(set) var audit: LedgerAudit
  /// The cascade, generation by generation.
  public private(set) var rounds: CascadeRounds
  /// Who fell, and what became of it.
  public private(set) var liquidations: LiquidationLog
  /// Quoted spreads before, during and after.
  public private(set) var spreads: SpreadWatch
  /// How much of everything.
  public private(set) var counts: RunCounts
  /// The way of each mark.
  public private(set) var marks: MarkTrace
  /// The way of each last price that is not the mark.
  public private(set) var lastPrices: LastPriceTrace
  /// What kept instruments from trading.
  public private(set) var phases: PhaseWatch
  /// What became of what the scenario's script asks.
  public private(set) var script: ScriptedOrders
  /// Takeovers, disposals and deleveraging.
  public private(set) var lastResorts: LastResorts
  /// What parent orders cost.
  public private(set) var executions: ExecutionWatch

  /// - Parameter shockAccounts: whose orders are the shock; empty if that is not known (see `CascadeRounds`).
  /// - Parameter parents: large orders that were worked by smaller ones.
  public init(_ rules: VenueRules, shockAccounts: [AccountID] = [], parents: [ParentOrder] = []) {
    audit = LedgerAudit(rules)
    rounds = CascadeRounds(rules, shockAccounts: shockAccounts)
    liquidations = LiquidationLog(rules)
    spreads = SpreadWatch(rules)
    counts = RunCounts(rules)
    marks = MarkTrace(rules)
    lastPrices = LastPriceTrace(rules)
    phases = PhaseWatch(rules)
    script = ScriptedOrders(of: shockAccounts)
    lastResorts = LastResorts(rules)
    executions = ExecutionWatch(rules, of: parents)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    audit.observe(command, events, from: first)
    if audit.firstBreach != nil { return }
    rounds.observe(command, events, from: first)
    liquidations.observe(command, events, from: first)
    spreads.observe(command, events, from: first)
    counts.observe(command, events, from: first)
    marks.observe(command, events, from: first)
    lastPrices.observe(command, events, from: first)
    phases.observe(command, events, from: first)
    script.observe(command, events, from: first)
    lastResorts.observe(command, events, from: first)
    executions.observe(command, events, from: first)
  }
}
