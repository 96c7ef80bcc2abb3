import MarketTypes

/// A book order by order, rebuilt from the stream alone as a reader of L3 data would.
struct BookFromEvents {
  struct Resting: Hashable {
    var id: Int64
    var account: Int32
    var instrument: UInt16
    var side: Side
    var isHidden: Bool
    var ticks: Int64
    /// What it shows; of a hidden order all of it.
    var lots: Int64
  }

  /// In the order in which they last joined a queue's tail.
  private(set) var resting: [Resting] = []
  private var hidden: Set<Int64> = []
  /// What each price shows, by the events that say so.
  private(set) var levels: [UInt16: [Side: [Int64: Int64]]] = [:]
  private(set) var armed: [Int64: Int64] = [:]

  mutating func add(_ event: Event) {
    switch event.body {
    case .accepted(let order): if order.terms.contains(.hidden) { hidden.insert(order.order.number) }
    case .conditioned(let order):
      if order.conditions.pegReference != .none { hidden.insert(order.order.number) }
    case .armed(let order): armed[order.order.number] = order.trigger.ticks
    case .triggered(let order): armed[order.order.number] = nil
    case .rested(let rested):
      remove(rested.order)
      resting.append(
        Resting(
          id: rested.order.number, account: rested.account.number, instrument: rested.instrument.number,
          side: rested.side, isHidden: hidden.contains(rested.order.number), ticks: rested.price.ticks,
          lots: rested.quantity.lots))
    case .filled(let fill):
      take(fill.quantity, from: fill.maker)
      take(fill.quantity, from: fill.taker)
    case .selfTradeDecremented(let lost): take(lost.quantity, from: lost.maker)
    case .cancelled(let order):
      remove(order.order)
      armed[order.order.number] = nil
    case .amended(let order):
      if !order.keptPriority {
        remove(order.order)
      } else if let index = resting.firstIndex(where: { $0.id == order.order.number }) {
        // What is not shown goes first.
        resting[index].lots = min(resting[index].lots, order.quantity.lots)
      }
    case .levelChanged(let level):
      levels[level.instrument.number, default: [:]][level.side, default: [:]][level.price.ticks] =
        level.quantity == .zero ? nil : level.quantity.lots
    default: break
    }
  }

  private mutating func remove(_ id: OrderID) { resting.removeAll { $0.id == id.number } }

  private mutating func take(_ quantity: Quantity, from id: OrderID) {
    guard let index = resting.firstIndex(where: { $0.id == id.number }) else { return }
    resting[index].lots -= quantity.lots
    // An iceberg's next part is said by `rested`, which follows.
    if resting[index].lots == 0 { resting.remove(at: index) }
  }

  /// One side as it would be met.
  func orders(_ side: Side, of instrument: InstrumentID) -> [Resting] {
    let all = resting.enumerated().filter { $0.element.side == side && $0.element.instrument == instrument.number }
    return all.sorted { one, other in
      if one.element.ticks != other.element.ticks {
        return side == .buy ? one.element.ticks > other.element.ticks : one.element.ticks < other.element.ticks
      }
      if one.element.isHidden != other.element.isHidden { return other.element.isHidden }
      return one.offset < other.offset
    }.map(\.element)
  }
}
