import MarketTypes
import Notation

/// The rules of a venue in a journal's header: rates as decimal strings, whole numbers as they are.
extension JSONWriter {
  mutating func members(of rules: VenueRules) {
    key("instruments")
    array { for instrument in rules.instruments { $0.object { $0.members(of: instrument) } } }
    key("liquidation")
    object { $0.members(of: rules.liquidation) }
    moneyMembers(of: rules)
    member("selfTradePrevention", rules.selfTradePrevention.phrase.code)
    if let rate = rules.orderRate {
      key("orderRate")
      object { object in
        object.member("orders", rate.orders)
        object.member("window", rate.window.nanoseconds)
      }
    }
    member("dayLength", rules.dayLength.nanoseconds)
  }

  private mutating func members(of rules: InstrumentRules) {
    member("tickValue", rules.tickValue.units)
    member("maximumPrice", rules.maximumPrice.ticks)
    member("maximumPosition", rules.maximumPosition.lots)
    member("makerFee", rules.makerFee)
    member("takerFee", rules.takerFee)
    member("initialMargin", rules.initialMargin)
    key("maintenanceTiers")
    array { tiers in
      for tier in rules.maintenanceTiers {
        tiers.object { object in
          object.member("floor", tier.floor.units)
          object.member("rate", tier.rate)
          if let initial = tier.initial { object.member("initial", initial) }
        }
      }
    }
    markMember(rules.mark)
    contractMembers(of: rules)
    bookMembers(of: rules)
  }

  mutating func member(_ key: String, _ rate: Rate) {
    self.key(key)
    self.rate(rate)
  }

  mutating func rate(_ rate: Rate) { decimal(rate.partsPerBillion, scale: Rate.scale) }
}

// MARK: - Reading

extension VenueRules {
  init?(from reader: inout ObjectReader) {
    guard
      let instruments = reader.array("instruments", of: { $0.object(InstrumentRules.init(from:)) }),
      let liquidation = reader.object("liquidation", LiquidationRules.init(from:))
    else { return nil }
    self.init(instruments: instruments, liquidation: liquidation)
    guard
      let prevention = reader.choice(
        "selfTradePrevention", from: SelfTradePrevention.allCases.map { ($0.phrase.code, $0) }),
      let day = reader.integer("dayLength"),
      let rate = reader.part("orderRate", OrderRate.init(from:))
    else { return nil }
    (selfTradePrevention, dayLength, orderRate) = (prevention, TimeSpan(nanoseconds: day), rate)
    if !readMoney(&reader) { return nil }
  }
}

extension InstrumentRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let tickValue = reader.integer("tickValue"),
      let maximumPrice = reader.integer("maximumPrice"),
      let maximumPosition = reader.integer("maximumPosition"),
      let makerFee = reader.rate("makerFee"),
      let takerFee = reader.rate("takerFee"),
      let initialMargin = reader.rate("initialMargin"),
      let tiers = reader.array("maintenanceTiers", of: { $0.object(MaintenanceTier.init(from:)) }),
      let mark = reader.required("mark").flatMap(MarkPolicy.init(from:))
    else { return nil }
    self.init(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice),
      maximumPosition: Quantity(lots: maximumPosition), makerFee: makerFee, takerFee: takerFee,
      initialMargin: initialMargin, maintenanceTiers: tiers, mark: mark)
    if !readContract(&reader) || !readBook(&reader) { return nil }
  }
}

extension MaintenanceTier {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let floor = reader.integer("floor"), let rate = reader.rate("rate"), let initial = reader.optionalRate("initial")
    else { return nil }
    self.init(floor: Money(units: floor), rate: rate, initial: initial)
  }
}

extension OrderRate {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let orders = reader.small("orders"), let window = reader.integer("window") else { return nil }
    self.init(orders: orders, window: TimeSpan(nanoseconds: window))
  }
}

extension ObjectReader {
  mutating func integer(_ key: String) -> Int64? { integer(key, in: .min ... .max) }

  /// A whole number of 32 bits.
  mutating func small(_ key: String) -> Int32? {
    integer(key, in: Int64(Int32.min)...Int64(Int32.max)).map { Int32(truncatingIfNeeded: $0) }
  }

  /// What an object that may be left out says: `.some(nil)` if it is, `nil` if it is there and wrong.
  mutating func part<Part>(_ key: String, _ read: (inout ObjectReader) -> Part?) -> Part?? {
    guard let value = optional(key) else { return .some(nil) }
    return value.object(read).map { .some($0) }
  }

  /// A whole number that may be left out: `.some(nil)` if it is, `nil` if it is there and wrong.
  mutating func optionalInteger(_ key: String) -> Int64?? {
    guard let value = optional(key) else { return .some(nil) }
    return value.integer(in: .min ... .max).map { .some($0) }
  }

  /// A rate that may be left out, likewise.
  mutating func optionalRate(_ key: String) -> Rate?? {
    guard let value = optional(key) else { return .some(nil) }
    return value.decimal(scale: Rate.scale, in: .min ... .max).map { .some(Rate(partsPerBillion: $0)) }
  }

  mutating func rate(_ key: String) -> Rate? {
    decimal(key, scale: Rate.scale, in: .min ... .max).map(Rate.init(partsPerBillion:))
  }
}
