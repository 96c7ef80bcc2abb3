import MarketTypes
import Participants
import Testing

@testable import Simulation

/// SIM-27: levels of a book as somebody sees them late.
@Suite struct `Following levels` {
  /// All changes of levels of a run, with when they happened.
  private static func levels(of run: Run) -> [(change: LevelChange, time: Int64)] {
    run.steps.flatMap { step in
      step.events.compactMap { event in
        if case .levelChanged(let change) = event.body { (change, step.command.time.nanoseconds) } else { nil }
      }
    }
  }

  private static func market(seed: UInt64) throws -> Run {
    Run(
      try scenario(
        instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "publishesLevels": true"#, seed: seed,
        population(block("maker"), block("taker"))))
  }

  /// A naive twin: what each price shows, by the changes that are old enough.
  private static func lots(
    _ side: Side, _ levels: [(change: LevelChange, time: Int64)], by moment: Int64
  ) -> [Int64: Int64] {
    var lots: [Int64: Int64] = [:]
    for (change, time) in levels where time <= moment && change.side == side {
      lots[change.price.ticks] = change.quantity == .zero ? nil : change.quantity.lots
    }
    return lots
  }

  private static func shown(_ side: Side, _ depth: PublicDepth) -> [Int64: Int64] {
    let levels = (0..<depth.count(side)).map { depth.level(side, $0) }
    return Dictionary(uniqueKeysWithValues: levels.map { ($0.price.ticks, $0.lots) })
  }

  @Test(arguments: UInt64(1)...3)
  func `levels are those of the latency ago, whoever follows them how late`(seed: UInt64) throws {
    let run = try Self.market(seed: seed)
    let levels = Self.levels(of: run)
    #expect(levels.count > 1_000)
    let x = InstrumentID(number: 0)
    var newsroom = Newsroom(instruments: 1, accounts: 0)
    let latencies: [Int64] = [0, 5_000_000, 1_000_000_000]
    let places = latencies.map {
      newsroom.followDepth(of: x, after: TimeSpan(nanoseconds: $0), insteadOf: -1, at: .start)
    }
    let again = newsroom.followDepth(of: x, after: TimeSpan(nanoseconds: 5_000_000), insteadOf: -1, at: .start)
    #expect(Set(places).count == 3 && again == places[1])
    var dice = Dice(seed: seed)
    var looks = 0
    for (step, next) in zip(run.steps, run.steps.dropFirst()) {
      let now = step.command.time
      newsroom.observe(step.events.span, until: EventPosition(number: 0), at: now)
      // What the same moment still brings has not been shown.
      guard next.command.time > now, dice.whole(in: 0...4) == 0 else { continue }
      let index = Int(dice.whole(in: 0...2))
      var outlook = Outlook(now: now)
      newsroom.showDepth(Int(places[index]), at: now, in: &outlook)
      for side in [Side.buy, .sell] {
        let twin = Self.lots(side, levels, by: now.nanoseconds - latencies[index])
        #expect(Self.shown(side, outlook.depth) == twin, "at \(now.nanoseconds)")
        let prices = (0..<outlook.depth.count(side)).map { outlook.depth.level(side, $0).price.ticks }
        #expect(prices == (side == .buy ? prices.sorted(by: >) : prices.sorted()))
      }
      newsroom.takeBackDepth(Int(places[index]), from: &outlook)
      looks += 1
    }
    #expect(looks > 50)
  }

  /// SIM-20: with another delay nothing is seen twice and nothing missed.
  @Test(arguments: [(Int64(10_000_000), Int64(900_000_000)), (900_000_000, 10_000_000)])
  func `with another delay the levels seen stay, and what comes then comes with the new one`(old: Int64, new: Int64)
    throws
  {
    let run = try Self.market(seed: 4)
    let levels = Self.levels(of: run)
    var depth = DelayedDepth(instrument: InstrumentID(number: 0), latency: TimeSpan(nanoseconds: old))
    let change: Int64 = 5_000_000_000
    var pending = levels[...]
    func feed(until now: Int64) {
      while let next = pending.first, next.time <= now {
        depth.post(next.change, at: Time(nanoseconds: next.time))
        pending.removeFirst()
      }
    }
    feed(until: change)
    depth = depth.delayed(by: TimeSpan(nanoseconds: new), from: Time(nanoseconds: change))
    var differs = false
    for now in stride(from: change, through: 8_000_000_000, by: 37_000_000) {
      feed(until: now)
      depth.catchUp(to: Time(nanoseconds: now))
      let moment = max(change - old, now - new)
      #expect(Self.shown(.buy, depth.book) == Self.lots(.buy, levels, by: moment), "at \(now)")
      #expect(Self.shown(.sell, depth.book) == Self.lots(.sell, levels, by: moment), "at \(now)")
      differs = differs || Self.lots(.buy, levels, by: now - old) != Self.lots(.buy, levels, by: moment)
    }
    #expect(differs)
  }

  /// SIM-14.
  @Test func `levels that nobody looks at are not kept for long`() {
    var depth = DelayedDepth(instrument: InstrumentID(number: 0), latency: TimeSpan(nanoseconds: 100))
    var most = 0
    for time in Int64(0)..<200_000 {
      let change = LevelChange(
        instrument: InstrumentID(number: 0), side: .buy, price: Price(ticks: 1 + time % 9), quantity: Quantity(lots: 1))
      depth.post(change, at: Time(nanoseconds: time))
      most = max(most, depth.waitingCount)
    }
    #expect(most < 10_000)
  }

  /// Each instrument's news goes to its own market, a halt of everything to all.
  @Test func `other instruments are other markets`() {
    var newsroom = Newsroom(instruments: 2, accounts: 0)
    let (x, y) = (InstrumentID(number: 0), InstrumentID(number: 1))
    let events = [
      Event(.indexed(PriceUpdate(instrument: y, price: Price(ticks: 90)))),
      Event(.marked(MarkChange(instrument: x, price: Price(ticks: 80), previous: nil))),
    ]
    newsroom.observe(events.span, until: EventPosition(number: 2), at: Time(nanoseconds: 5))
    let (first, second) = (
      newsroom.market(x, at: Time(nanoseconds: 5)), newsroom.market(y, at: Time(nanoseconds: 5))
    )
    #expect(first.mark == Price(ticks: 80) && first.index == nil)
    #expect(second.mark == nil && second.index == Price(ticks: 90))
    let before = newsroom.market(x, at: Time(nanoseconds: 4))
    #expect(before == PublicMarket(x))
    let halt = [Event(.phaseChanged(PhaseChange(.halted)))]
    newsroom.observe(halt.span, until: EventPosition(number: 3), at: Time(nanoseconds: 6))
    for instrument in [x, y] {
      let market = newsroom.market(instrument, at: Time(nanoseconds: 6))
      #expect(!market.isContinuous)
    }
  }
}
