import Clearing
import MarketTypes
import Testing

/// One lot is worth 1000 at the mark of 100 and needs a tenth of that.
@Suite("Initial margin and what admission asks")
struct InitialMarginTests {
  private func house(
    holding lots: Int64 = 0, bids: (lots: Int64, ticks: Int64)? = nil, asks: (lots: Int64, ticks: Int64)? = nil,
    deposit: Int64 = 0,
    rules: InstrumentRules = .perpetual(
      tickValue: 10, maximumPosition: 20, takerFee: .perMillion(1_000), initial: .percent(10))
  ) -> TestHouse {
    var house = TestHouse([rules])
    house.mark(100)
    if lots != 0 { house.open(lots, at: 100, of: alice) }
    if deposit > 0 { house.deposit(deposit, to: alice) }
    if let bids {
      house.house.addOpenOrder(
        of: alice, in: first, .buy, Quantity(lots: bids.lots), at: Price(ticks: bids.ticks))
    }
    if let asks {
      house.house.addOpenOrder(
        of: alice, in: first, .sell, Quantity(lots: asks.lots), at: Price(ticks: asks.ticks))
    }
    return house
  }

  // CLR-7
  @Test
  func `open orders count at the worse of all bids filled and all asks filled`() {
    #expect(house(bids: (2, 99)).initial(alice) == 200)
    #expect(house(bids: (2, 99), asks: (3, 101)).initial(alice) == 300)
    #expect(house(holding: 5, bids: (2, 99), asks: (3, 101)).initial(alice) == 700)
    #expect(house(holding: -5, bids: (2, 99), asks: (3, 101)).initial(alice) == 800)
    #expect(house(holding: 5, asks: (3, 101)).initial(alice) == 500)
    #expect(house(holding: 5, asks: (12, 101)).initial(alice) == 700)
  }

  // CLR-7
  @Test
  func `what an order would lose against the mark is needed whole, what it would gain counts nothing`() {
    #expect(house(bids: (2, 105)).initial(alice) == 200 + 100)
    #expect(house(asks: (4, 97)).initial(alice) == 400 + 120)
    #expect(house(bids: (2, 95)).initial(alice) == 200)
    #expect(house(asks: (4, 120)).initial(alice) == 400)
    // Closing at a loss needs the loss, even where the margin falls to nothing: 5 × 300 is more than 500.
    #expect(house(holding: 5, asks: (5, 70)).initial(alice) == 1_500)
  }

  // CLR-7
  @Test
  func `initial margin is rounded up`() {
    var house = TestHouse([.perpetual(initial: .percent(10))])
    house.mark(1_001)
    house.open(1, at: 1_001, of: alice)
    #expect(house.initial(alice) == 101)
  }

  // CLR-7 (I11)
  @Test
  func `initial margin is never below the maintenance margin of the same position`() {
    let tiers = [MaintenanceTier].tiers([(0, 10_000), (10_000, 500_000)])
    var house = TestHouse([.perpetual(tickValue: 10, initial: .percent(2), maintenance: tiers)])
    house.mark(100)
    house.open(12, at: 100, of: alice)
    let margins = (house.initial(alice), house.maintenance(alice))
    #expect(margins == (1_100, 1_100))
    house.open(-4, at: 100, of: alice)
    let smaller = (house.initial(alice), house.maintenance(alice))
    #expect(smaller == (160, 80))
  }

  // CLR-6
  @Test
  func `free collateral is equity less initial margin, unrealized profit counted`() {
    var house = house(holding: 5, deposit: 800)
    #expect(house.free(alice) == 300)
    house.mark(110)
    // 500 gained; the margin of 5 lots is now 550.
    #expect(house.free(alice) == 800 + 500 - 550)
    house.mark(80)
    #expect(house.free(alice) == 800 - 1_000 - 400)
  }

  // CLR-5
  @Test
  func `without a mark a holding is worth what it cost and needs nothing`() {
    var house = TestHouse([.perpetual(initial: .percent(10), maintenance: .flat(.percent(5)))])
    house.open(5, at: 100, of: alice)
    house.deposit(40, to: alice)
    let figures = house.house.figures(of: alice)
    #expect((figures.equity, figures.initial, figures.maintenance, figures.positions) == (40, 0, 0, 0))
  }

  // CLR-5: the health factor, equity ÷ maintenance margin; rules compare the two without dividing.
  @Test
  func `health falls below one where the account becomes liquidatable`() {
    var house = TestHouse([.perpetual(maintenance: .flat(.percent(10)))])
    house.open(10, at: 100, of: alice)
    house.deposit(250, to: alice)
    for (mark, equity, maintenance) in [(100, 250, 100), (90, 150, 90), (84, 90, 84), (83, 80, 83)] {
      house.mark(Int64(mark))
      let state = house.house.marginState(of: alice)
      #expect((state.equity.units, state.maintenance.units) == (Int64(equity), Int64(maintenance)))
      #expect(house.isLiquidatable(alice) == (equity < maintenance))
      let health = Int64(equity) * 1_000_000_000 / Int64(maintenance)
      #expect(house.house.figures(of: alice).health == Rate(partsPerBillion: health))
    }
    house.open(-10, at: 83, of: alice)
    #expect(house.house.figures(of: alice).health == nil)
  }

  // CLR-10
  @Test
  func `an order may enter when equity covers all requirements and its taker fee`() {
    func mayBuy(_ lots: Int64, at ticks: Int64, with deposit: Int64) -> Bool {
      var house = house(deposit: deposit)
      return house.house.meetsInitialMargin(
        alice, in: first, adding: Quantity(lots: lots), .buy, at: Price(ticks: ticks))
    }
    // Five lots at 100: margin 500, fee 5.
    #expect(!mayBuy(5, at: 100, with: 504))
    #expect(mayBuy(5, at: 100, with: 505))
    // At 102 they lose 100 against the mark, and the fee is 5.1, rounded up.
    #expect(!mayBuy(5, at: 102, with: 605))
    #expect(mayBuy(5, at: 102, with: 606))
  }

  // CLR-10
  @Test
  func `an order that raises no requirement may enter whatever the equity`() {
    func may(_ side: Side, _ lots: Int64, at ticks: Int64) -> Bool {
      var broke = house(holding: 5, deposit: 1)
      return broke.house.meetsInitialMargin(
        alice, in: first, adding: Quantity(lots: lots), side, at: Price(ticks: ticks))
    }
    #expect(may(.sell, 5, at: 99))
    // Ten turn the position into one as large; eleven make it larger.
    #expect(may(.sell, 10, at: 100))
    #expect(!may(.sell, 11, at: 100))
    #expect(!may(.buy, 1, at: 90))
    // Giving five lots away eleven ticks below the mark would lose more than their margin.
    #expect(!may(.sell, 5, at: 89))
  }

  // CLR-10, CLR-11
  @Test
  func `exempt accounts are asked for nothing`() {
    var house = house()
    let world = TestHouse.world
    let may = house.house.meetsInitialMargin(world, in: first, adding: Quantity(lots: 20), .buy, at: Price(ticks: 900))
    let mayEnlarge = house.house.canEnlarge(world)
    #expect(may && mayEnlarge)
    house.open(10, at: 500, of: alice)
    house.mark(1_000)
    let isLiquidatable = house.isLiquidatable(world)
    let price = house.liquidationPrice(world)
    #expect(!isLiquidatable && price == nil)
  }

  // CLR-11
  @Test
  func `an account may enlarge while its free collateral is not below zero`() {
    let may = [499, 500].map { house(holding: 5, deposit: $0).house.canEnlarge(alice) }
    #expect(may == [false, true])
  }

  // CLR-11
  @Test
  func `a fill reduces when it closes and does not pass flat`() {
    let house = house(holding: 5)
    let sells = [1, 5, 6].map { house.house.reduces(alice, in: first, .sell, Quantity(lots: $0)) }
    #expect(sells == [true, true, false])
    let buys = house.house.reduces(alice, in: first, .buy, Quantity(lots: 1))
    let whenFlat = house.house.reduces(bob, in: first, .sell, Quantity(lots: 1))
    #expect(!buys && !whenFlat)
  }

  // CLR-16
  @Test
  func `position and open orders stay within the limit on each side alone`() {
    let house = house(holding: 4, bids: (6, 99), asks: (10, 101))
    let buys = [10, 11].map { house.house.isWithinPositionLimit(alice, in: first, adding: Quantity(lots: $0), .buy) }
    #expect(buys == [true, false])
    let sells = [14, 15].map { house.house.isWithinPositionLimit(alice, in: first, adding: Quantity(lots: $0), .sell) }
    #expect(sells == [true, false])
    let strangers = [20, 21].map {
      house.house.isWithinPositionLimit(bob, in: first, adding: Quantity(lots: $0), .sell)
    }
    #expect(strangers == [true, false])
  }

  // CLR-7
  @Test
  func `an order that leaves takes its requirement with it`() {
    var house = house(holding: 5, bids: (6, 105), asks: (10, 98))
    #expect(house.initial(alice) == 1_100 + 300)
    house.house.removeOpenOrder(of: alice, in: first, .buy, Quantity(lots: 6), at: Price(ticks: 105))
    house.house.removeOpenOrder(of: alice, in: first, .sell, Quantity(lots: 4), at: Price(ticks: 98))
    // Six asks are left, 20 below the mark each: 100 + 120 is less than what five lots need.
    #expect(house.initial(alice) == 500)
    house.house.removeOpenOrder(of: alice, in: first, .sell, Quantity(lots: 6), at: Price(ticks: 98))
    #expect(house.initial(alice) == 500)
    house.house.checkInvariants()
  }
}
