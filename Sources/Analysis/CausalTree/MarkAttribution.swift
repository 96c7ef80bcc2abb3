import MarketTypes

/// Splits each change of one instrument's mark among those who moved it, exactly.
///
/// What counts is what happened since the mark was last taken. p₁ … pₙ are the prices of the fills since then in order of
/// the stream, and a fill's part is
///
///     last          pₖ − pₖ₋₁, with p₀ the mark before: how far it carried the last price
///     blend         the same, times the weight of the last price; the rest is the index's
///     best bid      of a fill that sells: from its price to the price of the next fill that sells, the last one's to the
///                   best bid it left; of one that buys nothing. The rest is that of quotes
///     best ask      the same of fills that buy
///     mid           the halves of both
///     index, fair   nothing: all of it is the index's, or time's where that did not change
///     indexPlusBasis
///                   of what the index's own change leaves, by its lots; without a fill that is time's
///     any other     its lots: where averages, windows or depth decide, the policy does not tell. Without a fill it is the
///                   index's if that changed, else nobody's
///
/// over the whole move (over all lots). In a call auction, where all fills have one price, lots decide under every
/// policy. A fill against the move has a part below zero. Parts sum to the whole, so shares sum to 1: what rounding left
/// of a blend goes to the last fill, of a mid to the quotes. Source: clearing 6, "weights from the mark formula".
///
/// O(1) per fill, O(sources) per mark; memory follows the sources since the last mark.
struct MarkAttribution: Sendable {
  private let rule: Rule
  /// Whether fills wait for a mark that is taken at its own time.
  private let waits: Bool
  /// The mark as it stands; `nil` before there is one.
  private(set) var mark: Price?

  private var parts: [MarkShare] = []
  /// For looking up.
  private var placeOf: [MarkSource: Int] = [:]
  /// The end of the path so far: of the last price, or of the best bid and ask.
  private var lastTicks: Int64?
  private var bid = Front()
  private var ask = Front()
  private var indexMoved = false
  /// The index as it stands, and as it stood at the last mark; `nil` before there is one.
  private var indexTicks: Int64?
  private var markedIndexTicks: Int64?
  private var isAuction = false
  /// Marks have been taken: what comes now is another set's.
  private var isSealed = false

  private enum Rule: Sendable {
    case last
    case quotes(bid: Int128, ask: Int128)
    case index, indexAndLots, lots
    /// Parts per billion.
    case blend(Int128)
  }

  /// One side of the book as the fills since the last mark have met it.
  private struct Front: Sendable {
    var ticks: Int64?
    /// Whose fill is in front, by place in `parts`.
    var owner: Int?
  }

  init(_ policy: MarkPolicy) {
    rule =
      switch policy {
      case .last: .last
      case .blend(let weight): .blend(Int128(weight.partsPerBillion))
      case .bestBid: .quotes(bid: 1, ask: 0)
      case .bestAsk: .quotes(bid: 0, ask: 1)
      case .mid: .quotes(bid: 1, ask: 1)
      case .index, .fair: .index
      case .indexPlusBasis: .indexAndLots
      case .impactMid, .sampledLast, .fairMedian, .robustMedian, .composite: .lots
      }
    waits = policy.watchesFills || policy.cadence != nil
  }

  // MARK: What moves marks

  mutating func take(
    _ fill: Fill, by source: MarkSource, at event: EventPosition, round: Int, inAuction: Bool = false
  ) {
    reopen()
    if inAuction { isAuction = true }
    let place = place(of: source, at: event, round: round)
    parts[place].lots += Int128(fill.quantity.lots)
    switch rule {
    case .last, .blend:
      let ticks = fill.price.ticks
      if let before = lastTicks { parts[place].part += Int128(ticks - before) }
      lastTicks = ticks
    case .quotes(let bidWeight, let askWeight):
      if fill.takerSide == .sell {
        advance(bid, to: fill.price.ticks, weight: bidWeight)
        bid = Front(ticks: fill.price.ticks, owner: place)
      } else {
        advance(ask, to: fill.price.ticks, weight: askWeight)
        ask = Front(ticks: fill.price.ticks, owner: place)
      }
    case .index, .indexAndLots, .lots: break
    }
  }

  /// The front went on: that was its owner's doing.
  private mutating func advance(_ front: Front, to ticks: Int64, weight: Int128) {
    if let before = front.ticks, let owner = front.owner { parts[owner].part += weight * Int128(ticks - before) }
  }

  mutating func takeIndex(_ price: Price) {
    reopen()
    indexMoved = true
    indexTicks = price.ticks
  }

  /// Best bid and ask as what happened so far has left them. Marks are taken next.
  mutating func seal(_ quote: Quote) {
    if case .quotes(let bidWeight, let askWeight) = rule, !isSealed {
      if quote.bidTicks > 0 { advance(bid, to: quote.bidTicks, weight: bidWeight) }
      if quote.askTicks > 0 { advance(ask, to: quote.askTicks, weight: askWeight) }
    }
    isSealed = true
  }

  /// A command has ended: marks have been taken, changed or not.
  mutating func seal() { isSealed = true }

  // MARK: The mark

  /// Takes a new mark. `nil` for the first one, which moved from nowhere.
  mutating func take(_ change: MarkChange, at event: EventPosition, time: Time, round: Int) -> MarkMove? {
    mark = change.price
    defer {
      clear()
      markedIndexTicks = indexTicks
    }
    guard let from = change.previous, from != change.price else { return nil }
    let (whole, shares) = split(Int128((change.price - from).ticks))
    return MarkMove(
      event: event, time: time, instrument: change.instrument, round: round, from: from, to: change.price,
      whole: whole, shares: shares.filter { $0.part != 0 || $0.lots != 0 })
  }

  private func split(_ ticks: Int128) -> (whole: Int128, shares: [MarkShare]) {
    switch isAuction ? .lots : rule {
    case .last: return complete(parts, to: ticks, with: .other)
    case .quotes(let bidWeight, let askWeight):
      return complete(parts, to: (bidWeight + askWeight) * ticks, with: .quotes)
    case .index: return complete([], to: ticks, with: indexMoved ? .index : .other)
    case .blend(let weight):
      var shares = parts
      for index in shares.indices { shares[index].part *= weight }
      let whole = 1_000_000_000 * ticks
      if indexMoved || shares.isEmpty { return complete(shares, to: whole, with: indexMoved ? .index : .other) }
      shares[shares.count - 1].part += whole - shares.reduce(0) { $0 + $1.part }
      return (whole, shares)
    case .indexAndLots:
      // The first index took the mark from where it opened to where the world is.
      let byIndex = indexMoved ? markedIndexTicks.map { Int128(indexTicks ?? $0) - Int128($0) } ?? ticks : 0
      let lots = parts.reduce(0) { $0 + $1.lots }
      if lots > 0, byIndex != 0 { return complete(byLots(of: ticks - byIndex), to: ticks * lots, with: .index) }
      if lots > 0 { return splitByLots(ticks) }
      let share = MarkShare(source: .index, part: byIndex, lots: 0, firstFill: nil, round: 0)
      return complete(byIndex == 0 ? [] : [share], to: ticks, with: .other)
    case .lots: return splitByLots(ticks)
    }
  }

  private func splitByLots(_ ticks: Int128) -> (whole: Int128, shares: [MarkShare]) {
    if parts.isEmpty { return complete([], to: ticks, with: indexMoved ? .index : .other) }
    let shares = byLots(of: 1)
    return (shares.reduce(0) { $0 + $1.part }, shares)
  }

  /// The fills' parts of so many ticks, in ticks of a lot of all that they traded.
  private func byLots(of ticks: Int128) -> [MarkShare] {
    parts.map { share in
      MarkShare(
        source: share.source, part: ticks * share.lots, lots: share.lots, firstFill: share.firstFill,
        round: share.round)
    }
  }

  /// The parts, and what is missing to the whole as one source's more.
  private func complete(
    _ parts: [MarkShare], to whole: Int128, with source: MarkSource
  ) -> (whole: Int128, shares: [MarkShare]) {
    let rest = whole - parts.reduce(0) { $0 + $1.part }
    if rest == 0 { return (whole, parts) }
    return (whole, parts + [MarkShare(source: source, part: rest, lots: 0, firstFill: nil, round: 0)])
  }

  // MARK: What happened since

  private mutating func place(of source: MarkSource, at event: EventPosition, round: Int) -> Int {
    if let place = parts.last?.source == source ? parts.count - 1 : placeOf[source] {
      parts[place].round = max(parts[place].round, round)
      return place
    }
    parts.append(MarkShare(source: source, part: 0, lots: 0, firstFill: event, round: round))
    placeOf[source] = parts.count - 1
    return parts.count - 1
  }

  private mutating func reopen() {
    if isSealed, !waits { clear() }
    isSealed = false
  }

  private mutating func clear() {
    if !parts.isEmpty {
      parts.removeAll(keepingCapacity: true)
      placeOf.removeAll(keepingCapacity: true)
    }
    if case .last = rule { lastTicks = mark?.ticks }
    (bid, ask) = (Front(), Front())
    (indexMoved, isAuction, isSealed) = (false, false, false)
  }
}
