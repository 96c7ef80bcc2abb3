import Clearing
import MarketTypes
import Testing

@Suite("Mark policies")
struct PolicyMarkTests {
  /// The mark a policy gives, from what is known.
  private func mark(
    _ policy: MarkPolicy, bid: Int64? = nil, ask: Int64? = nil, last: Int64? = nil, index: Int64? = nil
  ) -> Int64? {
    var house = TestHouse([.perpetual(mark: policy)])
    house.mark(500)
    if let last { house.buy(alice, 1, at: last) }
    if let index { house.house.setIndex(PriceUpdate(instrument: first, price: Price(ticks: index))) }
    let quote = Quote(
      instrument: first, bid: bid.map { Price(ticks: $0) }, bidQuantity: Quantity(lots: 1),
      ask: ask.map { Price(ticks: $0) }, askQuantity: Quantity(lots: 1))
    return house.house.policyMark(of: first, quote: quote)?.ticks
  }

  // MRK-1
  @Test
  func `last is the price of the last fill`() {
    #expect(mark(.last, bid: 90, ask: 110, last: 107, index: 50) == 107)
    #expect(mark(.last, bid: 90, ask: 110, index: 50) == nil)
  }

  // MRK-2
  @Test(arguments: [(99, 101, 100), (99, 102, 100), (1, 2, 1), (100, 103, 101)])
  func `mid is the mean of best bid and best ask, rounded down`(bid: Int64, ask: Int64, expected: Int64) {
    #expect(mark(.mid, bid: bid, ask: ask, last: 7, index: 9) == expected)
    #expect(mark(.mid, bid: bid, last: 7) == nil)
    #expect(mark(.mid, ask: ask, last: 7) == nil)
  }

  // MRK-3, MRK-4
  @Test
  func `best bid and best ask need only their own side`() {
    #expect(mark(.bestBid, bid: 90, last: 7) == 90)
    #expect(mark(.bestBid, ask: 110, last: 7) == nil)
    #expect(mark(.bestAsk, ask: 110, last: 7) == 110)
    #expect(mark(.bestAsk, bid: 90, last: 7) == nil)
  }

  // MRK-5
  @Test
  func `index is the outside world's price`() {
    #expect(mark(.index, bid: 90, ask: 110, last: 107, index: 50) == 50)
    #expect(mark(.index, bid: 90, ask: 110, last: 107) == nil)
  }

  // MRK-6
  @Test(arguments: [
    (0, 61), (250_000_000, 72), (333_333_333, 75), (500_000_000, 83), (750_000_000, 94), (1_000_000_000, 106),
  ])
  func `a blend weighs last and index and is rounded down`(weight: Int64, expected: Int64) {
    let policy = MarkPolicy.blend(lastWeight: Rate(partsPerBillion: weight))
    #expect(mark(policy, bid: 1, ask: 2, last: 106, index: 61) == expected)
  }

  // MRK-6
  @Test
  func `a blend waits for every price that has weight in it`() {
    let half = MarkPolicy.blend(lastWeight: Rate(partsPerBillion: 500_000_000))
    #expect(mark(half, last: 100) == nil)
    #expect(mark(half, index: 100) == nil)
    #expect(mark(.blend(lastWeight: .one), last: 100) == 100)
    #expect(mark(.blend(lastWeight: .zero), index: 90) == 90)
    #expect(mark(.blend(lastWeight: .one), index: 90) == nil)
  }

  // MRK-6
  @Test
  func `a blend at the largest prices does not overflow`() {
    let half = MarkPolicy.blend(lastWeight: Rate(partsPerBillion: 999_999_999))
    let highest: Int64 = (1 << 42) - 1
    #expect(mark(half, last: highest, index: highest) == highest)
    #expect(mark(half, last: 1, index: highest) == 1 + (highest - 1) / 1_000_000_000)
  }
}
