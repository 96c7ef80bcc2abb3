import MarketTypes
import TestSupport

/// A waterfall market with more of everything else: inverse contracts, funding, gains paid in cash, contracts that expire, tiers with initial rates of their own, marks by one
/// side of the book, positions that change accounts, orders that are cancelled, amended, replaced, or wait for a price,
/// liquidation that is off.
struct WideMarket {
  private(set) var rules: VenueRules
  private var base: WaterfallMarket
  private var random: SplitMix64
  private var now = Time.start
  /// A guess at how many orders there have been.
  private var orders: Int64 = 60

  init(seed: UInt64) {
    base = WaterfallMarket(seed: seed)
    rules = base.rules
    random = SplitMix64(seed: seed ^ 0x51DE)
    for index in rules.instruments.indices {
      if random.once(in: 3) {
        rules.instruments[index].contract = .inverse
        rules.instruments[index].tickValue = Money(units: random.from(2_000_000, through: 9_000_000))
      }
      if random.once(in: 3) { rules.instruments[index].mark = random.pick([.bestBid, .bestAsk, .mid, .last]) }
      if random.once(in: 3) {
        rules.instruments[index].maintenanceTiers[1].initial = .percent(random.from(4, through: 9))
        rules.instruments[index].maintenanceTiers[2].initial = .percent(random.from(9, through: 20))
      }
    }
    for index in rules.instruments.indices {
      var instrument = rules.instruments[index]
      addCashFlows(&instrument)
      rules.instruments[index] = instrument
    }
    rules.liquidation.isOn = !random.once(in: 12)
  }

  private mutating func addCashFlows(_ instrument: inout InstrumentRules) {
    if random.once(in: 3) {
      var premium = PremiumFunding(
        sampling: TimeSpan(nanoseconds: random.from(5, through: 20)),
        notional: Money(units: random.from(1, through: 60_000)), quotedFor: TimeSpan(nanoseconds: 100))
      premium.interest = .perMillion(random.pick([0, 500, -300]))
      premium.clamp = random.once(in: 2) ? .perMillion(400) : nil
      premium.minimumSamples = random.pick([0, 4])
      premium.marginMultiple = random.once(in: 2) ? 2 : nil
      let interval = TimeSpan(nanoseconds: random.from(20, through: 80))
      instrument.funding = FundingRules(interval: interval, method: .premium(premium))
      instrument.funding?.price = random.pick([.index, .mark])
      instrument.funding?.cap = .percent(random.pick([2, 100]))
    }
    if random.once(in: 4) { instrument.markToMarket = TimeSpan(nanoseconds: random.from(15, through: 90)) }
    if random.once(in: 8) {
      instrument.expiry = Expiry(
        at: Time(nanoseconds: random.from(100, through: 400)), price: random.pick([.mark, .index]))
    }
  }

  mutating func opening() -> [Command] { base.opening() }

  mutating func next() -> Command {
    if random.below(5) > 0 {
      let command = base.next()
      now = command.time
      switch command.action {
      case .submit: orders += 1
      // Contracts that end leave little to do.
      case .settleContract: if random.below(4) > 0 { return Command(.clock, at: now) }
      default: break
      }
      return command
    }
    return Command(action(), at: now)
  }

  private mutating func action() -> Command.Action {
    let (account, instrument) = (account(), instrument())
    let target = OrderReference.order(OrderID(number: random.from(max(1, orders - 30), through: orders + 3)))
    switch random.below(9) {
    case 0, 1:
      let (owner, sub) = (3 + random.below(2), WaterfallMarket.accounts - 4 + random.below(4))
      let isToSub = random.once(in: 2)
      return .movePosition(
        PositionMove(
          from: AccountID(number: Int32(isToSub ? owner : sub)), to: AccountID(number: Int32(isToSub ? sub : owner)),
          instrument: instrument))
    case 2: return .cancel(OrderCancel(account: account, instrument: instrument, target: target))
    case 3:
      return .amend(
        OrderAmend(
          account: account, instrument: instrument, target: target,
          quantity: Quantity(lots: random.from(1, through: 20)),
          limit: random.once(in: 2) ? price() : nil))
    case 4:
      return .reduce(
        OrderReduce(
          account: account, instrument: instrument, target: target, by: Quantity(lots: random.from(1, through: 9))))
    case 5: return .replace(OrderReplace(target, with: order(account, instrument)))
    case 6:
      var order = order(account, instrument)
      order.timeInForce = random.pick([.fillOrKill, .immediateOrCancel, .goodTilCancelled])
      if order.timeInForce == .immediateOrCancel {
        order.conditions.minimum = Quantity(lots: random.from(1, through: 4))
      }
      if order.timeInForce == .goodTilCancelled { order.conditions.display = Quantity(lots: 2) }
      orders += 1
      return .submit(order)
    default:
      var order = order(account, instrument)
      let trigger = price()
      order.conditions.trigger = .stop(at: trigger, on: random.pick(PriceSource.allCases))
      if random.once(in: 2) {
        order.limit = nil
        order.timeInForce = .immediateOrCancel
      }
      if random.once(in: 2) { order.terms.insert(.reduceOnly) }
      orders += 1
      return .submit(order)
    }
  }

  private mutating func order(_ account: AccountID, _ instrument: InstrumentID) -> Order {
    Order(
      account: account, instrument: instrument, side: random.pick([.buy, .sell]),
      quantity: Quantity(lots: random.from(1, through: 20)), limit: price())
  }

  private mutating func price() -> Price { Price(ticks: random.from(850, through: 1_150)) }
  private mutating func account() -> AccountID { AccountID(number: Int32(random.below(WaterfallMarket.accounts))) }
  private mutating func instrument() -> InstrumentID {
    InstrumentID(number: UInt16(random.below(rules.instruments.count)))
  }
}
