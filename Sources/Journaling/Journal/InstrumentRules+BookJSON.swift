import MarketTypes
import Notation

/// What an instrument's rules say of its book. What is `nil` is left out.
extension JSONWriter {
  mutating func bookMembers(of rules: InstrumentRules) {
    key("orders")
    object { $0.members(of: rules.orders) }
    member("matching", rules.matching.phrase.code)
    if let protection = rules.marketProtection {
      key("marketProtection")
      object { object in
        object.member("distance", protection.distance.ticks)
        object.member("restRemainder", protection.restRemainder)
      }
    }
    if let band = rules.band { bandMember(band) }
    if let limitState = rules.limitState { limitStateMember(limitState) }
    member("reopeningCall", rules.reopeningCall.nanoseconds)
    member("publishesLevels", rules.publishesLevels)
  }

  mutating func bandMember(_ band: PriceBand) {
    key("band")
    object { object in
      object.member("width", band.width)
      object.member("reference", band.reference.phrase.code)
    }
  }

  mutating func limitStateMember(_ limitState: LimitStateRules) {
    key("limitState")
    object { object in
      object.member("width", limitState.width)
      object.member("window", limitState.window.nanoseconds)
      object.member("patience", limitState.patience.nanoseconds)
      object.member("halt", limitState.halt.nanoseconds)
    }
  }

  private mutating func members(of limits: OrderLimits) {
    member("lotSize", limits.lotSize.lots)
    member("tickSize", limits.tickSize.ticks)
    if let largest = limits.largest { member("largest", largest.lots) }
    member("smallestNotional", limits.smallestNotional.units)
    if let largestNotional = limits.largestNotional { member("largestNotional", largestNotional.units) }
    if let mostOpen = limits.mostOpen { member("mostOpen", mostOpen) }
  }
}

// MARK: - Reading

extension InstrumentRules {
  /// Reads what `bookMembers` wrote; `false` if it cannot be.
  mutating func readBook(_ reader: inout ObjectReader) -> Bool {
    guard
      let orders = reader.object("orders", OrderLimits.init(from:)),
      let matching = reader.choice("matching", from: MatchingPolicy.allCases.map { ($0.phrase.code, $0) }),
      let marketProtection = reader.part("marketProtection", MarketProtection.init(from:)),
      let band = reader.part("band", PriceBand.init(from:)),
      let limitState = reader.part("limitState", LimitStateRules.init(from:)),
      let reopeningCall = reader.integer("reopeningCall"),
      let publishesLevels = reader.boolean("publishesLevels")
    else { return false }
    (self.orders, self.matching, self.marketProtection) = (orders, matching, marketProtection)
    (self.band, self.limitState, self.publishesLevels) = (band, limitState, publishesLevels)
    self.reopeningCall = TimeSpan(nanoseconds: reopeningCall)
    return true
  }
}

extension OrderLimits {
  fileprivate init?(from reader: inout ObjectReader) {
    self.init()
    guard
      let lotSize = reader.integer("lotSize"),
      let tickSize = reader.integer("tickSize"),
      let smallestNotional = reader.integer("smallestNotional")
    else { return nil }
    self.lotSize = Quantity(lots: lotSize)
    self.tickSize = PriceChange(ticks: tickSize)
    self.smallestNotional = Money(units: smallestNotional)
    largest = reader.optional("largest")?.integer(in: .min ... .max).map(Quantity.init(lots:))
    largestNotional = reader.optional("largestNotional")?.integer(in: .min ... .max).map(Money.init(units:))
    mostOpen = reader.optional("mostOpen")?.integer(in: Int64(Int32.min)...Int64(Int32.max)).map {
      Int32(truncatingIfNeeded: $0)
    }
  }
}

extension MarketProtection {
  fileprivate init?(from reader: inout ObjectReader) {
    guard let distance = reader.integer("distance"), let rests = reader.boolean("restRemainder") else { return nil }
    self.init(distance: PriceChange(ticks: distance), restRemainder: rests)
  }
}

extension PriceBand {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let width = reader.rate("width"),
      let reference = reader.choice("reference", from: PriceSource.allCases.map { ($0.phrase.code, $0) })
    else { return nil }
    self.init(width: width, reference: reference)
  }
}

extension LimitStateRules {
  fileprivate init?(from reader: inout ObjectReader) {
    guard
      let width = reader.rate("width"),
      let window = reader.integer("window"),
      let patience = reader.integer("patience"),
      let halt = reader.integer("halt")
    else { return nil }
    self.init(
      width: width, window: TimeSpan(nanoseconds: window), patience: TimeSpan(nanoseconds: patience),
      halt: TimeSpan(nanoseconds: halt))
  }
}
