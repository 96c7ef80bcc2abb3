import Clearing
import MarketTypes
import Testing

@Suite("Money in and out")
struct MoneyInAndOutTests {
  // CLR-15
  @Test
  func `deposits and withdrawals move money between outside and collateral`() {
    var house = TestHouse([.perpetual()])
    house.deposit(500, to: alice)
    #expect(
      house.moved == [Transfer(from: .outside, to: .collateral(alice), amount: Money(units: 500), reason: .deposit)])
    house.withdraw(120, from: alice)
    #expect(
      house.moved == [Transfer(from: .collateral(alice), to: .outside, amount: Money(units: 120), reason: .withdrawal)])
    house.depositToFund(70)
    #expect(house.moved == [Transfer(from: .outside, to: .fund(.common), amount: Money(units: 70), reason: .deposit)])
    let balances = (house.collateral(alice), house.house.balance(of: .fund(.common)), house.house.balance(of: .outside))
    #expect(balances == (380, 70, -450))
    #expect(house.ledgerFault() == nil)
  }

  // CLR-12
  @Test
  func `the fund pays a shortfall as far as it goes and the rest is uncovered`() {
    var house = TestHouse([.perpetual()])
    house.depositToFund(50)
    house.buy(alice, 1, at: 200)
    house.sell(alice, 1, at: 170)
    let none = house.coverShortfall(of: alice)
    #expect(none == 0)
    #expect(
      house.moved == [
        Transfer(from: .fund(.common), to: .collateral(alice), amount: Money(units: 30), reason: .shortfallCovered)
      ])
    house.buy(alice, 1, at: 200)
    house.sell(alice, 1, at: 130)
    let rest = house.coverShortfall(of: alice)
    #expect(rest == 50)
    #expect(
      house.moved == [
        Transfer(from: .fund(.common), to: .collateral(alice), amount: Money(units: 20), reason: .shortfallCovered),
        Transfer(from: .uncovered, to: .collateral(alice), amount: Money(units: 50), reason: .shortfallUncovered),
      ])
    let balances = (
      house.collateral(alice), house.house.balance(of: .fund(.common)), house.house.balance(of: .uncovered)
    )
    #expect(balances == (0, 0, -50))
    #expect(house.ledgerFault() == nil)
  }

  // CLR-12
  @Test
  func `nobody pays for an account that still holds something, or that is not below zero`() {
    var house = TestHouse([.perpetual(), .perpetual()])
    house.depositToFund(1_000)
    house.buy(alice, 1, at: 200)
    house.sell(alice, 1, at: 170)
    house.buy(alice, 1, at: 10, in: second)
    let holding = house.coverShortfall(of: alice)
    let nothing = house.moved.isEmpty
    #expect(holding == 0 && nothing && house.collateral(alice) == -30)
    house.sell(alice, 1, at: 40, in: second)
    let even = house.coverShortfall(of: alice)
    #expect(even == 0 && house.collateral(alice) == 0)
  }

  // CLR-12, WCH-4
  @Test
  func `a flat account below zero is handed out once, whoever closed it`() {
    var house = TestHouse([.perpetual(maintenance: .flat(.percent(1)))])
    house.deposit(10, to: alice)
    house.buy(alice, 1, at: 200)
    house.mark(180)
    let due = house.findDue()
    #expect(due == [alice])
    // In the hands of the liquidation engine it closes by itself.
    house.sell(alice, 1, at: 180)
    let found = house.findDue()
    let bankrupt = house.bankrupt()
    #expect(found.isEmpty && bankrupt == [alice])
    let uncovered = house.coverShortfall(of: alice)
    #expect(uncovered == 10)
    house.house.release(alice)
    let again = (house.findDue(), house.bankrupt())
    #expect(again == ([], []))
  }
}
