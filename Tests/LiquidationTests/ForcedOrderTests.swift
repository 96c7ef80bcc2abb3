import Clearing
import Liquidation
import MarketTypes
import Testing

@Suite("Forced orders")
struct ForcedOrderTests {
  // LIQ-4
  @Test
  func `a forced order closes the whole position in the account's own name and never rests`() {
    var house = house()
    house.hold(-7)
    let orders = LiquidationEngine(LiquidationRules()).forcedOrders(for: alice, of: house)
    #expect(
      orders == [
        Order(
          account: alice, instrument: first, side: .buy, quantity: Quantity(lots: 7), limit: nil,
          timeInForce: .immediateOrCancel, terms: [.forced, .reduceOnly])
      ])
  }

  // LIQ-4
  @Test
  func `the larger notional is closed first, the lower instrument at a tie`() {
    var house = house()
    house.hold(5)
    house.hold(-8, in: second)
    house.hold(5, in: third)
    let engine = LiquidationEngine(LiquidationRules())
    let orders = engine.forcedOrders(for: alice, of: house)
    #expect(orders.map(\.instrument) == [second, first, third])
    #expect(orders.map(\.side) == [.buy, .sell, .sell])
    // Notional is what counts, at the mark, and not lots.
    house.mark(170)
    let repriced = engine.forcedOrders(for: alice, of: house)
    #expect(repriced.map(\.instrument) == [first, second, third])
  }

  // LIQ-4
  @Test
  func `a flat account has no forced orders`() {
    let house = house()
    #expect(LiquidationEngine(LiquidationRules()).forcedOrders(for: alice, of: house).isEmpty)
  }

  // LIQ-5
  @Test
  func `under the market limit a forced order takes any price`() {
    var house = house()
    house.hold(5)
    let orders = LiquidationEngine(LiquidationRules(limit: .market)).forcedOrders(for: alice, of: house)
    #expect(orders.map(\.limit) == [nil])
  }

  // LIQ-5, CLR-14: 10 lots at 10 % beside 15 short at 5 %; equity 76 is shared 100 : 75.
  @Test
  func `a forced order stops at the bankruptcy price, rounded in the fund's favour`() {
    var house = house()
    house.hold(10)
    house.hold(-15, in: second)
    house.give(76)
    let orders = LiquidationEngine(LiquidationRules(limit: .bankruptcyPrice)).forcedOrders(for: alice, of: house)
    #expect(orders.map(\.instrument) == [second, first])
    // 100 + 32.57 ÷ 15 = 102.17, down for the buyer; 100 − 43.43 ÷ 10 = 95.66, up for the seller.
    #expect(orders.map(\.limit) == [Price(ticks: 102), Price(ticks: 96)])
  }

  // LIQ-5
  @Test
  func `a position whose limit no price can satisfy is left out`() {
    var house = house()
    house.hold(10)
    house.hold(-1, at: 2, in: second)
    house.mark(1)
    house.mark(2, in: second)
    // Equity −990, shared half and half: to buy back at −493 is nobody's price, to sell at 51 is a bad one but legal.
    let orders = LiquidationEngine(LiquidationRules(limit: .bankruptcyPrice)).forcedOrders(for: alice, of: house)
    #expect(orders.map(\.instrument) == [first])
    let atMarket = LiquidationEngine(LiquidationRules(limit: .market)).forcedOrders(for: alice, of: house)
    #expect(atMarket.map(\.instrument) == [first, second])
  }
}
