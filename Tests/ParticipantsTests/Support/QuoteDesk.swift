import MarketTypes
import Participants

let traded = InstrumentID(number: 3)
let makerAccount = AccountID(number: 7)
let somebody = AccountID(number: 9)

extension DynamicSpreadMaker.Settings {
  /// A maker that shows 10 lots on either side, 5 ticks from the last price, whatever happens; but for what `change` says.
  static func plain(_ change: (inout Self) -> Void = { _ in }) -> Self {
    var settings = DynamicSpreadMaker.Settings(
      interval: TimeSpan(nanoseconds: 1_000_000), base: 5, maximum: 1_000, volatilityWeight: 0, volatilityDecay: 0,
      inventoryWeight: 0, skew: 0, inventoryLimit: Quantity(lots: 100), levels: 1, levelStep: 1,
      size: Quantity(lots: 10), sizeDecay: 0, referenceVolatility: 10, stressFrom: 1_000, stressFull: 2_000,
      maximumWithdrawal: 1, pull: 1)
    change(&settings)
    return settings
  }
}

typealias QuoteDesk = MakerDesk<DynamicSpreadMaker>

/// A venue with one maker in it that answers at once; the test decides what the market is and who fills what.
struct MakerDesk<Maker: Participant> {
  struct Standing: Equatable {
    var order: OrderID
    var client: ClientOrderID
    var side: Side
    var price: Price
    var lots: Int64
  }

  var maker: Maker
  var market = PublicMarket(traded)
  /// What else it follows.
  var others: [PublicMarket] = []
  var depth = PublicDepth()
  var now = Time.start
  /// When it wants to look again.
  var next: Time?
  /// The maker's orders in the book, in order of arrival.
  var standing: [Standing] = []
  /// What the maker said last about its quotes.
  var terms: QuoteTerms?
  /// What it sent at the last look.
  var sent: [Command.Action] = []
  private var lastOrder: Int64 = 0

  init(_ settings: Maker.Settings, at seat: Seat = .of(makerAccount)) {
    maker = Maker(seat, settings, streams())
  }

  var bids: [Standing] { standing.filter { $0.side == .buy }.sorted { $0.price > $1.price } }
  var asks: [Standing] { standing.filter { $0.side == .sell }.sorted { $0.price < $1.price } }

  /// The maker looks at a market that last traded at this price.
  mutating func look(at last: Int64) {
    market.last = Price(ticks: last)
    look()
  }

  /// The maker looks at the market as it is.
  mutating func look() {
    var outbox = Outbox()
    next = maker.look(at: Outlook(now: now, market: market, others: others, depth: depth), &outbox)
    sent = outbox.actions
    for action in sent { carryOut(action) }
  }

  /// Somebody takes lots of one of the maker's orders.
  mutating func fill(_ order: Standing, _ lots: Int64, at price: Int64 = 1_000) {
    guard let index = standing.firstIndex(where: { $0.order == order.order }) else { return }
    standing[index].lots -= lots
    if standing[index].lots == 0 { standing.remove(at: index) }
    var fill = fillOf(order.order, lots, maker: makerAccount, taker: somebody, order.side.opposite)
    fill.price = Price(ticks: price)
    tell(.filled(fill))
  }

  /// The maker comes to hold this, by a fill of an order it knows nothing of.
  mutating func give(_ lots: Int64) {
    let side: Side = lots > 0 ? .buy : .sell
    tell(.filled(fillOf(OrderID(number: 1 << 40), abs(lots), maker: somebody, taker: makerAccount, side)))
  }

  mutating func tell(_ body: Event.Body) { maker.observeOwn(Event(body)) }

  func fillOf(
    _ order: OrderID, _ lots: Int64, maker: AccountID, taker: AccountID, _ takerSide: Side,
    in instrument: InstrumentID = traded
  ) -> Fill {
    Fill(
      maker: order, taker: OrderID(number: 1 << 41), price: Price(ticks: 1_000), quantity: Quantity(lots: lots),
      makerAccount: maker, takerAccount: taker, instrument: instrument, takerSide: takerSide, isForced: false)
  }

  private mutating func carryOut(_ action: Command.Action) {
    switch action {
    case .explainQuote(let terms): self.terms = terms
    case .submit(let order):
      lastOrder += 1
      let id = OrderID(number: lastOrder)
      standing.append(
        Standing(
          order: id, client: order.client, side: order.side, price: order.limit ?? Price(ticks: 0),
          lots: order.quantity.lots))
      tell(.accepted(OrderAccepted(order, as: id)))
    case .cancel(let request):
      guard case .client(let client) = request.target,
        let index = standing.firstIndex(where: { $0.client == client })
      else { return }
      let order = standing.remove(at: index)
      tell(
        .cancelled(
          OrderCancelled(
            order: order.order, quantity: Quantity(lots: order.lots), account: makerAccount, instrument: traded,
            side: order.side, reason: .requested)))
    case .amend(let request):
      guard case .client(let client) = request.target, let quantity = request.quantity, let limit = request.limit,
        let index = standing.firstIndex(where: { $0.client == client })
      else { return }
      // No test here amends what has filled in part.
      (standing[index].price, standing[index].lots) = (limit, quantity.lots)
      tell(
        .amended(
          OrderAmended(
            order: standing[index].order, price: limit, quantity: quantity, account: makerAccount, instrument: traded,
            side: standing[index].side, keptPriority: false)))
    default: break
    }
  }
}

extension MakerDesk {
  /// Money comes to the maker's account, or below zero leaves it.
  mutating func pay(_ units: Int64) {
    let (from, to): (LedgerAccount, LedgerAccount) =
      units < 0 ? (.collateral(makerAccount), .outside) : (.outside, .collateral(makerAccount))
    tell(.transferred(Transfer(from: from, to: to, amount: Money(units: abs(units)), reason: .deposit)))
  }
}
