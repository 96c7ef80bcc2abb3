import MarketTypes

extension Order {
  /// Nothing but side, quantity, limit or none, and time in force: none of the rules about rare terms can concern it.
  @inline(__always)
  var isPlain: Bool {
    conditions.isEmpty && timeInForce != .goodTilTime && terms.isDisjoint(with: [.hidden, .slides, .marketToLimit])
  }

  /// Takes at whatever price there is: no limit, and none that the book gives it.
  var isMarket: Bool { limit == nil && conditions.pegReference == .none && !terms.contains(.marketToLimit) }

  /// Whether it would rest without waiting for a trigger first.
  var restsAtOnce: Bool { timeInForce.mayRest && conditions.triggerKind == .none }

  /// Whether it is no use to it that orders only collect.
  var wantsToTradeAtOnce: Bool {
    conditions.pegReference != .none
      || (conditions.triggerKind == .none && (limit == nil || !timeInForce.mayRest))
  }

  func isWhole(inLotsOf size: Int64) -> Bool {
    quantity.lots % size == 0 && conditions.display.lots % size == 0 && conditions.minimum.lots % size == 0
  }

  /// An iceberg in more than 2^16 parts: one order may meet them all, with two events each (MAT-35).
  var hasTooManyParts: Bool { conditions.display > .zero && (quantity.lots - 1) >> 16 >= conditions.display.lots }

  /// Whether two of its terms exclude each other, or one is out of its range (MAT-31).
  var contradictsItself: Bool {
    let isAtOnce = !timeInForce.mayRest
    let isPegged = conditions.pegReference != .none
    let isHidden = terms.contains(.hidden)
    let hasDisplay = conditions.display != .zero
    if terms.contains(.slides), !terms.contains(.postOnly) { return true }
    if terms.contains(.marketToLimit), limit != nil || isPegged || isAtOnce || terms.contains(.postOnly) { return true }
    if isHidden, hasDisplay || (limit == nil && !isPegged) { return true }
    if hasDisplay || isPegged, isAtOnce { return true }
    if isPegged, conditions.triggerKind != .none || hasDisplay || terms.contains(.postOnly) { return true }
    if conditions.display < .zero || conditions.minimum < .zero || hasTooManyParts { return true }
    if conditions.minimum > .zero, timeInForce != .immediateOrCancel || conditions.minimum > quantity { return true }
    if (conditions.expiry != nil) != (timeInForce == .goodTilTime) { return true }
    switch conditions.triggerKind {
    case .none, .stop, .takeProfit: return false
    case .trailing: return conditions.triggerValue < 1
    case .trailingShare: return !(1...Rate.one.partsPerBillion).contains(conditions.triggerValue)
    }
  }
}

extension OrderConditions {
  /// The price a stop or take-profit waits for, in ticks; a trailing stop has none of its own.
  var triggerPrice: Int64? {
    @inline(__always) get { triggerKind == .stop || triggerKind == .takeProfit ? triggerValue : nil }
  }
}
