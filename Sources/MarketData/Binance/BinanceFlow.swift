import MarketTypes
import Notation

/// A recorded session as order flow: Binance's depth and trades turned into the commands of exempt accounts in one
/// instrument, one at a time.
///
/// | message | commands |
/// |---|---|
/// | snapshot | one quote for each level, at the start of simulated time; of a later one, for each level that differs; none if it is too old |
/// | depth update | one quote for each of its levels, those that leave first; then one for each level that a trade since the update before can have met |
/// | trade | immediate-or-cancel order of the aggressor: the taker's side, the trade's price and size |
/// | book ticker | none |
///
/// **One order for each price.** The crowd keeps one order at each level and brings it to the recorded size: it submits
/// it, reduces it in place, cancels it, or, when the level grew, replaces it, so that it stands last in its queue. The
/// command is the mass quote (MAT-54), which does just that and says a whole size, so that nobody has to know what is
/// left of an order: the entry's number is the price in ticks. Whatever became of a level meanwhile, the recorded size
/// stands again when the recording next speaks of it.
///
/// **What it means and what not** is in `docs/market-data.md`. In short: the crowd does not react; a level's queue is one
/// order, so a participant that came before it is before all of it; a level that comes where a participant's order can
/// meet it trades with it, as somebody paid or took that price that day.
public struct BinanceFlow {
  private let terms: BinanceFlowTerms
  private var reader: BinanceReader
  private var book = BinanceBook()
  /// What the crowd was last told to have.
  private var posted = DepthBook()
  private var origin: TimeSpan?
  /// The worst price that a trade since the last update can have met, of buyers and of sellers.
  private var reach: (bids: Price?, asks: Price?) = (nil, nil)
  private var pending: [Command] = []
  private var taken = 0
  /// Of the messages gone through so far.
  public private(set) var counts = BinanceFlowCounts()

  /// Refuses what a `BinanceReader` refuses.
  public init(_ text: SourceText, terms: BinanceFlowTerms) throws(Diagnostics) {
    self.terms = terms
    reader = try BinanceReader(text, units: terms.units)
  }

  /// The recorded book after the messages gone through so far.
  public var recorded: DepthBook { posted }

  /// Whether the next command, if there is one, belongs to another message than the latest.
  public var isBetweenMessages: Bool { taken == pending.count }

  /// The next command, or `nil` after the last. Times never decrease. Refuses a gap, and an end before which no snapshot was
  /// of use.
  public mutating func next() throws(Diagnostics) -> Command? {
    while taken == pending.count {
      pending.removeAll(keepingCapacity: true)
      taken = 0
      guard let message = try reader.next() else {
        if origin != nil { return nil }
        throw reader.refusalOfEnd(expected: "a snapshot that is not older than the updates before it")
      }
      try go(through: message)
    }
    taken += 1
    return pending[taken - 1]
  }

  private mutating func go(through message: BinanceMessage) throws(Diagnostics) {
    switch message.body {
    case .snapshot(let snapshot):
      guard book.begin(with: snapshot, reader.levels) else { return }
      while let next = book.followHeld() { try refuse(gapIn: next.step, at: next.line) }
      if origin == nil { origin = message.time }
      post(book.book, at: message.time)
    case .depthUpdate(let update):
      let step = book.apply(update, reader.levels, at: reader.line)
      try refuse(gapIn: step, at: reader.line)
      guard step == .applied else {
        counts.updatesBefore += 1
        return
      }
      counts.updates += 1
      post(reader.levels, at: message.time)
      mend(at: message.time)
    case .trade(let trade):
      guard origin != nil, trade.isInBook, trade.quantity > .zero else {
        counts.tradesLeftOut += 1
        return
      }
      counts.trades += 1
      note(trade)
      send(.submit(aggressor(of: trade)), at: message.time)
    case .bookTicker: break
    }
  }

  private func refuse(gapIn step: BinanceBook.Step, at line: Int) throws(Diagnostics) {
    if case .gap(let gap) = step { throw reader.refusal(ofLineAt: line, found: gap.found, expected: gap.expected) }
  }

  // MARK: Commands

  /// Levels that leave come first: what is left then was in no way of what comes.
  private mutating func post(_ levels: [DepthLevel], at time: TimeSpan) {
    for level in levels where level.quantity == .zero && posted.apply(level) > .zero { send(quote(level), at: time) }
    for level in levels where level.quantity > .zero {
      posted.apply(level)
      send(quote(level), at: time)
    }
  }

  private mutating func note(_ trade: BinanceTrade) {
    switch trade.takerSide {
    case .buy: reach.asks = max(reach.asks ?? trade.price, trade.price)
    case .sell: reach.bids = min(reach.bids ?? trade.price, trade.price)
    }
  }

  /// Says once more what stands where trades since the last update can have taken: one may have come late, when the
  /// update had already told of it, or met a better price than its own.
  private mutating func mend(at time: TimeSpan) {
    if let worst = reach.bids { mend(.buy, through: worst, at: time) }
    if let worst = reach.asks { mend(.sell, through: worst, at: time) }
    reach = (nil, nil)
  }

  private mutating func mend(_ side: Side, through worst: Price, at time: TimeSpan) {
    for level in posted[side].reversed() {
      if side == .buy ? level.price < worst : level.price > worst { return }
      send(quote(level), at: time)
    }
  }

  /// All that differs from what was told.
  private mutating func post(_ book: DepthBook, at time: TimeSpan) {
    var levels: [DepthLevel] = []
    for side in Side.allCases {
      for level in posted[side] where book.quantity(at: level.price, on: side) == .zero {
        levels.append(DepthLevel(side, level.price, .zero))
      }
      for level in book[side].reversed() where posted.quantity(at: level.price, on: side) != level.quantity {
        levels.append(level)
      }
    }
    post(levels, at: time)
  }

  private func quote(_ level: DepthLevel) -> Command.Action {
    .massQuote(
      MassQuote(
        account: terms.account, instrument: terms.instrument, entry: UInt32(level.price.ticks), bid: level.price,
        level.side == .buy ? level.quantity : .zero, ask: level.price,
        level.side == .sell ? level.quantity : .zero))
  }

  private func aggressor(of trade: BinanceTrade) -> Order {
    Order(
      account: terms.aggressor, instrument: terms.instrument, side: trade.takerSide, quantity: trade.quantity,
      limit: trade.price, timeInForce: .immediateOrCancel)
  }

  private mutating func send(_ action: Command.Action, at time: TimeSpan) {
    guard let origin else { invariantFailed("a recorded message is played before its snapshot") }
    pending.append(Command(action, at: Time(nanoseconds: time.nanoseconds - origin.nanoseconds)))
  }
}

/// The messages a flow has gone through.
public struct BinanceFlowCounts: Hashable, Sendable {
  /// Depth updates played.
  public internal(set) var updates = 0
  /// Updates before the snapshot, which are in what is first told, and those that were stale.
  public internal(set) var updatesBefore = 0
  /// Trades played.
  public internal(set) var trades = 0
  /// Trades before the snapshot and those that were not in the book.
  public internal(set) var tradesLeftOut = 0

  /// Nothing gone through.
  public init() {}
}

/// Whose commands a recorded session becomes, and in which units.
public struct BinanceFlowTerms: Hashable, Sendable {
  /// Owns all levels. Exempt, as nobody knows what collateral the recorded crowd had.
  public var account: AccountID
  /// Sends the trades; exempt too. Another one, or the account trades with itself.
  public var aggressor: AccountID
  /// Where the session plays.
  public var instrument: InstrumentID
  /// What a tick and a lot are in the recording's numbers.
  public var units: BinanceUnits

  public init(account: AccountID, aggressor: AccountID, instrument: InstrumentID, units: BinanceUnits) {
    self.account = account
    self.aggressor = aggressor
    self.instrument = instrument
    self.units = units
  }
}
