import Clearing
import Files
import MarketTypes
import Storage

/// A clearing house with a population in it, triggers set: what is measured. The only file here that asks it anything.
struct WatchHouse: ~Copyable {
  private(set) var house: ClearingHouse
  /// What opening the accounts, and then giving them positions and triggers, added to the peak of the process.
  let accountBytes: Int
  let positionBytes: Int
  let positions: Int

  init(accounts: Int, instruments: Int) {
    house = ClearingHouse(Self.rules(instruments: instruments))
    let before = peakMemoryBytes()
    for _ in 0..<accounts { house.openAccount(.cross) }
    let opened = peakMemoryBytes()
    house.openAccount(.exempt)
    let world = AccountID(number: Int32(accounts))
    for instrument in 0..<instruments {
      let start = Price(ticks: WatchPopulation.price(of: instrument))
      house.setMark(InstrumentID(number: UInt16(instrument)), to: start, at: EventPosition(number: 0))
    }
    var population = WatchPopulation(instruments: instruments)
    var positions = 0
    for number in 0..<Int32(accounts) {
      let account = population.next()
      house.deposit(Money(units: account.collateral), to: AccountID(number: number)) { _ in }
      for instrument in 0..<instruments where account.lots[instrument] != 0 {
        let opening = HoldingOpening(
          account: AccountID(number: number), counterparty: world, instrument: InstrumentID(number: UInt16(instrument)),
          position: Position(lots: Int64(account.lots[instrument])),
          price: Price(ticks: Int64(account.entries[instrument])))
        house.openHolding(opening) { _ in }
        positions += 1
      }
    }
    house.findDue()
    accountBytes = opened - before
    positionBytes = peakMemoryBytes() - opened
    self.positions = positions
  }

  private static func rules(instruments: Int) -> VenueRules {
    let rules = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1 << 20), maximumPosition: Quantity(lots: 1 << 40),
      initialMargin: Rate(partsPerBillion: 20_000_000),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: WatchPopulation.maintenance)], mark: .index)
    return VenueRules(instruments: Array(repeating: rules, count: instruments))
  }

  borrowing func clone() -> WatchHouse { WatchHouse(copying: self) }

  private init(copying other: borrowing WatchHouse) {
    house = other.house.clone()
    accountBytes = other.accountBytes
    positionBytes = other.positionBytes
    positions = other.positions
  }

  /// Sets a mark and appends who is found by it, in the order of finding.
  mutating func mark(_ mark: WatchMark, number: Int, into found: inout Pool<Int32>) {
    house.setMark(
      InstrumentID(number: mark.instrument), to: Price(ticks: Int64(mark.ticks)),
      at: EventPosition(number: Int64(number)))
    house.findDue()
    while let distress = house.takeDue() { found.append(distress.account.number) }
    while let account = house.takeBankrupt() {
      invariantFailed("account \(account.account.number) is flat and below zero")
    }
  }

  /// All marks of a path, as fast as it goes.
  @inline(never)
  mutating func drive(_ marks: borrowing Pool<WatchMark>) -> WatchTally {
    var tally = WatchTally()
    for index in 0..<marks.count {
      let mark = marks[index]
      house.setMark(
        InstrumentID(number: mark.instrument), to: Price(ticks: Int64(mark.ticks)),
        at: EventPosition(number: Int64(index)))
      house.findDue()
      while let distress = house.takeDue() { tally.add(distress.account.number, atMark: index) }
      while let account = house.takeBankrupt() {
        invariantFailed("account \(account.account.number) is flat and below zero")
      }
    }
    return tally
  }
}

/// Who was found at which mark, in a sum that does not depend on the order within a mark.
struct WatchTally: Equatable {
  private(set) var found = 0
  private(set) var sum: UInt64 = 0

  @inline(__always)
  mutating func add(_ account: Int32, atMark mark: Int) {
    found += 1
    let word = (UInt64(mark) << 32 | UInt64(UInt32(bitPattern: account))) &* 0x9E37_79B9_7F4A_7C15
    sum &+= (word ^ word >> 29) &* 0xBF58_476D_1CE4_E5B9
  }
}
