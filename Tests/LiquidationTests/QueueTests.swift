import Clearing
import Liquidation
import MarketTypes
import Testing

@Suite("The queue of forced orders")
struct QueueTests {
  // LIQ-3, F14: equity ÷ maintenance margin ascending; then the larger margin; then the lower equity; then the larger
  // notional; then the lower number.
  @Test
  func `the riskiest account comes first, and every tie has an answer`() {
    let inOrder = [
      waiting(9, equity: -5, maintenance: 0),
      waiting(8, equity: -1, maintenance: 0),
      waiting(7, equity: -30, maintenance: 10),
      waiting(6, equity: -10, maintenance: 10),
      waiting(5, equity: 0, maintenance: 20),
      waiting(4, equity: 0, maintenance: 10),
      waiting(3, equity: 10, maintenance: 30),
      waiting(12, equity: 10, maintenance: 20),
      waiting(11, equity: 5, maintenance: 10, notional: 200),
      waiting(2, equity: 5, maintenance: 10, notional: 100),
      waiting(10, equity: 5, maintenance: 10, notional: 100),
      waiting(1, equity: 9, maintenance: 10),
      waiting(0, equity: 0, maintenance: 0),
    ]
    for (place, one) in inOrder.enumerated() {
      for (otherPlace, other) in inOrder.enumerated() {
        #expect(one.precedes(other) == (place < otherPlace), "\(one.account.number) and \(other.account.number)")
      }
    }
  }

  // LIQ-3
  @Test
  func `a lower round comes before any risk`() {
    let calm = waiting(5, round: 1, equity: 9, maintenance: 10)
    let ruined = waiting(1, round: 2, equity: -900, maintenance: 10)
    #expect(calm.precedes(ruined) && !ruined.precedes(calm))
  }

  // LIQ-3: total, so that no two runs and no two sorts can differ.
  @Test
  func `the order is total, with negative equity and without maintenance margin`() {
    var entries: [DueAccount] = []
    for equity in Int128(-2)...2 {
      for maintenance in Int128(0)...2 {
        for notional in Int128(1)...2 {
          for account in Int32(1)...2 {
            entries.append(waiting(account, equity: equity, maintenance: maintenance, notional: notional))
          }
        }
      }
    }
    var faults = 0
    let before = entries.map { one in entries.map { one.precedes($0) } }
    for one in entries.indices {
      for two in entries.indices {
        if one == two ? before[one][two] : before[one][two] == before[two][one] { faults += 1 }
        guard before[one][two] else { continue }
        for three in entries.indices where before[two][three] && !before[one][three] { faults += 1 }
      }
    }
    #expect(faults == 0)
  }

  // LIQ-3: sixteen instruments at the largest notional, 2^61 each.
  @Test
  func `the largest figures are compared without overflow`() {
    let large: Int128 = 16 << 61
    let one = waiting(1, equity: -large, maintenance: large, notional: large)
    let other = waiting(2, equity: -large + 1, maintenance: large, notional: large)
    #expect(one.precedes(other) && !other.precedes(one))
    let rich = waiting(3, equity: large - 1, maintenance: large - 1, notional: large)
    let richer = waiting(4, equity: large, maintenance: large - 1, notional: large)
    #expect(rich.precedes(richer) && !richer.precedes(rich))
  }

  // LIQ-3
  @Test(arguments: UInt64(0)..<40)
  func `a round is handed out as a plain sort would, whatever the order of finding`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var house = house(accounts: 40)
    for number in Int32(1)..<40 {
      let account = AccountID(number: number)
      for instrument in [first, second, third] {
        let lots = dice.throwing(-2...2)
        if lots != 0 { house.hold(lots * 10, at: 100 + dice.throwing(-2...2) * 10, of: account, in: instrument) }
      }
      if dice.throwing(0...1) == 0 { house.give(dice.throwing(1...3) * 50, to: account) }
    }
    var engine = LiquidationEngine(LiquidationRules())
    var left = Array(Int32(1)..<40)
    while !left.isEmpty { engine.add(left.remove(at: Int(dice.throwing(0...Int64(left.count - 1))))) }
    let taken = engine.takeRound(of: house)

    // Ratios as exact pairs; without margin, below every ratio when equity is negative, else above.
    struct Key {
      let equity, maintenance, notional: Int128
      let account: Int32
      var rank: Int { maintenance > 0 ? 1 : equity < 0 ? 0 : equity == 0 ? 2 : 3 }
      static func isAscending(_ one: Key, _ other: Key) -> Bool {
        if one.rank != other.rank { return one.rank < other.rank }
        let (left, right) = (one.equity * other.maintenance, other.equity * one.maintenance)
        if one.rank == 1, left != right { return left < right }
        if one.maintenance != other.maintenance { return one.maintenance > other.maintenance }
        if one.equity != other.equity { return one.equity < other.equity }
        return (-one.notional, Int128(one.account)) < (-other.notional, Int128(other.account))
      }
    }
    var keys: [Key] = []
    for number in Int32(1)..<40 {
      let figures = house.figures(of: AccountID(number: number))
      keys.append(
        Key(
          equity: figures.equity, maintenance: figures.maintenance, notional: figures.notional, account: number))
    }
    #expect(taken == keys.sorted(by: Key.isAscending).map(\.account), "seed \(seed)")
  }

  // LIQ-2
  @Test
  func `rounds are handed out one after the other, and all together in a sweep`() {
    var house = house(accounts: 5)
    for number in Int32(1)...4 { house.hold(Int64(number), of: AccountID(number: number)) }
    var engine = LiquidationEngine(LiquidationRules())
    for (account, round) in [(1, 3), (2, 2), (3, 3), (4, 2)] { engine.add(Int32(account), round: UInt16(round)) }
    var sweeping = engine.clone()
    let next = (engine.nextRound, engine.waiting)
    #expect(next == (2, 4))
    // Equal ratios: the larger margin first.
    let rounds = [engine.takeRound(of: house), engine.takeRound(of: house), engine.takeRound(of: house)]
    #expect(rounds == [[4, 2], [3, 1], []])
    let sweep = sweeping.takeRound(mixesRounds: true, of: house)
    #expect(sweep == [4, 2, 3, 1])
  }

  // LIQ-3
  @Test
  func `risk is measured when the round begins, not when the account was found`() {
    var house = house(accounts: 3)
    let bob = AccountID(number: 2)
    house.hold(10)
    house.give(500)
    house.hold(10, of: bob, in: second)
    house.give(400, to: bob)
    var engine = LiquidationEngine(LiquidationRules())
    engine.add(1)
    engine.add(2)
    house.mark(50)
    var other = engine.clone()
    let afterTheFall = engine.takeRound(of: house)
    #expect(afterTheFall == [1, 2])
    house.mark(100)
    house.mark(55, in: second)
    let afterTheOther = other.takeRound(of: house)
    #expect(afterTheOther == [2, 1])
  }

  // LIQ-2
  @Test
  func `what is found while a round is under way waits for its own`() {
    var house = house(accounts: 4)
    for number in Int32(1)...3 { house.hold(1, of: AccountID(number: number)) }
    var engine = LiquidationEngine(LiquidationRules(order: .oneByOne))
    engine.add(2)
    engine.add(3)
    engine.beginRound(mixesRounds: false, of: house)
    let leader = engine.takeNext()?.account.number
    engine.add(1, round: 1)
    engine.beginRound(mixesRounds: false, of: house)
    let second = engine.takeNext()?.account.number
    let end = engine.takeNext() == nil
    #expect(leader == 2 && second == 3 && end)
    let waiting = (engine.waiting, engine.nextRound)
    #expect(waiting == (1, 1))
  }

  // LIQ-7
  @Test
  func `stalled accounts are set aside, and come back in a new round after a mark or the old one in a sweep`() {
    let house = house(accounts: 4)
    var engine = LiquidationEngine(LiquidationRules())
    engine.stall(waiting(1, round: 4))
    engine.stall(waiting(2, round: 6))
    let aside = (engine.waiting, engine.nextRound)
    #expect(aside == (0, nil))
    var sweeping = engine.clone()
    engine.retryStalled(inRound: 9, because: EventPosition(number: 77))
    let inRound = (engine.waiting, engine.nextRound)
    #expect(inRound == (2, 9))
    sweeping.retryStalled()
    let kept = (sweeping.waiting, sweeping.nextRound)
    #expect(kept == (2, 4))
    let sweep = sweeping.takeRound(of: house)
    #expect(sweep == [1])
    engine.retryStalled(inRound: 10, because: EventPosition(number: 78))
    let unchanged = (engine.waiting, engine.nextRound)
    #expect(unchanged == (2, 9))
  }
}
