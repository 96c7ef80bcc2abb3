import MarketTypes

/// Marks that look into the book's depth or remember (MRK-12 to MRK-21).
extension NaiveVenue {
  /// What an instrument's mark and funding are made of, as long as it may matter.
  struct Memory {
    /// Of mid − index, in half ticks; and of the median of best bid, best ask and last, in ticks.
    var bases: [Int64] = []
    var locals: [Int64] = []
    var fills: [(moment: Int64, price: Int64, lots: Int64)] = []
    /// When the index was last given, confirmed or changed.
    var indexed: Int64?
    /// Of `sampledLast`: the price, the moment it is of, and when the next becomes the mark.
    var taken: Int64?
    var takenAt: Int64?
    var due: Int64?
    /// When samples are next taken.
    var sample: Int64?
    /// From when on mark and index were these.
    var prices: [(moment: Int64, mark: Int64?, index: Int64?)] = []
    /// The rate of the latest interval that had one.
    var rate: Int128?

    init(_ policy: MarkPolicy) { sample = policy.cadence?.nanoseconds }

    var next: Int64? { [due, sample].compactMap { $0 }.min() }
  }

  mutating func rememberFill(at price: Int64, _ lots: Int64, _ instrument: Int) {
    markets[instrument].memory.fills.append((now, price, lots))
    guard case .sampledLast(let spacing) = instruments[instrument].mark else { return }
    let isLate = markets[instrument].memory.takenAt.map { now - $0 >= spacing.nanoseconds } ?? true
    if isLate { markets[instrument].memory.due = now + 1 }
  }

  mutating func rememberPrices(_ instrument: Int) {
    markets[instrument].memory.prices.append((now, markets[instrument].mark, markets[instrument].index))
  }

  /// Lowest instrument first; each mark is looked at afterwards (MRK-16).
  mutating func sampleMarks() {
    for instrument in instruments.indices {
      if let due = markets[instrument].memory.due, due <= now {
        markets[instrument].memory.due = nil
        markets[instrument].memory.taken = markets[instrument].last
        markets[instrument].memory.takenAt = markets[instrument].memory.fills.last?.moment
        sampled.insert(instrument)
      }
      if let sample = markets[instrument].memory.sample, sample <= now {
        markets[instrument].memory.sample = sample + instruments[instrument].mark.cadence!.nanoseconds
        if let basis = basis(instrument) { markets[instrument].memory.bases.append(basis) }
        if let local = local(instrument) { markets[instrument].memory.locals.append(local) }
        sampled.insert(instrument)
      }
    }
  }

  // MARK: Ingredients

  private func basis(_ instrument: Int) -> Int64? {
    guard let bid = bestShown(instrument, .buy), let ask = bestShown(instrument, .sell),
      let index = markets[instrument].index
    else { return nil }
    return bid + ask - 2 * index
  }

  private func local(_ instrument: Int) -> Int64? {
    guard let bid = bestShown(instrument, .buy), let ask = bestShown(instrument, .sell),
      let last = markets[instrument].last
    else { return nil }
    return Self.median([bid, ask, last])
  }

  private func impactMid(_ notional: Money, _ instrument: Int) -> Int64? {
    guard let bid = impactPrice(notional, .sell, instrument), let ask = impactPrice(notional, .buy, instrument) else {
      return nil
    }
    return Int64(floor(of: bid + ask, times: 1, over: 2))
  }

  /// MRK-13.
  private func fair(_ instrument: Int) -> Int64? {
    guard let index = markets[instrument].index, let rate = markets[instrument].memory.rate,
      let funding = instruments[instrument].funding, let payment = markets[instrument].cash.payment
    else { return nil }
    let interval = Int128(funding.interval.nanoseconds)
    let whole = 1_000_000_000_000 * interval
    return Int64((Int128(index) * (whole + rate * Int128(payment - now))).divided(by: whole, rounding: .down))
  }

  /// Of two their mean, rounded down; `nil` of none.
  private static func median(_ prices: [Int64]) -> Int64? {
    if prices.isEmpty { return nil }
    let sorted = prices.sorted()
    let two = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    return two.divided(by: 2, rounding: .down)
  }

  /// weight ← weight × decay + 1, mean ← mean + (sample − mean) ÷ weight, of half ticks: the weight in 2^-44, the mean in
  /// 2^-36, both down. In ticks, down; it is what Σ decay^k × sample ÷ Σ decay^k comes to.
  private static func decayed(_ halves: [Int64], _ decay: Rate) -> Int64? {
    if halves.isEmpty { return nil }
    var (weight, mean): (Int128, Int128) = (0, 0)
    var (exactSum, exactWeight) = (0.0, 0.0)
    let kept = Double(decay.partsPerBillion) / 1_000_000_000
    for sample in halves {
      weight = (weight * Int128(decay.partsPerBillion)).divided(by: 1_000_000_000, rounding: .down) + 1 << 44
      mean += ((Int128(sample) * 1 << 36 - mean) * 1 << 44).divided(by: weight, rounding: .down)
      (exactSum, exactWeight) = (exactSum * kept + Double(sample), exactWeight * kept + 1)
    }
    precondition(abs(exactSum / exactWeight - Double(mean) / Double(1 << 36)) < 0.000_1, "the recursion went astray")
    return Int64(mean.divided(by: 1 << 37, rounding: .down))
  }

  // MARK: Marks

  /// What a policy that is not plain says now.
  func keptMark(of instrument: Int) -> Int64? {
    let (market, rules) = (markets[instrument], instruments[instrument])
    let (memory, last, index) = (market.memory, market.last, market.index)
    var mark: Int64?
    switch rules.mark {
    case .last, .mid, .bestBid, .bestAsk, .index, .blend: preconditionFailure("plain")
    case .impactMid(let notional): mark = impactMid(notional, instrument)
    case .fair: mark = fair(instrument)
    case .sampledLast: mark = memory.taken
    case .indexPlusBasis(let average):
      if let index, let basis = Self.decayed(memory.bases, average.decay) { mark = index + basis }
    case .fairMedian(let window):
      let bases = memory.bases.suffix(Int(window.samples)).map { Int($0) }
      if let fair = fair(instrument), let index, let last, !bases.isEmpty {
        let basis = floor(of: bases.reduce(0, +), times: 1, over: 2 * bases.count)
        mark = Self.median([fair, index + Int64(basis), last])
      }
    case .robustMedian(let rules):
      let basis = Self.decayed(memory.bases, rules.basisDecay)
      let anchored = index.flatMap { index in basis.map { index + $0 } }
      var prices = [anchored, local(instrument), indices[.otherVenues(id(instrument))]?.value].compactMap { $0 }
      if prices.count == 2, let average = Self.decayed(memory.locals.map { 2 * $0 }, rules.priceDecay) {
        prices.append(average)
      }
      mark = Self.median(prices)
    case .composite(let rules): mark = composite(rules, instrument)
    }
    return mark.map { min(max($0, 1), rules.maximumPrice.ticks) }
  }

  /// MRK-20.
  private func composite(_ rules: CompositeMark, _ instrument: Int) -> Int64? {
    let (memory, market) = (markets[instrument].memory, markets[instrument])
    func isFresh(_ moment: Int64?) -> Bool {
      rules.staleness == .zero || moment.map { now - $0 <= rules.staleness.nanoseconds } ?? false
    }
    var prices: [(price: Int64, weight: Rate)] = []
    func add(_ price: Int64?, _ weight: Rate) {
      if let price, weight > .zero { prices.append((price, weight)) }
    }
    if isFresh(memory.fills.last?.moment) {
      add(rules.tradeSteps == 0 ? market.last : tradeAverage(rules, instrument), rules.tradeWeight)
    }
    add(impactMid(rules.notional, instrument), rules.bookWeight)
    if isFresh(memory.indexed) { add(market.index, rules.indexWeight) }
    if rules.isMedian { return Self.median(prices.map(\.price)) }
    let weight = prices.reduce(Int128(0)) { $0 + Int128($1.weight.partsPerBillion) }
    let sum = prices.reduce(Int128(0)) { $0 + Int128($1.price) * Int128($1.weight.partsPerBillion) }
    return weight == 0 ? nil : Int64(sum / weight)
  }

  /// MRK-21.
  private func tradeAverage(_ rules: CompositeMark, _ instrument: Int) -> Int64? {
    let (steps, step) = (Int64(rules.tradeSteps), rules.cadence.nanoseconds)
    var (sum, weights): (Int128, Int128) = (0, 0)
    for fill in markets[instrument].memory.fills {
      let age = now / step - fill.moment / step
      if age >= steps { continue }
      let (ages, whole) = rules.tradePower == 2 ? (age * age, steps * steps) : (age, steps)
      let weight = Int128(whole) * 1_000_000_000 - Int128(rules.tradeDecay.partsPerBillion) * Int128(ages)
      sum += weight * Int128(fill.price) * Int128(fill.lots)
      weights += weight * Int128(fill.lots)
    }
    return weights == 0 ? nil : Int64(sum / weights)
  }
}
