import Clearing
import MarketTypes

/// Whom the backstop takes over, and how it sells what it took.
extension LiquidationEngine {
  /// Whether the rules give an account to the backstop instead of selling it in the book (LIQ-17).
  public func isForBackstop(_ account: AccountID, of house: borrowing ClearingHouse) -> Bool {
    guard let backstop = rules.backstop, backstop.below > .zero, house.backstop != nil else { return false }
    if backstop.below == .one { return true }
    let figures = house.figures(of: account)
    return figures.equity * 1_000_000_000 < figures.maintenance * Int128(backstop.below.partsPerBillion)
  }

  /// What the backstop sells of one position in a step (LIQ-18); `nil` for nothing.
  ///
  /// - Parameters:
  ///   - twiceMiddle: best bid plus best ask, in ticks; zero where a side is empty.
  ///   - standing: how many lots stand on a side of the book, up to a worst price.
  public func disposalOrder(
    in instrument: InstrumentID, of house: borrowing ClearingHouse, twiceMiddle: Int64,
    standing: (Side, Price) -> Int128
  ) -> Order? {
    guard let disposal = rules.backstop?.disposal, let backstop = house.backstop else { return nil }
    let position = house.position(of: backstop, in: instrument)
    guard let side = position.closingSide else { return nil }
    var order = Order(
      account: backstop, instrument: instrument, side: side, quantity: position.size, limit: nil,
      timeInForce: .immediateOrCancel, terms: [.forced, .reduceOnly])
    guard let limit = disposalLimit(of: order, disposal.range, of: house, twiceMiddle: twiceMiddle) else { return nil }
    order.limit = limit
    let share = (standing(side.opposite, limit) * Int128(disposal.bookShare.partsPerBillion)).divided(
      by: 1_000_000_000, rounding: .up)
    let part = position.size.lots.times(
      disposal.portion.partsPerBillion, over: Rate.one.partsPerBillion, rounding: .up)
    let wanted = position.size <= disposal.wholeUpTo ? position.size.lots : part
    order.quantity = Quantity(lots: Int64(min(share, Int128(wanted))))
    return order.quantity == .zero ? nil : order
  }
}
