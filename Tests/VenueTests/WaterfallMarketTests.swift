import MarketTypes
import TestSupport
import Testing
import Venue

/// Laws that hold under random waterfalls: many short runs, each with rules of its own.
@Suite struct WaterfallMarketTests {
  private static let commands = 160

  /// Σ balances = 0 and Σ lots = 0 after every command, by the venue's own walk and from the stream alone; what each event of
  /// the waterfall must leave true (LIQ-4, LIQ-17, LIQ-19, LIQ-22 … LIQ-27); and the stream gives every balance there is.
  @Test(arguments: seeds(400))
  func `money and lots are conserved and every stage keeps its rules`(seed: UInt64) {
    _ = Self.run(seed: seed)
  }

  private static func run(seed: UInt64) -> WaterfallLedger {
    var market = WaterfallMarket(seed: seed)
    var ledger = WaterfallLedger(market.rules)
    #expect(market.rules.fault == nil, "seed \(seed)")
    var venue = Exchange(market.rules)
    venue.checksEverything = true
    var events = EventStream()
    for (step, command) in (market.opening() + (0..<commands).map { _ in market.next() }).enumerated() {
      events.removeAll()
      venue.execute(command, into: &events)
      ledger.beginCommand()
      for index in 0..<events.count { ledger.add(events[index]) }
      if let fault = ledger.imbalance() {
        Issue.record("seed \(seed), step \(step), \(command.action): \(fault)")
        return ledger
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
    return ledger
  }

  /// The same commands give the same events from a clone taken at any boundary, whether or not streams are emptied.
  @Test(arguments: seeds(150))
  func `a clone goes on to the same events`(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 99)
    var market = WaterfallMarket(seed: seed)
    let commands = market.opening() + (0..<Self.commands).map { _ in market.next() }
    let boundary = random.below(commands.count)
    var venue = Exchange(market.rules)
    var events = EventStream()
    for command in commands[..<boundary] { venue.execute(command, into: &events) }
    var other = venue.clone()
    var otherEvents = EventStream(at: events.end)
    let held = events.count
    for command in commands[boundary...] { venue.execute(command, into: &events) }
    var theirs: [Event] = []
    for command in commands[boundary...] {
      otherEvents.removeAll()
      other.execute(command, into: &otherEvents)
      for index in 0..<otherEvents.count { theirs.append(otherEvents[index]) }
    }
    let ours = (held..<events.count).map { events[$0] }
    #expect(ours == theirs, "seed \(seed), boundary \(boundary)")
  }

  /// Otherwise the laws above would say little.
  @Test func `the random waterfalls meet every stage`() {
    var counts: [String: Int] = [:]
    for seed in UInt64(0)..<120 { counts.merge(Self.run(seed: seed).counts) { $0 + $1 } }
    let stages = [
      "toppedUp", "graces", "recovered", "forced fills", "stalled", "takeovers", "declined lossStop",
      "declined capital", "declined maximumNotional", "deleveraged", "liquidationFee", "shortfallCovered",
      "fund too small", "contributed", "contributionUsed", "assessed", "gainsCut", "openInterestCharged", "uncovered",
      "contracts settled", "round limits",
    ]
    for stage in stages { #expect(counts[stage, default: 0] > 0, "\(stage)") }
    #expect(counts["forced fills", default: 0] > 500)
  }
}
