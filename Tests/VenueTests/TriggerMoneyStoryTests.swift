import Clearing
import MarketTypes
import Testing
import Venue

/// Stops, margin and cascades: rules MAT-44 and MAT-47 … MAT-50 where money matters.
@Suite struct TriggerMoneyStoryTests {
  private let world = AccountID(number: 0)
  private let other = AccountID(number: 1)

  // MARK: Margin

  /// MAT-44, MAT-48: waiting reserves nothing; margin is asked when it fires. 100 is enough for 10 lots at 100, not for 20.
  @Test func `a stop is asked for margin when it fires`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let account = floor.open(.cross, with: 100)
    floor.mark(100)
    floor.place(account, .buy, 10, at: 100, with: .stop(101, on: .index))
    floor.place(account, .buy, 10, at: 100, with: .stop(101, on: .index))
    #expect(floor.venue.figures(of: account).initial == 0)
    #expect(
      floor.index(101).story == [
        "#1 triggered by 101", "#1 rests 10 at 100", "#2 triggered by 101", "trigger refused: initialMarginNotMet",
        "#2 cancelled, 10 left: refusedWhenTriggered",
      ])
    #expect(floor.venue.figures(of: account).initial == 101)
  }

  /// MAT-44, MAT-20: nor is it counted against the position limit, which is 10,000, until it fires.
  @Test func `a stop is asked for the position limit when it fires`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let account = floor.open(.exempt)
    for _ in 0..<2 { floor.place(account, .buy, 6_000, at: 100, with: .stop(101, on: .index)) }
    #expect(floor.index(101).refusals == [.positionAboveLimit])
  }

  /// MAT-50: accounts are looked at when nothing is ready any more. The long of 10 bought at 1,000 with 600 behind it is
  /// liquidatable below 990; its stop sells at 984 first and leaves 440.
  @Test(arguments: [PriceSource.last, .mark])
  func `a stop saves its account`(source: PriceSource) {
    for hasStop in [false, true] {
      var floor = TradingFloor()
      _ = (floor.open(.exempt), floor.open(.exempt))
      let long = floor.open(.cross, with: 600)
      floor.mark(1_000)
      floor.hold(long, 10, at: 1_000, against: world)
      floor.submit(world, .buy, 10, at: 984)
      if hasStop {
        floor.place(long, .sell, 10, at: nil, .immediateOrCancel, .reduceOnly, with: .stop(985, on: source))
      }
      let events = floor.trade(at: 985, world, other)
      #expect(events.liquidatable == (hasStop ? [] : [long]))
      #expect(events.forced.count == (hasStop ? 0 : 1))
      #expect(floor.lots(long) == 0)
      #expect(floor.venue.collateral(of: long).units == 440)
    }
  }

  /// MAT-39, MAT-53: a liquidation takes armed orders out too, and what is left of a group with them.
  @Test func `a liquidation takes stops out`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    _ = (floor.open(.exempt), floor.open(.exempt))
    let long = floor.open(.cross, with: 600)
    floor.mark(1_000)
    floor.hold(long, 10, at: 1_000, against: world)
    floor.place(long, .sell, 10, at: nil, .immediateOrCancel, .reduceOnly, with: .stop(900, on: .last, group: 1))
    floor.place(long, .sell, 10, at: 1_100, nil, .reduceOnly, with: .grouped(1))
    floor.submit(world, .buy, 10, at: 984)
    #expect(
      floor.index(985).story == [
        "account 2 liquidatable", "#2 cancelled, 10 left: liquidation", "#1 cancelled, 10 left: linked",
        "#4 takes 10 of #3 at 984",
      ])
  }

  // MARK: In a cascade

  /// Two longs of 10 at 1,000, with 600 and 700 behind them: liquidatable below 990 and below 979. Bids of 10 at 980, 5 at 975
  /// and 10 at 960; a stop of 5 at 981. Then a trade at 985.
  private func cascade(_ source: PriceSource) -> [Event] {
    var floor = TradingFloor()
    _ = (floor.open(.exempt), floor.open(.exempt))
    floor.mark(1_000)
    for units in [Int64(600), 700] {
      let long = floor.open(.cross, with: units)
      floor.hold(long, 10, at: 1_000, against: world)
    }
    for (lots, ticks) in [(Int64(10), Int64(980)), (5, 975), (10, 960)] { floor.submit(world, .buy, lots, at: ticks) }
    floor.place(other, .sell, 5, at: nil, .immediateOrCancel, with: .stop(981, on: source))
    return floor.trade(at: 985, world, other)
  }

  /// MAT-49, MAT-50: a stop fired by a mark of round 1 is of round 1, because of that mark; what it moves calls round 2.
  @Test func `a stop fired by a mark is of the mark's round`() {
    let events = cascade(.mark)
    #expect(events.marks == [985, 980, 975, 960])
    #expect(events.forced.map(\.round) == [1, 2])
    #expect(events.rounds(of: .triggered) == [1])
    #expect(events.rounds(of: .marked) == [0, 1, 1, 2])
    #expect(events.rounds(of: .filled) == [0, 1, 1, 2])
    guard let fired = events.firstIndex(where: { $0.body.kind == .triggered }) else { return }
    guard case .marked(let change) = events[fired - Int(events[fired].cause)].body else {
      Issue.record("fired by something else")
      return
    }
    #expect(change.price == Price(ticks: 980))
  }

  /// MAT-49, MAT-50: a stop on the last price fires right after the forced order, before marks are taken, because of its fill.
  @Test func `a stop fired by a forced order's fill is of the fill's round`() {
    let events = cascade(.last)
    #expect(events.marks == [985, 975, 960])
    #expect(events.rounds(of: .triggered) == [1])
    #expect(events.forced.map(\.round) == [1, 2])
    guard let fired = events.firstIndex(where: { $0.body.kind == .triggered }) else { return }
    #expect(events[fired - Int(events[fired].cause)].storyLine == "#7 takes 10 of #1 at 980")
  }

  /// MAT-50: what the index fires is of round 0, because of it.
  @Test func `a stop fired by the index is of round 0`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let account = floor.open(.exempt)
    floor.place(account, .buy, 1, at: 90, with: .stop(105, on: .index))
    let events = floor.index(105)
    #expect(events.map(\.body.kind) == [.indexed, .triggered, .rested, .quoted, .marked])
    #expect(events[1].cause == 1 && events[1].round == 0)
  }

  // MARK: Long chains

  /// MAT-49: each fill fires the next, 100,000 times: two events each, and no stack.
  @Test func `a hundred thousand stops fire one another`() {
    let stops: Int64 = 100_000
    var floor = TradingFloor([
      TradingFloor.instrument(mark: .index) { $0.maximumPosition = Quantity(lots: 1_000_000) }
    ])
    _ = (floor.open(.exempt), floor.open(.exempt))
    floor.venue.checksEverything = false
    for number in 0...stops {
      floor.submit(world, .sell, 1, at: 1_000 + number)
      if number < stops {
        floor.place(other, .buy, 1, at: nil, .immediateOrCancel, with: .stop(1_000 + number))
      }
    }
    floor.events.removeAll()
    let events = floor.submit(other, .buy, 1, at: 1_000)
    // Accepted and filled, each stop triggered and filled, and the quote of the empty side.
    #expect(Int64(events.count) == 2 + 2 * stops + 1)
    #expect(events.fills.last == [1_000 + stops, 1])
    #expect(floor.lots(other) == stops + 1)
    floor.venue.checkInvariants()
  }

  /// MAT-49: trailing stops chain too: each sale fires those that trail it, and moves nobody's trigger back.
  @Test func `ten thousand trailing stops fire one another`() {
    let stops: Int64 = 10_000
    var floor = TradingFloor([
      TradingFloor.instrument(mark: .index) { $0.maximumPosition = Quantity(lots: 1_000_000) }
    ])
    _ = (floor.open(.exempt), floor.open(.exempt))
    floor.venue.checksEverything = false
    floor.trade(at: 20_000, world, other)
    for number in 0...stops {
      floor.submit(world, .buy, 1, at: 19_999 - number)
      if number < stops {
        floor.place(other, .sell, 1, at: nil, .immediateOrCancel, with: .trailing(1 + number))
      }
    }
    let events = floor.submit(other, .sell, 1, at: 19_999)
    #expect(events.rounds(of: .triggered).count == Int(stops))
    #expect(events.fills.last == [19_999 - stops, 1])
    floor.venue.checkInvariants()
  }
}
