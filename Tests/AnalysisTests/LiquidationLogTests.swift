import Analysis
import MarketTypes
import TestSupport
import Testing

@Suite("Records of liquidations")
struct LiquidationLogTests {
  @Test
  func `ledger T1 has a record for each account, with what it sold and at what mean (C10)`() {
    let log = StaticBook.t1.recording.fed(to: LiquidationLog(StaticBook.t1.rules))
    #expect(log.records.map(\.account).sorted() == (1...8).map(StaticBook.long))
    let byAccount = log.records.sorted { $0.account < $1.account }
    #expect(
      byAccount.map(\.notional) == [
        4_997_500, 4_997_500, 4_997_000, 4_997_000, 4_996_500, 4_996_500, 4_996_000, 4_996_000,
      ])
    #expect(byAccount.map(\.round) == [1, 1, 1, 1, 2, 2, 3, 4])
    #expect(byAccount.allSatisfy { $0.lots == 5 && $0.orders == 1 && $0.closed == .one(StaticBook.perp) })
    #expect(byAccount[0].meanPriceThousandths == 9_995_000)
    #expect(log.records.allSatisfy { $0.equity < $0.maintenance })
  }

  @Test
  func `ledger T2 has each account's shortfall (C10)`() {
    let log = StaticBook.t2.recording.fed(to: LiquidationLog(StaticBook.t2.rules))
    let byAccount = log.records.sorted { $0.account < $1.account }
    #expect(
      byAccount.map { $0.fundPaid + $0.uncovered } == [
        2601, 2801, 3001, 3201, 3402, 3802, 4002, 4202, 4403, 4603, 5003, 5203, 5404, 5604, 5804, 6204, 6405, 6605,
        6805, 7005,
      ])
    #expect(byAccount.reduce(0) { $0 + $1.fundPaid } == 3000)
  }

  @Test
  func `an account under margin that is left alone has a record without orders`() {
    var book = StaticBook.t1
    book.liquidation.isOn = false
    let log = book.recording.fed(to: LiquidationLog(book.rules))
    #expect(log.records.count == 4)
    #expect(log.records.allSatisfy { $0.closed == .nothing && $0.meanPriceThousandths == nil && $0.orders == 0 })
  }
}
