import MarketTypes
import TestSupport

/// Random commands with every rare term, in a small market around a price of 100, and now and then a number from beyond all
/// rules. The seed chooses the rules too.
struct RareFlow {
  let rules: VenueRules
  private var random: SplitMix64
  private var now: Int64 = 0
  /// Live orders, as the stream told.
  private var live: [(id: OrderID, account: AccountID, instrument: InstrumentID)] = []
  private var instrument = InstrumentID(number: 0)
  /// Whose kill switch was pulled last.
  private var blocked: AccountID?
  let accounts = 6

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed ^ 0x5A1E_F10E)
    var instruments: [InstrumentRules] = []
    for _ in 0..<2 {
      instruments.append(
        TradingFloor.instrument(mark: random.pick([.last, .mid, .index, .bestBid])) { rules in
          rules.maximumPosition = Quantity(lots: random.pick([25, 200]))
          rules.maximumPrice = Price(ticks: 300)
          rules.makerFee = Rate(partsPerBillion: random.pick([0, -300_000, 700_001]))
          rules.takerFee = Rate(partsPerBillion: random.pick([0, 1_000_003]))
          rules.initialMargin = Rate(partsPerBillion: 60_000_000)
          rules.maintenanceTiers[0].rate = Rate(partsPerBillion: 40_000_000)
          rules.orders.lotSize = Quantity(lots: random.pick([1, 1, 2]))
          rules.orders.tickSize = PriceChange(ticks: random.pick([1, 1, 1, 3]))
          rules.orders.mostOpen = random.pick([nil, nil, 4])
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
    if random.once(in: 4) { rules.orderRate = OrderRate(orders: 3, window: TimeSpan(nanoseconds: 10)) }
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
      actions.append(.deposit(account, Money(units: random.from(60, through: 400))))
    }
    for instrument in rules.instruments.indices {
      actions.append(.openMark(PriceUpdate(instrument: id(instrument), price: Price(ticks: 99))))
    }
    return actions.map { Command($0) }
  }

  /// What a command caused, so that later ones may name orders that live.
  mutating func learn(_ event: Event) {
    switch event.body {
    case .accepted(let order): live.append((order.order, order.account, order.instrument))
    case .cancelled(let order): live.removeAll { $0.id == order.order }
    default: break
    }
    if live.count > 60 { live.removeFirst(30) }
  }

  mutating func next() -> Command {
    now += random.pick([0, 0, 1, 2])
    return Command(action(), at: Time(nanoseconds: now))
  }

  private mutating func action() -> Command.Action {
    instrument = id(random.below(rules.instruments.count))
    switch random.below(40) {
    case 0..<19: return .submit(order(of: account()))
    case 19..<28: return change()
    case 28, 29:
      let centre = random.from(95, through: 105)
      return .massQuote(
        MassQuote(
          account: account(), instrument: instrument, entry: UInt32(random.below(2)),
          bid: stepped(centre - random.from(-1, through: 4)), stepped(lots: random.from(0, through: 6)),
          ask: stepped(centre + random.from(0, through: 4)), stepped(lots: random.from(0, through: 6)),
          terms: random.pick([[], [], .postOnly, [.postOnly, .slides]])))
    case 30:
      return .protect(
        MakerProtection(
          account: account(), instrument: instrument, lots: Quantity(lots: random.from(0, through: 9)),
          within: TimeSpan(nanoseconds: random.from(1, through: 9)),
          pause: TimeSpan(nanoseconds: random.from(0, through: 9))))
    case 31:
      return .massCancel(
        MassCancel(
          account: account(), instrument: random.pick([nil, instrument]), side: random.pick([nil, .buy, .sell]),
          occasion: random.pick([.request, .disconnect])))
    case 32:
      guard random.once(in: 6) else { return .unblock(blocked ?? account()) }
      blocked = account()
      return .massCancel(MassCancel(account: blocked ?? account(), occasion: .kill))
    case 33:
      let until = random.once(in: 8) ? nil : Time(nanoseconds: now + random.from(1, through: 9))
      let phase = random.pick([.continuous, .continuous, .call, .halted] as [Phase])
      return .setPhase(
        PhaseChange(phase, of: random.pick([nil, instrument]), until: phase == .continuous ? nil : until))
    case 34..<37:
      return .setIndex(PriceUpdate(instrument: instrument, price: Price(ticks: random.from(92, through: 108))))
    case 37: return .deposit(account(), Money(units: random.from(1, through: 300)))
    case 38: return random.once(in: 3) ? .bust(fill(instrument)) : .withdraw(account(), Money(units: 50))
    default: return .clock
    }
  }

  /// A command about a live order, nearly always its account's.
  private mutating func change() -> Command.Action {
    guard !live.isEmpty else { return .clock }
    let named = random.pick(live)
    instrument = named.instrument
    let owner = random.once(in: 20) ? account() : named.account
    let target: OrderReference =
      random.once(in: 5) ? .client(ClientOrderID(number: random.from(-4, through: 5))) : .order(named.id)
    switch random.below(8) {
    case 0: return .cancel(OrderCancel(account: owner, instrument: instrument, target: target))
    case 1: return .reduce(OrderReduce(account: owner, instrument: instrument, target: target, by: lots()))
    case 2, 3: return .replace(OrderReplace(target, with: order(of: owner)))
    default:
      return .amend(
        OrderAmend(
          account: owner, instrument: instrument, target: target, quantity: random.once(in: 2) ? nil : lots(),
          limit: random.once(in: 2) ? nil : price(), trigger: random.once(in: 6) ? price() : nil))
    }
  }

  private mutating func fill(_ instrument: InstrumentID) -> Fill {
    Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: price(), quantity: lots(),
      makerAccount: account(), takerAccount: account(), instrument: instrument, takerSide: random.pick([.buy, .sell]),
      isForced: false)
  }

  private mutating func order(of account: AccountID) -> Order {
    var order = Order(
      account: account, instrument: instrument, side: random.pick([.buy, .sell]), quantity: lots(),
      limit: random.once(in: 4) ? nil : price())
    order.timeInForce =
      order.limit == nil
      ? random.pick([.immediateOrCancel, .immediateOrCancel, .immediateOrCancel, .fillOrKill, .goodTilCancelled])
      : random.pick([.goodTilCancelled, .goodTilCancelled, .immediateOrCancel, .fillOrKill, .day, .goodTilTime])
    for term in [OrderTerms.postOnly, .reduceOnly, .hidden, .slides, .marketToLimit] where random.once(in: 14) {
      order.terms.insert(term)
    }
    if random.once(in: 3) { order.client = ClientOrderID(number: random.from(1, through: 5)) }
    if order.timeInForce == .goodTilTime {
      order.conditions.expiryNanoseconds = extreme(now + random.from(1, through: 30))
    }
    if random.once(in: 7) { order.conditions.display = stepped(lots: extreme(random.from(1, through: 5))) }
    if order.timeInForce == .immediateOrCancel, random.once(in: 3) {
      order.conditions.minimum = stepped(lots: random.from(1, through: 3))
    }
    if random.once(in: 4) { order.conditions.group = Int32(random.below(3)) }
    if random.once(in: 4) { order.conditions.prevention = random.pick(SelfTradePrevention.allCases) }
    if random.once(in: 9) {
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
    random.once(in: 60) ? random.pick([.min, .max, -1, 0, 1 << 42]) : value
  }
  private mutating func lots() -> Quantity { stepped(lots: extreme(random.from(1, through: 9))) }
  private mutating func price() -> Price { stepped(extreme(random.from(93, through: 107))) }
  private mutating func account() -> AccountID { AccountID(number: Int32(random.below(accounts))) }
  private func id(_ instrument: Int) -> InstrumentID { InstrumentID(number: UInt16(instrument)) }

  /// Mostly what the instrument takes.
  private mutating func stepped(_ ticks: Int64) -> Price {
    let step = rules.instruments[instrument.index].orders.tickSize.ticks
    return Price(ticks: random.once(in: 40) ? ticks : ticks / step * step)
  }
  private mutating func stepped(lots: Int64) -> Quantity {
    let step = rules.instruments[instrument.index].orders.lotSize.lots
    return Quantity(lots: random.once(in: 40) || lots.magnitude > 1 << 40 ? lots : lots * step)
  }
}
