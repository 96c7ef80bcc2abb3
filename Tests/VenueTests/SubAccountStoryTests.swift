import MarketTypes
import Testing
import Venue

/// Sub-accounts and isolated accounts: what goes between them, and what does not.
@Suite struct SubAccountStoryTests {
  /// A maker (0), an owner (1) with 1,000 and ten lots at 100, and its isolated account (2) with 120. The mark is the index.
  private func floor(_ change: (inout VenueRules) -> Void = { _ in }) -> TradingFloor {
    var floor = TradingFloor.with(
      [TradingFloor.instrument(mark: .index), TradingFloor.instrument(mark: .index)], change)
    let maker = floor.open(.exempt)
    let owner = floor.open(.cross, with: 1_000)
    _ = floor.openSub(.isolated, of: owner, with: 120)
    floor.mark(100)
    floor.mark(100, InstrumentID(number: 1))
    floor.hold(owner, 10, at: 100, against: maker)
    return floor
  }

  private let maker = AccountID(number: 0)
  private let owner = AccountID(number: 1)
  private let isolated = AccountID(number: 2)

  // CLR-31, CLR-28: from cross to isolated margin and back, at a mark that has moved meanwhile.
  @Test func `a position is switched to isolated margin and back at its cost`() {
    var floor = floor()
    floor.index(103)
    let before = (floor.equity(owner), floor.equity(isolated))
    #expect(before == (1_030, 120))
    #expect(floor.move(from: owner, to: isolated).count == 1)
    #expect(floor.equity(owner) == 1_000 && floor.equity(isolated) == 150)
    #expect(floor.cost(isolated) == 1_000 && floor.cost(owner) == 0)
    // 103 of 150 are needed: 47 may go, but no more.
    #expect(floor.transfer(48, from: isolated, to: owner).refusals == [.freeCollateralExceeded])
    #expect(floor.transfer(47, from: isolated, to: owner).money == ["moved 47: cash 2 to cash 1"])
    #expect(floor.withdraw(1, from: isolated).refusals == [.freeCollateralExceeded])
    #expect(floor.move(from: isolated, to: owner).refusals == [])
    #expect(floor.transfer(73, from: isolated, to: owner).refusals == [])
    #expect(floor.equity(owner) == 1_150 && floor.equity(isolated) == 0)
    #expect(floor.cash(owner) == 1_120 && floor.cost(owner) == 1_000)
  }

  // CLR-26, CLR-27, CLR-12: no loss passes from one account of an owner to another.
  @Test func `the liquidation of an isolated account leaves its owner untouched`() {
    var floor = floor()
    floor.move(from: owner, to: isolated)
    floor.submit(maker, .buy, 10, at: 85)
    // 120 − 100 is below 5 % of 900.
    let fall = floor.index(90)
    #expect(fall.liquidatable == [isolated])
    #expect(fall.fills == [[85, 10]])
    #expect(
      fall.money == [
        "realized 150: cash 2 to cost 2/0", "realized 150: cost 0/0 to cash 0",
        "shortfallUncovered 30: uncovered to cash 2",
      ])
    #expect(floor.cash(owner) == 1_000 && floor.cash(isolated) == 0)
  }

  // CLR-15, CLR-30: while a loss stands open nobody withdraws; what comes into a fund pays it first.
  @Test func `an open loss stops withdrawals until a fund's deposit has paid it`() {
    var floor = floor()
    floor.move(from: owner, to: isolated)
    floor.submit(maker, .buy, 10, at: 85)
    floor.index(90)
    #expect(floor.withdraw(1, from: owner).refusals == [.lossUncovered])
    #expect(floor.withdraw(2_000, from: owner).refusals == [.lossUncovered])
    // Between an owner's accounts nothing leaves the venue, and the exempt are the world.
    #expect(floor.transfer(5, from: owner, to: isolated).refusals == [])
    floor.run(.deposit(maker, Money(units: 10)))
    #expect(floor.withdraw(10, from: maker).refusals == [])
    #expect(
      floor.run(.fund(Money(units: 29))).money == [
        "deposit 29: outside to fund 0", "shortfallCovered 29: fund 0 to uncovered",
      ])
    #expect(floor.withdraw(1, from: owner).refusals == [.lossUncovered])
    #expect(
      floor.run(.fund(Money(units: 29))).money == [
        "deposit 29: outside to fund 0", "shortfallCovered 1: fund 0 to uncovered",
      ])
    #expect(floor.withdraw(995, from: owner).refusals == [])
    #expect(floor.venue.balance(of: .fund(.common)) == 28 && floor.venue.balance(of: .uncovered) == 0)
  }

  // CLR-15: nobody has bought it yet, and it owes already.
  @Test func `an account in liquidation below zero stops withdrawals as well`() {
    var floor = floor()
    floor.move(from: owner, to: isolated)
    let fall = floor.index(89)
    #expect(fall.stalls.map(\.account) == [isolated])
    // Equity 10: under margin, and above zero.
    #expect(floor.withdraw(1, from: owner).refusals == [])
    floor.index(87)
    #expect(floor.equity(isolated) == -10)
    #expect(floor.withdraw(1, from: owner).refusals == [.lossUncovered])
    floor.run(.deposit(isolated, Money(units: 500)))
    #expect(floor.withdraw(1, from: owner).refusals == [])
  }

  // I14: what was said of an account ends with its position.
  @Test func `an account that was liquidated lives on and can be liquidated again`() {
    var floor = floor()
    floor.move(from: owner, to: isolated)
    floor.submit(maker, .buy, 10, at: 90)
    #expect(floor.index(90).liquidatable == [isolated])
    #expect(floor.cash(isolated) == 20)
    floor.run(.deposit(isolated, Money(units: 100)))
    floor.submit(maker, .sell, 10, at: 90)
    #expect(floor.submit(isolated, .buy, 10, at: 90).fills == [[90, 10]])
    floor.submit(maker, .buy, 10, at: 80)
    let again = floor.index(81)
    #expect(again.liquidatable == [isolated])
    #expect(again.fills == [[80, 10]])
    #expect(floor.cash(isolated) == 20)
  }

  // CLR-30: each fund pays for its own instruments, and at most its claim limit for one account.
  @Test func `the fund of the instrument pays, up to its claim limit`() {
    var floor = self.floor { rules in
      rules.funds = [FundRules(), FundRules(claimLimit: Money(units: 12))]
      rules.instruments[0].fund = FundID(number: 1)
    }
    floor.run(.fund(Money(units: 500)))
    floor.run(.fund(Money(units: 500), FundID(number: 1)))
    floor.move(from: owner, to: isolated)
    floor.submit(maker, .buy, 10, at: 85)
    #expect(
      floor.index(90).money.suffix(2) == [
        "shortfallCovered 12: fund 1 to cash 2", "shortfallUncovered 18: uncovered to cash 2",
      ])
    #expect(floor.venue.balance(of: .fund(.common)) == 500)
  }

  // CLR-35: 5 % of what a forced fill is worth, up, and no more than there is.
  @Test func `a liquidation fee goes to the fund and makes nobody bankrupt`() {
    func floorWithFee() -> TradingFloor { self.floor { $0.instruments[0].liquidationFee = .percent(5) } }
    var floor = floorWithFee()
    floor.move(from: owner, to: isolated)
    floor.submit(maker, .buy, 10, at: 93)
    // Sold at 93: 120 − 70 = 50 are left; 5 % of 930 is 46.5.
    #expect(floor.index(92).money.last == "liquidationFee 47: cash 2 to fund 0")
    #expect(floor.cash(isolated) == 3)
    var poorer = floorWithFee()
    poorer.move(from: owner, to: isolated)
    poorer.submit(maker, .buy, 10, at: 92)
    #expect(poorer.index(92).money.last == "liquidationFee 40: cash 2 to fund 0")
    #expect(poorer.cash(isolated) == 0)
    var bankrupt = floorWithFee()
    bankrupt.move(from: owner, to: isolated)
    bankrupt.submit(maker, .buy, 10, at: 80)
    #expect(bankrupt.index(92).money.last == "shortfallUncovered 80: uncovered to cash 2")
  }

  // CLR-29
  @Test func `open interest grows to its limit and not beyond`() {
    var floor = TradingFloor([TradingFloor.instrument { $0.maximumOpenInterest = Quantity(lots: 10) }])
    let maker = floor.open(.exempt)
    let taker = floor.open(.exempt)
    #expect(floor.submit(maker, .sell, 11, at: 100).refusals == [.openInterestAboveLimit])
    floor.submit(maker, .sell, 8, at: 100)
    floor.submit(taker, .buy, 8, at: 100)
    #expect(floor.submit(taker, .buy, 3, at: 90).refusals == [.openInterestAboveLimit])
    #expect(floor.submit(taker, .buy, 2, at: 90, client: 3).refusals == [])
    floor.cancel(taker, client: 3)
    // Nearer to flat is always allowed, beyond it is not.
    #expect(floor.submit(maker, .buy, 9, at: 80).refusals == [.openInterestAboveLimit])
    #expect(floor.submit(maker, .buy, 8, at: 80).refusals == [])
    #expect(floor.submit(taker, .sell, 8, at: 80).fills == [[80, 8]])
    #expect(floor.submit(maker, .sell, 10, at: 200).refusals == [])
  }

  // CLR-26: without a group of their own, owner and sub-accounts are one owner.
  @Test func `an owner does not trade with a sub-account`() {
    var floor = TradingFloor.with { $0.selfTradePrevention = .cancelNewest }
    let owner = floor.open(.exempt)
    let stranger = floor.open(.exempt)
    let (one, two) = (floor.openSub(.exempt, of: owner), floor.openSub(.exempt, of: owner))
    floor.submit(one, .sell, 1, at: 100)
    #expect(floor.submit(owner, .buy, 1, at: 100).cancels == [.selfTrade])
    #expect(floor.submit(two, .buy, 1, at: 100).cancels == [.selfTrade])
    #expect(floor.submit(stranger, .buy, 1, at: 100).cancels == [])
    #expect(floor.lots(stranger) == 1)
  }

  // CLR-27: an administrator's word does not give an isolated account a foreign position either.
  @Test func `no bust gives an isolated account what it may not trade`() {
    var floor = TradingFloor([TradingFloor.instrument(), TradingFloor.instrument()])
    let owner = floor.open(.cross, with: 100)
    let isolated = floor.openSub(.isolated, of: owner, in: InstrumentID(number: 1), with: 100)
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: 10), quantity: Quantity(lots: 1),
      makerAccount: owner, takerAccount: isolated, instrument: TradingFloor.perp, takerSide: .buy, isForced: false)
    #expect(floor.run(.bust(fill)).refusals == [.notThisInstrument])
  }
}
