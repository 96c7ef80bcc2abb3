import Clearing
import MarketTypes
import Testing

@Suite("Ratios of an account")
struct AccountRatioTests {
  private static func figures(equity: Int128, initial: Int128 = 0, notional: Int128 = 0) -> AccountFigures {
    var figures = AccountFigures()
    figures.equity = equity
    figures.initial = initial
    figures.notional = notional
    return figures
  }

  // FIG-2, FIG-3
  @Test
  func `utilisation and leverage are shares of equity, rounded up`() {
    let figures = Self.figures(equity: 3, initial: 1, notional: 10)
    #expect(figures.utilisation == Rate(partsPerBillion: 333_333_334))
    #expect(figures.leverage == Rate(partsPerBillion: 3_333_333_334))
    #expect(Self.figures(equity: 5).utilisation == .zero)
    #expect(Self.figures(equity: 5).leverage == .zero)
  }

  // FIG-2, FIG-3
  @Test(arguments: [0, -1, -1_000] as [Int128])
  func `without equity there is no share of it`(equity: Int128) {
    #expect(Self.figures(equity: equity, initial: 5, notional: 10).utilisation == nil)
    #expect(Self.figures(equity: equity, initial: 5, notional: 10).leverage == nil)
  }

  // FIG-2, FIG-3: the widest sums there are.
  @Test
  func `what a rate cannot hold is the largest it holds`() {
    let figures = Self.figures(equity: 1, initial: 1 << 75, notional: 1 << 65)
    #expect(figures.utilisation == Rate(partsPerBillion: .max))
    #expect(figures.leverage == Rate(partsPerBillion: .max))
  }

  // FIG-1 to FIG-3: 10 lots bought at 100, now at 90, with 300: equity 200, notional 900.
  @Test
  func `they follow the mark`() {
    var desk = FiguresHouse([.perpetual(initial: .percent(10), maintenance: .flat(.percent(5)))])
    let trader = desk.account(with: 300)
    desk.mark(90)
    desk.open(10, at: 100, of: trader)
    let figures = desk.house.figures(of: trader)
    #expect(figures.utilisation == .percent(45))
    #expect(figures.leverage == .percent(450))
    #expect(figures.health == Rate(partsPerBillion: 4_444_444_444))
  }
}
