import MarketTypes

/// The steps in which an instrument's quantities and prices come, as everybody can know them. What a participant would send
/// is brought to them before it is sent; otherwise the venue would refuse it.
@frozen public struct OrderSteps: Hashable, Sendable, BitwiseCopyable {
  /// What quantities are multiples of.
  public var lot: Quantity
  /// What prices are multiples of.
  public var tick: PriceChange

  /// - Parameters:
  ///   - lot: at least 1.
  ///   - tick: at least 1.
  @inlinable
  public init(lot: Quantity = Quantity(lots: 1), tick: PriceChange = PriceChange(ticks: 1)) {
    self.lot = lot
    self.tick = tick
  }

  /// Rounded down; zero if there is not even one step of it.
  @inlinable @inline(__always)
  public func settled(_ quantity: Quantity) -> Quantity {
    lot.lots == 1 ? quantity : Quantity(lots: quantity.lots / lot.lots * lot.lots)
  }

  /// Rounded away from the other side: a bid down, an ask up. `nil` if that leaves a bid no price.
  @inlinable
  public func settled(_ price: Price, for side: Side) -> Price? {
    if tick.ticks == 1 { return price.ticks < 1 ? nil : price }
    let steps = price.ticks.divided(by: tick.ticks, rounding: side == .buy ? .down : .up)
    return steps < 1 ? nil : Price(ticks: steps * tick.ticks)
  }
}
