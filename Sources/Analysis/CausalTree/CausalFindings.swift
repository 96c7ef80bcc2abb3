import MarketTypes

/// Everything that explaining one cascade needs, found in one pass.
///
/// Total, as `RunFindings` is. What each fold keeps stands with it; together memory follows accounts and open positions,
/// falls, and the marks that they moved or fell by.
public struct CausalFindings: StreamFold, Sendable {
  /// What a report of the run has.
  public private(set) var run: RunFindings
  /// Which falls caused which.
  public private(set) var tree: CausalTree
  /// Who gained and who lost.
  public private(set) var equity: GroupEquity
  /// How fast the market came back.
  public private(set) var recovery: RecoveryWatch

  /// - Parameter shockAccounts: whose orders are the shock; empty if that is not known (see `CascadeRounds`).
  /// - Parameter subject: the account whose story is told; `nil` for none.
  public init(
    _ rules: VenueRules, _ groups: AccountGroups, shockAccounts: [AccountID] = [], about subject: AccountID? = nil
  ) {
    run = RunFindings(rules, shockAccounts: shockAccounts)
    tree = CausalTree(rules, shockAccounts: shockAccounts, about: subject)
    recovery = RecoveryWatch(rules, shockAccounts: shockAccounts)
    equity = GroupEquity(rules, groups, shockAccounts: shockAccounts)
  }

  /// Of folds that were fed side by side.
  init(_ run: RunFindings, tree: CausalTree, equity: GroupEquity, recovery: RecoveryWatch) {
    (self.run, self.tree, self.equity, self.recovery) = (run, tree, equity, recovery)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    run.observe(command, events, from: first)
    if run.audit.firstBreach != nil { return }
    tree.observe(command, events, from: first)
    equity.observe(command, events, from: first)
    recovery.observe(command, events, from: first)
  }
}
