import MarketTypes
import Storage

extension MarkBook {
  /// The mark the instrument's policy gives now, or `nil` where an ingredient is missing, or the policy is plain.
  ///
  /// Never below one tick nor above the instrument's largest price (MRK-18).
  public func mark(of instrument: InstrumentID, _ ingredients: MarkIngredients, at now: Time) -> Price? {
    let record = records[instrument.index]
    let ticks: Int64? =
      switch record.policy {
      case .last, .mid, .bestBid, .bestAsk, .index, .blend: nil
      case .impactMid: ingredients.impactMid
      case .fair: ingredients.fair
      case .sampledLast: record.taken == 0 ? nil : record.taken
      case .indexPlusBasis: sum(ingredients.index?.ticks, record.basis.ticks)
      case .fairMedian: fairMedian(record, ingredients)
      case .robustMedian: robustMedian(record, ingredients)
      case .composite(let composite): mark(by: composite, record, ingredients, at: now)
      }
    return ticks.map { Price(ticks: min(max($0, 1), record.highest)) }
  }

  private func sum(_ one: Int64?, _ other: Int64?) -> Int64? {
    guard let one, let other else { return nil }
    return one + other
  }

  /// Binance's (F42); all three are needed.
  private func fairMedian(_ record: MarkRecord, _ ingredients: MarkIngredients) -> Int64? {
    if record.filled == 0 { return nil }
    let average = Int64(record.sum.divided(by: 2 * Int128(record.filled), rounding: .down))
    guard let fair = ingredients.fair, let index = ingredients.index?.ticks, let last = ingredients.last?.ticks else {
      return nil
    }
    return median(fair, index + average, last)
  }

  /// Hyperliquid's (F41).
  private func robustMedian(_ record: MarkRecord, _ ingredients: MarkIngredients) -> Int64? {
    let anchored = sum(ingredients.index?.ticks, record.basis.ticks)
    let local = ingredients.localMedian
    let elsewhere = ingredients.otherVenues?.ticks
    let missing = (anchored == nil ? 1 : 0) + (local == nil ? 1 : 0) + (elsewhere == nil ? 1 : 0)
    if missing != 1 { return median(anchored, local, elsewhere) }
    // One of the three places is free for the average of the second.
    let average = record.local.ticks
    return median(anchored ?? average, local ?? average, elsewhere ?? average)
  }

  /// Vega's (F44), of what a venue has itself.
  private func mark(
    by composite: CompositeMark, _ record: MarkRecord, _ ingredients: MarkIngredients, at now: Time
  ) -> Int64? {
    func isFresh(_ moment: Int64) -> Bool {
      composite.staleness == .zero
        || moment >= 0 && now.nanoseconds - moment <= composite.staleness.nanoseconds
    }
    var trade = composite.tradeSteps == 0 ? ingredients.last?.ticks : tradeAverage(composite, record)
    if composite.tradeWeight == .zero || !isFresh(record.filledAt) { trade = nil }
    let book = composite.bookWeight == .zero ? nil : ingredients.impactMid
    var index = ingredients.index?.ticks
    if composite.indexWeight == .zero || !isFresh(record.indexedAt) { index = nil }
    if composite.isMedian { return median(trade, book, index) }
    var (sum, weights) = (Int128(0), Int128(0))
    func add(_ ticks: Int64?, _ weight: Rate) {
      guard let ticks else { return }
      sum += Int128(ticks) * Int128(weight.partsPerBillion)
      weights += Int128(weight.partsPerBillion)
    }
    add(trade, composite.tradeWeight)
    add(book, composite.bookWeight)
    add(index, composite.indexWeight)
    return weights == 0 ? nil : Int64(sum.divided(by: weights, rounding: .down))
  }

  /// Σ weight × price × lots ÷ Σ weight × lots over the steps, with weight 1 − decay × (age ÷ steps)^power; rounded down.
  private func tradeAverage(_ composite: CompositeMark, _ record: MarkRecord) -> Int64? {
    let steps = record.slotCount
    let isSquare = composite.tradePower == 2
    var (sum, lots) = (Int128(0), Int128(0))
    for age in 0..<steps {
      let slot = slots[record.firstSlot + (record.head - age + steps) % steps]
      let (whole, gone) = isSquare ? (steps * steps, age * age) : (steps, age)
      // Below 2^38; a slot's sum is below 2^85.
      let weight =
        Int128(Rate.one.partsPerBillion) * Int128(whole) - Int128(composite.tradeDecay.partsPerBillion) * Int128(gone)
      sum += weight * slot.sum
      lots += weight * slot.lots
    }
    return lots == 0 ? nil : Int64(sum.divided(by: lots, rounding: .down))
  }

  /// The middle one of those there are; of two their mean, rounded down.
  private func median(_ one: Int64?, _ other: Int64?, _ third: Int64?) -> Int64? {
    switch (one, other, third) {
    case (let one?, let other?, let third?): return max(min(one, other), min(max(one, other), third))
    case (let one?, let other?, nil), (let one?, nil, let other?), (nil, let one?, let other?):
      return (one + other).divided(by: 2, rounding: .down)
    default: return one ?? other ?? third
    }
  }
}
