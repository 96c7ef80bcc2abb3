import MarketTypes

/// An order with rare terms: while it waits for its trigger, while it trades, while it rests.
@frozen public struct SpecialOrder: BitwiseCopyable {
  /// Where the order is.
  @frozen public enum State: UInt8, BitwiseCopyable {
    /// On its way through the book.
    case entering
    /// Waits for its trigger.
    case armed
    /// Its trigger is met; it waits for its turn.
    case ready
    /// Stands in the book.
    case resting
    /// Another of its group ended it on its way.
    case ended
  }

  /// The number of the order it belongs to.
  public var id: OrderID
  /// As it was asked for, amends counted; of an armed order the quantity is what it will enter with.
  public var order: Order
  /// What an iceberg has left beyond what it shows.
  public var reserve: Int64 = 0
  /// The price that fires it, as it stands now.
  public var trigger: Price
  /// How far it has come.
  public var state: State = .entering
  /// What brought the price that made it ready.
  public var readyRound: UInt16 = 0
  /// The position of that event in the stream, or −1 until it is ready.
  public var readyCause: Int64 = -1
  /// That price, in ticks; zero until it is ready.
  public var readyTicks: Int64 = 0
  /// A trailing stop's best price since it was armed.
  @usableFromInline var bestTicks: Int64 = 0
  /// Counts armings: who armed first, fires first.
  @usableFromInline var arming: Int64 = 0
  /// The queue of its trigger's price, or of the ready.
  @usableFromInline var next: Int32 = -1
  @usableFromInline var previous: Int32 = -1
  /// Its account's armed orders.
  @usableFromInline var older: Int32 = -1
  @usableFromInline var younger: Int32 = -1
  /// Its group, in order of entering; −1 on both sides of a list, and of who is in none.
  @usableFromInline var groupNext: Int32 = -1
  @usableFromInline var groupPrevious: Int32 = -1
  @usableFromInline var isGrouped = false
  /// All pegs in order of entering, or the trailing stops that have seen the same best price.
  @usableFromInline var rowNext: Int32 = -1
  @usableFromInline var rowPrevious: Int32 = -1

  init(_ order: Order, as id: OrderID) {
    self.id = id
    self.order = order
    trigger = Price(ticks: 0)
  }

  /// Whether it fires when the price rises; otherwise when it falls.
  var firesRising: Bool { (order.side == .buy) == (order.conditions.triggerKind != .takeProfit) }

  var isTrailing: Bool {
    order.conditions.triggerKind == .trailing || order.conditions.triggerKind == .trailingShare
  }
}

extension Order {
  /// A trailing stop's trigger when the best price since it was armed is `best` (MAT-46): never below 1 nor above
  /// `maximum`.
  public func trailingTrigger(from best: Int64, maximum: Price) -> Price {
    let value = conditions.triggerValue
    let distance =
      conditions.triggerKind == .trailing
      ? value : max(1, Int64(clamping: (Int128(best) * Int128(value)).divided(by: 1_000_000_000, rounding: .up)))
    let ticks =
      side == .sell ? best.subtractingReportingOverflow(distance) : best.addingReportingOverflow(distance)
    let clamped = ticks.overflow ? (side == .sell ? 1 : maximum.ticks) : ticks.partialValue
    return Price(ticks: min(max(clamped, 1), maximum.ticks))
  }
}
