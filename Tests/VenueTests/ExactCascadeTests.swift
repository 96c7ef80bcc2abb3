import MarketTypes
import Testing
import Venue

/// One row of the integer table C1: constant depth, evenly spaced thresholds.
struct ConstantDepthRow: Sendable, CustomTestStringConvertible {
  let depth, lots, spacing, accounts, shock: Int64
  let mark: MarkPolicy
  let sold, displacement: Int64
  let generations: [Int]

  var testDescription: String { "D \(depth) q \(lots) h \(spacing) N \(accounts) Q0 \(shock) mark \(mark)" }

  init(
    _ setting: (Int64, Int64, Int64, Int64, Int64), _ mark: MarkPolicy, _ sold: Int64, _ displacement: Int64,
    _ generations: [Int]
  ) {
    (depth, lots, spacing, accounts, shock) = setting
    self.mark = mark
    self.sold = sold
    self.displacement = displacement
    self.generations = generations
  }

  static let table: [ConstantDepthRow] = [
    ConstantDepthRow((10, 5, 1, 20, 40), .last, 80, 8, [4, 2, 1, 1]),
    ConstantDepthRow((10, 5, 1, 20, 40), .bestBid, 85, 9, [5, 2, 1, 1]),
    ConstantDepthRow((10, 12, 1, 20, 40), .last, 280, 28, [4, 5, 6, 5]),
    ConstantDepthRow((10, 12, 1, 20, 40), .bestBid, 280, 29, [5, 6, 7, 2]),
    ConstantDepthRow(
      (10, 9, 1, 100, 40), .last, 400, 40, [4, 4, 4, 3, 3, 3, 2, 2, 2, 2, 2] + Array(repeating: 1, count: 9)),
    ConstantDepthRow(
      (10, 9, 1, 100, 40), .bestBid, 409, 41, [5, 4, 4, 3, 3, 3, 2, 2, 2, 2, 2] + Array(repeating: 1, count: 9)),
    ConstantDepthRow((10, 10, 1, 50, 40), .last, 540, 54, Array(repeating: 4, count: 12) + [2]),
    ConstantDepthRow((10, 10, 1, 50, 40), .bestBid, 540, 55, Array(repeating: 5, count: 10)),
    ConstantDepthRow((7, 3, 1, 50, 20), .last, 35, 5, [3, 2]),
    ConstantDepthRow((7, 3, 1, 50, 20), .bestBid, 38, 6, [3, 2, 1]),
    ConstantDepthRow((100, 30, 2, 200, 500), .last, 590, 6, [2, 1]),
    ConstantDepthRow((100, 30, 2, 200, 500), .bestBid, 590, 6, [3]),
    ConstantDepthRow((25, 20, 3, 60, 110), .last, 150, 6, [1, 1]),
    ConstantDepthRow((25, 20, 3, 60, 110), .bestBid, 150, 7, [1, 1]),
  ]
}

@Suite("Cascades with exact answers")
struct ExactCascadeTests {
  @Test(arguments: ConstantDepthRow.table)
  func `constant depth and even thresholds give the table's cascade (C1)`(row: ConstantDepthRow) {
    let book = CascadeBook(
      depth: { _ in row.depth }, lots: row.lots, threshold: { $0 * row.spacing }, accounts: row.accounts, mark: row.mark
    )
    let outcome = book.run(selling: row.shock)
    #expect(outcome.sold == row.sold)
    // With mark = best bid the table's displacement is that of the last mark: what the next seller would get.
    let displacement = row.mark == .last ? outcome.displacement : CascadeBook.start - (outcome.marks.last ?? 0)
    #expect(displacement == row.displacement)
    #expect(outcome.generations == row.generations)
  }

  @Test
  func `depth that grows away from the touch stops the cascade (C4)`() {
    let book = CascadeBook(levels: 500, depth: { 2 * $0 }, lots: 50, threshold: { $0 }, accounts: 500)
    let small = book.run(selling: 10)
    #expect(small.sold == 2510)
    #expect(small.displacement == 50)
    #expect(small.generations == [3, 10, 13, 10, 7, 3, 2, 1, 1])
    let large = book.run(selling: 5000)
    #expect(large.sold == 10_000)
    #expect(large.displacement == 100)
    #expect(large.generations == [71, 21, 6, 1, 1])
  }

  /// S* = Q0 ÷ (1 − w ρ/D) with ρ/D = ½: exact at w = 0 and 1; between, the integer book is within one account.
  @Test(arguments: [(Int64(0), 4000.0), (250, 4571.43), (500, 5333.33), (750, 6400), (1000, 8000)])
  func `a mark blended with the index weakens the feedback (C5)`(weight: Int64, sold: Double) {
    let book = CascadeBook(
      depth: { _ in 10 }, lots: 5, threshold: { $0 }, accounts: 1000,
      mark: .blend(lastWeight: Rate(partsPerBillion: weight * 1_000_000)), index: CascadeBook.start)
    let isExact = weight == 0 || weight == 1000
    #expect(abs(Double(book.run(selling: 4000).sold) - sold) <= (isExact ? 0 : 10))
  }

  @Test
  func `a mark that follows the index alone gives exactly one generation (C5)`() {
    var venue = Exchange(
      CascadeBook(depth: { _ in 10 }, lots: 5, threshold: { $0 }, accounts: 20, mark: .index).venueRules)
    var events = EventStream()
    let book = CascadeBook(depth: { _ in 10 }, lots: 5, threshold: { $0 }, accounts: 20, mark: .index)
    for command in book.opening() { venue.execute(command, into: &events) }
    venue.execute(book.shock(40), into: &events)
    events.removeAll()
    venue.execute(
      Command(.setIndex(PriceUpdate(instrument: CascadeBook.perp, price: Price(ticks: CascadeBook.start - 4)))),
      into: &events)
    var outcome = CascadeOutcome()
    for index in 0..<events.count { outcome.add(events[index]) }
    #expect(outcome.generations == [4])
    #expect(outcome.sold == 20)
  }

  // MARK: Exact ledgers (C10)

  @Test(arguments: [LiquidationOrder.synchronous, .oneByOne])
  func `ledger T1 comes out to the unit in both orders`(order: LiquidationOrder) {
    let book = CascadeBook(
      depth: { _ in 10 }, lots: 5, threshold: { $0 }, accounts: 20, rules: LiquidationRules(order: order))
    #expect(
      (1...20).map { book.collateral($0) } == [
        25497, 25994, 26492, 26989, 27487, 27984, 28482, 28979, 29477, 29974, 30472, 30969, 31467, 31964, 32462, 32959,
        33457, 33954, 34452, 34949,
      ])
    let outcome = book.run(selling: 40)
    #expect(outcome.sold == 80)
    if order == .synchronous {
      #expect(outcome.generations == [4, 2, 1, 1])
      #expect(outcome.soldAfter == [40, 60, 70, 75, 80])
      #expect(outcome.marks == [9996, 9994, 9993, 9992])
    }
    #expect(Array(outcome.collateral[3...10]) == [22997, 23494, 23492, 23989, 23987, 24484, 24482, 24979])
    #expect(
      Array(outcome.equity[11...22]) == [
        25477, 25974, 26472, 26969, 27467, 27964, 28462, 28959, 29457, 29954, 30452, 30949,
      ])
    #expect(outcome.equity[0] == -28000)
    #expect(outcome.equity[1] == 22000)
    #expect(outcome.equity[2] == 80000)
    #expect(outcome.uncovered == 0)
  }

  @Test(arguments: [LiquidationOrder.synchronous, .oneByOne])
  func `ledger T2: every account ends bankrupt, the fund pays first, the rest is uncovered`(order: LiquidationOrder) {
    let book = CascadeBook(
      depth: { _ in 10 }, lots: 12, threshold: { $0 }, accounts: 20, maintenance: 200, fund: 3000,
      rules: LiquidationRules(order: order))
    let outcome = book.run(selling: 40)
    if order == .synchronous {
      #expect(outcome.generations == [4, 5, 6, 5])
      #expect(outcome.marks == [9996, 9991, 9985, 9978, 9972])
    }
    #expect(
      (1...20).map { outcome.shortfalls[CascadeBook.long($0)] ?? 0 } == [
        2601, 2801, 3001, 3201, 3402, 3802, 4002, 4202, 4403, 4603, 5003, 5203, 5404, 5604, 5804, 6204, 6405, 6605,
        6805, 7005,
      ])
    #expect(outcome.fund == 0)
    #expect(outcome.uncovered == -93060)
  }
}
