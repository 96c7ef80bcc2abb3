import Clearing
import MarketTypes
import TestSupport

/// A clearing house and its naive twin that live through one short random history, compared after every step.
struct WatchHistory: ~Copyable {
  /// So that histories in which nothing happens cannot pass for good ones.
  struct Coverage {
    var counts: [String: Int] = [:]
    var foundTogether = 0

    subscript(what: String) -> Int { counts[what, default: 0] }
    mutating func count(_ what: String, _ times: Int = 1) { counts[what, default: 0] += times }

    static func + (one: Coverage, other: Coverage) -> Coverage {
      Coverage(
        counts: one.counts.merging(other.counts, uniquingKeysWith: +),
        foundTogether: max(one.foundTogether, other.foundTogether))
    }
  }

  let venue: VenueRules
  var rules: [InstrumentRules] { venue.instruments }
  var chance: SplitMix64
  var house: ClearingHouse
  var naive: NaiveClearing
  private var events: Int64 = 0
  var coverage = Coverage()
  /// What happened since the last comparison, for the message of a failure.
  private var happened: [String] = []

  static let world = 0

  /// - Parameter isPlain: linear contracts without anything rare, cross accounts, cash alone.
  init(seed: UInt64, isPlain: Bool) {
    // All in locals first: Swift 6.3.1 destroys what is not there yet when a noncopyable struct is filled piece by piece.
    var chance = SplitMix64(seed: isPlain ? seed : ~seed)
    // One plain history in eight has many accounts, so that many can be found by one mark.
    let count = isPlain && seed % 8 == 7 ? 300 : 2 + chance.below(10)
    let venue = isPlain ? WatchRules.plain(&chance) : WatchRules.full(&chance)
    var kinds: [AccountKind] = [.exempt]
    for _ in 0..<count {
      let isPooled = chance.once(in: 3)
      let pooled: AccountKind = isPooled && venue.portfolio != nil ? .portfolio : .cross
      kinds.append(chance.once(in: 20) ? .exempt : pooled)
    }
    var house = ClearingHouse(venue)
    for kind in kinds { house.openAccount(kind) }
    let naive = NaiveClearing(venue, kinds)
    self.chance = chance
    self.venue = venue
    self.naive = naive
    self.house = house
    open()
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
    for asset in venue.assets.indices {
      if !chance.once(in: 4) { moveAsset(asset) }
      for account in naive.accounts.indices.dropFirst() where chance.once(in: 2) {
        give(account, chance.from(1, through: 200), of: asset)
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
      coverage.count("jumps")
      moveMark(of: chance.below(rules.count), isJump: true)
    case 5:
      coverage.count("marks together")
      for instrument in rules.indices { moveMark(of: instrument, isJump: chance.once(in: 4)) }
    case 6, 7, 8: trade()
    case 9: chance.once(in: 3) ? happenRarely() : pay(someone(), chance.from(1, through: 50_000))
    case 10: chance.once(in: 3) ? happenRarely() : pay(someone(), -chance.from(1, through: 50_000))
    default: pushToTheEdge(someone())
    }
  }

  mutating func tell(_ what: String) { happened.append(what) }

  mutating func moveMark(of instrument: Int, isJump: Bool) {
    let highest = rules[instrument].maximumPrice.ticks
    let now = naive.marks[instrument] ?? max(1, highest / 4)
    if naive.marks[instrument] == nil { coverage.count("first marks") }
    let then: Int64
    if isJump {
      then = chance.pick([1, highest, highest / 4, now / 2, now * 2, now * 9 / 10, now * 11 / 10])
    } else if chance.once(in: 2) {
      then = now + chance.from(-2, through: 2)
    } else {
      then = now + chance.from(-now / 50 - 1, through: now / 50 + 1)
    }
    setMark(of: instrument, to: min(max(then, 1), highest))
  }

  private mutating func setMark(of instrument: Int, to ticks: Int64) {
    house.setMark(InstrumentID(number: UInt16(instrument)), to: Price(ticks: ticks), at: nextEvent())
    naive.marks[instrument] = ticks
    tell("mark \(instrument) to \(ticks)")
  }

  mutating func nextEvent() -> EventPosition {
    events += 1
    return EventPosition(number: events)
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
    let fill = Fill(
      maker: .none, taker: .none, price: Price(ticks: price), quantity: Quantity(lots: lots), makerAccount: id(maker),
      takerAccount: id(taker), instrument: InstrumentID(number: UInt16(instrument)),
      takerSide: takerBuys ? .buy : .sell,
      isForced: false)
    house.settle(fill, at: nextEvent()) { _ in }
    naive.fill(lots, at: price, in: instrument, taker: taker, maker: maker, takerBuys: takerBuys)
    tell("\(taker) \(takerBuys ? "buys" : "sells") \(lots) of \(instrument) at \(price) with \(maker)")
  }

  /// Money in, or out when below zero, whether or not a venue would allow it.
  mutating func pay(_ account: Int, _ units: Int64) {
    if units == 0 { return }
    if units > 0 {
      house.deposit(Money(units: units), to: id(account)) { _ in }
    } else {
      house.withdraw(Money(units: -units), from: id(account)) { _ in }
    }
    naive.pay(units, to: account)
    tell("\(account) is paid \(units)")
  }

  /// Equity to somewhere between maintenance margin and six times that.
  private mutating func topUp(_ account: Int) {
    let needed = naive.maintenance(account)
    pay(account, Int64(needed - naive.equity(account)) + chance.from(-20, through: Int64(needed) * 5 + 1_000))
  }

  /// Equity to one below maintenance margin, or the multiple of it where a level begins, equal to it, or a little above.
  private mutating func pushToTheEdge(_ account: Int) {
    var multiple: Int128 = 1_000_000_000
    if let levels = venue.marginLevels {
      multiple = Int128(chance.pick([Rate.one, levels.alert, levels.call, levels.release]).partsPerBillion)
    }
    let edge = NaiveClearing.wholeUnits(naive.maintenance(account) * multiple)
    pay(account, Int64(edge - naive.equity(account)) + chance.from(-1, through: 5))
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
      coverage.count("releases")
      house.release(id(account))
      naive.accounts[account].isDue = false
      naive.accounts[account].isChanged = true
    }
    if chance.once(in: 20) { house = house.clone() }
  }

  mutating func someone() -> Int { 1 + chance.below(naive.accounts.count - 1) }

  mutating func near(_ price: Int64, in instrument: Int) -> Int64 {
    min(max(1, price + chance.from(-price / 30 - 1, through: price / 30 + 1)), rules[instrument].maximumPrice.ticks)
  }

  func id(_ account: Int) -> AccountID { AccountID(number: Int32(account)) }
}
