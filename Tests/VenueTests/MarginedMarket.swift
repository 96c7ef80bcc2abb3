import MarketTypes
import TestSupport

/// Random commands for a market in which leveraged accounts are liquidated: two or three instruments, every mark policy,
/// fees and rebates, a fund that does not suffice, a price that jumps. The seed chooses the venue's rules too.
struct MarginedMarket {
  let rules: VenueRules
  private var random: SplitMix64
  private var centres: [Int64]
  private var now: Int64 = 0
  private var commands: Int64 = 0
  private let accounts = 16
  /// The first ones are exempt: makers, and the counterparty of all openings.
  private let exempt = 3

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed ^ 0xCA5C_ADE0)
    let marks: [MarkPolicy] = [
      .last, .mid, .bestBid, .bestAsk, .index, .blend(lastWeight: Rate(partsPerBillion: 400_000_000)),
    ]
    var instruments: [InstrumentRules] = []
    for _ in 0..<(2 + random.below(2)) {
      instruments.append(
        InstrumentRules(
          tickValue: Money(units: random.from(1, through: 20)), maximumPrice: Price(ticks: 5_000),
          maximumPosition: Quantity(lots: 500), makerFee: Rate(partsPerBillion: random.pick([-200_000, 0, 100_000])),
          takerFee: Rate(partsPerBillion: random.pick([0, 300_000, 600_001])),
          initialMargin: Rate(partsPerBillion: random.pick([20_000_000, 40_000_000])),
          maintenanceTiers: [
            MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 10_000_000)),
            MaintenanceTier(floor: Money(units: 300_000), rate: Rate(partsPerBillion: 30_000_000)),
          ], mark: random.pick(marks)))
    }
    let isTimed = random.once(in: 2)
    rules = VenueRules(
      instruments: instruments,
      liquidation: LiquidationRules(
        isOn: random.below(16) > 0, threshold: random.pick([.below, .atOrBelow]),
        limit: random.pick([.market, .bankruptcyPrice]),
        pacing: isTimed
          ? .timed(TimeSpan(nanoseconds: random.from(0, through: 20)))
          : .immediate(roundLimit: random.pick([1, 3, 1_000])),
        order: random.pick([.synchronous, .oneByOne])))
    centres = Array(repeating: 1_000, count: instruments.count)
    self.random = random
  }

  mutating func opening() -> [Command] {
    var actions: [Command.Action] = []
    for number in 0..<accounts {
      let account = AccountID(number: Int32(number))
      actions.append(.openAccount(AccountOpening(account: account, kind: number < exempt ? .exempt : .cross)))
      if number >= exempt { actions.append(.deposit(account, Money(units: random.from(1_500, through: 12_000)))) }
    }
    actions.append(.fund(Money(units: 3_000)))
    for instrument in rules.instruments.indices {
      // Now and then an instrument begins without a mark.
      if random.below(8) > 0 {
        actions.append(.openMark(PriceUpdate(instrument: id(instrument), price: Price(ticks: centres[instrument]))))
      }
      for away in Int64(1)...20 {
        for side in [Side.buy, .sell] {
          let price = centres[instrument] + (side == .buy ? -away : away)
          actions.append(.openOrder(order(random.below(exempt), instrument, side, price, lots: 3)))
        }
      }
    }
    for number in exempt..<accounts where random.once(in: 2) {
      actions.append(
        .openHolding(
          HoldingOpening(
            account: AccountID(number: Int32(number)), counterparty: AccountID(number: 0),
            instrument: id(random.below(rules.instruments.count)),
            position: Position(lots: random.pick([-1, 1]) * random.from(1, through: 12)), price: Price(ticks: 1_000))))
    }
    return actions.map { Command($0) }
  }

  mutating func next() -> Command {
    commands += 1
    now += random.from(0, through: 4)
    return Command(nextAction(), at: Time(nanoseconds: now))
  }

  private mutating func nextAction() -> Command.Action {
    let instrument = random.below(rules.instruments.count)
    if random.once(in: 15) {
      centres[instrument] = min(max(centres[instrument] + random.from(-90, through: 90), 50), 4_000)
      return .setIndex(PriceUpdate(instrument: id(instrument), price: Price(ticks: centres[instrument])))
    }
    switch random.below(20) {
    case 0..<7: return .submit(makerOrder(instrument))
    case 7..<14: return .submit(leveragedOrder(instrument))
    case 14: return .cancel(OrderCancel(account: account(), instrument: id(instrument), target: target()))
    case 15:
      return .amend(
        OrderAmend(
          account: account(), instrument: id(instrument), target: target(),
          quantity: Quantity(lots: random.from(1, through: 20)), limit: Price(ticks: near(instrument, 5))))
    case 16, 17: return .deposit(account(), Money(units: random.from(1, through: 6_000)))
    case 18: return .withdraw(account(), Money(units: random.from(1, through: 2_000)))
    default: return .clock
    }
  }

  /// Depth around the centre, from accounts that never fail.
  private mutating func makerOrder(_ instrument: Int) -> Order {
    let side = random.pick([Side.buy, .sell])
    let away = random.from(1, through: 30)
    let price = centres[instrument] + (side == .buy ? -away : away)
    return order(random.below(exempt), instrument, side, max(price, 1), lots: random.from(1, through: 7))
  }

  private mutating func leveragedOrder(_ instrument: Int) -> Order {
    var order = order(
      exempt + random.below(accounts - exempt), instrument, random.pick([.buy, .sell]), near(instrument, 20),
      lots: random.from(1, through: 40))
    if random.once(in: 3) {
      order.limit = nil
      order.timeInForce = random.below(6) > 0 ? .immediateOrCancel : .fillOrKill
    }
    if random.once(in: 8) { order.terms.insert(.reduceOnly) }
    if random.once(in: 3) { order.client = ClientOrderID(number: random.from(1, through: 9)) }
    return order
  }

  private func order(_ account: Int, _ instrument: Int, _ side: Side, _ ticks: Int64, lots: Int64) -> Order {
    Order(
      account: AccountID(number: Int32(account)), instrument: id(instrument), side: side,
      quantity: Quantity(lots: lots), limit: Price(ticks: ticks))
  }

  private mutating func account() -> AccountID { AccountID(number: Int32(random.below(accounts))) }
  private func id(_ instrument: Int) -> InstrumentID { InstrumentID(number: UInt16(instrument)) }
  private mutating func near(_ instrument: Int, _ reach: Int64) -> Int64 {
    max(centres[instrument] + random.from(-reach, through: reach), 1)
  }
  private mutating func target() -> OrderReference {
    if random.once(in: 2) { return .client(ClientOrderID(number: random.from(1, through: 9))) }
    return .order(OrderID(number: random.from(max(1, commands - 60), through: commands + 60)))
  }
}
