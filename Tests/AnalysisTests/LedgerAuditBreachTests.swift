import Analysis
import MarketTypes
import Testing

/// What no venue says: each breach where it stands, and nothing too large for the audit.
@Suite("Audit of the ledger: breaches")
struct LedgerAuditBreachTests {
  private typealias M = HandMade

  /// The first breach of one command after the opening, or of several.
  private func breach(_ commands: [Event.Body]...) -> LedgerBreach? {
    var stream = HandMadeStream(LedgerAudit(M.rules))
    stream.tell(M.opening)
    for bodies in commands { stream.tell(bodies) }
    return stream.fold.verdict()
  }

  private func rule(_ bodies: Event.Body...) -> LedgerBreach.Rule? { breach(bodies)?.rule }

  private let longFive = HandMade.trade(5, of: M.linear, at: 100, buyer: M.alice, seller: M.bob)
  private let longThree = HandMade.trade(3, of: M.inverse, at: 7, buyer: M.alice, seller: M.bob)

  // MARK: Rounding

  @Test
  func `the rest of an inverse fill must follow at once, from the seller, and nothing else may be called one`() {
    let bobs = LedgerAccount.costBasis(M.bob, M.inverse)
    #expect(rule(longThree, M.rest(of: M.bob)) == nil)
    #expect(rule(longThree) == .restMissing(bobs))
    #expect(rule(longThree, M.rest(of: M.alice)) == .restMissing(bobs))
    #expect(rule(longThree, M.pay(2, bobs, .rounding, .rounded)) == .restMissing(bobs))
    #expect(rule(longThree, M.mark(M.inverse, 7), M.rest(of: M.bob)) == .restMissing(bobs))
    #expect(breach([longThree], [M.rest(of: M.bob)])?.rule == .restMissing(bobs))
    #expect(rule(longThree, M.rest(of: M.bob), M.rest(of: M.bob)) == .restUncalledFor(bobs))
    // 300 ÷ 10 is whole.
    let even = M.trade(3, of: M.inverse, at: 10, buyer: M.alice, seller: M.bob)
    #expect(rule(even, M.rest(of: M.bob)) == .restUncalledFor(bobs))
  }

  @Test
  func `rounding pays nobody more than it got`() {
    let paid = M.pay(1, .rounding, .collateral(M.bob), .funding)
    #expect(rule(paid) == .roundingBelowZero(-1))
    #expect(rule(paid, M.pay(1, .collateral(M.alice), .rounding, .funding)) == nil)
  }

  // MARK: Assets

  @Test
  func `an asset is nobody's but accounts' and the outside's, never owed, never above its limit`() {
    let deposit = M.pay(10, .outside, .collateral(M.alice), .deposit, of: M.gold)
    #expect(
      rule(deposit, M.pay(11, .collateral(M.alice), .outside, .withdrawal, of: M.gold))
        == .assetBelowZero(M.alice, M.gold, -1))
    #expect(
      rule(deposit, M.pay(991, .outside, .collateral(M.alice), .deposit, of: M.gold))
        == .assetAboveLimit(M.alice, M.gold, 1_001))
    for astray in [
      Transfer(from: .collateral(M.alice), to: .fees, amount: Money(units: 1), asset: M.gold, reason: .takerFee),
      Transfer(from: .outside, to: .fund(M.common), amount: Money(units: 1), asset: M.gold, reason: .deposit),
    ] {
      #expect(rule(deposit, .transferred(astray)) == .transferAstray(astray.reason, from: astray.from, to: astray.to))
    }
    let silver = AssetID(number: 2)
    #expect(rule(M.pay(1, .outside, .collateral(M.alice), .deposit, of: silver)) == .unknownAsset(silver))
  }

  @Test
  func `a price of the currency, of a stranger, or beyond limits is found`() {
    #expect(rule(M.priced(.settlement, 1)) == .unknownAsset(.settlement))
    #expect(rule(M.priced(AssetID(number: .max), 1)) == .unknownAsset(AssetID(number: .max)))
    for ticks in [0, 1_001, Int64.min, Int64.max] {
      #expect(rule(M.priced(M.gold, ticks)) == .assetPriceBeyondLimits(M.gold, Price(ticks: ticks)))
    }
    let report = SourceReport(.asset(.settlement), source: 0, price: nil)
    #expect(rule(.sourceReported(report)) == .unknownAsset(.settlement))
    let roll = SourceRoll(.instrument(InstrumentID(number: 2)), source: 0, price: Price(ticks: 1))
    #expect(rule(.sourceRolled(roll)) == .unknownInstrument(InstrumentID(number: 2)))
    let factor = MarginFactor(instrument: InstrumentID(number: 9), factor: .one)
    #expect(rule(.marginFactorSet(factor)) == .unknownInstrument(InstrumentID(number: 9)))
  }

  // MARK: Orders, indices and losses

  /// A refusal may name anybody: it says what was asked.
  @Test
  func `an order, an index or a loss of a stranger is found, and no refusal is`() {
    let (dave, none) = (AccountID(number: 6), InstrumentID(number: 2))
    func events(_ account: AccountID, _ instrument: InstrumentID) -> [Event.Body] {
      let (order, price, lots) = (OrderID(number: 1), Price(ticks: 100), Quantity(lots: 5))
      return [
        .rested(
          OrderRested(
            order: order, price: price, quantity: lots, account: account, instrument: instrument, side: .buy)),
        .amended(
          OrderAmended(
            order: order, price: price, quantity: lots, account: account, instrument: instrument, side: .buy,
            keptPriority: true)),
        .cancelled(
          OrderCancelled(
            order: order, quantity: lots, account: account, instrument: instrument, side: .buy, reason: .requested)),
        .triggered(
          OrderTriggered(
            order: order, trigger: price, price: price, quantity: lots, account: account, instrument: instrument,
            side: .buy)),
      ]
    }
    for event in events(M.alice, M.linear) { #expect(rule(event) == nil) }
    for event in events(dave, M.linear) { #expect(rule(event) == .unknownAccount(dave)) }
    for event in events(M.alice, none) { #expect(rule(event) == .unknownInstrument(none)) }
    #expect(rule(.lossUncovered(LossUncovered(account: dave, amount: Money(units: 1)))) == .unknownAccount(dave))
    for ticks in [0, 10_001, Int64.min, Int64.max] {
      let update = PriceUpdate(instrument: M.linear, price: Price(ticks: ticks))
      #expect(rule(.indexed(update)) == .beyondLimits(M.linear, update.price, lots: 0))
    }
    #expect(rule(.indexed(PriceUpdate(instrument: none, price: Price(ticks: 1)))) == .unknownInstrument(none))
    let refused = CommandRefused(.submit, account: dave, instrument: none, client: .none, reason: .unknownAccount)
    #expect(rule(.refused(refused)) == nil)
  }

  @Test(arguments: [0, 101, Int64.min, Int64.max])
  func `no order rests or is amended to lots that it cannot have`(lots: Int64) {
    let (order, price, quantity) = (OrderID(number: 1), Price(ticks: 100), Quantity(lots: lots))
    let rested = OrderRested(
      order: order, price: price, quantity: quantity, account: M.alice, instrument: M.linear, side: .buy)
    #expect(rule(.rested(rested)) == .beyondLimits(M.linear, price, lots: lots))
    let amended = OrderAmended(
      order: order, price: price, quantity: quantity, account: M.alice, instrument: M.linear, side: .buy,
      keptPriority: true)
    #expect(rule(.amended(amended)) == (lots == 0 ? nil : .beyondLimits(M.linear, price, lots: lots)))
  }

  // MARK: Funds and reasons

  @Test
  func `no fund pays with another's money`() {
    let paid = M.pay(51, .fund(M.second), .collateral(M.bob), .shortfallCovered)
    #expect(rule(paid) == .fundBelowZero(M.second, -1))
    let none = FundID(number: 2)
    #expect(rule(M.pay(1, .outside, .fund(none), .deposit)) == .unknownFund(none))
  }

  /// One way that each reason must not lead.
  @Test(arguments: TransferReason.allCases)
  func `money goes where its reason may lead`(reason: TransferReason) {
    let astray = Transfer(from: .contribution(M.alice), to: .fees, amount: Money(units: 1), reason: reason)
    #expect(rule(.transferred(astray)) == .transferAstray(reason, from: .contribution(M.alice), to: .fees))
    let (from, to): (LedgerAccount, LedgerAccount) =
      switch reason {
      case .deposit: (.collateral(M.alice), .outside)
      case .withdrawal: (.outside, .collateral(M.alice))
      case .realized, .markedToMarket: (.costBasis(M.alice, M.linear), .collateral(M.bob))
      case .shortfallCovered: (.collateral(M.alice), .fund(M.common))
      case .shortfallUncovered: (.collateral(M.alice), .uncovered)
      case .moved: (.collateral(M.alice), .collateral(M.alice))
      case .rounded: (.rounding, .collateral(M.alice))
      case .liquidationFee: (.collateral(M.alice), .fees)
      case .conversionFee: (.fees, .collateral(M.alice))
      case .makerFee, .takerFee, .feeReturned: (.collateral(M.alice), .fund(M.common))
      case .funding, .converted: (.collateral(M.alice), .fees)
      case .toppedUp, .takenOver, .assessed, .openInterestCharged: (.collateral(M.alice), .collateral(M.alice))
      case .gainsCut: (.costBasis(M.alice, M.linear), .collateral(M.alice))
      case .contributed: (.collateral(M.alice), .contribution(M.bob))
      case .contributionUsed: (.collateral(M.alice), .contribution(M.alice))
      }
    #expect(rule(M.pay(1, from, to, reason)) == .transferAstray(reason, from: from, to: to))
  }

  // MARK: Owners

  @Test
  func `a sub-account belongs to an account of its own that was opened before`() {
    let next = AccountID(number: 6)
    for owner in [M.aliceToo, next, AccountID(number: 9)] {
      let opening = AccountOpening(account: next, kind: .cross, owner: owner)
      #expect(rule(.accountOpened(opening)) == .ownerNotAllowed(next, owner: owner))
    }
    let opening = AccountOpening(account: next, kind: .isolated, instrument: InstrumentID(number: 7))
    #expect(rule(.accountOpened(opening)) == .unknownInstrument(InstrumentID(number: 7)))
  }

  @Test
  func `collateral and positions move between accounts of one owner only`() {
    let money = M.pay(1, .collateral(M.alice), .collateral(M.bob), .moved)
    #expect(rule(money) == .notSameOwner(M.alice, M.bob))
    let lots = M.moved(5, of: M.linear, cost: 5_000, from: M.alice, to: M.bob)
    #expect(rule(longFive, lots) == .notSameOwner(M.alice, M.bob))
    let nowhere = M.moved(5, of: M.linear, cost: 5_000, from: M.alice, to: M.alice)
    #expect(rule(longFive, nowhere) == .notSameOwner(M.alice, M.alice))
  }

  @Test
  func `what moves is the whole position at its cost`() {
    for (lots, cost) in [(4, 5_000), (5, 4_999), (-5, 5_000), (0, 0)] as [(Int64, Int64)] {
      let moved = M.moved(lots, of: M.linear, cost: cost, from: M.alice, to: M.aliceToo)
      #expect(
        rule(longFive, moved)
          == .notThePosition(M.alice, M.linear, held: Position(lots: 5), cost: 5_000))
    }
    let nothing = M.moved(0, of: M.linear, cost: 0, from: M.alice, to: M.aliceToo)
    #expect(rule(nothing) == .notThePosition(M.alice, M.linear, held: .flat, cost: 0))
  }

  @Test
  func `an isolated account holds its instrument and no other`() {
    let apart = M.aliceApart
    let bought = M.trade(1, of: M.inverse, at: 10, buyer: apart, seller: M.bob)
    #expect(rule(bought) == .notThisInstrument(apart, M.inverse))
    #expect(
      rule(longThree, M.rest(of: M.bob), M.moved(3, of: M.inverse, cost: -42, from: M.alice, to: apart))
        == .notThisInstrument(apart, M.inverse))
    let most = M.trade(96, of: M.linear, at: 1, buyer: apart, seller: M.carol)
    #expect(
      rule(longFive, most, M.moved(5, of: M.linear, cost: 5_000, from: M.alice, to: apart))
        == .positionAboveLimit(apart, M.linear, Position(lots: 101)))
  }

  // MARK: Settled contracts

  @Test
  func `a settled contract leaves no cost and no way back`() {
    let settled = M.settled(M.linear, at: 100)
    let gain = M.settled(M.linear, at: 103)
    #expect(rule(longFive, settled) == nil)
    #expect(rule(longFive, gain) == .costOfNothing(M.alice, M.linear, cost: -150))
    let opening = HoldingOpening(
      account: M.alice, counterparty: M.bob, instrument: M.linear, position: Position(lots: 1), price: Price(ticks: 1))
    let accepted = OrderAccepted(
      Order(account: M.alice, instrument: M.linear, side: .buy, quantity: Quantity(lots: 1), limit: nil),
      as: OrderID(number: 1))
    let funding = Funding(instrument: M.linear, ratePartsPerTrillion: 0, price: Price(ticks: 100))
    for after in [
      longFive, settled, .holdingOpened(opening), .accepted(accepted), .funded(funding),
      .busted(M.fill(5, of: M.linear, at: 100, buyer: M.alice, seller: M.bob)),
      M.moved(5, of: M.linear, cost: 5_000, from: M.alice, to: M.aliceToo),
    ] {
      #expect(rule(longFive, settled, after) == .contractIsSettled(M.linear), "\(after)")
    }
    #expect(rule(M.settled(M.linear, at: 0)) == .beyondLimits(M.linear, Price(ticks: 0), lots: 0))
  }

  // MARK: Equity

  @Test
  func `a margin level that states another equity is found`() {
    let state = MarginState(account: M.bob, equity: Money(units: 999), maintenance: .zero)
    #expect(
      rule(.marginLevelChanged(MarginLevelChange(state, level: .called)))
        == .equityDiffers(M.bob, stated: Money(units: 999), rebuilt: 1_000))
  }

  // MARK: Words and extremes

  @Test
  func `breaches are found where they stand and speak in words`() {
    let names = Names(instruments: ["PERP", "COIN"], accounts: ["alice", "bob"])
    func text(_ bodies: Event.Body...) -> String? { breach(bodies)?.text(names) }
    let count = M.opening.count
    #expect(
      text(longThree)
        == "event \(count): the unit that a fill left over does not go from the cost basis of bob in COIN to rounding"
        + " at once")
    #expect(
      text(M.pay(51, .fund(M.second), .collateral(M.bob), .shortfallCovered))
        == "event \(count): insurance fund 1 fell to -1")
    #expect(
      text(M.pay(1, .rounding, .fees, .rounded))
        == "event \(count): a transfer for the reason rounded cannot go from rounding to the fees")
  }

  /// Whatever a crafted journal says.
  @Test
  func `no number is too large`() {
    let stranger = AccountID(number: .min)
    for lots in [Int64.min, -101, 0, 101, .max] {
      for ticks in [Int64.min, 0, 1, 10_001, .max] {
        let found = rule(M.trade(lots, of: M.inverse, at: ticks, buyer: M.alice, seller: M.bob))
        #expect(found == .beyondLimits(M.inverse, Price(ticks: ticks), lots: lots))
      }
    }
    #expect(rule(M.moved(.min, of: M.linear, cost: .min, from: stranger, to: M.alice)) == .unknownAccount(stranger))
    #expect(
      rule(longFive, M.moved(.min, of: M.linear, cost: .min, from: M.alice, to: M.aliceToo))
        == .notThePosition(M.alice, M.linear, held: Position(lots: 5), cost: 5_000))
    #expect(
      rule(M.pay(.min, .outside, .collateral(M.alice), .deposit, of: M.gold)) == .transferNegative(Money(units: .min)))
    #expect(
      rule(M.pay(.max, .outside, .collateral(M.alice), .deposit, of: M.gold))
        == .assetAboveLimit(M.alice, M.gold, Int128(Int64.max)))
    let most = M.pay(.max, .outside, .collateral(M.alice), .deposit)
    #expect(rule(most, most, most) == nil)
    #expect(
      rule(
        .marginLevelChanged(
          MarginLevelChange(MarginState(account: stranger, equity: .zero, maintenance: .zero), level: .called)))
        == .unknownAccount(stranger))
  }
}
