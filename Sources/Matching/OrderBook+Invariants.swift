import MarketTypes
import Storage

extension OrderBook {
  /// Walks the whole book and stops where it contradicts itself. O(size): for `--check` and the tests.
  public func checkInvariants() {
    if !isCollecting, let bid = first(of: .buy)?.price, let ask = first(of: .sell)?.price {
      invariant(bid < ask, "book crossed at rest: best bid \(bid.ticks), best ask \(ask.ticks)")
    }
    var walked = 0
    for index in 0..<BookPlace.count { walked += checkLevels(at: BookPlace(index: index)) }
    invariant(walked == slots.count, "\(walked) orders in queues, \(slots.count) in the index")
    var free = 0
    var slot = freeSlot
    while slot >= 0 {
      invariant(orders[slot].lots == 0, "slot \(slot) is free and holds \(orders[slot].lots) lots")
      free += 1
      slot = orders[slot].next
    }
    invariant(walked + free == orders.count, "\(walked) orders in queues, \(free) of \(orders.count) slots free")
    let owned = accounts.checkInvariants { entry, slot, account in
      let order = orders[slot]
      invariant(order.entry == entry, "order \(order.id) does not know where account \(account) keeps it")
      invariant(facts(of: slot).account == account, "order \(order.id) is in account \(account)'s log")
    }
    invariant(owned == walked, "\(owned) orders in accounts' logs, \(walked) in queues")
  }

  private func checkLevels(at place: BookPlace) -> Int {
    var walked = 0
    var previousRank: Int64 = .min
    var level = best[place.index].level
    invariant(best[place.index].rank == rank(of: level), "a side's best rank is not its best price's")
    while level >= 0 {
      let height = levels.height(of: level)
      let ticks = BookPlace.ticks(ofHeight: height)
      invariant(BookPlace(ofHeight: height).index == place.index, "level \(ticks) stands at another side")
      let rank = rank(of: level)
      invariant(rank > previousRank, "level \(ticks) stands behind a worse one")
      walked += checkQueue(of: level, ticks: ticks)
      previousRank = rank
      level = behind(level)
    }
    return walked
  }

  private func checkQueue(of level: Int32, ticks: Int64) -> Int {
    var walked = 0
    var sum: Int64 = 0
    var before: Int32 = -1
    var slot = levels[level].head
    while slot >= 0 {
      let order = orders[slot]
      invariant(order.level == level, "order \(order.id) stands at a level not its own")
      invariant(order.previous == before, "the queue at \(ticks) is linked wrongly at order \(order.id)")
      invariant(order.lots > 0, "order \(order.id) rests with \(order.lots) lots")
      invariant(self.slot(of: OrderID(number: order.id)) == slot, "order \(order.id) is not in the index")
      sum += order.lots
      walked += 1
      before = slot
      slot = order.next
    }
    invariant(before == levels[level].tail, "the queue at \(ticks) does not end at its tail")
    invariant(
      sum == levels[level].lots && sum > 0, "level \(ticks) says \(levels[level].lots) lots, its queue holds \(sum)")
    return walked
  }
}

extension AccountOrders {
  /// Calls `check` with entry, slot and account of each order and returns how many there are.
  func checkInvariants(_ check: (Int32, Int32, Int32) -> Void) -> Int {
    var owned = 0
    for account in 0..<Int32(ends.count) {
      var end = ends[account]
      var younger: Int32 = -1
      while end > 0 {
        let page = (end - 1) >> Self.pageBits
        invariant(pages[page].account == account, "page \(page) is in account \(account)'s log")
        invariant(pages[page].younger == younger, "page \(page) is linked wrongly")
        for entry in (page << Self.pageBits)..<end where standing[page] & Self.bit(of: entry) != 0 {
          check(entry, slots[entry], account)
          owned += 1
        }
        for entry in end..<((page + 1) << Self.pageBits) {
          invariant(standing[page] & Self.bit(of: entry) != 0, "entry \(entry) is struck out before it is written")
        }
        invariant(standing[page] != 0, "page \(page) is struck out and still in account \(account)'s log")
        younger = page
        end = (pages[page].older + 1) << Self.pageBits
      }
    }
    return owned
  }
}
