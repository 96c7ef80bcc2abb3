import MarketTypes

/// How far prices may go (MAT-64, MAT-65).
extension NaiveVenue {
  /// The mean price of the fills of the last whole window that had any; an auction's price, which begins its window anew.
  struct SlowReference {
    var price: Int64?
    /// The latest window that had fills and has not been counted yet.
    var window: Int64 = 0
    var prices: [Int64] = []
  }

  private func band(around reference: Int64?, _ width: Rate) -> ClosedRange<Int64>? {
    guard let reference else { return nil }
    let distance = Int64(Int128(reference) * Int128(width.partsPerBillion) / 1_000_000_000)
    return reference - distance...reference + distance
  }

  func priceBand(_ instrument: Int) -> ClosedRange<Int64>? {
    guard let rules = instruments[instrument].band else { return nil }
    return band(around: latest(rules.reference, instrument), rules.width)
  }

  /// What an order of `side` may fill at: a price band holds it back on its own way only.
  func priceBand(_ instrument: Int, for side: Side) -> ClosedRange<Int64>? {
    priceBand(instrument).map { side == .buy ? Int64.min...$0.upperBound : $0.lowerBound...Int64.max }
  }

  func limitBand(_ instrument: Int) -> ClosedRange<Int64>? {
    instruments[instrument].limitState.flatMap { band(around: reference(instrument), $0.width) }
  }

  /// The slow reference as it stands now.
  private func reference(_ instrument: Int) -> Int64? {
    let slow = markets[instrument].slow
    guard let rules = instruments[instrument].limitState, !slow.prices.isEmpty,
      now / rules.window.nanoseconds > slow.window
    else { return slow.price }
    return Int64(slow.prices.reduce(Int128(0)) { $0 + Int128($1) } / Int128(slow.prices.count))
  }

  /// Begins a new window once the last one that had fills is whole.
  private mutating func rollReference(_ instrument: Int) {
    guard let rules = instruments[instrument].limitState else { return }
    markets[instrument].slow.price = reference(instrument)
    if now / rules.window.nanoseconds > markets[instrument].slow.window { markets[instrument].slow.prices = [] }
    markets[instrument].slow.window = now / rules.window.nanoseconds
  }

  mutating func recordFill(at price: Int64, _ instrument: Int) {
    guard instruments[instrument].limitState != nil else { return }
    rollReference(instrument)
    markets[instrument].slow.prices.append(price)
  }

  mutating func setReference(_ instrument: Int, to price: Int64) {
    markets[instrument].slow.price = price
    markets[instrument].slow.prices = []
  }

  // MARK: Limit states

  mutating func beginLimitState(_ order: Incoming, because event: Int) {
    let instrument = order.order.instrument
    guard let rules = instruments[instrument].limitState, let band = order.limitBand,
      markets[instrument].phase == .continuous
    else { return }
    guard let met = firstMaker(instrument, for: order.order.side, limit: order.limit), !band.contains(met.price) else {
      return
    }
    enter(.limited, until: now + rules.patience.nanoseconds, instrument, because: event)
  }

  mutating func endLimitState(_ instrument: Int, because event: Int) {
    if markets[instrument].phase == .limited { enter(.continuous, until: nil, instrument, because: event) }
  }
}
