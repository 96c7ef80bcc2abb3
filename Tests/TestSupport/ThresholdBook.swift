import MarketTypes

/// Any static book of models C0: a provider bids at prices below the start, leveraged longs stand behind it, each with
/// its own threshold and size, an outsider sells.
public struct ThresholdBook: Sendable {
  /// A long that is liquidatable `threshold` ticks below the start, and not one tick sooner.
  public struct Holder: Hashable, Sendable {
    public var threshold: Int64
    public var lots: Int64

    public init(threshold: Int64, lots: Int64) {
      self.threshold = threshold
      self.lots = lots
    }
  }

  public static let perp = InstrumentID(number: 0)
  public static let provider = AccountID(number: 0)
  public static let outsider = AccountID(number: 1)
  public static let counterparty = AccountID(number: 2)
  public static func account(_ holder: Int) -> AccountID { AccountID(number: Int32(3 + holder)) }

  public var start: Int64
  /// Lots bid one tick below the start, two ticks below, and so on; zero is a gap.
  public var depth: [Int64]
  /// In order of account.
  public var holders: [Holder]
  /// In parts per million of notional at the mark.
  public var maintenance: Int64 = 5_000
  public var tickValue: Int64 = 100
  public var mark = MarkPolicy.last
  public var liquidation = LiquidationRules(pacing: .immediate(roundLimit: 60_000))

  public init(start: Int64 = 100_000, depth: [Int64], holders: [Holder] = []) {
    self.start = start
    self.depth = depth
    self.holders = holders
  }

  public var rules: VenueRules {
    let margin = Rate(partsPerBillion: maintenance * 1_000)
    return VenueRules(
      instruments: [
        InstrumentRules(
          tickValue: Money(units: tickValue), maximumPrice: Price(ticks: 2 * start),
          maximumPosition: Quantity(lots: 1 << 30), initialMargin: margin,
          maintenanceTiers: [MaintenanceTier(floor: .zero, rate: margin)], mark: mark)
      ], liquidation: liquidation)
  }

  /// Loss at the threshold plus maintenance margin there, less one unit.
  public func collateral(of holder: Holder) -> Int64 {
    let notional = holder.lots * tickValue * (start - holder.threshold)
    let margin = (maintenance * notional).divided(by: 1_000_000, rounding: .up)
    return holder.lots * tickValue * holder.threshold + margin - 1
  }

  /// The first three accounts, the mark, and the provider's bids.
  public var bookOpening: [Command] {
    var actions: [Command.Action] = (0..<3).map { number in
      .openAccount(AccountOpening(account: AccountID(number: number), kind: .exempt))
    }
    actions.append(.openMark(PriceUpdate(instrument: Self.perp, price: Price(ticks: start))))
    for level in depth.indices where depth[level] > 0 {
      actions.append(
        .openOrder(
          Order(
            account: Self.provider, instrument: Self.perp, side: .buy, quantity: Quantity(lots: depth[level]),
            limit: Price(ticks: start - Int64(level) - 1))))
    }
    return actions.map { Command($0) }
  }

  /// One holder's account, collateral and position.
  public func opening(of number: Int) -> [Command] {
    let (holder, account) = (holders[number], Self.account(number))
    return [
      Command(.openAccount(AccountOpening(account: account, kind: .cross))),
      Command(.deposit(account, Money(units: collateral(of: holder)))),
      Command(
        .openHolding(
          HoldingOpening(
            account: account, counterparty: Self.counterparty, instrument: Self.perp,
            position: Position(lots: holder.lots), price: Price(ticks: start)))),
    ]
  }

  /// Everything that stands before the shock.
  public var opening: [Command] { bookOpening + holders.indices.flatMap { opening(of: $0) } }

  /// The outsider sells at the market.
  public static func sale(of lots: Int64) -> Command {
    Command(
      .submit(
        Order(
          account: outsider, instrument: perp, side: .sell, quantity: Quantity(lots: lots), limit: nil,
          timeInForce: .immediateOrCancel)))
  }

  // MARK: What must come of it

  /// Where a sale ends, by the fixed point alone: x* is the smallest displacement x with C(x) ≥ Q0 + L(x), C the bids
  /// and L the longs within x. Where no x has that, all bids are sold and x* is the last of them.
  public func fixedPoint(selling shock: Int64, isOn: Bool = true) -> FixedPoint {
    var (bids, longs): (Int64, Int64) = (0, 0)
    var lotsByThreshold: [Int64: Int64] = [:]
    for holder in holders { lotsByThreshold[holder.threshold, default: 0] += holder.lots }
    var lowest: Int64 = 0
    for level in depth.indices {
      let displacement = Int64(level) + 1
      bids += depth[level]
      if isOn { longs += lotsByThreshold[displacement] ?? 0 }
      if depth[level] > 0 { lowest = displacement }
      if bids >= shock + longs { return FixedPoint(displacement: displacement, sold: shock + longs, isEmptied: false) }
    }
    return FixedPoint(displacement: lowest, sold: bids, isEmptied: true)
  }
}

/// How far a static book's price falls, in ticks, and how many lots are sold until then.
public struct FixedPoint: Hashable, Sendable {
  public var displacement: Int64
  public var sold: Int64
  /// The book could not take it all.
  public var isEmptied: Bool

  public init(displacement: Int64, sold: Int64, isEmptied: Bool) {
    self.displacement = displacement
    self.sold = sold
    self.isEmptied = isEmptied
  }
}
