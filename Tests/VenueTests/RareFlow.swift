import MarketTypes
import TestSupport

/// Random commands with every rare term, in a small market around a price of 100, and now and then a number from beyond all
/// rules. The seed chooses the rules too.
struct RareFlow {
  let rules: VenueRules
  private var random: SplitMix64
  private var now: Int64 = 0
  private var entered: Int64 = 0
  let accounts = 6

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed ^ 0x5A1E_F10E)
    var instruments: [InstrumentRules] = []
    for _ in 0..<2 {
      instruments.append(
        TradingFloor.instrument(mark: random.pick([.last, .mid, .index, .bestBid])) { rules in
          rules.maximumPosition = Quantity(lots: 200)
          rules.maximumPrice = Price(ticks: 300)
          rules.makerFee = Rate(partsPerBillion: random.pick([0, -300_000, 700_001]))
          rules.takerFee = Rate(partsPerBillion: random.pick([0, 1_000_003]))
          rules.orders.lotSize = Quantity(lots: random.pick([1, 1, 2]))
          rules.orders.tickSize = PriceChange(ticks: random.pick([1, 1, 1, 3]))
          rules.orders.mostOpen = random.pick([nil, nil, 6])
          rules.orders.largest = random.pick([nil, Quantity(lots: 30)])
          rules.orders.smallestNotional = Money(units: random.pick([0, 0, 150]))
          rules.matching = random.pick([.priceTime, .priceTime, .proRata, .proRataAfterTop])
          if random.once(in: 3) {
            rules.marketProtection = MarketProtection(
              distance: PriceChange(ticks: random.from(0, through: 6)), restRemainder: random.once(in: 2))
          }
          if random.once(in: 3) {
            rules.band = PriceBand(
              width: Rate(partsPerBillion: random.pick([50_000_000, 300_000_000])),
              reference: random.pick(PriceSource.allCases))
          }
          if random.once(in: 3) {
            rules.limitState = LimitStateRules(
              width: Rate(partsPerBillion: 60_000_000), window: TimeSpan(nanoseconds: 20),
              patience: TimeSpan(nanoseconds: 6), halt: TimeSpan(nanoseconds: 4))
          }
          rules.reopeningCall = TimeSpan(nanoseconds: random.pick([0, 3]))
          rules.publishesLevels = true
        })
    }
    var rules = VenueRules(
      instruments: instruments,
      liquidation: LiquidationRules(
        isOn: random.below(5) > 0, limit: random.pick([.market, .bankruptcyPrice]),
        pacing: random.once(in: 3)
          ? .timed(TimeSpan(nanoseconds: 5)) : .immediate(roundLimit: random.pick([2, 1_000])),
        order: random.pick([.synchronous, .oneByOne])))
    rules.selfTradePrevention = random.pick([.allow, .cancelNewest, .cancelOldest, .cancelBoth, .decrement])
    rules.dayLength = TimeSpan(nanoseconds: 40)
    if random.once(in: 4) { rules.orderRate = OrderRate(orders: 12, window: TimeSpan(nanoseconds: 10)) }
    self.rules = rules
    self.random = random
  }

  mutating func opening() -> [Command] {
    var actions: [Command.Action] = []
    for number in 0..<accounts {
      let account = AccountID(number: Int32(number))
      actions.append(
        .openAccount(
          AccountOpening(
            account: account, kind: number < 2 ? .exempt : .cross, group: random.pick([0, 0, 1]))))
      actions.append(.deposit(account, Money(units: random.from(200, through: 3_000))))
    }
    for instrument in rules.instruments.indices {
      actions.append(.openMark(PriceUpdate(instrument: id(instrument), price: Price(ticks: 99))))
    }
    return actions.map { Command($0) }
  }

  mutating func next() -> Command {
    now += random.pick([0, 0, 1, 2])
    return Command(action(), at: Time(nanoseconds: now))
  }

  private mutating func action() -> Command.Action {
    let instrument = id(random.below(rules.instruments.count))
    switch random.below(40) {
    case 0..<19:
      entered += 1
      return .submit(order(instrument))
    case 19, 20: return .cancel(OrderCancel(account: account(), instrument: instrument, target: target()))
    case 21..<24:
      return .amend(
        OrderAmend(
          account: account(), instrument: instrument, target: target(),
          quantity: random.once(in: 2) ? nil : Quantity(lots: lots()), limit: random.once(in: 2) ? nil : price(),
          trigger: random.once(in: 4) ? price() : nil))
    case 24:
      return .reduce(
        OrderReduce(account: account(), instrument: instrument, target: target(), by: Quantity(lots: lots())))
    case 25, 26:
      entered += 1
      return .replace(OrderReplace(target(), with: order(instrument)))
    case 27, 28:
      entered += 2
      let centre = random.from(95, through: 105)
      return .massQuote(
        MassQuote(
          account: account(), instrument: instrument, entry: UInt32(random.below(2)),
          bid: Price(ticks: centre - random.from(-1, through: 4)), Quantity(lots: random.from(0, through: 6)),
          ask: Price(ticks: centre + random.from(0, through: 4)), Quantity(lots: random.from(0, through: 6)),
          terms: random.pick([[], [], .postOnly, [.postOnly, .slides]])))
    case 29:
      return .protect(
        MakerProtection(
          account: account(), instrument: instrument, lots: Quantity(lots: random.from(0, through: 9)),
          within: TimeSpan(nanoseconds: random.from(1, through: 9)),
          pause: TimeSpan(nanoseconds: random.from(0, through: 9))))
    case 30:
      return .massCancel(
        MassCancel(
          account: account(), instrument: random.pick([nil, instrument]), side: random.pick([nil, .buy, .sell]),
          occasion: random.pick([.request, .disconnect])))
    case 31:
      return random.once(in: 4)
        ? .massCancel(MassCancel(account: account(), occasion: .kill)) : .unblock(account())
    case 32, 33:
      let until = random.pick([nil, Time(nanoseconds: now + random.from(1, through: 9))])
      return .setPhase(
        PhaseChange(
          random.pick([.continuous, .continuous, .call, .halted]), of: random.pick([nil, instrument]), until: until))
    case 34..<37:
      return .setIndex(PriceUpdate(instrument: instrument, price: Price(ticks: random.from(88, through: 112))))
    case 37: return .deposit(account(), Money(units: random.from(1, through: 900)))
    case 38: return .bust(fill(instrument))
    default: return .clock
    }
  }

  private mutating func fill(_ instrument: InstrumentID) -> Fill {
    Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: price(), quantity: Quantity(lots: lots()),
      makerAccount: account(), takerAccount: account(), instrument: instrument, takerSide: random.pick([.buy, .sell]),
      isForced: false)
  }

  private mutating func order(_ instrument: InstrumentID) -> Order {
    var order = Order(
      account: account(), instrument: instrument, side: random.pick([.buy, .sell]), quantity: Quantity(lots: lots()),
      limit: random.once(in: 4) ? nil : price())
    order.timeInForce =
      order.limit == nil
      ? random.pick([.immediateOrCancel, .fillOrKill, .goodTilCancelled])
      : random.pick([.goodTilCancelled, .goodTilCancelled, .immediateOrCancel, .fillOrKill, .day, .goodTilTime])
    for term in [OrderTerms.postOnly, .reduceOnly, .hidden, .slides, .marketToLimit] where random.once(in: 9) {
      order.terms.insert(term)
    }
    if random.once(in: 3) { order.client = ClientOrderID(number: random.from(1, through: 5)) }
    if order.timeInForce == .goodTilTime {
      order.conditions.expiryNanoseconds = extreme(now + random.from(1, through: 30))
    }
    if random.once(in: 5) { order.conditions.display = Quantity(lots: extreme(random.from(1, through: 5))) }
    if random.once(in: 9) { order.conditions.minimum = Quantity(lots: extreme(random.from(1, through: 5))) }
    if random.once(in: 4) { order.conditions.group = Int32(random.below(3)) }
    if random.once(in: 4) { order.conditions.prevention = random.pick(SelfTradePrevention.allCases) }
    if random.once(in: 7) {
      order.conditions.pegReference = random.pick([.bestBid, .bestAsk, .mid])
      order.conditions.pegOffset = random.once(in: 20) ? random.pick([.min, .max]) : Int32(random.from(-4, through: 4))
      if random.once(in: 2) { order.limit = nil }
      order.timeInForce = .goodTilCancelled
    }
    if random.once(in: 4) {
      order.conditions.triggerKind = random.pick([.stop, .takeProfit, .trailing, .trailingShare])
      order.conditions.triggerSource = random.pick(PriceSource.allCases)
      order.conditions.triggerValue = extreme(
        switchedValue(order.conditions.triggerKind))
    }
    return order
  }

  private mutating func switchedValue(_ kind: TriggerKind) -> Int64 {
    switch kind {
    case .none, .stop, .takeProfit: random.from(85, through: 115)
    case .trailing: random.from(1, through: 9)
    case .trailingShare: random.from(1, through: 90_000_000)
    }
  }

  /// Now and then the most there is, either way.
  private mutating func extreme(_ value: Int64) -> Int64 {
    random.once(in: 40) ? random.pick([.min, .max, -1, 0, 1 << 42]) : value
  }
  private mutating func lots() -> Int64 { extreme(random.from(1, through: 12)) }
  private mutating func price() -> Price { Price(ticks: extreme(random.from(91, through: 109))) }
  private mutating func account() -> AccountID { AccountID(number: Int32(random.below(accounts))) }
  private func id(_ instrument: Int) -> InstrumentID { InstrumentID(number: UInt16(instrument)) }
  private mutating func target() -> OrderReference {
    switch random.below(4) {
    case 0: .client(ClientOrderID(number: random.from(-4, through: 5)))
    default: .order(OrderID(number: random.from(max(1, entered - 30), through: entered + 5)))
    }
  }
}
