import Journaling
import MarketTypes
import Venue

/// A venue with one margined maker, one account that sends recorded trades, and one that may own recorded levels.
///
/// Everything the maker sends and everything that fills it goes through `Exchange.execute`: admission, margin, book,
/// clearing, fees, mark, watch. Every event goes into the digest.
struct ReplayL2Venue: ~Copyable {
  private static let crowd = AccountID(number: 0)
  private static let hitters = AccountID(number: 1)
  private static let quoter = AccountID(number: 2)
  private static let perp = InstrumentID(number: 0)

  private var exchange: Exchange
  private var events = EventStream()
  private(set) var digest = DigestBuilder()
  private(set) var eventCount = 0
  private(set) var commands = 0
  private(set) var maker = ReplayL2Maker()

  /// - Parameter mark: what margin is reckoned by until something trades.
  init(mark: Price) {
    var instrument = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1 << 23), maximumPosition: Quantity(lots: 1 << 36),
      makerFee: Rate(partsPerBillion: 200_000), takerFee: Rate(partsPerBillion: 500_000),
      initialMargin: Rate(partsPerBillion: 10_000_000),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 5_000_000))], mark: .last)
    instrument.orders.largest = Quantity(lots: 1 << 36)
    exchange = Exchange(VenueRules(instruments: [instrument]))
    for account in [Self.crowd, Self.hitters] {
      execute(.openAccount(AccountOpening(account: account, kind: .exempt)), at: 0)
    }
    execute(.openAccount(AccountOpening(account: Self.quoter, kind: .cross)), at: 0)
    execute(.openMark(PriceUpdate(instrument: Self.perp, price: mark)), at: 0)
    execute(.deposit(Self.quoter, Money(units: 100_000_000_000)), at: 0)
  }

  /// A recorded level as an order of the crowd.
  mutating func setLevel(_ event: ReplayL2Event) {
    let price = Price(ticks: Int64(event.ticks))
    let lots = Quantity(lots: event.lots)
    execute(
      .massQuote(
        MassQuote(
          account: Self.crowd, instrument: Self.perp, entry: event.ticks, bid: price,
          event.side == .buy ? lots : .zero, ask: price, event.side == .sell ? lots : .zero)),
      at: event.time)
  }

  /// A recorded trade, or the part of one that comes to the maker, from the taker's side.
  mutating func hit(_ side: Side, _ lots: Int64, at ticks: Int64, time: Int64) {
    execute(
      .submit(
        Order(
          account: Self.hitters, instrument: Self.perp, side: side, quantity: Quantity(lots: lots),
          limit: Price(ticks: ticks), timeInForce: .immediateOrCancel)),
      at: time)
  }

  mutating func quote(_ bid: ReplayL2Maker.Resting, _ ask: ReplayL2Maker.Resting, time: Int64) {
    let isRefused = execute(
      .massQuote(
        MassQuote(
          account: Self.quoter, instrument: Self.perp, bid: Price(ticks: max(bid.ticks, 1)), Quantity(lots: bid.lots),
          ask: Price(ticks: max(ask.ticks, 1)), Quantity(lots: ask.lots), terms: .postOnly)),
      at: time)
    // A quote that is refused leaves the old one.
    if !isRefused { maker.rest(bid, ask) }
  }

  mutating func look(bestBid: Int64, bestAsk: Int64) -> (bid: ReplayL2Maker.Resting, ask: ReplayL2Maker.Resting)? {
    maker.look(bestBid: bestBid, bestAsk: bestAsk)
  }

  /// - Returns: whether it was refused.
  @discardableResult
  private mutating func execute(_ action: Command.Action, at time: Int64) -> Bool {
    commands += 1
    events.removeAll()
    exchange.execute(Command(action, at: Time(nanoseconds: time)), into: &events)
    eventCount += events.count
    var isRefused = false
    for index in 0..<events.count {
      events[index].encode(into: &digest)
      switch events[index].body {
      case .filled(let fill) where fill.makerAccount == Self.quoter:
        maker.fill(fill.takerSide.opposite, fill.quantity.lots)
      case .refused: isRefused = true
      default: break
      }
    }
    return isRefused
  }
}
