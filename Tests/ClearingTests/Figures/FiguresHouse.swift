import Clearing
import MarketTypes

/// A clearing house whose accounts are looked at: every kind of account, contract and collateral, told in few words.
struct FiguresHouse: ~Copyable {
  var house: ClearingHouse
  private var events: Int64 = 0

  /// Account 0 is exempt and stands against everybody.
  init(
    _ instruments: [InstrumentRules], assets: [AssetRules] = [], portfolio: PortfolioRules? = nil,
    threshold: LiquidationThreshold = .below
  ) {
    var rules = VenueRules(instruments: instruments, liquidation: LiquidationRules(threshold: threshold))
    rules.assets = assets
    rules.portfolio = portfolio
    house = ClearingHouse(rules)
    house.openAccount(.exempt)
  }

  private init(copying other: borrowing FiguresHouse) {
    house = other.house.clone()
    events = other.events
  }

  /// A house of its own in the same state.
  borrowing func clone() -> FiguresHouse { FiguresHouse(copying: self) }

  mutating func account(
    _ kind: AccountKind = .cross, with units: Int64 = 0, in instrument: InstrumentID = first
  ) -> AccountID {
    let account = AccountID(number: Int32(house.accountCount))
    house.openAccount(AccountOpening(account: account, kind: kind, instrument: instrument))
    if units > 0 { deposit(units, to: account) }
    return account
  }

  mutating func deposit(_ units: Int64, of asset: AssetID = .settlement, to account: AccountID) {
    house.deposit(Money(units: units), of: asset, to: account) { _ in }
  }

  mutating func withdraw(_ units: Int64, from account: AccountID) {
    house.withdraw(Money(units: units), from: account) { _ in }
  }

  mutating func mark(_ ticks: Int64, in instrument: InstrumentID = first) {
    events += 1
    house.setMark(instrument, to: Price(ticks: ticks), at: EventPosition(number: events))
  }

  mutating func price(_ ticks: Int64, of asset: AssetID) {
    events += 1
    house.setPrice(of: asset, to: Price(ticks: ticks), at: EventPosition(number: events))
  }

  mutating func open(_ lots: Int64, at ticks: Int64, of account: AccountID, in instrument: InstrumentID = first) {
    house.openHolding(
      HoldingOpening(
        account: account, counterparty: AccountID(number: 0), instrument: instrument, position: Position(lots: lots),
        price: Price(ticks: ticks))
    ) { _ in }
  }

  mutating func rest(
    _ side: Side, _ lots: Int64, at ticks: Int64, of account: AccountID, in instrument: InstrumentID = first
  ) {
    house.addOpenOrder(of: account, in: instrument, side, Quantity(lots: lots), at: Price(ticks: ticks))
  }

  /// Closes a position whole against account 0.
  mutating func close(_ account: AccountID, at ticks: Int64, in instrument: InstrumentID = first) {
    let position = house.position(of: account, in: instrument)
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks), quantity: position.size,
      makerAccount: AccountID(number: 0), takerAccount: account, instrument: instrument,
      takerSide: position.lots > 0 ? .sell : .buy, isForced: false)
    events += 1
    house.settle(fill, at: EventPosition(number: events)) { _ in }
  }

  /// Whether the account would be liquidatable at these marks of the first instruments, the others as they stand.
  borrowing func isLiquidatable(_ account: AccountID, at ticks: [Int64]) -> Bool {
    var other = clone()
    for (number, price) in ticks.enumerated() { other.mark(price, in: InstrumentID(number: UInt16(number))) }
    return other.house.isLiquidatable(account)
  }
}

extension InstrumentRules {
  /// A contract that is worth `tickValue` ÷ price in coin.
  static func inverse(
    tickValue: Int64, maximumPrice: Int64, maximumPosition: Int64 = 10_000, initial: Rate = .zero,
    maintenance: [MaintenanceTier]
  ) -> InstrumentRules {
    var rules = InstrumentRules.perpetual(
      tickValue: tickValue, maximumPrice: maximumPrice, maximumPosition: maximumPosition, initial: initial,
      maintenance: maintenance)
    rules.contract = .inverse
    return rules
  }
}

extension PortfolioRules {
  /// One group of linear instruments in one class, all with one scan range.
  static func oneGroup(_ count: Int, scanRange: Rate, basisCharge: Rate = .zero, initial: Rate = .one) -> PortfolioRules
  {
    PortfolioRules(
      scenarios: PriceScenario.span(),
      instruments: Array(repeating: PortfolioInstrument(scanRange: scanRange, group: 0), count: count),
      groups: [PortfolioGroup(ofClass: 0, basisCharge: basisCharge)], classes: [PortfolioClass(offset: .zero)],
      initialMultiplier: initial)
  }
}

let third = InstrumentID(number: 2)
