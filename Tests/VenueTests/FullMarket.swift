import MarketTypes
import TestSupport

/// Random commands for a venue with everything on: linear, inverse and dated contracts, assets, sub-accounts, isolated and
/// portfolio accounts, margin levels, add-ons and factors, funding, settlement in cash, expiry, fee tiers, several funds.
/// The seed chooses the rules too; what is asked never depends on what the venue answered.
struct FullMarket {
  let rules: VenueRules
  let openings: [AccountOpening]
  private var random: SplitMix64
  private var centres: [Int64]
  private var assetPrices: [Int64] = [100, 10]
  private var now: Int64 = 0
  private var commands: Int64 = 0
  /// The fund covers every loss, so that it does not matter whose is covered first.
  private let isFundLarge: Bool
  /// The first ones are exempt: makers, and the counterparty of all openings.
  static let exempt = 3

  init(seed: UInt64, isFundLarge: Bool = false) {
    var random = SplitMix64(seed: seed ^ 0xF011_0A2E)
    rules = FullMarketRules.rules(&random)
    let pooled: AccountKind = rules.portfolio == nil ? .cross : .portfolio
    var openings: [AccountOpening] = []
    func open(_ kind: AccountKind, owner: Int32? = nil, in instrument: UInt16 = 0) {
      openings.append(
        AccountOpening(
          account: AccountID(number: Int32(openings.count)), kind: kind, owner: owner.map { AccountID(number: $0) },
          instrument: InstrumentID(number: instrument)))
    }
    for _ in 0..<Self.exempt { open(.exempt) }
    for _ in 0..<6 { open(.cross) }
    for _ in 0..<3 { open(pooled) }
    open(.isolated, in: 1)
    for (owner, instrument) in [(3, 0), (4, 1), (5, 2), (9, 3)] as [(Int32, UInt16)] {
      open(.isolated, owner: owner, in: instrument)
    }
    open(.cross, owner: 3)
    open(pooled, owner: 9)
    self.openings = openings
    self.isFundLarge = isFundLarge
    centres = Array(repeating: 1_000, count: rules.instruments.count)
    self.random = random
  }

  // MARK: The opening

  mutating func opening() -> [Command] {
    var actions = openings.map { Command.Action.openAccount($0) }
    actions += priceOpening()
    for opening in openings where opening.kind != .exempt {
      actions.append(.deposit(opening.account, Money(units: random.from(1_500, through: 15_000))))
      if random.once(in: 2) {
        actions.append(.deposit(opening.account, Money(units: random.from(1, through: 150)), of: asset()))
      }
    }
    let funds = isFundLarge ? [1 << 40, 1 << 40] : [2_000, 3_000] as [Int64]
    for (number, units) in funds.enumerated() {
      actions.append(.fund(Money(units: units), FundID(number: UInt8(number))))
    }
    for instrument in rules.instruments.indices {
      for away in Int64(1)...20 {
        for side in [Side.buy, .sell] {
          let price = centres[instrument] + (side == .buy ? -away : away)
          actions.append(.openOrder(order(random.below(Self.exempt), instrument, side, price, lots: 3)))
        }
      }
    }
    for opening in openings where opening.kind != .exempt && random.once(in: 2) {
      let instrument = instrument(for: opening)
      actions.append(
        .openHolding(
          HoldingOpening(
            account: opening.account, counterparty: AccountID(number: 0), instrument: id(instrument),
            position: Position(lots: random.pick([-1, 1]) * random.from(1, through: 6)), price: Price(ticks: 1_000))))
    }
    return actions.map { Command($0) }
  }

  /// Now and then an instrument begins without a mark, an asset without a price.
  private mutating func priceOpening() -> [Command.Action] {
    var actions: [Command.Action] = []
    for instrument in rules.instruments.indices where random.below(8) > 0 {
      actions.append(.openMark(PriceUpdate(instrument: id(instrument), price: Price(ticks: centres[instrument]))))
    }
    for (number, price) in assetPrices.enumerated() where random.below(6) > 0 {
      actions.append(
        .report(SourceReport(.asset(AssetID(number: UInt16(number + 1))), source: 0, price: Price(ticks: price))))
    }
    return actions
  }

  // MARK: What follows

  mutating func next() -> Command {
    commands += 1
    now += random.from(0, through: 4)
    return Command(nextAction(), at: Time(nanoseconds: now))
  }

  private mutating func nextAction() -> Command.Action {
    let instrument = random.below(rules.instruments.count)
    if random.once(in: 12) { return indexMove(of: instrument) }
    if random.once(in: 25) { return assetReport() }
    switch random.below(30) {
    case 0..<9: return .submit(makerOrder(instrument))
    case 9..<18: return .submit(leveragedOrder())
    case 18: return .cancel(OrderCancel(account: account(), instrument: id(instrument), target: target()))
    case 19:
      return .amend(
        OrderAmend(
          account: account(), instrument: id(instrument), target: target(),
          quantity: Quantity(lots: random.from(1, through: 20)), limit: Price(ticks: near(instrument, 5))))
    case 20, 21: return .deposit(account(), Money(units: random.from(1, through: 6_000)))
    case 22: return .deposit(account(), Money(units: random.from(1, through: 100)), of: asset())
    case 23: return .withdraw(account(), Money(units: random.from(1, through: 2_000)))
    case 24: return .withdraw(account(), Money(units: random.from(1, through: 60)), of: asset())
    case 25: return .transfer(transfer())
    case 26, 27: return .movePosition(positionMove())
    case 28: return rareAction(instrument)
    default: return .clock
    }
  }

  private mutating func rareAction(_ instrument: Int) -> Command.Action {
    switch random.below(4) {
    case 0, 1:
      let factors: [Int64] = [1_000_000_000, 1_100_000_000, 1_300_000_001, 2_000_000_000, 999_999_999]
      let factor = random.pick(factors)
      return .setMarginFactor(MarginFactor(instrument: id(instrument), factor: Rate(partsPerBillion: factor)))
    case 2: return .fund(Money(units: random.from(1, through: 3_000)), FundID(number: UInt8(random.below(3))))
    default:
      let fill = Fill(
        maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: near(instrument, 5)),
        quantity: Quantity(lots: random.from(1, through: 3)), makerAccount: AccountID(number: 0),
        takerAccount: account(), instrument: id(instrument), takerSide: random.pick([.buy, .sell]), isForced: false)
      return .bust(fill)
    }
  }

  private mutating func indexMove(of instrument: Int) -> Command.Action {
    centres[instrument] = min(max(centres[instrument] + random.from(-90, through: 90), 50), 4_000)
    return .setIndex(PriceUpdate(instrument: id(instrument), price: Price(ticks: centres[instrument])))
  }

  private mutating func assetReport() -> Command.Action {
    let number = random.below(assetPrices.count)
    let price = assetPrices[number]
    assetPrices[number] = min(max(price + random.from(-price / 4 - 1, through: price / 4 + 1), 1), 190)
    let source = number == 1 ? UInt8(random.below(3)) : 0
    let isLost = random.once(in: 8)
    return .report(
      SourceReport(
        .asset(AssetID(number: UInt16(number + 1))), source: source,
        price: isLost ? nil : Price(ticks: assetPrices[number])))
  }

  private mutating func transfer() -> CollateralTransfer {
    let pair = pair()
    let asset = random.once(in: 3) ? asset() : .settlement
    return CollateralTransfer(
      from: pair.0, to: pair.1, amount: Money(units: random.from(1, through: asset == .settlement ? 3_000 : 60)),
      asset: asset)
  }

  private mutating func positionMove() -> PositionMove {
    let pair = pair()
    let isolated = [pair.0, pair.1].compactMap { account in
      openings[account.index].kind == .isolated ? openings[account.index].instrument : nil
    }
    let any = id(random.below(rules.instruments.count))
    return PositionMove(from: pair.0, to: pair.1, instrument: random.once(in: 8) ? any : isolated.first ?? any)
  }

  /// Mostly two accounts of one owner.
  private mutating func pair() -> (AccountID, AccountID) {
    if random.once(in: 10) { return (account(), account()) }
    let one = random.pick(openings.filter { $0.owner != nil })
    let owner = one.owner ?? one.account
    let family = openings.filter { $0.account == owner || $0.owner == owner }.map(\.account)
    let other = random.pick(family)
    return random.once(in: 2) ? (one.account, other) : (other, one.account)
  }

  // MARK: Orders

  /// Depth around the centre, from accounts that never fail.
  private mutating func makerOrder(_ instrument: Int) -> Order {
    let side = random.pick([Side.buy, .sell])
    let away = random.from(1, through: 30)
    let price = centres[instrument] + (side == .buy ? -away : away)
    return order(random.below(Self.exempt), instrument, side, max(price, 1), lots: random.from(1, through: 7))
  }

  private mutating func leveragedOrder() -> Order {
    let opening = openings[Self.exempt + random.below(openings.count - Self.exempt)]
    let instrument = instrument(for: opening)
    var order = order(
      opening.account.index, instrument, random.pick([.buy, .sell]), near(instrument, 20),
      lots: random.from(1, through: 30))
    if random.once(in: 3) {
      order.limit = nil
      order.timeInForce = random.below(6) > 0 ? .immediateOrCancel : .fillOrKill
    }
    if random.once(in: 8) { order.terms.insert(.reduceOnly) }
    if random.once(in: 3) { order.client = ClientOrderID(number: random.from(1, through: 9)) }
    return order
  }

  /// Mostly one that the account may trade.
  private mutating func instrument(for opening: AccountOpening) -> Int {
    if opening.kind == .isolated, random.below(10) > 0 { return opening.instrument.index }
    return random.below(rules.instruments.count)
  }

  private func order(_ account: Int, _ instrument: Int, _ side: Side, _ ticks: Int64, lots: Int64) -> Order {
    Order(
      account: AccountID(number: Int32(account)), instrument: id(instrument), side: side,
      quantity: Quantity(lots: lots), limit: Price(ticks: ticks))
  }

  private mutating func account() -> AccountID { AccountID(number: Int32(random.below(openings.count))) }
  private mutating func asset() -> AssetID { AssetID(number: UInt16(random.from(1, through: 2))) }
  private func id(_ instrument: Int) -> InstrumentID { InstrumentID(number: UInt16(instrument)) }
  private mutating func near(_ instrument: Int, _ reach: Int64) -> Int64 {
    max(centres[instrument] + random.from(-reach, through: reach), 1)
  }
  private mutating func target() -> OrderReference {
    if random.once(in: 2) { return .client(ClientOrderID(number: random.from(1, through: 9))) }
    return .order(OrderID(number: random.from(max(1, commands - 60), through: commands + 60)))
  }
}
