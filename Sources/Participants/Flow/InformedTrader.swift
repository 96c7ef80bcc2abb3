import MarketTypes
import Mathematics

/// A trader that knows what its instrument is worth, and trades while that pays beyond its costs.
///
/// The value is one that others do not know, or come to know later: a path of prices, or the index, seen by whoever has less
/// data latency before the others. At exponentially distributed times it compares the value v with the best quotes. Where
/// the ask is more than its cost below v, it buys, immediate-or-cancel, at no more than v less the cost; where the bid is more
/// than that above, it sells. The lots are in proportion to what is left beyond the cost, as an insider's are to the
/// distance between value and price in Kyle, Econometrica 53 (1985).
public struct InformedTrader: Participant {
  /// What it holds the instrument to be worth.
  public enum Value: Hashable, Sendable {
    /// The index price, as late as its data; nothing while there is none.
    case index
    /// Each price from its time on, in order of time; before the first it knows nothing.
    case path([Dated])
  }

  /// A price and when it begins to hold.
  public struct Dated: Hashable, Sendable, BitwiseCopyable {
    /// From this moment on, itself included.
    public var time: Time
    /// In ticks.
    public var price: Price

    public init(time: Time, price: Price) {
      self.time = time
      self.price = price
    }
  }

  /// All that is fixed about such a trader.
  public struct Settings: Hashable, Sendable {
    /// Mean time between two looks, which are exponentially distributed.
    public var meanInterval: TimeSpan
    /// What it compares the best quotes with.
    public var value: Value
    /// As a fraction of the value: fees, and what it wants to gain.
    public var cost: Double
    /// Lots for each tick that is left beyond the cost.
    public var lotsPerTick: Double
    /// Most lots of one order.
    public var largestOrder: Quantity
    /// Either way; no order of its own takes it beyond. `nil` for no cap.
    public var largestPosition: Quantity?

    public init(
      meanInterval: TimeSpan, value: Value, cost: Double, lotsPerTick: Double, largestOrder: Quantity,
      largestPosition: Quantity? = nil
    ) {
      self.meanInterval = meanInterval
      self.value = value
      self.cost = cost
      self.lotsPerTick = lotsPerTick
      self.largestOrder = largestOrder
      self.largestPosition = largestPosition
    }
  }

  public static let news: News = .positions

  private let seat: Seat
  private var settings: Settings
  private var timing: SeededGenerator
  private var position: OwnPosition
  /// How many prices of the path have come.
  private var known = 0

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    timing = stream(.timing)
    position = OwnPosition(seat)
  }

  public mutating func adopt(_ settings: Settings) {
    self.settings = settings
    known = 0
  }

  public mutating func firstLook(after begin: Time) -> Time? { timing.time(after: begin, mean: settings.meanInterval) }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    if let value = value(in: outlook.market, at: outlook.now) {
      let cost = settings.cost * Double(value.ticks)
      let quote = outlook.market.quote
      trade(.buy, against: quote.ask, upTo: Double(value.ticks) - cost, &actions)
      if actions.isEmpty { trade(.sell, against: quote.bid, upTo: Double(value.ticks) + cost, &actions) }
    }
    return timing.time(after: outlook.now, mean: settings.meanInterval)
  }

  private mutating func value(in market: PublicMarket, at now: Time) -> Price? {
    switch settings.value {
    case .index: return market.index
    case .path(let path):
      while known < path.count, path[known].time <= now { known += 1 }
      return known > 0 ? path[known - 1].price : nil
    }
  }

  /// - Parameter worst: the price beyond which it does not pay.
  private func trade(_ side: Side, against quote: Price?, upTo worst: Double, _ actions: inout Outbox) {
    guard let quote else { return }
    let gain = (worst - Double(quote.ticks)) * Double(side.sign)
    if gain <= 0 { return }
    let wanted = min(settings.largestOrder, Quantity(roundingDown: settings.lotsPerTick * gain))
    let lots = seat.facts.steps.settled(min(wanted, position.room(side, below: settings.largestPosition) ?? wanted))
    let aimed = side == .buy ? Price(roundingDown: worst) : Price(roundingUp: worst)
    guard lots > .zero, let limit = seat.facts.steps.settled(min(aimed, seat.facts.maximumPrice), for: side) else {
      return
    }
    actions.append(
      .submit(
        Order(
          account: seat.account, instrument: seat.instrument, side: side, quantity: lots, limit: limit,
          timeInForce: .immediateOrCancel)))
  }

  public mutating func observeOwn(_ event: Event) { position.observe(event) }
}
