import MarketTypes
import TestSupport
import Testing
import Venue

/// MAT-1…MAT-65, MRK-1…MRK-10 for exempt accounts: the venue against its naive twin.
@Suite struct NaiveVenueTests {
  @Test(arguments: seeds(1_000))
  func `every event equals the naive venue's`(seed: UInt64) {
    _ = compare(seed: seed, commands: 800)
  }

  /// Exempt accounts need no mark and no margin, so these reasons cannot be met here.
  @Test func `the random commands meet every refusal, every way to leave and every kind of event`() {
    var all = Coverage()
    for seed in 0..<UInt64(MarketShape.all.count * 6) { all.add(compare(seed: seed, commands: 800)) }
    #expect(Set(Refusal.allCases).subtracting(all.refusals) == [.noMark, .initialMarginNotMet])
    #expect(
      Set(CancelReason.allCases).subtracting(all.cancels).isSubset(of: [
        .liquidation, .makerMarginNotMet, .takerMarginNotMet,
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

/// What runs of random commands met, so that a test can say that nothing was left out.
struct Coverage: Sendable {
  var refusals: Set<Refusal> = []
  var cancels: Set<CancelReason> = []
  var happened: Set<Happening> = []
  var fills = 0

  /// What should have come about at least once.
  enum Happening: CaseIterable {
    case conditioned, armed, triggered, decremented, levelChanged, indicated, auctioned, busted, protected, blocked
    case unblocked, protectionTriggered, called, halted, limited, feeReturned, metItself, lostPriority,
      refusedWhenTriggered
  }
  static let wanted = Set(Happening.allCases)

  mutating func add(_ other: Coverage) {
    refusals.formUnion(other.refusals)
    cancels.formUnion(other.cancels)
    happened.formUnion(other.happened)
    fills += other.fills
  }

  mutating func add(_ event: Event) {
    switch event.body {
    case .refused(let refused):
      refusals.insert(refused.reason)
      if refused.action == .trigger { happened.insert(.refusedWhenTriggered) }
    case .cancelled(let cancelled): cancels.insert(cancelled.reason)
    case .amended(let amended): if !amended.keptPriority { happened.insert(.lostPriority) }
    case .filled(let fill):
      fills += 1
      if fill.makerAccount == fill.takerAccount { happened.insert(.metItself) }
    case .phaseChanged(let change):
      switch change.phase {
      case .continuous: break
      case .call: happened.insert(.called)
      case .halted: happened.insert(.halted)
      case .limited: happened.insert(.limited)
      }
    case .transferred(let transfer): if transfer.reason == .feeReturned { happened.insert(.feeReturned) }
    case .conditioned: happened.insert(.conditioned)
    case .armed: happened.insert(.armed)
    case .triggered: happened.insert(.triggered)
    case .selfTradeDecremented: happened.insert(.decremented)
    case .levelChanged: happened.insert(.levelChanged)
    case .auctionIndicated: happened.insert(.indicated)
    case .auctioned: happened.insert(.auctioned)
    case .busted: happened.insert(.busted)
    case .protectionSet: happened.insert(.protected)
    case .protectionTriggered: happened.insert(.protectionTriggered)
    case .blocked: happened.insert(.blocked)
    case .unblocked: happened.insert(.unblocked)
    default: break
    }
  }
}
