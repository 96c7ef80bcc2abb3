import MarketTypes
import Notation

/// The rules of an instrument as a request declares it: everything may be left out, and what is limits nothing and costs
/// nothing. Keys are those of a scenario's `instruments`; spans are nanoseconds.
extension InstrumentRules {
  /// The widest prices and positions of an instrument that says none, with a tick value of 1.
  public static let usualMaximum: Int64 = 1_000_000_000

  /// What cannot be read is logged and has its usual value. The rules may still have a `fault`.
  public init(declaredBy reader: inout ObjectReader) {
    self.init(
      tickValue: Money(units: reader.integer("tickValue", in: 1...Self.notionalLimit, default: 1)),
      maximumPrice: Price(ticks: reader.integer("maximumPrice", in: 1...(1 << 42) - 1, default: Self.usualMaximum)),
      maximumPosition: Quantity(
        lots: reader.integer("maximumPosition", in: 1...Self.positionLimit, default: Self.usualMaximum)),
      makerFee: reader.share("makerFee", from: -1), takerFee: reader.share("takerFee", from: -1),
      initialMargin: reader.share("initialMargin"), maintenanceTiers: Self.tiers(&reader),
      mark: MarkPolicy(declaredBy: &reader))
    orders = OrderLimits(declaredBy: &reader)
    matching = reader.choice(
      "matching", from: MatchingPolicy.allCases.map { ($0.phrase.code, $0) }, default: .priceTime)
    marketProtection = reader.optional("marketProtection")?.object { object in
      MarketProtection(
        distance: PriceChange(ticks: object.integer("distance", in: 0...(1 << 42) - 1) ?? 0),
        restRemainder: object.boolean("rest", default: false))
    }
    band = reader.optional("band")?.object { object in
      PriceBand(
        width: object.requiredShare("width"),
        reference: object.choice("reference", from: PriceSource.allCases.map { ($0.phrase.code, $0) }, default: .last))
    }
    limitState = reader.optional("limitState")?.object { object in
      LimitStateRules(
        width: object.requiredShare("width"), window: object.span("window"), patience: object.span("patience"),
        halt: object.span("halt"))
    }
    reopeningCall = reader.optional("reopeningCall")?.nanoseconds(from: 0) ?? .zero
    publishesLevels = reader.boolean("publishesLevels", default: false)
    readContract(declaredBy: &reader)
  }

  private static func tiers(_ reader: inout ObjectReader) -> [MaintenanceTier] {
    let free = [MaintenanceTier(floor: .zero, rate: .zero)]
    return reader.optional("maintenance")?.elements(count: 1...64)?.compactMap { tier in
      tier.object { object in
        MaintenanceTier(
          floor: Money(units: object.integer("from", in: 0...notionalLimit, default: 0)),
          rate: object.requiredShare("rate"), initial: object.optionalShare("initial"))
      }
    } ?? free
  }
}

extension OrderLimits {
  fileprivate init(declaredBy reader: inout ObjectReader) {
    self.init()
    lotSize = Quantity(lots: reader.integer("lotSize", in: 1...InstrumentRules.positionLimit, default: 1))
    tickSize = PriceChange(ticks: reader.integer("tickSize", in: 1...(1 << 42) - 1, default: 1))
    largest = reader.optional("largestOrder")?.integer(in: 1...InstrumentRules.positionLimit).map(Quantity.init(lots:))
    smallestNotional = Money(
      units: reader.integer("smallestNotional", in: 0...InstrumentRules.notionalLimit, default: 0))
    largestNotional = reader.optional("largestNotional")?.integer(in: 0...InstrumentRules.notionalLimit).map(
      Money.init(units:))
    mostOpen = reader.optional("mostOpenOrders")?.integer(in: 1...Int64(Int32.max)).map {
      Int32(truncatingIfNeeded: $0)
    }
  }
}

/// What all instruments of a venue have in common, as a request declares it. What is left out stays as it was.
extension VenueRules {
  public mutating func take(declaredBy reader: inout ObjectReader) {
    selfTradePrevention = reader.choice(
      "selfTradePrevention",
      from: SelfTradePrevention.allCases.filter { $0 != .venueDefault }.map { ($0.phrase.code, $0) },
      default: selfTradePrevention)
    if let rate = reader.optional("orderRate") {
      orderRate = rate.object { object in
        OrderRate(
          orders: Int32(truncatingIfNeeded: object.integer("orders", in: 1...Int64(Int32.max)) ?? 1),
          window: object.span("window"))
      }
    }
    dayLength = reader.optional("dayLength")?.nanoseconds(from: 1) ?? dayLength
    if let rules = reader.optional("liquidation")?.object({ LiquidationRules(declaredBy: &$0) }) { liquidation = rules }
    takeMoney(declaredBy: &reader)
  }
}

extension TimeSpan {
  /// The longest a rule may speak of, in nanoseconds: 73 years.
  fileprivate static let longest: Int64 = 1 << 61
}

extension ObjectReader {
  /// A rate from `least` to 1; zero where it is left out.
  mutating func share(_ key: String, from least: Int64 = 0) -> Rate {
    let one = Rate.one.partsPerBillion
    return optional(key)?.rate(in: least * one...one) ?? .zero
  }

  /// A rate from `least` to 1 that must be said.
  mutating func requiredShare(_ key: String, from least: Int64 = 0) -> Rate {
    let one = Rate.one.partsPerBillion
    return required(key)?.rate(in: least * one...one) ?? .zero
  }

  /// A rate from 0 to 1 that may be left out.
  mutating func optionalShare(_ key: String) -> Rate? {
    optional(key)?.rate(in: 0...Rate.one.partsPerBillion)
  }

  /// A length of time in nanoseconds, at least one.
  mutating func span(_ key: String) -> TimeSpan {
    required(key)?.nanoseconds(from: 1) ?? TimeSpan(nanoseconds: 1)
  }
}

extension ValueReader {
  /// A rate in parts per billion. Who lets a program write the number gets an exponent below 0.0001.
  func rate(in bounds: ClosedRange<Int64>) -> Rate? {
    if case .number(let literal) = value.content, literal.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      refuse("\(path) is \(literal.prefix(40)), with an exponent", hint: "write a string like \"0.0005\"")
      return nil
    }
    return decimal(scale: Rate.scale, in: bounds).map(Rate.init(partsPerBillion:))
  }

  /// A length of time in nanoseconds. Who writes `"5s"`, as a scenario does, is told what that is here.
  func nanoseconds(from least: Int64 = .min, to most: Int64 = TimeSpan.longest) -> TimeSpan? {
    if case .string(let text) = value.content {
      let span = TimeSpan(text: text).map { "write \($0.nanoseconds)" } ?? "a second is 1000000000"
      refuse("\(path) must be a whole number of nanoseconds, found \"\(text.prefix(40))\"", hint: span)
      return nil
    }
    return integer(in: least...most).map(TimeSpan.init(nanoseconds:))
  }
}
