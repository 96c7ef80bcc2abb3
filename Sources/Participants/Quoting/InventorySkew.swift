/// Hummingbot's inventory skew: how many times its usual size a bid and an ask have, from 0 to 2, together 2.
///
/// The bid's falls linearly from 2 where the base held is worth the target less a range, to 1 at the target, to 0 at the target
/// plus the range. The range is at most half of everything, and its lower end not below zero. With nothing held or no range
/// both are 0.
///
/// Source: hummingbot/hummingbot at 2bfaccc4, strategy/pure_market_making/inventory_skew_calculator.
@frozen public struct InventorySkew: Hashable, Sendable, BitwiseCopyable {
  /// What a bid's size is multiplied by, 0 to 2.
  public let bid: Double
  /// What an ask's size is multiplied by, 0 to 2.
  public let ask: Double

  /// - Parameters:
  ///   - base: held, in units of base.
  ///   - quote: held, in units of quote.
  ///   - target: the share of everything that should be base, by worth.
  ///   - range: in units of base.
  public init(base: Double, quote: Double, price: Double, target: Double, range: Double) {
    let held = base * price
    let everything = held + quote
    guard everything > 0, range > 0 else {
      bid = 0
      ask = 0
      return
    }
    let aim = everything * target
    let reach = min(range * price, everything / 2)
    if held < aim {
      let lowest = max(aim - reach, 0)
      bid = 1 + min(1, (aim - held) / (aim - lowest))
    } else {
      bid = 1 - min(1, (held - aim) / reach)
    }
    ask = 2 - bid
  }
}
