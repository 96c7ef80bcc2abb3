import MarketTypes

/// The forced orders of a run that traded, the largest of them kept one by one. Memory follows `limit`, O(1) per fill
/// amortised.
public struct ForcedOrderLog: StreamFold, Sendable {
  private let limit: Int
  private let worths: [LotWorth]
  private var kept: [ForcedOrder] = []
  /// That traded, kept or not, and what they traded.
  public private(set) var count = 0
  /// Money at the prices filled, of all of them.
  public private(set) var notional: Int128 = 0

  /// One forced order and what it met within one command.
  public struct ForcedOrder: Hashable, Sendable {
    /// The number the venue gave it.
    public let order: OrderID
    /// Whose position it closes; the backstop where that sells what it took over.
    public let account: AccountID
    /// What it trades.
    public let instrument: InstrumentID
    /// Which way.
    public let side: Side
    /// The round of its fills.
    public let round: Int
    /// When it traded.
    public let time: Time
    /// Of its first and its last fill.
    public let firstFill: EventPosition
    /// The latest of them.
    public internal(set) var lastFill: EventPosition
    /// What it traded.
    public internal(set) var lots: Int128
    /// Money at the prices filled.
    public internal(set) var notional: Int128
    /// Of its last fill: the worst it got.
    public internal(set) var price: Price
  }

  /// - Parameter limit: how many are kept, at least 1.
  public init(_ rules: VenueRules, limit: Int) {
    self.limit = limit
    worths = rules.lotWorths
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      guard case .filled(let fill) = events[index].body, fill.isForced else { continue }
      let position = EventPosition(number: first.number + Int64(index))
      take(fill, at: position, time: command.time, round: Int(events[index].round))
    }
  }

  /// Those that are kept, in order of their first fill.
  public var largest: [ForcedOrder] {
    kept.sorted(by: Self.isLarger).prefix(limit).sorted { $0.firstFill < $1.firstFill }
  }

  private mutating func take(_ fill: Fill, at position: EventPosition, time: Time, round: Int) {
    let worth = fill.notional(worths[fill.instrument.index])
    notional += worth
    if let last = kept.indices.last, kept[last].order == fill.taker, kept[last].time == time {
      kept[last].lastFill = position
      kept[last].lots += Int128(fill.quantity.lots)
      kept[last].notional += worth
      kept[last].price = fill.price
      return
    }
    if kept.count >= 4 * limit { kept = largest }
    count += 1
    kept.append(
      ForcedOrder(
        order: fill.taker, account: fill.takerAccount, instrument: fill.instrument, side: fill.takerSide, round: round,
        time: time, firstFill: position, lastFill: position, lots: Int128(fill.quantity.lots), notional: worth,
        price: fill.price))
  }

  private static func isLarger(_ one: ForcedOrder, _ other: ForcedOrder) -> Bool {
    (one.notional, other.firstFill) > (other.notional, one.firstFill)
  }
}
