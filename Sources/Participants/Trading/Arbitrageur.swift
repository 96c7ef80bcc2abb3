import MarketTypes
import Mathematics

/// Somebody who buys what is cheap against a benchmark and sells what is dear, and waits for the two to meet.
///
/// With a reference that it could sell at, b, and buy at, a (the index is both), at each look
///
///     buys   if  b − ask ≥ entry,   or when short, to close, if  ask − b ≤ exit
///     sells  if  bid − a ≥ entry,   or when long, to close,  if  a − bid ≤ exit
///
/// at the price it sees, as an order that does not rest, of no more than the quote shows. Against another instrument it then
/// holds as much of that on the other side, by value: what is missing after what it got is sent at market, at its next look. While
/// an order of its own instrument is not answered it sends no other there.
/// Left out: costs, which belong into `entry`; funding that it would earn; what it could borrow.
///
/// The rule is the band of no-arbitrage in the form of the arbitrage agents of Torii, Izumi and Yamada (2015), "Shock transfer by
/// arbitrage trading".
public struct Arbitrageur: Participant {
  /// What prices are measured by.
  public enum Benchmark: Hashable, Sendable {
    /// The index of its own instrument, which cannot be traded: its positions stay open to the market.
    case index
    /// The quotes of another instrument, times a scale: ticks of its own instrument for one tick of the other.
    case instrument(InstrumentFacts, scale: Double)
  }

  /// All that is fixed about one of them.
  public struct Settings: Hashable, Sendable {
    /// From one look to the next.
    public var interval: TimeSpan
    /// What its own instrument is held against.
    public var benchmark: Benchmark
    /// In ticks of its own instrument, above `exit`: what a lot must be cheaper or dearer.
    public var entry: PriceChange
    /// In ticks: how far from the benchmark it still closes; below zero it waits until the price is beyond.
    public var exit: PriceChange
    /// What one order is for at most.
    public var orderSize: Quantity
    /// Of its own instrument, either way; no order takes it beyond.
    public var largestPosition: Quantity

    public init(
      interval: TimeSpan, benchmark: Benchmark, entry: PriceChange, exit: PriceChange, orderSize: Quantity,
      largestPosition: Quantity
    ) {
      self.interval = interval
      self.benchmark = benchmark
      self.entry = entry
      self.exit = exit
      self.orderSize = orderSize
      self.largestPosition = largestPosition
    }
  }

  public static let news = OwnAccount.news

  private let seat: Seat
  private(set) var settings: Settings
  private(set) var own: OwnAccount
  private var timing: SeededGenerator

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    own = OwnAccount(seat.account, [seat.facts] + settings.benchmark.facts)
    timing = stream(.timing)
  }

  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  // MARK: What it does

  public mutating func firstLook(after begin: Time) -> Time? {
    timing.time(within: settings.interval, after: begin)
  }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    if case .instrument(let facts, let scale) = settings.benchmark, !outlook.others[0].isSettled {
      hedge(in: facts, scale, &actions)
    }
    if own.orders.working(.buy, in: seat.instrument) == 0, own.orders.working(.sell, in: seat.instrument) == 0,
      let reference = reference(outlook)
    {
      trade(at: outlook.market.quote, against: reference, &actions)
    }
    return outlook.now + settings.interval
  }

  /// What the benchmark could be sold and bought at, in ticks of its own instrument; not a number where it could not.
  private func reference(_ outlook: borrowing Outlook) -> (bid: Double, ask: Double)? {
    switch settings.benchmark {
    case .index:
      guard let index = outlook.market.index else { return nil }
      return (Double(index.ticks), Double(index.ticks))
    case .instrument(_, let scale):
      let quote = outlook.others[0].quote
      return (
        quote.bid.map { Double($0.ticks) * scale } ?? .nan, quote.ask.map { Double($0.ticks) * scale } ?? .nan
      )
    }
  }

  /// A comparison with what is not a number is false.
  private mutating func trade(
    at quote: Quote, against reference: (bid: Double, ask: Double), _ actions: inout Outbox
  ) {
    let held = own.position(in: seat.instrument).lots
    let (entry, exit) = (Double(settings.entry.ticks), Double(settings.exit.ticks))
    if let ask = quote.ask {
      let gain = reference.bid - Double(ask.ticks)
      let room = gain >= entry ? settings.largestPosition.lots - held : gain >= -exit ? max(0, -held) : 0
      if send(.buy, min(room, quote.askQuantity.lots), at: ask, &actions) { return }
    }
    if let bid = quote.bid {
      let gain = Double(bid.ticks) - reference.ask
      let room = gain >= entry ? settings.largestPosition.lots + held : gain >= -exit ? max(0, held) : 0
      _ = send(.sell, min(room, quote.bidQuantity.lots), at: bid, &actions)
    }
  }

  /// - Returns: whether there was anything to send.
  private mutating func send(
    _ side: Side, _ lots: Int64, at price: Price, _ actions: inout Outbox
  ) -> Bool {
    let quantity = seat.facts.steps.settled(Quantity(lots: max(0, min(lots, settings.orderSize.lots))))
    if quantity == .zero { return false }
    actions.append(
      own.submit(
        Order(
          account: seat.account, instrument: seat.instrument, side: side, quantity: quantity, limit: price,
          timeInForce: .immediateOrCancel)))
    return true
  }

  /// Sends what is missing from holding the other instrument against its own.
  private mutating func hedge(in facts: InstrumentFacts, _ scale: Double, _ actions: inout Outbox) {
    let ratio = scale * Double(seat.facts.tickValue.units) / Double(facts.tickValue.units)
    let held = own.position(in: seat.instrument).lots
    let size = min(Quantity(roundingDown: Double(abs(held)) * ratio + 0.5), facts.maximumPosition)
    let target = held < 0 ? size.lots : -size.lots
    let underWay =
      own.orders.working(.buy, in: facts.instrument) - own.orders.working(.sell, in: facts.instrument)
    let missing = target - own.position(in: facts.instrument).lots - underWay
    let quantity = facts.steps.settled(Quantity(lots: abs(missing)))
    if quantity == .zero { return }
    actions.append(
      own.submit(
        Order(
          account: seat.account, instrument: facts.instrument, side: missing > 0 ? .buy : .sell, quantity: quantity,
          limit: nil, timeInForce: .immediateOrCancel)))
  }

  // MARK: What it learns

  public mutating func observeOwn(_ event: Event) { own.observe(event) }
}

extension Arbitrageur.Settings {
  /// What it wants to see.
  var interests: Interests { Interests(others: benchmark.facts.map(\.instrument)) }
}

extension Arbitrageur.Benchmark {
  /// What else it trades.
  fileprivate var facts: [InstrumentFacts] {
    switch self {
    case .index: []
    case .instrument(let facts, _): [facts]
    }
  }
}
