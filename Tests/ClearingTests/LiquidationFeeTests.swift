import Clearing
import MarketTypes
import Testing

@Suite("Liquidation fee")
struct LiquidationFeeTests {
  // CLR-35: cash 1,000, another position 990 under what it cost. 3 % of a forced sale for 1,000 would be 30.
  @Test func `a fee leaves an account its equity at zero, whatever cash it has`() {
    var closed = InstrumentRules.perpetual()
    closed.liquidationFee = .percent(3)
    for (loss, paid) in [(990, 10), (960, 30), (1_005, 0)] as [(Int64, Int64)] {
      var desk = FiguresHouse([closed, .perpetual()])
      let alice = desk.account(with: 1_000)
      desk.mark(100)
      desk.mark(2_000, in: second)
      desk.open(10, at: 100, of: alice)
      desk.open(1, at: 2_000, of: alice, in: second)
      desk.mark(2_000 - loss, in: second)
      let sale = Fill(
        maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: 100), quantity: Quantity(lots: 10),
        makerAccount: AccountID(number: 0), takerAccount: alice, instrument: first, takerSide: .sell, isForced: true)
      desk.house.settle(sale, at: EventPosition(number: 7)) { _ in }
      #expect(desk.house.balance(of: .fund(.common)) == Int128(paid))
      #expect(desk.house.figures(of: alice).equity == Int128(1_000 - loss - paid))
    }
  }
}
