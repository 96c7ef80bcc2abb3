import MarketTypes
import Notation

/// The rules of an instrument as the members of the request that declares it. What is as a declaration that says nothing
/// has it is left out.
extension JSONWriter {
  mutating func declare(_ rules: InstrumentRules) {
    if rules.contract != .linear { member("contract", rules.contract.phrase.code) }
    if rules.tickValue.units != 1 { member("tickValue", rules.tickValue.units) }
    if let expiry = rules.expiry { declare(expiry) }
    if rules.maximumPrice.ticks != InstrumentRules.usualMaximum { member("maximumPrice", rules.maximumPrice.ticks) }
    if rules.maximumPosition.lots != InstrumentRules.usualMaximum {
      member("maximumPosition", rules.maximumPosition.lots)
    }
    if let most = rules.maximumOpenInterest { member("maximumOpenInterest", most.lots) }
    declareMoney(rules)
    if rules.mark != .last { declare(rules.mark) }
    if let funding = rules.funding { declare(funding) }
    declareMargin(rules)
    indexMember("indexSources", rules.indexSources)
    indexMember("otherVenues", rules.otherVenues)
    if let span = rules.markToMarket { member("markToMarket", span.nanoseconds) }
    declareBook(rules)
  }

  private mutating func declareMoney(_ rules: InstrumentRules) {
    let rates = [
      ("makerFee", rules.makerFee), ("takerFee", rules.takerFee), ("liquidationFee", rules.liquidationFee),
      ("initialMargin", rules.initialMargin),
    ]
    for (name, rate) in rates where rate != .zero { member(name, rate) }
    if rules.fund != .common { member("fund", Int64(rules.fund.number)) }
    if rules.maintenanceTiers != [MaintenanceTier(floor: .zero, rate: .zero)] {
      list("maintenance", rules.maintenanceTiers) { object, tier in
        if tier.floor != .zero { object.member("from", tier.floor.units) }
        object.member("rate", tier.rate)
        if let initial = tier.initial { object.member("initial", initial) }
      }
    }
  }

  private mutating func declareMargin(_ rules: InstrumentRules) {
    if rules.addOns != MarginAddOns() {
      key("marginAddOns")
      object { $0.members(of: rules.addOns) }
    }
    if let factors = rules.riskFactors { riskFactorsMember(factors) }
  }

  private mutating func declare(_ expiry: Expiry) {
    key("expiry")
    object { object in
      object.member("at", (expiry.moment - .start).nanoseconds)
      object.member("price", expiry.price.phrase.code)
      if case .indexMean(let window) = expiry.price { object.member("over", window.nanoseconds) }
    }
  }

  private mutating func declare(_ mark: MarkPolicy) {
    if case .blend(let lastWeight) = mark {
      key("mark")
      object { object in
        object.member("kind", mark.phrase.code)
        object.member("last", lastWeight)
      }
    } else {
      markMember(mark, saysAll: false)
    }
  }

  private mutating func declare(_ rules: FundingRules) {
    key("funding")
    object { object in
      object.member("interval", rules.interval.nanoseconds)
      switch rules.method {
      case .premium(let premium):
        object.member("kind", "premium")
        object.members(of: premium)
      case .timeWeighted(let average):
        object.member("kind", "timeWeighted")
        object.members(of: average)
      }
      object.member("price", rules.price.phrase.code)
      object.member("cap", rules.cap)
    }
  }

  private mutating func declareBook(_ rules: InstrumentRules) {
    let orders = rules.orders
    if orders.lotSize.lots != 1 { member("lotSize", orders.lotSize.lots) }
    if orders.tickSize.ticks != 1 { member("tickSize", orders.tickSize.ticks) }
    if let largest = orders.largest { member("largestOrder", largest.lots) }
    if orders.smallestNotional != .zero { member("smallestNotional", orders.smallestNotional.units) }
    if let largest = orders.largestNotional { member("largestNotional", largest.units) }
    if let most = orders.mostOpen { member("mostOpenOrders", most) }
    if rules.matching != .priceTime { member("matching", rules.matching.phrase.code) }
    if let protection = rules.marketProtection {
      key("marketProtection")
      object { object in
        object.member("distance", protection.distance.ticks)
        object.member("rest", protection.restRemainder)
      }
    }
    if let band = rules.band { bandMember(band) }
    if let limitState = rules.limitState { limitStateMember(limitState) }
    if rules.reopeningCall != .zero { member("reopeningCall", rules.reopeningCall.nanoseconds) }
    if rules.publishesLevels { member("publishesLevels", true) }
  }

  /// An array of objects.
  mutating func list<Element>(_ key: String, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
    self.key(key)
    array { array in for element in elements { array.object { write(&$0, element) } } }
  }
}
