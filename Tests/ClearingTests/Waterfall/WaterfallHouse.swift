import Clearing
import MarketTypes

/// A clearing house in which accounts fail: forced fills, takeovers, deleveraging and losses, told in few words.
///
/// Account 0 is exempt and stands against everybody. The books are checked after each step.
struct WaterfallHouse: ~Copyable {
  static let world = AccountID(number: 0)

  let rules: VenueRules
  var house: ClearingHouse
  /// What the latest step moved.
  private(set) var moved: [Transfer] = []
  private var events: Int64 = 0

  init(
    _ instruments: [InstrumentRules], _ liquidation: LiquidationRules = LiquidationRules(), funds: [FundRules] = []
  ) {
    var rules = VenueRules(instruments: instruments, liquidation: liquidation)
    if !funds.isEmpty { rules.funds = funds }
    self.rules = rules
    house = ClearingHouse(rules)
    house.openAccount(.exempt)
  }

  /// A house of its own in the same state.
  init(copying other: borrowing WaterfallHouse) {
    rules = other.rules
    house = other.house.clone()
    events = other.events
  }

  mutating func account(_ kind: AccountKind = .cross, with units: Int64 = 0) -> AccountID {
    let account = AccountID(number: Int32(house.accountCount))
    house.openAccount(kind)
    if units > 0 { deposit(units, to: account) }
    return account
  }

  mutating func deposit(_ units: Int64, to account: AccountID) {
    step { house, record in house.deposit(Money(units: units), to: account, record) }
  }

  mutating func mark(_ ticks: Int64, in instrument: InstrumentID = first) {
    house.setMark(instrument, to: Price(ticks: ticks), at: nextEvent())
  }

  mutating func open(
    _ lots: Int64, at ticks: Int64, of account: AccountID, against other: AccountID = world,
    in instrument: InstrumentID = first
  ) {
    let opening = HoldingOpening(
      account: account, counterparty: other, instrument: instrument, position: Position(lots: lots),
      price: Price(ticks: ticks))
    step { house, record in house.openHolding(opening, record) }
  }

  /// A forced order's fill against the world that closes so many lots; all of them unless it says otherwise.
  mutating func forceClose(
    _ account: AccountID, lots: Int64? = nil, at ticks: Int64, in instrument: InstrumentID = first
  ) {
    trade(account, lots: lots, at: ticks, in: instrument, isForced: true)
  }

  /// A fill of its own against the world that closes it whole.
  mutating func close(_ account: AccountID, at ticks: Int64, in instrument: InstrumentID = first) {
    trade(account, lots: nil, at: ticks, in: instrument, isForced: false)
  }

  private mutating func trade(
    _ account: AccountID, lots: Int64?, at ticks: Int64, in instrument: InstrumentID, isForced: Bool
  ) {
    let position = house.position(of: account, in: instrument)
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks),
      quantity: Quantity(lots: lots ?? position.size.lots), makerAccount: Self.world, takerAccount: account,
      instrument: instrument, takerSide: position.lots > 0 ? .sell : .buy, isForced: isForced)
    let event = nextEvent()
    step { house, record in house.settle(fill, at: event, record) }
  }

  mutating func fund(_ units: Int64, _ fund: FundID = .common) {
    step { house, record in house.depositToFund(Money(units: units), in: fund, record) }
  }

  mutating func contribute(_ units: Int64, by account: AccountID) {
    step { house, record in house.contribute(Money(units: units), by: account, record) }
  }

  mutating func takeOver(_ account: AccountID) {
    let event = nextEvent()
    step { house, record in house.takeOver(account, at: event, moved: { _ in }, record) }
  }

  mutating func deleverage(_ pair: Deleveraging) {
    let event = nextEvent()
    step { house, record in house.deleverage(pair, at: event, record) }
  }

  /// Returns what nobody paid.
  @discardableResult
  mutating func cover(_ account: AccountID) -> Int64 {
    var uncovered = Money.zero
    step { house, record in uncovered = house.coverShortfall(of: account, record) }
    return uncovered.units
  }

  /// Σ balances = 0 and Σ lots = 0 after whatever happened.
  private mutating func step(_ body: (inout ClearingHouse, (Transfer) -> Void) -> Void) {
    var transfers: [Transfer] = []
    body(&house) { transfers.append($0) }
    moved = transfers
    house.checkInvariants()
  }

  private mutating func nextEvent() -> EventPosition {
    events += 1
    return EventPosition(number: events)
  }

  // MARK: Looking

  func collateral(_ account: AccountID) -> Int64 { house.collateral(of: account).units }
  func position(_ account: AccountID, in instrument: InstrumentID = first) -> Int64 {
    house.position(of: account, in: instrument).lots
  }
  func cost(_ account: AccountID, in instrument: InstrumentID = first) -> Int64 {
    house.costBasis(of: account, in: instrument).units
  }
  func equity(_ account: AccountID) -> Int128 { house.figures(of: account).equity }
  func gain(_ account: AccountID, in instrument: InstrumentID = first) -> Int128 {
    house.unrealizedGain(of: account, in: instrument)
  }
  func fund(_ fund: FundID = .common) -> Int128 { house.balance(of: .fund(fund)) }

  /// What the latest step moved for one reason, in order.
  func moved(_ reason: TransferReason) -> [Int64] {
    moved.filter { $0.reason == reason }.map(\.amount.units)
  }
}

extension LiquidationRules {
  /// These rules with something else said.
  func with(_ change: (inout LiquidationRules) -> Void) -> LiquidationRules {
    var rules = self
    change(&rules)
    return rules
  }
}
