import MarketTypes
import Notation

/// How sources make an index, in a journal's header. What is `nil` is left out.
extension JSONWriter {
  mutating func indexMember(_ key: String, _ rules: IndexRules?) {
    guard let rules else { return }
    self.key(key)
    object { object in
      object.key("weights")
      object.array { weights in for weight in rules.weights { weights.rate(weight) } }
      object.member("method", rules.method.phrase.code)
      if case .clampedMean(let limit) = rules.method { object.member("limit", limit) }
      if let staleness = rules.staleness { object.member("staleness", staleness.nanoseconds) }
      object.member("minimumSources", rules.minimumSources)
      object.member("continuity", rules.continuity)
    }
  }
}

// MARK: - Reading

extension IndexRules {
  init?(from reader: inout ObjectReader) {
    let plain = IndexMethod.plain.map { ($0.phrase.code, Optional($0)) }
    guard
      let weights = reader.array(
        "weights", of: { $0.decimal(scale: Rate.scale, in: .min ... .max).map(Rate.init(partsPerBillion:)) }),
      let choice = reader.choice("method", from: plain + [("clampedMean", nil)]),
      let staleness = reader.optionalInteger("staleness"),
      let minimumSources = reader.small("minimumSources"),
      let continuity = reader.boolean("continuity"),
      let method = choice ?? reader.rate("limit").map(IndexMethod.clampedMean(limit:))
    else { return nil }
    self.init(
      weights: weights, method: method, staleness: staleness.map(TimeSpan.init(nanoseconds:)),
      minimumSources: minimumSources, continuity: continuity)
  }
}
