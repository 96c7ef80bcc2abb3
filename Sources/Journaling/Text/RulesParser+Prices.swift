import MarketTypes

/// What the set-up lines of a transcript say of prices: how a mark is taken, and what an index is made of.
extension LineWords {
  /// `mid`, `blend 0.5`.
  mutating func markPolicy() throws(LineFault) -> MarkPolicy {
    let plain: [(String, MarkPolicy?)] = MarkPolicy.plain.map { ($0.phrase.word, $0) }
    let choice = try choice("a mark", from: plain + [("blend", nil)])
    if let choice { return choice }
    return .blend(lastWeight: try rate())
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
