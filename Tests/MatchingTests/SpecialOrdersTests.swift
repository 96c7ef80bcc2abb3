import MarketTypes
import Matching
import TestSupport
import Testing

/// Orders that wait, their groups and pegs, without a venue around them (MAT-39, MAT-46, MAT-48).
@Suite struct SpecialOrdersTests {
  /// One waiting order in plain words.
  private struct Waiting {
    var id: Int64
    var side: Side
    var conditions: OrderConditions
    var trigger: Int64
    var best: Int64
    var arming: Int64

    var isTrailing: Bool { conditions.triggerKind == .trailing || conditions.triggerKind == .trailingShare }
    var rises: Bool { (side == .buy) != (conditions.triggerKind == .takeProfit) }

    /// The best price less the distance, rounded up, within 1 and 1,000; a buyer's plus it.
    mutating func trail(_ price: Int64) {
      let isBetter = best == 0 || (side == .sell ? price > best : price < best)
      guard isBetter else { return }
      let isFirst = best == 0
      best = price
      let value = conditions.triggerValue
      let share = (price * value + 999_999_999) / 1_000_000_000
      let distance = conditions.triggerKind == .trailing ? value : max(1, share)
      let moved = min(max(side == .sell ? price - distance : price + distance, 1), 1_000)
      trigger = isFirst ? moved : side == .sell ? max(trigger, moved) : min(trigger, moved)
    }
  }

  /// All that wait, and who has become ready.
  private struct NaiveWaiting {
    var waiting: [Waiting] = []
    var ready: [Int64] = []

    mutating func observe(_ source: PriceSource, _ price: Int64) {
      let met = waiting.filter {
        $0.conditions.triggerSource == source && ($0.rises ? $0.trigger <= price : $0.trigger >= price)
      }
      let risers = met.filter(\.rises).sorted { ($0.trigger, $0.arming) < ($1.trigger, $1.arming) }
      let fallers = met.filter { !$0.rises }.sorted { (-$0.trigger, $0.arming) < (-$1.trigger, $1.arming) }
      ready += (risers + fallers).map(\.id)
      waiting.removeAll { order in met.contains { $0.id == order.id } }
      for index in waiting.indices where waiting[index].conditions.triggerSource == source && waiting[index].isTrailing
      {
        waiting[index].trail(price)
      }
    }
  }

  private static let maximum = Price(ticks: 1_000)

  /// A random order that is not met by `price`.
  private static func order(_ random: inout SplitMix64, at price: Int64) -> Order {
    let side = random.pick([Side.buy, .sell])
    let near = random.from(1, through: random.pick([3, 40]))
    let trigger: Trigger
    switch random.below(4) {
    case 0: trigger = .stop(at: Price(ticks: side == .buy ? price + near : max(price - near, 1)))
    case 1: trigger = .takeProfit(at: Price(ticks: side == .sell ? price + near : max(price - near, 1)))
    case 2: trigger = .trailing(by: PriceChange(ticks: near))
    default: trigger = .trailing(by: Rate(partsPerBillion: near * 3_000_000))
    }
    var conditions = OrderConditions(trigger: trigger)
    conditions.triggerSource = random.pick(PriceSource.allCases)
    return Order(
      account: AccountID(number: Int32(random.below(3))), instrument: InstrumentID(number: 0), side: side,
      quantity: Quantity(lots: 1), limit: nil, conditions: conditions)
  }

  /// MAT-46, MAT-48: who becomes ready, in which order, and where trailing triggers stand; a clone goes on alone.
  @Test(arguments: seeds(200))
  func `orders become ready as in a search over all of them`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var specials = SpecialOrders()
    var naive = NaiveWaiting()
    var price: Int64 = 100
    var armings: Int64 = 0
    for step in 1...300 {
      switch random.below(8) {
      case 0..<3:
        let order = Self.order(&random, at: price)
        let slot = specials.insert(order, as: OrderID(number: Int64(step)))
        specials.arm(slot, current: Price(ticks: price), maximum: Self.maximum)
        armings += 1
        var waiting = Waiting(
          id: Int64(step), side: order.side, conditions: order.conditions, trigger: order.conditions.triggerValue,
          best: 0, arming: armings)
        if waiting.isTrailing { waiting.trail(price) }
        naive.waiting.append(waiting)
      case 3..<6:
        price = min(max(price + random.from(-9, through: 9), 1), 1_000)
        let source = random.pick(PriceSource.allCases)
        specials.observe(
          source, Price(ticks: price), because: EventPosition(number: Int64(step)), round: 3, maximum: Self.maximum)
        naive.observe(source, price)
      case 6:
        let ids = naive.waiting.map(\.id) + naive.ready
        guard let id = ids.isEmpty ? nil : random.pick(ids) else { continue }
        specials.remove(specials.armedSlot(of: OrderID(number: id)))
        naive.waiting.removeAll { $0.id == id }
        naive.ready.removeAll { $0 == id }
      default:
        let plain = naive.waiting.indices.filter { !naive.waiting[$0].isTrailing }
        guard let index = plain.isEmpty ? nil : random.pick(plain) else { continue }
        armings += 1
        naive.waiting[index].trigger = random.from(1, through: 900)
        naive.waiting[index].arming = armings
        specials.rearm(
          specials.armedSlot(of: OrderID(number: naive.waiting[index].id)),
          at: Price(ticks: naive.waiting[index].trigger))
      }
      #expect(specials.armedCount == naive.waiting.count + naive.ready.count, "seed \(seed), step \(step)")
      for order in naive.waiting {
        let record = specials[specials.armedSlot(of: OrderID(number: order.id))]
        #expect(record.trigger == Price(ticks: order.trigger), "seed \(seed), step \(step): order \(order.id)")
      }
      if random.once(in: 50) { specials = specials.clone() }
    }
    var fired: [Int64] = []
    while specials.firstReady >= 0 {
      fired.append(specials[specials.firstReady].id.number)
      specials.remove(specials.firstReady)
    }
    #expect(fired == naive.ready, "seed \(seed)")
    #expect(specials.count == naive.waiting.count)
  }

  /// An account's armed orders are listed youngest first, whoever leaves between.
  @Test func `an account's armed orders are listed youngest first`() {
    var specials = SpecialOrders()
    var slots: [Int32] = []
    for number in Int64(1)...5 {
      let order = Order(
        account: AccountID(number: number == 3 ? 9 : 1), instrument: InstrumentID(number: 0), side: .buy,
        quantity: Quantity(lots: 1), limit: nil, conditions: OrderConditions(trigger: .stop(at: Price(ticks: number))))
      slots.append(specials.insert(order, as: OrderID(number: number)))
      specials.arm(slots[slots.count - 1], current: nil, maximum: Self.maximum)
    }
    specials.remove(slots[3])
    var listed: [Int64] = []
    var slot = specials.youngestArmed(of: AccountID(number: 1))
    while slot >= 0 {
      listed.append(specials[slot].id.number)
      slot = specials.olderArmed(than: slot)
    }
    #expect(listed == [5, 2, 1])
    #expect(specials.youngestArmed(of: AccountID(number: 77)) == -1)
    #expect(specials.armedSlot(of: OrderID(number: 4)) == -1)
  }

  /// MAT-39: members of a group are found in the order in which they entered; groups of other accounts are other groups.
  @Test func `a group's members are found in the order in which they entered`() {
    var specials = SpecialOrders()
    func order(_ account: Int32, _ group: Int32) -> Order {
      Order(
        account: AccountID(number: account), instrument: InstrumentID(number: 0), side: .buy,
        quantity: Quantity(lots: 1), limit: Price(ticks: 5), conditions: OrderConditions(group: group))
    }
    let slots = [(1, 1), (1, 1), (2, 1), (1, 2), (1, 1), (-1, 0)].enumerated().map { number, key in
      specials.insert(order(Int32(key.0), Int32(key.1)), as: OrderID(number: Int64(number)))
    }
    #expect(specials.otherMember(of: slots[0]) == slots[1])
    #expect(specials.otherMember(of: slots[4]) == slots[0])
    #expect(specials.otherMember(of: slots[2]) == -1)
    #expect(specials.otherMember(of: slots[5]) == -1)
    specials.leaveGroup(slots[0])
    specials.leaveGroup(slots[0])
    #expect(specials.otherMember(of: slots[4]) == slots[1])
    #expect(specials.otherMember(of: slots[0]) == -1)
    specials.remove(slots[1])
    #expect(specials.otherMember(of: slots[4]) == -1)
  }

  /// MAT-35: what an iceberg shows of so many lots, and what it keeps back.
  @Test func `an iceberg shows its part and keeps the rest`() {
    var specials = SpecialOrders()
    let slot = specials.insert(
      Order(
        account: AccountID(number: 1), instrument: InstrumentID(number: 0), side: .buy, quantity: Quantity(lots: 10),
        limit: Price(ticks: 5), conditions: OrderConditions(display: Quantity(lots: 4))), as: OrderID(number: 1))
    for (left, shown) in [(Int64(10), Int64(4)), (4, 4), (3, 3)] {
      #expect(specials.show(Quantity(lots: left), of: slot) == Quantity(lots: shown))
      #expect(specials[slot].reserve == left - shown)
    }
  }

  /// MAT-46: a hundred thousand trailing stops cost nothing while the price does not get better for them.
  @Test func `trailing stops that need not move are not looked at`() {
    var specials = SpecialOrders()
    for number in Int64(1)...100_000 {
      let order = Order(
        account: AccountID(number: 1), instrument: InstrumentID(number: 0), side: .sell, quantity: Quantity(lots: 1),
        limit: nil, conditions: OrderConditions(trigger: .trailing(by: PriceChange(ticks: 400))))
      specials.arm(
        specials.insert(order, as: OrderID(number: number)), current: Price(ticks: 500), maximum: Self.maximum)
    }
    for number in Int64(1)...100_000 {
      specials.observe(
        .last, Price(ticks: 101 + number % 399), because: EventPosition(number: number), round: 0,
        maximum: Self.maximum)
    }
    #expect(specials.firstReady == -1)
    specials.observe(.last, Price(ticks: 100), because: EventPosition(number: 1), round: 0, maximum: Self.maximum)
    #expect(specials[specials.firstReady].id.number == 1)
  }

  /// MAT-46, MAT-48: half of the stops were armed at one price, half later at another, and prices climb past both; the
  /// later ones trail alike or by a share that leaves their triggers where they are. They fire by trigger and arming, and
  /// together pass nobody twice: not each of one half each of the other.
  @Test(
    arguments: [(1_001, 1_000), (1_000, 1_001), (1_000, 1_000)] as [(Int64, Int64)],
    [.trailing(by: PriceChange(ticks: 992)), .trailing(by: Rate(partsPerBillion: 990_000_000))] as [Trigger])
  func `trailing stops that have seen different prices pass nobody twice`(best: (Int64, Int64), later: Trigger) {
    let half: Int64 = 2_000
    var specials = SpecialOrders()
    for number in 1...2 * half {
      let isEarly = number <= half
      let trigger: Trigger = isEarly ? .trailing(by: PriceChange(ticks: 992)) : later
      let order = Order(
        account: AccountID(number: 1), instrument: InstrumentID(number: 0), side: .sell, quantity: Quantity(lots: 1),
        limit: nil, conditions: OrderConditions(trigger: trigger))
      specials.arm(
        specials.insert(order, as: OrderID(number: number)), current: Price(ticks: isEarly ? best.0 : best.1),
        maximum: Self.maximum)
    }
    for price in Int64(1_001)...1_008 {
      specials.observe(.last, Price(ticks: price), because: EventPosition(number: 1), round: 0, maximum: Self.maximum)
    }
    #expect(specials.passedCount <= 2 * half)
    let triggers = (1...2 * half).map { specials[specials.armedSlot(of: OrderID(number: $0))].trigger }
    let expected = (1...2 * half).sorted { (triggers[Int($1) - 1], $0) < (triggers[Int($0) - 1], $1) }
    specials.observe(.last, Price(ticks: 1), because: EventPosition(number: 1), round: 0, maximum: Self.maximum)
    var fired: [Int64] = []
    while specials.firstReady >= 0 {
      fired.append(specials[specials.firstReady].id.number)
      specials.remove(specials.firstReady)
    }
    #expect(fired == expected)
  }

  /// MAT-46, MAT-48: stops that trail alike move together, oldest first, and fire in the order of their arming.
  @Test func `trailing stops that move together keep their order`() {
    let stops: Int64 = 20_000
    var specials = SpecialOrders()
    for number in 1...stops {
      let order = Order(
        account: AccountID(number: 1), instrument: InstrumentID(number: 0), side: .sell, quantity: Quantity(lots: 1),
        limit: nil, conditions: OrderConditions(trigger: .trailing(by: PriceChange(ticks: 10))))
      specials.arm(
        specials.insert(order, as: OrderID(number: number)), current: Price(ticks: 500), maximum: Self.maximum)
    }
    for price in Int64(501)...520 {
      specials.observe(.last, Price(ticks: price), because: EventPosition(number: 1), round: 0, maximum: Self.maximum)
    }
    specials.observe(.last, Price(ticks: 510), because: EventPosition(number: 1), round: 0, maximum: Self.maximum)
    var fired: Int64 = 0
    while specials.firstReady >= 0 {
      fired += 1
      #expect(specials[specials.firstReady].id.number == fired)
      specials.remove(specials.firstReady)
    }
    #expect(fired == stops)
  }
}
