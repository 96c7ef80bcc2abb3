import MarketTypes

/// Who is closed against whom (LIQ-19 to LIQ-22).
extension NaiveVenue {
  /// Those set aside whom the rules name, the riskiest first, in one batch; then marks.
  mutating func deleverage() {
    guard let rules = rules.liquidation.deleveraging else { return }
    func isMeant(_ due: Due) -> Bool {
      !due.isForLater && isLiquidatable(due.account) && isNamed(due.account, rules.trigger)
    }
    var batch = queue.stalled.filter { isMeant($0) }
    queue.stalled = queue.stalled.filter { !isMeant($0) }
    if batch.isEmpty { return }
    for place in batch.indices { batch[place].figures = figures(batch[place].account) }
    // Ranked once a batch: whom an instrument's side has to give.
    var ranked: [Int: [Int]] = [:]
    for due in batch.sorted(by: { $0.isRiskier(than: $1) }) { deleverage(due, rules, &ranked) }
    remark()
  }

  private func isNamed(_ account: Int, _ trigger: DeleveragingTrigger) -> Bool {
    let equity = figures(account).equity
    switch trigger {
    case .insolvent: return equity < 0
    case .unfilled: return true
    case .fundShort: return equity < -(ranked(account).first.map { means(of: instruments[$0].fund) } ?? 0)
    }
  }

  private mutating func deleverage(_ due: Due, _ rules: DeleveragingRules, _ ranked: inout [Int: [Int]]) {
    // All prices are fixed before the first position.
    let positions = canSettle(due.account) ? self.ranked(due.account) : []
    let closings = positions.compactMap { instrument in
      closingPrice(due.account, instrument, rules.price).map { (instrument: instrument, price: $0) }
    }
    for (instrument, price) in closings where markets[instrument].phase.isContinuous && canSettle(due.account) {
      for (other, lots) in pairs(due.account, instrument, at: Int(price), rules.ranking, &ranked) {
        let held = self.lots(due.account, instrument)
        let pair = Deleveraging(
          account: id(account: due.account), counterparty: id(account: other), instrument: id(instrument),
          side: held > 0 ? .sell : .buy, quantity: Quantity(lots: Int64(lots)), price: Price(ticks: price))
        let event = append(.deleveraged(pair), because: due.event, round: due.round)
        exchange(held > 0 ? -lots : lots, at: Int(price), due.account, other, instrument, because: event)
        noteFill(due.account, other, instrument, at: event)
      }
    }
    if isLiquidatable(due.account) {
      queue.stalled.append(due)
    } else {
      release(due.account)
    }
  }

  /// LIQ-21; `nil` without a mark.
  private func closingPrice(_ account: Int, _ instrument: Int, _ price: DeleveragingPrice) -> Int64? {
    guard let mark = markets[instrument].mark else { return nil }
    switch price {
    case .mark: return mark
    case .previousMark: return markets[instrument].previousMark ?? mark
    case .bankruptcy:
      return bankruptcyPrice(account, instrument)
        ?? (lots(account, instrument) > 0 ? instruments[instrument].maximumPrice.ticks : 1)
    }
  }

  // MARK: Who gives what

  /// Those who give lots, in order, with how many.
  private func pairs(
    _ account: Int, _ instrument: Int, at price: Int, _ ranking: DeleveragingRanking, _ ranked: inout [Int: [Int]]
  ) -> [(account: Int, lots: Int)] {
    let held = lots(account, instrument)
    let key = held > 0 ? instrument : -1 - instrument
    let order = ranked[key] ?? rank(instrument, against: held, ranking)
    ranked[key] = order
    // What each can give: its position as far as its equity goes, nothing in liquidation (LIQ-22).
    let most = order.map { other in
      let isOther = lots(other, instrument) * held < 0 && canSettle(other) && !accounts[other].isDue
      return isOther ? lotsBearable(other, instrument, at: price) : 0
    }
    switch ranking {
    case .profitAndLeverage, .markOverEntry:
      var left = abs(held)
      return zip(order, most).compactMap { other, most in
        let lots = min(left, most)
        left -= lots
        return lots > 0 ? (other, lots) : nil
      }
    case .proRata: return inProportion(abs(held), order, most)
    case .smallestOvershoot: return gainsFirst(abs(held), order, most, instrument, at: price)
    }
  }

  /// In proportion to what they can give, down; lots left one each to the largest remainders, then lower number.
  private func inProportion(_ wanted: Int, _ order: [Int], _ most: [Int]) -> [(account: Int, lots: Int)] {
    let whole = most.reduce(0, +)
    if whole <= wanted { return zip(order, most).filter { $0.1 > 0 }.map { ($0, $1) } }
    var lots = most.map { $0 * wanted / whole }
    let left = wanted - lots.reduce(0, +)
    let places = order.indices.sorted {
      let (one, other) = (most[$0] * wanted % whole, most[$1] * wanted % whole)
      return one != other ? one > other : order[$0] < order[$1]
    }
    for place in places.prefix(left) { lots[place] += 1 }
    return zip(order, lots).filter { $0.1 > 0 }.map { ($0, $1) }
  }

  /// Each what its gain pays for; then one lot more of those with the most of it left; then the rest.
  private func gainsFirst(
    _ wanted: Int, _ order: [Int], _ most: [Int], _ instrument: Int, at price: Int
  ) -> [(account: Int, lots: Int)] {
    var left = wanted
    var lots = order.indices.map { place in
      let paid = min(left, most[place], lotsWithin(gain(order[place], instrument), order[place], instrument, at: price))
      left -= paid
      return paid
    }
    let spare = order.indices.map { place in
      max(0, gain(order[place], instrument)) - loss(lots[place], order[place], instrument, at: price)
    }
    let others = order.indices.filter { lots[$0] < most[$0] }.sorted {
      spare[$0] != spare[$1] ? spare[$0] > spare[$1] : $0 < $1
    }
    for place in others where left > 0 {
      lots[place] += 1
      left -= 1
    }
    for place in others {
      let more = min(left, most[place] - lots[place])
      lots[place] += more
      left -= more
    }
    return zip(order, lots).filter { $0.1 > 0 }.map { ($0, $1) }
  }

  /// What closing so many lots at a price takes from their owner against the mark.
  private func loss(_ lots: Int, _ account: Int, _ instrument: Int, at price: Int) -> Int {
    let closed = self.lots(account, instrument) > 0 ? lots : -lots
    return value(of: closed, at: mark(instrument)!, instrument) - value(of: closed, at: price, instrument)
  }

  private func lotsWithin(_ means: Int, _ account: Int, _ instrument: Int, at price: Int) -> Int {
    let whole = abs(lots(account, instrument))
    let loss = loss(whole, account, instrument, at: price)
    if loss <= 0 || loss <= means { return whole }
    // What the lots lose before anything is rounded.
    let (mark, per) = (mark(instrument)!, tickValue(instrument))
    func isBearable(_ lots: Int) -> Bool {
      lots * per * abs(price - mark) <= means * (isInverse(instrument) ? mark * price : 1)
    }
    return (0..<whole).last { isBearable($0) } ?? 0
  }

  private func lotsBearable(_ account: Int, _ instrument: Int, at price: Int) -> Int {
    if accounts[account].kind == .exempt { return abs(lots(account, instrument)) }
    return lotsWithin(figures(account).equity, account, instrument, at: price)
  }

  // MARK: Who is first (LIQ-20)

  private func rank(_ instrument: Int, against held: Int, _ ranking: DeleveragingRanking) -> [Int] {
    let holders = accounts.indices.filter { lots($0, instrument) * held < 0 }
    let scores = holders.map { score($0, instrument, ranking) }
    return holders.indices.sorted { one, other in
      let (mine, theirs) = (scores[one].over(scores[other]), scores[other].over(scores[one]))
      if mine != theirs { return mine > theirs }
      let gains = (gain(holders[one], instrument), gain(holders[other], instrument))
      return gains.0 != gains.1 ? gains.0 > gains.1 : holders[one] < holders[other]
    }.map { holders[$0] }
  }

  /// One number over another, above zero.
  private struct Score {
    var score: Int128
    var divisor: Int128
    func over(_ other: Score) -> Int128 { score * other.divisor }
  }

  private func score(_ account: Int, _ instrument: Int, _ ranking: DeleveragingRanking) -> Score {
    let (gain, worth) = (Int128(gain(account, instrument)), Int128(notional(account, instrument)))
    let entry = max(1, Int128(abs(accounts[account].cost[instrument] ?? 0)))
    let equity = figures(account).equity
    switch ranking {
    case .profitAndLeverage:
      let share = share(account, instrument, lots(account, instrument))
      let behind = max(1, Int128(share.map { floor(of: equity, times: $0.part, over: $0.whole) } ?? 1))
      if gain > 0 { return Score(score: gain * worth, divisor: entry * behind) }
      return Score(score: gain * behind, divisor: entry * max(1, worth))
    case .markOverEntry: return Score(score: worth * worth, divisor: entry * max(1, Int128(equity)))
    case .proRata: return Score(score: 0, divisor: 1)
    case .smallestOvershoot: return Score(score: gain, divisor: Int128(max(1, abs(lots(account, instrument)))))
    }
  }
}
