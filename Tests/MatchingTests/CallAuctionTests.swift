import MarketTypes
import Matching
import TestSupport
import Testing

/// What a call auction comes to, alone (MAT-61).
@Suite struct CallAuctionTests {
  /// A book that collects; of each order the side, the lots, the price, and what it shows.
  private struct Interest {
    var side: Side
    var lots: Int64
    var ticks: Int64
    var shown: Int64
    var isHidden = false
  }

  private func outcome(of orders: [Interest], reference: Int64?, tick: Int64 = 1) -> CallAuction? {
    var book = OrderBook()
    var specials = SpecialOrders()
    book.isCollecting = true
    for (number, interest) in orders.enumerated() {
      let id = OrderID(number: Int64(number + 1))
      var detail: Int32 = -1
      if interest.shown < interest.lots {
        let order = Order(
          account: AccountID(number: 0), instrument: InstrumentID(number: 0), side: interest.side,
          quantity: Quantity(lots: interest.lots), limit: Price(ticks: interest.ticks),
          conditions: OrderConditions(display: Quantity(lots: interest.shown)))
        detail = specials.insert(order, as: id)
        _ = specials.show(Quantity(lots: interest.lots), of: detail)
      }
      book.rest(
        id, account: AccountID(number: 0), side: interest.side, price: Price(ticks: interest.ticks),
        quantity: Quantity(lots: min(interest.shown, interest.lots)), terms: interest.isHidden ? .hidden : [],
        detail: detail)
    }
    let auction = CallAuction(of: book, specials, reference: reference.map { Price(ticks: $0) }, tickSize: tick)
    if let auction { #expect(CallAuction(at: auction.price, of: book, specials) == auction) }
    return auction
  }

  /// Price, volume and surplus by looking at every price there can be, in as many words as MAT-61.
  private func naive(of orders: [Interest], reference: Int64?, upTo highest: Int64) -> [Int64]? {
    func sum(_ side: Side, _ isIn: (Int64) -> Bool) -> Int64 {
      orders.reduce(0) { $0 + ($1.side == side && isIn($1.ticks) ? $1.lots : 0) }
    }
    let limits = Set(orders.map(\.ticks)).sorted()
    let candidates = limits.map { ticks in
      let (bid, asked) = (sum(.buy) { $0 >= ticks }, sum(.sell) { $0 <= ticks })
      return (ticks: ticks, volume: min(bid, asked), surplus: bid - asked)
    }
    guard let most = candidates.map(\.volume).max(), most > 0 else { return nil }
    let large = candidates.filter { $0.volume == most }
    let least = large.map(\.surplus.magnitude).min()
    let best = large.filter { $0.surplus.magnitude == least }
    guard let low = best.first?.ticks, let high = best.last?.ticks else { return nil }
    let price: Int64
    if best.allSatisfy({ $0.surplus > 0 }) {
      price = high
    } else if best.allSatisfy({ $0.surplus < 0 }) {
      price = low
    } else {
      price = min(max(reference ?? (low + high) / 2, low), high)
    }
    let surplus = sum(.buy) { $0 >= price } - sum(.sell) { $0 <= price }
    // No price whatever, a limit or not, would trade more.
    for ticks in 1...highest {
      let volume = min(sum(.buy) { $0 >= ticks }, sum(.sell) { $0 <= ticks })
      #expect(volume <= most)
    }
    return [price, most, surplus]
  }

  @Test(arguments: seeds(2_000))
  func `the outcome is that of a search over all prices`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let width = random.pick([Int64(3), 8, 30])
    let orders = (0..<random.below(20)).map { _ in
      let lots = random.from(1, through: random.pick([2, 20]))
      return Interest(
        side: random.pick([.buy, .sell]), lots: lots, ticks: random.from(1, through: width),
        shown: random.once(in: 4) ? random.from(1, through: lots) : lots, isHidden: random.once(in: 5))
    }
    let reference = random.once(in: 4) ? nil : random.from(1, through: width)
    let auction = outcome(of: orders, reference: reference)
    #expect(
      auction.map { [$0.price.ticks, $0.quantity.lots, $0.surplus] }
        == naive(of: orders, reference: reference, upTo: width),
      "seed \(seed)")
  }

  private func plain(_ side: Side, _ lots: Int64, at ticks: Int64) -> Interest {
    Interest(side: side, lots: lots, ticks: ticks, shown: lots)
  }

  /// MAT-61: nothing meets, nothing comes of it.
  @Test func `a book that is not crossed comes to nothing`() {
    #expect(outcome(of: [], reference: 5) == nil)
    #expect(outcome(of: [plain(.buy, 5, at: 10)], reference: 5) == nil)
    #expect(outcome(of: [plain(.buy, 5, at: 10), plain(.sell, 5, at: 11)], reference: 5) == nil)
  }

  /// MAT-61: the volume first: 8 at 12 rather than the middle or the reference.
  @Test func `the largest volume decides first`() {
    let orders = [
      plain(.buy, 3, at: 20), plain(.buy, 5, at: 12), plain(.sell, 2, at: 5), plain(.sell, 6, at: 12),
      plain(.sell, 9, at: 19),
    ]
    #expect(outcome(of: orders, reference: 5).map { [$0.price.ticks, $0.quantity.lots, $0.surplus] } == [12, 8, 0])
  }

  /// MAT-61: then the smaller surplus: 5 trade at 10 and at 12; 4 or 1 are left over.
  @Test func `the smallest surplus decides next`() {
    let orders = [plain(.buy, 6, at: 12), plain(.buy, 3, at: 10), plain(.sell, 5, at: 10)]
    #expect(outcome(of: orders, reference: 10).map { [$0.price.ticks, $0.quantity.lots, $0.surplus] } == [12, 5, 1])
  }

  /// MAT-61: without a reference the middle of the range, rounded down; in steps of 5 as well.
  @Test func `without a reference the middle counts`() {
    let orders = [plain(.buy, 5, at: 20), plain(.sell, 5, at: 15)]
    #expect(outcome(of: orders, reference: nil)?.price == Price(ticks: 17))
    #expect(outcome(of: orders, reference: nil, tick: 5)?.price == Price(ticks: 15))
    #expect(outcome(of: orders, reference: 19, tick: 5)?.price == Price(ticks: 15))
    #expect(outcome(of: orders, reference: 99, tick: 5)?.price == Price(ticks: 20))
  }
}
