import MarketTypes
import Notation

/// Which prices an instrument or an asset goes by: marks, indices, funding.
extension ScenarioBuilder {
  static func mark(_ object: inout ObjectReader) -> MarkPolicy {
    guard let value = object.optional("mark") else { return .last }
    let words: [(String, MarkPolicy)] = [
      ("last", .last), ("mid", .mid), ("bestBid", .bestBid), ("bestAsk", .bestAsk), ("index", .index), ("fair", .fair),
    ]
    return value.wordOrObject(from: words, marks) ?? .last
  }

  private static var marks: [(String, (inout ObjectReader) -> MarkPolicy?)] {
    [
      ("blend", { .blend(lastWeight: $0.rate("last") ?? .zero) }),
      ("impactMid", { .impactMid(notional: $0.notional("notional")) }),
      ("sampledLast", { .sampledLast(spacing: $0.cadence("spacing")) }),
      (
        "indexPlusBasis",
        { .indexPlusBasis(DecayedAverage(cadence: $0.cadence("cadence"), decay: $0.rate("decay") ?? .zero)) }
      ),
      (
        "fairMedian",
        { object in
          let samples = object.integer("samples", in: 1...Int64(WindowAverage.sampleLimit)) ?? 1
          return .fairMedian(WindowAverage(cadence: object.cadence("cadence"), samples: Int32(samples)))
        }
      ),
      (
        "robustMedian",
        { object in
          .robustMedian(
            RobustMedian(
              cadence: object.cadence("cadence"), basisDecay: object.rate("basisDecay") ?? .zero,
              priceDecay: object.rate("priceDecay") ?? .zero))
        }
      ),
      ("composite", { .composite(composite(&$0)) }),
    ]
  }

  private static func composite(_ object: inout ObjectReader) -> CompositeMark {
    let bookWeight = object.rate("bookWeight", default: .zero)
    return CompositeMark(
      tradeWeight: object.rate("tradeWeight", default: .zero), bookWeight: bookWeight,
      indexWeight: object.rate("indexWeight", default: .zero),
      staleness: object.span("staleness", default: .zero) ?? .zero, cadence: object.cadence("cadence"),
      notional: bookWeight == .zero ? .zero : object.notional("notional"),
      isMedian: object.boolean("isMedian", default: false),
      tradeSteps: UInt8(object.integer("tradeSteps", in: 0...Int64(CompositeMark.stepLimit), default: 0)),
      tradeDecay: object.rate("tradeDecay", default: .zero),
      tradePower: UInt8(object.integer("tradePower", in: 1...2, default: 1)))
  }

  static func readPrices(of rules: inout InstrumentRules, _ object: inout ObjectReader) {
    rules.indexSources = object.optional("indexSources")?.object { index(&$0) }
    rules.otherVenues = object.optional("otherVenues")?.object { index(&$0) }
    rules.funding = object.optional("funding")?.object { funding(&$0) }
  }

  static func index(_ object: inout ObjectReader) -> IndexRules? {
    let one = Rate.one.partsPerBillion
    let sources = object.array("weights", count: 1...IndexRules.sourceLimit)
    let weights = sources?.compactMap { $0.decimal(scale: 9, in: 0...one).map(Rate.init(partsPerBillion:)) }
    let method: IndexMethod? = object.choice(
      "method",
      from: [
        ("median", .median), ("weightedMean", .weightedMean), ("weightedMedian", .weightedMedian), ("clampedMean", nil),
      ], default: .median)
    let limit = method == nil ? object.rate("limit") : nil
    let staleness = object.has("staleness") ? object.span("staleness", from: 1) : nil
    let minimum = object.integer("minimumSources", in: 1...Int64(IndexRules.sourceLimit), default: 1)
    let continuity = object.boolean("continuity", default: false)
    guard let weights, weights.count == sources?.count, let method = method ?? limit.map(IndexMethod.clampedMean) else {
      return nil
    }
    return IndexRules(
      weights: weights, method: method, staleness: staleness, minimumSources: Int32(minimum), continuity: continuity)
  }

  private static func funding(_ object: inout ObjectReader) -> FundingRules? {
    let interval = object.span("interval", from: 1)
    let method = object.kind(
      [
        ("premium", { .premium(premium(&$0, within: interval)) }),
        ("timeWeighted", { .timeWeighted(timeWeighted(&$0)) }),
      ]
        as [(String, (inout ObjectReader) -> FundingMethod?)])
    let price = object.choice("price", from: [("index", FundingPrice.index), ("mark", .mark)], default: .index)
    let cap = object.rate("cap", default: .one)
    guard let interval, let method else { return nil }
    var rules = FundingRules(interval: interval, method: method)
    (rules.price, rules.cap) = (price, cap)
    return rules
  }

  private static func premium(_ object: inout ObjectReader, within interval: TimeSpan?) -> PremiumFunding {
    var premium = PremiumFunding(
      sampling: object.span("sampling", from: 1) ?? interval ?? TimeSpan(nanoseconds: 1),
      notional: object.notional("notional"),
      quotedFor: object.cadence("quotedFor"))
    premium.interest = object.rate("interest", from: -1, default: .zero)
    premium.clamp = object.has("clamp") ? object.rate("clamp") : nil
    premium.minimumSamples = Int32(object.integer("minimumSamples", in: 0...Int64(Int32.max), default: 0))
    premium.marginMultiple = object.optional("marginMultiple")?.integer(in: 1...100).map { Int32($0) }
    return premium
  }

  private static func timeWeighted(_ object: inout ObjectReader) -> TimeWeightedFunding {
    var average = TimeWeightedFunding()
    average.interest = object.rate("interest", from: -1, default: .zero)
    average.lowerClamp = object.rate("lowerClamp", from: -1, default: .zero)
    average.upperClamp = object.rate("upperClamp", from: -1, default: .zero)
    let one = Rate.one.partsPerBillion
    average.scale = Rate(partsPerBillion: object.decimal("scale", scale: 9, in: 0...100 * one, default: one))
    average.lowerBound = object.rate("lowerBound", from: -1, default: average.lowerBound)
    average.upperBound = object.rate("upperBound", from: -1, default: average.upperBound)
    return average
  }
}

extension ObjectReader {
  /// A span of at least a nanosecond; what is wrong is said.
  fileprivate mutating func cadence(_ key: String) -> TimeSpan { span(key, from: 1) ?? TimeSpan(nanoseconds: 1) }

  /// What impact prices are for.
  fileprivate mutating func notional(_ key: String) -> Money {
    Money(units: integer(key, in: 1...InstrumentRules.notionalLimit) ?? 1)
  }
}
