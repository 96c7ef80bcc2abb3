import MarketTypes
import TestSupport

/// Random commands for a market of exempt accounts: first an opening, then orders that mostly meet, and now and then
/// something wrong. It looks at the naive venue, so that most of what it names exists.
struct CommandGenerator {
  private var random: SplitMix64
  private let shape: MarketShape
  private var centre: Int64
  private var now: Int64 = 0
  private var accounts: Int { shape.accounts }
  private let openingLength = 40

  init(seed: UInt64, shape: MarketShape) {
    random = SplitMix64(seed: seed)
    self.shape = shape
    centre = shape.centre
  }

  mutating func command(number: Int, for venue: NaiveVenue) -> Command {
    let action = number < openingLength ? openingAction(number, venue) : action(venue)
    // Time that passes ends the opening: now and then it does too soon.
    let step = random.from(0, through: 3)
    if number >= openingLength || random.once(in: 100) { now += step }
    let time = random.once(in: 100) ? now - 5 : now
    var seen: EventPosition?
    if random.once(in: 3) { seen = EventPosition(number: Int64(random.below(venue.events.count + 2)) - 1) }
    return Command(action, at: Time(nanoseconds: time), seen: seen)
  }

  // MARK: What is asked

  private mutating func openingAction(_ number: Int, _ venue: NaiveVenue) -> Command.Action {
    if number < accounts {
      return .openAccount(AccountOpening(account: AccountID(number: Int32(number)), kind: .exempt))
    }
    switch random.below(6) {
    case 0: return .deposit(account(venue), amount())
    case 1: return .fund(amount())
    case 2, 3:
      return .openHolding(
        HoldingOpening(
          account: account(venue), counterparty: account(venue), instrument: instrument(),
          position: Position(lots: random.once(in: 40) ? .min : random.pick([1, -1]) &* quantity().lots), price: price()
        )
      )
    case 4: return .openMark(PriceUpdate(instrument: instrument(), price: price()))
    default:
      var order = order(venue)
      if random.below(4) > 0 {
        order.timeInForce = .goodTilCancelled
        order.limit = Price(ticks: order.side == .buy ? centre - 1 : centre + 1)
      }
      return .openOrder(order)
    }
  }

  private mutating func action(_ venue: NaiveVenue) -> Command.Action {
    if shape.jump > 0, random.once(in: 30) {
      let highest = shape.instruments[0].maximumPrice.ticks
      centre = min(max(centre + random.from(-shape.jump, through: shape.jump), 1), highest)
    }
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
    case 94: return .deposit(account(venue), amount())
    case 95: return .withdraw(account(venue), amount())
    case 96:
      return .explainQuote(
        QuoteTerms(
          account: account(venue), instrument: instrument(), base: 1, volatility: 2, inventory: 3, skew: -4,
          withdrawn: 5, halfSpread: 6))
    case 97: return .openAccount(AccountOpening(account: AccountID(number: random.pick([0, -1, 99])), kind: .exempt))
    case 98: return openingAction(accounts, venue)
    default: return .clock
    }
  }

  private mutating func order(_ venue: NaiveVenue) -> Order {
    var order = Order(
      account: account(venue), instrument: instrument(), side: random.pick([.buy, .sell]), quantity: quantity(),
      limit: price())
    if random.once(in: shape.ordersPerReduceOnly) {
      order.terms.insert(.reduceOnly)
      // Mostly on the side that closes something.
      let lots =
        venue.accounts.indices.contains(order.account.index)
        ? venue.accounts[order.account.index].lots[order.instrument.index] ?? 0 : 0
      if lots != 0, random.below(5) > 0 { order.side = lots > 0 ? .sell : .buy }
    }
    // Most rest on their side of the centre, so that there is something to meet.
    if let limit = order.limit, limit.ticks > 0, limit.ticks < .max, random.below(10) < 5 {
      let away = abs(limit.ticks - centre)
      order.limit = Price(ticks: order.side == .buy ? centre - away : centre + away)
    }
    if random.once(in: 8) { order.limit = nil }
    if order.limit == nil ? random.below(12) > 0 : random.once(in: 8) { order.timeInForce = .immediateOrCancel }
    if random.once(in: 12) { order.timeInForce = .fillOrKill }
    if random.once(in: 10) { order.terms.insert(.postOnly) }
    if random.once(in: 120) { order.terms.insert(.forced) }
    if random.once(in: 2) { order.client = ClientOrderID(number: random.from(1, through: 20)) }
    return order
  }

  private mutating func amend(_ venue: NaiveVenue) -> Command.Action {
    let (account, instrument, target) = target(venue)
    var request = OrderAmend(account: account, instrument: instrument, target: target)
    if random.below(3) > 0 { request.quantity = quantity() }
    if random.below(2) > 0 { request.limit = price() }
    // Often near what stands: a lot less than the whole, or what has filled already.
    if let standing = venue.find(target, account, instrument).map({ venue.orders[$0] }), random.once(in: 2) {
      request.quantity = Quantity(lots: standing.filled + random.from(0, through: max(standing.left + 1, 1)))
      if random.once(in: 2) { request.limit = Price(ticks: standing.price) }
    }
    return .amend(request)
  }

  // MARK: Its parts, now and then wrong

  private mutating func account(_ venue: NaiveVenue) -> AccountID {
    if random.once(in: 150) { return AccountID(number: random.pick([-1, Int32(accounts), .max, .min])) }
    return AccountID(number: Int32(random.below(accounts)))
  }

  private mutating func instrument() -> InstrumentID {
    if random.once(in: 150) { return InstrumentID(number: random.pick([2, .max])) }
    return InstrumentID(number: random.below(4) == 0 ? 1 : 0)
  }

  private mutating func quantity() -> Quantity {
    if random.once(in: 60) {
      return Quantity(lots: random.pick([0, -3, .max, .min, shape.instruments[0].maximumPosition.lots + 1]))
    }
    return Quantity(lots: random.from(1, through: random.once(in: 3) ? shape.largestOrder : shape.largestOrder / 6 + 1))
  }

  private mutating func price() -> Price {
    let highest = shape.instruments[0].maximumPrice.ticks
    if random.once(in: 60) { return Price(ticks: random.pick([0, -5, highest, highest + 1, .max, .min])) }
    let reach = random.once(in: 4) ? shape.reach : shape.reach / 8 + 1
    return Price(ticks: min(max(centre + random.from(-reach, through: reach), 1), highest))
  }

  private mutating func amount() -> Money {
    if random.once(in: 20) { return Money(units: random.pick([0, -1, .max, .min])) }
    return Money(units: random.from(1, through: shape.largestDeposit))
  }

  /// Mostly an order that stands, by either of its numbers.
  private mutating func target(_ venue: NaiveVenue) -> (AccountID, InstrumentID, OrderReference) {
    guard !venue.orders.isEmpty, random.below(12) > 0 else {
      let number = random.from(-1, through: venue.lastOrder + 2)
      return (
        account(venue), instrument(),
        random.pick([.order(OrderID(number: number)), .client(ClientOrderID(number: number))])
      )
    }
    let standing = random.pick(venue.orders)
    let owner = random.once(in: 30) ? account(venue) : AccountID(number: Int32(standing.account))
    let place = random.once(in: 30) ? instrument() : InstrumentID(number: UInt16(standing.instrument))
    let byClient = standing.client != 0 && random.once(in: 2)
    return (
      owner, place,
      byClient ? .client(ClientOrderID(number: standing.client)) : .order(OrderID(number: standing.number))
    )
  }
}
