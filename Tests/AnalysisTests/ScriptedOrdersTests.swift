import Analysis
import MarketTypes
import TestSupport
import Testing

@Suite("Orders of the script")
struct ScriptedOrdersTests {
  private func found(_ sales: [Command], of accounts: [AccountID] = [StaticBook.outsider]) -> ScriptedOrders {
    let book = StaticBook.t1
    return Recording(book.rules, book.opening + sales).fed(to: ScriptedOrders(of: accounts))
  }

  @Test
  func `accepted and refused ones are counted, and the first refusal is kept`() {
    let book = StaticBook.t1
    let script = found([
      book.sale(of: 3), book.sale(of: 0, at: Time(nanoseconds: 5)),
      book.sale(of: 20_000_000, at: Time(nanoseconds: 6)), book.sale(of: 4, at: Time(nanoseconds: 7)),
    ])
    #expect(script.accepted == 2)
    #expect(script.lots == 7)
    #expect(script.refused == 2)
    #expect(script.firstRefusal?.time.nanoseconds == 5)
    #expect(script.firstRefusal?.reason == .quantityIsZero)
    #expect(script.direction?.account == StaticBook.outsider)
    #expect(script.direction?.side == .sell)
  }

  @Test
  func `openings, other accounts and orders of who had seen the market are not of the script`() {
    let book = StaticBook.t1
    var seeing = book.sale(of: 3)
    seeing.seen = EventPosition(number: 0)
    #expect(found([seeing]).accepted == 0)
    #expect(found([book.sale(of: 3)], of: [StaticBook.provider]).accepted == 0)
    #expect(found([book.sale(of: 3)], of: []).accepted == 0)
  }

  @Test
  func `orders both ways have no direction`() {
    let buy = Command(
      .submit(
        Order(
          account: StaticBook.outsider, instrument: StaticBook.perp, side: .buy, quantity: Quantity(lots: 1),
          limit: Price(ticks: 2), timeInForce: .goodTilCancelled)))
    let script = found([StaticBook.t1.sale(of: 1), buy])
    #expect(script.accepted == 2)
    #expect(script.direction == nil)
  }

  @Test
  func `what the script asks besides orders is counted when it is refused`() {
    let script = found([
      Command(.withdraw(StaticBook.outsider, Money(units: 1 << 50)), at: Time(nanoseconds: 3)),
      Command(.deposit(StaticBook.outsider, Money(units: 1)), at: Time(nanoseconds: 4)),
      Command(
        .setMarginFactor(MarginFactor(instrument: StaticBook.perp, factor: .zero)), at: Time(nanoseconds: 5)),
      Command(.contribute(StaticBook.outsider, .zero), at: Time(nanoseconds: 6)),
      Command(
        .settleContract(PriceUpdate(instrument: StaticBook.perp, price: Price(ticks: 0))), at: Time(nanoseconds: 7)),
    ])
    #expect(script.otherRefused == 4)
    #expect(script.firstOtherRefusal?.time.nanoseconds == 3)
    #expect(script.firstOtherRefusal?.action == .withdraw)
    #expect(script.firstOtherRefusal?.reason == .freeCollateralExceeded)
    #expect(script.refused == 0)
  }
}
