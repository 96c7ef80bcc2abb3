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

  @Test func `a transfer's record is this`() {
    let transfer = Transfer(
      from: .costBasis(alice, bitcoin), to: .outside, amount: Money(units: 40), reason: .realized)
    #expect(
      words(of: Event(.transferred(transfer))) == [0x0366, 0x0201_0002_0000_0003, 0x0007_0000_0000_0000, 40])
  }

  /// The numbers in journals are these cases' raw values: a case may be added at the end, never moved.
  @Test func `the numbers of the small fields are frozen`() {
    #expect(AccountKind.allCases.map { "\($0)" } == ["cross", "exempt"])
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
        "feeReturned",
      ])
    #expect(
      CancelReason.allCases.map { "\($0)" } == [
        "requested", "notFilledAtOnce", "liquidation", "makerMarginNotMet", "takerMarginNotMet", "nothingToReduce",
        "amendedBelowFilled", "balanceLimit", "positionAboveLimit", "selfTrade", "expired", "linked",
        "refusedWhenTriggered", "replaced", "killed", "disconnected", "makerProtection", "bandReached",
        "pegReferenceGone",
      ])
    #expect(
      RefusedAction.allCases.map { "\($0)" } == [
        "openAccount", "deposit", "fund", "withdraw", "openHolding", "openMark", "openOrder", "submit", "cancel",
        "amend", "reduce", "setIndex", "explainQuote", "clock", "replace", "massCancel", "massQuote", "protect",
        "unblock", "bust", "setPhase", "trigger",
      ])
    #expect(
      Refusal.allCases.map { "\($0)" } == [
        "timeGoesBack", "unknownAccount", "unknownInstrument", "openingIsOver", "accountNumberNotNext",
        "counterpartyIsSelf", "amountNotPositive", "balanceLimit", "forcedNotAllowed", "accountBlocked",
        "orderRateExceeded", "phaseForbids", "protectionActive", "unknownOrder", "clientOrderIDReserved",
        "duplicateClientOrderID", "quantityIsZero", "quantityAboveLimit", "lotSizeNotMet", "priceBelowOne",
        "priceAboveLimit", "tickSizeNotMet", "marketOrderCannotRest", "postOnlyContradiction", "conditionsContradict",
        "expiryNotAhead", "noTriggerPrice", "triggerAlreadyMet", "noPegReference", "amendChangesNothing",
        "notionalBelowMinimum", "priceOutsideBand", "tooManyOpenOrders", "positionAboveLimit",
        "reduceOnlyWouldIncrease", "postOnlyWouldTake", "noMark", "noLiquidity", "minimumNotFillable",
        "fillOrKillNotFillable", "initialMarginNotMet", "freeCollateralExceeded",
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
    for (number, reason) in Refusal.allCases.enumerated() { #expect(Int(reason.rawValue) == number) }
  }

  @Test func `the numbers of the kinds are frozen`() {
    #expect(CommandKind.allCases.map(\.number) == Array(1...21))
    #expect(EventKind.allCases.map(\.number) == Array(101...131))
    #expect(
      CommandKind.allCases.map { "\($0)" } == [
        "openAccount", "deposit", "fund", "withdraw", "openHolding", "openMark", "openOrder", "submit", "cancel",
        "amend", "reduce", "setIndex", "explainQuote", "clock", "replace", "massCancel", "massQuote", "protect",
        "unblock", "bust", "setPhase",
      ])
    #expect(
      EventKind.allCases.map { "\($0)" } == [
        "accountOpened", "transferred", "holdingOpened", "accepted", "rested", "filled", "cancelled", "amended",
        "refused", "quoted", "indexed", "marked", "quoteExplained", "liquidatable", "recovered", "liquidationStalled",
        "lossUncovered", "roundLimitReached", "conditioned", "armed", "triggered", "selfTradeDecremented",
        "levelChanged", "phaseChanged", "auctionIndicated", "auctioned", "busted", "protectionSet",
        "protectionTriggered", "blocked", "unblocked",
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
