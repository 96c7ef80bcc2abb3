import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation
import Venue

/// The accounts of a run as they stood at one moment: its journal carried out once more, up to there.
struct AccountsReport {
  let names: Names
  let rules: VenueRules
  /// In order of number.
  let accounts: [AccountStanding]
  /// Of the last command that was carried out.
  let time: Time
  /// The moment that was asked for, where a later command shows that nothing happened in between.
  let asked: Time?
  /// Whether one account was asked for by name.
  private let isOne: Bool
  private let turnover: CollateralTurnover
  private let hedging: HedgingWatch
  /// Of the one account that was asked for.
  private let risk: AccountRisk?

  /// Marks that move within this much simulated time count as moving together (docs/analysis.md).
  static let hedgingWindow = TimeSpan(nanoseconds: 1_000_000_000)

  /// - Parameters:
  ///   - end: the last moment that counts; `nil` for the end of the run.
  ///   - only: the one account that is looked at, by name; `nil` for all.
  ///   - compares: whether requirements are worked out under each way of reckoning margin.
  ///   - confidence: of the one account's value at risk, from 0 to 1.
  ///   - region: the names of two or three instruments over which the one account's region is looked for; none for none.
  init(
    of journal: JournalFile, until end: Time?, only: String?, compares: Bool, confidence: Rate, region: [String]
  ) throws {
    let header = try journal.reader().header
    (names, rules) = (header.names, header.rules)
    let account = try only.map { name throws(Failure) in try header.names.account(named: name) }
    let instruments = try region.map { name throws(Failure) in try header.names.instrument(named: name) }
    var turnover = CollateralTurnover(header.rules)
    var hedging = HedgingWatch(header.rules, window: Self.hedgingWindow, of: account.map { [$0] } ?? [])
    var time = Time.start
    var kinds: [AccountKind] = []
    var carriedOut = 0
    var replay = try Replay(of: journal)
    let difference = try replay.firstDifference(until: end ?? .latest) { command, events, first, _ in
      turnover.observe(command, events, from: first)
      hedging.observe(command, events, from: first)
      time = max(time, command.time)
      carriedOut += 1
      for index in events.indices {
        if case .accountOpened(let opening) = events[index].body { kinds.append(opening.kind) }
      }
    }
    if difference != nil {
      throw Failure(
        .badInput, "\(journal.path): carried out once more it does not give the same events",
        hint: "cascade replay shows the first that differs")
    }
    if let end, replay.commands == carriedOut {
      try RunExtent(journal.scenario(of: header), last: time).check([("--at", end)], in: journal)
    }
    asked = replay.commands == carriedOut ? nil : end
    if let account, account.index >= kinds.count {
      throw Failure(.badInput, "\(printable(only ?? "")) was not opened by then")
    }
    isOne = account != nil
    var accounts: [AccountStanding] = []
    for number in account.map({ $0.index..<$0.index + 1 }) ?? kinds.indices {
      accounts.append(
        AccountStanding(AccountID(number: Int32(number)), kinds[number], in: replay.venue, compares: compares))
    }
    self.accounts = accounts
    if let account {
      risk = try AccountRisk(of: account, in: replay.venue, confidence: confidence, over: instruments, names)
    } else {
      risk = nil
    }
    (self.time, self.turnover, self.hedging) = (time, turnover, hedging)
  }

  /// Empty unless it was asked for.
  var region: [RegionRow] { risk?.region ?? [] }

  /// What the one account that was asked for did with its collateral, or all margined accounts together.
  var sentences: [String] {
    let turnover = isOne ? turnover.turnover(of: accounts[0].account) : turnover.turnover
    var lines = [
      turnover.perDay.map { "Turnover: \(rounded($0)) of notional for each unit of collateral and day." }
        ?? "Turnover: undefined, without collateral or without time."
    ]
    if isOne {
      let hedging = hedging.hedging(of: accounts[0].account)
      lines.append(
        hedging.effectiveness.map {
          "Hedging effectiveness: \(rounded($0)) over \(counted(hedging.windows, "second")) in which a mark moved."
        } ?? "Hedging effectiveness: undefined, for no position's gain ever varied.")
    }
    return lines + (isOne && accounts[0].isMargined ? risk?.sentences ?? [] : [])
  }

  /// Three decimals; what is too large for that is written as Swift does.
  private func rounded(_ value: Double) -> String {
    value.magnitude < 1e15
      ? groupedText(Int64((value * 1_000).rounded(.toNearestOrAwayFromZero)), scale: 3) : value.description
  }
}

// MARK: - What a venue says

extension AccountStanding {
  /// None at the end of the instrument's prices: that is where CLR-14 ends too, and no price at which nothing is left.
  private static func bankruptcyPrice(
    of account: AccountID, in instrument: InstrumentID, _ venue: borrowing Exchange
  ) -> Price? {
    let isLong = venue.position(of: account, in: instrument).lots > 0
    let end = isLong ? Price(ticks: 1) : venue.rules.instruments[instrument.index].maximumPrice
    return venue.bankruptcyPrice(of: account, in: instrument).flatMap { $0 == end ? nil : $0 }
  }

  init(_ account: AccountID, _ kind: AccountKind, in venue: borrowing Exchange, compares: Bool) {
    let figures = venue.figures(of: account)
    self.init(
      account: account, kind: kind, equity: figures.equity, initial: figures.initial,
      maintenance: figures.maintenance, notional: figures.notional, isLiquidatable: venue.isLiquidatable(account),
      distance: venue.commonShockToLiquidation(of: account),
      level: venue.rules.marginLevels == nil ? nil : venue.marginLevel(of: account))
    for number in venue.rules.instruments.indices {
      let instrument = InstrumentID(number: UInt16(number))
      let position = venue.position(of: account, in: instrument)
      if position.isFlat { continue }
      positions.append(
        PositionStanding(
          instrument: instrument, position: position, cost: Int128(venue.costBasis(of: account, in: instrument).units),
          mark: venue.mark(of: instrument), liquidationPrice: venue.liquidationPrice(of: account, in: instrument),
          // The exempt are never closed by anybody.
          bankruptcyPrice: isMargined ? Self.bankruptcyPrice(of: account, in: instrument, venue) : nil))
    }
    if compares {
      let comparison = venue.requirements(of: account)
      requirements = MarginRequirements(
        isolated: comparison.isolated.collateralToOpen, cross: comparison.cross.collateralToOpen,
        portfolio: comparison.portfolio?.collateralToOpen)
    }
  }
}
