import MarketTypes

/// Several policies on the same tapes: what each seed's run came to under each, and what that says of the policies.
public struct Tournament: Sendable {
  /// One run.
  public struct Entry: Hashable, Sendable {
    /// Its place among the policies.
    public var policy: Int
    /// What its chance was drawn by.
    public var seed: UInt64
    /// Of commands and events, as hexadecimal digits.
    public var digest: String
    /// Whose displacement is told.
    public var instrument: InstrumentID
    /// Of that instrument.
    public var excursion: MarkExcursion.Excursion
    /// The same with the same seed and nobody liquidated; `nil` where that was not run.
    public var without: MarkExcursion.Excursion?
    /// Distinct accounts that were sold by forced orders, taken over or deleveraged.
    public var liquidatedAccounts: Int
    /// At the prices filled, in units of money.
    public var forcedNotional: Int128
    /// Up to the last in which a forced order filled.
    public var rounds: Int
    /// Gross notional that the backstop took over, and notional closed against others' positions.
    public var takenNotional: Int128
    /// At the prices they were closed at, in units of money.
    public var deleveragedNotional: Int128
    /// For closed accounts' losses, in units of money.
    public var fundPaid: Int128
    /// Losses that nobody paid, in units of money.
    public var uncovered: Int128
    /// How the instrument was quoted and traded, and what was gained.
    public var market: MarketFigures

    public init(
      policy: Int, seed: UInt64, digest: String, instrument: InstrumentID, _ excursion: MarkExcursion,
      without: MarkExcursion? = nil, _ findings: RunFindings, _ market: MarketFigures
    ) {
      let (rounds, resorts) = (findings.rounds, findings.lastResorts)
      self.policy = policy
      self.seed = seed
      self.digest = digest
      self.instrument = instrument
      self.excursion = excursion.instruments[instrument.index]
      self.without = without.map { $0.instruments[instrument.index] }
      liquidatedAccounts = rounds.liquidatedAccounts
      forcedNotional = rounds.forcedNotional
      self.rounds = rounds.depth
      takenNotional = resorts.takenNotional
      deleveragedNotional = resorts.deleveragedNotional
      fundPaid = rounds.fundPaid
      uncovered = rounds.uncovered
      self.market = market
    }
  }

  /// What is compared.
  public enum Measure: Hashable, Sendable {
    /// The size of the displacement, in per cent of the price before.
    case displacement
    /// Displacement ÷ displacement of the same seed with nobody liquidated.
    case amplification
    /// Distinct accounts liquidated.
    case liquidatedAccounts
    /// What forced orders traded, in units of money.
    case forcedNotional
    /// Forced rounds up to the last that traded.
    case rounds
    /// Gross notional that the backstop took over, in units of money.
    case takenNotional
    /// Notional closed against others' positions, in units of money.
    case deleveragedNotional
    /// What insurance funds paid, in units of money.
    case fundPaid
    /// Losses that nobody paid, in units of money.
    case uncovered
    /// The quoted spread, time-weighted, in ticks.
    case spread
    /// Time in which a side was empty, in per cent.
    case oneSided
    /// Of the mid price in a second, in ticks.
    case volatility
    /// Lots.
    case traded
    /// Of all parent orders together, in basis points of what they were worth at arrival.
    case shortfall
    /// Of one of `groups`, in units of money.
    case profit(Int)
  }

  /// In the order asked for.
  public let policies: [String]
  /// Every policy runs with each of them.
  public let seeds: ClosedRange<UInt64>
  /// Those whose profit is told.
  public let groups: [String]
  /// Policy by policy, each in order of seeds.
  public let entries: [Entry]

  /// - Parameter groups: as many as each entry has profits.
  public init(policies: [String], seeds: ClosedRange<UInt64>, groups: [String] = [], entries: [Entry]) {
    self.policies = policies
    self.seeds = seeds
    self.groups = groups
    self.entries = entries
  }

  /// Whether anybody was liquidated in any run.
  public var hasLiquidations: Bool { isFound(.liquidatedAccounts) || isFound(.fundPaid) || isFound(.uncovered) }

  /// Where forced orders filled most often, in most of the runs that had any; `nil` where none had.
  public var mostForced: InstrumentID? {
    let found = entries.compactMap(\.market.mostForced)
    return Set(found).sorted().max { one, other in
      found.count { $0 == one } < found.count { $0 == other }
    }
  }

  /// What there is to tell: of cascades only where anybody was liquidated, of what is rare only where any run has it.
  public var measures: [Measure] {
    let cascade: [Measure] = [
      .amplification, .liquidatedAccounts, .forcedNotional, .rounds, .takenNotional, .deleveragedNotional, .fundPaid,
      .uncovered,
    ]
    let market: [Measure] = [.spread, .oneSided, .volatility, .traded, .shortfall]
    let all = [.displacement] + (hasLiquidations ? cascade : []) + market
    return all.filter { !$0.isRare || isFound($0) } + groups.indices.map { .profit($0) }
  }

  /// What a policy comes to on average.
  public func estimate(_ measure: Measure, of policy: Int) -> MeanEstimate {
    MeanEstimate(of: values(measure, of: policy).compactMap { $0 })
  }

  /// By how much a policy's figure is above the first policy's, seed by seed. Chance that the two have in common drops out,
  /// so the interval is narrower than those of the two figures suggest.
  public func difference(_ measure: Measure, of policy: Int) -> MeanEstimate {
    MeanEstimate(of: differences(measure, of: policy).compactMap { $0 })
  }

  /// The differences themselves, in order of seeds; `nil` where either figure is missing.
  public func differences(_ measure: Measure, of policy: Int) -> [Double?] {
    zip(values(measure, of: policy), values(measure, of: 0)).map { own, first in
      own.flatMap { own in first.map { own - $0 } }
    }
  }

  /// The mean size of the displacement ÷ the mean size of that with nobody liquidated, in ticks, over the seeds that have both. Unlike
  /// the mean of amplifications it counts seeds in which the mark stood still without liquidations, and no seed outweighs the others
  /// because its mark hardly moved. `nil` without runs with nobody liquidated, and where no mark moved in them.
  public func amplificationOfMeans(of policy: Int) -> Double? {
    let count = seeds.count
    var (with, without) = (0.0, 0.0)
    for entry in entries[policy * count..<(policy + 1) * count] {
      guard let own = entry.excursion.displacement, let other = entry.without?.displacement else { continue }
      with += Double(own.ticks.magnitude)
      without += Double(other.ticks.magnitude)
    }
    return without == 0 ? nil : with / without
  }

  /// Whether any run has anything of it.
  private func isFound(_ measure: Measure) -> Bool { entries.contains { $0.value(measure) ?? 0 != 0 } }

  /// A policy's figure for each seed, in order of seeds; `nil` where a run has none.
  public func values(_ measure: Measure, of policy: Int) -> [Double?] {
    let count = seeds.count
    return entries[policy * count..<(policy + 1) * count].map { $0.value(measure) }
  }
}

extension Tournament.Measure {
  /// Told only where there is anything to tell.
  fileprivate var isRare: Bool {
    switch self {
    case .amplification, .takenNotional, .deleveragedNotional, .spread, .oneSided, .volatility, .shortfall: true
    case .displacement, .liquidatedAccounts, .forcedNotional, .rounds, .fundPaid, .uncovered, .traded, .profit: false
    }
  }
}

extension Tournament.Entry {
  /// `nil` without a run with nobody liquidated, and where the mark did not move in that.
  private var amplification: Double? {
    guard let with = excursion.displacement, let without = without?.displacement else { return nil }
    return Amplification(with: with, without: without).ratio
  }

  /// `nil` where a run has none, such as the displacement of an instrument without a mark.
  fileprivate func value(_ measure: Tournament.Measure) -> Double? {
    switch measure {
    case .displacement: excursion.relativeDisplacement.map { 100 * $0.magnitude }
    case .amplification: amplification
    case .liquidatedAccounts: Double(liquidatedAccounts)
    case .forcedNotional: Double(forcedNotional)
    case .rounds: Double(rounds)
    case .takenNotional: Double(takenNotional)
    case .deleveragedNotional: Double(deleveragedNotional)
    case .fundPaid: Double(fundPaid)
    case .uncovered: Double(uncovered)
    case .spread: market.spread
    case .oneSided: market.oneSided.map { 100 * $0 }
    case .volatility: market.volatility
    case .traded: Double(market.lots)
    case .shortfall: market.shortfall.map { 10_000 * $0 }
    case .profit(let group): Double(market.profits[group])
    }
  }
}
