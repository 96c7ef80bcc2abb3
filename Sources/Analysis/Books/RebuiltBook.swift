import MarketTypes

/// One instrument's orders that rest, by number and by price. O(log levels) to find a level, O(levels) for a new one.
struct RebuiltBook: Sendable {
  struct Resting: Sendable {
    let side: Side
    let price: Price
    /// What it shows, in lots; of a hidden order all of it.
    var lots: Int64
    let account: AccountID
    let isHidden: Bool
  }

  /// For looking up by number.
  private var orders: [OrderID: Resting] = [:]
  /// Worst first, so that what changes most stands at the end.
  private var bids: [BookLevel] = []
  private var asks: [BookLevel] = []

  /// `nil` where nobody shows a bid.
  var bestBid: Price? { bids.last?.price }
  var bestAsk: Price? { asks.last?.price }

  /// The levels of a side, best price first.
  func levels(of side: Side) -> ReversedCollection<[BookLevel]> { (side == .buy ? bids : asks).reversed() }

  /// What a price of a side shows; zero where nothing does.
  func quantity(of side: Side, at price: Price) -> Quantity {
    let levels = side == .buy ? bids : asks
    let place = Self.place(of: price, in: levels, of: side)
    return place < levels.count && levels[place].price == price ? levels[place].quantity : .zero
  }

  /// How many lots some accounts show on each side. O(orders).
  func shownLots(of accounts: Set<AccountID>) -> (bid: Int64, ask: Int64) {
    if accounts.isEmpty { return (0, 0) }
    var (bid, ask): (Int64, Int64) = (0, 0)
    for order in orders.values where !order.isHidden && accounts.contains(order.account) {
      if order.side == .buy { bid += order.lots } else { ask += order.lots }
    }
    return (bid, ask)
  }

  subscript(order: OrderID) -> Resting? { orders[order] }

  mutating func add(_ order: OrderID, _ resting: Resting) {
    orders[order] = resting
    if !resting.isHidden { change(resting.side, resting.price, by: resting.lots) }
  }

  /// Takes lots off an order, no more than it has; it leaves the book with its last.
  mutating func take(_ lots: Int64, from order: OrderID) {
    guard var resting = orders[order] else { return }
    let taken = min(lots, resting.lots)
    resting.lots -= taken
    orders[order] = resting.lots > 0 ? resting : nil
    if !resting.isHidden { change(resting.side, resting.price, by: -taken) }
  }

  mutating func remove(_ order: OrderID) {
    guard let resting = orders.removeValue(forKey: order), !resting.isHidden else { return }
    change(resting.side, resting.price, by: -resting.lots)
  }

  private mutating func change(_ side: Side, _ price: Price, by lots: Int64) {
    switch side {
    case .buy: Self.change(&bids, of: side, price, by: lots)
    case .sell: Self.change(&asks, of: side, price, by: lots)
    }
  }

  private static func change(_ levels: inout [BookLevel], of side: Side, _ price: Price, by lots: Int64) {
    let place = place(of: price, in: levels, of: side)
    let isThere = place < levels.count && levels[place].price == price
    let now = (isThere ? levels[place].quantity.lots : 0) + lots
    switch (isThere, now > 0) {
    case (true, true): levels[place] = BookLevel(price, Quantity(lots: now))
    case (true, false): levels.remove(at: place)
    case (false, true): levels.insert(BookLevel(price, Quantity(lots: now)), at: place)
    case (false, false): break
    }
  }

  /// Where a price stands among levels from the worst on, or would.
  private static func place(of price: Price, in levels: [BookLevel], of side: Side) -> Int {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      let isWorse = side == .buy ? levels[middle].price < price : levels[middle].price > price
      if isWorse { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
