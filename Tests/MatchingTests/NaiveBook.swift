import MarketTypes
import Matching

/// An order book as one array in order of arrival: the twin of `OrderBook`.
struct NaiveBook {
  struct Entry: Hashable {
    var id: Int64
    var client: Int64
    var account: Int32
    var side: Side
    var terms: OrderTerms
    var price: Int64
    var lots: Int64
    var filled: Int64
  }

  var entries: [Entry] = []

  /// One side, best price first and oldest first at one price.
  func queue(_ side: Side) -> [Entry] {
    entries.enumerated().filter { $0.element.side == side }.sorted { one, other in
      if one.element.price == other.element.price { return one.offset < other.offset }
      return side == .buy ? one.element.price > other.element.price : one.element.price < other.element.price
    }.map(\.element)
  }

  func best(_ side: Side) -> Int64? { queue(side).first?.price }

  func levels(_ side: Side) -> [[Int64]] {
    var levels: [[Int64]] = []
    for entry in queue(side) {
      if let last = levels.last, last[0] == entry.price {
        levels[levels.count - 1][1] += entry.lots
      } else {
        levels.append([entry.price, entry.lots])
      }
    }
    return levels
  }

  /// Whom an order of `side` limited to `limit` would meet, in order.
  func makers(for side: Side, limit: Int64?) -> [Entry] {
    queue(side.opposite).filter { entry in
      guard let limit else { return true }
      return side == .buy ? entry.price <= limit : entry.price >= limit
    }
  }

  mutating func change(_ id: Int64, _ body: (inout Entry) -> Void) {
    let place = entries.firstIndex { $0.id == id }!
    body(&entries[place])
    if entries[place].lots == 0 { entries.remove(at: place) }
  }
}

extension NaiveBook.Entry {
  init(_ order: StandingOrder) {
    self.init(
      id: order.id.number, client: order.client.number, account: order.account.number, side: order.side,
      terms: order.terms, price: order.price.ticks, lots: order.quantity.lots, filled: order.filled.lots)
  }
}
