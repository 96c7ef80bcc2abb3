import Clearing
import MarketTypes
import Storage

/// Who is closed against whom when nobody takes a position: auto-deleveraging (LIQ-19 … LIQ-22).
extension LiquidationEngine {
  /// Takes from those set aside the ones that are to be deleveraged now, the riskiest first, measured at the present marks.
  ///
  /// Those whom deleveraging does not close must be set aside again.
  public mutating func takeForDeleveraging(_ batch: inout Pool<DueAccount>, of house: borrowing ClearingHouse) {
    batch.removeAll()
    guard let rules = rules.deleveraging else { return }
    var kept = 0
    for index in 0..<stalled.count {
      var due = stalled[index]
      due.measure(house.figures(of: due.account))
      // Who has its margin again waits for the sweep that lets it go.
      if !due.isForLater, house.isLiquidatable(due.account), wantsDeleveraging(due, rules.trigger, of: house) {
        batch.append(due)
      } else {
        stalled[kept] = stalled[index]
        kept += 1
      }
    }
    while stalled.count > kept { _ = stalled.removeLast() }
    batch.sort { one, other in one.isRiskier(than: other) }
    queues.removeAll()
    candidates.removeAll()
  }

  private func wantsDeleveraging(
    _ due: DueAccount, _ trigger: DeleveragingTrigger, of house: borrowing ClearingHouse
  ) -> Bool {
    switch trigger {
    case .insolvent: return due.equity < 0
    case .unfilled: return true
    case .fundShort:
      var largest: (notional: Money, fund: Money) = (Money(units: -1), .zero)
      house.forEachPosition(of: due.account) { instrument, _ in
        let notional = house.notional(of: due.account, in: instrument)
        if notional > largest.notional { largest = (notional, house.fundMeans(for: instrument)) }
      }
      return due.equity < -Int128(largest.fund.units)
    }
  }

  /// An account's positions as orders at the prices they are deleveraged at, in the order of forced orders (LIQ-21).
  ///
  /// - Parameter previousMark: of an instrument, in ticks; zero where there was none.
  public mutating func ordersToDeleverage(
    _ account: AccountID, of house: borrowing ClearingHouse, previousMark: (InstrumentID) -> Int64,
    into orders: inout Pool<Order>
  ) {
    orders.removeAll()
    guard let rules = rules.deleveraging, house.canSettle(account) else { return }
    rank(account, of: house)
    for index in 0..<ranked.count {
      var order = ranked[index].order
      guard let mark = house.mark(of: order.instrument) else { continue }
      switch rules.price {
      case .bankruptcy:
        // Where no legal price is good enough the nearest is taken, and what is lacking is a loss.
        let worst = order.side == .sell ? house.maximumPrice(of: order.instrument) : Price(ticks: 1)
        order.limit = house.bankruptcyPrice(of: account, in: order.instrument) ?? worst
      case .previousMark:
        let ticks = previousMark(order.instrument)
        order.limit = ticks == 0 ? mark : Price(ticks: ticks)
      case .mark: order.limit = mark
      }
      orders.append(order)
    }
  }

  /// Against whom a position is closed at a price, and how many lots each.
  ///
  /// Nobody gives more lots than its position, nor more than leave its equity at zero or above; nobody who is in liquidation
  /// itself gives any. What is not found stays open.
  public mutating func pairs(
    closing order: Order, at price: Price, of house: borrowing ClearingHouse, into pairs: inout Pool<Deleveraging>
  ) {
    guard let rules = rules.deleveraging else { return }
    let number = queueNumber(against: order, rules.ranking, of: house)
    pairs.removeAll()
    // Those at the front who are flat by now are passed over for good.
    while queues[number].start < queues[number].end,
      house.position(of: candidates[queues[number].start].account, in: order.instrument).isFlat
    {
      queues[number].start += 1
    }
    let queue = queues[number]
    let isRanked = rules.ranking == .profitAndLeverage || rules.ranking == .markOverEntry
    if !isRanked { allot(order, rules.ranking, at: price, in: queue, of: house) }
    var left = order.quantity.lots
    for index in queue.start..<queue.end {
      if left == 0 { break }
      let account = candidates[index].account
      let given = isRanked ? lotsGiven(by: account, to: order, at: price, of: house) : candidates[index].lots
      let lots = min(left, given)
      if lots == 0 { continue }
      left -= lots
      pairs.append(
        Deleveraging(
          account: order.account, counterparty: account, instrument: order.instrument, side: order.side,
          quantity: Quantity(lots: lots), price: price))
    }
  }

  /// Notes how many lots each gives where that depends on all of them. O(holders).
  private mutating func allot(
    _ order: Order, _ ranking: DeleveragingRanking, at price: Price, in queue: CounterpartyQueue,
    of house: borrowing ClearingHouse
  ) {
    var whole: Int128 = 0
    for index in queue.start..<queue.end {
      candidates[index].lots = lotsGiven(by: candidates[index].account, to: order, at: price, of: house)
      whole += Int128(candidates[index].lots)
    }
    let lots = order.quantity.lots
    if ranking == .smallestOvershoot {
      giveGainsFirst(lots, to: order, at: price, in: queue, of: house)
    } else if whole > Int128(lots) {
      share(lots, of: whole, in: queue)
    }
  }

  private func lotsGiven(
    by account: AccountID, to order: Order, at price: Price, of house: borrowing ClearingHouse
  ) -> Int64 {
    let position = house.position(of: account, in: order.instrument)
    guard position.closingSide == order.side.opposite, account != order.account, house.canSettle(account),
      !house.isInLiquidation(account)
    else { return 0 }
    return house.bearableLots(of: account, in: order.instrument, at: price).lots
  }

  /// In proportion, rounded down; the lots that leaves go one each to the largest remainders, at equal ones the lower
  /// account number.
  private mutating func share(_ lots: Int64, of whole: Int128, in queue: CounterpartyQueue) {
    var rest = lots
    ranking.removeAll()
    for index in queue.start..<queue.end {
      let product = Int128(candidates[index].lots) * Int128(lots)
      candidates[index].lots = Int64(product / whole)
      rest -= candidates[index].lots
      ranking.append(Remainder(index: index, account: candidates[index].account, remainder: product % whole))
    }
    ranking.sort { one, other in
      one.remainder != other.remainder ? one.remainder > other.remainder : one.account < other.account
    }
    for index in 0..<Int(rest) { candidates[ranking[index].index].lots += 1 }
  }

  /// Each as many lots as its gain pays for; then one more of those with the most of it left over; then the rest. So no
  /// other way of finding as many lots takes less from anybody beyond its gain.
  private mutating func giveGainsFirst(
    _ lots: Int64, to order: Order, at price: Price, in queue: CounterpartyQueue, of house: borrowing ClearingHouse
  ) {
    var rest = lots
    ranking.removeAll()
    for index in queue.start..<queue.end {
      let (account, most) = (candidates[index].account, candidates[index].lots)
      let paid = min(rest, most, house.lotsPaidByGain(of: account, in: order.instrument, at: price).lots)
      rest -= paid
      let loss = house.loss(ofClosing: Quantity(lots: paid), of: account, in: order.instrument, at: price)
      let gain = house.unrealizedGain(of: account, in: order.instrument)
      candidates[index].lots = paid
      if paid < most {
        ranking.append(Remainder(index: index, account: account, remainder: max(0, gain) - loss, more: most - paid))
      }
    }
    ranking.sort { one, other in
      one.remainder != other.remainder ? one.remainder > other.remainder : one.index < other.index
    }
    for isFirstLot in [true, false] {
      for place in 0..<ranking.count where rest > 0 {
        let more = isFirstLot ? 1 : min(rest, ranking[place].more - 1)
        candidates[ranking[place].index].lots += more
        rest -= more
      }
    }
  }

  // MARK: The queue

  /// Those on the other side, ranked when they are first asked for in a batch.
  private mutating func queueNumber(
    against order: Order, _ ranking: DeleveragingRanking, of house: borrowing ClearingHouse
  ) -> Int {
    for index in 0..<queues.count {
      if queues[index].instrument == order.instrument, queues[index].side == order.side { return index }
    }
    let start = candidates.count
    house.forEachHolder(of: order.instrument) { account, position in
      // A forced sale closes a long against those who are short.
      guard position.closingSide == order.side.opposite else { return }
      candidates.append(Counterparty(account, in: order.instrument, ranking, of: house))
    }
    let queue = CounterpartyQueue(instrument: order.instrument, side: order.side, start: start, end: candidates.count)
    sortCandidates(from: start)
    queues.append(queue)
    return queues.count - 1
  }

  private mutating func sortCandidates(from start: Int) {
    var sorted = Pool<Counterparty>(capacity: candidates.count - start)
    for index in start..<candidates.count { sorted.append(candidates[index]) }
    sorted.sort { one, other in one.precedes(other) }
    for index in 0..<sorted.count { candidates[start + index] = sorted[index] }
  }
}
