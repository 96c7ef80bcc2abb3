import Clearing
import MarketTypes
import TestSupport

/// A clearing house and its naive twin that live through one short random history, compared after every step.
struct WatchHistory: ~Copyable {
  /// So that histories in which nothing happens cannot pass for good ones.
  struct Coverage {
    var found = 0
    var foundWithSeveralPositions = 0
    var bankrupt = 0
    var firstMarks = 0
    var jumps = 0
    var marksTogether = 0
    var releases = 0
    var foundTogether = 0

    static func + (one: Coverage, other: Coverage) -> Coverage {
      Coverage(
        found: one.found + other.found,
        foundWithSeveralPositions: one.foundWithSeveralPositions + other.foundWithSeveralPositions,
        bankrupt: one.bankrupt + other.bankrupt, firstMarks: one.firstMarks + other.firstMarks,
        jumps: one.jumps + other.jumps, marksTogether: one.marksTogether + other.marksTogether,
        releases: one.releases + other.releases, foundTogether: max(one.foundTogether, other.foundTogether))
    }
  }

  private let rules: [InstrumentRules]
  private var chance: SplitMix64
  private var house: ClearingHouse
  private var naive: NaiveClearing
  private var events: Int64 = 0
  private(set) var coverage = Coverage()
  /// What happened since the last comparison, for the message of a failure.
  private var happened: [String] = []

  private static let world = 0

  init(seed: UInt64) {
    chance = SplitMix64(seed: seed)
    // One history in eight has many accounts, so that many can be found by one mark.
    let count = seed % 8 == 7 ? 300 : 2 + chance.below(10)
    rules = Self.rules(&chance)
    let threshold: LiquidationThreshold = chance.once(in: 2) ? .below : .atOrBelow
    house = ClearingHouse(VenueRules(instruments: rules, liquidation: LiquidationRules(threshold: threshold)))
    var exempt = [true]
    for _ in 0..<count { exempt.append(chance.once(in: 20)) }
    for isExempt in exempt { house.openAccount(isExempt ? .exempt : .cross) }
    naive = NaiveClearing(rules, threshold, exempt: exempt)
    open()
  }

  /// One to four instruments: coarse or fine ticks, margins from none to everything.
  private static func rules(_ chance: inout SplitMix64) -> [InstrumentRules] {
    var rules: [InstrumentRules] = []
    for _ in 0...chance.pick([0, 0, 1, 3]) {
      let maximumPrice: Int64 = chance.pick([40, 3_000, 500_000])
      let tickValue = chance.from(1, through: 20)
      var tiers: [MaintenanceTier] = []
      var (floor, rate): (Int64, Int64) = (0, chance.once(in: 4) ? 0 : chance.from(1, through: 60_000_000))
      for _ in 0...chance.below(4) {
        tiers.append(MaintenanceTier(floor: Money(units: floor), rate: Rate(partsPerBillion: rate)))
        floor += chance.from(1, through: maximumPrice * tickValue * 20)
        rate = chance.once(in: 6) ? 1_000_000_000 : min(1_000_000_000, rate + chance.from(0, through: rate * 2 + 1))
      }
      rules.append(
        .perpetual(
          tickValue: tickValue, maximumPrice: maximumPrice,
          makerFee: Rate(partsPerBillion: chance.from(-300_000, through: 300_000)),
          takerFee: Rate(partsPerBillion: chance.from(0, through: 700_000)), maintenance: tiers))
    }
    return rules
  }

  /// Holdings from before the first command, some in instruments without a mark yet.
  private mutating func open() {
    for instrument in rules.indices {
      let start = max(1, rules[instrument].maximumPrice.ticks / 4)
      let isMarked = instrument == 0 || !chance.once(in: 3)
      if isMarked { setMark(of: instrument, to: start) }
      for account in naive.accounts.indices.dropFirst() where !chance.once(in: 3) {
        let lots = chance.from(1, through: 40) * (chance.once(in: 2) ? 1 : -1)
        let price = near(start, in: instrument)
        house.openHolding(
          HoldingOpening(
            account: id(account), counterparty: id(Self.world), instrument: InstrumentID(number: UInt16(instrument)),
            position: Position(lots: lots), price: Price(ticks: price))
        ) { _ in }
        naive.trade(lots, at: price, in: instrument, by: account, paying: .zero)
        naive.trade(-lots, at: price, in: instrument, by: Self.world, paying: .zero)
      }
    }
    for account in naive.accounts.indices.dropFirst() { topUp(account) }
  }

  // MARK: What happens

  /// Lives a step; what went wrong in it, or `nil`.
  mutating func step() -> String? {
    happened.removeAll()
    for _ in 0...chance.pick([0, 0, 0, 1, 4]) { happen() }
    if let fault = difference() { return "\(fault) after \(happened.joined(separator: ", "))" }
    handOver()
    return nil
  }

  private mutating func happen() {
    switch chance.below(12) {
    case 0...3: moveMark(of: chance.below(rules.count), isJump: false)
    case 4:
      coverage.jumps += 1
      moveMark(of: chance.below(rules.count), isJump: true)
    case 5:
      coverage.marksTogether += 1
      for instrument in rules.indices { moveMark(of: instrument, isJump: chance.once(in: 4)) }
    case 6, 7, 8: trade()
    case 9: pay(someone(), chance.from(1, through: 50_000))
    case 10: pay(someone(), -chance.from(1, through: 50_000))
    default: pushToTheEdge(someone())
    }
  }

  private mutating func moveMark(of instrument: Int, isJump: Bool) {
    let highest = rules[instrument].maximumPrice.ticks
    let now = naive.marks[instrument] ?? max(1, highest / 4)
    if naive.marks[instrument] == nil { coverage.firstMarks += 1 }
    let then: Int64
    if isJump {
      then = chance.pick([1, highest, highest / 4, now / 2, now * 2, now * 9 / 10, now * 11 / 10])
    } else {
      then = now + chance.from(-now / 50 - 1, through: now / 50 + 1)
    }
    setMark(of: instrument, to: min(max(then, 1), highest))
  }

  private mutating func setMark(of instrument: Int, to ticks: Int64) {
    events += 1
    house.setMark(InstrumentID(number: UInt16(instrument)), to: Price(ticks: ticks), at: EventPosition(number: events))
    naive.marks[instrument] = ticks
    happened.append("mark \(instrument) to \(ticks)")
  }

  /// A fill near the mark, with somebody or the world.
  private mutating func trade() {
    let instrument = chance.below(rules.count)
    guard let mark = naive.marks[instrument] else { return }
    let taker = someone()
    let maker = chance.once(in: 2) ? Self.world : someone()
    fill(
      chance.from(1, through: 40), at: near(mark, in: instrument), in: instrument, taker: taker, maker: maker,
      takerBuys: chance.once(in: 2))
  }

  private mutating func fill(
    _ lots: Int64, at price: Int64, in instrument: Int, taker: Int, maker: Int, takerBuys: Bool
  ) {
    events += 1
    let fill = Fill(
      maker: .none, taker: .none, price: Price(ticks: price), quantity: Quantity(lots: lots), makerAccount: id(maker),
      takerAccount: id(taker), instrument: InstrumentID(number: UInt16(instrument)),
      takerSide: takerBuys ? .buy : .sell,
      isForced: false)
    house.settle(fill, at: EventPosition(number: events)) { _ in }
    naive.fill(lots, at: price, in: instrument, taker: taker, maker: maker, takerBuys: takerBuys)
    happened.append("\(taker) \(takerBuys ? "buys" : "sells") \(lots) of \(instrument) at \(price) with \(maker)")
  }

  /// Money in, or out when below zero, whether or not a venue would allow it.
  private mutating func pay(_ account: Int, _ units: Int64) {
    if units == 0 { return }
    if units > 0 {
      house.deposit(Money(units: units), to: id(account)) { _ in }
    } else {
      house.withdraw(Money(units: -units), from: id(account)) { _ in }
    }
    naive.pay(units, to: account)
    happened.append("\(account) is paid \(units)")
  }

  /// Equity to somewhere between maintenance margin and six times that.
  private mutating func topUp(_ account: Int) {
    let needed = naive.maintenance(account)
    pay(account, Int64(needed - naive.equity(account)) + chance.from(-20, through: Int64(needed) * 5 + 1_000))
  }

  /// Equity to one below maintenance margin, equal to it, or a little above.
  private mutating func pushToTheEdge(_ account: Int) {
    pay(account, Int64(naive.maintenance(account) - naive.equity(account)) + chance.from(-1, through: 5))
  }

  /// What the liquidation engine would do: who is due stays so, is closed or topped up, and then released.
  private mutating func handOver() {
    for account in naive.accounts.indices where naive.accounts[account].isDue && chance.once(in: 2) {
      if chance.once(in: 2) {
        for line in naive.accounts[account].lines where line.lots != 0 {
          guard let mark = naive.marks[line.instrument] else { continue }
          fill(
            abs(line.lots), at: near(mark, in: line.instrument), in: line.instrument, taker: account, maker: Self.world,
            takerBuys: line.lots < 0)
        }
      } else {
        topUp(account)
      }
      if chance.once(in: 4) { continue }
      coverage.releases += 1
      house.release(id(account))
      naive.accounts[account].isDue = false
      naive.accounts[account].isChanged = true
    }
    if chance.once(in: 20) { house = house.clone() }
  }

  // MARK: What is compared

  /// Has house and twin look for who is under margin or flat and below zero; what they disagree on, or `nil`.
  private mutating func difference() -> String? {
    house.findDue()
    var found: [Int] = []
    while let distress = house.takeDue() { found.append(distress.account.index) }
    let due = naive.accounts.indices.filter { !naive.accounts[$0].isDue && naive.isLiquidatable($0) }
    if found.sorted() != due { return "the watch finds \(found.sorted()), the scan \(due)" }
    var bankrupt: [Int] = []
    while let account = house.takeBankrupt() { bankrupt.append(account.account.index) }
    let broke = naive.accounts.indices.filter { naive.isBankrupt($0) }
    if bankrupt.sorted() != broke { return "the watch finds \(bankrupt.sorted()) flat below zero, the scan \(broke)" }
    for account in broke {
      let uncovered = house.coverShortfall(of: id(account)) { _ in }
      if Int128(uncovered.units) != -naive.equity(account) {
        return "account \(account) owed \(-naive.equity(account))"
      }
      naive.accounts[account].cash -= naive.equity(account)
    }
    for account in due { naive.accounts[account].isDue = true }
    for account in naive.accounts.indices { naive.accounts[account].isChanged = false }
    count(due, broke)
    return nil
  }

  private mutating func count(_ due: [Int], _ broke: [Int]) {
    coverage.found += due.count
    coverage.foundTogether = max(coverage.foundTogether, due.count)
    coverage.foundWithSeveralPositions += due.count { account in
      naive.accounts[account].lines.count { $0.lots != 0 } > 1
    }
    coverage.bankrupt += broke.count
  }

  private mutating func someone() -> Int { 1 + chance.below(naive.accounts.count - 1) }

  private mutating func near(_ price: Int64, in instrument: Int) -> Int64 {
    min(max(1, price + chance.from(-price / 30 - 1, through: price / 30 + 1)), rules[instrument].maximumPrice.ticks)
  }

  private func id(_ account: Int) -> AccountID { AccountID(number: Int32(account)) }
}
