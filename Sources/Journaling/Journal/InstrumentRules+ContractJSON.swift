import MarketTypes
import Notation

/// What an instrument's rules say of the contract and of what stands behind it. What is `nil` is left out.
extension JSONWriter {
  mutating func contractMembers(of rules: InstrumentRules) {
    member("contract", rules.contract.phrase.code)
    if let expiry = rules.expiry {
      key("expiry")
      object { object in
        object.member("moment", expiry.moment.nanoseconds)
        object.member("price", expiry.price.phrase.code)
        if case .indexMean(let window) = expiry.price { object.member("over", window.nanoseconds) }
      }
    }
    member("liquidationFee", rules.liquidationFee)
    member("fund", Int64(rules.fund.number))
    if let markToMarket = rules.markToMarket { member("markToMarket", markToMarket.nanoseconds) }
    if let maximumOpenInterest = rules.maximumOpenInterest { member("maximumOpenInterest", maximumOpenInterest.lots) }
    indexMember("indexSources", rules.indexSources)
    indexMember("otherVenues", rules.otherVenues)
    fundingMember(rules.funding)
    marginMembers(of: rules)
  }
}

// MARK: - Reading

extension InstrumentRules {
  /// Reads what `contractMembers` wrote; `false` if it cannot be.
  mutating func readContract(_ reader: inout ObjectReader) -> Bool {
    guard
      let contract = reader.choice("contract", from: ContractKind.allCases.map { ($0.phrase.code, $0) }),
      let expiry = reader.part("expiry", Expiry.init(from:)),
      let liquidationFee = reader.rate("liquidationFee"),
      let fund = reader.integer("fund", in: 0...Int64(UInt8.max)),
      let markToMarket = reader.optionalInteger("markToMarket"),
      let maximumOpenInterest = reader.optionalInteger("maximumOpenInterest"),
      let indexSources = reader.part("indexSources", IndexRules.init(from:)),
      let otherVenues = reader.part("otherVenues", IndexRules.init(from:)),
      let funding = reader.part("funding", FundingRules.init(from:))
    else { return false }
    (self.contract, self.expiry, self.liquidationFee) = (contract, expiry, liquidationFee)
    (self.indexSources, self.otherVenues, self.funding) = (indexSources, otherVenues, funding)
    self.fund = FundID(number: UInt8(truncatingIfNeeded: fund))
    self.markToMarket = markToMarket.map(TimeSpan.init(nanoseconds:))
    self.maximumOpenInterest = maximumOpenInterest.map(Quantity.init(lots:))
    return readMargin(&reader)
  }
}

extension Expiry {
  fileprivate init?(from reader: inout ObjectReader) {
    let plain = SettlementPrice.plain.map { ($0.phrase.code, Optional($0)) }
    guard
      let moment = reader.integer("moment"),
      let choice = reader.choice("price", from: plain + [("indexMean", nil)])
    else { return nil }
    var price = choice
    if price == nil { price = reader.integer("over").map { .indexMean(over: TimeSpan(nanoseconds: $0)) } }
    guard let price else { return nil }
    self.init(at: Time(nanoseconds: moment), price: price)
  }
}
