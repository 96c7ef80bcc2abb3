import MarketTypes
import TestSupport

/// Random commands for a market that goes on for ever: two linear perpetuals and an inverse one with funding, leveraged
/// accounts that are liquidated and get new money, a backstop, a default fund, auto-deleveraging. Prices walk about a
/// centre that they come back to, and orders leave again, so that nothing grows with time.
struct LongMarket {
  let rules: VenueRules
  private var random: SplitMix64
  private var centres: [Int64] = [1_000, 1_000, 1_000]
  private var now: Int64 = 0
  /// Makers, then the backstop, then margined accounts; the last two belong to the first of those.
  private static let makers = 3
  private static let accounts = 24

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    let marks: [MarkPolicy] = [.last, .mid, .blend(lastWeight: Rate(partsPerBillion: 500_000_000))]
    var instruments = marks.enumerated().map { number, mark in
      var instrument = InstrumentRules(
        tickValue: Money(units: number == 2 ? 5_000_000_007 : 7), maximumPrice: Price(ticks: 5_000),
        maximumPosition: Quantity(lots: 400), makerFee: Rate(partsPerBillion: -100_000),
        takerFee: Rate(partsPerBillion: 350_000), initialMargin: Rate(partsPerBillion: 50_000_000),
        maintenanceTiers: [
          MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 25_000_000)),
          MaintenanceTier(floor: Money(units: 200_000), rate: Rate(partsPerBillion: 40_000_000)),
        ], mark: mark)
      instrument.liquidationFee = Rate(partsPerBillion: 5_000_000)
      let premium = PremiumFunding(
        sampling: TimeSpan(nanoseconds: 500), notional: Money(units: 20_000), quotedFor: TimeSpan(nanoseconds: 8_000))
      instrument.funding = FundingRules(interval: TimeSpan(nanoseconds: 4_000), method: .premium(premium))
      return instrument
    }
    instruments[2].contract = .inverse
    var rules = VenueRules(instruments: instruments)
    rules.liquidation.backstop = BackstopRules(
      below: Rate(partsPerBillion: 700_000_000), maximumNotional: Money(units: 4_000_000),
      disposal: DisposalRules(every: TimeSpan(nanoseconds: 50)))
    rules.liquidation.deleveraging = DeleveragingRules(.profitAndLeverage)
    rules.liquidation.losses = [LossLayer(.fund), LossLayer(.members), LossLayer(.gains)]
    rules.marginLevels = MarginLevelRules(
      alert: Rate(partsPerBillion: 1_500_000_000), call: Rate(partsPerBillion: 1_200_000_000),
      release: Rate(partsPerBillion: 1_300_000_000))
    self.rules = rules
  }

  mutating func opening() -> [Command] {
    var actions: [Command.Action] = []
    for number in 0..<Self.accounts {
      let owner = number < Self.accounts - 2 ? nil : AccountID(number: Int32(Self.makers + 1))
      let kind: AccountKind = number < Self.makers ? .exempt : number == Self.makers ? .backstop : .cross
      actions.append(.openAccount(AccountOpening(account: id(number), kind: kind, owner: owner)))
      actions.append(.deposit(id(number), Money(units: random.from(5_000, through: 80_000))))
    }
    actions.append(.fund(Money(units: 50_000)))
    for instrument in centres.indices {
      actions.append(.openMark(PriceUpdate(instrument: market(instrument), price: Price(ticks: centres[instrument]))))
    }
    return actions.map { Command($0) }
  }

  mutating func next() -> Command {
    now += random.from(0, through: 4)
    return Command(nextAction(), at: Time(nanoseconds: now))
  }

  private mutating func nextAction() -> Command.Action {
    let instrument = random.below(centres.count)
    switch random.below(64) {
    case 0, 1:
      // Now and then a jump; the farther from 1,000, the more it goes back.
      let reach: Int64 = random.once(in: 12) ? 120 : 12
      let back = (1_000 - centres[instrument]) / 16
      centres[instrument] = min(max(centres[instrument] + back + random.from(-reach, through: reach), 300), 3_000)
      return .setIndex(PriceUpdate(instrument: market(instrument), price: Price(ticks: centres[instrument])))
    case 2, 3: return .massCancel(MassCancel(account: account()))
    case 4: return .deposit(account(), Money(units: random.from(1, through: 20_000)))
    case 5: return .withdraw(client(), Money(units: random.from(1, through: 40_000)))
    case 6: return .fund(Money(units: random.from(1, through: 2_000)))
    case 7:
      let units = random.from(-2_000, through: 2_000)
      return .contribute(account(), Money(units: units))
    case 8: return .clock
    case 9:
      return .transfer(
        CollateralTransfer(
          from: id(Self.makers + 1), to: id(Self.accounts - 1 - random.below(2)),
          amount: Money(units: random.from(1, through: 9_000))))
    case 10..<38: return .submit(makerOrder(instrument))
    default: return .submit(leveragedOrder(instrument))
    }
  }

  private mutating func makerOrder(_ instrument: Int) -> Order {
    let side = random.pick([Side.buy, .sell])
    let away = random.from(1, through: 60)
    return order(random.below(Self.makers), instrument, side, centres[instrument] + (side == .buy ? -away : away), 12)
  }

  private mutating func leveragedOrder(_ instrument: Int) -> Order {
    let price = centres[instrument] + random.from(-25, through: 25)
    var order = order(Int(client().number), instrument, random.pick([.buy, .sell]), price, 40)
    if random.once(in: 3) {
      order.limit = nil
      order.timeInForce = .immediateOrCancel
    }
    if random.once(in: 6) { order.terms.insert(.reduceOnly) }
    return order
  }

  private mutating func order(_ account: Int, _ instrument: Int, _ side: Side, _ ticks: Int64, _ most: Int64) -> Order {
    Order(
      account: id(account), instrument: market(instrument), side: side,
      quantity: Quantity(lots: random.from(1, through: most)), limit: Price(ticks: ticks))
  }

  private mutating func account() -> AccountID { id(random.below(Self.accounts)) }
  /// Anybody but makers and the backstop.
  private mutating func client() -> AccountID { id(Self.makers + 1 + random.below(Self.accounts - Self.makers - 1)) }
  private func id(_ account: Int) -> AccountID { AccountID(number: Int32(account)) }
  private func market(_ instrument: Int) -> InstrumentID { InstrumentID(number: UInt16(instrument)) }
}
