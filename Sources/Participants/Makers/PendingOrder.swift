import MarketTypes

/// One order that takes what it can at once, from sending until the news of its end.
struct PendingOrder: Hashable, Sendable {
  private let client: ClientOrderID
  private var order = OrderID.none
  private var lots: Int64
  private(set) var isOver = false

  init(_ order: Order) {
    client = order.client
    lots = order.quantity.lots
  }

  /// Takes in an event about the sender's account.
  mutating func observe(_ event: Event) {
    switch event.body {
    case .accepted(let accepted) where accepted.client == client: order = accepted.order
    case .refused(let refused) where refused.client == client: isOver = true
    case .filled(let fill) where order != .none && fill.taker == order:
      lots -= fill.quantity.lots
      if lots <= 0 { isOver = true }
    case .cancelled(let cancelled) where cancelled.order == order: isOver = true
    default: break
    }
  }
}
