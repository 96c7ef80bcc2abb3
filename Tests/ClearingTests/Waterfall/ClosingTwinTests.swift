import Clearing
import MarketTypes
import Testing

/// How many lots to close, and what a fill brings beyond its bankruptcy value: against slow ways of finding out.
@Suite("Closing, against naive twins")
struct ClosingTwinTests {
  /// A random account of one to three positions under random tiers, somewhere near its margin.
  private func house(_ dice: inout Dice, _ fee: LiquidationFee = .flat, buffer: Rate = .zero) -> WaterfallHouse {
    let rules = (0..<3).map { _ in
      InstrumentRules.perpetual(
        tickValue: dice.throwing(1...7), maximumPrice: 10_000,
        maintenance: dice.once(in: 5)
          ? .flat(.perMillion(dice.throwing(0...100_000)))
          : .tiers([
            (0, dice.throwing(0...30_000)), (dice.throwing(1...2_000), dice.throwing(30_000...60_000)),
            (dice.throwing(2_001...9_000), dice.throwing(60_000...200_000)),
          ]))
    }
    var house = WaterfallHouse(
      rules,
      LiquidationRules().with {
        $0.fee = fee
        $0.sizing = .toTarget(TargetSizing(buffer: buffer))
      })
    let account = house.account(with: dice.throwing(1...4_000))
    for number in 0..<3 {
      let instrument = InstrumentID(number: UInt16(number))
      let mark = dice.throwing(20...120)
      house.mark(mark, in: instrument)
      let lots = dice.throwing(-60...60)
      if lots != 0, number == 0 || dice.once(in: 2) {
        house.open(lots, at: max(1, mark + dice.throwing(-9...9)), of: account, in: instrument)
      }
    }
    return house
  }

  private let account = AccountID(number: 1)

  /// Maintenance margin as CLR-9 writes it: each slice at its tier's rate, rounded up once.
  private func margin(_ rules: [MaintenanceTier], of notional: Int64) -> Int128 {
    var billionths: Int128 = 0
    for (number, tier) in rules.enumerated() where notional > tier.floor.units {
      let end = number + 1 < rules.count ? min(notional, rules[number + 1].floor.units) : notional
      billionths += Int128(end - tier.floor.units) * Int128(tier.rate.partsPerBillion)
    }
    return (billionths + 999_999_999) / 1_000_000_000
  }

  private func up(_ notional: Int64, _ rate: Rate) -> Int128 {
    (Int128(notional) * Int128(rate.partsPerBillion) + 999_999_999) / 1_000_000_000
  }

  // LIQ-13, F25: the first number of lots whose closing at the mark frees enough, tried one after the other.
  @Test(arguments: UInt64(0)..<300)
  func `the lots to a target are the first that free enough`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let tiers = [MaintenanceTier].tiers([
      (0, dice.throwing(0...30_000)), (dice.throwing(1...2_000), dice.throwing(30_000...200_000)),
    ])
    let tickValue = dice.throwing(1...7)
    let (buffer, cost) = (Rate.perMillion(dice.throwing(0...40_000)), Rate.perMillion(dice.throwing(0...20_000)))
    var house = WaterfallHouse([.perpetual(tickValue: tickValue, maintenance: tiers)])
    let alice = house.account(with: 100)
    let mark = dice.throwing(20...120)
    house.mark(mark)
    let lots = dice.throwing(1...60) * (dice.once(in: 2) ? 1 : -1)
    house.open(lots, at: mark, of: alice)
    func need(_ lots: Int64) -> Int128 {
      let notional = lots * mark * tickValue
      return margin(tiers, of: notional) + up(notional, buffer)
    }
    let size = abs(lots)
    let freed = (0...size).map { need(size) - need(size - $0) - up($0 * mark * tickValue, cost) }
    // What is freed grows with the lots unless closing costs more than a slice or a rounding frees.
    let isGrowing = zip(freed, freed.dropFirst()).allSatisfy { $0 <= $1 }
    for wanted in [1, freed[Int(size) / 2], freed[Int(size) / 3] + 1, freed[Int(size)], freed[Int(size)] + 1]
    where wanted > 0 {
      let least = Int64(freed.firstIndex { $0 >= wanted } ?? Int(size))
      let found = house.house.leastLots(freeing: wanted, of: alice, in: first, buffer: buffer, cost: cost).lots
      if isGrowing { #expect(found == least, "seed \(seed): \(wanted) of \(freed)") }
      // Where some number is enough, so is what is found; also where more lots free less than fewer.
      #expect(!freed.contains { $0 >= wanted } || freed[Int(found)] >= wanted, "seed \(seed): \(wanted) of \(freed)")
    }
  }

  // LIQ-13, F31: one lot after the other until the notional is at the floor of the tier it began in, or below.
  @Test(arguments: UInt64(0)..<300)
  func `a step down the tiers is the first number of lots that reaches the floor`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let floors: [Int64] = [0, dice.throwing(1...2_000), dice.throwing(2_001...9_000)]
    let tickValue = dice.throwing(1...7)
    var house = WaterfallHouse([
      .perpetual(
        tickValue: tickValue,
        maintenance: .tiers(zip(floors, [10_000, 20_000, 50_000]).map { (floor: $0, perMillion: $1) }))
    ])
    let alice = house.account(with: 100)
    let mark = dice.throwing(20...120)
    house.mark(mark)
    let size = dice.throwing(1...60)
    house.open(dice.once(in: 2) ? size : -size, at: mark, of: alice)
    let floor = floors.last { $0 <= size * mark * tickValue }!
    var lots: Int64 = 1
    while lots < size, (size - lots) * mark * tickValue > floor { lots += 1 }
    if floor == 0 { lots = size }
    let found = house.house.lotsAboveTier(of: alice, in: first).lots
    #expect(found == lots, "seed \(seed): \(size) lots of \(mark * tickValue) above \(floors)")
  }

  // F32, F21: from the fill's price, the mark and the margins alone, in fractions: a fund with a unit less cannot pay.
  @Test(arguments: UInt64(0)..<300)
  func `what a fund must have for a fill is what the fill lacks of its bankruptcy value`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let house = house(&dice, .surplus(most: .percent(1)))
    let position = house.house.position(of: account, in: first)
    if position.isFlat { return }
    let lots = dice.throwing(1...abs(position.lots))
    let price = dice.throwing(1...160)
    let figures = house.house.figures(of: account)
    if figures.maintenance == 0 { return }
    let signed = position.lots > 0 ? lots : -lots
    let tickValue = house.house.notional(of: Quantity(lots: 1), at: Price(ticks: 1), in: first).units
    let mark = house.house.mark(of: first)!.ticks
    let freed = house.house.relief(
      ofClosing: Quantity(lots: lots), of: account, in: first, buffer: .zero, cost: .zero)
    // brought − (value − equity × freed ÷ margin), times the margin.
    let scaled =
      Int128(signed * (price - mark) * tickValue) * figures.maintenance + figures.equity * freed
    let lack = scaled >= 0 ? 0 : (-scaled + figures.maintenance - 1) / figures.maintenance
    for (means, isEnough) in [(lack, true), (lack - 1, false)] where means >= 0 {
      var funded = WaterfallHouse(copying: house)
      if means > 0 { funded.fund(Int64(means)) }
      let can = funded.house.canFundPay(Quantity(lots: lots), of: account, in: first, at: Price(ticks: price))
      #expect(can == isEnough, "seed \(seed): \(signed) at \(price), means \(means)")
    }
  }

  // F32, F21, LIQ-16: closed lot by lot or at once, at the prices of a falling book, the fund pays no more than the account
  // owes in the end, and the account is never left with a debt.
  @Test(arguments: UInt64(0)..<200)
  func `settled against bankruptcy values an account closes without a debt`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var house = house(&dice, .surplus(most: .percent(dice.throwing(0...100))))
    house.fund(1_000_000)
    let (equity, held) = (house.equity(account), house.house.positions(of: account))
    for instrument in held {
      var left = abs(house.position(account, in: instrument))
      while left > 0 {
        let lots = dice.once(in: 2) ? left : dice.throwing(1...left)
        house.forceClose(
          account, lots: lots, at: max(1, house.house.mark(of: instrument)!.ticks + dice.throwing(-8...8)),
          in: instrument)
        left -= lots
      }
    }
    #expect(held.allSatisfy { house.position(account, in: $0) == 0 })
    if equity >= 0 { #expect(house.collateral(account) >= 0, "seed \(seed)") }
  }
}

extension ClearingHouse {
  func positions(of account: AccountID) -> [InstrumentID] {
    var held: [InstrumentID] = []
    forEachPosition(of: account) { instrument, _ in held.append(instrument) }
    return held
  }
}
