import MarketTypes
import Synchronization
import TestSupport
import Testing
import Venue

/// CLR-1 … CLR-43, LIQ-1 … LIQ-28, MRK-1 … MRK-21, IDX-1 … IDX-11, FND-1 … FND-8, PFM-1 … PFM-14, WCH-1 … WCH-6: the whole
/// venue, with margin, marks and every stage of the waterfall, against its naive twin. Books are small, accounts few, leverage high, prices jump.
@Suite struct WholeVenueTests {
  @Test(arguments: seeds(1_000))
  func `every event of a waterfall equals the naive venue's`(seed: UInt64) {
    _ = Self.compareWaterfall(seed: seed)
  }

  /// With inverse contracts, funding, mark to market, expiry, positions that change accounts, orders of every kind, and liquidation now and then off.
  @Test(arguments: seeds(1_000))
  func `every event of a wider market equals the naive venue's`(seed: UInt64) {
    _ = Self.compareWide(seed: seed)
  }

  /// With collateral in assets, portfolio margin, add-ons and risk factors, fee tiers and limits, prices made of several
  /// sources, marks that remember and time-weighted funding.
  @Test(arguments: seeds(1_000))
  func `every event of a richer market equals the naive venue's`(seed: UInt64) {
    _ = Self.compareRich(seed: seed)
  }

  /// Otherwise that would say little.
  @Test func `the random waterfalls come to every stage, and most to forced orders`() {
    var all = WholeVenueCoverage()
    var withForced = 0
    for seed in UInt64(0)..<200 {
      for coverage in [Self.compareWaterfall(seed: seed), Self.compareWide(seed: seed)] {
        if coverage.counts["forced fills", default: 0] > 0 { withForced += 1 }
        all.add(coverage)
      }
    }
    let wanted = [
      "forced fills", "liquidatable", "recovered", "stalled", "uncovered", "round limits", "level alerted",
      "level called", "level sufficient", "contracts settled", "margin factors", "graces", "takeovers",
      "declined lossStop", "declined capital", "declined maximumNotional", "deleveraged", "positions moved", "realized",
      "toppedUp", "liquidationFee", "shortfallCovered", "shortfallUncovered", "contributionUsed", "assessed",
      "gainsCut",
      "openInterestCharged", "cancelled liquidation", "cancelled makerMarginNotMet", "cancelled takerMarginNotMet",
      "cancelled fundTooSmall", "refused initialMarginNotMet", "refused lossUncovered", "in later rounds",
      "rounded", "moved", "funding", "markedToMarket", "cancelled refusedWhenTriggered", "refused noPosition",
    ]
    for stage in wanted where all.counts[stage, default: 0] < 10 {
      Issue.record("\(stage): only \(all.counts[stage, default: 0])")
    }
    #expect(withForced > 200)
  }

  @Test func `the random richer markets come to each of what they have more`() {
    var all = WholeVenueCoverage()
    for seed in UInt64(0)..<200 { all.add(Self.compareRich(seed: seed)) }
    let wanted = [
      "deposit in assets", "withdrawal in assets", "moved in assets", "converted in assets", "conversionFee",
      "takenOver in assets", "liquidatable by an asset", "refused assetLimit", "refused unknownAsset",
      "fees by schedule", "rebates by schedule", "refused openInterestAboveLimit", "refused notionalAboveMaximum",
      "refused notionalBelowMinimum", "refused positionAboveLimit", "refused unknownSource", "reports", "sources lost",
      "sources rolled", "indices made of sources", "marks by time", "marks by impactMid", "marks by fair",
      "marks by sampledLast", "marks by indexPlusBasis", "marks by fairMedian", "marks by robustMedian",
      "marks by composite", "time-weighted fundings", "settled at a mean",
      "liquidatable by risk factors as specified", "liquidatable by risk factors as coded",
      "liquidatable with a premium by its size", "liquidatable with a premium by the root of its size",
      "liquidatable with a concentration charge", "liquidatable with a scale by open interest",
      "liquidatable under portfolio margin", "refused under portfolio margin", "liquidatable with a volatility factor",
      "margin factors with volatility", "liquidatable by a margin factor",
    ]
    for thing in wanted where all.counts[thing, default: 0] < 10 {
      Issue.record("\(thing): only \(all.counts[thing, default: 0])")
    }
  }

  private static func compareWaterfall(seed: UInt64) -> WholeVenueCoverage {
    var market = WaterfallMarket(seed: seed)
    return compare(seed, market.rules, market.opening() + (0..<160).map { _ in market.next() })
  }

  private static func compareWide(seed: UInt64) -> WholeVenueCoverage {
    var market = WideMarket(seed: seed)
    #expect(market.rules.fault == nil, "seed \(seed)")
    return compare(seed, market.rules, market.opening() + (0..<200).map { _ in market.next() })
  }

  private static func compareRich(seed: UInt64) -> WholeVenueCoverage {
    var market = RichMarket(seed: seed)
    #expect(market.rules.fault == nil, "seed \(seed)")
    return compare(seed, market.rules, market.opening() + (0..<200).map { _ in market.next() })
  }

  /// Runs both venues on the same commands and stops at the first difference.
  private static func compare(_ seed: UInt64, _ rules: VenueRules, _ commands: [Command]) -> WholeVenueCoverage {
    var duel = NaiveVenueDuel(rules)
    var coverage = WholeVenueCoverage()
    for (step, command) in commands.enumerated() {
      let before = duel.naive.events.count
      let difference = duel.execute(command, checksEverything: step % 16 == 0, forgetsEvents: seed % 2 == 0)
      if let difference {
        report(difference, duel.commands, "seed \(seed), step \(step)", rules, seed)
        return coverage
      }
      for (place, event) in duel.naive.events.enumerated().dropFirst(before) {
        let cause = event.cause > 0 ? duel.naive.events[place - Int(event.cause)] : nil
        coverage.add(event, because: cause, in: duel.naive)
      }
    }
    let difference = duel.differenceOfState()
    #expect(difference == nil, "seed \(seed)")
    return coverage
  }

  private static let hasReduced = Mutex(false)

  private static func report(
    _ difference: NaiveVenueDuel.Difference, _ commands: [Command], _ place: String, _ rules: VenueRules, _ seed: UInt64
  ) {
    var story = "\(difference)"
    // The first is enough: where much differs, reducing all would take long.
    let isFirst = hasReduced.withLock { done in
      defer { done = true }
      return !done
    }
    if isFirst, let reduced = NaiveVenueDuel.reduced(commands, rules) {
      let lines = reduced.commands.map { NaiveVenueDuel.text("\($0)") }.joined(separator: "\n")
      story += "\nfewest commands that differ:\n\(lines)\n\(reduced.difference)\nrules: \(rules)"
    }
    Issue.record("\(place)\n\(story)\nreplay: CASCADE_SEED=\(seed) swift test --filter WholeVenueTests")
  }
}
