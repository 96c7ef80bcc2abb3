import MarketTypes
import Simulation
import Testing

/// A day of a retail bot, told by what stands in the book. PAR-35.
@Suite struct `A bot's day` {
  /// 1 % either side of the mid price, another level half a per cent behind it, every 10 s; 20 s after a fill.
  @Test func `it is filled, waits, and comes back around where the market went`() throws {
    let block = """
      {"kind": "grid", "name": "bot", "count": 1, "collateral": 100000000, "bidSpread": 0.01, "askSpread": 0.01,
       "levels": 2, "levelSpread": 0.005, "size": 10, "limit": 100, "refresh": "10s", "filledOrderDelay": "20s"}
      """
    let run = Run(
      try scenario(
        duration: "60s", accounts: #"{"name": "world", "kind": "exempt"}, {"name": "far", "kind": "exempt"}"#,
        """
        \(population(block)),
        "events": [
          {"at": "15s", "kind": "order", "account": "world", "side": "sell", "quantity": 4},
          {"at": "25s", "kind": "order", "account": "world", "side": "sell", "quantity": 10}]
        """))
    let bot = run.account("bot-1")
    /// What the bot has in the book just before a moment: side and price.
    func standing(before second: Int64) -> [[Int64]] {
      var orders: [OrderID: [Int64]] = [:]
      for step in run.steps where step.command.time.nanoseconds < second * 1_000_000_000 {
        for event in step.events {
          switch event.body {
          case .rested(let rested) where rested.account == bot:
            orders[rested.order] = [rested.side.sign * rested.quantity.lots, rested.price.ticks]
          case .cancelled(let cancelled): orders[cancelled.order] = nil
          case .filled(let fill):
            orders[fill.maker]?[0] -= fill.takerSide.opposite.sign * fill.quantity.lots
            if orders[fill.maker]?[0] == 0 { orders[fill.maker] = nil }
          default: break
          }
        }
      }
      return orders.values.sorted { $0[1] > $1[1] }
    }
    #expect(standing(before: 15) == [[-10, 1_015], [-10, 1_010], [10, 990], [10, 985]])
    // 6 are left at 990, more than half of 10, and the mid price is still 1,000: nothing moves, and a part is no filled order.
    #expect(standing(before: 25) == [[-10, 1_015], [-10, 1_010], [6, 990], [10, 985]])
    // 6 go at 990 and 4 at 985. At its next look the bot learns it, and waits 20 s with what is left.
    #expect(standing(before: 45) == [[-10, 1_015], [-10, 1_010], [6, 985]])
    // Then around (985 + 1,010) ÷ 2 = 997.5: 1 % is 9.975 and 1.5 % is 14.9625.
    #expect(standing(before: 60) == [[-10, 1_013], [-10, 1_008], [10, 987], [10, 982]])
  }
}
