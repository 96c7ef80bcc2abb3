import MarketTypes

/// A maker's quotes as far as it knows, and how it brings them to where it wants them.
///
/// It counts on what it sent until the venue says otherwise. Only its own instrument is its inventory.
struct QuoteBoard: Sendable {
  /// One of its orders.
  struct LiveQuote: Sendable, BitwiseCopyable {
    var client: Int64
    /// Zero until the venue's answer has come.
    var order: Int64 = 0
    /// What it showed when it was sent; zero when the venue did not change it as asked, so that it is asked again.
    var price: Price
    var lots: Int64
    /// Lots of it that filled, which a change of its whole quantity counts.
    var filled: Int64 = 0
    var side: Side
  }

  /// How quotes are moved.
  enum Style: Hashable, Sendable {
    /// What does not stand where it is wanted is cancelled and sent anew; what stands there with at least half the size wanted,
    /// and no more than it, stays.
    case replacing
    /// What does not stand as wanted is amended, so that one request moves it; its place in the queue is lost as it would be.
    case amending
  }

  static let news: News = [.orders, .positions]

  let seat: Seat
  private(set) var inventory: Int64 = 0
  private(set) var quotes: [LiveQuote] = []
  private var wanted: [LiveQuote] = []
  private var lastClient: Int64 = 0

  init(_ seat: Seat) { self.seat = seat }

  // MARK: What it wants

  /// Begins another set of quotes.
  mutating func begin() { wanted.removeAll(keepingCapacity: true) }

  /// Wants a quote, brought to the instrument's steps: a bid down, an ask up, the size down; nothing where that leaves none or
  /// where it would be above the instrument's highest price.
  mutating func want(_ side: Side, _ price: Price, _ size: Quantity) {
    let quantity = seat.facts.steps.settled(size)
    guard quantity > .zero, let price = seat.facts.steps.settled(price, for: side), price <= seat.facts.maximumPrice
    else { return }
    wanted.append(LiveQuote(client: 0, price: price, lots: quantity.lots, side: side))
  }

  /// How many quotes are wanted.
  var wantedCount: Int { wanted.count }

  /// Sends what brings its quotes to what is wanted.
  mutating func settle(_ style: Style, terms: OrderTerms = .postOnly, _ commands: inout [Command.Action]) {
    switch style {
    case .replacing: replace(terms, &commands)
    case .amending: amend(terms, &commands)
    }
  }

  private mutating func replace(_ terms: OrderTerms, _ commands: inout [Command.Action]) {
    var index = 0
    while index < quotes.count {
      let quote = quotes[index]
      let match = wanted.firstIndex {
        $0.side == quote.side && $0.price == quote.price && quote.lots * 2 >= $0.lots && quote.lots <= $0.lots
      }
      if let match {
        wanted.remove(at: match)
        index += 1
      } else {
        commands.append(cancel(quote))
        quotes.remove(at: index)
      }
    }
    for quote in wanted { submit(quote, terms, &commands) }
  }

  /// The first quote of a side becomes the first wanted there, and so on; the rest is cancelled or sent.
  private mutating func amend(_ terms: OrderTerms, _ commands: inout [Command.Action]) {
    var index = 0
    while index < quotes.count {
      guard let match = wanted.firstIndex(where: { $0.side == quotes[index].side }) else {
        commands.append(cancel(quotes[index]))
        quotes.remove(at: index)
        continue
      }
      let next = wanted.remove(at: match)
      if quotes[index].price != next.price || quotes[index].lots != next.lots {
        commands.append(
          .amend(
            OrderAmend(
              account: seat.account, instrument: seat.instrument,
              target: .client(ClientOrderID(number: quotes[index].client)),
              quantity: Quantity(lots: quotes[index].filled + next.lots), limit: next.price)))
        quotes[index].price = next.price
        quotes[index].lots = next.lots
      }
      index += 1
    }
    for quote in wanted { submit(quote, terms, &commands) }
  }

  /// A client number that none of its orders bears.
  mutating func takeClient() -> ClientOrderID {
    lastClient += 1
    return ClientOrderID(number: lastClient)
  }

  private mutating func submit(_ quote: LiveQuote, _ terms: OrderTerms, _ commands: inout [Command.Action]) {
    var quote = quote
    quote.client = takeClient().number
    quotes.append(quote)
    commands.append(
      .submit(
        Order(
          account: seat.account, instrument: seat.instrument, side: quote.side, quantity: Quantity(lots: quote.lots),
          limit: quote.price, terms: terms, client: ClientOrderID(number: quote.client))))
  }

  private func cancel(_ quote: LiveQuote) -> Command.Action {
    .cancel(
      OrderCancel(
        account: seat.account, instrument: seat.instrument, target: .client(ClientOrderID(number: quote.client))))
  }

  // MARK: What it learns

  /// Takes in an event about the maker's account.
  mutating func observe(_ event: Event) {
    switch event.body {
    case .holdingOpened(let opening) where opening.instrument == seat.instrument:
      inventory += opening.account == seat.account ? opening.position.lots : -opening.position.lots
    case .accepted(let accepted):
      if let index = quotes.firstIndex(where: { $0.client == accepted.client.number }) {
        quotes[index].order = accepted.order.number
      }
    case .amended(let amended):
      if let index = quotes.firstIndex(where: { $0.order == amended.order.number }) {
        quotes[index].lots = amended.quantity.lots
      }
    case .filled(let fill) where fill.instrument == seat.instrument: count(fill)
    case .busted(let fill) where fill.instrument == seat.instrument: move(fill, -1)
    case .deleveraged(let pair) where pair.instrument == seat.instrument:
      if pair.account == seat.account { inventory += pair.side.sign * pair.quantity.lots }
      if pair.counterparty == seat.account { inventory -= pair.side.sign * pair.quantity.lots }
    case .positionMoved(let moved) where moved.instrument == seat.instrument:
      if moved.from == seat.account { inventory -= moved.position.lots }
      if moved.to == seat.account { inventory += moved.position.lots }
    case .cancelled(let cancelled): quotes.removeAll { $0.order == cancelled.order.number }
    case .refused(let refused): learn(refused)
    default: break
    }
  }

  /// An order that was refused never was; a change that was refused left its order as it stood, if it still stands.
  private mutating func learn(_ refused: CommandRefused) {
    guard refused.client != .none, let index = quotes.firstIndex(where: { $0.client == refused.client.number }) else {
      return
    }
    if refused.action == .amend {
      quotes[index].price = Price(ticks: 0)
    } else {
      quotes.remove(at: index)
    }
  }

  /// As a taker it never comes by itself: it was closed by force, or somebody traded in its name.
  private mutating func count(_ fill: Fill) {
    move(fill, 1)
    guard fill.makerAccount == seat.account, let index = quotes.firstIndex(where: { $0.order == fill.maker.number })
    else { return }
    quotes[index].lots -= fill.quantity.lots
    quotes[index].filled += fill.quantity.lots
    if quotes[index].lots <= 0 { quotes.remove(at: index) }
  }

  /// What an undone fill moved goes back; the quote it filled does not.
  private mutating func move(_ fill: Fill, _ times: Int64) {
    if fill.takerAccount == seat.account { inventory += times * fill.takerSide.sign * fill.quantity.lots }
    if fill.makerAccount == seat.account { inventory -= times * fill.takerSide.sign * fill.quantity.lots }
  }
}
