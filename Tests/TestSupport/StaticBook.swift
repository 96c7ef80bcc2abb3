import MarketTypes

/// The static book of the closed forms (models C1 and C10): one provider bids `depth` lots at each price below the
/// start, leveraged longs with evenly spaced thresholds stand behind it, an outsider sells.
public struct StaticBook: Sendable {
  public static let start: Int64 = 10_000
  public static let perp = InstrumentID(number: 0)
  public static let provider = AccountID(number: 0)
  public static let outsider = AccountID(number: 1)
  public static let counterparty = AccountID(number: 2)
  public static func long(_ number: Int) -> AccountID { AccountID(number: Int32(2 + number)) }

  public var depth: Int64
  public var lots: Int64
  /// Long `number` is liquidatable `number × spacing` ticks below the start, and not one tick sooner.
  public var spacing: Int64
  public var accounts: Int64
  public var shock: Int64
  /// In parts per million of notional at the mark.
  public var maintenance: Int64
  public var fund: Int64
  public var mark: MarkPolicy
  public var liquidation: LiquidationRules

  public init(
    depth: Int64, lots: Int64, spacing: Int64 = 1, accounts: Int64, shock: Int64 = 40, maintenance: Int64 = 5_000,
    fund: Int64 = 0, mark: MarkPolicy = .last, liquidation: LiquidationRules = LiquidationRules()
  ) {
    self.depth = depth
    self.lots = lots
    self.spacing = spacing
    self.accounts = accounts
    self.shock = shock
    self.maintenance = maintenance
    self.fund = fund
    self.mark = mark
    self.liquidation = liquidation
  }

  /// The exact ledgers of models C10.
  public static let t1 = StaticBook(depth: 10, lots: 5, accounts: 20)
  public static let t2 = StaticBook(depth: 10, lots: 12, accounts: 20, maintenance: 200, fund: 3000)

  public var rules: VenueRules {
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
  public func collateral(_ number: Int64) -> Int64 {
    let down = number * spacing
    let margin = (maintenance * lots * 100 * (Self.start - down)).divided(by: 1_000_000, rounding: .up)
    return lots * 100 * down + margin - 1
  }

  /// Everything that stands before the shock.
  public var opening: [Command] {
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
  public func sale(of lots: Int64, at time: Time = .start) -> Command {
    Command(
      .submit(
        Order(
          account: Self.outsider, instrument: Self.perp, side: .sell, quantity: Quantity(lots: lots), limit: nil,
          timeInForce: .immediateOrCancel)), at: time)
  }
}
