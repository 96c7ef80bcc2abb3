import Journaling
import MarketTypes
import Testing

/// Records written out by hand from `docs/formats.md`. If one changes, so must the version of the journal.
struct GoldenEncodingTests {
  private let alice = AccountID(number: 3)
  private let bitcoin = InstrumentID(number: 2)

  @Test func `a limit order's record is this`() {
    let order = Order(
      account: alice, instrument: bitcoin, side: .sell, quantity: Quantity(lots: 2), limit: Price(ticks: 101),
      timeInForce: .fillOrKill, terms: [.postOnly, .reduceOnly], client: ClientOrderID(number: -1))
    let command = Command(.submit(order), at: Time(nanoseconds: 1_500), seen: EventPosition(number: 9))
    #expect(
      words(of: command) == [
        0x0000_0000_0000_0608, 1_500, 9, 0x0315_0002_0000_0003, 2, 101, 0xffff_ffff_ffff_ffff, 0,
      ])
  }

  @Test func `an order's rare terms make its record longer`() {
    let order = Order(
      account: alice, instrument: bitcoin, side: .buy, quantity: Quantity(lots: 5), limit: Price(ticks: 101),
      timeInForce: .goodTilTime, terms: .hidden,
      conditions: OrderConditions(
        trigger: .trailing(by: Rate(partsPerBillion: 10_000_000), on: .mark), peg: Peg(to: .mid, offset: -1),
        display: Quantity(lots: 2), minimum: Quantity(lots: 3), expiry: Time(nanoseconds: 9), group: 7,
        prevention: .decrement))
    #expect(
      words(of: Command(.submit(order))) == [
        0x0c08, 0, .max, 0x0818_0002_0000_0003, 5, 101, 0, 2, 3, 9, 10_000_000, 0xffff_ffff_0000_0007, 0x0503_0104, 0,
      ])
    let replace = OrderReplace(.client(ClientOrderID(number: 6)), with: order)
    #expect(
      words(of: Command(.replace(replace))) == [
        0x0d0f, 0, .max, 0x0838_0002_0000_0003, 5, 101, 0, 6, 2, 3, 9, 10_000_000, 0xffff_ffff_0000_0007, 0x0503_0104,
      ])
    #expect(
      words(of: Event(.conditioned(OrderConditioned(OrderID(number: 11), order.conditions)), cause: 1)) == [
        0x1_0000_0777, 11, 2, 3, 9, 10_000_000, 0xffff_ffff_0000_0007, 0x0503_0104,
      ])
  }

  @Test func `what may be left out says whether it is there`() {
    let cancel = MassCancel(account: alice, side: .sell, occasion: .kill)
    #expect(words(of: Command(.massCancel(cancel))) == [0x0310, 0, .max, 0x0206_0000_0000_0003])
    let halt = PhaseChange(.halted, of: bitcoin, until: Time(nanoseconds: 5))
    #expect(words(of: Command(.setPhase(halt))) == [0x0415, 0, .max, 0x0302_0002_0000_0000, 5, 0])
    #expect(words(of: Event(.phaseChanged(PhaseChange(.call)))) == [0x027c, 0x0001_0000_0000_0000, 0, 0])
  }

  @Test func `a clock's record is this`() {
    #expect(words(of: Command(.clock, at: Time(nanoseconds: -1))) == [0x020e, .max, .max, 0])
  }

  @Test func `an amendment says what it keeps`() {
    let amend = OrderAmend(
      account: alice, instrument: bitcoin, target: .client(ClientOrderID(number: 7)), limit: Price(ticks: 102))
    #expect(
      words(of: Command(.amend(amend))) == [0x070a, 0, .max, 0x0005_0002_0000_0003, 7, 0, 102, 0])
  }

  @Test func `a fill's record is this`() {
    let fill = Fill(
      maker: OrderID(number: 11), taker: OrderID(number: 12), price: Price(ticks: 101), quantity: Quantity(lots: 2),
      makerAccount: AccountID(number: 4), takerAccount: alice, instrument: bitcoin, takerSide: .sell, isForced: true)
    #expect(
      words(of: Event(.filled(fill), cause: 5, round: 1)) == [
        0x0000_0005_0001_066a, 0x0101_0002_0000_0003, 4, 11, 12, 101, 2, 0,
      ])
  }

  @Test func `the terms of a quote fill five pairs`() {
    let terms = QuoteTerms(
      account: alice, instrument: bitcoin, base: 1000, volatility: -1, inventory: 5, toxicity: 6, depth: 7, stress: 8,
      skew: -40, withdrawn: 500, reason: .silence, halfSpread: 2)
    let payload: [UInt64] = [
      0x0003_0002_0000_0003, 0xffff_ffff_0000_03e8, 0x6_0000_0005, 0x8_0000_0007, 0x0000_01f4_ffff_ffd8, 2,
    ]
    #expect(words(of: Event(.quoteExplained(terms))) == [0x0671] + payload + [0])
    #expect(words(of: Command(.explainQuote(terms))) == [0x080d, 0, .max] + payload + [0])
  }

  @Test func `a transfer's record is this`() {
    let transfer = Transfer(
      from: .costBasis(alice, bitcoin), to: .outside, amount: Money(units: 40), reason: .realized)
    #expect(
      words(of: Event(.transferred(transfer))) == [0x0366, 0x0201_0002_0000_0003, 0x0007_0000_0000_0000, 40])
  }

  @Test func `money that is an asset's says so, and other money is as it was`() {
    let ether = AssetID(number: 5)
    #expect(
      words(of: Command(.deposit(alice, Money(units: 40)))) == [0x0402, 0, .max, 3, 40, 0])
    #expect(
      words(of: Command(.withdraw(alice, Money(units: 40), of: ether))) == [0x0404, 0, .max, 0x5_0000_0003, 40, 0])
    let deposit = Transfer(
      from: .outside, to: .collateral(alice), amount: Money(units: 40), asset: ether, reason: .deposit)
    #expect(words(of: Event(.transferred(deposit))) == [0x0466, 0x0007_0000_0000_0000, 3, 40, 5, 0])
    let covered = Transfer(
      from: .fund(FundID(number: 2)), to: .collateral(alice), amount: Money(units: 40), reason: .shortfallCovered)
    #expect(words(of: Event(.transferred(covered))) == [0x0366, 0x0503_0000_0000_0002, 3, 40])
    #expect(words(of: Command(.fund(Money(units: 40)))) == [0x0303, 0, .max, 40])
    #expect(words(of: Command(.fund(Money(units: 40), FundID(number: 2)))) == [0x0403, 0, .max, 40, 2, 0])
    let transfer = CollateralTransfer(from: alice, to: AccountID(number: 4), amount: Money(units: 40), asset: ether)
    #expect(words(of: Command(.transfer(transfer))) == [0x0518, 0, .max, 0x5_0000_0003, 4, 40])
  }

  @Test func `a sub-account's record names its owner and its instrument`() {
    let own = AccountOpening(account: alice, kind: .exempt, group: 7)
    #expect(words(of: Command(.openAccount(own))) == [0x0401, 0, .max, 0x0001_0000_0000_0003, 7, 0])
    let isolated = AccountOpening(
      account: alice, kind: .isolated, owner: AccountID(number: 1), instrument: bitcoin)
    #expect(
      words(of: Event(.accountOpened(isolated))) == [0x0265, 0x0002_0002_0000_0003, 0x2_0000_0000, 0])
    let move = PositionMove(from: alice, to: AccountID(number: 4), instrument: bitcoin)
    #expect(words(of: Command(.movePosition(move))) == [0x0419, 0, .max, 0x2_0000_0003, 4, 0])
    let moved = PositionMoved(move, position: Position(lots: -5), cost: Money(units: -500))
    #expect(
      words(of: Event(.positionMoved(moved))) == [
        0x0487, 0x2_0000_0003, 4, 0xffff_ffff_ffff_fffb, 0xffff_ffff_ffff_fe0c, 0,
      ])
  }

  @Test func `prices from outside say whose they are and who tells them`() {
    let report = SourceReport(.instrument(bitcoin), source: 3, price: Price(ticks: 101))
    #expect(words(of: Command(.report(report))) == [0x0416, 0, .max, 0x0302_0002_0000_0000, 101, 0])
    let lost = SourceReport(.asset(AssetID(number: 5)), source: 1, price: nil)
    #expect(words(of: Event(.sourceReported(lost))) == [0x0285, 0x0101_0005_0000_0000, 0, 0])
    let other = SourceReport(.otherVenues(bitcoin), source: 3, price: nil)
    #expect(words(of: Command(.report(other))) == [0x0416, 0, .max, 0x0304_0002_0000_0000, 0, 0])
    let roll = SourceRoll(.asset(AssetID(number: 5)), source: 1, price: Price(ticks: 7))
    #expect(words(of: Command(.roll(roll))) == [0x0417, 0, .max, 0x0103_0005_0000_0000, 7, 0])
    let priced = AssetPriceChange(asset: AssetID(number: 5), price: Price(ticks: 7), previous: Price(ticks: 6))
    #expect(words(of: Event(.assetPriced(priced))) == [0x0384, 0x0000_0005_0000_0000, 7, 6])
    let funding = Funding(instrument: bitcoin, ratePartsPerTrillion: -125, price: Price(ticks: 101))
    #expect(words(of: Event(.funded(funding))) == [0x0389, 0x2_0000_0000, 0xffff_ffff_ffff_ff83, 101])
    let factor = MarginFactor(instrument: bitcoin, factor: Rate(partsPerBillion: 1_500_000_000))
    #expect(words(of: Command(.setMarginFactor(factor))) == [0x041a, 0, .max, 0x2_0000_0000, 1_500_000_000, 0])
    #expect(words(of: Event(.marginFactorSet(factor))) == [0x028b, 0x2_0000_0000, 1_500_000_000, 0])
    let level = MarginLevelChange(
      MarginState(account: alice, equity: Money(units: 4), maintenance: Money(units: 9)), level: .called)
    #expect(words(of: Event(.marginLevelChanged(level))) == [0x0388, 0x0002_0000_0000_0003, 4, 9])
    let settled = PriceUpdate(instrument: bitcoin, price: Price(ticks: 101))
    #expect(words(of: Event(.contractSettled(settled))) == [0x028a, 0x2_0000_0000, 101, 0])
  }

  @Test func `records of the waterfall are these`() {
    let bob = AccountID(number: 4)
    let grace = GracePeriod(account: alice, until: Time(nanoseconds: 9))
    #expect(words(of: Event(.graceGiven(grace))) == [0x028c, 3, 9, 0])
    let takeover = Takeover(account: alice, backstop: bob, equity: Money(units: -5), notional: Money(units: 40))
    #expect(words(of: Event(.takenOver(takeover))) == [0x048d, 3, 4, 0xffff_ffff_ffff_fffb, 40, 0])
    let declined = TakeoverDeclined(account: alice, .maximumNotional)
    #expect(words(of: Event(.takeoverDeclined(declined), cause: 1)) == [0x1_0000_018e, 0x0002_0000_0000_0003])
    let pair = Deleveraging(
      account: alice, counterparty: bob, instrument: bitcoin, side: .sell, quantity: Quantity(lots: 2),
      price: Price(ticks: 95))
    #expect(words(of: Event(.deleveraged(pair))) == [0x048f, 0x0001_0002_0000_0003, 4, 95, 2, 0])
    #expect(
      words(of: Command(.contribute(alice, Money(units: -5)))) == [0x041b, 0, .max, 3, 0xffff_ffff_ffff_fffb, 0])
    let settled = PriceUpdate(instrument: bitcoin, price: Price(ticks: 95))
    #expect(words(of: Command(.settleContract(settled))) == [0x041c, 0, .max, 0x2_0000_0000, 95, 0])
    let used = Transfer(
      from: .contribution(alice), to: .collateral(bob), amount: Money(units: 40), reason: .contributionUsed)
    #expect(words(of: Event(.transferred(used))) == [0x0366, 0x1208_0000_0000_0003, 4, 40])
    #expect(
      words(of: Event(.accountOpened(AccountOpening(account: alice, kind: .backstop)))) == [
        0x0265, 0x0004_0000_0000_0003, 0, 0,
      ])
    let refused = CommandRefused(
      .contribute, account: alice, instrument: bitcoin, client: .none, reason: .contributionExceeded)
    #expect(words(of: Event(.refused(refused))) == [0x026d, 0x3c1b_0002_0000_0003, 0, 0])
  }

  /// A refusal's number is its place among those that journals know, not its precedence.
  @Test func `a refusal's record is this`() {
    let refused = CommandRefused(
      .trigger, account: alice, instrument: bitcoin, client: .none, reason: .freeCollateralExceeded)
    #expect(words(of: Event(.refused(refused))) == [0x026d, 0x2915_0002_0000_0003, 0, 0])
    let later = CommandRefused(.report, account: alice, instrument: bitcoin, client: .none, reason: .unknownAsset)
    #expect(words(of: Event(.refused(later))) == [0x026d, 0x2a16_0002_0000_0003, 0, 0])
  }

  /// The numbers in journals are these cases' raw values: a case may be added at the end, never moved.
  @Test func `the numbers of the small fields are frozen`() {
    #expect(AccountKind.allCases.map { "\($0)" } == ["cross", "exempt", "isolated", "portfolio", "backstop"])
    #expect(MarginLevel.allCases.map { "\($0)" } == ["sufficient", "alerted", "called"])
    #expect(Side.allCases.map { "\($0)" } == ["buy", "sell"])
    #expect(
      TimeInForce.allCases.map { "\($0)" } == [
        "goodTilCancelled", "immediateOrCancel", "fillOrKill", "day", "goodTilTime",
      ])
    #expect(
      [OrderTerms.postOnly, .reduceOnly, .forced, .hidden, .slides, .marketToLimit].map(\.rawValue) == [
        1, 2, 4, 8, 16, 32,
      ])
    #expect(
      TransferReason.allCases.map { "\($0)" } == [
        "deposit", "withdrawal", "realized", "makerFee", "takerFee", "shortfallCovered", "shortfallUncovered",
        "feeReturned", "moved", "funding", "rounded", "markedToMarket", "liquidationFee", "converted", "conversionFee",
        "toppedUp", "takenOver", "contributed", "contributionUsed", "assessed", "gainsCut", "openInterestCharged",
      ])
    #expect(
      CancelReason.allCases.map { "\($0)" } == [
        "requested", "notFilledAtOnce", "liquidation", "makerMarginNotMet", "takerMarginNotMet", "nothingToReduce",
        "amendedBelowFilled", "balanceLimit", "positionAboveLimit", "selfTrade", "expired", "linked",
        "refusedWhenTriggered", "replaced", "killed", "disconnected", "makerProtection", "bandReached",
        "pegReferenceGone", "fundTooSmall",
      ])
    #expect(
      TakeoverDeclined.Reason.allCases.map { "\($0)" } == ["lossStop", "capital", "maximumNotional", "balanceLimit"])
    #expect(
      RefusedAction.inJournalOrder.map { "\($0)" } == [
        "openAccount", "deposit", "fund", "withdraw", "openHolding", "openMark", "openOrder", "submit", "cancel",
        "amend", "reduce", "setIndex", "explainQuote", "clock", "replace", "massCancel", "massQuote", "protect",
        "unblock", "bust", "setPhase", "trigger", "report", "roll", "transfer", "movePosition", "setMarginFactor",
        "contribute", "settleContract",
      ])
    #expect(
      Refusal.inJournalOrder.map { "\($0)" } == [
        "timeGoesBack", "unknownAccount", "unknownInstrument", "openingIsOver", "accountNumberNotNext",
        "counterpartyIsSelf", "amountNotPositive", "balanceLimit", "forcedNotAllowed", "accountBlocked",
        "orderRateExceeded", "phaseForbids", "protectionActive", "unknownOrder", "clientOrderIDReserved",
        "duplicateClientOrderID", "quantityIsZero", "quantityAboveLimit", "lotSizeNotMet", "priceBelowOne",
        "priceAboveLimit", "tickSizeNotMet", "marketOrderCannotRest", "postOnlyContradiction", "conditionsContradict",
        "expiryNotAhead", "noTriggerPrice", "triggerAlreadyMet", "noPegReference", "amendChangesNothing",
        "notionalBelowMinimum", "priceOutsideBand", "tooManyOpenOrders", "positionAboveLimit",
        "reduceOnlyWouldIncrease", "postOnlyWouldTake", "noMark", "noLiquidity", "minimumNotFillable",
        "fillOrKillNotFillable", "initialMarginNotMet", "freeCollateralExceeded", "unknownAsset", "unknownSource",
        "unknownFund", "ownerNotAllowed", "noScenarios", "notThisInstrument", "notSameOwner", "assetLimit",
        "factorOutOfRange", "lossUncovered", "contractExpired", "noPosition", "oppositePosition", "openOrdersRemain",
        "notionalAboveMaximum", "openInterestAboveLimit", "timeTooFarAhead", "backstopExists", "contributionExceeded",
      ])
    #expect(
      TriggerKind.allCases.map { "\($0)" } == [
        "none", "stop", "takeProfit", "trailing", "trailingShare",
      ])
    #expect(
      PriceSource.allCases.map { "\($0)" } == [
        "last", "mark", "index",
      ])
    #expect(
      PegReference.allCases.map { "\($0)" } == [
        "none", "bestBid", "bestAsk", "mid",
      ])
    #expect(
      SelfTradePrevention.allCases.map { "\($0)" } == [
        "venueDefault", "allow", "cancelNewest", "cancelOldest", "cancelBoth", "decrement",
      ])
    #expect(
      MassCancelOccasion.allCases.map { "\($0)" } == [
        "request", "disconnect", "kill",
      ])
    #expect(
      Phase.allCases.map { "\($0)" } == [
        "continuous", "call", "halted", "limited",
      ])
    for (number, side) in Side.allCases.enumerated() { #expect(Int(side.rawValue) == number) }
    #expect(Set(Refusal.inJournalOrder) == Set(Refusal.allCases))
    #expect(Set(RefusedAction.inJournalOrder) == Set(RefusedAction.allCases))
  }

  @Test func `the numbers of the kinds are frozen`() {
    #expect(CommandKind.allCases.map(\.number) == Array(1...28))
    #expect(EventKind.allCases.map(\.number) == Array(101...143))
    #expect(
      CommandKind.allCases.map { "\($0)" } == [
        "openAccount", "deposit", "fund", "withdraw", "openHolding", "openMark", "openOrder", "submit", "cancel",
        "amend", "reduce", "setIndex", "explainQuote", "clock", "replace", "massCancel", "massQuote", "protect",
        "unblock", "bust", "setPhase", "report", "roll", "transfer", "movePosition", "setMarginFactor", "contribute",
        "settleContract",
      ])
    #expect(
      EventKind.allCases.map { "\($0)" } == [
        "accountOpened", "transferred", "holdingOpened", "accepted", "rested", "filled", "cancelled", "amended",
        "refused", "quoted", "indexed", "marked", "quoteExplained", "liquidatable", "recovered", "liquidationStalled",
        "lossUncovered", "roundLimitReached", "conditioned", "armed", "triggered", "selfTradeDecremented",
        "levelChanged", "phaseChanged", "auctionIndicated", "auctioned", "busted", "protectionSet",
        "protectionTriggered", "blocked", "unblocked", "assetPriced", "sourceReported", "sourceRolled", "positionMoved",
        "marginLevelChanged", "funded", "contractSettled", "marginFactorSet", "graceGiven", "takenOver",
        "takeoverDeclined", "deleveraged",
      ])
    for kind in CommandKind.allCases { #expect(RefusedAction(rawValue: kind.rawValue)?.kind == kind) }
    #expect(RefusedAction.trigger.kind == nil)
  }

  private func words(of command: Command) -> [UInt64] {
    var words: [UInt64] = []
    command.encode(into: &words)
    return words
  }

  private func words(of event: Event) -> [UInt64] {
    var words: [UInt64] = []
    event.encode(into: &words)
    return words
  }
}
