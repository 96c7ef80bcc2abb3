import MarketTypes

/// What lots of one instrument are worth at a price. Analysis's own reckoning: it shares no code with Clearing.
struct LotWorth: Hashable, Sendable {
  let contract: ContractKind
  private let tickValue: Int128

  init(_ rules: InstrumentRules) {
    contract = rules.contract
    tickValue = Int128(rules.tickValue.units)
  }

  /// What a fill of so many lots trades, in units of money: price × lots × tick value, or of an inverse contract
  /// lots × tick value ÷ price, rounded down.
  func notional(of lots: Int64, at price: Price) -> Int128 {
    switch contract {
    case .linear: Int128(price.ticks) * Int128(lots) * tickValue
    case .inverse: (Int128(lots) * tickValue).divided(by: Int128(price.ticks), rounding: .down)
    }
  }

  /// Whether a fill's notional is not whole, so that a further unit is the rounding account's.
  func leavesRest(of lots: Int64, at price: Price) -> Bool {
    contract == .inverse && (Int128(lots) * tickValue) % Int128(price.ticks) != 0
  }

  /// What a position stands for against its cost, in units of money: above zero for a long linear position, below zero
  /// for a long inverse one, which gains as that shrinks. Rounded down: against the holder, whichever way it is held.
  func value(of lots: Int64, at price: Price) -> Int128 { value(ofAll: Int128(lots), at: price) }

  /// The same of the lots of many accounts together.
  func value(ofAll lots: Int128, at price: Price) -> Int128 {
    switch contract {
    case .linear: Int128(price.ticks) * lots * tickValue
    case .inverse: (-lots * tickValue).divided(by: Int128(price.ticks), rounding: .down)
    }
  }
}

extension InstrumentRules {
  /// What a fill of so many lots trades at a price, in units of money: price × lots × tick value, or of an inverse
  /// contract lots × tick value ÷ price, rounded down.
  public func notional(of quantity: Quantity, at price: Price) -> Int128 {
    LotWorth(self).notional(of: quantity.lots, at: price)
  }
}

extension VenueRules {
  /// By instrument number.
  var lotWorths: [LotWorth] { instruments.map(LotWorth.init) }
}
