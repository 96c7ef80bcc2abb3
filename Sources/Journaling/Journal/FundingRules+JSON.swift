import MarketTypes
import Notation

/// How funding is reckoned, in a journal's header. What is `nil` is left out.
extension JSONWriter {
  mutating func fundingMember(_ rules: FundingRules?) {
    guard let rules else { return }
    key("funding")
    object { object in
      object.member("interval", rules.interval.nanoseconds)
      object.member("price", rules.price.phrase.code)
      object.member("cap", rules.cap)
      object.key("method")
      object.object { method in
        switch rules.method {
        case .premium(let premium):
          method.member("kind", "premium")
          method.members(of: premium)
        case .timeWeighted(let average):
          method.member("kind", "timeWeighted")
          method.members(of: average)
        }
      }
    }
  }

  mutating func members(of premium: PremiumFunding) {
    member("sampling", premium.sampling.nanoseconds)
    member("notional", premium.notional.units)
    member("quotedFor", premium.quotedFor.nanoseconds)
    member("interest", premium.interest)
    if let clamp = premium.clamp { member("clamp", clamp) }
    member("minimumSamples", premium.minimumSamples)
    if let marginMultiple = premium.marginMultiple { member("marginMultiple", marginMultiple) }
  }

  mutating func members(of average: TimeWeightedFunding) {
    member("interest", average.interest)
    member("lowerClamp", average.lowerClamp)
    member("upperClamp", average.upperClamp)
    member("scale", average.scale)
    member("lowerBound", average.lowerBound)
    member("upperBound", average.upperBound)
  }
}

// MARK: - Reading

extension FundingRules {
  init?(from reader: inout ObjectReader) {
    guard
      let interval = reader.integer("interval"),
      let price = reader.choice("price", from: FundingPrice.allCases.map { ($0.phrase.code, $0) }),
      let cap = reader.rate("cap"),
      let method = reader.object("method", { $0.kind(FundingMethod.readers) })
    else { return nil }
    self.init(interval: TimeSpan(nanoseconds: interval), method: method)
    (self.price, self.cap) = (price, cap)
  }
}

extension FundingMethod {
  fileprivate static var readers: [(String, (inout ObjectReader) -> FundingMethod?)] {
    [
      ("premium", { PremiumFunding(from: &$0).map { .premium($0) } }),
      ("timeWeighted", { TimeWeightedFunding(from: &$0).map { .timeWeighted($0) } }),
    ]
  }
}

extension PremiumFunding {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let sampling = reader.integer("sampling"), let notional = reader.integer("notional"),
      let quotedFor = reader.integer("quotedFor"), let interest = reader.rate("interest"),
      let clamp = reader.optionalRate("clamp"), let minimumSamples = reader.small("minimumSamples"),
      let marginMultiple = reader.optionalInteger("marginMultiple")
    else { return nil }
    self.init(
      sampling: TimeSpan(nanoseconds: sampling), notional: Money(units: notional),
      quotedFor: TimeSpan(nanoseconds: quotedFor))
    (self.interest, self.clamp, self.minimumSamples) = (interest, clamp, minimumSamples)
    self.marginMultiple = marginMultiple.map(Int32.init(truncatingIfNeeded:))
  }
}

extension TimeWeightedFunding {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let interest = reader.rate("interest"), let lowerClamp = reader.rate("lowerClamp"),
      let upperClamp = reader.rate("upperClamp"), let scale = reader.rate("scale"),
      let lowerBound = reader.rate("lowerBound"), let upperBound = reader.rate("upperBound")
    else { return nil }
    self.init()
    (self.interest, self.lowerClamp, self.upperClamp) = (interest, lowerClamp, upperClamp)
    (self.scale, self.lowerBound, self.upperBound) = (scale, lowerBound, upperBound)
  }
}
