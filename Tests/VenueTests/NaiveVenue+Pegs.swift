import MarketTypes

/// Prices that follow the best shown ones (MAT-37, MAT-38).
extension NaiveVenue {
  /// Where a pegged order stands now; `nil` without the price it follows, and where no place is short of the other side.
  func pegPrice(_ order: Live) -> Int64? {
    guard let peg = order.conditions.peg else { return nil }
    let (bid, ask) = (bestShown(order.instrument, .buy), bestShown(order.instrument, .sell))
    let rules = instruments[order.instrument]
    let (tick, highest) = (rules.orders.tickSize.ticks, rules.maximumPrice.ticks)
    // Twice the price, so that the middle is whole.
    var doubled: Int64
    switch peg.reference {
    case .none: return nil
    case .bestBid:
      guard let bid else { return nil }
      doubled = 2 * bid
    case .bestAsk:
      guard let ask else { return nil }
      doubled = 2 * ask
    case .mid:
      guard let bid, let ask else { return nil }
      doubled = bid + ask
    }
    doubled += 2 * Int64(peg.offset)
    let band = priceBand(order.instrument)
    if order.side == .buy {
      if let limit = [order.limit, band?.upperBound].compactMap({ $0 }).min() { doubled = min(doubled, 2 * limit) }
      if let ask { doubled = min(doubled, 2 * (ask - tick)) }
      let price = min(max(doubled.divided(by: 2 * tick, rounding: .down) * tick, tick), highest / tick * tick)
      return ask.map { price > $0 - tick } ?? false ? nil : price
    }
    if let limit = [order.limit, band?.lowerBound].compactMap({ $0 }).max() { doubled = max(doubled, 2 * limit) }
    if let bid { doubled = max(doubled, 2 * (bid + tick)) }
    let price = min(max(doubled.divided(by: 2 * tick, rounding: .up) * tick, tick), highest / tick * tick)
    return bid.map { price < $0 + tick } ?? false ? nil : price
  }

  /// Every peg whose price is another enters anew, in the order in which they first entered.
  mutating func placePegs(_ instrument: Int) {
    let pegs = orders.filter { $0.instrument == instrument && $0.isPegged && $0.rests }
    let cause = changed[instrument]
    for number in pegs.map(\.number).sorted() {
      guard let place = place(of: number), let price = pegPrice(orders[place]), price != orders[place].price else {
        continue
      }
      let order = takeOut(number)
      let event = noteAmended(order, price: price, keptPriority: false, because: cause)
      enter(order, because: event, isFollowing: true)
    }
  }
}
