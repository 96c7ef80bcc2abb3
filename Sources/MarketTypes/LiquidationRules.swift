/// When and how accounts under margin are closed.
public struct LiquidationRules: Hashable, Sendable {
  /// Off: accounts under margin are left alone. The counterfactual of every cascade.
  public var isOn: Bool
  public var threshold: LiquidationThreshold
  public var limit: ForcedLimit
  public var pacing: LiquidationPacing
  public var order: LiquidationOrder

  public init(
    isOn: Bool = true, threshold: LiquidationThreshold = .below, limit: ForcedLimit = .market,
    pacing: LiquidationPacing = .immediate(roundLimit: 1000), order: LiquidationOrder = .synchronous
  ) {
    self.isOn = isOn
    self.threshold = threshold
    self.limit = limit
    self.pacing = pacing
    self.order = order
  }
}

/// Where equity stands to maintenance margin when liquidation begins.
@frozen public enum LiquidationThreshold: UInt8, Sendable, BitwiseCopyable {
  case below
  case atOrBelow
}

/// The worst price a forced order accepts.
@frozen public enum ForcedLimit: UInt8, Sendable, BitwiseCopyable {
  case market
  /// What leaves nothing of the collateral behind the position, rounded in the fund's favour.
  case bankruptcyPrice
}

/// When forced orders are placed.
@frozen public enum LiquidationPacing: Hashable, Sendable, BitwiseCopyable {
  /// Within the command that made them due, at most `roundLimit` rounds.
  case immediate(roundLimit: Int32)
  /// One step each time this span has passed since accounts became due.
  case timed(TimeSpan)
}

/// When marks are taken between forced orders.
@frozen public enum LiquidationOrder: UInt8, Sendable, BitwiseCopyable {
  /// Once all forced orders of a round are placed.
  case synchronous
  /// After each account's forced orders.
  case oneByOne
}
