import MarketTypes

/// Indices, other venues' prices and asset prices that are made of what several sources say (IDX-1 to IDX-11).
extension NaiveVenue {
  struct Index {
    /// What one source said last, and what is added to all it says.
    struct Source {
      var price: Int64?
      var reported: Int64 = 0
      var added: Int64 = 0
      var isLost = false
      var isStale = false
      var counts: Bool { price != nil && !isLost && !isStale }
    }
    var sources: [Source]
    var value: Int64?
    /// What is added so that it does not jump, and which sources it was last made of; and when nothing was added.
    var added: Int64 = 0
    var made: Set<Int> = []
    var whole: Set<Int> = []
  }

  /// Of a price that sources make, in the order in which changes are told; an asset without such rules has one source.
  var sourced: [(subject: PriceSubject, rules: IndexRules)] {
    let own = instruments.indices.compactMap { place in
      instruments[place].indexSources.map { (subject: PriceSubject.instrument(id(place)), rules: $0) }
    }
    let others = instruments.indices.compactMap { place in
      instruments[place].otherVenues.map { (subject: PriceSubject.otherVenues(id(place)), rules: $0) }
    }
    return own + others
      + assets.map { asset in
        let subject = PriceSubject.asset(AssetID(number: UInt16(asset)))
        return (subject, rules.assets[asset - 1].indexSources ?? IndexRules(weights: [.one]))
      }
  }

  private func indexRules(_ subject: PriceSubject) -> IndexRules? { sourced.first { $0.subject == subject }?.rules }

  private func highest(_ subject: PriceSubject) -> Int64 {
    switch subject {
    case .instrument(let instrument), .otherVenues(let instrument): instruments[instrument.index].maximumPrice.ticks
    case .asset(let asset): rules.assets[asset.index - 1].maximumPrice.ticks
    }
  }

  private func index(_ subject: PriceSubject) -> Index {
    indices[subject] ?? Index(sources: indexRules(subject)!.weights.map { _ in Index.Source() })
  }

  // MARK: Saying no

  func reasons(against subject: PriceSubject, _ source: UInt8, _ price: Price?) -> [Refusal] {
    switch subject {
    case .instrument(let instrument), .otherVenues(let instrument):
      if !instruments.indices.contains(instrument.index) { return [.unknownInstrument] }
    case .asset(let asset): if asset == .settlement || asset.index > rules.assets.count { return [.unknownAsset] }
    }
    guard let rules = indexRules(subject), Int(source) < rules.weights.count else { return [.unknownSource] }
    guard let price else { return [] }
    return price.ticks < 1 ? [.priceBelowOne] : price.ticks > highest(subject) ? [.priceAboveLimit] : []
  }

  // MARK: What sources say

  mutating func take(_ report: SourceReport, because seen: Int?) {
    let event = append(.sourceReported(report), because: seen)
    var index = index(report.subject)
    let source = Int(report.source)
    if let price = report.price {
      index.sources[source].price = price.ticks
      index.sources[source].reported = now
      index.sources[source].isStale = false
    }
    index.sources[source].isLost = report.price == nil
    indices[report.subject] = index
    if report.price != nil { noteConfirmed(report.subject) }
    remake(report.subject, because: event)
  }

  /// IDX-8.
  mutating func take(_ roll: SourceRoll, because seen: Int?) {
    let event = append(.sourceRolled(roll), because: seen)
    var index = index(roll.subject)
    let (source, highest) = (Int(roll.source), highest(roll.subject))
    if let stood = index.sources[source].stands(highest) { index.sources[source].added = stood - roll.price.ticks }
    index.sources[source].price = roll.price.ticks
    index.sources[source].reported = now
    index.sources[source].isStale = false
    index.sources[source].isLost = false
    indices[roll.subject] = index
    noteConfirmed(roll.subject)
    remake(roll.subject, because: event)
  }

  /// An index that is confirmed is as fresh as one that moved (MRK-20).
  private mutating func noteConfirmed(_ subject: PriceSubject) {
    if case .instrument(let instrument) = subject { markets[instrument.index].memory.indexed = now }
  }

  /// When the next source that counts will be too old to (IDX-4).
  var nextStaleness: Int64? {
    sourced.compactMap { subject, rules in
      rules.staleness.flatMap { span in
        index(subject).sources.filter(\.counts).map { $0.reported + span.nanoseconds + 1 }.min()
      }
    }.min()
  }

  /// IDX-10.
  mutating func growStale() {
    for (subject, rules) in sourced {
      guard let span = rules.staleness, indices[subject] != nil else { continue }
      for place in indices[subject]!.sources.indices {
        let source = indices[subject]!.sources[place]
        if source.counts, source.reported + span.nanoseconds < now { indices[subject]!.sources[place].isStale = true }
      }
      remake(subject, because: nil)
    }
  }

  /// The price as its sources now have it; told where it is another.
  private mutating func remake(_ subject: PriceSubject, because cause: Int?) {
    var index = index(subject)
    let (rules, before) = (indexRules(subject)!, index.value)
    let counting = Set(index.sources.indices.filter { index.sources[$0].counts })
    let said = counting.sorted().map { place in
      (price: index.sources[place].stands(highest(subject))!, weight: Int128(rules.weights[place].partsPerBillion))
    }
    guard counting.count >= Int(rules.minimumSources), let price = Self.price(said, rules.method) else { return }
    if counting != index.made {
      // IDX-9: it stays where it was until all are back that made it when nothing was added.
      let isWhole = counting.isSuperset(of: index.whole)
      index.added = rules.continuity && !isWhole ? (before.map { $0 - price } ?? 0) : 0
      if index.added == 0 { index.whole = counting }
      index.made = counting
    }
    let value = min(max(price + index.added, 1), highest(subject))
    index.value = value
    indices[subject] = index
    if value == before { return }
    switch subject {
    case .instrument(let instrument): setIndex(instrument.index, to: value, because: cause)
    case .otherVenues(let instrument):
      // Marks alone know it; what grew stale has no cause.
      if let cause {
        changed[instrument.index] = cause
        priced[instrument.index] = cause
      } else {
        sampled.insert(instrument.index)
      }
    case .asset(let asset): setPrice(of: asset.index, to: value, because: cause)
    }
  }

  private static func price(_ said: [(price: Int64, weight: Int128)], _ method: IndexMethod) -> Int64? {
    if said.isEmpty { return nil }
    let billion: Int128 = 1_000_000_000
    let prices = said.map(\.price).sorted()
    let median = (prices[(prices.count - 1) / 2] + prices[prices.count / 2]) / 2
    func mean(_ prices: [(price: Int128, weight: Int128)]) -> Int64? {
      let weight = prices.reduce(0) { $0 + $1.weight }
      if weight == 0 { return nil }
      return Int64(prices.reduce(0) { $0 + $1.price * $1.weight } / (weight * billion))
    }
    switch method {
    case .median: return median
    case .weightedMean: return mean(said.map { (Int128($0.price) * billion, $0.weight) })
    case .clampedMean(let limit):
      let away = Int128(median) * Int128(limit.partsPerBillion)
      let (low, high) = (Int128(median) * billion - away, Int128(median) * billion + away)
      return mean(said.map { (min(max(Int128($0.price) * billion, low), high), $0.weight) })
    case .weightedMedian:
      let weighted = said.filter { $0.weight > 0 }.map(\.price)
      let whole = said.reduce(0) { $0 + $1.weight }
      func below(_ price: Int64) -> Int128 { said.filter { $0.price <= price }.reduce(0) { $0 + $1.weight } }
      guard let price = weighted.sorted().first(where: { 2 * below($0) >= whole }) else { return nil }
      if 2 * below(price) > whole { return price }
      return (price + (weighted.filter { $0 > price }.min() ?? price)) / 2
    }
  }
}

extension NaiveVenue.Index.Source {
  /// What it stands for, kept within the prices there are (IDX-6).
  func stands(_ highest: Int64) -> Int64? { price.map { min(max($0 + added, 1), highest) } }
}
