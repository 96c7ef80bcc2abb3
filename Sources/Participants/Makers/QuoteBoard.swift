import MarketTypes

/// A maker's quotes as far as it knows, and how it brings them to where it wants them.
///
/// It knows each of its orders from sending until the news of its end, also those that it has asked to leave. What it has
/// asked for counts until the venue says otherwise. Only its own instrument is its inventory.
struct QuoteBoard: Sendable {
  /// How quotes are moved.
  enum Style: Hashable, Sendable {
    /// What does not stand where it is wanted is cancelled and sent anew; what stands there with at least half the size wanted,
    /// and no more than it, stays.
    case replacing
    /// What does not stand as wanted is amended, so that one request moves it; its place in the queue is lost as it would be.
    case amending
  }

  /// A quote as it is wanted, and which of the live ones becomes it.
  private struct Wanted: Sendable, BitwiseCopyable {
    let side: Side
    let price: Price
    let lots: Int64
    var quote = -1
  }

  static let news: News = [.orders, .positions]

  let seat: Seat
  private(set) var inventory: Int64 = 0
  /// What the inventory cost less what was got for it, in ticks × lots.
  private(set) var spent: Int128 = 0
  /// How many of its bids and of its asks were filled whole.
  private(set) var filledBids = 0
  private(set) var filledAsks = 0
  private(set) var quotes: [LiveQuote] = []
  private var wanted: [Wanted] = []
  /// What may still be wanted on a side without passing the limit.
  private var bidRoom = Int64.max
  private var askRoom = Int64.max
  private var lastClient: Int64 = 0

  init(_ seat: Seat) { self.seat = seat }

  // MARK: What it wants

  /// Begins another set of quotes.
  ///
  /// - Parameter limit: past which no fill of what will be wanted may carry the inventory; none if `nil`.
  mutating func begin(within limit: Quantity? = nil) {
    wanted.removeAll(keepingCapacity: true)
    bidRoom = limit.map { max(0, $0.lots - inventory) } ?? .max
    askRoom = limit.map { max(0, $0.lots + inventory) } ?? .max
  }

  /// Wants a quote, brought to the instrument's steps: a bid down, an ask up, the size down. Nothing where that leaves none, where
  /// it would be above the instrument's highest price, or where there is no room. A quote that would meet one wanted on the other side stands
  /// a step from it.
  mutating func want(_ side: Side, _ price: Price, _ size: Quantity) {
    let room = side == .buy ? bidRoom : askRoom
    let lots = seat.facts.steps.settled(Quantity(lots: min(size.lots, room))).lots
    guard lots > 0, let settled = seat.facts.steps.settled(price, for: side) else { return }
    let price = uncrossed(settled, for: side)
    guard price.ticks >= 1, price <= seat.facts.maximumPrice else { return }
    wanted.append(Wanted(side: side, price: price, lots: lots))
    if side == .buy { bidRoom -= lots } else { askRoom -= lots }
  }

  /// Away from what is wanted on the other side.
  @inline(__always)
  private func uncrossed(_ price: Price, for side: Side) -> Price {
    var price = price
    let step = seat.facts.steps.tick
    for other in wanted where other.side != side {
      price = side == .buy ? min(price, other.price - step) : max(price, other.price + step)
    }
    return price
  }

  /// How many quotes are wanted.
  var wantedCount: Int { wanted.count }

  /// Sends what brings its quotes to what is wanted: first what makes room, then what takes it, so that none meets another.
  mutating func settle(_ style: Style, terms: OrderTerms = .postOnly, _ commands: inout Outbox) {
    if isSettled { return }
    let live = quotes.count
    for index in quotes.indices { quotes[index].isTaken = quotes[index].isGoing }
    switch style {
    case .replacing:
      match { $0.askedPrice == $1.price && $0.askedLots * 2 >= $1.lots && $0.askedLots <= $1.lots }
    case .amending:
      match { $0.askedPrice == $1.price && $0.askedLots == $1.lots }
      match { $0.askedPrice == $1.price }
      match { _, _ in true }
    }
    for index in 0..<live where !quotes[index].isTaken { commands.append(cancel(index)) }
    if style == .amending {
      for want in wanted where want.quote >= 0 && !isAdvance(want) { amend(want, &commands) }
      for want in wanted where want.quote >= 0 && isAdvance(want) { amend(want, &commands) }
    }
    for want in wanted where want.quote < 0 { submit(want, terms, &commands) }
  }

  /// Whether its quotes stand one by one as they are wanted, as at most looks.
  private var isSettled: Bool {
    @inline(__always) get {
      guard quotes.count == wanted.count else { return false }
      for (quote, want) in zip(quotes, wanted)
      where quote.isGoing || quote.side != want.side || quote.askedPrice != want.price || quote.askedLots != want.lots {
        return false
      }
      return true
    }
  }

  /// Gives each live quote that is not taken yet the first quote wanted on its side that is not taken and that it suits.
  private mutating func match(_ suits: (LiveQuote, Wanted) -> Bool) {
    for index in quotes.indices where !quotes[index].isTaken {
      let quote = quotes[index]
      let place = wanted.firstIndex { $0.quote < 0 && $0.side == quote.side && suits(quote, $0) }
      guard let place else { continue }
      wanted[place].quote = index
      quotes[index].isTaken = true
    }
  }

  /// Whether a live quote is to move toward the other side.
  private func isAdvance(_ want: Wanted) -> Bool {
    let now = quotes[want.quote].askedPrice
    return want.side == .buy ? want.price > now : want.price < now
  }

  // MARK: What it sends

  /// A client number that none of its orders bears.
  mutating func takeClient() -> ClientOrderID {
    lastClient += 1
    return ClientOrderID(number: lastClient)
  }

  private mutating func submit(_ want: Wanted, _ terms: OrderTerms, _ commands: inout Outbox) {
    let client = takeClient()
    quotes.append(LiveQuote(client: client, want.side, want.price, lots: want.lots))
    commands.append(
      .submit(
        Order(
          account: seat.account, instrument: seat.instrument, side: want.side, quantity: Quantity(lots: want.lots),
          limit: want.price, terms: terms, client: client)))
  }

  private mutating func amend(_ want: Wanted, _ commands: inout Outbox) {
    let quote = quotes[want.quote]
    if quote.askedPrice == want.price && quote.askedLots == want.lots { return }
    let whole = quotes[want.quote].move(to: want.price, lots: want.lots)
    commands.append(
      .amend(
        OrderAmend(
          account: seat.account, instrument: seat.instrument, target: .client(ClientOrderID(number: quote.client)),
          quantity: whole, limit: want.price)))
  }

  private mutating func cancel(_ index: Int) -> Command.Action {
    quotes[index].leave()
    return .cancel(
      OrderCancel(
        account: seat.account, instrument: seat.instrument,
        target: .client(ClientOrderID(number: quotes[index].client))))
  }

  // MARK: What it learns

  /// Takes in an event about the maker's account.
  mutating func observe(_ event: Event) {
    switch event.body {
    case .accepted(let accepted):
      if let index = quotes.firstIndex(where: { $0.client == accepted.client.number }) {
        quotes[index].order = accepted.order.number
      }
    case .filled(let fill) where fill.instrument == seat.instrument:
      trade(fill, 1)
      lose(fill.maker, fill.quantity, byFill: true)
      lose(fill.taker, fill.quantity, byFill: true)
    case .cancelled(let cancelled): forget { $0.order == cancelled.order.number }
    case .amended(let amended):
      if let index = quotes.firstIndex(where: { $0.order == amended.order.number }) {
        quotes[index].stand(at: amended.price, lots: amended.quantity.lots)
      }
    case .refused(let refused) where refused.client != .none: learn(refused)
    default: observeRare(event)
    }
  }

  private mutating func observeRare(_ event: Event) {
    switch event.body {
    case .selfTradeDecremented(let pair) where pair.instrument == seat.instrument:
      lose(pair.maker, pair.quantity, byFill: false)
      lose(pair.taker, pair.quantity, byFill: false)
    case .busted(let fill) where fill.instrument == seat.instrument: trade(fill, -1)
    case .holdingOpened(let opening) where opening.instrument == seat.instrument:
      exchange(opening.position.lots, at: opening.price, opening.account, opening.counterparty)
    case .deleveraged(let pair) where pair.instrument == seat.instrument:
      exchange(pair.side.sign * pair.quantity.lots, at: pair.price, pair.account, pair.counterparty)
    case .positionMoved(let moved) where moved.instrument == seat.instrument:
      let sign: Int64 = (moved.to == seat.account ? 1 : 0) - (moved.from == seat.account ? 1 : 0)
      inventory += sign * moved.position.lots
      if seat.facts.tickValue > .zero { spent += Int128(sign * moved.cost.units / seat.facts.tickValue.units) }
    case .contractSettled(let settlement) where settlement.instrument == seat.instrument:
      spent -= Int128(inventory) * Int128(settlement.price.ticks)
      inventory = 0
    default: break
    }
  }

  /// An order that was refused never was. A change that was refused left its order as it stood, unless there is none any more.
  private mutating func learn(_ refused: CommandRefused) {
    guard let index = quotes.firstIndex(where: { $0.client == refused.client.number }) else { return }
    if refused.action == .submit || refused.reason == .unknownOrder {
      quotes.remove(at: index)
    } else if refused.action == .amend {
      quotes[index].answerChange()
    } else if refused.action == .cancel {
      quotes[index].stay()
    }
  }

  /// Some of an order is gone, if it is one of the quotes; it ends with its last lot.
  private mutating func lose(_ order: OrderID, _ quantity: Quantity, byFill: Bool) {
    guard let index = quotes.firstIndex(where: { $0.order == order.number }) else { return }
    quotes[index].lose(quantity.lots, byFill: byFill)
    if quotes[index].lots > 0 { return }
    if byFill {
      if quotes[index].side == .buy { filledBids += 1 } else { filledAsks += 1 }
    }
    quotes.remove(at: index)
  }

  private mutating func forget(where isGone: (LiveQuote) -> Bool) {
    if let index = quotes.firstIndex(where: isGone) { quotes.remove(at: index) }
  }

  /// Forced fills in the maker's name count as any. What an undone one moved goes back; the quote it filled does not.
  private mutating func trade(_ fill: Fill, _ times: Int64) {
    exchange(times * fill.quantity.lots, at: fill.price, fill.buyer, fill.seller)
  }

  private mutating func exchange(_ lots: Int64, at price: Price, _ buyer: AccountID, _ seller: AccountID) {
    let sign: Int64 = (buyer == seat.account ? 1 : 0) - (seller == seat.account ? 1 : 0)
    inventory += sign * lots
    spent += Int128(sign * lots) * Int128(price.ticks)
  }
}
