import Clearing
import MarketTypes
import Testing

/// A clearing house and a full scan that live through the same random story side by side.
///
/// To replay a seed that failed: `var twin = WatchTwin(seed: …, threshold: …, accounts: …)`, then `twin.live(steps: …)`.
struct WatchTwin: ~Copyable {
  private let seed: UInt64
  private let rules: [InstrumentRules]
  private var dice: Dice
  private var house: ClearingHouse
  private var naive: NaiveMargins
  private var isDue: [Bool]
  /// Touched by a fill or by money since the last check.
  private var isChanged: [Bool]
  private var lastFill: [EventPosition?]
  private var marksAtCheck: [Int64]
  private var markEvents: [EventPosition?]
  private var events: Int64 = 0
  /// So that a story in which nothing happened cannot pass for a good one.
  private(set) var foundInAll = 0
  private(set) var foundTogether = 0
  private(set) var bankruptInAll = 0

  private var world: Int { 0 }

  init(seed: UInt64, threshold: LiquidationThreshold, accounts: Int) {
    self.seed = seed
    dice = Dice(seed: seed)
    rules = Self.rules(&dice)
    house = ClearingHouse(VenueRules(instruments: rules, liquidation: LiquidationRules(threshold: threshold)))
    // The world, and one account in fifty, are exempt.
    let exempt = (0..<accounts).map { $0 % 50 == 0 }
    for isExempt in exempt { house.openAccount(isExempt ? .exempt : .cross) }
    naive = NaiveMargins(rules, threshold: threshold, exempt: exempt)
    isDue = exempt.map { _ in false }
    isChanged = isDue
    lastFill = exempt.map { _ in nil }
    marksAtCheck = rules.map { _ in 0 }
    markEvents = rules.map { _ in nil }
    for instrument in rules.indices { setMark(of: instrument, to: max(1, rules[instrument].maximumPrice.ticks / 4)) }
    compare(step: -1)
    for account in 1..<accounts {
      trade(account, times: dice.once(in: 2) ? 1 : dice.throwing(2..<4))
      pay(account, reserve(of: account))
    }
    compare(step: 0)
  }

  /// Four instruments: coarse or fine ticks, tiers from none to as steep as from 0 to 1.
  private static func rules(_ dice: inout Dice) -> [InstrumentRules] {
    (0..<4).map { _ in
      let maximumPrice: Int64 = dice.once(in: 3) ? 60 : dice.once(in: 2) ? 4_000 : 200_000
      let tickValue = dice.throwing(1...20)
      var tiers: [MaintenanceTier] = []
      var floor: Int64 = 0
      var rate: Int64 = dice.once(in: 4) ? 0 : dice.throwing(1...30_000_000)
      for _ in 0..<dice.throwing(1..<6) {
        tiers.append(MaintenanceTier(floor: Money(units: floor), rate: Rate(partsPerBillion: rate)))
        floor += dice.throwing(1...(maximumPrice * tickValue * 20))
        rate = dice.once(in: 5) ? 1_000_000_000 : min(1_000_000_000, rate + dice.throwing(0...rate * 2 + 1))
      }
      return .perpetual(
        tickValue: tickValue, maximumPrice: maximumPrice,
        makerFee: Rate(partsPerBillion: dice.throwing(-300_000...300_000)),
        takerFee: Rate(partsPerBillion: dice.throwing(0...700_000)), maintenance: tiers)
    }
  }

  mutating func live(steps: Int) {
    for step in 1...steps {
      for _ in 0..<dice.throwing(1..<4) { happen() }
      if dice.once(in: 40) { house = house.clone() }
      compare(step: step)
      handOver()
    }
  }

  // MARK: What happens

  private mutating func happen() {
    switch dice.throwing(0..<10) {
    case 0...4: for _ in 0..<dice.throwing(1..<rules.count + 1) { moveMark(of: dice.throwing(0..<rules.count)) }
    case 5, 6: for _ in 0..<dice.throwing(1..<12) { trade(someone(), times: 1) }
    case 7: pay(someone(), dice.throwing(1...100_000))
    case 8: pay(someone(), -dice.throwing(1...100_000))
    default: for _ in 0..<15 { pushToTheEdge(someone()) }
    }
  }

  private mutating func someone() -> Int { dice.throwing(1..<naive.cash.count) }

  private mutating func moveMark(of instrument: Int) {
    let highest = rules[instrument].maximumPrice.ticks
    let now = naive.marks[instrument]!
    let then: Int64
    switch dice.throwing(0..<100) {
    case 0...34: then = now + dice.throwing(-1...1)
    case 35...64: then = now + dice.throwing(-3...3)
    case 65...84: then = now + dice.throwing(-now / 20 - 1...now / 20 + 1)
    case 85...96: then = now * dice.throwing(60...150) / 100
    case 97: then = 1
    case 98: then = highest
    default: then = highest / 4
    }
    setMark(of: instrument, to: min(max(then, 1), highest))
  }

  private mutating func setMark(of instrument: Int, to ticks: Int64) {
    events += 1
    house.setMark(
      InstrumentID(number: UInt16(instrument)), to: Price(ticks: ticks), at: EventPosition(number: events))
    naive.marks[instrument] = ticks
    markEvents[instrument] = EventPosition(number: events)
  }

  /// Fills near the mark against the world, somebody else, or now and then against itself.
  private mutating func trade(_ account: Int, times: Int) {
    for _ in 0..<times {
      let instrument = dice.throwing(0..<rules.count)
      let mark = naive.marks[instrument]!
      let price = min(
        max(1, mark + dice.throwing(-mark / 30 - 1...mark / 30 + 1)), rules[instrument].maximumPrice.ticks)
      let other = dice.once(in: 30) ? account : dice.once(in: 2) ? someone() : world
      fill(dice.throwing(1...40), at: price, in: instrument, taker: account, maker: other, takerBuys: dice.once(in: 2))
    }
  }

  private mutating func fill(
    _ lots: Int64, at ticks: Int64, in instrument: Int, taker: Int, maker: Int, takerBuys: Bool
  ) {
    events += 1
    let event = EventPosition(number: events)
    house.settle(
      Fill(
        maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks),
        quantity: Quantity(lots: lots), makerAccount: id(maker), takerAccount: id(taker),
        instrument: InstrumentID(number: UInt16(instrument)), takerSide: takerBuys ? .buy : .sell, isForced: false),
      at: event
    ) { _ in }
    naive.fill(
      lots, at: ticks, in: instrument, buyer: takerBuys ? taker : maker, seller: takerBuys ? maker : taker, taker: taker
    )
    for account in [taker, maker] {
      isChanged[account] = true
      lastFill[account] = event
    }
  }

  /// Money in, or out when below zero, whether or not a venue would allow it.
  private mutating func pay(_ account: Int, _ units: Int64) {
    if units == 0 { return }
    if units > 0 {
      house.deposit(Money(units: units), to: id(account)) { _ in }
    } else {
      house.withdraw(Money(units: -units), from: id(account)) { _ in }
    }
    naive.cash[account] += Int128(units)
    isChanged[account] = true
  }

  /// What brings an account's equity to somewhere between its maintenance margin and ten times that.
  private mutating func reserve(of account: Int) -> Int64 {
    let needed = naive.maintenance(account)
    return Int64(needed - naive.equity(account)) + dice.throwing(-20...Int64(needed) * 9 + 100)
  }

  /// Equity to one below maintenance margin, equal to it, or a little above.
  private mutating func pushToTheEdge(_ account: Int) {
    pay(account, Int64(naive.maintenance(account) - naive.equity(account)) + dice.throwing(-1...4))
  }

  /// What the liquidation engine would do: some due accounts stay with it, some are closed, some topped up, then
  /// released.
  private mutating func handOver() {
    for account in isDue.indices where isDue[account] && dice.once(in: 2) {
      if dice.once(in: 3) {
        for instrument in rules.indices where naive.lots[account][instrument] != 0 {
          let lots = naive.lots[account][instrument]
          fill(
            abs(lots), at: naive.marks[instrument]!, in: instrument, taker: account, maker: world, takerBuys: lots < 0)
        }
      } else {
        pay(account, reserve(of: account))
      }
      if dice.once(in: 4) { continue }
      house.release(id(account))
      isDue[account] = false
      isChanged[account] = true
    }
  }

  // MARK: What is compared

  private mutating func compare(step: Int) {
    house.findDue()
    var found: [Distress] = []
    while let distress = house.takeDue() { found.append(distress) }
    found.sort { $0.account < $1.account }
    let expected = naive.cash.indices.filter { !isDue[$0] && naive.isLiquidatable($0) }
    #expect(found.map(\.account) == expected.map { id($0) }, "seed \(seed), step \(step)")
    let causes = expected.map { cause(of: $0) }
    #expect(found.map(\.cause) == causes, "seed \(seed), step \(step)")

    var bankrupt: [AccountID] = []
    while let account = house.takeBankrupt() { bankrupt.append(account.account) }
    let broke = naive.cash.indices.filter {
      isChanged[$0] && !naive.isExempt[$0] && naive.isFlat($0) && naive.cash[$0] < 0
    }
    #expect(bankrupt.sorted() == broke.map { id($0) }, "seed \(seed), step \(step)")
    for account in broke {
      let uncovered = house.coverShortfall(of: id(account)) { _ in }
      #expect(Int128(uncovered.units) == -naive.cash[account], "seed \(seed), step \(step), account \(account)")
      naive.cash[account] = 0
    }
    house.checkInvariants()

    foundInAll += expected.count
    foundTogether = max(foundTogether, expected.count)
    bankruptInAll += broke.count
    for account in expected { isDue[account] = true }
    for account in isChanged.indices { isChanged[account] = false }
    for instrument in rules.indices {
      marksAtCheck[instrument] = naive.marks[instrument]!
      markEvents[instrument] = nil
    }
  }

  /// The mark that cost it most since the last check, at ties of the lower instrument; else its own latest fill.
  private func cause(of account: Int) -> EventPosition? {
    var worst: Int128 = 0
    var cause = lastFill[account]
    for instrument in rules.indices where markEvents[instrument] != nil && marksAtCheck[instrument] != 0 {
      let moved = Int128(naive.marks[instrument]! - marksAtCheck[instrument])
      let gain = Int128(naive.lots[account][instrument]) * moved * Int128(rules[instrument].tickValue.units)
      if gain < worst {
        worst = gain
        cause = markEvents[instrument]
      }
    }
    return cause
  }

  private func id(_ account: Int) -> AccountID { AccountID(number: Int32(account)) }
}
