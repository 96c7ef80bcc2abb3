import Analysis
import MarketTypes
import TestSupport
import Testing
import Venue

@Suite("Audit of the ledger")
struct LedgerAuditTests {
  @Test
  func `ledger T1 is rebuilt to the unit (C10)`() {
    let audit = StaticBook.t1.recording.fed(to: LedgerAudit(StaticBook.t1.rules))
    #expect(audit.verdict() == nil)
    #expect(
      (1...8).map { audit.balance(of: .collateral(StaticBook.long($0))) } == [
        22997, 23494, 23492, 23989, 23987, 24484, 24482, 24979,
      ])
    #expect(
      (9...20).map { audit.equity(of: StaticBook.long($0)) } == [
        25477, 25974, 26472, 26969, 27467, 27964, 28462, 28959, 29457, 29954, 30452, 30949,
      ])
    #expect(audit.equity(of: StaticBook.provider) == -28_000)
    #expect(audit.equity(of: StaticBook.outsider) == 22_000)
    #expect(audit.equity(of: StaticBook.counterparty) == 80_000)
    #expect(audit.position(of: StaticBook.provider, in: StaticBook.perp).lots == 80)
    #expect(audit.mark(of: StaticBook.perp)?.ticks == 9992)
  }

  @Test
  func `ledger T2 ends with an empty fund, an uncovered loss, and a sum of zero (C10)`() {
    let audit = StaticBook.t2.recording.fed(to: LedgerAudit(StaticBook.t2.rules))
    #expect(audit.verdict() == nil)
    #expect(audit.balance(of: .fund(.common)) == 0)
    #expect(audit.balance(of: .uncovered) == -93_060)
    let equities = (0..<audit.accountCount).reduce(Int128(0)) { $0 + audit.equity(of: AccountID(number: Int32($1))) }
    #expect(equities + audit.balance(of: .uncovered) + audit.balance(of: .outside) == 0)
  }

  /// The audit shares no code with Clearing, so that agreeing means something.
  @Test(arguments: UInt64(0)..<40)
  func `every balance of a random run is the clearing house's own`(seed: UInt64) {
    var flow = RandomFlow(seed: seed)
    var venue = Exchange(flow.rules)
    var events = EventStream()
    var audit = LedgerAudit(flow.rules)
    for command in flow.commands(1_000) {
      venue.execute(command, into: &events)
      events.withSpan { audit.observe(command, $0, from: events.first) }
      events.removeAll()
    }
    #expect(audit.verdict() == nil, "seed \(seed)")
    #expect(audit.accountCount == venue.accountCount)
    for number in 0..<venue.accountCount {
      let account = AccountID(number: Int32(number))
      #expect(audit.balance(of: .collateral(account)) == Int128(venue.collateral(of: account).units), "seed \(seed)")
      #expect(audit.equity(of: account) == venue.figures(of: account).equity, "seed \(seed), account \(number)")
    }
    let venues: [LedgerAccount] = [
      .fees, .fund(.common), .fund(FundID(number: 1)), .rounding, .uncovered, .outside,
    ]
    for account in venues {
      #expect(audit.balance(of: account) == venue.balance(of: account), "seed \(seed), \(account)")
    }
  }

  /// Otherwise the law above would say less than it seems to.
  @Test
  func `random runs have every kind of entry`() {
    var reasons: Set<TransferReason> = []
    var kinds: Set<EventKind> = []
    for seed in UInt64(0)..<40 {
      var flow = RandomFlow(seed: seed)
      for event in Recording(flow.rules, flow.commands(1_000)).steps.flatMap(\.events) {
        kinds.insert(event.body.kind)
        if case .transferred(let transfer) = event.body { reasons.insert(transfer.reason) }
      }
    }
    #expect(
      reasons.isSuperset(of: [
        .deposit, .withdrawal, .realized, .makerFee, .takerFee, .shortfallCovered, .moved, .rounded, .markedToMarket,
        .liquidationFee, .converted, .conversionFee,
      ]), "\(reasons)")
    #expect(
      kinds.isSuperset(of: [.positionMoved, .contractSettled, .assetPriced, .marginLevelChanged, .liquidatable]),
      "\(kinds)")
  }

  /// MAT-59: the positions of a fill that is undone go back at its price, and its fees with them.
  @Test
  func `a fill undone leaves every balance as if it had not been`() {
    var rules = VenueRules(instruments: [StaticBook.t1.rules.instruments[0]])
    rules.instruments[0].makerFee = Rate(partsPerBillion: 1_000_000)
    rules.instruments[0].takerFee = Rate(partsPerBillion: 2_000_000)
    let (alice, bob) = (AccountID(number: 0), AccountID(number: 1))
    func order(_ account: AccountID, _ side: Side, _ lots: Int64, at price: Int64) -> Command {
      Command(
        .submit(
          Order(
            account: account, instrument: StaticBook.perp, side: side, quantity: Quantity(lots: lots),
            limit: Price(ticks: price))))
    }
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: 100), quantity: Quantity(lots: 3),
      makerAccount: alice, takerAccount: bob, instrument: StaticBook.perp, takerSide: .buy, isForced: false)
    let recording = Recording(
      rules,
      [
        Command(.openAccount(AccountOpening(account: alice, kind: .exempt))),
        Command(.openAccount(AccountOpening(account: bob, kind: .exempt))),
        order(alice, .sell, 3, at: 100), order(bob, .buy, 3, at: 100), Command(.bust(fill)),
      ])
    #expect(recording.steps.last?.events.first?.body == .busted(fill))
    let audit = recording.fed(to: LedgerAudit(rules))
    #expect(audit.verdict() == nil)
    for account in [alice, bob] {
      #expect(audit.position(of: account, in: StaticBook.perp) == .flat)
      #expect(audit.balance(of: .collateral(account)) == 0)
    }
    #expect(audit.balance(of: .fees) == 0)
    #expect(recording.fed(to: RunCounts(rules)).volumes[0].lots == 3)
  }

  /// Whatever a crafted journal says.
  @Test
  func `no number is too large for what the new kinds say`() {
    let (stranger, instrument) = (AccountID(number: -1), InstrumentID(number: 9))
    func found(_ body: Event.Body) -> LedgerBreach.Rule? {
      var recording = StaticBook.t1.recording
      recording.append(Command(.clock), [Event(body)])
      return recording.fed(to: LedgerAudit(StaticBook.t1.rules)).verdict()?.rule
    }
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: .max), quantity: Quantity(lots: .min),
      makerAccount: StaticBook.long(1), takerAccount: StaticBook.long(2), instrument: StaticBook.perp, takerSide: .buy,
      isForced: true)
    #expect(found(.busted(fill)) == .beyondLimits(StaticBook.perp, fill.price, lots: .min))
    let level = LevelChange(instrument: StaticBook.perp, side: .buy, price: Price(ticks: 0), quantity: .zero)
    #expect(found(.levelChanged(level)) == .quoteBeyondLimits(StaticBook.perp))
    #expect(found(.blocked(stranger)) == .unknownAccount(stranger))
    #expect(found(.unblocked(stranger)) == .unknownAccount(stranger))
    #expect(found(.phaseChanged(PhaseChange(.halted, of: instrument))) == .unknownInstrument(instrument))
    #expect(found(.phaseChanged(PhaseChange(.halted))) == nil)
    let outcome = AuctionOutcome(instrument: instrument, price: nil, quantity: .zero, surplus: .min)
    #expect(found(.auctioned(outcome)) == .unknownInstrument(instrument))
    let decrement = SelfTradeDecrement(
      maker: OrderID(number: 1), taker: OrderID(number: 2), quantity: Quantity(lots: .max), makerAccount: stranger,
      takerAccount: StaticBook.long(1), instrument: StaticBook.perp)
    #expect(found(.selfTradeDecremented(decrement)) == .unknownAccount(stranger))
  }

  // MARK: Planted breaches

  private func breach(_ forge: (Event) -> Event?) throws -> (LedgerBreach, EventPosition) {
    var recording = StaticBook.t2.recording
    let forged = recording.forge(forge)
    let position = try #require(forged)
    let audit = recording.fed(to: LedgerAudit(recording.rules))
    return (try #require(audit.verdict()), position)
  }

  @Test
  func `a negative transfer is found where it stands`() throws {
    let (breach, position) = try breach { event in
      guard case .transferred(var transfer) = event.body, transfer.reason == .realized else { return nil }
      transfer.amount = -transfer.amount
      return Event(.transferred(transfer), cause: event.cause, round: event.round)
    }
    #expect(breach.position == position)
    guard case .transferNegative = breach.rule else {
      Issue.record("\(breach)")
      return
    }
  }

  @Test
  func `a fund that pays more than it has is found`() throws {
    let (breach, position) = try breach { event in
      guard case .transferred(var transfer) = event.body, transfer.reason == .shortfallCovered else { return nil }
      transfer.amount = Money(units: 3001)
      return Event(.transferred(transfer), cause: event.cause, round: event.round)
    }
    #expect(breach.position == position)
    #expect(breach.rule == .fundBelowZero(.common, -1))
  }

  @Test
  func `a realized profit that is one unit off leaves a cost without a holding`() throws {
    let (breach, position) = try breach { event in
      guard case .transferred(var transfer) = event.body, transfer.reason == .realized,
        case .costBasis(let owner, _) = transfer.to, owner >= StaticBook.long(1)
      else { return nil }
      transfer.amount = transfer.amount + Money(units: 1)
      return Event(.transferred(transfer), cause: event.cause, round: event.round)
    }
    #expect(breach.position >= position)
    guard case .costOfNothing(let account, StaticBook.perp, _) = breach.rule else {
      Issue.record("\(breach)")
      return
    }
    #expect(account >= StaticBook.long(1))
  }

  @Test
  func `a forced fill on the wrong side is found`() throws {
    let (breach, position) = try breach { event in
      guard case .filled(var fill) = event.body, fill.isForced else { return nil }
      fill.takerSide = .buy
      return Event(.filled(fill), cause: event.cause, round: event.round)
    }
    #expect(breach.position == position)
    guard case .forcedFillEnlarges(_, _, let before, let after) = breach.rule else {
      Issue.record("\(breach)")
      return
    }
    #expect(before.lots == 12)
    #expect(after.lots > 12)
  }

  @Test
  func `a deposit that never was shows in the next equity stated`() throws {
    let (breach, _) = try breach { event in
      guard case .transferred(var transfer) = event.body, transfer.reason == .deposit,
        transfer.to == .collateral(StaticBook.long(3))
      else { return nil }
      transfer.amount = transfer.amount + Money(units: 7)
      return Event(.transferred(transfer))
    }
    guard case .equityDiffers(let account, let stated, let rebuilt) = breach.rule else {
      Issue.record("\(breach)")
      return
    }
    #expect(account == StaticBook.long(3))
    #expect(rebuilt == Int128(stated.units) + 7)
  }

  @Test
  func `an account out of turn, a stranger and a price beyond all limits are found, and stop nothing`() throws {
    let (gap, _) = try breach { event in
      guard case .accountOpened(let opening) = event.body, opening.account == StaticBook.long(2) else { return nil }
      return Event(.accountOpened(AccountOpening(account: AccountID(number: 99), kind: .cross)))
    }
    #expect(gap.rule == .accountOutOfTurn(AccountID(number: 99)))
    let (stranger, _) = try breach { event in
      guard case .filled(var fill) = event.body else { return nil }
      fill.makerAccount = AccountID(number: -1)
      return Event(.filled(fill))
    }
    #expect(stranger.rule == .unknownAccount(AccountID(number: -1)))
    let (beyond, _) = try breach { event in
      guard case .filled(var fill) = event.body else { return nil }
      fill.price = Price(ticks: .max)
      fill.quantity = Quantity(lots: .max)
      return Event(.filled(fill))
    }
    #expect(beyond.rule == .beyondLimits(StaticBook.perp, Price(ticks: .max), lots: .max))
  }

  /// What only a crafted journal can say must not reach the folds that come after.
  @Test
  func `a quote no book can have and a round out of turn are found`() {
    func found(_ event: Event) -> LedgerBreach.Rule? {
      var recording = StaticBook.t1.recording
      recording.append(Command(.clock), [event])
      return recording.fed(to: LedgerAudit(StaticBook.t1.rules)).firstBreach?.rule
    }
    var quote = Quote(
      instrument: StaticBook.perp, bid: Price(ticks: 9), bidQuantity: Quantity(lots: 1), ask: nil, askQuantity: .zero)
    #expect(found(Event(.quoted(quote))) == nil)
    quote.bidTicks = .min
    #expect(found(Event(.quoted(quote))) == .quoteBeyondLimits(StaticBook.perp))
    // T1 has four rounds: a fifth may follow, a sixth may not.
    let limit = RoundLimit(limit: 1, waiting: 1)
    #expect(found(Event(.roundLimitReached(limit), round: 5)) == nil)
    #expect(found(Event(.roundLimitReached(limit), round: 6)) == .roundOutOfTurn(6))
  }

  @Test
  func `only the first breach is kept, and it speaks in words`() throws {
    let (breach, position) = try breach { event in
      guard case .transferred(var transfer) = event.body, transfer.reason == .deposit, transfer.to == .fund(.common)
      else {
        return nil
      }
      transfer.amount = Money(units: -5)
      return Event(.transferred(transfer))
    }
    #expect(breach.text() == "event \(position.number): a transfer of -5")
  }
}
