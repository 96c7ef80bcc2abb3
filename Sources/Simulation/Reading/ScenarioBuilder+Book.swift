import MarketTypes
import Notation

/// What instruments and the venue ask of orders and of the book.
extension ScenarioBuilder {
  static func readBook(of rules: inout InstrumentRules, _ object: inout ObjectReader) {
    rules.orders.lotSize = Quantity(lots: object.integer("lotSize", in: lotBounds, default: 1))
    rules.orders.tickSize = PriceChange(ticks: object.integer("tickSize", in: 1...highestPrice, default: 1))
    rules.orders.largest = object.optional("largestOrder")?.integer(in: lotBounds).map(Quantity.init(lots:))
    rules.orders.smallestNotional = Money(
      units: object.integer("smallestNotional", in: 0...InstrumentRules.notionalLimit, default: 0))
    rules.orders.largestNotional = object.optional("largestNotional")?.integer(in: 0...InstrumentRules.notionalLimit)
      .map(Money.init(units:))
    rules.orders.mostOpen = object.optional("mostOpenOrders")?.integer(in: 1...Int64(Int32.max)).map { Int32($0) }
    rules.matching = object.choice(
      "matching",
      from: [("priceTime", .priceTime), ("proRata", .proRata), ("proRataAfterTop", .proRataAfterTop)],
      default: .priceTime)
    rules.marketProtection = object.optional("marketProtection")?.object { marketProtection(&$0) }
    rules.band = object.optional("band")?.object { band(&$0) }
    rules.limitState = object.optional("limitState")?.object { limitState(&$0) }
    rules.reopeningCall = object.span("reopeningCall", default: .zero) ?? .zero
    rules.publishesLevels = object.boolean("publishesLevels", default: false)
  }

  private static let lotBounds = 1...InstrumentRules.positionLimit

  private static func marketProtection(_ object: inout ObjectReader) -> MarketProtection? {
    let distance = object.integer("distance", in: 0...highestPrice)
    let rests = object.boolean("rest", default: false)
    return distance.map { MarketProtection(distance: PriceChange(ticks: $0), restRemainder: rests) }
  }

  private static func band(_ object: inout ObjectReader) -> PriceBand? {
    let width = width(&object)
    let reference = object.choice(
      "reference", from: [("last", PriceSource.last), ("mark", .mark), ("index", .index)], default: .last)
    return width.map { PriceBand(width: $0, reference: reference) }
  }

  private static func limitState(_ object: inout ObjectReader) -> LimitStateRules? {
    let width = width(&object)
    let window = object.span("window", from: 1)
    let patience = object.span("patience", from: 1)
    let halt = object.span("halt", from: 1)
    guard let width, let window, let patience, let halt else { return nil }
    return LimitStateRules(width: width, window: window, patience: patience, halt: halt)
  }

  private static func width(_ object: inout ObjectReader) -> Rate? {
    object.decimal("width", scale: 9, in: 0...1_000_000_000).map(Rate.init(partsPerBillion:))
  }

  /// The rules that all instruments share.
  func readVenue(_ object: inout ObjectReader) {
    rules.selfTradePrevention = object.choice(
      "selfTradePrevention",
      from: [
        ("allow", .allow), ("cancelNewest", .cancelNewest), ("cancelOldest", .cancelOldest),
        ("cancelBoth", .cancelBoth), ("decrement", .decrement),
      ], default: .allow)
    rules.orderRate = object.optional("orderRate")?.object { rate in
      let orders = rate.integer("orders", in: 1...Int64(Int32.max))
      let window = rate.span("window", from: 1)
      guard let orders, let window else { return nil }
      return OrderRate(orders: Int32(orders), window: window)
    }
    rules.dayLength = object.span("dayLength", from: 1, default: rules.dayLength) ?? rules.dayLength
    readFees(&object)
    readMarginLevels(&object)
  }
}
