import MarketTypes
import Matching

extension VenueRules {
  /// One instrument without fees and margins.
  init(_ settings: TracebookSettings) {
    var instrument = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: TracebookUnits.maximumPrice,
      maximumPosition: TracebookUnits.maximumPosition, initialMargin: .zero,
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: .zero)])
    instrument.matching = settings.isProRata ? .proRata : .priceTime
    self.init(instruments: [instrument])
    selfTradePrevention = settings.prevention
  }
}

extension Order {
  /// - Parameter isAnonymous: whether it has no owner that its own could be told from.
  static func tracebook(
    account: AccountID, side: Side, quantity: Quantity, limit: Price?, _ timeInForce: TimeInForce, number: Int64,
    isAnonymous: Bool
  ) -> Order {
    Order(
      account: account, instrument: InstrumentID(number: 0), side: side, quantity: quantity, limit: limit,
      timeInForce: timeInForce, client: ClientOrderID(number: number),
      conditions: OrderConditions(prevention: isAnonymous ? .allow : .venueDefault))
  }
}

extension TracebookBook {
  func replace(_ old: StandingOrder, with order: Order) throws(Rejection) -> [Trade] {
    try execute(.replace(OrderReplace(.order(old.id), with: order)))
  }
}
