import MarketTypes
import Matching
import TestSupport
import Testing

/// OrderBook beside the naive book, operation by operation.
private struct BookTwin: ~Copyable {
  var book = OrderBook()
  var naive = NaiveBook()
  var lastID: Int64 = 0

  borrowing func clone() -> BookTwin { BookTwin(book: book.clone(), naive: naive, lastID: lastID) }

  mutating func rest(_ side: Side, _ price: Int64, _ lots: Int64, account: Int32, terms: OrderTerms = []) {
    // Some numbers differ in their upper half alone.
    lastID += lastID % 3 == 1 ? 1 << 32 : 1
    book.rest(
      OrderID(number: lastID), client: ClientOrderID(number: lastID % 7), account: AccountID(number: account),
      side: side, price: Price(ticks: price), quantity: Quantity(lots: lots), filled: Quantity(lots: lastID % 3),
      terms: terms)
    naive.entries.append(
      NaiveBook.Entry(
        id: lastID, client: lastID % 7, account: account, side: side, terms: terms, price: price, lots: lots,
        filled: lastID % 3))
  }

  /// Takes up to `lots` from the other side; answers what met whom.
  mutating func take(_ side: Side, limit: Int64?, _ lots: Int64) -> [[Int64]] {
    var left = lots
    var met: [[Int64]] = []
    while left > 0, let maker = book.nextMaker(for: side, limit: limit.map { Price(ticks: $0) }) {
      let quantity = min(left, maker.quantity.lots)
      book.take(Quantity(lots: quantity), from: maker)
      met.append([maker.id.number, quantity])
      left -= quantity
    }
    return met
  }

  mutating func naiveTake(_ side: Side, limit: Int64?, _ lots: Int64) -> [[Int64]] {
    var left = lots
    var met: [[Int64]] = []
    for maker in naive.makers(for: side, limit: limit) where left > 0 {
      let quantity = min(left, maker.lots)
      naive.change(maker.id) { entry in
        entry.lots -= quantity
        entry.filled += quantity
      }
      met.append([maker.id, quantity])
      left -= quantity
    }
    return met
  }

  /// Everything that may be asked of the book.
  func expectSame(_ comment: Comment) {
    book.checkInvariants()
    for side in [Side.buy, .sell] {
      var levels: [[Int64]] = []
      book.forEachLevel(on: side) { price, quantity in
        levels.append([price.ticks, quantity.lots])
        return true
      }
      expect(levels == naive.levels(side), "levels: \(comment)")
      var queue: [NaiveBook.Entry] = []
      book.forEachMaker(for: side.opposite, limit: nil) { order in
        queue.append(NaiveBook.Entry(order))
        return true
      }
      expect(queue == naive.queue(side), "queue: \(comment)")
      for level in levels.prefix(3) {
        expect(book.quantity(at: Price(ticks: level[0]), on: side).lots == level[1], "level \(level): \(comment)")
        let beside = naive.levels(side).first { $0[0] == level[0] + 1 }?[1] ?? 0
        expect(book.quantity(at: Price(ticks: level[0] + 1), on: side).lots == beside, "beside \(level): \(comment)")
      }
    }
    expect(book.bestBid?.ticks == naive.best(.buy), "best bid: \(comment)")
    expect(book.bestAsk?.ticks == naive.best(.sell), "best ask: \(comment)")
    expect(book.count == naive.entries.count, "count: \(comment)")
    for account in Int32(0)..<6 {
      let youngest = book.youngestOrder(of: AccountID(number: account)).map { $0.id.number }
      expect(youngest == naive.entries.last { $0.account == account }?.id, "youngest of \(account): \(comment)")
    }
    for entry in naive.entries.prefix(5) {
      expect(book.order(OrderID(number: entry.id)).map(NaiveBook.Entry.init) == entry, "order \(entry.id): \(comment)")
    }
  }

  func expect(_ condition: Bool, _ comment: @autoclosure () -> Comment) {
    if !condition { Issue.record(comment()) }
  }
}

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
      if takes {
        #expect(twin.take(side, limit: price, lots) == twin.naiveTake(side, limit: price, lots), comment)
      } else {
        let terms: OrderTerms = random.once(in: 5) ? .reduceOnly : []
        twin.rest(side, price, lots, account: Int32(random.below(5)), terms: terms)
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
