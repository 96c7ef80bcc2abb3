import MarketTypes
import TestSupport
import Testing
import Venue

/// MAT-1…MAT-16, MAT-19…MAT-22, MRK-1…MRK-10: the venue against its naive twin.
@Suite struct NaiveVenueTests {
  /// What a run of random commands met, so that a test can say that nothing was left out.
  struct Coverage: Sendable {
    var refusals: Set<Refusal> = []
    var cancels: Set<CancelReason> = []
    var fills = 0
    var selfTrades = 0
    var lostPriority = 0
  }

  @Test(arguments: seeds(200))
  func `every event equals the naive venue's`(seed: UInt64) {
    _ = compare(seed: seed, commands: 2_000)
  }

  /// Exempt accounts need no mark and no margin, so these reasons cannot be met here; `positionAboveLimit` of a maker is
  /// too rare to count on (MAT-23 has its own story).
  @Test func `the random commands meet every refusal and every way to leave`() {
    var all = Coverage()
    for seed in UInt64(0)..<10 {
      let met = compare(seed: seed, commands: 2_000)
      all.refusals.formUnion(met.refusals)
      all.cancels.formUnion(met.cancels)
      all.fills += met.fills
      all.selfTrades += met.selfTrades
      all.lostPriority += met.lostPriority
    }
    #expect(Set(Refusal.allCases).subtracting(all.refusals) == [.noMark, .initialMarginNotMet])
    #expect(
      all.cancels.isSuperset(of: [
        .requested, .notFilledAtOnce, .nothingToReduce, .amendedBelowFilled, .balanceLimit,
      ]))
    #expect(all.fills > 5_000)
    #expect(all.selfTrades > 50)
    #expect(all.lostPriority > 250)
  }

  /// Runs both venues on the same commands and stops at the first difference.
  private func compare(seed: UInt64, commands: Int) -> Coverage {
    let shape = MarketShape.all[Int(seed % UInt64(MarketShape.all.count))]
    var generator = CommandGenerator(seed: seed, shape: shape)
    var naive = NaiveVenue(shape.instruments)
    var venue = Exchange(VenueRules(instruments: shape.instruments))
    var events = EventStream()
    var coverage = Coverage()
    for step in 0..<commands {
      let command = generator.command(number: step, for: naive)
      let before = naive.events.count
      naive.execute(command)
      venue.checksEverything = step % 16 == 0
      if seed % 2 == 0 { events.removeAll() }
      let held = events.count
      venue.execute(command, into: &events)
      let expected = naive.events[before...]
      for (place, twin) in expected.enumerated() where held + place >= events.count || events[held + place] != twin {
        let found = held + place < events.count ? "\(events[held + place])" : "nothing"
        Issue.record(
          """
          seed \(seed) (\(shape.name)), step \(step), event \(before + place)
          command: \(command)
          naive:   \(twin)
          venue:   \(found)
          replay:  CASCADE_SEED=\(seed) swift test --filter NaiveVenueTests
          """)
        return coverage
      }
      if events.count - held > expected.count {
        Issue.record(
          """
          seed \(seed) (\(shape.name)), step \(step): an event too many
          command: \(command)
          venue:   \(events[held + expected.count])
          """)
        return coverage
      }
      for event in expected { coverage.add(event) }
    }
    expectSameState(venue, naive, "seed \(seed) (\(shape.name))")
    return coverage
  }

  private func expectSameState(_ venue: borrowing Exchange, _ naive: NaiveVenue, _ seed: String) {
    for (number, account) in naive.accounts.enumerated() {
      let id = AccountID(number: Int32(number))
      let cash = venue.collateral(of: id).units
      #expect(cash == Int64(account.cash), "\(seed), account \(number)")
      for instrument in naive.instruments.indices {
        let place = InstrumentID(number: UInt16(instrument))
        let (lots, cost) = (venue.position(of: id, in: place).lots, venue.costBasis(of: id, in: place).units)
        #expect(lots == Int64(account.lots[instrument] ?? 0), "\(seed), account \(number), instrument \(instrument)")
        #expect(cost == Int64(account.cost[instrument] ?? 0), "\(seed), account \(number), instrument \(instrument)")
      }
    }
  }
}

extension NaiveVenueTests.Coverage {
  mutating func add(_ event: Event) {
    switch event.body {
    case .refused(let refused): refusals.insert(refused.reason)
    case .cancelled(let cancelled): cancels.insert(cancelled.reason)
    case .amended(let amended): lostPriority += amended.keptPriority ? 0 : 1
    case .filled(let fill):
      fills += 1
      selfTrades += fill.makerAccount == fill.takerAccount ? 1 : 0
    default: break
    }
  }
}
