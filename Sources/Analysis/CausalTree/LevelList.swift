import MarketTypes

/// What one side of a book shows, best price first, as its published levels tell.
struct LevelList: Hashable, Sendable {
  private let isBid: Bool
  private var levels: [Level] = []

  private struct Level: Hashable, Sendable {
    let ticks: Int64
    var lots: Int64
  }

  init(isBid: Bool) { self.isBid = isBid }

  /// O(levels).
  mutating func take(_ change: LevelChange) {
    let place = place(of: change.price.ticks)
    let isThere = place < levels.count && levels[place].ticks == change.price.ticks
    if change.quantity == .zero {
      if isThere { levels.remove(at: place) }
    } else if isThere {
      levels[place].lots = change.quantity.lots
    } else {
      levels.insert(Level(ticks: change.price.ticks, lots: change.quantity.lots), at: place)
    }
  }

  /// Lots within 10 basis points of a mid price, given as twice that. O(levels within).
  func lots(upTo mid: Int64) -> Int64 {
    var lots: Int64 = 0
    for level in levels {
      let distance = isBid ? mid - 2 * level.ticks : 2 * level.ticks - mid
      if Int128(distance) * 1_000 > Int128(mid) { break }
      lots += level.lots
    }
    return lots
  }

  /// Where the price stands, or would.
  private func place(of ticks: Int64) -> Int {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      let isBetter = isBid ? levels[middle].ticks > ticks : levels[middle].ticks < ticks
      if isBetter { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
