import MarketTypes
import TestSupport
import Testing
import Venue

/// Laws that hold on random markets in which accounts are liquidated.
@Suite struct MarginedMarketTests {
  /// All events of a market of `commands` commands, opening included, with everything checked after each.
  private func run(seed: UInt64, commands: Int, emptying: Bool = false) -> [Event] {
    var market = MarginedMarket(seed: seed)
    var venue = Exchange(market.rules)
    venue.checksEverything = true
    var events = EventStream()
    var all: [Event] = []
    for command in market.opening() + (0..<commands).map({ _ in market.next() }) {
      let held = events.count
      venue.execute(command, into: &events)
      for index in held..<events.count { all.append(events[index]) }
      if emptying { events.removeAll() }
    }
    return all
  }

  /// Σ balances = 0 and Σ lots = 0 after every command, by the venue's own walk and from the stream alone; and the stream
  /// alone gives every balance the venue has.
  @Test(arguments: seeds(60))
  func `the ledger balances after every command and can be rebuilt from the stream`(seed: UInt64) {
    var market = MarginedMarket(seed: seed)
    var venue = Exchange(market.rules)
    venue.checksEverything = true
    var events = EventStream()
    var ledger = StreamLedger(market.rules.instruments)
    for (step, command) in (market.opening() + (0..<600).map { _ in market.next() }).enumerated() {
      events.removeAll()
      venue.execute(command, into: &events)
      for index in 0..<events.count { ledger.add(events[index]) }
      if ledger.sum != 0 {
        Issue.record("seed \(seed), step \(step): balances sum to \(ledger.sum) after \(command)")
        return
      }
    }
    for (account, balance) in ledger.balances {
      let held = venue.balance(of: account)
      #expect(held == balance, "seed \(seed), \(account)")
    }
    for (place, lots) in ledger.lots {
      let held = venue.position(of: AccountID(number: place.account), in: InstrumentID(number: place.instrument)).lots
      #expect(held == lots, "seed \(seed), \(place)")
    }
    #expect(ledger.balances[.fund(.common)] ?? 0 >= 0)
  }

  /// Causes point backwards; what follows from something is of its round, and a forced order's is one more.
  @Test(arguments: seeds(60))
  func `causes point backwards and rounds are consistent`(seed: UInt64) {
    let all = run(seed: seed, commands: 600)
    for (position, event) in all.enumerated() {
      let comment: Comment = "seed \(seed), event \(position): \(event)"
      if Int(event.cause) > position {
        Issue.record(comment)
        return
      }
      guard event.cause > 0 else { continue }
      let cause = all[position - Int(event.cause)]
      switch event.body {
      case .accepted(let order) where order.terms.contains(.forced):
        // Said to be liquidatable, or called again by a mark after nobody was met.
        switch cause.body {
        case .liquidatable(let state): #expect(state.account == order.account, comment)
        case .marked: break
        default: Issue.record(comment)
        }
        #expect(follows(event, cause), comment)
      case .cancelled(let order) where order.reason == .liquidation: #expect(follows(event, cause), comment)
      case .recovered: #expect(follows(event, cause), comment)
      case .filled, .rested, .cancelled, .transferred, .quoted, .marked:
        #expect(event.round == cause.round, comment)
      default: break
      }
    }
  }

  /// One round after its cause; or round 1, where an earlier command left it (LIQ-6).
  private func follows(_ event: Event, _ cause: Event) -> Bool {
    event.round == cause.round + 1 || event.round == 1
  }

  /// No forced order enlarges or flips a position, and none rests.
  @Test(arguments: seeds(60))
  func `forced fills only bring positions nearer to flat`(seed: UInt64) {
    var market = MarginedMarket(seed: seed)
    var venue = Exchange(market.rules)
    var events = EventStream()
    var ledger = StreamLedger(market.rules.instruments)
    for command in market.opening() + (0..<600).map({ _ in market.next() }) {
      events.removeAll()
      venue.execute(command, into: &events)
      for index in 0..<events.count {
        if case .filled(let fill) = events[index].body, fill.isForced, fill.makerAccount != fill.takerAccount {
          let place = StreamLedger.Place(account: fill.takerAccount.number, instrument: fill.instrument.number)
          let held = ledger.lots[place] ?? 0
          #expect(held > 0 ? fill.takerSide == .sell : fill.takerSide == .buy, "seed \(seed): \(fill)")
          #expect(fill.quantity.lots <= abs(held), "seed \(seed): \(fill)")
        }
        ledger.add(events[index])
      }
    }
  }

  /// The same commands give the same events from a clone taken at any boundary, and neither venue feels the other.
  @Test(arguments: seeds(60))
  func `a clone goes on to the same events`(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 99)
    var market = MarginedMarket(seed: seed)
    let commands = market.opening() + (0..<600).map { _ in market.next() }
    let whole = run(seed: seed, commands: 600)
    var venue = Exchange(market.rules)
    var events = EventStream()
    let boundary = random.below(commands.count)
    for command in commands[..<boundary] { venue.execute(command, into: &events) }
    var other = venue.clone()
    var otherEvents = EventStream(at: events.end)
    // The clone first goes its own way a little, in a clone of its own, and then the common way.
    var stray = other.clone()
    var strayEvents = EventStream(at: events.end)
    for command in commands[boundary...].reversed() { stray.execute(command, into: &strayEvents) }
    for command in commands[boundary...] { other.execute(command, into: &otherEvents) }
    for command in commands[boundary...] { venue.execute(command, into: &events) }
    let ours = (0..<events.count).map { events[$0] }
    let theirs = (0..<otherEvents.count).map { otherEvents[$0] }
    #expect(ours == whole, "seed \(seed)")
    #expect(theirs == Array(whole[(whole.count - theirs.count)...]), "seed \(seed), boundary \(boundary)")
    #expect(theirs.count == ours.count - Int(otherEvents.first.number), "seed \(seed), boundary \(boundary)")
  }

  @Test(arguments: seeds(30))
  func `when the caller empties the stream changes nothing`(seed: UInt64) {
    #expect(run(seed: seed, commands: 400, emptying: true) == run(seed: seed, commands: 400), "seed \(seed)")
  }

  /// Otherwise the laws above would say little.
  @Test func `the random markets meet everything that margin can bring`() {
    var forced = 0
    var rounds: Set<UInt16> = []
    var refusals: Set<Refusal> = []
    var cancels: Set<CancelReason> = []
    var stalled = 0
    var recovered = 0
    var uncovered = 0
    var limits = 0
    for seed in UInt64(0)..<30 {
      for event in run(seed: seed, commands: 600) {
        switch event.body {
        case .filled(let fill) where fill.isForced:
          forced += 1
          rounds.insert(event.round)
        case .refused(let refused): refusals.insert(refused.reason)
        case .cancelled(let cancelled): cancels.insert(cancelled.reason)
        case .liquidationStalled: stalled += 1
        case .recovered: recovered += 1
        case .lossUncovered: uncovered += 1
        case .roundLimitReached: limits += 1
        default: break
        }
      }
    }
    #expect(forced > 500)
    #expect(rounds.contains(3))
    #expect(refusals.isSuperset(of: [.noMark, .initialMarginNotMet, .freeCollateralExceeded, .fillOrKillNotFillable]))
    #expect(cancels.isSuperset(of: [.liquidation, .makerMarginNotMet, .takerMarginNotMet, .nothingToReduce]))
    #expect(stalled > 0)
    #expect(recovered > 0)
    #expect(uncovered > 0)
    #expect(limits > 0)
  }
}
