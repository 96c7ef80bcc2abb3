import MarketTypes

/// One instrument's visible book, rebuilt from events order by order. O(log levels) to find a level, O(levels) for a new one.
struct RebuiltBook: Sendable {
  struct Resting: Sendable {
    var side: Side
    var ticks: Int64
    /// What it shows; of a hidden order all of it.
    var lots: Int64
    var account: Int32
    var isHidden: Bool
  }

  struct Level: Sendable {
    var ticks: Int64
    var lots: Int64
  }

  /// For looking up by number.
  private var orders: [Int64: Resting] = [:]
  /// Worst first, so that what changes most stands at the end.
  private var bids: [Level] = []
  private var asks: [Level] = []

  /// 0 where nobody bids.
  var bestBid: Int64 { bids.last?.ticks ?? 0 }
  var bestAsk: Int64 { asks.last?.ticks ?? 0 }
  /// Lots of each level, best first.
  var bidLots: some Sequence<Int64> { bids.reversed().lazy.map(\.lots) }
  var askLots: some Sequence<Int64> { asks.reversed().lazy.map(\.lots) }

  /// The levels of a side, best price first.
  func levels(of side: Side) -> some Sequence<DepthTrace.Level> {
    (side == .buy ? bids : asks).reversed().lazy.map { DepthTrace.Level(price: Price(ticks: $0.ticks), lots: $0.lots) }
  }

  /// What a price of a side shows; zero where nothing does.
  func lots(of side: Side, at ticks: Int64) -> Int64 {
    let levels = side == .buy ? bids : asks
    let place = Self.place(of: ticks, in: levels) { side == .buy ? $0 < $1 : $0 > $1 }
    return place < levels.count && levels[place].ticks == ticks ? levels[place].lots : 0
  }

  /// What some accounts show on each side. O(orders).
  func shownLots(of accounts: Set<Int32>) -> (bid: Int64, ask: Int64) {
    if accounts.isEmpty { return (0, 0) }
    var (bid, ask): (Int64, Int64) = (0, 0)
    for order in orders.values where !order.isHidden && accounts.contains(order.account) {
      if order.side == .buy { bid += order.lots } else { ask += order.lots }
    }
    return (bid, ask)
  }

  subscript(order: OrderID) -> Resting? { orders[order.number] }

  mutating func add(_ order: OrderID, _ resting: Resting) {
    orders[order.number] = resting
    if !resting.isHidden { change(resting.side, resting.ticks, by: resting.lots) }
  }

  /// Takes lots off an order, which leaves the book with its last.
  mutating func take(_ lots: Int64, from order: OrderID) {
    guard var resting = orders[order.number] else { return }
    let taken = min(lots, resting.lots)
    resting.lots -= taken
    orders[order.number] = resting.lots > 0 ? resting : nil
    if !resting.isHidden { change(resting.side, resting.ticks, by: -taken) }
  }

  @discardableResult
  mutating func remove(_ order: OrderID) -> Resting? {
    guard let resting = orders.removeValue(forKey: order.number) else { return nil }
    if !resting.isHidden { change(resting.side, resting.ticks, by: -resting.lots) }
    return resting
  }

  private mutating func change(_ side: Side, _ ticks: Int64, by lots: Int64) {
    switch side {
    case .buy: Self.change(&bids, ticks, by: lots) { $0 < $1 }
    case .sell: Self.change(&asks, ticks, by: lots) { $0 > $1 }
    }
  }

  private static func change(
    _ levels: inout [Level], _ ticks: Int64, by lots: Int64, isWorse: (Int64, Int64) -> Bool
  ) {
    let low = place(of: ticks, in: levels, isWorse: isWorse)
    if low < levels.count, levels[low].ticks == ticks {
      levels[low].lots += lots
      if levels[low].lots <= 0 { levels.remove(at: low) }
    } else if lots > 0 {
      levels.insert(Level(ticks: ticks, lots: lots), at: low)
    }
  }

  /// Where a price stands among levels from the worst on, or would.
  private static func place(of ticks: Int64, in levels: [Level], isWorse: (Int64, Int64) -> Bool) -> Int {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      if isWorse(levels[middle].ticks, ticks) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
