import MarketTypes

/// The static book of the closed forms (models C1 and C10): one provider bids `depth` lots at each price below the
/// start, leveraged longs with evenly spaced thresholds stand behind it, an outsider sells.
struct StaticBook: Sendable {
  static let start: Int64 = 10_000
  static let perp = InstrumentID(number: 0)
  static let provider = AccountID(number: 0)
  static let outsider = AccountID(number: 1)
  static let counterparty = AccountID(number: 2)
  static func long(_ number: Int) -> AccountID { AccountID(number: Int32(2 + number)) }

  var depth: Int64
  var lots: Int64
  /// Long `number` is liquidatable `number × spacing` ticks below the start, and not one tick sooner.
  var spacing: Int64 = 1
  var accounts: Int64
  var shock: Int64 = 40
  /// In parts per million of notional at the mark.
  var maintenance: Int64 = 5_000
  var fund: Int64 = 0
  var mark = MarkPolicy.last
  var liquidation = LiquidationRules()

  /// The exact ledgers of models C10.
  static let t1 = StaticBook(depth: 10, lots: 5, accounts: 20)
  static let t2 = StaticBook(depth: 10, lots: 12, accounts: 20, maintenance: 200, fund: 3000)

  var rules: VenueRules {
    let margin = Rate(partsPerBillion: maintenance * 1_000)
    return VenueRules(
      instruments: [
        InstrumentRules(
          tickValue: Money(units: 100), maximumPrice: Price(ticks: 100_000),
          maximumPosition: Quantity(lots: 10_000_000), initialMargin: margin,
          maintenanceTiers: [MaintenanceTier(floor: .zero, rate: margin)], mark: mark)
      ], liquidation: liquidation)
  }

  /// Loss at the threshold plus maintenance margin there, less one unit.
  func collateral(_ number: Int64) -> Int64 {
    let down = number * spacing
    let margin = (maintenance * lots * 100 * (Self.start - down)).divided(by: 1_000_000, rounding: .up)
    return lots * 100 * down + margin - 1
  }

  /// Everything that stands before the shock.
  var opening: [Command] {
    var actions: [Command.Action] = (0..<3).map { number in
      .openAccount(AccountOpening(account: AccountID(number: number), kind: .exempt))
    }
    if fund > 0 { actions.append(.fund(Money(units: fund))) }
    actions.append(.openMark(PriceUpdate(instrument: Self.perp, price: Price(ticks: Self.start))))
    for level in 1...200 {
      actions.append(
        .openOrder(
          Order(
            account: Self.provider, instrument: Self.perp, side: .buy, quantity: Quantity(lots: depth),
            limit: Price(ticks: Self.start - Int64(level)))))
    }
    for number in 1...accounts {
      let account = Self.long(Int(number))
      actions.append(.openAccount(AccountOpening(account: account, kind: .cross)))
      actions.append(.deposit(account, Money(units: collateral(number))))
      actions.append(
        .openHolding(
          HoldingOpening(
            account: account, counterparty: Self.counterparty, instrument: Self.perp, position: Position(lots: lots),
            price: Price(ticks: Self.start))))
    }
    return actions.map { Command($0) }
  }

  /// The outsider sells at the market.
  func sale(of lots: Int64, at time: Time = .start) -> Command {
    Command(
      .submit(
        Order(
          account: Self.outsider, instrument: Self.perp, side: .sell, quantity: Quantity(lots: lots), limit: nil,
          timeInForce: .immediateOrCancel)), at: time)
  }
}
