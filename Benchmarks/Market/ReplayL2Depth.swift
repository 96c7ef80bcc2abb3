import MarketTypes
import Storage

/// The recorded book beside the venue: a size for each price, and the best of both sides.
struct ReplayL2Depth: ~Copyable {
  private var bids = Ladder<Int64>(vacant: 0)
  private var asks = Ladder<Int64>(vacant: 0)
  /// 0 where nothing is bid.
  private(set) var bestBid: Int64 = 0
  /// `.max` where nothing is asked.
  private(set) var bestAsk: Int64 = .max

  /// From now on this stands at that price.
  ///
  /// - Returns: what stood there before.
  @inline(__always)
  mutating func apply(_ side: Side, _ ticks: Int64, _ lots: Int64) -> Int64 {
    switch side {
    case .buy:
      let before = Self.apply(ticks, lots, &bids)
      if lots > 0 {
        bestBid = max(bestBid, ticks)
      } else if ticks == bestBid {
        let next = bids.highest
        bestBid = next < 0 ? 0 : bids.height(of: next)
      }
      return before
    case .sell:
      let before = Self.apply(ticks, lots, &asks)
      if lots > 0 {
        bestAsk = min(bestAsk, ticks)
      } else if ticks == bestAsk {
        let next = asks.lowest
        bestAsk = next < 0 ? .max : asks.height(of: next)
      }
      return before
    }
  }

  func lots(_ side: Side, _ ticks: Int64) -> Int64 {
    switch side {
    case .buy:
      let handle = bids.find(ticks)
      return handle < 0 ? 0 : bids[handle]
    case .sell:
      let handle = asks.find(ticks)
      return handle < 0 ? 0 : asks[handle]
    }
  }

  @inline(__always)
  private static func apply(_ ticks: Int64, _ lots: Int64, _ ladder: inout Ladder<Int64>) -> Int64 {
    if lots == 0 {
      let handle = ladder.find(ticks)
      if handle < 0 { return 0 }
      let before = ladder[known: handle]
      ladder.vacate(handle)
      return before
    }
    let handle = ladder.occupy(ticks)
    let before = ladder[known: handle]
    ladder[known: handle] = lots
    return before
  }
}
