import Clearing
import Files
import MarketTypes
import Storage

/// The case margin: a published job, drawn anew. One symbol, two margin tiers, an insurance fund; a long fall and a half
/// recovery; who is found is closed at the mark.
struct MarginJob: ~Copyable {
  static let start: Int64 = 1_000_000
  static let fund: Int64 = 100_000_000
  static let tierFloor: Int64 = 25_000_000

  let accounts: Int
  /// By account; short below zero.
  private(set) var lots = Pool<Int32>()
  private(set) var collateral = Pool<Int64>()
  private(set) var marks = Pool<Int32>()

  /// A tick of a lot is worth 1, a hundredth of the currency. 1 to 50 lots, longs and shorts in turn, leverage 2 to 50
  /// in thousandths; margin of half a per cent to a notional of 250,000, 1 % beyond; the fund holds 1,000,000.
  /// The mark falls by 0.03 % 700 times, then rises by 0.02 % 300 times, rounded down to a tick.
  init(accounts: Int) {
    self.accounts = accounts
    var chance = SplitMix64(seed: 42)
    for number in 0..<accounts {
      let size = Int64(1 + chance.below(50))
      let leverage = 2_000 + Int64(chance.below(48_001))
      lots.append(Int32(number % 2 == 0 ? size : -size))
      collateral.append((size * Self.start * 1_000).divided(by: leverage, rounding: .up))
    }
    var mark = Self.start
    for step in 0..<1_000 {
      mark = mark * (step < 700 ? 9_997 : 10_002) / 10_000
      marks.append(Int32(mark))
    }
  }
}

/// The job through the clearing house.
struct MarginHouse: ~Copyable {
  private var house: ClearingHouse
  private let world: AccountID
  private static let symbol = InstrumentID(number: 0)

  init(_ job: borrowing MarginJob) {
    let rules = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1 << 20), maximumPosition: Quantity(lots: 1 << 40),
      initialMargin: Rate(partsPerBillion: 20_000_000),
      maintenanceTiers: [
        MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 5_000_000)),
        MaintenanceTier(floor: Money(units: MarginJob.tierFloor), rate: Rate(partsPerBillion: 10_000_000)),
      ], mark: .index)
    house = ClearingHouse(VenueRules(instruments: [rules]))
    world = AccountID(number: Int32(job.accounts))
    for _ in 0..<job.accounts { house.openAccount(.cross) }
    house.openAccount(.exempt)
    house.depositToFund(Money(units: MarginJob.fund)) { _ in }
    house.setMark(Self.symbol, to: Price(ticks: MarginJob.start), at: EventPosition(number: 0))
    for number in 0..<job.accounts {
      let account = AccountID(number: Int32(number))
      house.deposit(Money(units: job.collateral[number]), to: account) { _ in }
      let opening = HoldingOpening(
        account: account, counterparty: world, instrument: Self.symbol,
        position: Position(lots: Int64(job.lots[number])), price: Price(ticks: MarginJob.start))
      house.openHolding(opening) { _ in }
    }
    house.findDue()
  }

  var fund: Int128 { house.balance(of: .fund(.common)) }

  /// Sets a mark, closes who is found, and appends them.
  @inline(never)
  mutating func mark(_ ticks: Int32, number: Int, into found: inout Pool<Int32>) {
    let first = found.count
    house.setMark(Self.symbol, to: Price(ticks: Int64(ticks)), at: EventPosition(number: Int64(number)))
    house.findDue()
    while let distress = house.takeDue() { found.append(distress.account.number) }
    if found.count == first { return }
    for place in first..<found.count {
      close(AccountID(number: found[place]), at: Price(ticks: Int64(ticks)), number: number)
    }
    house.findDue()
    while let account = house.takeBankrupt() { _ = house.coverShortfall(of: account.account) { _ in } }
  }

  private mutating func close(_ account: AccountID, at price: Price, number: Int) {
    let position = house.position(of: account, in: Self.symbol)
    let fill = Fill(
      maker: .none, taker: .none, price: price, quantity: position.size, makerAccount: world, takerAccount: account,
      instrument: Self.symbol, takerSide: position.lots > 0 ? .sell : .buy, isForced: true)
    house.settle(fill, at: EventPosition(number: Int64(number))) { _ in }
    house.release(account)
  }
}

/// The job by a scan of everybody at every mark, four at a time.
///
/// Counted in `Double`: every sum is within a ten-thousandth of exact, and only who is that near is looked at in integers.
struct MarginScan: ~Copyable {
  /// Cash less cost; infinite for who was closed.
  private var cash = Pool<SIMD4<Double>>()
  private var lots = Pool<SIMD4<Int32>>()
  private(set) var fund = MarginJob.fund

  init(_ job: borrowing MarginJob) {
    for block in 0..<(job.accounts + 3) / 4 {
      cash.append(SIMD4(repeating: .infinity))
      lots.append(SIMD4())
      for lane in 0..<min(4, job.accounts - block * 4) {
        let account = block * 4 + lane
        lots[block][lane] = job.lots[account]
        cash[block][lane] = Double(job.collateral[account] - Int64(job.lots[account]) * MarginJob.start)
      }
    }
  }

  /// Appends who is found and closes them.
  @inline(never)
  mutating func mark(_ ticks: Int32, into found: inout Pool<Int32>) {
    let floor = Double(MarginJob.tierFloor)
    for block in 0..<cash.count {
      let value = SIMD4<Double>(lots[block]) * Double(ticks)
      let notional = value.replacing(with: -value, where: value .< 0)
      let beyond = notional - floor
      let margin = (notional + beyond.replacing(with: 0, where: beyond .< 0)) * 0.005
      if anyIsBelow(1.001, cash[block] + value - margin) { look(in: block, Int64(ticks), into: &found) }
    }
  }

  private mutating func look(in block: Int, _ ticks: Int64, into found: inout Pool<Int32>) {
    for lane in 0..<4 where cash[block][lane] != .infinity {
      let value = Int64(lots[block][lane]) * ticks
      let equity = Int64(cash[block][lane]) + value
      let notional = abs(value)
      let slices = min(notional, MarginJob.tierFloor) * 5 + max(0, notional - MarginJob.tierFloor) * 10
      if equity * 1_000 >= (slices + 999) / 1_000 * 1_000 { continue }
      cash[block][lane] = .infinity
      found.append(Int32(block * 4 + lane))
      if equity < 0 { fund = max(0, fund + equity) }
    }
  }
}
