import MarketTypes

/// Everything a page about one run shows beyond what `RunFindings` has, found in the same pass.
///
/// Memory follows the grid, the number of instruments, open positions and falls (`CausalTree`), and one instrument's
/// messages up to `messageLimit`: not the length of the run.
public struct ReportFindings: Sendable {
  /// What the run's paths are kept by.
  public let resolution: PathResolution
  /// Marks, indices and last prices.
  public private(set) var prices: PricePaths
  /// What was traded when.
  public private(set) var trades: TradeTrace
  /// The largest forced orders.
  public private(set) var forced: ForcedOrderLog
  /// Funds, and what was short.
  public private(set) var losses: LossPaths
  /// What makers explained and held.
  public private(set) var makers: MakerPaths
  /// What stood in the books.
  public private(set) var depth: DepthTrace
  /// Of the first instrument; `nil` for a venue without any.
  public private(set) var tape: TapeRecorder?
  /// What only the clearing house knows, handed over as the run goes on.
  public var health = HealthTrace()
  /// How accounts stood before the cascade, and when that was; `nil` where nobody looked.
  public var before: Standings?

  private var tree: CausalTree
  private var equity: GroupEquity
  private var recovery: RecoveryWatch

  /// All margined accounts at one moment, with their liquidation prices.
  public struct Standings: Sendable {
    /// When they stood so.
    public let time: Time
    /// In order of their numbers; those without a position are left out.
    public let accounts: [AccountStanding]

    /// - Parameter accounts: in order of their numbers.
    public init(at time: Time, _ accounts: [AccountStanding]) {
      self.time = time
      self.accounts = accounts
    }
  }

  /// - Parameters:
  ///   - span: the run's first and last moment, as far as they are known before it.
  ///   - shockAccounts: whose orders are the shock; empty if that is not known (see `CascadeRounds`).
  ///   - messageLimit: so many messages of the first instrument are kept for its facts.
  public init(
    _ rules: VenueRules, _ groups: AccountGroups, from start: Time, to end: Time, shockAccounts: [AccountID] = [],
    messageLimit: Int = Self.messageLimit
  ) {
    resolution = PathResolution(rules, from: start, to: end)
    prices = PricePaths(rules, resolution)
    trades = TradeTrace(rules, resolution.grid)
    forced = ForcedOrderLog(rules, limit: 1_200)
    losses = LossPaths(rules, resolution.grid, details: 600)
    makers = MakerPaths(rules, resolution.looks)
    depth = DepthTrace(rules, resolution.looks, levels: 400)
    tape =
      rules.instruments.isEmpty
      ? nil : TapeRecorder(InstrumentID(number: 0), messageLimit: messageLimit)
    tree = CausalTree(rules, shockAccounts: shockAccounts)
    equity = GroupEquity(rules, groups, shockAccounts: shockAccounts)
    recovery = RecoveryWatch(rules, shockAccounts: shockAccounts)
  }

  /// Takes the next command and everything it caused.
  ///
  /// - Parameter audit: of the run so far; once it has found a breach nothing more is counted.
  public mutating func observe(
    _ command: Command, _ events: Span<Event>, from first: EventPosition, audit: LedgerAudit
  ) {
    if audit.firstBreach != nil { return }
    tree.observe(command, events, from: first)
    equity.observe(command, events, from: first)
    recovery.observe(command, events, from: first)
    prices.observe(command, events, from: first)
    trades.observe(command, events, from: first)
    forced.observe(command, events, from: first)
    losses.observe(command, events, from: first)
    makers.observe(command, events, audit: audit)
    depth.observe(command, events, from: first)
    tape?.observe(command, events, from: first)
  }

  /// After the last command.
  public mutating func finish() {
    makers.finish()
    depth.finish()
  }

  /// What explains the cascade, with what the run itself found.
  public func causes(_ run: RunFindings) -> CausalFindings {
    CausalFindings(run, tree: tree, equity: equity, recovery: recovery)
  }

  /// The facts of the first instrument, of as many of its messages as are kept; `nil` without one.
  ///
  /// - Parameter executors: numbers of participants who execute large orders.
  public func facts(executors: Set<Int32>) -> StylisedFacts? {
    tape.map { StylisedFacts($0.tape, executors: executors) }
  }

  /// Of the first instrument no messages beyond so many are kept.
  public static let messageLimit = 1_000_000
}
