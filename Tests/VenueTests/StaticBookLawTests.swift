import MarketTypes
import TestSupport
import Testing
import Venue

/// Laws of any static book (models C0), over books, thresholds and sizes drawn at random.
@Suite("Laws of cascades in static books")
struct StaticBookLawTests {
  /// A book with gaps and longs of all sizes, and a sale; one book in three is too thin for what may come.
  private struct Draw {
    var book: ThresholdBook
    var shock: Int64
    var random: SplitMix64

    init(seed: UInt64, isThin: Bool = false) {
      random = SplitMix64(seed: seed)
      let levels = random.from(20, through: 120)
      var depth: [Int64] = []
      for _ in 0..<levels { depth.append(random.once(in: 5) ? 0 : random.from(1, through: isThin ? 4 : 15)) }
      depth[0] = 1
      var holders: [ThresholdBook.Holder] = []
      for _ in 0..<random.from(0, through: 70) {
        holders.append(
          ThresholdBook.Holder(threshold: random.from(1, through: levels + 10), lots: random.from(1, through: 20)))
      }
      book = ThresholdBook(start: 10_000, depth: depth, holders: holders)
      shock = random.from(1, through: 60)
    }

    /// The same longs behind other account numbers.
    mutating func permute() {
      for place in book.holders.indices.dropLast() {
        book.holders.swapAt(place, place + random.below(book.holders.count - place))
      }
    }
  }

  private struct End: Equatable {
    var displacement, sold: Int64
    var found: [ThresholdBook.Holder]
  }

  private func end(of book: ThresholdBook, selling shock: Int64) -> End {
    var market = ThresholdMarket(book)
    let outcome = market.sell(shock, checked: true)
    // In an empty book a part may be sold, cure the account, and the rest be found again.
    let found = Set(outcome.liquidatable).map { book.holders[$0.index - 3] }
    return End(
      displacement: outcome.displacement, sold: outcome.sold,
      found: found.sorted { ($0.threshold, $0.lots) < ($1.threshold, $1.lots) })
  }

  @Test(arguments: seeds(60))
  func `where a cascade ends does not depend on the order of processing (C0 i)`(seed: UInt64) {
    var draw = Draw(seed: seed, isThin: seed % 3 == 0)
    let expected = draw.book.fixedPoint(selling: draw.shock)
    let first = end(of: draw.book, selling: draw.shock)
    #expect(first.displacement == expected.displacement, "seed \(seed)")
    #expect(first.sold == expected.sold, "seed \(seed)")
    #expect(first.found.count == draw.book.holders.count { $0.threshold <= expected.displacement }, "seed \(seed)")
    draw.permute()
    #expect(end(of: draw.book, selling: draw.shock) == first, "seed \(seed): accounts in another order")
    draw.book.liquidation.order = .oneByOne
    #expect(end(of: draw.book, selling: draw.shock) == first, "seed \(seed): one by one")
    draw.permute()
    #expect(end(of: draw.book, selling: draw.shock) == first, "seed \(seed): one by one, in another order")
  }

  @Test(arguments: seeds(40))
  func `with liquidation off the price stops where the bids reach the sale (C0 ii)`(seed: UInt64) {
    var draw = Draw(seed: seed)
    draw.book.liquidation.isOn = false
    let expected = draw.book.fixedPoint(selling: draw.shock, isOn: false)
    var market = ThresholdMarket(draw.book)
    let outcome = market.sell(draw.shock, checked: true)
    #expect(outcome.displacement == expected.displacement, "seed \(seed)")
    #expect(outcome.sold == draw.shock, "seed \(seed)")
    #expect(outcome.generations.isEmpty, "seed \(seed)")
    // They are told, and left alone.
    #expect(
      outcome.liquidatable.count == draw.book.holders.count { $0.threshold <= expected.displacement }, "seed \(seed)")
  }

  /// Σ equity at the last mark + fund + what is not covered = what was paid in.
  @Test(arguments: seeds(40), [LiquidationOrder.synchronous, .oneByOne])
  func `money is conserved to the unit (C0 iii)`(seed: UInt64, order: LiquidationOrder) {
    var draw = Draw(seed: seed, isThin: seed % 2 == 0)
    draw.book.liquidation.order = order
    // With next to no margin most end bankrupt, and somebody has to pay.
    draw.book.maintenance = seed % 4 < 2 ? 5_000 : 20
    var market = ThresholdMarket(draw.book)
    _ = market.sell(draw.shock, checked: true)
    let deposits = draw.book.holders.reduce(Int128(0)) { $0 + Int128(draw.book.collateral(of: $1)) }
    var sum = market.venue.balance(of: .fund(.common)) + market.venue.balance(of: .uncovered)
    var lots: Int64 = 0
    for number in 0..<market.venue.accountCount {
      let account = AccountID(number: Int32(number))
      sum += market.venue.figures(of: account).equity
      lots += market.venue.position(of: account, in: ThresholdBook.perp).lots
    }
    #expect(sum == deposits, "seed \(seed)")
    #expect(lots == 0, "seed \(seed)")
  }

  /// A book of S lots below Q0 + Σ q: all S are sold, Σ q − (S − Q0) lots are left, and who is still under margin with some
  /// of them meets nobody. One account at most sold a part, which may have cured it.
  @Test(arguments: seeds(40), [LiquidationOrder.synchronous, .oneByOne])
  func `what an empty book cannot take stays where it was (C0)`(seed: UInt64, order: LiquidationOrder) {
    var draw = Draw(seed: seed, isThin: true)
    draw.book.liquidation.order = order
    for holder in draw.book.holders.indices { draw.book.holders[holder].threshold = 1 + Int64(holder % 5) }
    for _ in 0..<60 { draw.book.holders.append(ThresholdBook.Holder(threshold: 2, lots: 10)) }
    let depth = draw.book.depth.reduce(0, +)
    let held = draw.book.holders.reduce(Int64(0)) { $0 + $1.lots }
    let shock = min(draw.shock, depth)
    var market = ThresholdMarket(draw.book)
    let outcome = market.sell(shock, checked: true)
    let expected = draw.book.fixedPoint(selling: shock)
    #expect(expected.isEmptied, "seed \(seed)")
    #expect(outcome.sold == depth, "seed \(seed)")
    #expect(outcome.displacement == expected.displacement, "seed \(seed)")
    var (left, holding, stuck): (Int64, Int, Int) = (0, 0, 0)
    for holder in draw.book.holders.indices {
      let account = ThresholdBook.account(holder)
      let lots = market.venue.position(of: account, in: ThresholdBook.perp).lots
      left += lots
      if lots > 0 { holding += 1 }
      if market.venue.isLiquidatable(account) { stuck += 1 }
    }
    #expect(left == held - (depth - shock), "seed \(seed)")
    #expect(holding - stuck <= 1, "seed \(seed)")
    // A clock is a sweep: nobody is there, so nothing is sold.
    let sweep = market.result(of: Command(.clock, at: Time(nanoseconds: 1)), checked: true)
    #expect(sweep.sold == 0, "seed \(seed)")
    #expect(sweep.stalls == stuck, "seed \(seed)")
  }

  @Test(arguments: seeds(40))
  func `a mark that trading does not move makes no second generation (C0, C5)`(seed: UInt64) {
    var draw = Draw(seed: seed)
    draw.book.mark = .index
    var market = ThresholdMarket(draw.book)
    let sale = market.sell(min(draw.shock, 15))
    #expect(sale.liquidatable.isEmpty, "seed \(seed)")
    let fall = draw.random.from(1, through: 60)
    let price = Price(ticks: draw.book.start - fall)
    let outcome = market.result(
      of: Command(.setIndex(PriceUpdate(instrument: ThresholdBook.perp, price: price))), checked: true)
    let found = draw.book.holders.count { $0.threshold <= fall }
    #expect(outcome.liquidatable.count == found, "seed \(seed)")
    #expect(outcome.generations.count <= 1, "seed \(seed)")
    let lots = draw.book.holders.reduce(Int64(0)) { $0 + ($1.threshold <= fall ? $1.lots : 0) }
    #expect(outcome.sold == min(lots, draw.book.depth.reduce(0, +) - sale.sold), "seed \(seed)")
  }
}
