import Clearing
import Liquidation
import MarketTypes
import Storage

let first = InstrumentID(number: 0)
let second = InstrumentID(number: 1)
let third = InstrumentID(number: 2)
let world = AccountID(number: 0)
let alice = AccountID(number: 1)

/// A house of three instruments marked at 100: maintenance 10 %, 5 % and nothing. Account 0 is exempt.
func house(accounts: Int = 3) -> ClearingHouse {
  let instruments = [100_000_000, 50_000_000, 0].map { rate in
    InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumPosition: Quantity(lots: 1_000),
      initialMargin: Rate(partsPerBillion: 100_000_000),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: rate))])
  }
  var house = ClearingHouse(VenueRules(instruments: instruments))
  house.openAccount(.exempt)
  for _ in 1..<accounts { house.openAccount(.cross) }
  for number in 0..<3 {
    house.setMark(
      InstrumentID(number: UInt16(number)), to: Price(ticks: 100), at: EventPosition(number: Int64(number)))
  }
  return house
}

extension ClearingHouse {
  mutating func hold(
    _ lots: Int64, at ticks: Int64 = 100, of account: AccountID = alice, in instrument: InstrumentID = first
  ) {
    openHolding(
      HoldingOpening(
        account: account, counterparty: world, instrument: instrument, position: Position(lots: lots),
        price: Price(ticks: ticks))
    ) { _ in }
  }

  mutating func give(_ units: Int64, to account: AccountID = alice) {
    deposit(Money(units: units), to: account) { _ in }
  }

  mutating func mark(_ ticks: Int64, in instrument: InstrumentID = first) {
    setMark(instrument, to: Price(ticks: ticks), at: EventPosition(number: 9))
  }
}

/// An account that waits, with figures of its own choosing.
func waiting(
  _ account: Int32, round: UInt16 = 1, equity: Int128 = 0, maintenance: Int128 = 0, notional: Int128 = 0
) -> DueAccount {
  var figures = house().figures(of: alice)
  figures.equity = equity
  figures.maintenance = maintenance
  figures.notional = notional
  let event = EventPosition(number: 0)
  var due = DueAccount(account: AccountID(number: account), round: round, event: event, since: .start)
  due.measure(figures)
  return due
}

extension LiquidationEngine {
  mutating func add(_ account: Int32, round: UInt16 = 1) {
    let event = EventPosition(number: 0)
    add(DueAccount(account: AccountID(number: account), round: round, event: event, since: .start))
  }

  /// Begins what is next and hands it all out.
  mutating func takeRound(mixesRounds: Bool = false, of house: borrowing ClearingHouse) -> [Int32] {
    beginRound(mixesRounds: mixesRounds, of: house)
    var taken: [Int32] = []
    while let due = takeNext() { taken.append(due.account.number) }
    return taken
  }

  /// At a moment, with the book's middle at 100 unless it says otherwise.
  func forcedOrders(
    for account: AccountID, of house: borrowing ClearingHouse, after span: TimeSpan = .zero, freed: Int128 = 0,
    twiceMiddle: Int64 = 200
  ) -> [Order] {
    var orders = Pool<Order>()
    var engine = clone()
    var due = DueAccount(account: account, round: 1, event: EventPosition(number: 0), since: .start)
    due.freed = freed
    _ = engine.forcedOrders(
      for: due, of: house, now: .start + span, twiceMiddle: { _ in twiceMiddle }, into: &orders)
    return (0..<orders.count).map { orders[$0] }
  }
}

/// Chance for tests (SplitMix64).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func throwing(_ range: ClosedRange<Int64>) -> Int64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    word ^= word >> 31
    return range.lowerBound + Int64(word % UInt64(range.upperBound - range.lowerBound + 1))
  }
}
