import Clearing
import Liquidation
import MarketTypes
import Testing

/// Who is deleveraged first, at what price: published examples and rankings worked by hand (LIQ-19 … LIQ-22).
@Suite("Deleveraging, by example")
struct DeleveragingVectorTests {
  // V22 (BitMEX), F36: a profit of 600 % times a leverage of score ÷ 6; the bankrupt short of 20 is worth 650.
  @Test func `the highest profit and leverage gives first, all it has, then the next`() {
    let queue: [(lots: Int64, score: Int64)] = [(10, 3), (10, 6), (20, 1), (30, 4), (20, 5), (10, 2)]
    let holders = queue.map { Holder(lots: $0.lots, entry: 100, cash: $0.lots * (4_200 / $0.score - 600)) }
    var house = house(of: [Holder(lots: -20, entry: 100, cash: 11_000)] + holders, mark: 700)
    // Accounts 2 to 7 are the page's 1 to 6.
    #expect(
      house.pairs(DeleveragingRules(.profitAndLeverage)) == [Pair(3, gives: 10, at: 650), Pair(6, gives: 10, at: 650)])
  }

  // F36: a loss is divided by the leverage, so the least leveraged loser comes last.
  @Test func `winners come before losers, and of losers the most leveraged first`() {
    let holders = [
      Holder(lots: -20, entry: 100, cash: 100), Holder(lots: 5, entry: 125, cash: 300),
      Holder(lots: 5, entry: 125, cash: 9_000), Holder(lots: 5, entry: 119, cash: 9_000),
      Holder(lots: 5, entry: 120, cash: 0),
    ]
    var house = house(of: holders, mark: 120, maintenance: .zero)
    let order = house.pairs(DeleveragingRules(.profitAndLeverage, at: .mark)).map(\.counterparty)
    // Account 4 has gained; 5 has neither, 2 lost 4 % at a leverage of 600 ÷ 275, 3 at 600 ÷ 8,975.
    #expect(order == [4, 5, 2, 3])
  }

  // F37 (Hyperliquid), as documented: for shorts the same ratio, so who sold dearer comes later.
  @Test(arguments: [1, -1] as [Int64])
  func `mark over entry ranks by the ratio whichever side it is`(side: Int64) {
    let holders = [
      Holder(lots: -15 * side, entry: side > 0 ? 50 : 150, cash: 100), Holder(lots: 5 * side, entry: 90, cash: 1_000),
      Holder(lots: 5 * side, entry: 80, cash: 1_000), Holder(lots: 5 * side, entry: 90, cash: 500),
    ]
    var house = house(of: holders, mark: 100, maintenance: .zero)
    let rules = DeleveragingRules(.markOverEntry, at: .mark)
    let order = house.pairs(rules).map(\.counterparty)
    // Longs: 10 ÷ 9 × 500 ÷ 1,050, 10 ÷ 8 × 500 ÷ 1,100 and 10 ÷ 9 × 500 ÷ 550; shorts with 950, 900 and 450.
    #expect(order == [4, 3, 2])
  }

  // LIQ-20: 7, 5 and 3 lots give 10: 4.67, 3.33 and 2, the lot left over to the largest remainder.
  @Test func `in proportion all give, the largest remainder a lot more`() {
    let holders = [Holder(lots: -10, entry: 50, cash: 0)] + [7, 5, 3].map { Holder(lots: $0, entry: 100, cash: 9_000) }
    var house = house(of: holders, mark: 100)
    #expect(
      house.pairs(DeleveragingRules(.proRata, at: .mark)) == [
        Pair(2, gives: 5, at: 100), Pair(3, gives: 3, at: 100), Pair(4, gives: 2, at: 100),
      ])
  }

  // LIQ-20: four with one lot each give 2 of them: equal remainders, so the lower numbers.
  @Test func `at equal remainders the lower number gives the lot`() {
    let holders = [Holder(lots: -2, entry: 50, cash: 0)] + (0..<4).map { _ in Holder(lots: 1, entry: 100, cash: 900) }
    var house = house(of: holders, mark: 100)
    #expect(
      house.pairs(DeleveragingRules(.proRata, at: .mark)) == [Pair(2, gives: 1, at: 100), Pair(3, gives: 1, at: 100)])
  }

  // LIQ-20: ties of score by larger gain, then by lower number.
  @Test func `at equal scores the larger gain gives first, then the lower number`() {
    // Gain ÷ entry 10 %, leverage 1,100 ÷ 550; twice that size with the same leverage.
    let holders = [
      Holder(lots: -40, entry: 50, cash: 0), Holder(lots: 10, entry: 100, cash: 450),
      Holder(lots: 20, entry: 100, cash: 900), Holder(lots: 10, entry: 100, cash: 450),
    ]
    var house = house(of: holders, mark: 110)
    let order = house.pairs(DeleveragingRules(.profitAndLeverage, at: .mark)).map(\.counterparty)
    #expect(order == [3, 2, 4])
  }

  // LIQ-21: the bankruptcy price; the nearest legal price where none is good enough; the mark before the latest; the mark.
  @Test func `the price is the bankrupt's, the previous mark, or the mark`() {
    let holders = [Holder(lots: -10, entry: 80, cash: 150), Holder(lots: 10, entry: 80, cash: 9_000)]
    var house = house(of: holders, mark: 100)
    // Equity −50: 100 − 5.
    #expect(house.pairs(DeleveragingRules(.proRata)).map(\.ticks) == [95])
    #expect(house.pairs(DeleveragingRules(.proRata, at: .previousMark), previousMark: 93).map(\.ticks) == [93])
    #expect(house.pairs(DeleveragingRules(.proRata, at: .previousMark)).map(\.ticks) == [100])
    #expect(house.pairs(DeleveragingRules(.proRata, at: .mark)).map(\.ticks) == [100])
    // A short that owes more than its lots are worth: no price above zero is low enough.
    var poor = house2(mark: 10)
    #expect(poor.pairs(DeleveragingRules(.proRata)).map(\.ticks) == [1])
  }

  /// Alice is short at 5 and has lost 200 in cash.
  private func house2(mark: Int64) -> ClearingHouse {
    var house = house(
      of: [Holder(lots: -10, entry: 5, cash: 0), Holder(lots: 10, entry: 5, cash: 9_000)], mark: mark)
    house.withdraw(Money(units: 200), from: alice) { _ in }
    return house
  }

  // LIQ-22: 10 lots at 7 below the mark take 70; equities of 70, 69, 7, 6 and 0 bear 10, 9, 1, none and none.
  @Test func `nobody gives more than leaves its equity at zero`() {
    let holders =
      [Holder(lots: -50, entry: 50, cash: 0)]
      + [70, 69, 7, 6, 0].map { Holder(lots: 10, entry: 100, cash: $0) }
    var house = house(of: holders, mark: 100, maintenance: .zero)
    let pairs = house.pairs(DeleveragingRules(.proRata, at: .previousMark), previousMark: 93)
    #expect(pairs == [Pair(2, gives: 10, at: 93), Pair(3, gives: 9, at: 93), Pair(4, gives: 1, at: 93)])
  }

  // LIQ-22: at a price that is a gain to them anybody gives; who is in liquidation itself gives nothing; margin is asked
  // neither of the exempt nor of the backstop, but the backstop stays at zero or above.
  @Test func `who is in liquidation gives nothing, the exempt all it has, the backstop what it can bear`() {
    var holders = [Holder(lots: -40, entry: 50, cash: 0), Holder(lots: 10, entry: 100, cash: 99)]
    holders.append(Holder(lots: 10, entry: 100, cash: 100))
    holders.append(Holder(lots: 10, entry: 100, cash: 90, kind: .backstop))
    holders.append(Holder(lots: 10, entry: 100, cash: 0, kind: .exempt))
    var house = house(of: holders, mark: 100)
    let pairs = house.pairs(DeleveragingRules(.proRata, at: .previousMark), previousMark: 60)
    // Account 3 has its margin of 100 and bears two lots and a half; the backstop's 90 bear two and a quarter.
    #expect(pairs == [Pair(3, gives: 2, at: 60), Pair(4, gives: 2, at: 60), Pair(5, gives: 10, at: 60)])
  }

  // LIQ-19: below zero; below zero by more than the fund has; anybody left.
  @Test(arguments: [
    (70, 40, false, false), (51, 40, false, false), (49, 40, true, false), (10, 40, true, false), (9, 40, true, true),
  ])
  func `who is deleveraged depends on its equity and on the fund`(
    cash: Int64, fund: Int64, isInsolvent: Bool, isFundShort: Bool
  ) {
    var house = house(
      of: [Holder(lots: -10, entry: 95, cash: cash), Holder(lots: 10, entry: 95, cash: 9_000)], mark: 100)
    house.depositToFund(Money(units: fund)) { _ in }
    let triggers: [(DeleveragingTrigger, Bool)] = [
      (.insolvent, isInsolvent), (.fundShort, isFundShort), (.unfilled, true),
    ]
    for (trigger, isTaken) in triggers {
      let isEmpty = house.pairs(DeleveragingRules(.proRata, at: .mark, when: trigger)).isEmpty
      #expect(isEmpty != isTaken, "\(trigger)")
    }
  }
}
