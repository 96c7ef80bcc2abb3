import MarketTypes
import Testing

@testable import Participants

/// A position kept at a multiple of wealth, one look at a time. What it does in a market is in Tests/SimulationTests.
@Suite struct `A keeper of leverage` {
  typealias Desk = MakerDesk<LeverageTargeter>

  private static func desk(
    _ strategy: LeverageStrategy, _ reaction: MarginReaction = .ignore, below threshold: Double = 0
  ) -> Desk {
    let facts = InstrumentFacts(
      instrument: traded, maximumPrice: Price(ticks: 100_000), maximumPosition: Quantity(lots: 1_000_000),
      maintenanceMargin: Rate(partsPerBillion: 50_000_000))
    var desk = Desk(
      LeverageTargeter.Settings(interval: span(1), strategy: strategy, reaction: reaction, threshold: threshold),
      at: Seat(account: makerAccount, facts: facts))
    desk.pay(1_000_000)
    return desk
  }

  /// TRD-3.
  @Test func `the half-life of a trend is one of time, however late a look comes`() {
    var desk = Self.desk(.trend(halfLife: span(1), slope: 20, cap: 5, mayShort: false))
    desk.look(at: 1_000)
    desk.now = seconds(2)
    desk.look(at: 1_100)
    // e has gone to 1,100 − 100 ÷ 4: 20 × 25 ÷ 1,075 times 1,000,000, at 1,100.
    #expect(desk.standing.map(\.lots) == [422])
  }

  /// TRD-5.
  @Test func `what a margin call has sold is bought back once the strategy has wanted no more`() {
    var desk = Self.desk(
      .value(fair: 1_000, slope: 100, cap: 6, mayShort: false), .deleverage(to: 2), below: 5)
    func look(_ price: Int64) -> [Int64] {
      desk.market.mark = Price(ticks: price)
      desk.look(at: price)
      let orders = desk.standing
      for order in orders { desk.fill(order, order.lots, at: price) }
      return orders.map { $0.side.sign * $0.lots }
    }
    #expect(look(900) == [6_666])
    #expect(look(900) == [-4_444])  // 2 × 1,000,000 ÷ 900 are left
    #expect(look(900) == [] && look(900) == [])
    #expect(look(990) == [-1_010])  // slope × (V − p) ÷ V is 1: 1,200,000 − 20 by then, at 990
    #expect(look(900).allSatisfy { $0 > 2_000 })
  }
}
