import Clearing
import Liquidation
import MarketTypes
import Storage

/// One instrument with one maintenance rate and much room, Alice under cross margin, the world against her.
func vectorHouse(
  maintenance: Rate, mark: Int64, tickValue: Int64 = 1, rules: LiquidationRules = LiquidationRules()
) -> ClearingHouse {
  let instrument = InstrumentRules(
    tickValue: Money(units: tickValue), maximumPrice: Price(ticks: 1_000_000),
    maximumPosition: Quantity(lots: 20_000_000_000), initialMargin: maintenance,
    maintenanceTiers: [MaintenanceTier(floor: .zero, rate: maintenance)])
  var house = ClearingHouse(VenueRules(instruments: [instrument], liquidation: rules))
  house.openAccount(.exempt)
  house.openAccount(.cross)
  house.mark(mark)
  return house
}

extension Rate {
  static func perMillion(_ parts: Int64) -> Rate { Rate(partsPerBillion: parts * 1_000) }
  static func percent(_ parts: Int64) -> Rate { Rate(partsPerBillion: parts * 10_000_000) }
}

extension TimeSpan {
  static func seconds(_ seconds: Int64) -> TimeSpan { TimeSpan(nanoseconds: seconds * 1_000_000_000) }
}

extension LiquidationRules {
  func with(_ change: (inout LiquidationRules) -> Void) -> LiquidationRules {
    var rules = self
    change(&rules)
    return rules
  }

  /// Alice's forced order under these rules.
  func order(of house: borrowing ClearingHouse, after span: TimeSpan = .zero, freed: Int128 = 0) -> Order? {
    LiquidationEngine(self).forcedOrders(for: alice, of: house, after: span, freed: freed).first
  }
}
