import Clearing
import MarketTypes

/// A clearing house with the words its tests say often, and a shadow ledger that shares no code with it.
///
/// Account 0 is exempt and takes the other side of what nobody else takes. After each step the shadow, rebuilt from the
/// transfers and the notionals of the fills alone, must equal the house's own balances, and their sum must be zero.
struct TestHouse: ~Copyable {
  static let world = AccountID(number: 0)

  var house: ClearingHouse
  let rules: [InstrumentRules]
  /// What the latest step moved.
  private(set) var moved: [Transfer] = []
  private var shadow: [LedgerAccount: Int128] = [:]
  private var events: Int64 = 0
  private var accounts: Int32

  init(_ rules: [InstrumentRules], threshold: LiquidationThreshold = .below, accounts: Int32 = 3) {
    house = ClearingHouse(VenueRules(instruments: rules, liquidation: LiquidationRules(threshold: threshold)))
    self.rules = rules
    self.accounts = accounts
    house.openAccount(.exempt)
    for _ in 1..<accounts { house.openAccount(.cross) }
  }

  mutating func buy(
    _ account: AccountID, _ lots: Int64, at ticks: Int64, from other: AccountID = TestHouse.world,
    in instrument: InstrumentID = first
  ) {
    fill(taker: account, .buy, lots, at: ticks, maker: other, in: instrument)
  }

  mutating func sell(
    _ account: AccountID, _ lots: Int64, at ticks: Int64, to other: AccountID = TestHouse.world,
    in instrument: InstrumentID = first
  ) {
    fill(taker: account, .sell, lots, at: ticks, maker: other, in: instrument)
  }

  private mutating func fill(
    taker: AccountID, _ side: Side, _ lots: Int64, at ticks: Int64, maker: AccountID, in instrument: InstrumentID
  ) {
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks), quantity: Quantity(lots: lots),
      makerAccount: maker, takerAccount: taker, instrument: instrument, takerSide: side, isForced: false)
    var transfers: [Transfer] = []
    house.settle(fill, at: nextEvent()) { transfers.append($0) }
    let notional = Int128(ticks) * Int128(lots) * Int128(rules[instrument.index].tickValue.units)
    shadow[.costBasis(fill.buyer, instrument), default: 0] -= notional
    shadow[.costBasis(fill.seller, instrument), default: 0] += notional
    book(transfers)
  }

  mutating func deposit(_ units: Int64, to account: AccountID) {
    var transfers: [Transfer] = []
    house.deposit(Money(units: units), to: account) { transfers.append($0) }
    book(transfers)
  }

  mutating func depositToFund(_ units: Int64) {
    var transfers: [Transfer] = []
    house.depositToFund(Money(units: units)) { transfers.append($0) }
    book(transfers)
  }

  mutating func withdraw(_ units: Int64, from account: AccountID) {
    var transfers: [Transfer] = []
    house.withdraw(Money(units: units), from: account) { transfers.append($0) }
    book(transfers)
  }

  /// Returns what nobody paid.
  mutating func coverShortfall(of account: AccountID) -> Int64 {
    var transfers: [Transfer] = []
    let uncovered = house.coverShortfall(of: account) { transfers.append($0) }
    book(transfers)
    return uncovered.units
  }

  /// Opening state against the world.
  mutating func open(_ lots: Int64, at ticks: Int64, of account: AccountID, in instrument: InstrumentID = first) {
    var transfers: [Transfer] = []
    let opening = HoldingOpening(
      account: account, counterparty: TestHouse.world, instrument: instrument, position: Position(lots: lots),
      price: Price(ticks: ticks))
    house.openHolding(opening) { transfers.append($0) }
    let notional = Int128(ticks) * Int128(lots) * Int128(rules[instrument.index].tickValue.units)
    shadow[.costBasis(account, instrument), default: 0] -= notional
    shadow[.costBasis(TestHouse.world, instrument), default: 0] += notional
    book(transfers)
  }

  /// Returns the event that says so.
  @discardableResult
  mutating func mark(_ ticks: Int64, in instrument: InstrumentID = first) -> EventPosition {
    let event = nextEvent()
    house.setMark(instrument, to: Price(ticks: ticks), at: event)
    return event
  }

  /// Those newly found liquidatable, lowest number first.
  mutating func findDue() -> [AccountID] {
    house.findDue()
    var found: [AccountID] = []
    while let distress = house.takeDue() { found.append(distress.account) }
    return found.sorted()
  }

  mutating func bankrupt() -> [AccountID] {
    var found: [AccountID] = []
    while let account = house.takeBankrupt() { found.append(account.account) }
    return found.sorted()
  }

  // MARK: Looking

  func position(_ account: AccountID, in instrument: InstrumentID = first) -> Int64 {
    house.position(of: account, in: instrument).lots
  }
  func cost(_ account: AccountID, in instrument: InstrumentID = first) -> Int64 {
    house.costBasis(of: account, in: instrument).units
  }
  func collateral(_ account: AccountID) -> Int64 { house.collateral(of: account).units }
  func equity(_ account: AccountID) -> Int128 { house.figures(of: account).equity }
  func maintenance(_ account: AccountID) -> Int128 { house.figures(of: account).maintenance }
  func initial(_ account: AccountID) -> Int128 { house.figures(of: account).initial }
  func free(_ account: AccountID) -> Int128 { house.figures(of: account).freeCollateral }
  func isLiquidatable(_ account: AccountID) -> Bool { house.isLiquidatable(account) }
  func liquidationPrice(_ account: AccountID, in instrument: InstrumentID = first) -> Int64? {
    house.liquidationPrice(of: account, in: instrument)?.ticks
  }
  func bankruptcyPrice(_ account: AccountID, in instrument: InstrumentID = first) -> Int64? {
    house.bankruptcyPrice(of: account, in: instrument)?.ticks
  }

  // MARK: The shadow

  private mutating func nextEvent() -> EventPosition {
    events += 1
    return EventPosition(number: events)
  }

  private mutating func book(_ transfers: [Transfer]) {
    moved = transfers
    for transfer in transfers {
      shadow[transfer.from, default: 0] -= Int128(transfer.amount.units)
      shadow[transfer.to, default: 0] += Int128(transfer.amount.units)
    }
    house.checkInvariants()
  }

  /// The first ledger account on which house and shadow differ, or a sum that is not zero; `nil` when all is well.
  func ledgerFault() -> String? {
    var all: [LedgerAccount] = [.fees, .fund(.common), .rounding, .uncovered, .outside]
    for number in 0..<accounts {
      let account = AccountID(number: number)
      all.append(.collateral(account))
      for instrument in rules.indices { all.append(.costBasis(account, InstrumentID(number: UInt16(instrument)))) }
    }
    var sum: Int128 = 0
    for account in all {
      let (balance, expected) = (house.balance(of: account), shadow[account] ?? 0)
      if balance != expected { return "\(account) holds \(balance), the transfers say \(expected)" }
      sum += balance
    }
    return sum == 0 ? nil : "the balances sum to \(sum)"
  }
}

let first = InstrumentID(number: 0)
let second = InstrumentID(number: 1)
let alice = AccountID(number: 1)
let bob = AccountID(number: 2)

extension InstrumentRules {
  /// A linear perpetual with what a test does not care about left at nothing.
  static func perpetual(
    tickValue: Int64 = 1, maximumPrice: Int64 = 1_000_000, maximumPosition: Int64 = 1_000_000, makerFee: Rate = .zero,
    takerFee: Rate = .zero, initial: Rate = .zero, maintenance: [MaintenanceTier] = .flat(.zero),
    mark: MarkPolicy = .last
  ) -> InstrumentRules {
    InstrumentRules(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice),
      maximumPosition: Quantity(lots: maximumPosition), makerFee: makerFee, takerFee: takerFee, initialMargin: initial,
      maintenanceTiers: maintenance, mark: mark)
  }
}

extension [MaintenanceTier] {
  static func flat(_ rate: Rate) -> [MaintenanceTier] { [MaintenanceTier(floor: .zero, rate: rate)] }

  /// Tiers from (floor in units of money, rate in parts per million).
  static func tiers(_ steps: [(floor: Int64, perMillion: Int64)]) -> [MaintenanceTier] {
    steps.map { MaintenanceTier(floor: Money(units: $0.floor), rate: .perMillion($0.perMillion)) }
  }

  /// The example tiers of C6, as published by Binance for a large contract.
  static let binanceLike = tiers([
    (0, 4_000), (50_000, 5_000), (250_000, 10_000), (1_000_000, 25_000), (10_000_000, 50_000), (20_000_000, 100_000),
    (50_000_000, 125_000),
  ])
}

extension Rate {
  static func perMillion(_ parts: Int64) -> Rate { Rate(partsPerBillion: parts * 1_000) }
  static func percent(_ parts: Int64) -> Rate { Rate(partsPerBillion: parts * 10_000_000) }
}
