import MarketTypes

extension OrderBook {
  /// Walks the whole book and stops where it contradicts itself. O(size): for `--check` and the tests.
  public func checkInvariants() {
    if !isCollecting, let bid = first(of: .buy)?.price, let ask = first(of: .sell)?.price {
      invariant(bid < ask, "book crossed at rest: best bid \(bid.ticks), best ask \(ask.ticks)")
    }
    var walked = 0
    for place in 0..<BookPlace.count { walked += checkLevels(at: place) }
    invariant(walked == slots.count, "\(walked) orders in queues, \(slots.count) in the index")
    invariant(walked == orders.count, "\(walked) orders in queues, \(orders.count) slots in use")
    var owned = 0
    for account in 0..<youngest.count {
      var slot = youngest[account]
      while slot >= 0 {
        invariant(orders[slot].account == Int32(account), "order \(orders[slot].id) is in account \(account)'s list")
        owned += 1
        slot = orders[slot].older
      }
    }
    invariant(owned == walked, "\(owned) orders in accounts' lists, \(walked) in queues")
  }

  private func checkLevels(at place: Int) -> Int {
    let side = sides[place].side
    var walked = 0
    var previousTicks: Int64?
    var rung = sides[place].best
    invariant(
      sides[place].bestRank == sides[place].rank(of: rung), "a side's best rank is not its best price's")
    while rung >= 0 {
      let level = sides[place].levels[rung]
      let ticks = sides[place].price(of: rung).ticks
      if let previousTicks {
        invariant(
          side == .buy ? ticks < previousTicks : ticks > previousTicks, "level \(ticks) stands behind \(previousTicks)")
      }
      var sum: Int64 = 0
      var before: Int32 = -1
      var slot = level.head
      while slot >= 0 {
        let order = orders[slot]
        invariant(order.place == place && order.level == rung, "order \(order.id) stands at a level not its own")
        invariant(order.previous == before, "the queue at \(ticks) is linked wrongly at order \(order.id)")
        invariant(order.lots > 0, "order \(order.id) rests with \(order.lots) lots")
        invariant(
          self.slot(of: OrderID(number: order.id)) == slot, "order \(order.id) is not in the index")
        sum += order.lots
        walked += 1
        before = slot
        slot = order.next
      }
      invariant(before == level.tail, "the queue at \(ticks) does not end at its tail")
      invariant(sum == level.lots && sum > 0, "level \(ticks) says \(level.lots) lots, its queue holds \(sum)")
      previousTicks = ticks
      rung = sides[place].behind(rung)
    }
    return walked
  }
}
