import MarketData
import MarketTypes

/// The naive twin of a matching engine, for the commands order flow is made of: price-time priority in sorted lists.
struct NaiveExchange {
  private struct Resting {
    var client: Int64
    var left: Quantity
  }

  private struct Level {
    var price: Price
    var queue: [Resting]
  }

  /// Cancels and reduces of orders that are gone, and orders whose client number is below zero: those are quotes' (MAT-54).
  private(set) var refused = 0
  /// The client ids the last order met, in order.
  private(set) var makers: [Int64] = []
  private var asks: [Level] = []
  private var bids: [Level] = []
  private var places: [Int64: (side: Side, price: Price)] = [:]

  mutating func execute(_ command: Command) {
    makers = []
    switch command.action {
    case .submit(let order): submit(order)
    case .cancel(let cancel): takeOff(cancel.target, nil)
    case .reduce(let reduce): takeOff(reduce.target, reduce.quantity)
    default: preconditionFailure("order flow has no \(command.action)")
    }
  }

  func best(_ side: Side) -> (price: Price, quantity: Quantity)? {
    (side == .buy ? bids : asks).first.map {
      (price: $0.price, quantity: $0.queue.reduce(.zero) { $0 + $1.left })
    }
  }

  private mutating func submit(_ order: Order) {
    guard let limit = order.limit else { preconditionFailure("order flow has no market orders") }
    if order.client.number < 0 {
      refused += 1
      return
    }
    var left = order.quantity
    change(order.side.opposite) { levels, makers, places in
      while left > .zero, let best = levels.first,
        order.side == .buy ? best.price <= limit : best.price >= limit
      {
        let taken = min(left, best.queue[0].left)
        makers.append(best.queue[0].client)
        left = left - taken
        Self.take(taken, from: &levels, level: 0, place: 0, &places)
      }
    }
    if left == .zero || order.timeInForce == .immediateOrCancel { return }
    places[order.client.number] = (order.side, limit)
    change(order.side) { levels, _, _ in
      let resting = Resting(client: order.client.number, left: left)
      let place = levels.firstIndex { order.side == .buy ? $0.price <= limit : $0.price >= limit } ?? levels.count
      if place < levels.count, levels[place].price == limit {
        levels[place].queue.append(resting)
      } else {
        levels.insert(Level(price: limit, queue: [resting]), at: place)
      }
    }
  }

  private mutating func takeOff(_ target: OrderReference, _ quantity: Quantity?) {
    guard case .client(let client) = target, let (side, price) = places[client.number] else {
      refused += 1
      return
    }
    change(side) { levels, _, places in
      guard let level = levels.firstIndex(where: { $0.price == price }),
        let place = levels[level].queue.firstIndex(where: { $0.client == client.number })
      else { return }
      let left = levels[level].queue[place].left
      Self.take(min(quantity ?? left, left), from: &levels, level: level, place: place, &places)
    }
  }

  private static func take(
    _ quantity: Quantity, from levels: inout [Level], level: Int, place: Int,
    _ places: inout [Int64: (side: Side, price: Price)]
  ) {
    let left = levels[level].queue[place].left - quantity
    levels[level].queue[place].left = left
    if left > .zero { return }
    places[levels[level].queue.remove(at: place).client] = nil
    if levels[level].queue.isEmpty { levels.remove(at: level) }
  }

  private mutating func change(
    _ side: Side, _ body: (inout [Level], inout [Int64], inout [Int64: (side: Side, price: Price)]) -> Void
  ) {
    if side == .buy { body(&bids, &makers, &places) } else { body(&asks, &makers, &places) }
  }
}
