import MarketData
import MarketTypes

/// The naive twin of an order book: a dictionary of orders beside two sorted lists of prices.
struct NaiveBook: EditableBook {
  private(set) var orders: [Int64: BookEdit] = [:]
  /// Edits no sound book could follow.
  private(set) var faults = 0
  private var asks: [Level] = []
  private var bids: [Level] = []

  private struct Level {
    var price: Price
    var quantity: Quantity
  }

  func best(_ side: Side) -> (price: Price, quantity: Quantity)? {
    (side == .buy ? bids : asks).first.map { (price: $0.price, quantity: $0.quantity) }
  }

  mutating func apply(_ edit: BookEdit) {
    switch edit.change {
    case .add: add(edit)
    case .reduce: reduce(edit)
    }
  }

  private mutating func add(_ edit: BookEdit) {
    if orders.updateValue(edit, forKey: edit.orderID) != nil { faults += 1 }
    change(edit.side) { levels in
      let place = levels.firstIndex { edit.side == .buy ? $0.price <= edit.price : $0.price >= edit.price }
      if let place, levels[place].price == edit.price {
        levels[place].quantity = levels[place].quantity + edit.quantity
      } else {
        levels.insert(Level(price: edit.price, quantity: edit.quantity), at: place ?? levels.count)
      }
    }
  }

  private mutating func reduce(_ edit: BookEdit) {
    guard var order = orders[edit.orderID], order.quantity >= edit.quantity,
      order.side == edit.side, order.price == edit.price
    else {
      faults += 1
      return
    }
    order.quantity = order.quantity - edit.quantity
    orders[edit.orderID] = order.quantity == .zero ? nil : order
    change(edit.side) { levels in
      guard let place = levels.firstIndex(where: { $0.price == edit.price }) else { return }
      levels[place].quantity = levels[place].quantity - edit.quantity
      if levels[place].quantity == .zero { levels.remove(at: place) }
    }
  }

  private mutating func change(_ side: Side, _ body: (inout [Level]) -> Void) {
    if side == .buy { body(&bids) } else { body(&asks) }
  }
}
