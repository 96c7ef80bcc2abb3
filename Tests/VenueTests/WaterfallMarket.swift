import MarketTypes
import TestSupport

/// Random commands for a market with a random waterfall: leveraged accounts, an owner with sub-accounts, a backstop, a
/// default fund, prices that jump. What is asked never depends on what the venue answered.
struct WaterfallMarket {
  let rules: VenueRules
  private var random: SplitMix64
  private var centres: [Int64]
  private var now: Int64 = 0
  private var commands: Int64 = 0
  /// Makers, the backstop, then margined accounts; the last four belong to the first two of those.
  static let exempt = 2
  static let backstop = AccountID(number: 2)
  static let accounts = 15

  init(seed: UInt64) {
    random = SplitMix64(seed: seed ^ 0x3A7E_2FA1)
    rules = WaterfallMarketRules.rules(&random)
    centres = Array(repeating: 1_000, count: rules.instruments.count)
  }

  mutating func opening() -> [Command] {
    var actions: [Command.Action] = []
    for number in 0..<Self.accounts {
      let account = AccountID(number: Int32(number))
      let owner = number < Self.accounts - 4 ? nil : AccountID(number: Int32(3 + number % 2))
      let kind: AccountKind =
        number < Self.exempt ? .exempt : account == Self.backstop ? .backstop : owner != nil ? .isolated : .cross
      actions.append(
        .openAccount(
          AccountOpening(account: account, kind: kind, owner: owner, instrument: id(number % rules.instruments.count))))
      if number >= Self.exempt { actions.append(.deposit(account, Money(units: random.from(300, through: 4_000)))) }
    }
    for fund in 0..<3 {
      actions.append(.fund(Money(units: random.from(1, through: 1_500)), FundID(number: UInt8(fund))))
    }
    for instrument in rules.instruments.indices {
      actions.append(.openMark(PriceUpdate(instrument: id(instrument), price: Price(ticks: centres[instrument]))))
      for away in Int64(1)...12 {
        for side in [Side.buy, .sell] {
          let price = centres[instrument] + (side == .buy ? -2 * away : 2 * away)
          actions.append(.openOrder(order(random.below(Self.exempt), instrument, side, price, lots: 3)))
        }
      }
    }
    for number in 3..<Self.accounts where random.below(3) > 0 {
      let account = AccountID(number: Int32(number))
      let instrument =
        number < Self.accounts - 4 ? random.below(rules.instruments.count) : number % rules.instruments.count
      actions.append(
        .openHolding(
          HoldingOpening(
            account: account, counterparty: AccountID(number: random.once(in: 2) ? 0 : 2), instrument: id(instrument),
            position: Position(lots: random.pick([-1, 1]) * random.from(1, through: 20)), price: Price(ticks: 1_000))))
    }
    for _ in 0..<4 where random.once(in: 2) { actions.append(contribution(most: 900)) }
    return actions.map { Command($0) }
  }

  mutating func next() -> Command {
    commands += 1
    now += random.from(0, through: 5)
    return Command(nextAction(), at: Time(nanoseconds: now))
  }

  private mutating func nextAction() -> Command.Action {
    let instrument = random.below(rules.instruments.count)
    if random.once(in: 5) {
      centres[instrument] = min(max(centres[instrument] + random.from(-130, through: 130), 50), 4_000)
      return .setIndex(PriceUpdate(instrument: id(instrument), price: Price(ticks: centres[instrument])))
    }
    switch random.below(24) {
    case 0..<7: return .submit(makerOrder(instrument))
    case 7..<14: return .submit(leveragedOrder(instrument))
    case 14, 15: return .clock
    case 16, 17: return .deposit(account(), Money(units: random.from(1, through: 2_500)))
    case 18: return .withdraw(account(), Money(units: random.from(1, through: 2_000)))
    case 19: return random.once(in: 3) ? contribution(most: -500) : contribution(most: 900)
    case 20: return .massCancel(MassCancel(account: account()))
    case 21:
      let (owner, other) = (Int32(3 + random.below(2)), Int32(Self.accounts - 4 + random.below(4)))
      return .transfer(
        CollateralTransfer(
          from: AccountID(number: random.once(in: 2) ? owner : other), to: AccountID(number: other),
          amount: Money(units: random.from(1, through: 900))))
    case 22: return .fund(Money(units: random.from(1, through: 900)), FundID(number: UInt8(random.below(3))))
    default:
      if random.once(in: 3) {
        return .settleContract(PriceUpdate(instrument: id(instrument), price: Price(ticks: centres[instrument])))
      }
      return .setMarginFactor(
        MarginFactor(instrument: id(instrument), factor: .percent(random.pick([100, 100, 110, 150]))))
    }
  }

  /// Depth around the centre, from accounts that never fail.
  private mutating func makerOrder(_ instrument: Int) -> Order {
    let side = random.pick([Side.buy, .sell])
    let away = random.from(1, through: 40)
    return order(
      random.below(Self.exempt), instrument, side, max(centres[instrument] + (side == .buy ? -away : away), 1),
      lots: random.from(1, through: 4))
  }

  private mutating func leveragedOrder(_ instrument: Int) -> Order {
    let near = max(centres[instrument] + random.from(-20, through: 20), 1)
    var order = order(
      2 + random.below(Self.accounts - 2), instrument, random.pick([.buy, .sell]), near,
      lots: random.from(1, through: 25))
    if random.once(in: 3) {
      order.limit = nil
      order.timeInForce = .immediateOrCancel
    }
    if random.once(in: 8) { order.terms.insert(.reduceOnly) }
    return order
  }

  private mutating func contribution(most: Int64) -> Command.Action {
    let units = random.from(1, through: most.magnitude == 0 ? 1 : abs(most))
    return .contribute(account(), Money(units: most < 0 ? -units : units))
  }

  private func order(_ account: Int, _ instrument: Int, _ side: Side, _ ticks: Int64, lots: Int64) -> Order {
    Order(
      account: AccountID(number: Int32(account)), instrument: id(instrument), side: side,
      quantity: Quantity(lots: lots), limit: Price(ticks: ticks))
  }

  private mutating func account() -> AccountID { AccountID(number: Int32(random.below(Self.accounts))) }
  private func id(_ instrument: Int) -> InstrumentID { InstrumentID(number: UInt16(instrument)) }
}
