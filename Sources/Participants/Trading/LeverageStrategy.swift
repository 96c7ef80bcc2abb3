import MarketTypes

/// How many times its wealth somebody wants to hold of an instrument, by what its price is.
public enum LeverageStrategy: Hashable, Sendable {
  /// Always as much: buys as the price rises and sells as it falls.
  case constant(Double)
  /// Buys what is cheap, the more the cheaper:
  ///
  ///     leverage = min(slope × (V − p) ÷ V, cap)          at least 0, or −cap if it may be short
  ///
  /// With V = 1 it is the demand of Thurner, Farmer and Geanakoplos, "Leverage causes fat tails and clustered volatility",
  /// Quantitative Finance 12 (2012), equation 2. V is in ticks, the index where it is `nil`.
  case value(fair: Double?, slope: Double, cap: Double, mayShort: Bool)
  /// Buys what has risen: leverage = slope × (p − e) ÷ e, where e follows the price with a half-life; held as above.
  case trend(halfLife: TimeSpan, slope: Double, cap: Double, mayShort: Bool)

  /// The leverage wanted.
  ///
  /// - Parameters:
  ///   - price: in ticks.
  ///   - anchor: V or e, in ticks, above 0; of no meaning for a constant one.
  public func leverage(at price: Double, anchor: Double) -> Double {
    switch self {
    case .constant(let leverage): leverage
    case .value(_, let slope, let cap, let mayShort): held(slope * (anchor - price) / anchor, cap, mayShort)
    case .trend(_, let slope, let cap, let mayShort): held(slope * (price - anchor) / anchor, cap, mayShort)
    }
  }

  private func held(_ leverage: Double, _ cap: Double, _ mayShort: Bool) -> Double {
    min(max(leverage, mayShort ? -cap : 0), cap)
  }
}
