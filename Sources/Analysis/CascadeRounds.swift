import MarketTypes

/// What a cascade did, round by round.
///
/// An event belongs to the round it carries. Where a run has several cascades, rounds of one number are counted
/// together. Source: models E.
///
/// **The shock** is what the accounts named as such took from the book, or traded in an auction. When none is named, or they
/// did neither, it is what participants traded in the command that brought the first account under its maintenance margin, before it did.
///
/// O(1) per event, O(instruments) where a round ends. Memory follows rounds × instruments and liquidated accounts.
public struct CascadeRounds: StreamFold, Sendable {
  /// Round 0, the shock, and each round after it; empty as long as there has been neither.
  public private(set) var rounds: [CascadeRound] = []
  /// From the first account that fell to the last forced fill.
  public private(set) var window = CascadeWindow()
  /// What brought the first account under its maintenance margin; `nil` if none was, or the stream does not tell.
  public private(set) var trigger: CascadeTrigger?
  /// Distinct accounts of which a forced order was accepted, or which were taken over or deleveraged, in whatever round.
  /// What the backstop sells is not counted.
  public private(set) var liquidatedAccounts = 0
  /// In the whole run: money the insurance fund paid for bankrupt accounts, and money that nobody paid.
  public private(set) var fundPaid: Int128 = 0
  /// In units of money; above zero is a loss nobody bore.
  public private(set) var uncovered: Int128 = 0
  /// How often immediate pacing stopped at its bound, leaving work for the next command.
  public private(set) var roundLimitsReached = 0
  /// By instrument number; `nil` where there was no mark before the shock, and all of them before there is one.
  public private(set) var paths: [MarkPath?]

  private let worths: [LotWorth]
  private let shockAccounts: Set<AccountID>
  /// When the first of the shock accounts' orders filled; `nil` if none did, or none is known.
  public private(set) var shockStart: Time?
  private var marks: [Price?]
  private var spreads: [PriceChange?]
  /// The round of the latest event.
  private var current = 0
  /// What this command did so far: the marks it moved, and what it traded before any account fell under its margin.
  private var moved: [MarkChange] = []
  private var traded: [InstrumentRound]
  private var hasTraded = false
  private var hasForcedFill = false
  private var counted: Set<Liquidated> = []
  private var backstop: AccountID?
  /// Losses from before there was a round, which round 0 takes over.
  private var early = (fundPaid: Int128(0), uncovered: Int128(0))

  /// - Parameter shockAccounts: whose orders are the shock; empty if that is not known.
  public init(_ rules: VenueRules, shockAccounts: [AccountID] = []) {
    let count = rules.instruments.count
    worths = rules.lotWorths
    self.shockAccounts = Set(shockAccounts)
    traded = Array(repeating: InstrumentRound(), count: count)
    marks = Array(repeating: nil, count: count)
    spreads = Array(repeating: nil, count: count)
    paths = Array(repeating: nil, count: count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      let event = events[index]
      if Int(event.round) != current { enter(Int(event.round), at: command.time) }
      if current > 0 { rounds[current].last = command.time }
      if case .liquidatable = event.body, !window.hasOpened {
        trigger = CascadeTrigger(behind: index, in: events, worths: worths)
        openWindow(at: command.time)
      }
      if case .filled(let fill) = event.body, !fill.isForced {
        addExogenous(fill, isInAuction: events.isAuctioned(index), at: command.time)
      } else {
        observe(event.body, at: command.time)
      }
    }
    enter(0, at: command.time)
    if hasForcedFill { claimMarks() }
    if hasTraded {
      for index in traded.indices { traded[index] = InstrumentRound() }
      hasTraded = false
    }
    if !moved.isEmpty { moved.removeAll(keepingCapacity: true) }
  }

  private mutating func observe(_ body: Event.Body, at time: Time) {
    switch body {
    case .filled(let fill): addForced(fill, at: time)
    case .marked(let change): move(change)
    case .quoted(let quote): spreads[quote.instrument.index] = quote.spread
    case .contractSettled(let settlement): spreads[settlement.instrument.index] = nil
    case .accepted(let order) where order.terms.contains(.forced): addForced(order)
    case .takenOver(let takeover): count(takeover.account)
    case .deleveraged(let pair): count(pair.account)
    case .accountOpened(let opening) where opening.kind == .backstop: backstop = opening.account
    case .transferred(let transfer): add(transfer)
    case .liquidationStalled where current > 0: rounds[current].stalls += 1
    case .recovered where current > 0: rounds[current].recovered += 1
    case .roundLimitReached: roundLimitsReached += 1
    default: break
    }
  }
}

/// An account in a round, or in any.
private struct Liquidated: Hashable {
  var account: AccountID
  var round: Int?
}

// MARK: - The shock

extension CascadeRounds {
  private mutating func addExogenous(_ fill: Fill, isInAuction: Bool, at time: Time) {
    guard current == 0 else { return }
    let worth = worths[fill.instrument.index]
    if fill.isShock(of: shockAccounts, isInAuction: isInAuction) {
      begin(at: time)
      if shockStart == nil { startShock(at: time) }
      rounds[0].last = time
      rounds[0].instruments[fill.instrument.index].add(fill, worth: worth)
    } else if shockStart == nil, !window.hasOpened {
      traded[fill.instrument.index].add(fill, worth: worth)
      hasTraded = true
    }
  }

  /// The shock is known now: what stood in its place while it was not is forgotten, but not the state it left.
  private mutating func startShock(at time: Time) {
    shockStart = time
    for index in rounds[0].instruments.indices {
      let state = rounds[0].instruments[index]
      rounds[0].instruments[index] = InstrumentRound()
      rounds[0].instruments[index].mark = state.mark
      rounds[0].instruments[index].spread = state.spread
    }
  }

  /// The first account under its margin ends the shock: its state is round 0's.
  private mutating func openWindow(at time: Time) {
    window.open(at: time)
    begin(at: time)
    if shockStart == nil { rounds[0].instruments = traded }
    takeState(ofRound: 0)
  }

  /// Makes round 0, with the marks as they were when this command began.
  private mutating func begin(at time: Time) {
    guard rounds.isEmpty else { return }
    rounds.append(CascadeRound(number: 0, instrumentCount: marks.count, at: time))
    (rounds[0].fundPaid, rounds[0].uncovered) = early
    var before = marks
    for change in moved.reversed() { before[change.instrument.index] = change.previous }
    for index in marks.indices {
      paths[index] = before[index].map(MarkPath.init)
      if let mark = marks[index] { paths[index]?.take(mark) }
    }
  }
}

// MARK: - Rounds

extension CascadeRounds {
  /// Goes to another round: the one before has ended, for now.
  private mutating func enter(_ number: Int, at time: Time) {
    if current > 0 { takeState(ofRound: current) }
    current = number
    if number == 0 { return }
    begin(at: time)
    while rounds.count <= number {
      rounds.append(CascadeRound(number: rounds.count, instrumentCount: marks.count, at: time))
    }
  }

  private mutating func takeState(ofRound number: Int) {
    for index in marks.indices {
      rounds[number].instruments[index].mark = marks[index]
      rounds[number].instruments[index].spread = spreads[index]
    }
  }

  private mutating func addForced(_ order: OrderAccepted) {
    guard current > 0 else { return }
    rounds[current].instruments[order.instrument.index].orders += 1
    if order.account != backstop { count(order.account) }
  }

  /// Counts an account as liquidated in this round.
  private mutating func count(_ account: AccountID) {
    guard current > 0 else { return }
    if counted.insert(Liquidated(account: account, round: current)).inserted { rounds[current].accounts += 1 }
    if counted.insert(Liquidated(account: account, round: nil)).inserted { liquidatedAccounts += 1 }
  }

  private mutating func addForced(_ fill: Fill, at time: Time) {
    guard current > 0 else { return }
    window.noteForcedFill(at: time)
    hasForcedFill = true
    rounds[current].instruments[fill.instrument.index].add(fill, worth: worths[fill.instrument.index])
  }

  private mutating func add(_ transfer: Transfer) {
    let amount = Int128(transfer.amount.units)
    switch transfer.reason {
    case .shortfallCovered:
      fundPaid += amount
      if rounds.isEmpty { early.fundPaid += amount } else { rounds[current].fundPaid += amount }
    case .shortfallUncovered:
      uncovered += amount
      if rounds.isEmpty { early.uncovered += amount } else { rounds[current].uncovered += amount }
    default: break
    }
  }
}

// MARK: - Marks

extension CascadeRounds {
  private mutating func move(_ change: MarkChange) {
    marks[change.instrument.index] = change.price
    moved.append(change)
    paths[change.instrument.index]?.take(change.price)
  }

  private mutating func claimMarks() {
    hasForcedFill = false
    for index in paths.indices { paths[index]?.claim() }
  }
}
