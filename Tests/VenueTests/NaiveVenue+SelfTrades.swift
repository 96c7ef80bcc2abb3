import MarketTypes

/// Orders of one owner that meet (MAT-24 to MAT-26), and who shares a price under pro rata (MAT-28 to MAT-30).
extension NaiveVenue {
  /// Whether the order under way must not trade with this one.
  func prevents(_ maker: Live) -> Bool {
    let taker = incoming!.order
    return sameOwner(taker.account, maker.account) && prevention(taker) != .allow
  }

  /// Nobody trades: one of the two, or both, lose lots or leave.
  mutating func preventSelfTrade(_ maker: Live) {
    let cause = incoming!.cause
    switch prevention(incoming!.order) {
    case .venueDefault, .allow: break
    case .cancelNewest: incoming!.stop = .selfTrade
    case .cancelOldest: end(maker.number, .selfTrade, because: cause)
    case .cancelBoth:
      end(maker.number, .selfTrade, because: cause)
      incoming!.stop = .selfTrade
    case .decrement: decrement(maker)
    }
  }

  private mutating func decrement(_ maker: Live) {
    let quantity = min(incoming!.order.left, maker.offered)
    _ = take(quantity, from: maker.number, isFill: false)
    incoming!.order.left -= quantity
    let taker = incoming!.order
    let event = append(
      .selfTradeDecremented(
        SelfTradeDecrement(
          maker: maker.id, taker: taker.id, quantity: Quantity(lots: quantity), makerAccount: maker.owner,
          takerAccount: taker.owner, instrument: maker.market)), because: incoming!.cause)
    changed[maker.instrument] = event
    if maker.left == quantity {
      var gone = maker
      gone.left = 0
      unlink(maker, because: append(.cancelled(cancelled(gone, .selfTrade)), because: event))
    } else {
      refill(maker.number, because: event)
    }
    if taker.left == 0 {
      incoming!.isOver = true
      let left = append(.cancelled(cancelled(taker, .selfTrade)), because: event)
      unlink(taker, because: left)
    }
  }

  // MARK: Pro rata

  /// One allocation at a price that shows something.
  mutating func allocate(at price: Int64) {
    let taker = incoming!
    func shown() -> [Live] {
      makers(taker.order.instrument, for: taker.order.side).filter { $0.price == price && $0.isShown }
    }
    let mode = prevention(taker.order)
    let own = shown().filter { prevents($0) }
    if mode == .cancelOldest || mode == .decrement {
      for number in own.map(\.number) where incoming!.goesOn {
        if let place = place(of: number) { preventSelfTrade(orders[place]) }
      }
    }
    let others = shown().filter { !prevents($0) }
    if incoming!.goesOn { share(among: others) }
    if own.isEmpty || !incoming!.goesOn { return }
    if mode == .cancelBoth {
      for number in own.map(\.number) where place(of: number) != nil { end(number, .selfTrade, because: taker.cause) }
    }
    if mode == .cancelBoth || mode == .cancelNewest { incoming!.stop = .selfTrade }
  }

  /// First the order that made the price, whole; then each its share, rounded down; then what is left, oldest first.
  private mutating func share(among all: [Live]) {
    var makers = all
    if let first = makers.first, instruments[first.instrument].matching == .proRataAfterTop,
      let top = makers.firstIndex(where: { $0.number == markets[first.instrument].top[first.side] })
    {
      let order = makers.remove(at: top)
      meet(order.number, atMost: order.shown)
    }
    guard incoming!.goesOn else { return }
    let total = makers.reduce(Int128(0)) { $0 + Int128($1.shown) }
    let comes = min(Int128(incoming!.order.left), total)
    var left = comes
    for place in makers.indices {
      let part = Int64(comes * Int128(makers[place].shown) / max(total, 1))
      if part == 0 { continue }
      let given = filled { $0.meet(makers[place].number, atMost: part) }
      makers[place].shown -= given
      left -= Int128(given)
    }
    for maker in makers where left > 0 && maker.shown > 0 {
      left -= Int128(filled { $0.meet(maker.number, atMost: min(Int64(left), maker.shown)) })
    }
  }

  /// How many lots the order under way fills by `step`.
  private mutating func filled(by step: (inout NaiveVenue) -> Void) -> Int64 {
    let before = incoming!.order.filled
    step(&self)
    return incoming!.order.filled - before
  }
}
