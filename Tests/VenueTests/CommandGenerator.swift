import MarketTypes
import TestSupport

/// Random commands for a market of exempt accounts: first an opening, then orders that mostly meet, and now and then
/// something wrong. It looks at the naive venue, so that most of what it names exists.
struct CommandGenerator {
  var random: SplitMix64
  let shape: MarketShape
  var centre: Int64
  var now: Int64 = 0
  private var accounts: Int { shape.accounts }
  private let openingLength = 40

  init(seed: UInt64, shape: MarketShape) {
    random = SplitMix64(seed: seed)
    self.shape = shape
    centre = shape.centre
  }

  mutating func command(number: Int, for venue: NaiveVenue) -> Command {
    // Time that passes ends the opening: now and then it does too soon.
    let step = random.from(0, through: 3)
    if number >= openingLength || random.once(in: 100) { now += random.once(in: 200) ? 40 * step : step }
    let action = number < openingLength ? openingAction(number, venue) : action(venue)
    let time = random.once(in: 100) ? now - 5 : now
    var seen: EventPosition?
    if random.once(in: 3) { seen = EventPosition(number: Int64(random.below(venue.events.count + 2)) - 1) }
    return Command(action, at: Time(nanoseconds: time), seen: seen)
  }

  // MARK: What is asked

  private mutating func openingAction(_ number: Int, _ venue: NaiveVenue) -> Command.Action {
    if number < accounts {
      let group = shape.hasGroups ? Int32(number / 2) : 0
      return .openAccount(AccountOpening(account: AccountID(number: Int32(number)), kind: .exempt, group: group))
    }
    switch random.below(6) {
    case 0: return .deposit(account(), amount())
    case 1: return .fund(amount())
    case 2, 3:
      return .openHolding(
        HoldingOpening(
          account: account(), counterparty: account(), instrument: instrument(),
          position: Position(lots: random.once(in: 40) ? .min : random.pick([1, -1]) &* quantity().lots), price: price()
        )
      )
    case 4: return .openMark(PriceUpdate(instrument: instrument(), price: price()))
    default:
      var order = order(venue)
      if random.below(4) > 0 {
        if !order.timeInForce.mayRest { order.timeInForce = .goodTilCancelled }
        order.limit = atTick(Price(ticks: order.side == .buy ? centre - 1 : centre + 1), order.side)
      }
      return .openOrder(order)
    }
  }

  private mutating func action(_ venue: NaiveVenue) -> Command.Action {
    if shape.jump > 0, random.once(in: 30) {
      let highest = shape.instruments[0].maximumPrice.ticks
      centre = min(max(centre + random.from(-shape.jump, through: shape.jump), 1), highest)
    }
    if let rare = rareAction(venue) { return rare }
    if shape.largestDeposit >= 1 << 58, random.once(in: 12) { return .deposit(account(), amount()) }
    switch random.below(100) {
    case 0..<66: return .submit(order(venue))
    case 66..<74:
      let (account, instrument, target) = target(venue)
      return .cancel(OrderCancel(account: account, instrument: instrument, target: target))
    case 74..<86: return amend(venue)
    case 86..<91:
      let (account, instrument, target) = target(venue)
      return .reduce(OrderReduce(account: account, instrument: instrument, target: target, by: quantity()))
    case 91..<94: return .setIndex(PriceUpdate(instrument: instrument(), price: price()))
    case 94: return .deposit(account(), amount())
    case 95: return .withdraw(account(), amount())
    case 96:
      return .explainQuote(
        QuoteTerms(
          account: account(), instrument: instrument(), base: 1, volatility: 2, inventory: 3, skew: -4,
          withdrawn: 5, halfSpread: 6))
    case 97: return .openAccount(AccountOpening(account: AccountID(number: random.pick([0, -1, 99])), kind: .exempt))
    case 98: return openingAction(accounts, venue)
    default: return .clock
    }
  }

  private mutating func amend(_ venue: NaiveVenue) -> Command.Action {
    let (account, instrument, target) = target(venue)
    var request = OrderAmend(account: account, instrument: instrument, target: target)
    if random.below(3) > 0 { request.quantity = quantity() }
    if random.below(2) > 0 { request.limit = price() }
    // Often near what stands: a lot less than the whole, or what has filled already.
    if let standing = venue.orders.first(where: { $0.number == venue.find(target, account, instrument) }) {
      if random.once(in: 2) {
        request.quantity = Quantity(lots: standing.filled + random.from(0, through: max(standing.left + 1, 1)))
        if random.once(in: 2) { request.limit = standing.limit.map { Price(ticks: $0) } }
      }
      if standing.limit == nil, random.below(8) > 0 { request.limit = nil }
      if !standing.rests, random.once(in: 2) { request.trigger = price() }
    }
    if random.once(in: 60) { request.trigger = price() }
    return .amend(request)
  }

  // MARK: Its parts, now and then wrong

  mutating func account() -> AccountID {
    if random.once(in: 150) { return AccountID(number: random.pick([-1, Int32(accounts), .max, .min])) }
    return AccountID(number: Int32(random.below(accounts)))
  }

  mutating func instrument() -> InstrumentID {
    if random.once(in: 150) { return InstrumentID(number: random.pick([2, .max])) }
    return InstrumentID(number: random.below(4) == 0 ? 1 : 0)
  }

  mutating func quantity() -> Quantity {
    if random.once(in: 60) {
      return Quantity(lots: random.pick([0, -3, .max, .min, shape.instruments[0].maximumPosition.lots + 1]))
    }
    let lots = random.from(1, through: random.once(in: 3) ? shape.largestOrder : shape.largestOrder / 6 + 1)
    let lotSize = shape.instruments[0].orders.lotSize.lots
    return Quantity(lots: random.once(in: 30) ? lots : (lots + lotSize - 1) / lotSize * lotSize)
  }

  mutating func price() -> Price {
    let highest = shape.instruments[0].maximumPrice.ticks
    if random.once(in: 60) { return Price(ticks: random.pick([0, -5, highest, highest + 1, .max, .min])) }
    let reach = random.once(in: 4) ? shape.reach : shape.reach / 8 + 1
    let price = Price(ticks: min(max(centre + random.from(-reach, through: reach), 1), highest))
    return random.once(in: 30) ? price : atTick(price, random.pick([.buy, .sell]))
  }

  /// The nearest multiple of the tick size, away from the other side.
  func atTick(_ price: Price, _ side: Side) -> Price {
    let tick = shape.instruments[0].orders.tickSize.ticks
    return Price(ticks: price.ticks.divided(by: tick, rounding: side == .buy ? .down : .up) * tick)
  }

  private mutating func amount() -> Money {
    if random.once(in: 20) { return Money(units: random.pick([0, -1, .max, .min])) }
    return Money(units: random.from(1, through: shape.largestDeposit))
  }

  /// Mostly an order that stands, by either of its numbers.
  mutating func target(_ venue: NaiveVenue) -> (AccountID, InstrumentID, OrderReference) {
    guard !venue.orders.isEmpty, random.below(12) > 0 else {
      let number = random.from(-1, through: venue.lastOrder + 2)
      return (
        account(), instrument(),
        random.pick([.order(OrderID(number: number)), .client(ClientOrderID(number: number))])
      )
    }
    let standing = random.pick(venue.orders)
    let owner = random.once(in: 30) ? account() : standing.owner
    let place = random.once(in: 30) ? instrument() : standing.market
    let byClient = standing.client != 0 && random.once(in: 2)
    return (owner, place, byClient ? .client(ClientOrderID(number: standing.client)) : .order(standing.id))
  }
}
