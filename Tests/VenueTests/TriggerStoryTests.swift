import MarketTypes
import Testing
import Venue

/// Orders that wait for a price: rules MAT-44 … MAT-51.
@Suite struct TriggerStoryTests {
  /// `world` and `other` are exempt; the last price is 100, its two orders #1 and #2. The mark is the index.
  private func market() -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    _ = (floor.open(.exempt), floor.open(.exempt))
    floor.trade(at: 100, world, other)
    return floor
  }

  private let world = AccountID(number: 0)
  private let other = AccountID(number: 1)

  // MARK: Waiting

  /// MAT-32, MAT-44: accepted, its terms said, armed; outside the book.
  @Test func `a stop waits outside the book`() {
    var floor = market()
    let events = floor.place(other, .buy, 5, at: 110, client: 1, with: .stop(105))
    #expect(events.map(\.body.kind) == [.accepted, .conditioned, .armed])
    #expect(events[1].cause == 1)
    #expect(events[2].cause == 2)
    #expect(floor.book(.buy) == [])
    #expect(floor.armed(other) == [[3, 105]])
    #expect(floor.submit(other, .buy, 1, at: 90, client: 1).refusals == [.duplicateClientOrderID])
    #expect(floor.cancel(other, client: 1).story == ["#3 cancelled, 5 left: requested"])
    #expect(floor.armed(other) == [])
  }

  /// MAT-44: up for a buying stop, down for a selling one; a take-profit the other way round. At the trigger it fires.
  @Test(arguments: [
    (Side.buy, OrderConditions.stop(105), [Int64(99), 104], Int64(105)), (.sell, .stop(95), [101, 96], 95),
    (.buy, .takeProfit(95), [101, 96], 95), (.sell, .takeProfit(105), [99, 104], 105),
    (.buy, .stop(105), [], 107), (.sell, .stop(95), [], 90),
  ])
  func `an order fires when its price has come`(
    side: Side, conditions: OrderConditions, before: [Int64], at ticks: Int64
  ) {
    var floor = market()
    floor.place(other, side, 1, at: nil, .immediateOrCancel, with: conditions)
    for price in before { #expect(floor.trade(at: price, world, other).rounds(of: .triggered) == []) }
    let events = floor.trade(at: ticks, world, other)
    #expect(events.story.contains("#3 triggered by \(ticks)"))
  }

  /// MAT-47: each source by itself: the last price, the mark, the index.
  @Test(arguments: PriceSource.allCases)
  func `an order looks at one source of prices`(source: PriceSource) {
    var floor = TradingFloor([
      TradingFloor.instrument(mark: .blend(lastWeight: Rate(partsPerBillion: 500_000_000)))
    ])
    let (world, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.place(other, .buy, 1, at: 50, with: .stop(105, on: source))
    // Last 120, index 90: a mark of 105. Each of the three prices comes to 105 in its own command.
    #expect(floor.trade(at: 120, world, other).story.contains("#1 triggered by 120") == (source == .last))
    #expect(floor.index(90).story.contains("#1 triggered by 105") == (source == .mark))
    #expect(floor.index(105).story.contains("#1 triggered by 105") == (source == .index))
  }

  /// MAT-45: at the latest price or beyond it is refused; a trailing one needs a price to follow.
  @Test func `a trigger that has been met is refused`() {
    var floor = market()
    func refusal(_ side: Side, _ conditions: OrderConditions) -> [Refusal] {
      floor.place(other, side, 1, at: 50, with: conditions).refusals
    }
    #expect(refusal(.buy, .stop(100)) == [.triggerAlreadyMet])
    #expect(refusal(.buy, .stop(101)) == [])
    #expect(refusal(.sell, .stop(100)) == [.triggerAlreadyMet])
    #expect(refusal(.sell, .takeProfit(99)) == [.triggerAlreadyMet])
    #expect(refusal(.buy, .takeProfit(100)) == [.triggerAlreadyMet])
    #expect(refusal(.buy, .stop(1, on: .index)) == [])
    #expect(refusal(.buy, .trailing(5, on: .index)) == [.noTriggerPrice])
    #expect(refusal(.buy, .stop(0)) == [.priceBelowOne])
    #expect(refusal(.buy, .stop(.max)) == [.priceAboveLimit])
  }

  // MARK: Trailing

  /// MAT-46: 5 below the best price since it was armed; it never goes back, and fires at 102 after a high of 107.
  @Test func `a trailing stop follows and never goes back`() {
    var floor = market()
    #expect(
      floor.place(other, .sell, 1, at: nil, .immediateOrCancel, with: .trailing(5)).story == ["#3 armed at 95"])
    for (price, trigger) in [(Int64(104), Int64(99)), (101, 99), (107, 102), (103, 102)] {
      floor.trade(at: price, world, other)
      #expect(floor.armed(other) == [[3, trigger]], "at \(price)")
    }
    #expect(floor.trade(at: 102, world, other).story.contains("#3 triggered by 102"))
  }

  /// MAT-46: a buyer's follows the lowest price; a share of 2 % of 99 is 1.98, rounded up to 2.
  @Test func `a share's distance is rounded up`() {
    var floor = market()
    let share = OrderConditions(trigger: .trailing(by: Rate(partsPerBillion: 20_000_000)))
    #expect(floor.place(other, .buy, 1, at: 50, with: share).story == ["#3 armed at 102"])
    floor.trade(at: 99, world, other)
    #expect(floor.armed(other) == [[3, 101]])
    floor.trade(at: 50, world, other)
    #expect(floor.armed(other) == [[3, 51]])
    // A hundredth of 50, rounded up, would be no more than a tick away: the trigger stays at least one above.
    floor.trade(at: 1, world, other)
    #expect(floor.armed(other) == [[3, 2]])
  }

  /// MAT-46: never below 1 nor above the maximum price, however far.
  @Test(arguments: [Int64(99), 100, 1_000_000, .max])
  func `a trailing trigger stays within the prices`(distance: Int64) {
    var floor = market()
    floor.place(other, .sell, 1, at: 50, with: .trailing(distance))
    floor.place(other, .buy, 1, at: 50, with: .trailing(distance))
    #expect(floor.armed(other) == [[4, distance < 999_900 ? 100 + distance : 1_000_000], [3, 1]])
  }

  /// MAT-47: at each price they first fire, then follow: a fill at 110 and then 104 fires a stop that trails by 5.
  @Test func `an order's first price and its last both count`() {
    var floor = market()
    floor.place(other, .sell, 1, at: nil, .immediateOrCancel, with: .trailing(5))
    floor.submit(world, .buy, 1, at: 110)
    floor.submit(world, .buy, 1, at: 107)
    floor.submit(world, .buy, 1, at: 104)
    floor.submit(world, .buy, 1, at: 90)
    let events = floor.submit(other, .sell, 3, at: 104)
    #expect(
      events.story == [
        "#8 takes 1 of #4 at 110", "#8 takes 1 of #5 at 107", "#8 takes 1 of #6 at 104", "#3 triggered by 104",
        "#3 takes 1 of #7 at 90",
      ])
    // Caused by the last fill, which brought the price; the fired order's own fills by `triggered`.
    guard let fired = events.firstIndex(where: { $0.body.kind == .triggered }) else { return }
    #expect(events[fired - Int(events[fired].cause)].storyLine == "#8 takes 1 of #6 at 104")
    #expect(events[fired + 1].cause == 1)
  }

  /// MAT-47: prices between an order's first and last fill do not count.
  @Test func `the prices between do not count`() {
    var floor = market()
    floor.place(other, .buy, 1, at: 50, with: .stop(103))
    for price in [Int64(101), 102, 103] { floor.submit(world, .sell, 1, at: price) }
    #expect(floor.submit(other, .buy, 2, at: 102).rounds(of: .triggered) == [])
    #expect(floor.submit(other, .buy, 1, at: 103).rounds(of: .triggered) == [0])
  }

  // MARK: The order of firing

  /// MAT-48: risers first, lowest trigger first; then fallers, highest first; at one trigger by time of arming.
  @Test func `orders fire by trigger and then by time`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let account = floor.open(.exempt)
    let fallers: [(Side, OrderConditions)] = [
      (.sell, .stop(90, on: .index)), (.buy, .takeProfit(95, on: .index)), (.sell, .stop(95, on: .index)),
    ]
    for (side, conditions) in fallers { floor.place(account, side, 1, at: 500, .goodTilCancelled, with: conditions) }
    let risers: [(Side, OrderConditions)] = [
      (.buy, .stop(80, on: .index)), (.sell, .takeProfit(70, on: .index)), (.buy, .stop(70, on: .index)),
    ]
    for (side, conditions) in risers { floor.place(account, side, 1, at: 500, .goodTilCancelled, with: conditions) }
    // Without an index nothing has been met; the first one, 85, meets all six.
    let fired = floor.index(85).compactMap { event -> Int64? in
      if case .triggered(let order) = event.body { order.order.number } else { nil }
    }
    #expect(fired == [5, 6, 4, 2, 3, 1])
  }

  /// MAT-48: an amended trigger is last at its price; an amended quantity keeps its place (MAT-51).
  @Test(arguments: [true, false])
  func `an amended trigger loses its place`(changesTrigger: Bool) {
    var floor = market()
    floor.place(other, .buy, 5, at: 50, client: 1, with: .stop(changesTrigger ? 104 : 105, on: .index))
    floor.place(other, .buy, 5, at: 50, client: 2, with: .stop(105, on: .index))
    let amended = floor.run(
      .amend(
        OrderAmend(
          account: other, instrument: TradingFloor.perp, target: TradingFloor.client(1),
          quantity: changesTrigger ? nil : Quantity(lots: 9), trigger: changesTrigger ? Price(ticks: 105) : nil)))
    #expect(
      amended.story
        == (changesTrigger ? ["#3 amended to 5 at 50, last", "#3 armed at 105"] : ["#3 amended to 9 at 50"]))
    let fired = floor.index(105).story.filter { $0.contains("triggered") }
    #expect(fired.first == (changesTrigger ? "#4 triggered by 105" : "#3 triggered by 105"))
  }

  /// MAT-48: a fired order is behind all that rested at its price before, however early it was armed.
  @Test func `a fired order enters behind all others at its price`() {
    var floor = market()
    floor.place(other, .buy, 1, at: 90, with: .stop(105, on: .index))
    floor.submit(world, .buy, 1, at: 90)
    floor.index(105)
    #expect(floor.orders(.buy) == [[4, 90, 1], [3, 90, 1]])
  }

  // MARK: The fixed point

  /// MAT-49: each fill fires the next: 101 … 105, one order at a time.
  @Test func `a fired order's fill fires the next`() {
    var floor = market()
    for price in Int64(101)...106 {
      floor.submit(world, .sell, 1, at: price)
      if price < 106 { floor.place(other, .buy, 1, at: nil, .immediateOrCancel, with: .stop(price)) }
    }
    let events = floor.submit(other, .buy, 1, at: 101)
    #expect(events.fills == (101...106).map { [$0, 1] })
    #expect(events.rounds(of: .triggered) == [0, 0, 0, 0, 0])
  }

  /// MAT-49: pegs are placed before the next order fires, so a fired order meets them where they are now.
  @Test func `pegs are placed before the next order fires`() {
    var floor = market()
    floor.submit(world, .sell, 1, at: 105)
    floor.submit(world, .sell, 9, at: 120)
    floor.place(world, .sell, 5, at: nil, .goodTilCancelled, with: .pegged(to: .bestAsk, 1))
    floor.place(other, .buy, 2, at: nil, .immediateOrCancel, with: .stop(105))
    #expect(
      floor.submit(other, .buy, 1, at: 105).story == [
        "#7 takes 1 of #3 at 105", "#5 amended to 5 at 121, last", "#5 rests 5 at 121", "#6 triggered by 105",
        "#6 takes 2 of #4 at 120",
      ])
  }

  /// MAT-48, MAT-44: fired, it is admitted like a new one: refused, then cancelled, both because of `triggered`.
  @Test func `a fired order that may not enter is refused and cancelled`() {
    var floor = market()
    floor.place(other, .buy, 2, at: nil, .immediateOrCancel, client: 1, with: .stop(105, on: .index))
    let events = floor.index(105)
    #expect(
      events.story == [
        "#3 triggered by 105", "trigger refused: noLiquidity", "#3 cancelled, 2 left: refusedWhenTriggered",
      ])
    #expect(events.filter { $0.body.kind == .refused || $0.body.kind == .cancelled }.map(\.cause) == [1, 2])
    #expect(floor.submit(other, .buy, 1, at: 90, client: 1).rested == [[90, 1]])
  }

  /// MAT-12, MAT-44: a reduce-only stop is measured when it fires.
  @Test func `a reduce-only stop is clipped when it fires`() {
    var floor = market()
    floor.place(other, .sell, 9, at: nil, .immediateOrCancel, .reduceOnly, with: .stop(95, on: .index))
    floor.submit(world, .buy, 20, at: 94)
    #expect(floor.lots(other) == 1)
    let events = floor.index(95)
    #expect(events.fills == [[94, 1]])
    // MAT-48: what fires is said with the lots it has left.
    let fired = events.compactMap { if case .triggered(let order) = $0.body { order.quantity.lots } else { nil } }
    #expect(fired == [1])
    floor.place(other, .sell, 9, at: nil, .immediateOrCancel, .reduceOnly, with: .stop(90, on: .index))
    #expect(floor.index(90).refusals == [.reduceOnlyWouldIncrease])
  }

  /// MAT-14, MAT-51: lots come off an armed order in its place; all of them end it.
  @Test func `an armed order is reduced like another`() {
    var floor = market()
    floor.place(other, .buy, 5, at: nil, .immediateOrCancel, client: 1, with: .stop(105))
    func reduce(_ lots: Int64) -> [String] {
      floor.run(
        .reduce(
          OrderReduce(
            account: other, instrument: TradingFloor.perp, target: TradingFloor.client(1), by: Quantity(lots: lots)))
      ).story
    }
    // Without a limit its price is said as zero.
    #expect(reduce(2) == ["#3 amended to 3 at 0"])
    #expect(reduce(3) == ["#3 cancelled, 3 left: requested"])
  }

  /// MAT-51: what an armed order does not have cannot be amended, nor what has been met or changes nothing.
  @Test func `an amend of an armed order is refused where it makes no sense`() {
    var floor = market()
    floor.place(other, .buy, 5, at: nil, .immediateOrCancel, client: 1, with: .stop(105))
    floor.place(other, .buy, 5, at: 50, client: 2, with: .trailing(5))
    func refusal(_ client: Int64, limit: Int64? = nil, trigger: Int64? = nil) -> [Refusal] {
      floor.run(
        .amend(
          OrderAmend(
            account: other, instrument: TradingFloor.perp, target: TradingFloor.client(client),
            limit: limit.map { Price(ticks: $0) }, trigger: trigger.map { Price(ticks: $0) }))
      ).refusals
    }
    #expect(refusal(1, limit: 50) == [.conditionsContradict])
    #expect(refusal(2, trigger: 120) == [.conditionsContradict])
    #expect(refusal(1, trigger: 105) == [.amendChangesNothing])
    #expect(refusal(1, trigger: 100) == [.triggerAlreadyMet])
    #expect(refusal(1, trigger: 0) == [.priceBelowOne])
    #expect(refusal(1, trigger: 106) == [])
    // Armed anew, it is the youngest.
    #expect(floor.armed(other) == [[3, 106], [4, 105]])
  }
}
