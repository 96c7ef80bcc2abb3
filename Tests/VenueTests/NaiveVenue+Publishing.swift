import MarketTypes

/// What everybody is told: levels, quotes, marks; in a call what it would come to (MAT-19, MAT-60).
extension NaiveVenue {
  mutating func publish(_ instrument: Int, because cause: Int) {
    if markets[instrument].phase == .call {
      let outcome = auction(instrument)
      if outcome == markets[instrument].indicated || outcome.price == nil && markets[instrument].indicated == nil {
        return
      }
      markets[instrument].indicated = outcome
      append(.auctionIndicated(outcome), because: cause)
      return
    }
    if markets[instrument].phase == .halted { return }
    if instruments[instrument].publishesLevels {
      for side in Side.allCases { publishLevels(instrument, side, because: cause) }
    }
    let quote = quote(of: instrument)
    if quote == markets[instrument].published { return }
    markets[instrument].published = quote
    append(.quoted(quote), because: cause)
  }

  private mutating func publishLevels(_ instrument: Int, _ side: Side, because cause: Int) {
    let (before, after) = (markets[instrument].levels[side]!, levels(instrument, side))
    let prices = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    for price in prices.sorted(by: { side == .buy ? $0 > $1 : $0 < $1 }) {
      let change = LevelChange(
        instrument: InstrumentID(number: UInt16(instrument)), side: side, price: Price(ticks: price),
        quantity: Quantity(lots: after[price] ?? 0))
      append(.levelChanged(change), because: cause)
    }
    markets[instrument].levels[side] = after
  }

  private func quote(of instrument: Int) -> Quote {
    func top(_ side: Side) -> (Price?, Quantity) {
      guard let best = bestShown(instrument, side) else { return (nil, .zero) }
      return (Price(ticks: best), Quantity(lots: levels(instrument, side)[best]!))
    }
    let (bid, ask) = (top(.buy), top(.sell))
    return Quote(
      instrument: InstrumentID(number: UInt16(instrument)), bid: bid.0, bidQuantity: bid.1, ask: ask.0,
      askQuantity: ask.1)
  }

  @discardableResult
  mutating func setMark(of instrument: Int, to price: Int64, because cause: Int?) -> Int {
    let change = MarkChange(
      instrument: InstrumentID(number: UInt16(instrument)), price: Price(ticks: price),
      previous: markets[instrument].mark.map { Price(ticks: $0) })
    let event = append(.marked(change), because: cause)
    noteMark(of: instrument, at: event)
    markets[instrument].mark = price
    rememberPrices(instrument)
    if !isOpening { note(.mark, price, instrument, because: event) }
    return event
  }

  /// The event of another mark, if the policy has one.
  mutating func takeMark(of instrument: Int, because cause: Int?) -> Int? {
    guard markets[instrument].takesMarks, let price = policyMark(of: instrument), price != markets[instrument].mark
    else { return nil }
    markets[instrument].previousMark = markets[instrument].mark
    return setMark(of: instrument, to: price, because: cause)
  }

  /// Policies that look at the book see what was last published.
  private func policyMark(of instrument: Int) -> Int64? {
    let quote = markets[instrument].published
    let (last, index) = (markets[instrument].last, markets[instrument].index)
    switch instruments[instrument].mark {
    case .last: return last
    case .index: return index
    case .bestBid: return quote.bid?.ticks
    case .bestAsk: return quote.ask?.ticks
    case .mid:
      guard let bid = quote.bid?.ticks, let ask = quote.ask?.ticks else { return nil }
      return (bid + ask).divided(by: 2, rounding: .down)
    case .blend(let weight):
      let share = Int128(weight.partsPerBillion)
      if share > 0 && last == nil || share < 1_000_000_000 && index == nil { return nil }
      return Int64((Int128(last ?? 0) * share + Int128(index ?? 0) * (1_000_000_000 - share)) / 1_000_000_000)
    default: return keptMark(of: instrument)
    }
  }
}
