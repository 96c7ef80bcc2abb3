import MarketTypes
import TestSupport
import Testing
import Venue

/// Laws that hold on random markets with everything on. The numbers I1 … I15 are those of the list of invariants that
/// published systems assert; docs/reliability.md says of each where it is tested. By construction, and therefore only looked at
/// in passing: I14 (an account's standing is a field of its own, which release clears; a story has it).
@Suite struct FullMarketTests {
  /// A venue, its stream and the fold of it, going through one market.
  struct Run: ~Copyable {
    var market: FullMarket
    var venue: Exchange
    var events = EventStream()
    var ledger: FullLedger
    var bodies: [Event] = []

    init(seed: UInt64, isFundLarge: Bool = false) {
      market = FullMarket(seed: seed, isFundLarge: isFundLarge)
      venue = Exchange(market.rules)
      venue.checksEverything = true
      ledger = FullLedger(market.rules)
    }

    mutating func execute(_ command: Command) {
      events.removeAll()
      venue.execute(command, into: &events)
      bodies.removeAll(keepingCapacity: true)
      for index in 0..<events.count {
        bodies.append(events[index])
        ledger.add(events[index])
      }
    }
  }

  private static let steps = 700

  // I1, I2, I3, I5, I6, I9 (an event's equity is that of the marks so far), I12, CLR-5, CLR-12, CLR-17, CLR-32
  @Test(arguments: seeds(60))
  func `after every command the events alone give every balance, and all of them balance`(seed: UInt64) {
    var run = Run(seed: seed)
    let commands = run.market.opening()
    for step in 0..<(commands.count + Self.steps) {
      let command = step < commands.count ? commands[step] : run.market.next()
      let rounding = run.ledger.balance(.rounding)
      run.execute(command)
      var fault = run.ledger.imbalance() ?? difference(run)
      if run.ledger.balance(.rounding) < rounding { fault = fault ?? "the rounding account fell" }
      if let fault {
        Issue.record("seed \(seed), step \(step): \(fault) after \(command)")
        return
      }
    }
  }

  /// Where the venue has another balance or position than the events, a requirement stands on its head, or a loss is
  /// nobody's.
  private func difference(_ run: borrowing Run) -> String? {
    var all: [LedgerAccount] = [.fees, .rounding, .uncovered, .outside]
    for fund in run.market.rules.funds.indices { all.append(.fund(FundID(number: UInt8(fund)))) }
    for number in 0..<Int32(run.venue.accountCount) {
      let account = AccountID(number: number)
      all.append(.collateral(account))
      for instrument in run.market.rules.instruments.indices {
        let id = InstrumentID(number: UInt16(instrument))
        all.append(.costBasis(account, id))
        let lots = run.venue.position(of: account, in: id).lots
        if lots != run.ledger.held(number, id.number) { return "account \(number) holds \(lots) of \(instrument)" }
      }
      for asset in 1...UInt16(run.market.rules.assets.count) {
        let units = run.venue.balance(of: account, in: AssetID(number: asset)).units
        if Int128(units) != run.ledger.balance(.collateral(account), asset) {
          return "account \(number) has \(units) of asset \(asset)"
        }
        if units < 0 { return "account \(number) owes asset \(asset)" }
      }
      let figures = run.venue.figures(of: account)
      if figures.equity != run.ledger.equity(number) {
        return "account \(number) has equity \(figures.equity), by the events \(run.ledger.equity(number))"
      }
      // I11
      if figures.initial < figures.maintenance { return "account \(number) needs less to open than to keep" }
      // I12: nobody flat owes anything but what assets stand behind.
      if run.ledger.kinds[Int(number)] != .exempt, run.ledger.isFlat(number), figures.equity < 0, !run.venue.isOpening {
        return "flat account \(number) is left with equity \(figures.equity)"
      }
    }
    for account in all where run.venue.balance(of: account) != run.ledger.balance(account) {
      return "\(account) has \(run.venue.balance(of: account)), by the events \(run.ledger.balance(account))"
    }
    return nil
  }

  /// I7: while an account is liquidatable, the first fill it takes part in, at marks that stand, makes its position no
  /// larger. (To the other side and as large is allowed, CLR-10: it needs no more. A portfolio's hedge may be larger.)
  @Test(arguments: seeds(30))
  func `an account under margin takes part in nothing that enlarges its position`(seed: UInt64) {
    var run = Run(seed: seed)
    for command in run.market.opening() { run.execute(command) }
    for step in 0..<Self.steps {
      var risky = Set((0..<run.venue.accountCount).filter { run.venue.isLiquidatable(AccountID(number: Int32($0))) })
      let before = run.ledger
      let command = run.market.next()
      run.execute(command)
      guard case .submit = command.action else { continue }
      for event in run.bodies {
        guard case .filled(let fill) = event.body else {
          // Once something else happened to it, it may be another.
          if case .marked = event.body { break }
          if case .funded = event.body { break }
          if case .assetPriced = event.body { break }
          if case .marginFactorSet = event.body { break }
          continue
        }
        for (account, sign) in [(fill.buyer.number, 1), (fill.seller.number, -1)] as [(Int32, Int64)] {
          guard risky.remove(Int(account)) != nil, fill.buyer != fill.seller else { continue }
          let held = before.held(account, fill.instrument.number)
          let after = held + sign * fill.quantity.lots
          if abs(after) > abs(held), before.kinds[Int(account)] != .portfolio {
            Issue.record("seed \(seed), step \(step): risky account \(account) goes from \(held) to \(after)")
            return
          }
        }
      }
    }
  }

  // I10
  @Test(arguments: seeds(20))
  func `the same commands give the same events, from any clone as well`(seed: UInt64) {
    var first = Run(seed: seed)
    var chance = SplitMix64(seed: seed ^ 77)
    let opening = first.market.opening()
    var commands = opening
    for _ in 0..<Self.steps { commands.append(first.market.next()) }
    var clone = first.venue.clone()
    var cloned = EventStream()
    var again = Exchange(first.market.rules)
    again.checksEverything = true
    var repeated = EventStream()
    for (step, command) in commands.enumerated() {
      if chance.once(in: 60) {
        clone = first.venue.clone()
        cloned = EventStream(at: first.events.end)
      }
      first.execute(command)
      cloned.removeAll()
      repeated.removeAll()
      clone.execute(command, into: &cloned)
      again.execute(command, into: &repeated)
      let isSame =
        (0..<repeated.count).map { repeated[$0] } == first.bodies
        && (0..<cloned.count).map { cloned[$0] } == first.bodies
      if !isSame {
        Issue.record("seed \(seed), step \(step): another story after \(command)")
        return
      }
    }
  }

  @Test func `the markets meet every flow and every refusal of it`() {
    var counts: [String: Int] = [:]
    for seed in 0..<UInt64(40) {
      var run = Run(seed: seed)
      run.venue.checksEverything = false
      for command in run.market.opening() { run.execute(command) }
      for _ in 0..<Self.steps { run.execute(run.market.next()) }
      counts.merge(run.ledger.counts, uniquingKeysWith: +)
    }
    let wanted = [
      "fills", "forced fills", "liquidatable", "levels", "fundings", "contracts settled", "positions moved", "busts",
      "funding", "rounded", "markedToMarket", "liquidationFee", "converted", "conversionFee", "moved",
      "shortfallCovered", "shortfallUncovered", "realized", "deposit", "withdrawal",
      "refused withdraw lossUncovered", "refused withdraw freeCollateralExceeded", "refused deposit assetLimit",
      "refused transfer notSameOwner", "refused transfer freeCollateralExceeded", "refused movePosition noPosition",
      "refused movePosition oppositePosition", "refused movePosition notThisInstrument",
      "refused movePosition initialMarginNotMet", "refused movePosition openOrdersRemain",
      "refused submit notThisInstrument", "refused submit openInterestAboveLimit", "refused submit contractExpired",
      "refused setMarginFactor factorOutOfRange", "refused fund unknownFund",
    ]
    for what in wanted where counts[what, default: 0] < 5 { Issue.record("\(what): only \(counts[what, default: 0])") }
  }
}
