import MarketTypes

/// What fill-or-kill and minimum quantity count on (MAT-9, MAT-27, MAT-34).
extension NaiveVenue {
  /// Whether enough stands within the limit.
  func isFillable(_ order: Live, _ lots: Int64) -> Bool {
    var wanted = min(lots, order.left)
    if order.terms.contains(.reduceOnly) {
      wanted = min(wanted, reducible(order.account, order.instrument, order.side))
    }
    return countable(order) >= Int128(wanted)
  }

  /// The lots an order is sure to fill, price by price, as far as bands and its owner's orders let it come.
  private func countable(_ order: Live) -> Int128 {
    var lots: Int128 = 0
    func count(_ makers: [Live], _ part: (Live) -> Int64) {
      for maker in makers where mayBeCountedOn(maker, by: order) { lots += Int128(part(maker)) }
    }
    let makers = makers(order.instrument, for: order.side, limit: effectiveLimit(order))
    var prices = makers.map(\.price)
    prices = prices.indices.filter { $0 == 0 || prices[$0] != prices[$0 - 1] }.map { prices[$0] }
    for price in prices {
      let bands = [priceBand(order.instrument, for: order.side), limitBand(order.instrument)]
      if !bands.allSatisfy({ $0?.contains(price) ?? true }) { return lots }
      let level = makers.filter { $0.price == price }
      let isShared = instruments[order.instrument].matching != .priceTime
      if isShared, level.contains(where: { $0.isShown && isPrevented(order, $0) }) {
        // Own orders come before the allocation, or end the walk after it.
        if prevention(order) != .decrement {
          let end = level.firstIndex { isLinked(order, $0) } ?? level.endIndex
          count(level[..<end].filter { $0.isShown && !isPrevented(order, $0) }, \.shown)
        }
        return lots
      }
      guard let end = level.firstIndex(where: { isPrevented(order, $0) || isLinked(order, $0) }) else {
        count(level, \.left)
        continue
      }
      // What an iceberg does not show comes after all that is shown.
      count(Array(level[..<end]), level[end].isShown ? \.shown : \.left)
      return lots
    }
    return lots
  }

  /// Whether meeting this order ends the walk, or takes lots off without a fill.
  private func isPrevented(_ order: Live, _ maker: Live) -> Bool {
    let mode = prevention(order)
    return mode != .allow && mode != .cancelOldest && sameOwner(order.account, maker.account)
  }

  private func isLinked(_ order: Live, _ maker: Live) -> Bool {
    order.group != 0 && maker.group == order.group && maker.account == order.account
  }

  /// Whether an order will still be there in the middle of a walk: reduce-only orders may shrink, accounts at a limit
  /// leave, and a fill may take out others of a group or all quotes of a protected maker.
  private func mayBeCountedOn(_ maker: Live, by order: Live) -> Bool {
    if prevention(order) == .cancelOldest, sameOwner(order.account, maker.account) { return false }
    let isProtected = (markets[maker.instrument].protections[maker.account]?.terms.lots.lots ?? 0) > 0
    let hasOthers = orders.contains {
      $0.number != maker.number && isLinked(maker, $0) && $0.instrument == maker.instrument
    }
    return !maker.terms.contains(.reduceOnly) && canSettle(maker.account) && !hasOthers
      && !exceedsLimit(maker.account, maker.instrument, maker.side, 0) && !(maker.client < 0 && isProtected)
  }
}
