import MarketTypes

/// The prices an instrument's orders may have, whole multiples of its tick size up to a highest one, and where among them
/// stand those orders whose price the book gives.
@frozen public struct PriceSteps: Hashable, Sendable, BitwiseCopyable {
  /// The tick size, in ticks.
  public let step: Int64
  /// The maximum price, in ticks; need not be a multiple of the step.
  public let maximum: Price

  public init(of rules: InstrumentRules) {
    step = rules.orders.tickSize.ticks
    maximum = rules.maximumPrice
  }

  /// A price brought to a multiple of the step, away from the other side: a buyer's down, a seller's up.
  private func settled(_ ticks: Int64, for side: Side) -> Int64 {
    ticks.divided(by: step, rounding: side == .buy ? .down : .up) * step
  }

  /// One step behind the price that a post-only order of `side` would have met (MAT-43). It may be none an order can have.
  public func behind(_ met: Price, for side: Side) -> Price {
    Price(ticks: settled(met.ticks - side.sign * step, for: side))
  }

  /// The farthest that a protected market order of `side` walks whose first price is `met` (MAT-42): `distance` ticks
  /// beyond, rounded towards that price, never nearer than it.
  public func farthest(from met: Price, by distance: Int64, for side: Side) -> Price {
    let ticks = min(max(met.ticks + side.sign * distance, 1), maximum.ticks)
    let rounded = Price(ticks: settled(ticks, for: side))
    return side == .buy ? max(rounded, met) : min(rounded, met)
  }

  /// Where a peg stands between these best shown prices, or `nil` without a price to follow or a place to stand (MAT-37).
  public func place(ofPeg order: Order, bid: Price?, ask: Price?) -> Price? {
    guard let reference = reference(of: order, bid, ask) else { return nil }
    var ticks = reference + Int64(order.conditions.pegOffset)
    if let limit = order.limit { ticks = order.side == .buy ? min(ticks, limit.ticks) : max(ticks, limit.ticks) }
    if order.side == .buy, let ask { ticks = min(ticks, ask.ticks - step) }
    if order.side == .sell, let bid { ticks = max(ticks, bid.ticks + step) }
    let highest = maximum.ticks / step * step
    let price = max(min(settled(ticks, for: order.side), highest), step)
    if order.side == .buy, let ask, price > ask.ticks - step { return nil }
    if order.side == .sell, let bid, price < bid.ticks + step { return nil }
    return Price(ticks: price)
  }

  private func reference(of order: Order, _ bid: Price?, _ ask: Price?) -> Int64? {
    switch order.conditions.pegReference {
    case .none: return nil
    case .bestBid: return bid?.ticks
    case .bestAsk: return ask?.ticks
    case .mid:
      guard let bid, let ask else { return nil }
      return (bid.ticks + ask.ticks).divided(by: 2, rounding: order.side == .buy ? .down : .up)
    }
  }
}
