import Analysis
import MarketTypes
import TestSupport
import Testing

/// Who infects whom: models C7 through the venue, with one instrument shocked and the other one not.
///
/// Accounts hold 3 lots of the first instrument and 1 of the second, a tick and lot is one unit of money, and an account
/// stands at every ten units of loss: ν = 0.1. Depths are 4 and 1 lots a tick. So
///
///     B_ij = ν wᵢ wⱼ ÷ Dᵢ = [0.225 0.075; 0.3 0.1],  R = 0.325,  M_ij = B_ij Dᵢ ÷ Dⱼ = [0.225 0.3; 0.075 0.1]
///
/// and a shock of 1,000 ticks in the first ends at (4,000 ÷ 3, 4,000 ÷ 9).
private struct CrossMarginBook {
  static let start: Int64 = 1_000_000
  static let depths: [Int64] = [4, 1]
  static let weights: [Int64] = [3, 1]
  static let accounts: Int64 = 500

  static var rules: VenueRules {
    let rate = Rate(partsPerBillion: 1_000)
    let instrument = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 2_000_000), maximumPosition: Quantity(lots: 1_000_000),
      initialMargin: rate, maintenanceTiers: [MaintenanceTier(floor: .zero, rate: rate)], mark: .last)
    return VenueRules(instruments: [instrument, instrument])
  }

  static var recording: Recording {
    var actions: [Command.Action] = (0..<3).map {
      .openAccount(AccountOpening(account: AccountID(number: $0), kind: .exempt))
    }
    for (index, depth) in depths.enumerated() {
      let instrument = InstrumentID(number: UInt16(index))
      actions.append(.openMark(PriceUpdate(instrument: instrument, price: Price(ticks: start))))
      for level in 1...1_500 {
        actions.append(
          .openOrder(
            Order(
              account: AccountID(number: 0), instrument: instrument, side: .buy, quantity: Quantity(lots: depth),
              limit: Price(ticks: start - Int64(level)))))
      }
    }
    for number in 1...accounts {
      let account = AccountID(number: Int32(2 + number))
      actions.append(.openAccount(AccountOpening(account: account, kind: .cross)))
      // A millionth of 3 and of 1 million, rounded up whatever the fall: 4. Liquidatable at a loss of 10 × number.
      actions.append(.deposit(account, Money(units: 10 * number + 4 - 1)))
      for (index, weight) in weights.enumerated() {
        actions.append(
          .openHolding(
            HoldingOpening(
              account: account, counterparty: AccountID(number: 2), instrument: InstrumentID(number: UInt16(index)),
              position: Position(lots: weight), price: Price(ticks: start))))
      }
    }
    actions.append(
      .submit(
        Order(
          account: AccountID(number: 1), instrument: InstrumentID(number: 0), side: .sell,
          quantity: Quantity(lots: 4_000), limit: nil, timeInForce: .immediateOrCancel)))
    return Recording(rules, actions.map { Command($0) })
  }
}

@Suite struct `Contagion` {
  @Test func `two instruments infect each other as C7 says, within the grid`() throws {
    let tree = CrossMarginBook.recording.fed(
      to: CausalTree(CrossMarginBook.rules, shockAccounts: [AccountID(number: 1)]))
    let ends = [-4_000.0 / 3, -4_000.0 / 9]
    for (split, end) in zip(tree.displacements, ends) { #expect(abs(Double(split.ticks) / end - 1) < 0.01) }
    // The second instrument was never shocked: all of its fall is forced.
    #expect(tree.displacements[1].share(of: .forced) == 1)
    let found = tree.instrumentContagion
    for (row, line) in [[0.225, 0.3], [0.075, 0.1]].enumerated() {
      for (column, expected) in line.enumerated() {
        #expect(abs(try #require(found[row, column]) / expected - 1) < 0.01, "\(row), \(column)")
      }
    }
    #expect(abs(try #require(found.spectralRadius) / 0.325 - 1) < 0.01)
    // What the shock itself made fall: accounts up to a loss of 3 × 1,000, of 3 lots each.
    #expect(abs(found.exogenous[0] / (900 * 999_000) - 1) < 0.01)
  }

  /// Rounds 2 to 4 of T1 over rounds 1 to 4: the forced notional that forced orders caused, n of C1 again.
  @Test func `with one instrument, or one group, the matrix is the share that forced orders caused`() throws {
    let tree = StaticBook.t1.recording.fed(
      to: CausalTree(StaticBook.t1.rules, shockAccounts: [StaticBook.outsider]))
    let expected = 19_985_000.0 / 39_974_000
    #expect(tree.instrumentContagion[0, 0] == expected)
    #expect(tree.instrumentContagion.exogenous == [19_989_000])
    let groups = tree.groupContagion(AccountGroups([AccountGroups.Block("makers", 0..<1)]))
    #expect(groups[0, 0] == nil, "nothing was forced of a maker")
    #expect(groups[1, 1] == expected)
    #expect(abs(try #require(groups.spectralRadius) - expected) < 1e-12)
  }

  /// Of round 2 accounts 5 and 6 fell, half because of account 1 and half because of account 3; 7 because of 5, 8 of 7.
  @Test func `between groups the shares of the mark's move say who infected whom`() throws {
    let tree = StaticBook.t1.recording.fed(
      to: CausalTree(StaticBook.t1.rules, shockAccounts: [StaticBook.outsider]))
    let (first, rest) = (StaticBook.long(1).index, StaticBook.long(3).index)
    let groups = AccountGroups([AccountGroups.Block("first two", first..<rest)], rest: "rest")
    let found = tree.groupContagion(groups)
    // Accounts 1 and 2 sold 10 lots at 9995; 5 and 6 sold theirs at 9993.
    #expect(found.forced == [9_995_000, 39_974_000 - 9_995_000])
    #expect(found[0, 0] == 0 && found[0, 1] == 0)
    #expect(found[1, 0] == 9_993_000.0 / 2 / 9_995_000)
    let (amount, forced): (Double, Double) = (4_996_500 + 9_992_000, 29_979_000)
    #expect(found[1, 1] == amount / forced)
    #expect(found.exogenous == [9_995_000, 9_994_000])
  }
}
