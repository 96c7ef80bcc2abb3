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
    let step = book.apply(Self.update(first, last, previous), [])
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
    let step = book.apply(Self.update(first, last, nil), [])
    #expect("\(step)".hasPrefix(expected), "\(step)")
  }

  @Test func `later updates follow on the one before`() {
    var perpetual = Self.started(at: 100)
    #expect(perpetual.apply(Self.update(98, 105, 97), []) == .applied)
    // Numbers between two updates are other symbols'.
    #expect(perpetual.apply(Self.update(110, 112, 105), []) == .applied)
    #expect(perpetual.apply(Self.update(113, 115, 111), []) != .applied)
    var spot = Self.started(at: 100)
    #expect(spot.apply(Self.update(101, 105, nil), []) == .applied)
    #expect(spot.apply(Self.update(106, 107, nil), []) == .applied)
    #expect(
      spot.apply(Self.update(109, 110, nil), [])
        == .gap(BinanceGap(update: Self.update(109, 110, nil), last: 107, isFirst: false)))
  }

  /// The snapshot is asked for while updates come, so some that are newer than it come before it.
  @Test func `updates that come before the snapshot are held and follow on it`() {
    var book = BinanceBook()
    #expect(book.apply(Self.update(90, 95, 89), [level(.buy, 100, 1)]) == .held)
    #expect(book.apply(Self.update(96, 104, 95), [level(.buy, 100, 0), level(.buy, 99, 7)]) == .held)
    book.begin(with: BinanceSnapshot(lastUpdateID: 100), [level(.buy, 100, 5), level(.sell, 101, 5)])
    #expect(book.followHeld() == .stale)
    #expect(book.followHeld() == .applied)
    #expect(book.followHeld() == nil)
    #expect(book.lastUpdateID == 104)
    #expect(book.book[.buy] == [level(.buy, 99, 7)])
    #expect(book.apply(Self.update(105, 106, 104), [level(.sell, 101, 2)]) == .applied)
    let top = DepthTop(bid: Price(ticks: 99), Quantity(lots: 7), ask: Price(ticks: 101), Quantity(lots: 2))
    #expect(book.book.top == top)
  }

  @Test func `after a gap updates are held until another snapshot`() {
    var book = Self.started(at: 100)
    #expect(book.apply(Self.update(105, 106, 104), []) != .applied)
    #expect(book.lastUpdateID == nil)
    #expect(book.apply(Self.update(107, 108, 106), [level(.buy, 100, 9)]) == .held)
    book.begin(with: BinanceSnapshot(lastUpdateID: 107), [level(.buy, 100, 5)])
    #expect(book.followHeld() == .applied)
    #expect(book.followHeld() == nil)
    #expect(book.book.quantity(at: Price(ticks: 100), on: .buy) == Quantity(lots: 9))
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
