import Analysis
import MarketTypes
import Reporting
import Simulation
import Venue

/// What a page about a run needs, gathered while commands are carried out: the folds over the stream, and now and then a
/// look at what only the venue knows.
///
/// The venue is looked at after the first command of each stretch of time, eight times as often around a cascade. Fewer
/// stretches with more accounts, so that looking costs no more than a second or so whatever the run.
struct ReportRecorder: ~Copyable {
  private var findings: ReportFindings
  private let onset: CascadeOnset
  private let openingCount: Int
  private let grid: TimeGrid
  private var cascade: CascadeNearness
  private var kinds: [AccountKind] = []
  private var commands = 0
  private var cell = -1
  private var hasBegun = false
  /// The venue as it stood last before the cascade.
  private var past: Exchange?
  private var pastTime = Time.start

  /// - Parameters:
  ///   - scenario: `nil` for a journal that no scenario made.
  ///   - end: when the run ends, as far as that is known.
  init(_ rules: VenueRules, _ scenario: Scenario?, accounts: Int, from start: Time, to end: Time) {
    let shockAccounts = scenario?.shockAccounts ?? []
    findings = ReportFindings(rules, AccountGroups(of: scenario), from: start, to: end, shockAccounts: shockAccounts)
    onset = CascadeOnset(shockAccounts)
    openingCount = scenario?.opening.count ?? 0
    let looks = min(200, max(24, Self.mostFigures / max(1, accounts)))
    grid = TimeGrid(from: start, to: end, count: looks * Self.fineness)
    cascade = CascadeNearness(grid)
  }

  mutating func observe(
    _ command: Command, _ events: Span<Event>, from first: EventPosition, audit: LedgerAudit,
    venue: borrowing Exchange
  ) {
    findings.observe(command, events, from: first, audit: audit)
    take(events, at: command.time)
    commands += 1
    if commands < openingCount { return }
    let now = grid.cell(of: command.time)
    if now == cell { return }
    if cell < 0 || cascade.isNear || now / Self.fineness > cell / Self.fineness {
      look(at: venue, command.time)
      if !hasBegun, kinds.count <= Self.mostAccounts {
        past = venue.clone()
        pastTime = command.time
      }
    }
    cell = now
  }

  /// After the last command.
  consuming func finish() -> ReportFindings {
    var found = findings
    found.finish()
    let (kinds, time) = (kinds, pastTime)
    guard let past = past.take() else { return found }
    var standings: [AccountStanding] = []
    for (number, kind) in kinds.prefix(past.accountCount).enumerated() where kind.isMargined {
      let standing = AccountStanding(AccountID(number: Int32(number)), kind, in: past, compares: false)
      if !standing.positions.isEmpty { standings.append(standing) }
    }
    found.before = ReportFindings.Standings(at: time, standings)
    return found
  }

  private mutating func take(_ events: Span<Event>, at time: Time) {
    cascade.pass(to: time)
    for index in events.indices {
      cascade.take(events[index].body, at: time)
      if !hasBegun { hasBegun = onset.isReached(by: index, of: events) }
      if case .accountOpened(let opening) = events[index].body { kinds.append(opening.kind) }
    }
  }

  private mutating func look(at venue: borrowing Exchange, _ time: Time) {
    var standings: [AccountStanding] = []
    for (number, kind) in kinds.enumerated() where kind.isMargined {
      let account = AccountID(number: Int32(number))
      let figures = venue.figures(of: account)
      if figures.maintenance <= 0 { continue }
      standings.append(
        AccountStanding(
          account: account, kind: kind, equity: figures.equity, initial: figures.initial,
          maintenance: figures.maintenance, notional: figures.notional))
    }
    findings.health.take(standings, at: time)
  }

  private static let fineness = 8
  /// Of accounts, over all looks away from a cascade.
  private static let mostFigures = 8_000_000
  /// Beyond so many accounts the state before the cascade is not kept: it takes as much memory as the venue itself.
  private static let mostAccounts = 200_000
}

extension ReportPage.Facts {
  /// - Parameter engine: the version of the program that ran it.
  init(_ scenario: Scenario?, seed: UInt64, digest: String, engine: String) {
    self.init(
      scenario: scenario?.name ?? "", seed: seed, digest: digest, engine: engine, formats: Version.formats,
      executors: scenario?.executors ?? [], outside: scenario?.outsideEvents ?? [])
  }
}
