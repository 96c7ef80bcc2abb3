import MarketTypes

/// Orders with their terms, and what few commands ask for.
extension CommandGenerator {
  mutating func order(_ venue: NaiveVenue) -> Order {
    var order = Order(
      account: account(), instrument: instrument(), side: random.pick([.buy, .sell]), quantity: quantity(),
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
      order.limit = atTick(Price(ticks: order.side == .buy ? centre - away : centre + away), order.side)
    }
    if random.once(in: 8) { order.limit = nil }
    if order.limit == nil ? random.below(12) > 0 : random.once(in: 8) { order.timeInForce = .immediateOrCancel }
    if random.once(in: 12) { order.timeInForce = .fillOrKill }
    if random.once(in: 10) { order.terms.insert(.postOnly) }
    if random.once(in: 120) { order.terms.insert(.forced) }
    if random.once(in: 2) { order.client = ClientOrderID(number: random.from(1, through: 20)) }
    if random.once(in: 200) { order.client = ClientOrderID(number: random.pick([-1, -2, .min])) }
    for term in MarketShape.RareTerm.allCases where random.once(in: shape.orders(per: term)) {
      add(term, to: &order, venue)
    }
    return order
  }

  /// One of the rare terms; mostly with what goes with it.
  private mutating func add(_ term: MarketShape.RareTerm, to order: inout Order, _ venue: NaiveVenue) {
    let isCareful = random.below(6) > 0
    if isCareful, term == .iceberg || term == .hidden || term == .slide || term == .peg {
      if !order.timeInForce.mayRest { order.timeInForce = .goodTilCancelled }
      if order.limit == nil, term != .peg { order.limit = atTick(Price(ticks: max(centre, 1)), order.side) }
    }
    switch term {
    case .trigger:
      order.conditions.trigger = trigger(order, venue, isCareful: isCareful)
      if isCareful { order.conditions.peg = nil }
    case .iceberg:
      let most = isCareful ? max(min(order.quantity.lots, shape.largestOrder) / 2, 1) : shape.largestOrder
      order.conditions.display = atLot(random.from(isCareful ? 1 : -1, through: most))
      if isCareful { order.terms.remove(.hidden) }
    case .hidden:
      order.terms.insert(.hidden)
      if isCareful { order.conditions.display = .zero }
    case .peg:
      order.conditions.peg = Peg(
        to: random.pick([.bestBid, .bestAsk, .mid]), offset: Int32(random.from(-3, through: 3)))
      if isCareful {
        order.conditions.display = .zero
        order.conditions.trigger = nil
        order.terms.subtract([.postOnly, .slides, .marketToLimit])
        if random.once(in: 2) { order.limit = nil }
      }
    case .group: order.conditions.group = Int32(random.from(1, through: 2))
    case .minimum:
      let most = isCareful ? max(min(order.quantity.lots, shape.largestOrder), 1) : shape.largestOrder
      order.conditions.minimum = atLot(random.from(isCareful ? 1 : -1, through: most))
      if isCareful { order.timeInForce = .immediateOrCancel }
    case .moment:
      if isCareful, !order.timeInForce.mayRest { return }
      order.timeInForce = random.pick([.day, .goodTilTime])
      if order.timeInForce == .goodTilTime || !isCareful {
        order.conditions.expiry = Time(nanoseconds: now + random.from(isCareful ? 1 : -1, through: 60))
      }
    case .slide:
      order.terms.insert(.slides)
      if isCareful { order.terms.insert(.postOnly) }
    case .marketToLimit:
      order.terms.insert(.marketToLimit)
      if isCareful {
        order.limit = nil
        order.terms.subtract([.postOnly, .slides, .hidden])
        if !order.timeInForce.mayRest { order.timeInForce = .goodTilCancelled }
      }
    case .prevention: order.conditions.prevention = random.pick(SelfTradePrevention.allCases)
    }
  }

  private func atLot(_ lots: Int64) -> Quantity {
    let lotSize = shape.instruments[0].orders.lotSize.lots
    return Quantity(lots: lots.divided(by: lotSize, rounding: .up) * lotSize)
  }

  /// Mostly on the side where it has not been met.
  private mutating func trigger(_ order: Order, _ venue: NaiveVenue, isCareful: Bool) -> Trigger {
    let source = random.pick(PriceSource.allCases)
    let isKnown = venue.markets.indices.contains(order.instrument.index)
    let latest = isKnown ? venue.latest(source, order.instrument.index) : nil
    let away = random.from(1, through: max(shape.reach / 2, 1))
    switch random.below(4) {
    case 0:
      return .trailing(by: PriceChange(ticks: isCareful ? away : random.pick([0, -1, .max] as [Int64])), on: source)
    case 1:
      let share: Int64 = random.pick([1, 1_000_000, 5_000_000, 40_000_000, 1_000_000_000])
      return .trailing(
        by: Rate(partsPerBillion: isCareful ? share : random.pick([0, 1_000_000_001] as [Int64])), on: source)
    default:
      let isStop = random.below(3) > 0
      let rises = (order.side == .buy) == isStop
      var price = price()
      if let latest, isCareful {
        price = atTick(Price(ticks: rises ? latest + away : latest - away), rises ? .sell : .buy)
      }
      return isStop ? .stop(at: price, on: source) : .takeProfit(at: price, on: source)
    }
  }

  // MARK: Commands

  mutating func rareAction(_ venue: NaiveVenue) -> Command.Action? {
    // What has stopped goes on before long.
    if shape.commandsPerKind < .max {
      if let blocked = venue.accounts.firstIndex(where: \.isBlocked), random.once(in: 20) {
        return .unblock(AccountID(number: Int32(blocked)))
      }
      if let stopped = venue.markets.firstIndex(where: { !$0.phase.isContinuous }), random.once(in: 25) {
        return .setPhase(PhaseChange(.continuous, of: InstrumentID(number: UInt16(stopped))))
      }
    }
    for kind in MarketShape.RareCommand.allCases where random.once(in: shape.commands(per: kind)) {
      return action(kind, venue)
    }
    return nil
  }

  private mutating func action(_ kind: MarketShape.RareCommand, _ venue: NaiveVenue) -> Command.Action {
    switch kind {
    case .replace:
      let (account, instrument, target) = target(venue)
      var order = order(venue)
      if random.below(10) > 0 { (order.account, order.instrument) = (account, instrument) }
      return .replace(OrderReplace(target, with: order))
    case .massCancel:
      let occasion = random.pick([.request, .request, .disconnect, .kill] as [MassCancelOccasion])
      var request = MassCancel(account: account(), occasion: occasion)
      if occasion != .kill || random.once(in: 6) {
        if random.once(in: 2) { request.instrument = instrument() }
        if random.once(in: 2) { request.side = random.pick([.buy, .sell]) }
      }
      return .massCancel(request)
    case .quote: return .massQuote(quote(venue))
    case .protect:
      let lots = random.once(in: 6) ? random.pick([0, 0, -1]) : random.from(1, through: shape.largestOrder)
      return .protect(
        MakerProtection(
          account: maker(), instrument: instrument(), lots: Quantity(lots: lots),
          within: TimeSpan(nanoseconds: random.from(random.once(in: 12) ? 0 : 1, through: 60)),
          pause: TimeSpan(nanoseconds: random.from(random.once(in: 12) ? -1 : 0, through: 20))))
    case .unblock: return .unblock(account())
    case .bust: return .bust(pastFill(venue))
    case .phase:
      let phase = random.once(in: 12) ? .limited : random.pick([.call, .call, .halted, .continuous] as [Phase])
      var change = PhaseChange(phase)
      if random.below(5) > 0 { change.instrument = instrument() }
      if phase == .continuous ? random.once(in: 8) : random.below(6) > 0 {
        change.until = Time(nanoseconds: now + random.from(random.once(in: 10) ? -1 : 1, through: 40))
      }
      return .setPhase(change)
    }
  }

  /// Few accounts quote.
  private mutating func maker() -> AccountID {
    random.below(8) > 0 ? AccountID(number: Int32(random.below(2))) : account()
  }

  private mutating func quote(_ venue: NaiveVenue) -> MassQuote {
    let half = random.from(1, through: shape.reach / 4 + 2)
    let middle = centre + random.from(-2, through: 2)
    var quote = MassQuote(
      account: maker(), instrument: instrument(), entry: random.once(in: 60) ? .max : UInt32(random.below(2)),
      bid: atTick(Price(ticks: max(middle - half, 1)), .buy), quantity(),
      ask: atTick(Price(ticks: middle + half), .sell), quantity(),
      terms: random.pick([[], [], [.postOnly], [.postOnly, .slides]]))
    if random.once(in: 40) { quote.terms = random.pick([[.slides], [.hidden], [.reduceOnly], [.forced]]) }
    if random.once(in: 12) { quote.bid = price() }
    if random.once(in: 12) { quote.ask = price() }
    for side in Side.allCases {
      let (isZero, isSame) = (random.once(in: 8), random.once(in: 3))
      let lots = venue.standing(quote, side)?.left
      let price = venue.standing(quote, side)?.price
      let quantity = isZero ? .zero : isSame ? lots.map { Quantity(lots: max($0 - 1, 1)) } : nil
      switch side {
      case .buy:
        if let quantity { quote.bidQuantity = quantity }
        if let price, isSame { quote.bid = Price(ticks: price) }
      case .sell:
        if let quantity { quote.askQuantity = quantity }
        if let price, isSame { quote.ask = Price(ticks: price) }
      }
    }
    return quote
  }

  /// Mostly one of the latest fills; sometimes another, or none that ever was.
  private mutating func pastFill(_ venue: NaiveVenue) -> Fill {
    let fills = venue.events.suffix(300).compactMap { event in
      if case .filled(let fill) = event.body { fill } else { nil }
    }
    var fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: price(), quantity: quantity(),
      makerAccount: account(), takerAccount: account(), instrument: instrument(),
      takerSide: random.pick([.buy, .sell]),
      isForced: false)
    if !fills.isEmpty, random.below(6) > 0 {
      fill = random.pick(fills)
      if random.once(in: 20) { fill.makerAccount = account() }
    }
    return fill
  }
}
