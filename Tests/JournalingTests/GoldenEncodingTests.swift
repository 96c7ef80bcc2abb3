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
        0x0000_0000_0000_0608, 1_500, 9, 0x030d_0002_0000_0003, 2, 101, 0xffff_ffff_ffff_ffff, 0,
      ])
  }

  @Test func `a clock's record is this`() {
    #expect(words(of: Command(.clock, at: Time(nanoseconds: -1))) == [0x020e, .max, .max, 0])
  }

  @Test func `an amendment says what it keeps`() {
    let amend = OrderAmend(
      account: alice, instrument: bitcoin, target: .client(ClientOrderID(number: 7)), limit: Price(ticks: 102))
    #expect(
      words(of: Command(.amend(amend))) == [0x060a, 0, .max, 0x0005_0002_0000_0003, 7, 0, 102, 0])
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
    #expect(TimeInForce.allCases.map { "\($0)" } == ["goodTilCancelled", "immediateOrCancel", "fillOrKill"])
    #expect([OrderTerms.postOnly, .reduceOnly, .forced].map(\.rawValue) == [1, 2, 4])
    #expect(
      TransferReason.allCases.map { "\($0)" } == [
        "deposit", "withdrawal", "realized", "makerFee", "takerFee", "shortfallCovered", "shortfallUncovered",
      ])
    #expect(
      CancelReason.allCases.map { "\($0)" } == [
        "requested", "notFilledAtOnce", "liquidation", "makerMarginNotMet", "takerMarginNotMet", "nothingToReduce",
        "amendedBelowFilled", "balanceLimit", "positionAboveLimit",
      ])
    #expect(
      RefusedAction.allCases.map { "\($0)" } == [
        "openAccount", "deposit", "fund", "withdraw", "openHolding", "openMark", "openOrder", "submit", "cancel",
        "amend", "reduce", "setIndex", "explainQuote", "clock",
      ])
    #expect(
      Refusal.allCases.map { "\($0)" } == [
        "timeGoesBack", "unknownAccount", "unknownInstrument", "openingIsOver", "accountNumberNotNext",
        "counterpartyIsSelf", "amountNotPositive", "balanceLimit", "forcedNotAllowed", "unknownOrder",
        "duplicateClientOrderID", "quantityIsZero", "quantityAboveLimit", "priceBelowOne", "priceAboveLimit",
        "marketOrderCannotRest", "postOnlyContradiction", "amendChangesNothing", "positionAboveLimit",
        "reduceOnlyWouldIncrease", "postOnlyWouldTake", "noMark", "noLiquidity", "fillOrKillNotFillable",
        "initialMarginNotMet", "freeCollateralExceeded",
      ])
    for (number, side) in Side.allCases.enumerated() { #expect(Int(side.rawValue) == number) }
    for (number, reason) in Refusal.allCases.enumerated() { #expect(Int(reason.rawValue) == number) }
  }

  @Test func `the numbers of the kinds are frozen`() {
    #expect(CommandKind.allCases.map(\.rawValue) == Array(1...14))
    #expect(EventKind.allCases.map(\.rawValue) == Array(101...118))
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
