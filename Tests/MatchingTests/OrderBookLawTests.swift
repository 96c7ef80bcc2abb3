import MarketTypes
import Matching
import TestSupport
import Testing

/// Laws of the book, beside its naive twin.
@Suite struct OrderBookLawTests {
  /// Centre and reach of prices: tight, near 1, wide swings, the widest a book can hold.
  static let shapes: [[Int64]] = [[10_000, 8], [4, 3], [5_000_000, 1_000_000], [1 << 41, 1 << 41 - 1]]

  private func step(_ twin: inout BookTwin, _ random: inout SplitMix64, _ shape: [Int64], _ comment: Comment) {
    let price = max(1, shape[0] + random.from(-shape[1], through: shape[1]))
    let side = random.pick([Side.buy, .sell])
    let lots = random.from(1, through: 20)
    let entry = twin.naive.entries.isEmpty ? nil : random.pick(twin.naive.entries)
    switch random.below(10) {
    case 0..<5:
      let takes = twin.book.wouldTake(side, limit: Price(ticks: price))
      #expect(takes == !twin.naive.makers(for: side, limit: price).isEmpty, comment)
      if takes, !twin.book.isCollecting {
        #expect(twin.take(side, limit: price, lots) == twin.naiveTake(side, limit: price, lots), comment)
      } else {
        var terms: OrderTerms = random.once(in: 5) ? .reduceOnly : []
        if random.once(in: 4) { terms.insert(.hidden) }
        let detail = random.once(in: 3) ? Int32(random.from(1, through: 9)) : -1
        twin.rest(side, price, lots, account: Int32(random.below(5)), terms: terms, detail: detail)
      }
    case 5 where random.once(in: 4):
      #expect(twin.take(side, limit: nil, lots * 4) == twin.naiveTake(side, limit: nil, lots * 4), comment)
    case 6, 7:
      guard let entry, let order = twin.book.order(OrderID(number: entry.id)) else { return }
      twin.book.cancel(order)
      twin.naive.change(entry.id) { $0.lots = 0 }
      let isGone = !twin.book.contains(OrderID(number: entry.id))
      #expect(isGone, comment)
    default:
      guard let entry, let order = twin.book.order(OrderID(number: entry.id)) else { return }
      let kept = random.from(1, through: entry.lots)
      twin.book.reduce(order, to: Quantity(lots: kept))
      twin.naive.change(entry.id) { $0.lots = kept }
    }
  }

  @Test(arguments: 0..<4, seeds(12))
  func `the book is its naive twin after each operation`(shape: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed &* 4 &+ UInt64(shape))
    var twin = BookTwin()
    for number in 0..<500 {
      step(&twin, &random, Self.shapes[shape], "shape \(shape), seed \(seed), step \(number)")
      twin.expectSame("shape \(shape), seed \(seed), step \(number)")
    }
  }

  /// While orders only collect the book may stand crossed; it is crossed no more when trading goes on.
  @Test(arguments: 0..<4, seeds(8))
  func `a book that collects is its naive twin too`(shape: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed &* 4 &+ UInt64(shape))
    var twin = BookTwin()
    for number in 0..<400 {
      let comment: Comment = "shape \(shape), seed \(seed), step \(number)"
      if random.once(in: 60) { twin.toggleCollecting() }
      step(&twin, &random, Self.shapes[shape], comment)
      twin.expectSame(comment)
    }
  }

  @Test(arguments: 0..<4, seeds(6))
  func `a clone goes on identically and alone`(shape: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed &* 4 &+ UInt64(shape))
    var twin = BookTwin()
    for _ in 0..<200 { step(&twin, &random, Self.shapes[shape], "before the clone") }
    var copy = twin.clone()
    var other = SplitMix64(seed: seed)
    let comment: Comment = "shape \(shape), seed \(seed)"
    for _ in 0..<100 { step(&copy, &other, Self.shapes[shape], comment) }
    copy.expectSame(comment)
    twin.expectSame(comment)
    // The same operations from the same place, the clone's memory having gone its own way before.
    var again = twin.clone()
    var same = random
    for number in 0..<100 {
      step(&twin, &random, Self.shapes[shape], comment)
      step(&again, &same, Self.shapes[shape], comment)
      again.expectSame("\(comment), step \(number)")
    }
    #expect(twin.naive.entries == again.naive.entries, comment)
  }
}
