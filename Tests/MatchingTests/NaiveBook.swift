import MarketTypes
import Matching

/// An order book as one array in order of arrival: the twin of `OrderBook`.
struct NaiveBook {
  struct Entry: Hashable {
    var id: Int64
    var client: Int64
    var account: Int32
    var detail: Int32
    var side: Side
    var terms: OrderTerms
    var price: Int64
    var lots: Int64
    var filled: Int64
  }

  /// In order of arrival, which a refill does not change.
  var entries: [Entry] = []
  /// When each order last joined a queue's tail.
  var joined: [Int64: Int] = [:]
  var turns = 0

  mutating func add(_ entry: Entry) {
    entries.append(entry)
    requeue(entry.id)
  }

  mutating func requeue(_ id: Int64) {
    turns += 1
    joined[id] = turns
  }

  /// One side: best price first, displayed before hidden at one price, oldest first among those.
  func queue(_ side: Side) -> [Entry] {
    entries.filter { $0.side == side }.sorted { one, other in
      if one.price != other.price { return side == .buy ? one.price > other.price : one.price < other.price }
      if one.isHidden != other.isHidden { return other.isHidden }
      return joined[one.id]! < joined[other.id]!
    }
  }

  func displayed(_ side: Side) -> [Entry] { queue(side).filter { !$0.isHidden } }

  /// The best displayed price.
  func best(_ side: Side) -> Int64? { displayed(side).first?.price }

  func levels(_ side: Side) -> [[Int64]] {
    var levels: [[Int64]] = []
    for entry in displayed(side) {
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
  var isHidden: Bool { terms.contains(.hidden) }

  init(_ order: StandingOrder) {
    self.init(
      id: order.id.number, client: order.client.number, account: order.account.number, detail: order.detail,
      side: order.side, terms: order.terms, price: order.price.ticks, lots: order.quantity.lots,
      filled: order.filled.lots)
  }
}
