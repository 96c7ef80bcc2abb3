import MarketTypes
import Notation

/// What a request declares of marks, indices and funding; keys are those of a scenario, spans are nanoseconds.

extension MarkPolicy {
  /// A word, or an object of a kind with parameters; the last price where it is left out.
  init(declaredBy reader: inout ObjectReader) {
    guard let value = reader.optional("mark") else {
      self = .last
      return
    }
    if case .object = value.value.content {
      self = value.object { $0.kind(Self.kinds) } ?? .last
    } else {
      self = value.choice(from: MarkPolicy.plain.map { ($0.phrase.code, $0) }) ?? .last
    }
  }

  private static var kinds: [(String, (inout ObjectReader) -> MarkPolicy?)] {
    [
      ("blend", { .blend(lastWeight: $0.requiredShare("last")) }),
      ("impactMid", { .impactMid(notional: $0.notional("notional")) }),
      ("sampledLast", { .sampledLast(spacing: $0.span("spacing")) }),
      (
        "indexPlusBasis",
        { .indexPlusBasis(DecayedAverage(cadence: $0.span("cadence"), decay: $0.requiredShare("decay"))) }
      ),
      (
        "fairMedian",
        { object in
          let samples = object.integer("samples", in: 1...Int64(WindowAverage.sampleLimit)) ?? 1
          return .fairMedian(
            WindowAverage(cadence: object.span("cadence"), samples: Int32(truncatingIfNeeded: samples)))
        }
      ),
      (
        "robustMedian",
        { object in
          .robustMedian(
            RobustMedian(
              cadence: object.span("cadence"), basisDecay: object.requiredShare("basisDecay"),
              priceDecay: object.requiredShare("priceDecay")))
        }
      ),
      ("composite", { .composite(CompositeMark(declaredBy: &$0)) }),
    ]
  }
}

extension CompositeMark {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    let bookWeight = reader.share("bookWeight")
    self.init(
      tradeWeight: reader.share("tradeWeight"), bookWeight: bookWeight, indexWeight: reader.share("indexWeight"),
      staleness: reader.optional("staleness")?.nanoseconds(from: 0) ?? .zero, cadence: reader.span("cadence"),
      notional: bookWeight == .zero ? .zero : reader.notional("notional"),
      isMedian: reader.boolean("isMedian", default: false),
      tradeSteps: UInt8(truncatingIfNeeded: reader.integer("tradeSteps", in: 0...Int64(Self.stepLimit), default: 0)),
      tradeDecay: reader.share("tradeDecay"),
      tradePower: UInt8(truncatingIfNeeded: reader.integer("tradePower", in: 1...2, default: 1)))
  }
}

extension IndexRules {
  /// `{"weights": [1, 1, 1], "method": "clampedMean", "limit": "0.005", "staleness": 10000000000}`.
  init(declaredBy reader: inout ObjectReader) {
    let weights = reader.array(
      "weights", count: 1...Self.sourceLimit, of: { $0.rate(in: 0...Rate.one.partsPerBillion) })
    let plain = IndexMethod.plain.map { ($0.phrase.code, Optional($0)) }
    let method = reader.choice("method", from: plain + [("clampedMean", nil)], default: .median)
    self.init(
      weights: weights ?? [], method: method ?? .clampedMean(limit: reader.requiredShare("limit")),
      staleness: reader.optional("staleness")?.nanoseconds(from: 1),
      minimumSources: Int32(
        truncatingIfNeeded: reader.integer("minimumSources", in: 1...Int64(Self.sourceLimit), default: 1)),
      continuity: reader.boolean("continuity", default: false))
  }
}

extension FundingRules {
  /// `{"interval": 3600000000000, "kind": "premium", "sampling": 5000000000, "notional": 1000, "quotedFor": …}`.
  init(declaredBy reader: inout ObjectReader) {
    let interval = reader.span("interval")
    let method = reader.kind(
      [
        ("premium", { .premium(PremiumFunding(declaredBy: &$0)) }),
        ("timeWeighted", { .timeWeighted(TimeWeightedFunding(declaredBy: &$0)) }),
      ] as [(String, (inout ObjectReader) -> FundingMethod?)])
    self.init(interval: interval, method: method ?? .timeWeighted(TimeWeightedFunding()))
    price = reader.choice("price", from: FundingPrice.allCases.map { ($0.phrase.code, $0) }, default: .index)
    cap = reader.optionalShare("cap") ?? .one
  }
}

extension PremiumFunding {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    self.init(
      sampling: reader.span("sampling"), notional: reader.notional("notional"), quotedFor: reader.span("quotedFor"))
    interest = reader.share("interest", from: -1)
    clamp = reader.optionalShare("clamp")
    minimumSamples = Int32(truncatingIfNeeded: reader.integer("minimumSamples", in: 0...Int64(Int32.max), default: 0))
    marginMultiple = reader.optional("marginMultiple")?.integer(in: 1...100).map(Int32.init(truncatingIfNeeded:))
  }
}

extension TimeWeightedFunding {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    self.init()
    let one = Rate.one.partsPerBillion
    interest = reader.share("interest", from: -1)
    lowerClamp = reader.share("lowerClamp", from: -1)
    upperClamp = reader.share("upperClamp", from: -1)
    scale = reader.optional("scale")?.rate(in: 0...100 * one) ?? scale
    lowerBound = reader.optional("lowerBound")?.rate(in: -one...one) ?? lowerBound
    upperBound = reader.optional("upperBound")?.rate(in: -one...one) ?? upperBound
  }
}

extension ObjectReader {
  /// What impact prices are for.
  fileprivate mutating func notional(_ key: String) -> Money {
    Money(units: integer(key, in: 1...InstrumentRules.notionalLimit) ?? 1)
  }
}
