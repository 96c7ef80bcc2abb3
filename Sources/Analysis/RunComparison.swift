import MarketTypes

/// What two runs came to, side by side. Accounts and instruments are matched by name.
public struct RunComparison: Sendable {
  /// What one run came to, as far as it can be compared.
  public struct Side: Sendable {
    /// What it calls accounts and instruments.
    public let names: Names
    /// What a report of it has.
    public let findings: RunFindings
    /// How far marks went.
    public let excursion: MarkExcursion
    /// Who bore what.
    public let losses: LossStages

    public init(names: Names, findings: RunFindings, excursion: MarkExcursion, losses: LossStages) {
      self.names = names
      self.findings = findings
      self.excursion = excursion
      self.losses = losses
    }
  }

  /// A figure of both runs; `nil` where a run has none.
  public struct Pair: Hashable, Sendable {
    /// The first run's.
    public let one: Int128?
    /// The second run's.
    public let other: Int128?

    /// The other's less the one's.
    public var change: Int128? { one.flatMap { one in other.map { $0 - one } } }
    /// Whether the runs have not the same figure.
    public var differs: Bool { one != other }
  }

  /// How an instrument's mark went in both.
  public struct InstrumentPair: Hashable, Sendable {
    /// As both call it.
    public let name: String
    /// In ticks: the mark before the shock.
    public let before: Pair
    /// In ticks, with its sign: from there to where it was farthest.
    public let displacement: Pair
    /// In ticks: the mark at the end.
    public let last: Pair
  }

  /// What an account, or all of them, could not pay at one stage of loss, and what they bore of it.
  public struct LossPair: Hashable, Sendable {
    /// Who bears it.
    public let stage: LossStage
    /// `nil` for all accounts.
    public let account: String?
    /// What was made good for it, in units of money.
    public let received: Pair
    /// What it bore for others, in units of money.
    public let paid: Pair
  }

  /// What an account was worth at the end of both.
  public struct AccountPair: Hashable, Sendable {
    /// As both call it.
    public let name: String
    /// At the last marks, in units of money.
    public let equity: Pair
  }

  /// How many commands were carried out or refused.
  public let commands: Pair
  /// How many events there were.
  public let events: Pair
  /// Forced rounds up to the last that traded.
  public let rounds: Pair
  /// Distinct accounts that were sold by forced orders, taken over or deleveraged.
  public let liquidated: Pair
  /// Those accepted.
  public let forcedOrders: Pair
  /// At the prices filled, in units of money.
  public let forcedNotional: Pair
  /// Gross notional of what the backstop took over, and notional of what was closed against others' positions.
  public let takenNotional: Pair
  /// At the prices they were closed at, in units of money.
  public let deleveragedNotional: Pair
  /// For closed accounts' losses, in units of money.
  public let fundPaid: Pair
  /// Losses that nobody paid, in units of money.
  public let uncovered: Pair
  /// What all insurance funds have at the end.
  public let fund: Pair
  /// Those of either run, the one's first, each in order of number.
  public let instruments: [InstrumentPair]
  /// Accounts that were liquidated in one run alone, in order of number.
  public let liquidatedOnlyInOne: [String]
  /// In order of the other's numbers.
  public let liquidatedOnlyInOther: [String]
  /// Totals of all stages, in the order of the waterfall, then what differs by account: largest difference first.
  public let stages: [LossPair]
  /// By account and stage; those alone that differ.
  public let losses: [LossPair]
  /// Accounts whose equity differs, largest difference first, then in order of the one's number.
  public let accounts: [AccountPair]

  public init(_ one: Side, _ other: Side) {
    func pair(_ figure: (RunFindings) -> Int128) -> Pair {
      Pair(one: figure(one.findings), other: figure(other.findings))
    }
    commands = pair { Int128($0.counts.commands) }
    events = pair { Int128($0.counts.events) }
    rounds = pair { Int128($0.rounds.depth) }
    liquidated = pair { Int128($0.rounds.liquidatedAccounts) }
    forcedOrders = pair { Int128($0.rounds.forcedOrders) }
    forcedNotional = pair { $0.rounds.forcedNotional }
    takenNotional = pair { $0.lastResorts.takenNotional }
    deleveragedNotional = pair { $0.lastResorts.deleveragedNotional }
    fundPaid = pair { $0.rounds.fundPaid }
    uncovered = pair { $0.rounds.uncovered }
    fund = pair { $0.audit.fundTotal }
    instruments = Self.instruments(one, other)
    let (first, second) = (one.liquidatedNames, other.liquidatedNames)
    let (inFirst, inSecond) = (Set(first), Set(second))
    liquidatedOnlyInOne = first.filter { !inSecond.contains($0) }
    liquidatedOnlyInOther = second.filter { !inFirst.contains($0) }
    (stages, losses) = Self.losses(one, other)
    accounts = Self.accounts(one, other)
  }
}

// MARK: - Matching

extension RunComparison {
  /// The one's in its order, then those that only the other has.
  private static func instruments(_ one: Side, _ other: Side) -> [InstrumentPair] {
    union(one.names.instruments, other.names.instruments).map { name in
      let first = one.names.instruments.firstIndex(of: name).map { one.excursion.instruments[$0] }
      let second = other.names.instruments.firstIndex(of: name).map { other.excursion.instruments[$0] }
      func pair(_ ticks: (MarkExcursion.Excursion) -> Int64?) -> Pair {
        Pair(one: first.flatMap(ticks).map { Int128($0) }, other: second.flatMap(ticks).map { Int128($0) })
      }
      return InstrumentPair(
        name: name, before: pair { $0.before?.ticks }, displacement: pair { $0.displacement?.ticks },
        last: pair { $0.last?.ticks })
    }
  }

  private static func losses(_ one: Side, _ other: Side) -> (stages: [LossPair], accounts: [LossPair]) {
    struct Key: Hashable {
      var stage: LossStage
      var account: String?
    }
    func parts(_ side: Side) -> [(key: Key, part: LossStages.Part)] {
      side.losses.parts.map { (Key(stage: $0.stage, account: $0.account.map { side.names.name(of: $0) }), $0) }
    }
    let (ones, others) = (parts(one), parts(other))
    let first = Dictionary(ones.map { ($0.key, $0.part) }) { first, _ in first }
    let second = Dictionary(others.map { ($0.key, $0.part) }) { first, _ in first }
    let pairs = union(ones.map(\.key), others.map(\.key)).map { key in
      LossPair(
        stage: key.stage, account: key.account,
        received: Pair(one: first[key]?.received ?? 0, other: second[key]?.received ?? 0),
        paid: Pair(one: first[key]?.paid ?? 0, other: second[key]?.paid ?? 0))
    }
    let stages = LossStage.allCases.flatMap { stage in pairs.filter { $0.account == nil && $0.stage == stage } }
    let accounts = pairs.filter { $0.account != nil && ($0.received.differs || $0.paid.differs) }
    return (stages, accounts.inOrder { $0.size })
  }

  private static func accounts(_ one: Side, _ other: Side) -> [AccountPair] {
    let (first, second) = (one.equities, other.equities)
    let pairs = union(first.map(\.name), second.map(\.name))
    let ones = Dictionary(first.map { ($0.name, $0.equity) }) { first, _ in first }
    let others = Dictionary(second.map { ($0.name, $0.equity) }) { first, _ in first }
    return pairs.map { AccountPair(name: $0, equity: Pair(one: ones[$0], other: others[$0])) }
      .filter(\.equity.differs).inOrder { $0.equity.change?.magnitude ?? .max }
  }

  /// The first's in its order, then those of the second that the first has not.
  private static func union<Element: Hashable>(_ first: [Element], _ second: [Element]) -> [Element] {
    let known = Set(first)
    return first + second.filter { !known.contains($0) }
  }
}

extension RunComparison.Side {
  /// In order of number.
  fileprivate var liquidatedNames: [String] {
    var seen: Set<AccountID> = []
    for record in findings.liquidations.records where record.isClosed { seen.insert(record.account) }
    return seen.sorted().map { names.name(of: $0) }
  }

  fileprivate var equities: [(name: String, equity: Int128)] {
    (0..<findings.audit.accountCount).map { number in
      let account = AccountID(number: Int32(number))
      return (names.name(of: account), findings.audit.equity(of: account))
    }
  }
}

extension RunComparison.LossPair {
  /// How much differs.
  fileprivate var size: UInt128 { (received.change?.magnitude ?? 0) + (paid.change?.magnitude ?? 0) }
}

extension Array {
  /// Largest first; equally large ones as they stood.
  fileprivate func inOrder(_ size: (Element) -> UInt128) -> [Element] {
    enumerated().map { ($0.offset, size($0.element), $0.element) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.2)
  }
}
