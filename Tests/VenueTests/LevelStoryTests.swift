import MarketTypes
import Testing
import Venue

/// What is published and what may be asked: levels (MAT-19), places in the queue, previews. `RareFlowTests` has the laws.
@Suite struct LevelStoryTests {
  private func floor() -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index) { $0.publishesLevels = true }])
    _ = (floor.open(.exempt), floor.open(.exempt))
    return floor
  }

  private let one = AccountID(number: 0)
  private let two = AccountID(number: 1)

  /// MAT-19: each shown price that changed, bids best first, then asks, before the quote; because of what changed the book last.
  @Test func `a command's levels come bids best first, then asks`() {
    var floor = floor()
    #expect(floor.submit(one, .buy, 5, at: 90).story == ["#1 rests 5 at 90", "buy 90 shows 5"])
    floor.submit(one, .buy, 5, at: 89)
    let events = floor.submit(two, .sell, 8, at: 89)
    #expect(
      events.story == [
        "#3 takes 5 of #1 at 90", "#3 takes 3 of #2 at 89", "buy 90 shows 0", "buy 89 shows 2",
      ])
    #expect(events.map(\.body.kind).suffix(3) == [.levelChanged, .levelChanged, .quoted])
    floor.submit(two, .sell, 4, at: 101)
    floor.quote(one, bid: (1, 88), ask: (1, 100))
    #expect(
      floor.quote(one, bid: (1, 87), ask: (1, 101)).story.suffix(4)
        == ["buy 88 shows 0", "buy 87 shows 1", "sell 100 shows 0", "sell 101 shows 5"])
  }

  /// MAT-19: a price that comes back to what it was is no change; nor is what nobody sees.
  @Test func `a price that shows what it showed is not said`() {
    var floor = floor()
    floor.submit(one, .buy, 5, at: 90, client: 1)
    let order = TradingFloor.order(one, .buy, 5, at: 90)
    #expect(
      floor.run(.replace(OrderReplace(TradingFloor.client(1), with: order))).story
        == ["#1 cancelled, 5 left: replaced", "#2 rests 5 at 90"])
    #expect(floor.submit(one, .buy, 5, at: 91, nil, .hidden).story == ["#3 rests 5 at 91"])
    #expect(floor.submit(two, .sell, 2, at: 91).story == ["#4 takes 2 of #3 at 91"])
    #expect(floor.place(one, .sell, 9, at: 95, with: .showing(2)).story.last == "sell 95 shows 2")
    #expect(floor.submit(two, .buy, 2, at: 95).story == ["#6 takes 2 of #5 at 95", "#5 rests 2 at 95"])
  }

  /// Orders ahead at the same price, shown before hidden; better prices are not counted.
  @Test func `an order knows its place in the queue`() {
    var floor = floor()
    floor.submit(one, .buy, 5, at: 91)
    floor.submit(one, .buy, 3, at: 90)
    floor.submit(one, .buy, 2, at: 90, nil, .hidden)
    floor.place(one, .buy, 9, at: 90, with: .showing(4))
    floor.submit(two, .buy, 1, at: 90)
    func ahead(_ id: Int64) -> [Int64]? {
      floor.venue.queuePosition(of: OrderID(number: id), in: TradingFloor.perp).map {
        [Int64($0.ordersAhead), $0.quantityAhead.lots, $0.price.ticks]
      }
    }
    #expect(ahead(2) == [0, 0, 90])
    #expect(ahead(4) == [1, 3, 90])
    #expect(ahead(5) == [2, 7, 90])
    #expect(ahead(3) == [3, 8, 90])
    #expect(ahead(1) == [0, 0, 91])
    #expect(ahead(6) == nil)
    floor.submit(two, .sell, 12, at: 90)
    // The iceberg has shown its next part behind everybody else who shows.
    #expect(ahead(5) == [0, 0, 90])
    #expect(ahead(4) == [1, 1, 90])
  }

  /// A preview says what a command would do, and does nothing.
  @Test func `a preview does nothing`() {
    var floor = floor()
    floor.submit(one, .buy, 5, at: 90)
    floor.place(one, .buy, 5, at: 80, with: .stop(95, on: .index))
    let command = Command(.massCancel(MassCancel(account: one)), at: Time(nanoseconds: 7))
    var preview = EventStream(at: floor.events.end)
    floor.venue.preview(command, into: &preview)
    #expect((0..<preview.count).map { preview[$0] }.story.count == 3)
    #expect(floor.venue.now == .start)
    #expect(floor.orders(.buy) == [[1, 90, 5]])
    #expect(floor.armed(one) == [[2, 95]])
    let events = floor.run(.massCancel(MassCancel(account: one)), after: 7)
    #expect(events == (0..<preview.count).map { preview[$0] })
  }

  /// Many levels at once: a sweep, and a mass cancel in no order at all, say each once.
  @Test func `a command that changes many levels says each once`() {
    var floor = floor()
    floor.venue.checksEverything = false
    let levels: Int64 = 9_000
    for number in 0..<levels { floor.submit(one, .sell, 1, at: 1_000 + (number * 7_919) % levels) }
    let events = floor.run(.massCancel(MassCancel(account: one)))
    let prices = events.compactMap { event -> Int64? in
      if case .levelChanged(let level) = event.body { level.price.ticks } else { nil }
    }
    #expect(prices == Array(1_000..<1_000 + levels))
  }
}
