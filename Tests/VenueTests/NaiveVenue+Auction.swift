import MarketTypes

/// Phases, what ends by itself, and call auctions (MAT-33, MAT-60 to MAT-63).
extension NaiveVenue {
  // MARK: Time

  /// Everything whose moment has come, earliest first, each moment with all that follows from it.
  mutating func passTime(until end: Int64) {
    while let due = nextDue(), due.moment <= end {
      now = max(now, due.moment)
      doWhatIsDue()
      comeToRest(isClock: false)
    }
  }

  /// At one moment what is paid, then phases by instrument, then orders by number.
  private mutating func doWhatIsDue() {
    while let due = nextDue(), due.moment <= now {
      switch due.what {
      case .staleness: growStale()
      case .markSample: sampleMarks()
      case .volatility: lookAtVolatility(Int(due.number), at: due.moment)
      case .funding: payFunding()
      case .markToMarket: markToMarket(Int(due.number), at: due.moment)
      case .expiry: expire(Int(due.number))
      case .phase: endPhase(Int(due.number), at: due.moment)
      case .order: end(due.number, .expired, because: nil)
      }
    }
  }

  /// What time brings about, in the order in which it happens at one moment.
  enum Happening: Int {
    case staleness, markSample, volatility, funding, markToMarket, expiry, phase, order
  }

  private func nextDue() -> (moment: Int64, what: Happening, number: Int64)? {
    var due: [(moment: Int64, what: Happening, number: Int64)] = []
    for (instrument, market) in markets.enumerated() {
      let number = Int64(instrument)
      if let until = market.until { due.append((until, .phase, number)) }
      if let moment = market.memory.next { due.append((moment, .markSample, 0)) }
      if let moment = market.cash.volatility { due.append((moment, .volatility, number)) }
      if let moment = market.cash.next { due.append((moment, .funding, 0)) }
      if let moment = market.cash.settlement { due.append((moment, .markToMarket, number)) }
      if let moment = market.cash.expiry { due.append((moment, .expiry, number)) }
    }
    if let moment = nextStaleness { due.append((moment, .staleness, 0)) }
    for order in orders {
      if let expiry = order.conditions.expiry { due.append((expiry.nanoseconds, .order, order.number)) }
    }
    return due.min { ($0.moment, $0.what.rawValue, $0.number) < ($1.moment, $1.what.rawValue, $1.number) }
  }

  private mutating func endPhase(_ instrument: Int, at moment: Int64) {
    let rules = instruments[instrument]
    switch markets[instrument].phase {
    case .continuous: break
    case .call: enter(.continuous, until: nil, instrument, because: nil)
    case .halted:
      let reopening = rules.reopeningCall.nanoseconds
      if reopening > 0 {
        enter(.call, until: moment + reopening, instrument, because: nil)
      } else {
        enter(.continuous, until: nil, instrument, because: nil)
      }
    case .limited:
      enter(.halted, until: moment + rules.limitState!.halt.nanoseconds, instrument, because: nil)
    }
  }

  // MARK: Phases

  mutating func enter(_ phase: Phase, until: Int64?, _ instrument: Int, because cause: Int?) {
    let before = markets[instrument].phase
    markets[instrument].phase = phase
    markets[instrument].until = until
    if phase == .call { markets[instrument].indicated = nil }
    let change = PhaseChange(
      phase, of: InstrumentID(number: UInt16(instrument)), until: until.map { Time(nanoseconds: $0) })
    let event = append(.phaseChanged(change), because: cause)
    if !phase.isContinuous || !before.isContinuous { changed[instrument] = event }
    if phase == .continuous, !before.isContinuous { uncross(instrument, because: event) }
  }

  // MARK: Auctions

  /// What would trade at a price, and what would be left over: buyers above zero, sellers below.
  private func volume(at price: Int64, _ instrument: Int) -> (traded: Int64, surplus: Int64) {
    var (bought, sold): (Int64, Int64) = (0, 0)
    for order in orders where order.instrument == instrument && order.rests {
      if order.side == .buy, order.price >= price { bought += order.left }
      if order.side == .sell, order.price <= price { sold += order.left }
    }
    return (min(bought, sold), bought - sold)
  }

  /// The price with the largest volume, then the smallest surplus, then by pressure (MAT-61); `nil` if none trades.
  func auction(_ instrument: Int) -> AuctionOutcome {
    let market = InstrumentID(number: UInt16(instrument))
    let nothing = AuctionOutcome(instrument: market, price: nil, quantity: .zero, surplus: 0)
    let prices = orders.filter { $0.instrument == instrument && $0.rests }.map(\.price)
    let most = prices.map { volume(at: $0, instrument).traded }.max() ?? 0
    if most == 0 { return nothing }
    let largest = prices.filter { volume(at: $0, instrument).traded == most }
    let least = largest.map { abs(volume(at: $0, instrument).surplus) }.min()!
    let best = largest.filter { abs(volume(at: $0, instrument).surplus) == least }
    let tick = instruments[instrument].orders.tickSize.ticks
    let reference = markets[instrument].last ?? markets[instrument].mark ?? (best.min()! + best.max()!) / 2
    var price = min(max(reference / tick * tick, best.min()!), best.max()!)
    if best.allSatisfy({ volume(at: $0, instrument).surplus > 0 }) { price = best.max()! }
    if best.allSatisfy({ volume(at: $0, instrument).surplus < 0 }) { price = best.min()! }
    let outcome = volume(at: price, instrument)
    return AuctionOutcome(
      instrument: market, price: Price(ticks: price), quantity: Quantity(lots: outcome.traded),
      surplus: outcome.surplus)
  }

  /// Best bid meets best ask until the book is crossed no more, at a price that moves no farther than it must (MAT-62).
  private mutating func uncross(_ instrument: Int, because phase: Int) {
    guard var price = auction(instrument).price?.ticks else { return }
    var auctioned: Int?
    var fills: [(price: Int64, event: Int)] = []
    while let bid = firstMaker(instrument, for: .sell), let ask = firstMaker(instrument, for: .buy),
      bid.price >= ask.price
    {
      if price > bid.price { price = bid.price }
      if price < ask.price { price = ask.price }
      if let (order, reason) = obstacle(bid, ask) {
        end(order, reason, because: auctioned ?? phase)
        continue
      }
      let event = auctioned ?? sayAuctioned(instrument, at: price, because: phase)
      auctioned = event
      fills.append((price, cross(bid, ask, at: price, because: event)))
    }
    guard let first = fills.first, let last = fills.last else { return }
    note(.last, first.price, instrument, because: first.event)
    note(.last, last.price, instrument, because: last.event)
    setReference(instrument, to: last.price)
  }

  private mutating func sayAuctioned(_ instrument: Int, at price: Int64, because cause: Int) -> Int {
    let (traded, surplus) = volume(at: price, instrument)
    return append(
      .auctioned(
        AuctionOutcome(
          instrument: InstrumentID(number: UInt16(instrument)), price: Price(ticks: price),
          quantity: Quantity(lots: traded), surplus: surplus)), because: cause)
  }

  /// What one of a pair may fill: what both offer, clipped to its position where it only reduces that.
  private func possible(_ order: Live, _ other: Live) -> Int64 {
    let most = min(order.offered, other.offered)
    guard order.terms.contains(.reduceOnly) else { return most }
    return min(most, reducible(order.account, order.instrument, order.side))
  }

  /// Who of a pair cannot carry the fill, the older asked first.
  private func obstacle(_ bid: Live, _ ask: Live) -> (order: Int64, reason: CancelReason)? {
    let (older, younger) = bid.number < ask.number ? (bid, ask) : (ask, bid)
    if let reason = obstacle(older, possible(older, younger)) { return (older.number, reason) }
    return obstacle(younger, possible(younger, older)).map { (younger.number, $0) }
  }

  private mutating func cross(_ bid: Live, _ ask: Live, at price: Int64, because cause: Int) -> Int {
    let (maker, taker) = bid.number < ask.number ? (bid, ask) : (ask, bid)
    let quantity = min(possible(maker, taker), possible(taker, maker))
    _ = take(quantity, from: maker.number)
    _ = take(quantity, from: taker.number)
    let event = settle(maker, taker, quantity, at: price, because: cause)
    for order in [maker, taker] { refill(order.number, because: event) }
    for order in [maker, taker] { unlink(order, because: event) }
    for order in [maker, taker] { protect(order, quantity, because: event) }
    return event
  }
}
