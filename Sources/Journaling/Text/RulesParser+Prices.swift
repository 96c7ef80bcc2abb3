import MarketTypes

/// What the set-up lines of a transcript say of prices: how a mark is taken, and what an index is made of.
extension LineWords {
  /// `mid`, `blend 0.5`, `index-plus-basis 1s decay 0.99`.
  mutating func markPolicy() throws(LineFault) -> MarkPolicy {
    let plain: [(String, MarkPolicy?)] = MarkPolicy.plain.map { ($0.phrase.word, $0) }
    let start = self
    let words = [
      "blend", "impact-mid", "sampled-last", "index-plus-basis", "fair-median", "robust-median", "composite",
    ]
    let choice = try choice("a mark", from: plain + words.map { ($0, nil) })
    if let choice { return choice }
    switch start.next {
    case "blend": return .blend(lastWeight: try rate())
    case "impact-mid": return .impactMid(notional: Money(units: try integer("a notional")))
    case "sampled-last": return .sampledLast(spacing: try span())
    case "index-plus-basis":
      let cadence = try span()
      return .indexPlusBasis(DecayedAverage(cadence: cadence, decay: try rate(after: "decay")))
    case "fair-median":
      let cadence = try span()
      try expect("samples")
      return .fairMedian(WindowAverage(cadence: cadence, samples: try integer("a number of samples")))
    case "robust-median":
      let cadence = try span()
      let basisDecay = try rate(after: "basis")
      return .robustMedian(
        RobustMedian(cadence: cadence, basisDecay: basisDecay, priceDecay: try rate(after: "price")))
    default: return .composite(try compositeMark())
    }
  }

  /// `1s trades 0.5 book 0.3 index 0.2 notional 1000 stale 10s steps 5 decay 0.5 power 2 median`.
  private mutating func compositeMark() throws(LineFault) -> CompositeMark {
    var mark = CompositeMark(
      tradeWeight: .zero, bookWeight: .zero, indexWeight: .zero, cadence: try span(), notional: .zero, isMedian: false)
    if take("trades") { mark.tradeWeight = try rate() }
    if take("book") { mark.bookWeight = try rate() }
    if take("index") { mark.indexWeight = try rate() }
    if take("notional") { mark.notional = Money(units: try integer("a notional")) }
    if take("stale") { mark.staleness = try span() }
    if take("steps") { mark.tradeSteps = try integer("a number of steps") }
    if take("decay") { mark.tradeDecay = try rate() }
    if take("power") { mark.tradePower = try integer("a power") }
    mark.isMedian = take("median")
    return mark
  }

  /// `3600s premium 5s notional 1000 quoted-for 28800s interest 0.0001 clamp 0.0005 of mark cap 0.04`.
  mutating func funding() throws(LineFault) -> FundingRules {
    let interval = try span()
    let isPremium = try choice("how funding is reckoned", from: [("premium", true), ("time-weighted", false)])
    var rules = FundingRules(
      interval: interval, method: isPremium ? .premium(try premium()) : .timeWeighted(try timeWeighted()))
    if take("of") { rules.price = try choice("a price", from: FundingPrice.allCases) }
    if take("cap") { rules.cap = try rate() }
    return rules
  }

  private mutating func premium() throws(LineFault) -> PremiumFunding {
    let sampling = try span()
    try expect("notional")
    let notional = Money(units: try integer("a notional"))
    try expect("quoted-for")
    var premium = PremiumFunding(sampling: sampling, notional: notional, quotedFor: try span())
    if take("interest") { premium.interest = try rate() }
    if take("clamp") { premium.clamp = try rate() }
    if take("samples") { premium.minimumSamples = try integer("a number of samples") }
    if take("margins") { premium.marginMultiple = try integer("a multiple") }
    return premium
  }

  private mutating func timeWeighted() throws(LineFault) -> TimeWeightedFunding {
    var average = TimeWeightedFunding()
    if take("interest") { average.interest = try rate() }
    if take("clamp") { (average.lowerClamp, average.upperClamp) = (try rate(), try rate()) }
    if take("scale") { average.scale = try rate() }
    if take("bound") { (average.lowerBound, average.upperBound) = (try rate(), try rate()) }
    return average
  }

  private mutating func rate(after word: String) throws(LineFault) -> Rate {
    try expect(word)
    return try rate()
  }

  /// `1 1 0.5 clamped-mean 0.005 stale 10s least 2 continuity`: the sources' weights, then what is not usual.
  mutating func indexSources() throws(LineFault) -> IndexRules {
    var rules = IndexRules(weights: [try rate()])
    while let word = next, Int64(decimal: word, scale: Rate.scale) != nil { rules.weights.append(try rate()) }
    let plain: [(String, IndexMethod?)] = IndexMethod.plain.map { ($0.phrase.word, $0) }
    if let method = optionalChoice(from: plain + [("clamped-mean", nil)]) {
      if let method { rules.method = method } else { rules.method = .clampedMean(limit: try rate()) }
    }
    if take("stale") { rules.staleness = try span() }
    if take("least") { rules.minimumSources = try integer("a number of sources") }
    rules.continuity = take("continuity")
    return rules
  }
}
