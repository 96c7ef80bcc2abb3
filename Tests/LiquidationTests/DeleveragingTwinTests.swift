import Clearing
import Liquidation
import MarketTypes
import Testing

/// Who gives how many lots: against rules written down one lot, one account and one fraction at a time (LIQ-20, LIQ-22).
@Suite("Deleveraging, against naive twins")
struct DeleveragingTwinTests {
  /// What a counterparty is, in plain numbers.
  struct Winner {
    var account: Int32
    var lots: Int64
    var gain: Int64
    var equity: Int64
    var entryValue: Int64
    var value: Int64
    /// The most lots it can give.
    var most: Int64
  }

  /// Alice below zero on one side, up to seven others on either, marked at 100; at what price she is closed.
  struct Scene {
    let holders: [Holder]
    let price: Int64
    let side: Int64

    init(_ dice: inout Dice) {
      side = dice.throwing(0...1) * 2 - 1
      price = 100 + dice.throwing(-12...12)
      let owed = dice.throwing(1...12)
      var holders = [Holder(lots: side * owed, entry: 100 + side * dice.throwing(1...30), cash: 0)]
      for _ in 0..<dice.throwing(1...6) {
        let lots = dice.throwing(-5...5)
        holders.append(Holder(lots: lots, entry: 100 + dice.throwing(-15...15), cash: dice.throwing(0...120)))
      }
      // Somebody stands against all of them, so that the world holds nothing.
      let rest = holders.reduce(0) { $0 - $1.lots }
      holders.append(Holder(lots: rest, entry: 100 + dice.throwing(-5...5), cash: dice.throwing(0...400)))
      self.holders = holders
    }

    /// Those on the other side who are not below zero, no margin being asked: lots tried one by one.
    var winners: [Winner] {
      holders.enumerated().dropFirst().compactMap { number, holder in
        guard holder.lots * side < 0 else { return nil }
        let gain = holder.lots * (100 - holder.entry)
        let equity = holder.cash + gain
        if equity < 0 { return nil }
        let size = abs(holder.lots)
        // Closing a lot at the price instead of the mark.
        let perLot = (100 - price) * (holder.lots > 0 ? 1 : -1)
        let most = (0...size).last { equity - $0 * perLot >= 0 }!
        return Winner(
          account: Int32(number + 1), lots: size, gain: gain, equity: equity, entryValue: size * holder.entry,
          value: size * 100, most: perLot <= 0 ? size : most)
      }
    }

    func pairs(_ ranking: DeleveragingRanking) -> [Pair] {
      var house = house(of: holders, mark: 100, maintenance: .zero)
      return house.pairs(DeleveragingRules(ranking, at: .previousMark), previousMark: price)
    }

    /// How many lots are sought.
    var sought: Int64 { abs(holders[0].lots) }
  }

  /// Whether a ÷ b comes before c ÷ d, the divisors above zero.
  private func isAbove(_ a: Int64, _ b: Int64, _ c: Int64, _ d: Int64) -> Bool? {
    a * d == c * b ? nil : a * d > c * b
  }

  private func isFirst(_ one: Winner, _ other: Winner, _ ranking: DeleveragingRanking) -> Bool {
    let byScore: Bool?
    switch ranking {
    case .profitAndLeverage:
      func score(_ winner: Winner) -> (Int64, Int64) {
        let behind = max(1, winner.equity)
        return winner.gain > 0
          ? (winner.gain * winner.value, winner.entryValue * behind)
          : (winner.gain * behind, winner.entryValue * winner.value)
      }
      let (mine, theirs) = (score(one), score(other))
      byScore = isAbove(mine.0, mine.1, theirs.0, theirs.1)
    case .markOverEntry:
      byScore = isAbove(
        one.value * one.value, one.entryValue * max(1, one.equity), other.value * other.value,
        other.entryValue * max(1, other.equity))
    case .smallestOvershoot: byScore = isAbove(one.gain, one.lots, other.gain, other.lots)
    case .proRata: byScore = nil
    }
    return byScore ?? (one.gain != other.gain ? one.gain > other.gain : one.account < other.account)
  }

  @Test(arguments: UInt64(0)..<400)
  func `a queue gives from its head until enough is found`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let scene = Scene(&dice)
    for ranking in [DeleveragingRanking.profitAndLeverage, .markOverEntry] {
      var left = scene.sought
      var expected: [Pair] = []
      for winner in scene.winners.sorted(by: { isFirst($0, $1, ranking) }) {
        let lots = min(left, winner.most)
        left -= lots
        if lots > 0 { expected.append(Pair(winner.account, gives: lots, at: scene.price)) }
      }
      #expect(scene.pairs(ranking) == expected, "seed \(seed), \(ranking): \(scene.holders)")
    }
  }

  @Test(arguments: UInt64(0)..<400)
  func `in proportion gives what a division by hand says`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let scene = Scene(&dice)
    let winners = scene.winners
    let whole = winners.reduce(0) { $0 + $1.most }
    var lots: [Int32: Int64] = [:]
    for winner in winners {
      lots[winner.account] = whole <= scene.sought ? winner.most : winner.most * scene.sought / whole
    }
    var left = min(whole, scene.sought) - lots.values.reduce(0, +)
    let byRemainder = winners.sorted {
      let (one, other) = ($0.most * scene.sought % max(1, whole), $1.most * scene.sought % max(1, whole))
      return one != other ? one > other : $0.account < $1.account
    }
    for winner in byRemainder where left > 0 {
      lots[winner.account]! += 1
      left -= 1
    }
    let given = Dictionary(uniqueKeysWithValues: scene.pairs(.proRata).map { ($0.counterparty, $0.lots) })
    #expect(given == lots.filter { $0.value > 0 }, "seed \(seed): \(scene.holders) at \(scene.price)")
  }

  /// Every way of finding so many lots, as lots by winner.
  private func allocations(_ lots: Int64, of winners: ArraySlice<Winner>) -> [[Int64]] {
    guard let first = winners.first else { return lots == 0 ? [[]] : [] }
    return (0...min(lots, first.most)).flatMap { given in
      allocations(lots - given, of: winners.dropFirst()).map { [given] + $0 }
    }
  }

  // LIQ-20, arXiv 2512.01112: what is taken from each beyond what its position has gained.
  @Test(arguments: UInt64(0)..<400)
  func `no allocation takes less beyond the gains than the smallest overshoot`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let scene = Scene(&dice)
    let winners = scene.winners
    // Each lot closed loses this against the mark.
    let perLot = (100 - scene.price) * -scene.side
    func overshoot(_ lots: [Int64]) -> Int64 {
      zip(winners, lots).reduce(0) { $0 + max(0, $1.1 * perLot - max(0, $1.0.gain)) }
    }
    let found = min(scene.sought, winners.reduce(0) { $0 + $1.most })
    let given = scene.pairs(.smallestOvershoot)
    let mine = winners.map { winner in given.first { $0.counterparty == winner.account }?.lots ?? 0 }
    #expect(mine.reduce(0, +) == found, "seed \(seed)")
    let least = allocations(found, of: winners[...]).map(overshoot).min() ?? 0
    #expect(overshoot(mine) == least, "seed \(seed): \(scene.holders) at \(scene.price), \(given)")
  }
}
