import MarketTypes

/// Who was liquidated because of whose fills: shock → fills → mark moves → accounts → forced orders → fills → …
///
/// A node is a fall: one time that an account fell under its maintenance margin. Its cause is the event that the stream
/// names; if that is a mark, the mark's move is split among those who moved it (`MarkAttribution`), and the fall hangs
/// under one of them (`MarkMove.parent`). The tree keeps one parent; the shares keep them all.
///
/// O(1) per event; O(sources) per mark; O(instruments marked) per fall. Memory follows open positions, falls, and the
/// marks that forced orders moved or that made an account fall; no other event is kept.
public struct CausalTree: StreamFold, Sendable {
  /// In order of the stream.
  public internal(set) var falls: [Fall] = []
  /// What became of each fall, at the same place.
  public private(set) var log: LiquidationLog
  /// Marks that forced orders moved or that made an account fall, in order of the stream but for those within one command.
  public internal(set) var moves: [MarkMove] = []
  /// How far each instrument's mark went from before the cascade, by who pushed it; by instrument number.
  public internal(set) var displacements: [DisplacementSplit]
  /// In the whole run.
  public private(set) var covered = LossesByStage()
  /// Losses that belong to no fall, in order of the stream.
  public private(set) var ownLosses: [OwnLoss] = []
  /// Of the account that is asked about; `nil` if none is.
  public internal(set) var story: AccountStory?

  /// What was made good, or stayed uncovered, for an account that never fell under its margin: its own orders closed it, such
  /// as a stop, for less than it owed, or it is the backstop.
  public struct OwnLoss: Hashable, Sendable {
    public let account: AccountID
    public let amount: Int128
  }

  let worths: [LotWorth]
  private let shockAccounts: Set<AccountID>
  private var attributions: [MarkAttribution]
  /// Lots, by account and instrument; those that hold none are not in it. For looking up.
  private var positions: [PositionKey: Int64] = [:]
  var hasBegun = false
  private var hasForcedFill = false
  /// Marks of this command, in order.
  var recent: [RecentMove] = []
  /// Marks that changed since forced orders were last placed: the set that the watch looks at together.
  var set: [SetMark] = []
  /// Instruments whose fills or index came in this command.
  private var touched: [Int] = []
  private var isTouched: [Bool]
  /// From the event of a takeover to the fall it ended, and from the backstop's orders of this command to the fall whose
  /// positions they sell. For looking up.
  private var takeovers: [EventPosition: Int] = [:]
  private var disposals: [OrderID: Int] = [:]
  /// Which fall moved marks last in this command.
  var latestMover: Int?

  /// - Parameter shockAccounts: whose orders are the shock; empty if that is not known.
  /// - Parameter subject: the account whose story is told; `nil` for none.
  public init(_ rules: VenueRules, shockAccounts: [AccountID] = [], about subject: AccountID? = nil) {
    story = subject.map { AccountStory(of: $0, rules) }
    log = LiquidationLog(rules)
    worths = rules.lotWorths
    self.shockAccounts = Set(shockAccounts)
    attributions = rules.instruments.map { MarkAttribution($0.mark) }
    displacements = rules.instruments.map { _ in DisplacementSplit() }
    isTouched = Array(repeating: false, count: rules.instruments.count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      take(events, index, at: EventPosition(number: first.number + Int64(index)), time: command.time)
    }
    if hasForcedFill {
      for index in displacements.indices { displacements[index].claim() }
    }
    for index in touched {
      attributions[index].seal()
      isTouched[index] = false
    }
    if !touched.isEmpty { touched.removeAll(keepingCapacity: true) }
    if !recent.isEmpty { recent.removeAll(keepingCapacity: true) }
    if !set.isEmpty { set.removeAll(keepingCapacity: true) }
    if !disposals.isEmpty { disposals.removeAll(keepingCapacity: true) }
    (hasForcedFill, latestMover) = (false, nil)
  }

  /// Another way for positions to move is a case here, another way for losses one of `LossPart`.
  private mutating func take(_ events: Span<Event>, _ index: Int, at position: EventPosition, time: Time) {
    let event = events[index]
    log.take(event, at: position, time: time)
    if let loss = LossPart(event.body, worths: worths, mark: { mark(of: $0) }) { bear(loss) }
    switch event.body {
    case .holdingOpened(let holding):
      change(holding.account, holding.instrument, by: holding.position.lots, at: position)
      change(holding.counterparty, holding.instrument, by: -holding.position.lots, at: position)
    case .filled(let fill):
      take(fill, at: position, round: Int(event.round), inAuction: events.isAuctioned(index))
    case .busted(let fill):
      change(fill.seller, fill.instrument, by: fill.quantity.lots, at: position)
      change(fill.buyer, fill.instrument, by: -fill.quantity.lots, at: position)
    case .positionMoved(let moved):
      change(moved.from, moved.instrument, by: -moved.position.lots, at: position)
      change(moved.to, moved.instrument, by: moved.position.lots, at: position)
    case .contractSettled(let settlement): settle(settlement.instrument, at: position)
    case .quoted(let quote): attributions[quote.instrument.index].seal(quote)
    case .indexed(let update):
      touch(update.instrument.index)
      attributions[update.instrument.index].takeIndex(update.price)
    case .marked(let change): take(change, at: position, time: time, round: Int(event.round))
    case .accepted(let order) where order.terms.contains(.forced):
      set.removeAll(keepingCapacity: true)
      let cause = EventPosition(number: position.number - Int64(event.cause))
      if let fall = takeovers[cause] { disposals[order.order] = fall }
    case .takenOver(let takeover): take(takeover, at: position)
    case .deleveraged(let pair): take(pair, at: position)
    case .liquidatable(let state): fall(of: state.account, behind: index, in: events, at: position)
    case .transferred(let transfer): take(transfer, behind: index, in: events)
    default: break
    }
  }
}

/// An account's position in one instrument.
private struct PositionKey: Hashable {
  let account: AccountID
  let instrument: InstrumentID
}

/// A mark of the command under way, and its place among those kept.
struct RecentMove {
  let move: MarkMove
  var place: Int?
}

/// A mark that changed, from where it stood when the accounts were last looked at.
struct SetMark {
  let instrument: InstrumentID
  let from: Price
  let round: Int
}

// MARK: - Positions

extension CausalTree {
  private mutating func change(
    _ account: AccountID, _ instrument: InstrumentID, by lots: Int64, at event: EventPosition, byFill: Bool = false
  ) {
    let key = PositionKey(account: account, instrument: instrument)
    let after = positions[key, default: 0] + lots
    positions[key] = after == 0 ? nil : after
    if story?.account == account {
      let mark = mark(of: instrument)
      story?.hold(after, of: instrument, at: event, mark: mark, byFill: byFill)
    }
  }

  /// Nobody holds it any more.
  private mutating func settle(_ instrument: InstrumentID, at event: EventPosition) {
    positions = positions.filter { $0.key.instrument != instrument }
    let mark = mark(of: instrument)
    story?.hold(0, of: instrument, at: event, mark: mark, byFill: false)
  }

  /// What the mark that stands is, if there is one.
  func mark(of instrument: InstrumentID) -> Price? { attributions[instrument.index].mark }

  func position(of account: AccountID, in instrument: InstrumentID) -> Int64 {
    positions[PositionKey(account: account, instrument: instrument), default: 0]
  }
}

// MARK: - Fills and marks

extension CausalTree {
  private mutating func touch(_ instrument: Int) {
    if isTouched[instrument] { return }
    isTouched[instrument] = true
    touched.append(instrument)
  }

  func source(of fill: Fill, isInAuction: Bool, round: Int) -> MarkSource {
    if fill.isForced, let fall = log.latestRecord(of: fill.takerAccount) ?? disposals[fill.taker] { return .fall(fall) }
    if round > 0 { return .stops }
    return fill.isShock(of: shockAccounts, isInAuction: isInAuction) ? .shock : .participants
  }

  private mutating func take(_ fill: Fill, at position: EventPosition, round: Int, inAuction: Bool) {
    let source = source(of: fill, isInAuction: inAuction, round: round)
    if source == .shock { hasBegun = true }
    touch(fill.instrument.index)
    attributions[fill.instrument.index].take(fill, by: source, at: position, round: round, inAuction: inAuction)
    change(fill.buyer, fill.instrument, by: fill.quantity.lots, at: position, byFill: true)
    change(fill.seller, fill.instrument, by: -fill.quantity.lots, at: position, byFill: true)
    guard case .fall(let place) = source else { return }
    hasForcedFill = true
    falls[place].add(
      fill, isDisposal: fill.takerAccount != log.records[place].account, worth: worths[fill.instrument.index],
      mark: mark(of: fill.instrument), at: position)
  }

  private mutating func take(_ change: MarkChange, at position: EventPosition, time: Time, round: Int) {
    let instrument = change.instrument
    guard let move = attributions[instrument.index].take(change, at: position, time: time, round: round) else { return }
    story?.take(move)
    var place: Int?
    for share in move.shares {
      guard case .fall(let fall) = share.source else { continue }
      latestMover = fall
      place = moves.count
    }
    if place != nil { moves.append(move) }
    recent.append(RecentMove(move: move, place: place))
    if !set.contains(where: { $0.instrument == instrument }) {
      set.append(SetMark(instrument: instrument, from: move.from, round: round))
    }
    if hasBegun { displacements[instrument.index].take(move) }
  }

  /// What a forced fill cost in fees is its fall's; what else the account pays is not.
  private mutating func take(_ transfer: Transfer, behind index: Int, in events: Span<Event>) {
    let distance = Int(events[index].cause)
    guard [.takerFee, .liquidationFee].contains(transfer.reason), distance > 0, distance <= index,
      case .filled(let fill) = events[index - distance].body, transfer.from == .collateral(fill.takerAccount),
      case .fall(let fall) = source(of: fill, isInAuction: false, round: Int(events[index].round))
    else { return }
    falls[fall].fees += Int128(transfer.amount.units)
  }
}

// MARK: - Positions that the book does not take

extension CausalTree {
  /// Its positions and collateral follow as events of their own.
  private mutating func take(_ takeover: Takeover, at position: EventPosition) {
    if let fall = log.latestRecord(of: takeover.account) { takeovers[position] = fall }
  }

  private mutating func take(_ pair: Deleveraging, at position: EventPosition) {
    let lots = pair.side == .buy ? pair.quantity.lots : -pair.quantity.lots
    change(pair.account, pair.instrument, by: lots, at: position)
    change(pair.counterparty, pair.instrument, by: -lots, at: position)
  }

  private mutating func bear(_ loss: LossPart) {
    covered[loss.stage] += loss.amount
    if let fall = log.latestRecord(of: loss.account) {
      falls[fall].covered[loss.stage] += loss.amount
    } else {
      ownLosses.append(OwnLoss(account: loss.account, amount: loss.amount))
    }
  }
}
