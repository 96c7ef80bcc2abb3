import MarketData
import MarketTypes
import Testing

struct BinanceBookTests {
  private static func update(_ first: Int64, _ last: Int64, _ previous: Int64?) -> BinanceDepthUpdate {
    BinanceDepthUpdate(firstID: first, lastID: last, previousID: previous)
  }

  private static func started(at id: Int64) -> BinanceBook {
    var book = BinanceBook()
    book.begin(with: BinanceSnapshot(lastUpdateID: id), [level(.buy, 100, 5), level(.sell, 101, 5)])
    return book
  }

  /// What becomes of all that is held, up to a gap.
  private static func followHeld(in book: inout BinanceBook) -> [(step: BinanceBook.Step, line: Int)] {
    var steps: [(step: BinanceBook.Step, line: Int)] = []
    while let next = book.followHeld() { steps.append(next) }
    return steps
  }

  /// "How to manage a local order book correctly", futures: u below lastUpdateId is dropped; the first has U at most and
  /// u at least lastUpdateId; then pu is the u before.
  @Test(arguments: [
    (Int64(90), Int64(99), Int64(89), "stale"), (90, 100, 89, "applied"), (100, 100, 99, "applied"),
    (99, 104, 98, "applied"), (101, 104, 100, "gap"), (102, 104, 101, "gap"),
  ])
  func `the perpetual's first update holds the snapshot's number`(
    first: Int64, last: Int64, previous: Int64, expected: String
  ) {
    var book = Self.started(at: 100)
    let step = book.apply(Self.update(first, last, previous), [], at: 0)
    #expect("\(step)".hasPrefix(expected), "\(step)")
  }

  /// The same, spot: u at most lastUpdateId is dropped; the first has U at most lastUpdateId + 1; then U follows on u.
  @Test(arguments: [
    (Int64(90), Int64(100), "stale"), (90, 101, "applied"), (101, 101, "applied"), (101, 104, "applied"),
    (102, 104, "gap"),
  ])
  func `the spot market's first update holds the number after the snapshot's`(
    first: Int64, last: Int64, expected: String
  ) {
    var book = Self.started(at: 100)
    let step = book.apply(Self.update(first, last, nil), [], at: 0)
    #expect("\(step)".hasPrefix(expected), "\(step)")
  }

  @Test func `later updates follow on the one before`() {
    var perpetual = Self.started(at: 100)
    #expect(perpetual.apply(Self.update(98, 105, 97), [], at: 0) == .applied)
    // Numbers between two updates are other symbols'.
    #expect(perpetual.apply(Self.update(110, 112, 105), [], at: 0) == .applied)
    #expect(perpetual.apply(Self.update(113, 115, 111), [], at: 0) != .applied)
    var spot = Self.started(at: 100)
    #expect(spot.apply(Self.update(101, 105, nil), [], at: 0) == .applied)
    #expect(spot.apply(Self.update(106, 107, nil), [], at: 0) == .applied)
    #expect(
      spot.apply(Self.update(109, 110, nil), [], at: 0)
        == .gap(BinanceGap(update: Self.update(109, 110, nil), last: 107, isFirst: false)))
  }

  /// The snapshot is asked for while updates come, so some that are newer than it come before it.
  @Test func `updates that come before the snapshot are held and follow on it`() {
    var book = BinanceBook()
    #expect(book.apply(Self.update(90, 95, 89), [level(.buy, 100, 1)], at: 10) == .held)
    #expect(book.apply(Self.update(96, 104, 95), [level(.buy, 100, 0), level(.buy, 99, 7)], at: 20) == .held)
    book.begin(with: BinanceSnapshot(lastUpdateID: 100), [level(.buy, 100, 5), level(.sell, 101, 5)])
    let held = Self.followHeld(in: &book)
    #expect(held.map(\.step) == [.stale, .applied])
    #expect(held.map(\.line) == [10, 20])
    #expect(book.lastUpdateID == 104)
    #expect(book.book[.buy] == [level(.buy, 99, 7)])
    #expect(book.apply(Self.update(105, 106, 104), [level(.sell, 101, 2)], at: 0) == .applied)
    let top = DepthTop(bid: Price(ticks: 99), Quantity(lots: 7), ask: Price(ticks: 101), Quantity(lots: 2))
    #expect(book.book.top == top)
  }

  /// The one that did not follow among them: another snapshot may be from before it.
  @Test func `after a gap updates are held until another snapshot`() {
    var book = Self.started(at: 100)
    #expect(book.apply(Self.update(105, 106, 104), [level(.buy, 99, 8)], at: 1) != .applied)
    #expect(book.lastUpdateID == nil)
    #expect(book.apply(Self.update(107, 108, 106), [level(.buy, 100, 9)], at: 2) == .held)
    book.begin(with: BinanceSnapshot(lastUpdateID: 105), [level(.buy, 100, 5)])
    #expect(Self.followHeld(in: &book).map(\.step) == [.applied, .applied])
    #expect(book.book[.buy] == [level(.buy, 99, 8), level(.buy, 100, 9)])
  }

  /// "If the lastUpdateId from the snapshot is strictly less than the U of the first event, get another snapshot."
  @Test(arguments: [Int64?.none, 29])
  func `a snapshot older than all that is held is passed over and takes nothing away`(previous: Int64?) {
    var book = BinanceBook()
    _ = book.apply(Self.update(30, 33, previous), [], at: 1)
    _ = book.apply(Self.update(34, 40, previous.map { _ in 33 }), [level(.buy, 100, 7)], at: 2)
    #expect(book.begin(with: BinanceSnapshot(lastUpdateID: 28), [level(.buy, 100, 5)]) == false)
    #expect(Self.followHeld(in: &book).isEmpty)
    #expect(book.lastUpdateID == nil)
    #expect(book.begin(with: BinanceSnapshot(lastUpdateID: 35), [level(.buy, 100, 5)]) == true)
    #expect(Self.followHeld(in: &book).map(\.step) == [.stale, .applied])
    #expect(book.book.quantity(at: Price(ticks: 100), on: .buy) == Quantity(lots: 7))
  }

  @Test func `a gap among updates that were held leaves those behind it for the next snapshot`() {
    var book = BinanceBook()
    for (first, last) in [(5, 8), (30, 33), (34, 40)] as [(Int64, Int64)] {
      _ = book.apply(Self.update(first, last, nil), [], at: Int(first))
    }
    book.begin(with: BinanceSnapshot(lastUpdateID: 10), [])
    let held = Self.followHeld(in: &book)
    let gap = BinanceGap(update: Self.update(30, 33, nil), last: 10, isFirst: true)
    #expect(held.map(\.step) == [.stale, .gap(gap)])
    #expect(held.map(\.line) == [5, 30])
    book.begin(with: BinanceSnapshot(lastUpdateID: 35), [])
    #expect(Self.followHeld(in: &book).map(\.step) == [.stale, .applied])
    #expect(book.apply(Self.update(41, 46, nil), [], at: 41) == .applied)
  }

  @Test func `a snapshot that is no newer than the book is passed over`() {
    var book = Self.started(at: 100)
    #expect(book.apply(Self.update(98, 105, 97), [level(.buy, 100, 9)], at: 0) == .applied)
    for id in [99, 105] as [Int64] { #expect(book.begin(with: BinanceSnapshot(lastUpdateID: id), []) == false) }
    #expect(book.apply(Self.update(106, 108, 105), [], at: 0) == .applied)
    #expect(book.book.quantity(at: Price(ticks: 100), on: .buy) == Quantity(lots: 9))
    #expect(book.begin(with: BinanceSnapshot(lastUpdateID: 110), []) == true)
    #expect(book.book.top.bid == nil)
  }

  /// Snapshots are taken at any moment, in the middle of an update too, and arrive at any later or somewhat earlier line.
  @Test(arguments: UInt64(0)..<50)
  func `a stream of which nothing is missing has no gap, whatever snapshots come and when`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let isSpot = Bool.random(using: &random)
    var stream = RecordedStream(isSpot: isSpot, updates: 60, using: &random)
    stream.forget(Int.random(in: 0..<20, using: &random))
    var book = BinanceBook()
    var applied = 0
    func check(_ step: BinanceBook.Step, _ index: Int) {
      if case .gap = step { Issue.record("seed \(seed): update \(index) is a gap") }
      guard step == .applied else { return }
      applied += 1
      #expect(book.book == stream.books[index], "seed \(seed): update \(index)")
    }
    for index in stream.updates.indices {
      check(book.apply(stream.updates[index].update, stream.updates[index].levels, at: index), index)
      guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
      let snapshot = stream.snapshot(near: index, using: &random)
      book.begin(with: snapshot.snapshot, snapshot.levels)
      while let next = book.followHeld() { check(next.step, next.line) }
    }
    #expect(applied > 0, "seed \(seed)")
  }

  /// The naive twin is a dictionary, sorted each time.
  @Test(arguments: UInt64(0)..<20)
  func `a book of levels is what its changes say`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var book = DepthBook()
    var naive: [Side: [Int64: Int64]] = [.buy: [:], .sell: [:]]
    for _ in 0..<500 {
      let side = Bool.random(using: &random) ? Side.buy : .sell
      let ticks = Int64.random(in: 1...40, using: &random)
      let lots = max(0, Int64.random(in: -3...5, using: &random))
      let before = naive[side]?[ticks] ?? 0
      naive[side]?[ticks] = lots == 0 ? nil : lots
      #expect(book.apply(level(side, ticks, lots)).lots == before, "seed \(seed)")
      let sorted = (naive[side] ?? [:]).sorted { side == .buy ? $0.key < $1.key : $0.key > $1.key }
      #expect(book[side] == sorted.map { level(side, $0.key, $0.value) }, "seed \(seed)")
    }
    let (bid, ask) = (naive[.buy]?.keys.max(), naive[.sell]?.keys.min())
    #expect(book.top.bid?.ticks == bid)
    #expect(book.top.ask?.ticks == ask)
  }
}
