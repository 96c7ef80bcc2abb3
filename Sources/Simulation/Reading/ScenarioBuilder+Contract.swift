import MarketTypes
import Notation

/// What an instrument's contract is, and what stands behind it.
extension ScenarioBuilder {
  func readContract(of rules: inout InstrumentRules, _ object: inout ObjectReader) {
    rules.expiry = object.optional("expiry")?.object { Self.expiry(&$0) }
    rules.liquidationFee = object.rate("liquidationFee", default: .zero)
    rules.fund = object.optional("fund").flatMap(fund) ?? .common
    rules.markToMarket = object.has("markToMarket") ? object.span("markToMarket", from: 1) : nil
    rules.maximumOpenInterest = object.optional("maximumOpenInterest")?.integer(in: 1...InstrumentRules.positionLimit)
      .map(Quantity.init(lots:))
  }

  private static func expiry(_ object: inout ObjectReader) -> Expiry? {
    let at = object.span("at", from: 1)
    let price: SettlementPrice? = object.choice(
      "price", from: [("mark", .mark), ("index", .index), ("indexMean", nil)], default: .mark)
    let settlement = price ?? object.span("over", from: 1).map { .indexMean(over: $0) }
    guard let at, let settlement else { return nil }
    return Expiry(at: .start + at, price: settlement)
  }
}

extension ObjectReader {
  /// A decimal number from `least` to 1 that is required.
  mutating func rate(_ key: String, from least: Int64 = 0) -> Rate? {
    let one = Rate.one.partsPerBillion
    return decimal(key, scale: 9, in: least * one...one).map(Rate.init(partsPerBillion:))
  }

  /// Likewise one that may be left out.
  mutating func rate(_ key: String, from least: Int64 = 0, default absent: Rate) -> Rate {
    let one = Rate.one.partsPerBillion
    return Rate(partsPerBillion: decimal(key, scale: 9, in: least * one...one, default: absent.partsPerBillion))
  }

  /// A decimal number from 1 to 1,000: how many times something.
  mutating func multiple(_ key: String) -> Rate? {
    let one = Rate.one.partsPerBillion
    return decimal(key, scale: 9, in: one...1_000 * one).map(Rate.init(partsPerBillion:))
  }
}
