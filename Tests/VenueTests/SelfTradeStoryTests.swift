import MarketTypes
import Testing
import Venue

/// Orders of one owner that would meet: rules MAT-24 … MAT-27.
@Suite struct SelfTradeStoryTests {
  private static let modes: [SelfTradePrevention] = [.cancelNewest, .cancelOldest, .cancelBoth, .decrement]

  /// `own` asks 2 at 100, then `other` asks 9 at 101; `own` comes to buy 5 up to 101.
  private func meeting(_ mode: SelfTradePrevention, own lots: Int64 = 2, buying: Int64 = 5) -> [String] {
    var floor = TradingFloor()
    let (own, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(own, .sell, lots, at: 100)
    floor.submit(other, .sell, 9, at: 101)
    return floor.place(own, .buy, buying, at: 101, with: .preventing(mode)).story
  }

  // MARK: What happens

  /// MAT-11, MAT-24: an order that allows it meets its owner's.
  @Test func `an order that says so trades with its owner's`() {
    #expect(meeting(.allow) == ["#3 takes 2 of #1 at 100", "#3 takes 3 of #2 at 101"])
  }

  /// MAT-25
  @Test func `cancel newest ends the incoming order`() {
    #expect(meeting(.cancelNewest) == ["#3 cancelled, 5 left: selfTrade"])
  }

  /// MAT-25
  @Test func `cancel oldest ends the resting order and goes on`() {
    #expect(meeting(.cancelOldest) == ["#1 cancelled, 2 left: selfTrade", "#3 takes 5 of #2 at 101"])
  }

  /// MAT-25: the resting one first.
  @Test func `cancel both ends both`() {
    #expect(meeting(.cancelBoth) == ["#1 cancelled, 2 left: selfTrade", "#3 cancelled, 5 left: selfTrade"])
  }

  /// MAT-26: both lose two lots; the resting one is gone, the incoming one goes on with three.
  @Test func `decrement takes the smaller from both`() {
    #expect(
      meeting(.decrement) == [
        "#3 and #1 lose 2", "#1 cancelled, 0 left: selfTrade", "#3 takes 3 of #2 at 101",
      ])
  }

  /// MAT-26: an incoming order that is emptied ends with quantity zero, and what rests keeps the difference.
  @Test func `decrement ends an incoming order that has nothing left`() {
    #expect(meeting(.decrement, own: 7) == ["#3 and #1 lose 5", "#3 cancelled, 0 left: selfTrade"])
  }

  /// MAT-26: when both are emptied the resting one is said first.
  @Test func `decrement of equal orders ends the resting one first`() {
    #expect(
      meeting(.decrement, own: 5) == [
        "#3 and #1 lose 5", "#1 cancelled, 0 left: selfTrade", "#3 cancelled, 0 left: selfTrade",
      ])
  }

  /// MAT-25, MAT-35: what an iceberg does not show goes with it.
  @Test func `cancel oldest takes an iceberg's hidden lots along`() {
    var floor = TradingFloor()
    let own = floor.open(.exempt)
    floor.place(own, .sell, 10, at: 100, with: .showing(3))
    let events = floor.place(own, .buy, 4, at: 100, with: .preventing(.cancelOldest))
    #expect(events.story == ["#1 cancelled, 10 left: selfTrade", "#2 rests 4 at 100"])
  }

  /// MAT-26, MAT-35: an iceberg loses what it shows, then shows its next part, here behind a younger order.
  @Test func `decrement makes an iceberg show its next part`() {
    var floor = TradingFloor()
    let (own, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.place(own, .sell, 5, at: 100, with: .showing(3))
    floor.submit(other, .sell, 1, at: 100)
    let events = floor.place(own, .buy, 6, at: 100, with: .preventing(.decrement))
    #expect(
      events.story == [
        "#3 and #1 lose 3", "#1 rests 2 at 100", "#3 takes 1 of #2 at 100", "#3 and #1 lose 2",
        "#1 cancelled, 0 left: selfTrade", "#3 cancelled, 0 left: selfTrade",
      ])
  }

  /// MAT-26: lost lots are not filled lots, so an amend of the whole quantity does not count them.
  @Test func `lots lost to oneself do not count as filled`() {
    var floor = TradingFloor()
    let own = floor.open(.exempt)
    floor.submit(own, .sell, 10, at: 100, client: 1)
    floor.place(own, .buy, 4, at: 100, with: .preventing(.decrement))
    #expect(floor.amend(own, client: 1, to: 5).story == ["#1 amended to 5 at 100"])
  }

  // MARK: Who is asked

  /// MAT-24: what the incoming order says stands before what the venue says; the resting order is not asked.
  @Test(arguments: modes)
  func `the venue's mode counts for orders that say nothing`(mode: SelfTradePrevention) {
    var floor = TradingFloor.with { $0.selfTradePrevention = mode }
    let own = floor.open(.exempt)
    floor.place(own, .sell, 2, at: 100, with: .preventing(.allow))
    #expect(floor.submit(own, .buy, 1, at: 100).fills == [])
    floor.submit(own, .sell, 2, at: 100)
    #expect(floor.place(own, .buy, 1, at: 100, with: .preventing(.allow)).fills == [[100, 1]])
  }

  /// MAT-24: accounts of one group are one owner; group 0 is none.
  @Test func `accounts of one group are one owner`() {
    var floor = TradingFloor.with { $0.selfTradePrevention = .cancelNewest }
    var accounts: [AccountID] = []
    for (number, group) in [Int32(7), 7, 8, 0, 0].enumerated() {
      accounts.append(AccountID(number: Int32(number)))
      floor.run(.openAccount(AccountOpening(account: accounts[number], kind: .exempt, group: group)))
    }
    floor.submit(accounts[0], .sell, 9, at: 100)
    #expect(floor.submit(accounts[1], .buy, 1, at: 100).cancels == [.selfTrade])
    #expect(floor.submit(accounts[2], .buy, 1, at: 100).fills == [[100, 1]])
    #expect(floor.submit(accounts[3], .buy, 8, at: 100).fills == [[100, 8]])
    floor.submit(accounts[3], .sell, 1, at: 100)
    #expect(floor.submit(accounts[4], .buy, 1, at: 100).fills == [[100, 1]])
  }

  /// MAT-24: a forced order meets its own account's group all the same. The long of 10 bought at 100 with 60 behind it.
  @Test func `a forced order never asks`() {
    var floor = TradingFloor.with([TradingFloor.instrument(mark: .index)]) { $0.selfTradePrevention = .cancelBoth }
    let world = floor.open(.exempt)
    for (number, kind) in [(Int32(1), AccountKind.cross), (2, .exempt)] {
      floor.run(.openAccount(AccountOpening(account: AccountID(number: number), kind: kind, group: 5)))
    }
    let (long, friend) = (AccountID(number: 1), AccountID(number: 2))
    floor.run(.deposit(long, Money(units: 60)))
    floor.mark(100)
    floor.hold(long, 10, at: 100, against: world)
    floor.submit(friend, .buy, 10, at: 97)
    #expect(floor.index(97).fills == [[97, 10]])
    #expect(floor.lots(long) == 0)
  }

  /// MAT-24, MAT-62: nor do an auction's fills.
  @Test func `an auction never asks`() {
    var floor = TradingFloor.with { $0.selfTradePrevention = .cancelBoth }
    let own = floor.open(.exempt)
    floor.phase(.call)
    floor.submit(own, .sell, 2, at: 100)
    floor.submit(own, .buy, 2, at: 100)
    #expect(floor.phase(.continuous).fills == [[100, 2]])
  }

  // MARK: What may be counted on

  /// MAT-27: of 3 own and 4 others at 100 and 5 at 101, cancel oldest counts on 9; the rest end before the own order.
  @Test(arguments: modes)
  func `fill-or-kill counts on nobody behind its owner's order`(mode: SelfTradePrevention) {
    for lots in Int64(1)...10 {
      var floor = TradingFloor()
      let (own, other) = (floor.open(.exempt), floor.open(.exempt))
      floor.submit(other, .sell, 2, at: 100)
      floor.submit(own, .sell, 3, at: 100)
      floor.submit(other, .sell, 2, at: 100)
      floor.submit(other, .sell, 5, at: 101)
      let events = floor.place(own, .buy, lots, at: 101, .fillOrKill, with: .preventing(mode))
      let isEnough = lots <= (mode == .cancelOldest ? 9 : 2)
      #expect(events.refusals == (isEnough ? [] : [.fillOrKillNotFillable]), "\(lots) lots")
      if isEnough { #expect(floor.lots(own) == lots && events.cancels.allSatisfy { $0 == .selfTrade }) }
    }
  }

  /// MAT-27, MAT-35: what an iceberg does not show comes behind an own order of its price, so it does not count.
  @Test func `fill-or-kill does not count on hidden lots behind its owner's order`() {
    var floor = TradingFloor()
    let (own, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.place(other, .sell, 10, at: 100, with: .showing(2))
    floor.submit(own, .sell, 1, at: 100)
    let three = floor.place(own, .buy, 3, at: 100, .fillOrKill, with: .preventing(.cancelNewest))
    #expect(three.refusals == [.fillOrKillNotFillable])
    let two = floor.place(own, .buy, 2, at: 100, .fillOrKill, with: .preventing(.cancelNewest))
    #expect(two.fills == [[100, 2]])
  }

  /// MAT-27, MAT-34: the same count decides about a minimum.
  @Test func `a minimum counts on nobody behind its owner's order`() {
    var floor = TradingFloor()
    let (own, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(other, .sell, 2, at: 100)
    floor.submit(own, .sell, 3, at: 100)
    floor.submit(other, .sell, 5, at: 101)
    var conditions = OrderConditions.preventing(.cancelNewest)
    conditions.minimum = Quantity(lots: 3)
    #expect(
      floor.place(own, .buy, 9, at: 101, .immediateOrCancel, with: conditions).refusals == [.minimumNotFillable])
    conditions.minimum = Quantity(lots: 2)
    let events = floor.place(own, .buy, 9, at: 101, .immediateOrCancel, with: conditions)
    #expect(events.story == ["#4 takes 2 of #1 at 100", "#4 cancelled, 7 left: selfTrade"])
  }
}
