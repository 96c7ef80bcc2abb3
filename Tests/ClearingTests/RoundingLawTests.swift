import Clearing
import MarketTypes
import TestSupport
import Testing

/// What divisions leave over is nobody's gain, whatever is traded, paid or split.
@Suite struct RoundingLawTests {
  private static let accounts = 6

  /// A linear and an inverse contract with fees that never come out even, and an asset.
  private static func rules() -> VenueRules {
    var inverse = InstrumentRules.perpetual(
      tickValue: 1_000_003, maximumPosition: 1_000_000_000, makerFee: Rate(partsPerBillion: -123_457),
      takerFee: Rate(partsPerBillion: 654_321))
    inverse.contract = .inverse
    var rules = VenueRules(instruments: [
      .perpetual(
        tickValue: 7, makerFee: Rate(partsPerBillion: -123_457), takerFee: Rate(partsPerBillion: 654_321)), inverse,
    ])
    rules.assets = [
      AssetRules(
        tickValue: Money(units: 3), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 1 << 40),
        haircuts: [HaircutTier(floor: .zero, haircut: .percent(10))])
    ]
    return rules
  }

  // I1, CLR-3, CLR-4, CLR-25, CLR-39, FND-8. A thousand rounds a seed.
  @Test func `over a million fills, transfers and fundings nothing is lost and rounding never falls`() {
    var house = ClearingHouse(Self.rules())
    for number in 0..<Int32(Self.accounts) {
      house.openAccount(
        AccountOpening(
          account: AccountID(number: number), kind: .exempt, owner: number == 0 ? nil : AccountID(number: 0)))
    }
    for number in 0..<Self.accounts {
      house.deposit(Money(units: 1 << 30), of: AssetID(number: 1), to: id(number)) { _ in }
    }
    var chance = SplitMix64(seed: 1_000_000)
    var kept: Int128 = 0
    // Positions drift; a walk around flat keeps costs where divisions show.
    for round in 0..<1_000 * seeds(_isDebugAssertConfiguration() ? 100 : 1_000).count {
      happen(&house, &chance, event: EventPosition(number: Int64(round)))
      let rounding = house.balance(of: .rounding)
      if rounding < kept {
        Issue.record("round \(round): rounding falls from \(kept) to \(rounding)")
        return
      }
      kept = rounding
      if round % 1_000 == 0, let fault = imbalance(house) {
        Issue.record("round \(round): \(fault)")
        return
      }
    }
    #expect(imbalance(house) == nil)
    #expect(kept > 10_000)
  }

  private func happen(_ house: inout ClearingHouse, _ chance: inout SplitMix64, event: EventPosition) {
    let instrument = InstrumentID(number: UInt16(chance.below(2)))
    let (one, other) = (chance.below(Self.accounts), chance.below(Self.accounts))
    switch chance.below(40) {
    case 0:
      let funding = Funding(
        instrument: instrument, ratePartsPerTrillion: chance.from(-900_000_000, through: 900_000_000),
        price: Price(ticks: chance.from(900, through: 1_100)))
      house.pay(funding, at: event) { _ in }
    case 1:
      house.setMark(instrument, to: Price(ticks: chance.from(900, through: 1_100)), at: event)
      house.markToMarket(instrument, at: event) { _ in }
    case 2:
      house.transfer(
        CollateralTransfer(
          from: id(one), to: id(other), amount: Money(units: chance.from(1, through: 1_000)),
          asset: AssetID(number: UInt16(chance.below(2))))
      ) { _ in }
    default:
      let bound = house.position(of: id(one), in: instrument).lots
      let fill = Fill(
        maker: .none, taker: .none, price: Price(ticks: chance.from(900, through: 1_100)),
        quantity: Quantity(lots: chance.from(1, through: 40)), makerAccount: id(other), takerAccount: id(one),
        instrument: instrument, takerSide: bound > 0 ? .sell : .buy, isForced: false)
      house.settle(fill, at: event) { _ in }
    }
  }

  /// What does not sum to zero.
  private func imbalance(_ house: borrowing ClearingHouse) -> String? {
    var (cash, units): (Int128, Int128) = (0, 0)
    var lots: [Int64] = [0, 0]
    for account in [LedgerAccount.fees, .fund(.common), .rounding, .uncovered, .outside] {
      cash += house.balance(of: account)
    }
    units += house.balance(of: .outside, AssetID(number: 1))
    for number in 0..<Self.accounts {
      cash += house.balance(of: .collateral(id(number)))
      units += house.balance(of: .collateral(id(number)), AssetID(number: 1))
      for instrument in 0..<2 {
        let id = InstrumentID(number: UInt16(instrument))
        cash += house.balance(of: .costBasis(self.id(number), id))
        lots[instrument] += house.position(of: self.id(number), in: id).lots
      }
    }
    return cash == 0 && units == 0 && lots == [0, 0]
      ? nil : "cash sums to \(cash), the asset to \(units), lots to \(lots)"
  }

  // CLR-3, CLR-4, CLR-25: whatever was held before, and whichever way the fee goes.
  @Test(arguments: seeds(3_000))
  func `an order in parts leaves nobody with more than the whole order would`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    var rules = Self.rules()
    for number in 0..<2 {
      rules.instruments[number].makerFee = Rate(partsPerBillion: chance.from(-3_000_000, through: 3_000_000))
      rules.instruments[number].takerFee = Rate(partsPerBillion: chance.from(-3_000_000, through: 3_000_000))
      rules.instruments[number].tickValue = Money(units: number == 0 ? 1 : chance.from(1, through: 30_000))
    }
    let instrument = InstrumentID(number: UInt16(chance.below(2)))
    var house = ClearingHouse(rules)
    for _ in 0..<3 { house.openAccount(.exempt) }
    func trade(_ house: inout ClearingHouse, _ lots: Int64, at ticks: Int64, taker: Int, maker: Int, _ side: Side) {
      let fill = Fill(
        maker: .none, taker: .none, price: Price(ticks: ticks), quantity: Quantity(lots: lots), makerAccount: id(maker),
        takerAccount: id(taker), instrument: instrument, takerSide: side, isForced: false)
      house.settle(fill, at: EventPosition(number: 1)) { _ in }
    }
    // Both have something before, against a third.
    for account in [1, 2] where chance.below(4) > 0 {
      trade(
        &house, chance.from(1, through: 30), at: chance.from(3, through: 900), taker: account, maker: 0,
        chance.pick([.buy, .sell]))
    }
    var split = house.clone()
    let (price, side) = (chance.from(3, through: 900), chance.pick([Side.buy, .sell]))
    let whole = chance.from(2, through: 40)
    trade(&house, whole, at: price, taker: 1, maker: 2, side)
    var left = whole
    while left > 0 {
      let part = chance.from(1, through: left)
      trade(&split, part, at: price, taker: 1, maker: 2, side)
      left -= part
    }
    for account in [1, 2] {
      // Both hold as much, so they differ by this at every mark.
      let once = house.collateral(of: id(account)) - house.costBasis(of: id(account), in: instrument)
      let often = split.collateral(of: id(account)) - split.costBasis(of: id(account), in: instrument)
      if often > once || split.collateral(of: id(account)) > house.collateral(of: id(account)) && instrument.number == 0
      {
        Issue.record("seed \(seed): account \(account) has \(often.units) in parts, \(once.units) in one")
      }
      #expect(house.position(of: id(account), in: instrument) == split.position(of: id(account), in: instrument))
    }
    let sum = split.balance(of: .rounding) + split.balance(of: .fees)
    #expect(sum >= house.balance(of: .rounding) + house.balance(of: .fees), "seed \(seed)")
  }

  private func id(_ account: Int) -> AccountID { AccountID(number: Int32(account)) }
}
