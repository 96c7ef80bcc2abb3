import MarketTypes
import Testing
import Venue

/// One cancels the others: rule MAT-39.
@Suite struct GroupStoryTests {
  /// The last price is 100, its two orders #1 and #2; the mark is the index.
  private func market() -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    _ = (floor.open(.exempt), floor.open(.exempt))
    floor.trade(at: 100, world, other)
    return floor
  }

  private let world = AccountID(number: 0)
  private let other = AccountID(number: 1)

  /// MAT-39: a bracket of a take-profit that rests and a stop that waits; a fill in part ends the stop.
  @Test func `a partial fill of one leg ends the other`() {
    var floor = market()
    floor.place(other, .sell, 5, at: 110, with: .grouped(1))
    floor.place(other, .sell, 5, at: nil, .immediateOrCancel, with: .stop(95, group: 1))
    let events = floor.submit(world, .buy, 2, at: 110)
    #expect(events.story == ["#5 takes 2 of #3 at 110", "#4 cancelled, 5 left: linked"])
    let linked = events.indices.first { events[$0].body.kind == .cancelled }
    #expect(linked.map { events[$0 - Int(events[$0].cause)].body.kind } == .filled)
    #expect(floor.orders(.sell) == [[3, 110, 3]])
    #expect(floor.armed(other) == [])
  }

  /// MAT-39: a leg that fires ends the others at once, before it enters.
  @Test func `a leg that fires ends the others before it enters`() {
    var floor = market()
    floor.submit(world, .buy, 9, at: 94)
    floor.place(other, .sell, 5, at: 110, with: .grouped(1))
    floor.place(other, .sell, 4, at: nil, .immediateOrCancel, with: .stop(95, group: 1))
    #expect(
      floor.submit(other, .sell, 1, at: 94).story == [
        "#6 takes 1 of #3 at 94", "#5 triggered by 94", "#4 cancelled, 5 left: linked", "#5 takes 4 of #3 at 94",
      ])
  }

  /// MAT-39: whatever takes a leg away takes the others, in the order in which they entered, caused by that event.
  @Test func `a leg that leaves takes the others along`() {
    var floor = market()
    floor.place(other, .sell, 1, at: nil, .immediateOrCancel, with: .stop(95, group: 1))
    floor.place(other, .sell, 2, at: 110, client: 1, with: .grouped(1))
    floor.place(other, .buy, 3, at: 90, with: .grouped(1))
    floor.place(other, .buy, 4, at: 90, with: .grouped(2))
    let events = floor.cancel(other, client: 1)
    #expect(
      events.story == [
        "#4 cancelled, 2 left: requested", "#3 cancelled, 1 left: linked", "#5 cancelled, 3 left: linked",
      ])
    #expect(events.filter { $0.body.kind == .cancelled }.map(\.cause) == [0, 1, 2])
  }

  /// MAT-39: an order that comes and fills, or cannot rest, ends its group too.
  @Test(arguments: [Int64(100), 99])
  func `an incoming order ends its group when it fills or leaves`(ticks: Int64) {
    var floor = market()
    floor.submit(world, .sell, 5, at: 100)
    floor.place(other, .buy, 1, at: 90, with: .grouped(1))
    let events = floor.place(other, .buy, 2, at: ticks, .immediateOrCancel, with: .grouped(1))
    #expect(events.cancels.contains(.linked))
    #expect(floor.book(.buy) == [])
  }

  /// MAT-39: groups are of one account and one instrument.
  @Test func `a group is one account's in one instrument`() {
    var floor = TradingFloor([TradingFloor.instrument(), TradingFloor.instrument()])
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.place(account, .buy, 1, at: 90, client: 1, with: .grouped(1))
    floor.place(account, .buy, 1, at: 90, in: InstrumentID(number: 1), with: .grouped(1))
    floor.place(other, .buy, 1, at: 90, with: .grouped(1))
    #expect(floor.cancel(account, client: 1).cancels == [.requested])
  }

  /// MAT-39: an amend is no leaving, even where the order enters anew; group 0 is none, below zero is one.
  @Test func `an amended leg stays with its group`() {
    var floor = market()
    floor.place(other, .buy, 1, at: 90, client: 1, with: .grouped(-5))
    floor.place(other, .buy, 2, at: 91, client: 2, with: .grouped(-5))
    #expect(floor.amend(other, client: 1, to: 7, at: 92).cancels == [])
    #expect(floor.cancel(other, client: 2).cancels == [.requested, .linked])
  }

  /// MAT-39, MAT-11: where an incoming order meets its own group's, the maker's rest leaves and so does the taker's.
  @Test func `two orders of one group that meet end each other`() {
    var floor = market()
    floor.place(other, .sell, 2, at: 100, with: .grouped(1))
    let events = floor.place(other, .buy, 5, at: 100, with: .grouped(1))
    #expect(events.story == ["#4 takes 2 of #3 at 100", "#4 cancelled, 3 left: linked"])
  }

  /// MAT-39, MAT-62: the same in an auction. The bid is an iceberg: what its account has reserved is gone with it.
  @Test func `two orders of one group that meet in an auction end each other`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let account = floor.open(.cross, with: 100_000)
    floor.mark(100)
    floor.phase(.call)
    floor.place(account, .sell, 2, at: 100, with: .grouped(1))
    var iceberg = OrderConditions.grouped(1)
    iceberg.display = Quantity(lots: 2)
    floor.place(account, .buy, 10, at: 105, with: iceberg)
    floor.submit(account, .buy, 9, at: 90)
    let events = floor.phase(.continuous)
    #expect(events.story.last == "#2 cancelled, 8 left: linked")
    #expect(events.fills == [[105, 2]])
    #expect(floor.venue.figures(of: account).initial == 90)
  }

  /// MAT-9, MAT-39: of orders that end each other nobody knows how much there will be, so fill-or-kill counts on none.
  @Test func `fill-or-kill does not count on orders that end each other`() {
    var floor = market()
    floor.place(world, .sell, 3, at: 100, with: .grouped(1))
    floor.place(world, .sell, 3, at: 101, with: .grouped(1))
    #expect(floor.submit(other, .buy, 6, at: 101, .fillOrKill).refusals == [.fillOrKillNotFillable])
    #expect(floor.submit(other, .buy, 6, at: 101, .immediateOrCancel).fills == [[100, 3]])
  }

  /// MAT-39: a group of a thousand ends as one.
  @Test func `a large group ends as one`() {
    var floor = market()
    for number in Int64(1)...1_000 {
      floor.venue.checksEverything = number == 1_000
      floor.place(other, .buy, 1, at: number % 90 + 1, client: number, with: .grouped(1))
    }
    let events = floor.cancel(other, client: 500)
    #expect(events.cancels.count == 1_000)
    #expect(floor.book(.buy) == [])
  }
}
