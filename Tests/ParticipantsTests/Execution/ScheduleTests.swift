import MarketTypes
import Participants
import Testing

/// PAR-23: parent orders in whole lots.
@Suite struct ExecutionScheduleTests {
  private func lots(_ schedule: ExecutionSchedule) -> [Int64] { schedule.slices.map(\.lots) }

  @Test func `equal slices differ by a lot, the first ones larger`() {
    #expect(lots(.timeWeighted(Quantity(lots: 10), slices: 4)) == [3, 3, 2, 2])
    #expect(lots(.timeWeighted(Quantity(lots: 2), slices: 4)) == [1, 1, 0, 0])
    #expect(lots(.timeWeighted(.zero, slices: 3)) == [0, 0, 0])
  }

  @Test func `the largest remainders get what is missing`() {
    // 5, 3, 1.5 and .5: the earlier of the two halves.
    #expect(lots(.volumeWeighted(Quantity(lots: 10), profile: [50, 30, 15, 5])) == [5, 3, 2, 0])
    #expect(lots(.volumeWeighted(Quantity(lots: 7), profile: [1, 1, 4])) == [1, 1, 5])
    #expect(lots(.volumeWeighted(Quantity(lots: 7), profile: [0, 0, 0])) == [3, 2, 2])
    #expect(lots(.volumeWeighted(Quantity(lots: 1 << 61), profile: [.max, .max])) == [1 << 60, 1 << 60])
  }

  @Test func `a trajectory in lots is its steps rounded`() {
    let plan = AlmgrenChriss(
      holding: 1_000, horizon: 5, steps: 5, volatility: 0.95, fixedCost: 0.0625, permanentImpact: 2.5e-7,
      temporaryImpact: 2.5e-6, riskAversion: 1e-6)
    // 458.04, 252.10, 141.96, 85.76, 62.14
    let schedule = ExecutionSchedule.following(Quantity(lots: 1_000), steps: plan.sales())
    #expect(lots(schedule) == [458, 252, 142, 86, 62])
    #expect((0...6).map { schedule.due(after: $0).lots } == [0, 458, 710, 852, 938, 1_000, 1_000])
  }

  @Test(arguments: UInt64(0)..<200)
  func `slices sum to the parent and none is a lot from its share`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let parent = dice.whole(in: 0...10_000)
    let weights = (0..<dice.whole(in: 1...30)).map { _ in dice.whole(in: 0...1_000) }
    let slices = lots(ExecutionSchedule(Quantity(lots: parent), weights: weights))
    #expect(slices.reduce(0, +) == parent)
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return }
    for (slice, weight) in zip(slices, weights) {
      #expect(abs(slice * sum - parent * weight) < sum)
      if weight == 0 { #expect(slice == 0) }
    }
    let doubled = ExecutionSchedule.following(Quantity(lots: parent), steps: weights.map { Double($0) / 7 })
    #expect(doubled.due(after: weights.count).lots == parent)
  }
}

/// PAR-24: a share of the market's volume.
@Suite struct ParticipationScheduleTests {
  @Test func `what is due is the share of all volume, rounded down, less what was sent`() {
    var schedule = ParticipationSchedule(Quantity(lots: 8), share: Rate(partsPerBillion: 150_000_000))
    var sent: [Int64] = []
    for traded in [6, 6, 6, 6, 6, 40] as [Int64] {
      schedule.observe(Quantity(lots: traded))
      sent.append(schedule.due.lots)
      schedule.send(schedule.due)
    }
    #expect(sent == [0, 1, 1, 1, 1, 4])  // .9, 1.8, 2.7, 3.6, 4.5, and 10.5 of which 8 are wanted
    #expect(schedule.remaining == .zero && schedule.due == .zero)
  }

  @Test func `what came to nothing is due again`() {
    var schedule = ParticipationSchedule(Quantity(lots: 50), share: .one)
    schedule.observe(Quantity(lots: 20))
    schedule.send(Quantity(lots: 20))
    #expect(schedule.due == .zero)
    schedule.takeBack(Quantity(lots: 5))
    #expect(schedule.due == Quantity(lots: 5) && schedule.remaining == Quantity(lots: 35))
  }
}

/// EXE-2: whoever keeps to a share of what is traded.
@Suite struct `Volumes beyond their range` {
  @Test func `stop at the largest number there is`() {
    var trader = ExecutionTrader(
      FlowDesk.seat(),
      ExecutionTrader.Settings(
        side: .buy, quantity: Quantity(lots: 8), horizon: span(10),
        schedule: .participation(Rate(partsPerBillion: 500_000_000), every: span(1))), FlowDesk.stream())
    var market = FlowDesk.market(bid: 99, ask: 101, last: 100)
    (market.bought, market.sold) = ((1 << 62) - 4, (1 << 62) - 4)
    _ = trader.firstLook(after: .start)
    #expect(trader.sends(on: market).isEmpty)
    // Of ten lots seven can be counted.
    market.bought += 10
    let orders = FlowDesk.orders(trader.sends(on: market, at: seconds(1)))
    #expect(orders.map(\.quantity.lots) == [3])
  }
}
