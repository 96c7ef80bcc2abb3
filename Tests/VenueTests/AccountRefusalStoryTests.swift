import MarketTypes
import Testing
import Venue

/// What commands about accounts, assets and prices are refused for, in the order in which the reasons stand: each line of
/// a ladder breaks every rule from its own on, and no earlier one.
@Suite struct AccountRefusalStoryTests {
  private static let nobody = AccountID(number: 99)
  private static let nowhere = InstrumentID(number: 9)
  private static let nothing = AssetID(number: 9)
  private static let other = InstrumentID(number: 1)

  /// Two instruments, gold and silver as collateral, no scenarios. Account 0 is exempt, 1 owns 2 (cross) and 3 (isolated
  /// in the first instrument), 4 is somebody else.
  private func floor() -> TradingFloor {
    var floor = TradingFloor.with([TradingFloor.instrument(), TradingFloor.instrument()]) { rules in
      let haircut = [HaircutTier(floor: .zero, haircut: .percent(10))]
      rules.assets = (0..<2).map { _ in
        AssetRules(
          tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 100),
          maximumTotal: Money(units: 150), haircuts: haircut)
      }
    }
    _ = floor.open(.exempt)
    let owner = floor.open(.cross)
    _ = floor.openSub(.cross, of: owner)
    _ = floor.openSub(.isolated, of: owner)
    _ = floor.open(.cross, with: 1_000)
    floor.mark(100)
    return floor
  }

  private func account(_ number: Int32) -> AccountID { AccountID(number: number) }

  // CLR-26, CLR-27
  @Test func `an account is refused for its instrument, its number, its owner, its kind`() {
    var floor = floor()
    func open(
      _ number: Int32, _ kind: AccountKind, owner: Int32? = nil, in instrument: InstrumentID = TradingFloor.perp
    ) -> Command.Action {
      .openAccount(
        AccountOpening(account: account(number), kind: kind, owner: owner.map { account($0) }, instrument: instrument))
    }
    #expect(floor.run(open(7, .isolated, owner: 2, in: Self.nowhere)).refusals == [.unknownInstrument])
    #expect(floor.run(open(7, .portfolio, owner: 2)).refusals == [.accountNumberNotNext])
    #expect(floor.run(open(5, .portfolio, owner: 2)).refusals == [.ownerNotAllowed])
    #expect(floor.run(open(5, .portfolio, owner: 5)).refusals == [.ownerNotAllowed])
    // MAT-24: below zero are the groups of owners that named none.
    let stranger = AccountOpening(account: account(5), kind: .portfolio, group: -2)
    #expect(floor.run(.openAccount(stranger)).refusals == [.ownerNotAllowed])
    #expect(floor.run(open(5, .portfolio, owner: 1)).refusals == [.noScenarios])
    // Of no meaning for an account that is not isolated.
    #expect(floor.run(open(5, .cross, owner: 1, in: Self.nowhere)).refusals == [])
  }

  // CLR-15, CLR-33
  @Test func `a deposit is refused for its account, its asset, its amount, its limits`() {
    var floor = floor()
    #expect(floor.run(.deposit(Self.nobody, .zero, of: Self.nothing)).refusals == [.unknownAccount])
    #expect(floor.run(.deposit(account(1), .zero, of: Self.nothing)).refusals == [.unknownAsset])
    #expect(floor.run(.deposit(account(1), .zero, of: .gold)).refusals == [.amountNotPositive])
    #expect(floor.run(.deposit(account(1), Money(units: -1))).refusals == [.amountNotPositive])
    #expect(floor.run(.deposit(account(1), Money(units: (1 << 59) + 1))).refusals == [.balanceLimit])
    #expect(floor.bring(101, of: .gold, to: account(1)).refusals == [.assetLimit])
    #expect(floor.bring(100, of: .gold, to: account(1)).refusals == [])
    #expect(floor.bring(1, of: .gold, to: account(1)).refusals == [.assetLimit])
    // Of all accounts together 150; of the other asset nothing is taken.
    #expect(floor.bring(51, of: .gold, to: account(4)).refusals == [.assetLimit])
    #expect(floor.bring(50, of: .gold, to: account(4)).refusals == [])
    #expect(floor.bring(100, of: .silver, to: account(4)).refusals == [])
  }

  // CLR-15
  @Test func `a withdrawal is refused for its account, its asset, its amount, an open loss, what is not free`() {
    var floor = floor()
    #expect(floor.run(.withdraw(Self.nobody, .zero, of: Self.nothing)).refusals == [.unknownAccount])
    #expect(floor.run(.withdraw(account(1), .zero, of: Self.nothing)).refusals == [.unknownAsset])
    #expect(floor.run(.withdraw(account(1), .zero, of: .gold)).refusals == [.amountNotPositive])
    #expect(floor.withdraw(1, from: account(1)).refusals == [.freeCollateralExceeded])
    #expect(floor.withdraw(1, of: .gold, from: account(1)).refusals == [.freeCollateralExceeded])
    #expect(floor.withdraw(1_001, from: account(4)).refusals == [.freeCollateralExceeded])
    #expect(floor.withdraw(1_000, from: account(4)).refusals == [])
  }

  // CLR-28, CLR-33
  @Test func `a transfer is refused for who takes part, what goes, and where it would stand`() {
    var floor = floor()
    func transfer(_ from: Int32, _ to: Int32, _ units: Int64, _ asset: AssetID = .settlement) -> Command.Action {
      .transfer(CollateralTransfer(from: account(from), to: account(to), amount: Money(units: units), asset: asset))
    }
    #expect(floor.run(transfer(1, 99, 0, Self.nothing)).refusals == [.unknownAccount])
    #expect(floor.run(transfer(99, 99, 0, Self.nothing)).refusals == [.unknownAccount])
    #expect(floor.run(transfer(1, 1, 0, Self.nothing)).refusals == [.unknownAsset])
    #expect(floor.run(transfer(1, 1, 0)).refusals == [.counterpartyIsSelf])
    #expect(floor.run(transfer(1, 4, 0)).refusals == [.notSameOwner])
    #expect(floor.run(transfer(1, 2, 0)).refusals == [.amountNotPositive])
    #expect(floor.run(transfer(2, 3, (1 << 59) + 1)).refusals == [.balanceLimit])
    #expect(floor.run(transfer(2, 3, 101, .gold)).refusals == [.assetLimit])
    #expect(floor.run(transfer(2, 3, 1)).refusals == [.freeCollateralExceeded])
    floor.bring(100, of: .gold, to: account(1))
    floor.bring(50, of: .gold, to: account(2))
    // All together have as much as they may, and the taker has room: nothing comes from outside.
    #expect(floor.run(transfer(1, 2, 50, .gold)).refusals == [])
    #expect(floor.run(transfer(1, 2, 1, .gold)).refusals == [.assetLimit])
    #expect(floor.run(transfer(2, 3, 100, .gold)).money == ["moved 100 of asset 1: cash 2 to cash 3"])
  }

  // CLR-31
  @Test func `a position is refused for who takes part, where it stands, and what it would need`() {
    var floor = floor()
    let world = account(0)
    func move(_ from: Int32, _ to: Int32, _ instrument: InstrumentID = TradingFloor.perp) -> [Event] {
      floor.move(instrument, from: account(from), to: account(to))
    }
    floor.hold(account(1), 10, at: 100, against: account(4))
    floor.hold(account(2), -1, at: 100, against: world)
    floor.hold(account(3), 9_995, at: 100, against: world)
    #expect(move(1, 99, Self.nowhere).refusals == [.unknownAccount])
    #expect(move(3, 3, Self.nowhere).refusals == [.unknownInstrument])
    #expect(move(3, 3, Self.other).refusals == [.notThisInstrument])
    #expect(move(1, 1, Self.other).refusals == [.counterpartyIsSelf])
    #expect(move(1, 4, Self.other).refusals == [.notSameOwner])
    #expect(move(1, 2, Self.other).refusals == [.noPosition])
    floor.run(.deposit(account(1), Money(units: 10_000)))
    floor.submit(account(1), .sell, 1, at: 200, client: 5)
    #expect(move(1, 2).refusals == [.oppositePosition])
    #expect(move(1, 3).refusals == [.openOrdersRemain])
    floor.cancel(account(1), client: 5)
    #expect(move(1, 3).refusals == [.positionAboveLimit])
  }

  // CLR-31
  @Test func `a position goes only where both accounts have enough afterwards`() {
    var floor = floor()
    let world = account(0)
    floor.hold(account(1), 10, at: 100, against: world)
    floor.run(.deposit(account(1), Money(units: 150)))
    // 1,000 of notional need 100.
    #expect(floor.move(from: account(1), to: account(3)).refusals == [.initialMarginNotMet])
    floor.run(.deposit(account(3), Money(units: 99)))
    #expect(floor.move(from: account(1), to: account(3)).refusals == [.initialMarginNotMet])
    floor.run(.deposit(account(3), Money(units: 1)))
    let moved = floor.move(from: account(1), to: account(3))
    #expect(
      moved.map(\.body) == [
        .positionMoved(
          PositionMoved(
            PositionMove(from: account(1), to: account(3), instrument: TradingFloor.perp), position: Position(lots: 10),
            cost: Money(units: 1_000)))
      ])
    #expect(floor.lots(account(1)) == 0 && floor.lots(account(3)) == 10 && floor.cost(account(3)) == 1_000)
  }

  // CLR-31
  @Test func `a position whose gain holds its account up stays there`() {
    var floor = floor()
    let (owner, sub) = (account(1), account(2))
    floor.run(.deposit(owner, Money(units: 100)))
    floor.run(.deposit(sub, Money(units: 10_000)))
    floor.hold(owner, 10, at: 100, against: account(0))
    floor.mark(100, Self.other)
    floor.hold(owner, 20, at: 100, against: account(0), in: Self.other)
    floor.mark(150)
    // Equity 600; without the gain of 500 the other position's 200 is not covered by 100.
    #expect(floor.move(from: owner, to: sub).refusals == [.initialMarginNotMet])
    #expect(floor.move(Self.other, from: owner, to: sub).refusals == [])
    #expect(floor.move(from: owner, to: sub).refusals == [])
    #expect(floor.equity(sub) == 10_500 && floor.equity(owner) == 100)
  }

  @Test func `a price from outside is refused for its subject, its source, its size`() {
    var floor = floor()
    func report(_ subject: PriceSubject, _ source: UInt8, _ ticks: Int64?) -> [Refusal] {
      floor.run(.report(SourceReport(subject, source: source, price: ticks.map { Price(ticks: $0) }))).refusals
    }
    #expect(report(.instrument(Self.nowhere), 1, 0) == [.unknownInstrument])
    #expect(report(.asset(.settlement), 1, 0) == [.unknownAsset])
    #expect(report(.asset(Self.nothing), 1, 0) == [.unknownAsset])
    #expect(report(.asset(.gold), 1, 0) == [.unknownSource])
    // An instrument whose index is given as it is has no source at all.
    #expect(report(.instrument(TradingFloor.perp), 0, 100) == [.unknownSource])
    #expect(report(.asset(.gold), 0, 0) == [.priceBelowOne])
    #expect(report(.asset(.gold), 0, 1_001) == [.priceAboveLimit])
    #expect(report(.asset(.gold), 0, nil) == [])
    #expect(report(.asset(.gold), 0, 1_000) == [])
  }

  // CLR-36
  @Test func `a margin factor is from 1 to 1000`() {
    var floor = floor()
    #expect(floor.factor(.zero, of: Self.nowhere).refusals == [.unknownInstrument])
    #expect(floor.factor(Rate(partsPerBillion: 999_999_999)).refusals == [.factorOutOfRange])
    #expect(floor.factor(Rate(partsPerBillion: 1_000_000_000_001)).refusals == [.factorOutOfRange])
    #expect(floor.factor(.one).refusals == [])
    #expect(floor.factor(Rate(partsPerBillion: 1_000_000_000_000)).refusals == [])
  }

  // CLR-30
  @Test func `a fund is refused for its number, then its amount`() {
    var floor = floor()
    let second = FundID(number: 1)
    #expect(floor.run(.fund(.zero, second)).refusals == [.unknownFund])
    #expect(floor.run(.fund(.zero)).refusals == [.amountNotPositive])
    #expect(floor.run(.fund(Money(units: (1 << 59) + 1))).refusals == [.balanceLimit])
  }

  // CLR-27
  @Test func `an isolated account trades its own instrument and no other`() {
    var floor = floor()
    floor.mark(100, Self.other)
    floor.run(.deposit(account(3), Money(units: 1_000)))
    #expect(floor.submit(account(3), .buy, 0, at: 100, in: Self.other).refusals == [.notThisInstrument])
    #expect(floor.submit(account(3), .buy, 1, at: 100, in: Self.nowhere).refusals == [.unknownInstrument])
    #expect(floor.submit(account(3), .buy, 1, at: 100).refusals == [])
  }
}
