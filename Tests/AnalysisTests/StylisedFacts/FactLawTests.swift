import MarketTypes
import Mathematics
import Testing

@testable import Analysis

@Suite("All facts of a tape")
struct FactLawTests {
  /// What a day of random messages is changed by before it is measured.
  struct Change {
    var price: Int64 = 1
    var lots: Int64 = 1
    var hours: Int64 = 0
  }

  /// Two hours of messages, trades in runs of one side, mid prices that follow them.
  private func day(_ seed: UInt64, _ change: Change = Change()) -> MarketTape {
    var (maker, chance) = (TapeMaker(tickSize: change.price), chance(seed))
    var (mid, sign, time) = (Int64(100_000), Int64(1), 10.0 + Double(3_600 * change.hours))
    let end = time + 7_200
    while time < end {
      time += chance.exponential(mean: 0.2)
      let nanoseconds = Int64(time * 1e9)
      let half = 1 + chance.uniform(in: 0...3)
      (maker.bid, maker.ask) = ((mid - half) * change.price, (mid + half) * change.price)
      let lots = change.lots * (1 + Int64(chance.exponential(mean: 20)))
      switch chance.uniform(below: 10) {
      case 0, 1, 2, 3: maker.say(.new, at: nanoseconds, lots: lots, price: maker.bid - 5 * change.price)
      case 4: maker.say(.deletion, at: nanoseconds, order: Int64(chance.uniform(below: 5_000)), lots: lots)
      default:
        if chance.happens(in: 1, outOf: 3) { sign = -sign }
        mid += sign * chance.uniform(in: 0...4)
        maker.trade(
          sign, at: nanoseconds, lots: lots, taker: Int32(chance.uniform(below: 20)),
          isHidden: chance.happens(in: 1, outOf: 5))
      }
    }
    return maker.tape
  }

  // FCT-1
  @Test(
    arguments: [Change(price: 7), Change(price: 100), Change(lots: 16), Change(price: 3, lots: 4, hours: 5)],
    UInt64(1)...2)
  func `facts do not depend on the units of price and size, or on the hour`(change: Change, seed: UInt64) throws {
    let facts = StylisedFacts(day(seed)).facts
    let others = StylisedFacts(day(seed, change)).facts
    #expect(facts.map(\.verdict) == others.map(\.verdict))
    for (fact, other) in zip(facts, others) {
      for (one, two) in zip(fact.statistics, other.statistics) {
        guard let value = one.value, let changed = two.value else {
          #expect(one.reason == two.reason)
          continue
        }
        // Times are rounded to nanoseconds at another hour.
        #expect(value == changed || abs(value - changed) < 1e-6 * max(1, value.magnitude), "\(one.name), seed \(seed)")
      }
    }
  }

  // FCT-1
  @Test
  func `a day with everything has a value in every row but those of the whole book`() {
    let facts = StylisedFacts(day(1)).facts
    #expect(facts.map(\.row) == Array(1...19))
    let missing = facts.filter { $0.statistics.contains { $0.value == nil } }.map(\.row)
    #expect(missing == [12])
  }

  // FCT-1
  @Test(arguments: [0, 1, 2, 30])
  func `a day that is too short is not judged, and says why`(messages: Int) {
    var maker = TapeMaker()
    for second in 0..<messages {
      maker.moveMid(to: 1_000 + Int64(second % 3))
      maker.say(second % 4 == 0 ? .execution : .new, at: Int64(second) * TapeMaker.second, lots: 3)
    }
    let facts = StylisedFacts(maker.tape)
    // For how long each spread stood is known at once.
    for fact in facts.facts where fact.row != 13 {
      #expect(fact.verdict == .notApplicable, "row \(fact.row)")
      #expect(!fact.reasons.isEmpty, "row \(fact.row)")
    }
    #expect(facts.count(of: .pass) == 0)
  }

  // FCT-1
  @Test
  func `a book that never has two sides has no mid price and no trades to judge`() {
    var maker = TapeMaker()
    maker.ask = 0
    for second in Int64(0)..<3_000 { maker.trade(1, at: second * TapeMaker.second) }
    let verdicts = StylisedFacts(maker.tape).facts.map(\.verdict)
    #expect([0, 1, 2, 3, 4, 5, 7, 9, 12].allSatisfy { verdicts[$0] == .notApplicable })
  }

  // FCT-1
  @Test
  func `one figure outside fails a fact, else one that is missing leaves it open`() {
    func statistic(_ value: Double?, _ accepted: AcceptedRange?) -> FactStatistic {
      FactStatistic("x", accepted) { () throws(NotApplicable) in
        guard let value else { throw NotApplicable("why") }
        return value
      }
    }
    func verdict(_ statistics: FactStatistic...) -> FactVerdict { StylisedFact(1, "x", statistics).verdict }
    let (good, bad) = (statistic(3, .between(2, 3)), statistic(1, .between(2, 3)))
    let (missing, shown) = (statistic(nil, .above(0)), statistic(9, nil))
    #expect(verdict(good, shown) == .pass)
    #expect(verdict(good, bad, missing) == .fail)
    #expect(verdict(good, missing) == .notApplicable)
    #expect(verdict(shown) == .notApplicable)
    #expect(bad.distance == 1)
    #expect(good.distance == 0)
    #expect(shown.distance == nil)
    #expect(statistic(.infinity, .between(2, 3)).verdict == .fail)
    #expect(statistic(2, .above(2)).verdict == .fail)
    #expect(statistic(2, .below(2)).verdict == .fail)
    #expect(statistic(2, .atLeast(2)).verdict == .pass)
  }
}
