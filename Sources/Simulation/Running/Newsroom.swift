import MarketTypes
import Participants
import Storage

/// What has become known and when: what everybody can know of each instrument in the recent past, and each participant's own
/// news. A fold over the stream that is fed after each command.
struct Newsroom: ~Copyable {
  private let pin = Pin()
  /// By instrument.
  private var markets: Shelf<Past<PublicMarket>>
  /// The last event of the stream by each moment, or −1.
  private var stream = Past<Int64>(-1)
  var inboxes = Inboxes()
  /// From account to the participant that owns it, or −1.
  private var owners: Pool<Int32>
  /// How far back somebody may still look.
  private var horizon = TimeSpan.zero
  /// Price levels, one for each latency and instrument that somebody follows.
  private var depths: [DelayedDepth] = []

  init(instruments: Int, accounts: Int) {
    markets = Shelf(count: instruments) { Past(PublicMarket(InstrumentID(number: UInt16($0)))) }
    owners = Pool(count: accounts, filledWith: -1)
  }

  private init(copying room: borrowing Newsroom) {
    markets = room.markets.clone { $0.clone() }
    stream = room.stream.clone()
    inboxes = room.inboxes.clone()
    owners = room.owners.clone()
    horizon = room.horizon
    depths = room.depths
  }

  borrowing func clone() -> Newsroom { Newsroom(copying: self) }

  /// How much is kept: moments, news on its way, changes of levels.
  var size: Int {
    var size = stream.count + inboxes.count
    for index in 0..<markets.count { size += markets[index].count }
    return depths.reduce(size) { $0 + $1.waitingCount }
  }

  // MARK: Who looks

  /// From here on the events of an account are also a participant's own news.
  mutating func seat(_ owner: Int32, at account: AccountID, wanting news: News) {
    owners[account.index] = owner
    inboxes.addBox(for: news.rawValue)
  }

  /// The participant that owns an account, or −1.
  func owner(of account: AccountID) -> Int32 { owners[account.index] }

  /// Somebody may look that far back.
  mutating func remember(_ span: TimeSpan) { horizon = max(horizon, span) }

  /// Somebody follows the levels of an instrument with a fixed delay.
  ///
  /// - Parameter old: where it found them until now, or −1; what it has seen there it has seen.
  /// - Returns: where it finds them.
  mutating func followDepth(
    of instrument: InstrumentID, after latency: TimeSpan, insteadOf old: Int32, at now: Time
  ) -> Int32 {
    if old >= 0 {
      if depths[Int(old)].latency == latency { return old }
      depths.append(depths[Int(old)].delayed(by: latency, from: now))
    } else if let index = depths.firstIndex(where: { $0.instrument == instrument && $0.latency == latency }) {
      return Int32(index)
    } else {
      depths.append(DelayedDepth(instrument: instrument, latency: latency))
    }
    return Int32(depths.count - 1)
  }

  // MARK: What happens

  /// Takes in what a command caused.
  ///
  /// - Parameter end: how many events there have been with it.
  mutating func observe(_ events: Span<Event>, until end: EventPosition, at time: Time) {
    if events.isEmpty { return }
    for index in events.indices { observe(events, index, at: time) }
    stream.change(at: time, keeping: horizon) { $0 = end.number - 1 }
  }

  /// An event by its place: what was written a moment ago is not read as a whole before it is known what it is.
  @inline(__always)
  private mutating func observe(_ events: Span<Event>, _ index: Int, at time: Time) {
    switch events[index].body {
    case .accepted(let accepted): post(events, index, .orders, to: accepted.account, at: time)
    case .quoted(let quote): publish(quote.instrument, at: time) { $0.observe(quote) }
    case .filled(let fill):
      publish(fill.instrument, at: time) { $0.observe(fill) }
      post(events, index, [.orders, .positions], to: fill.makerAccount, fill.takerAccount, at: time)
    case .cancelled(let cancelled): post(events, index, .orders, to: cancelled.account, at: time)
    case .marked(let change): publish(change.instrument, at: time) { $0.observe(change) }
    case .refused(let refused): post(events, index, .orders, to: refused.account, at: time)
    case .rested: break
    default: observeRare(events, index, at: time)
    }
  }

  @inline(never)
  private mutating func observeRare(_ events: Span<Event>, _ index: Int, at time: Time) {
    let event = events[index]
    switch event.body {
    case .amended(let amended): post(events, index, .orders, to: amended.account, at: time)
    case .triggered(let fired): post(events, index, .orders, to: fired.account, at: time)
    case .indexed(let update): publish(update.instrument, at: time) { $0.observe(event) }
    case .phaseChanged(let change):
      if let instrument = change.instrument {
        publish(instrument, at: time) { $0.observe(event) }
      } else {
        for index in 0..<markets.count {
          publish(InstrumentID(number: UInt16(index)), at: time) { $0.observe(event) }
        }
      }
    case .levelChanged(let change):
      for index in depths.indices where depths[index].instrument == change.instrument {
        depths[index].post(change, at: time)
      }
    case .holdingOpened(let opening):
      post(events, index, .positions, to: opening.account, opening.counterparty, at: time)
    case .busted(let fill): post(events, index, .positions, to: fill.makerAccount, fill.takerAccount, at: time)
    case .selfTradeDecremented(let pair):
      post(events, index, .orders, to: pair.makerAccount, pair.takerAccount, at: time)
    case .deleveraged(let pair): post(events, index, .positions, to: pair.account, pair.counterparty, at: time)
    case .positionMoved(let moved): post(events, index, .positions, to: moved.from, moved.to, at: time)
    case .transferred(let transfer):
      switch (transfer.from.holder, transfer.to.holder) {
      case (let from?, let to?): post(events, index, .money, to: from, to, at: time)
      case (let one?, nil), (nil, let one?): post(events, index, .money, to: one, at: time)
      case (nil, nil): break
      }
    case .contractSettled(let settlement):
      publish(settlement.instrument, at: time) { $0.observe(event) }
      for number in 0..<owners.count { post(events, index, .positions, to: AccountID(number: Int32(number)), at: time) }
    case .marginLevelChanged(let change): post(events, index, .margin, to: change.account, at: time)
    case .liquidatable(let state), .recovered(let state): post(events, index, .margin, to: state.account, at: time)
    case .graceGiven(let grace): post(events, index, .margin, to: grace.account, at: time)
    default: break
    }
  }

  @inline(__always)
  private mutating func publish(_ instrument: InstrumentID, at time: Time, _ change: (inout PublicMarket) -> Void) {
    markets[instrument.index].change(at: time, keeping: horizon, change)
  }

  /// Out of line: what is sent from many places is written once.
  @inline(never)
  private mutating func post(
    _ events: Span<Event>, _ index: Int, _ news: News, to account: AccountID, at time: Time
  ) {
    // A refusal of what nobody sent names −1, and one of what a stranger sent may name any number.
    guard account.number >= 0, account.index < owners.count else { return }
    let owner = owners[known: account.index]
    if owner >= 0 { inboxes.post(events[index], of: news.rawValue, to: owner, at: time) }
  }

  @inline(__always)
  private mutating func post(
    _ events: Span<Event>, _ index: Int, _ news: News, to one: AccountID, _ other: AccountID, at time: Time
  ) {
    post(events, index, news, to: one, at: time)
    if other != one { post(events, index, news, to: other, at: time) }
  }

  // MARK: What is seen

  /// Lays out an instrument as it was at a moment.
  @inline(__always)
  func show(_ instrument: InstrumentID, at moment: Time, in shown: inout PublicMarket) {
    markets[instrument.index].show(at: moment, in: &shown)
  }

  /// The last event of the stream by a moment.
  @inline(__always)
  func lastEvent(by moment: Time) -> EventPosition? {
    let number = stream.value(at: moment)
    return number < 0 ? nil : EventPosition(number: number)
  }

  /// Shows a book's levels, brought up to now, for the length of the call.
  mutating func showDepth(_ index: Int, at now: Time, in outlook: inout Outlook) {
    depths[index].catchUp(to: now)
    swap(&depths[index].book, &outlook.depth)
  }

  /// Takes back what was shown.
  mutating func takeBackDepth(_ index: Int, from outlook: inout Outlook) {
    swap(&depths[index].book, &outlook.depth)
  }
}

extension LedgerAccount {
  /// Whose collateral or cost basis it is; `nil` for the rest.
  fileprivate var holder: AccountID? {
    switch self {
    case .collateral(let account), .costBasis(let account, _): account
    default: nil
    }
  }
}
