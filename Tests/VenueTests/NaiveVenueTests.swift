import MarketTypes
import TestSupport
import Testing
import Venue

/// MAT-1…MAT-65, MRK-1…MRK-10 for exempt accounts: the venue against its naive twin.
@Suite struct NaiveVenueTests {
  @Test(arguments: seeds(1_000))
  func `every event equals the naive venue's`(seed: UInt64) {
    _ = compare(seed: seed, commands: 1_500)
  }

  /// Exempt accounts need no mark and no margin, so these reasons cannot be met here; a maker past its position limit is
  /// too rare to count on (MAT-23 has its own story).
  @Test func `the random commands meet every refusal, every way to leave and every kind of event`() {
    var all = Coverage()
    for seed in 0..<UInt64(MarketShape.all.count * 6) { all.add(compare(seed: seed, commands: 1_500)) }
    // This twin's accounts are exempt and its flow says nothing of assets, sub-accounts, sources and contracts that end.
    let ofClearing: Set<Refusal> = [
      .noMark, .initialMarginNotMet, .timeTooFarAhead, .unknownAsset, .unknownSource, .unknownFund, .ownerNotAllowed,
      .noScenarios, .backstopExists, .contributionExceeded,
      .notThisInstrument, .notSameOwner, .assetLimit, .factorOutOfRange, .lossUncovered, .contractExpired, .noPosition,
      .oppositePosition, .openOrdersRemain, .notionalAboveMaximum, .openInterestAboveLimit,
    ]
    #expect(Set(Refusal.allCases).subtracting(all.refusals) == ofClearing)
    // The last one is of older journals.
    #expect(
      Set(CancelReason.allCases).subtracting(all.cancels).isSubset(of: [
        .liquidation, .makerMarginNotMet, .takerMarginNotMet, .positionAboveLimit, .fundTooSmall, .pegReferenceGone,
      ]))
    #expect(Coverage.wanted.subtracting(all.happened) == [])
    #expect(all.fills > 5_000)
  }

  /// Runs both venues on the same commands and stops at the first difference.
  private func compare(seed: UInt64, commands: Int) -> Coverage {
    let shape = MarketShape.all[Int(seed % UInt64(MarketShape.all.count))]
    var generator = CommandGenerator(seed: seed, shape: shape)
    var duel = NaiveVenueDuel(shape.rules)
    var coverage = Coverage()
    for step in 0..<commands {
      let command = generator.command(number: step, for: duel.naive)
      let before = duel.naive.events.count
      let difference = duel.execute(
        command, checksEverything: step % 16 == 0, forgetsEvents: seed % 2 == 0)
      if let difference {
        report(difference, duel.commands, "seed \(seed) (\(shape.name)), step \(step)", shape.rules, seed)
        return coverage
      }
      for event in duel.naive.events[before...] { coverage.add(event) }
    }
    let difference = duel.differenceOfState()
    #expect(difference == nil, "seed \(seed) (\(shape.name))")
    return coverage
  }

  private func report(
    _ difference: NaiveVenueDuel.Difference, _ commands: [Command], _ place: String, _ rules: VenueRules, _ seed: UInt64
  ) {
    var story = "\(difference)"
    if let reduced = NaiveVenueDuel.reduced(commands, rules) {
      let lines = reduced.commands.map { NaiveVenueDuel.text("\($0)") }.joined(separator: "\n")
      story += "\nfewest commands that differ:\n\(lines)\n\(reduced.difference)"
    }
    Issue.record("\(place)\n\(story)\nreplay: CASCADE_SEED=\(seed) swift test --filter NaiveVenueTests")
  }
}
