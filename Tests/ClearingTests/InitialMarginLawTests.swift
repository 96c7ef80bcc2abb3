import Clearing
import MarketTypes
import TestSupport
import Testing

@Suite("Initial margin on random histories")
struct InitialMarginLawTests {
  // CLR-5, CLR-7, CLR-8, CLR-9, CLR-10: reckoned a second time in 128 bits, rule by rule.
  @Test(arguments: seeds(20))
  func `requirements and admission are what the rules say, to the unit`(seed: UInt64) {
    var story = MarginHistory(seed: seed)
    for step in 0..<120 {
      story.step()
      for account in 0..<story.accounts {
        let id = AccountID(number: Int32(account))
        let (figures, expected) = (story.house.figures(of: id), story.expectedFigures(of: account))
        #expect(figures.initial == expected.initial, "seed \(seed), step \(step), account \(account)")
        #expect(figures.maintenance == expected.maintenance, "seed \(seed), step \(step), account \(account)")
        #expect(figures.equity == expected.equity, "seed \(seed), step \(step), account \(account)")
      }
      let (asked, admitted) = story.ask()
      #expect(asked == admitted, "seed \(seed), step \(step)")
    }
    #expect(story.refused > 0 && story.admitted > 0, "seed \(seed)")
  }

  // CLR-10: an account is given what an order wants, and one unit less.
  @Test(arguments: seeds(20))
  func `an order enters with just enough and not with one unit less`(seed: UInt64) {
    var story = MarginHistory(seed: seed)
    var edges = 0
    for step in 0..<120 {
      story.step()
      guard let (withLess, withEnough) = story.askAtTheEdge() else { continue }
      edges += 1
      #expect(!withLess && withEnough, "seed \(seed), step \(step)")
    }
    #expect(edges > 0, "seed \(seed)")
  }
}

/// A house to which fills, orders, money and marks happen at random, and what its rules come to.
private struct MarginHistory: ~Copyable {
  var house: ClearingHouse
  let rules: VenueRules
  let accounts = 5
  var refused = 0
  var admitted = 0
  private var random: SplitMix64
  private var marks: [Int64]
  /// By account and instrument: lots and notional of bids and asks.
  private var open: [[(bid: Int64, bidNotional: Int64, ask: Int64, askNotional: Int64)]]

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    // Now and then so dear that products no longer fit 64 bits.
    let tick: Int64 = random.once(in: 3) ? 3_000_000_001 : random.from(1, through: 9)
    let count = 1 + random.below(3)
    rules = VenueRules(
      instruments: (0..<count).map { index in
        InstrumentRules(
          tickValue: Money(units: tick), maximumPrice: Price(ticks: 5_000), maximumPosition: Quantity(lots: 20_000),
          takerFee: Rate(partsPerBillion: index == 0 ? 333_333 : -100_001),
          initialMargin: Rate(partsPerBillion: 70_000_001),
          maintenanceTiers: index == 1
            ? [
              MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 30_000_007)),
              MaintenanceTier(floor: Money(units: 100_000 * tick + 1), rate: Rate(partsPerBillion: 150_000_011)),
              MaintenanceTier(floor: Money(units: 900_000 * tick), rate: Rate(partsPerBillion: 600_000_000)),
            ] : [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 33_333_333))])
      })
    house = ClearingHouse(rules)
    marks = Array(repeating: 1_000, count: count)
    open = Array(repeating: Array(repeating: (0, 0, 0, 0), count: count), count: accounts)
    for account in 0..<Int32(accounts) {
      house.openAccount(.cross)
      house.deposit(Money(units: 20_000 * tick * random.from(1, through: 40)), to: AccountID(number: account)) { _ in }
    }
    for instrument in 0..<count { mark(instrument) }
  }

  private mutating func mark(_ instrument: Int) {
    house.setMark(
      InstrumentID(number: UInt16(instrument)), to: Price(ticks: marks[instrument]), at: EventPosition(number: 1))
  }

  mutating func step() {
    let instrument = random.below(marks.count)
    let id = InstrumentID(number: UInt16(instrument))
    switch random.below(4) {
    case 0:
      marks[instrument] = random.from(900, through: 1_100)
      mark(instrument)
    case 1:
      let (maker, taker) = (random.below(accounts), random.below(accounts))
      let fill = Fill(
        maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: random.from(950, through: 1_050)),
        quantity: Quantity(lots: random.from(1, through: 300)), makerAccount: AccountID(number: Int32(maker)),
        takerAccount: AccountID(number: Int32(taker)), instrument: id, takerSide: random.pick([.buy, .sell]),
        isForced: false)
      house.settle(fill, at: EventPosition(number: 1)) { _ in }
    default:
      let account = random.below(accounts)
      add(
        random.pick([.buy, .sell]), lots: random.from(1, through: 200), ticks: random.from(900, through: 1_100),
        account,
        instrument)
    }
  }

  private mutating func add(_ side: Side, lots: Int64, ticks: Int64, _ account: Int, _ instrument: Int) {
    house.addOpenOrder(
      of: AccountID(number: Int32(account)), in: InstrumentID(number: UInt16(instrument)), side, Quantity(lots: lots),
      at: Price(ticks: ticks))
    note(side, lots: lots, notional: lots * ticks * rules.instruments[instrument].tickValue.units, account, instrument)
  }

  private mutating func note(_ side: Side, lots: Int64, notional: Int64, _ account: Int, _ instrument: Int) {
    if side == .buy {
      open[account][instrument].bid += lots
      open[account][instrument].bidNotional += notional
    } else {
      open[account][instrument].ask += lots
      open[account][instrument].askNotional += notional
    }
  }

  private struct Asked {
    let account: AccountID
    let instrument: InstrumentID
    let side: Side
    let lots: Int64
    let ticks: Int64
  }

  private mutating func drawn() -> Asked {
    let (account, instrument) = (random.below(accounts), random.below(marks.count))
    let side: Side = random.pick([.buy, .sell])
    return Asked(
      account: AccountID(number: Int32(account)), instrument: InstrumentID(number: UInt16(instrument)), side: side,
      lots: random.from(1, through: 8_000), ticks: random.from(900, through: 1_100))
  }

  private mutating func admits(_ order: Asked) -> Bool {
    house.meetsInitialMargin(
      order.account, in: order.instrument, adding: Quantity(lots: order.lots), order.side,
      at: Price(ticks: order.ticks))
  }

  /// By how much the requirement rises with an order, and what equity lacks for it and its fee; below zero it has more.
  private mutating func needs(of order: Asked) -> (rise: Int128, lack: Int128) {
    let (account, instrument) = (order.account.index, order.instrument.index)
    let before = expectedFigures(of: account)
    let kept = open
    let notional = order.lots * order.ticks * rules.instruments[instrument].tickValue.units
    note(order.side, lots: order.lots, notional: notional, account, instrument)
    let after = expectedFigures(of: account)
    open = kept
    let fee = max(0, rounded(notional, rules.instruments[instrument].takerFee))
    return (after.initial - before.initial, after.initial + fee - after.equity)
  }

  /// A random order: what the house says to it, and what it should say.
  mutating func ask() -> (asked: Bool, expected: Bool) {
    let order = drawn()
    let answer = admits(order)
    let needs = needs(of: order)
    let expected = needs.rise <= 0 || needs.lack <= 0
    if expected { admitted += 1 } else { refused += 1 }
    return (answer, expected)
  }

  /// A random order for which equity lacks something and which needs it: what the house says when all but one unit of it
  /// came in, and when that came too.
  mutating func askAtTheEdge() -> (withLess: Bool, withEnough: Bool)? {
    let order = drawn()
    let needs = needs(of: order)
    guard needs.rise > 0, needs.lack > 1, let lack = Int64(exactly: needs.lack) else { return nil }
    house.deposit(Money(units: lack - 1), to: order.account) { _ in }
    let withLess = admits(order)
    house.deposit(Money(units: 1), to: order.account) { _ in }
    return (withLess, admits(order))
  }

  // MARK: The rules once more

  func expectedFigures(of account: Int) -> (equity: Int128, initial: Int128, maintenance: Int128) {
    let id = AccountID(number: Int32(account))
    var equity = Int128(house.collateral(of: id).units)
    var (initial, maintenance) = (Int128(0), Int128(0))
    for instrument in marks.indices {
      let place = InstrumentID(number: UInt16(instrument))
      let lots = house.position(of: id, in: place).lots
      let perLot = marks[instrument] * rules.instruments[instrument].tickValue.units
      let orders = open[account][instrument]
      equity += Int128(lots * perLot - house.costBasis(of: id, in: place).units)
      if lots != 0 { maintenance += self.maintenance(abs(lots * perLot), instrument) }
      let bids = margin(abs(lots + orders.bid) * perLot, instrument)
      let asks = margin(abs(lots - orders.ask) * perLot, instrument)
      initial += max(
        bids + Int128(max(0, orders.bidNotional - orders.bid * perLot)),
        asks + Int128(max(0, orders.ask * perLot - orders.askNotional)))
    }
    return (equity, initial, maintenance)
  }

  private func margin(_ notional: Int64, _ instrument: Int) -> Int128 {
    max(rounded(notional, rules.instruments[instrument].initialMargin), maintenance(notional, instrument))
  }

  /// Each tier's rate on what of the notional lies in it, summed before rounding.
  private func maintenance(_ notional: Int64, _ instrument: Int) -> Int128 {
    let tiers = rules.instruments[instrument].maintenanceTiers
    var sum: Int128 = 0
    for (index, tier) in tiers.enumerated() where notional > tier.floor.units {
      let end = index + 1 < tiers.count ? min(notional, tiers[index + 1].floor.units) : notional
      sum += Int128(end - tier.floor.units) * Int128(tier.rate.partsPerBillion)
    }
    return sum.divided(by: 1_000_000_000, rounding: .up)
  }

  private func rounded(_ notional: Int64, _ rate: Rate) -> Int128 {
    (Int128(notional) * Int128(rate.partsPerBillion)).divided(by: 1_000_000_000, rounding: .up)
  }
}
