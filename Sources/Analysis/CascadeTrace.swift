import MarketTypes

/// When each account was under its margin and each of its forced orders at work, for a trace on a time line.
///
/// Simulated time stands still within a command, so moments here are instants: the time in nanoseconds, but at least one
/// more than the instant before. A cascade within one moment can still be seen, event by event.
///
/// Only what belongs to a cascade is kept: falls up to a limit, the orders that came of them or were the shock, and how marks
/// and the insurance fund stood from a margin before each of those to a margin after. Memory follows those.
public struct CascadeTrace: StreamFold, Sendable {
  /// Why each fall happened, found in the same pass.
  public private(set) var tree: CausalTree
  /// By place in `tree.falls`, up to the limit.
  public private(set) var falls: [Stay] = []
  /// In order of the stream.
  public private(set) var orders: [ForcedOrder] = []
  /// In order of their instants.
  public private(set) var counters: [Counter] = []
  /// Falls beyond the limit.
  public private(set) var leftOut = 0

  /// From when an account fell under its margin to the last that is told of it.
  public struct Stay: Hashable, Sendable {
    /// Who fell.
    public let account: AccountID
    /// The instant of its fall.
    public let start: Int64
    /// Later than `start`: of the last event that is told of it, or of its orders, and one more.
    public internal(set) var end: Int64
  }

  /// From when an order was accepted to its last fill, or its cancellation.
  public struct ForcedOrder: Hashable, Sendable {
    /// As the venue took it.
    public let order: OrderAccepted
    /// Whose doing it was, by place in `falls`; `nil` for the shock's orders and the backstop's.
    public let fall: Int?
    /// Whether it is the shock's; otherwise it is forced.
    public let isShock: Bool
    /// The instant at which it was accepted.
    public let start: Int64
    /// Later than `start`: one after its last fill or its cancellation.
    public internal(set) var end: Int64
    /// What it has traded.
    public internal(set) var lots: Int64 = 0
    /// The same in units of money, at the prices filled.
    public internal(set) var notional: Int128 = 0
    /// Instants.
    public internal(set) var fills: [Int64] = []
  }

  /// How a mark stood from an instant on, in ticks, or the insurance funds together, in money.
  public struct Counter: Hashable, Sendable {
    /// From when on.
    public let instant: Int64
    /// `nil` for the funds.
    public let instrument: InstrumentID?
    /// Until the next counter of the same name.
    public let value: Int128
  }

  private let shockAccounts: Set<AccountID>
  private let limit: Int
  private let margin: TimeSpan
  private var latestFall: [AccountID: Int] = [:]
  /// Places in `orders` of those that are at work. For looking up.
  private var working: [OrderID: Int] = [:]
  private var fallCount = 0
  private var instant: Int64 = -1
  private var fund = FundBalance()
  /// Until when counters are kept; and those that a cascade may yet begin after.
  private var openUntil: Int64?
  private var waiting: [Counter] = []
  private var pruneAt = 4096

  /// - Parameters:
  ///   - shockAccounts: whose orders are the shock; empty if that is not known.
  ///   - limit: how many falls are kept.
  ///   - margin: of time around what belongs to a cascade.
  public init(
    _ rules: VenueRules, shockAccounts: [AccountID] = [], limit: Int = 20_000,
    margin: TimeSpan = TimeSpan(nanoseconds: 1_000_000_000)
  ) {
    tree = CausalTree(rules, shockAccounts: shockAccounts)
    self.shockAccounts = Set(shockAccounts)
    self.limit = limit
    self.margin = margin
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    tree.observe(command, events, from: first)
    for index in events.indices { take(events[index], at: command.time) }
  }

  /// The instant of the last fill of the shock, or of a fall's orders, before another instant; `nil` without one.
  public func lastFill(of source: MarkSource, before instant: Int64) -> (order: Int, instant: Int64)? {
    var latest: (order: Int, instant: Int64)?
    for place in places(of: source) {
      guard let fill = orders[place].fills.last(where: { $0 < instant }) else { continue }
      if latest.map({ $0.instant < fill }) ?? true { latest = (place, fill) }
    }
    return latest
  }

  /// Which orders are a source's. Asked for each fall, so those of each fall stand together.
  private func places(of source: MarkSource) -> [Int] {
    switch source {
    case .fall(let fall): ordersOf[fall] ?? []
    case .shock: ordersOfShock
    case .participants, .stops, .quotes, .index, .other: []
    }
  }

  private var ordersOf: [Int: [Int]] = [:]
  private var ordersOfShock: [Int] = []
}

// MARK: - Events

extension CascadeTrace {
  private mutating func take(_ event: Event, at time: Time) {
    switch event.body {
    case .liquidatable(let state): fall(state, at: time)
    case .recovered(let state): extend(state.account, at: time)
    case .liquidationStalled(let stall): extend(stall.account, at: time)
    case .takenOver(let takeover): extend(takeover.account, at: time)
    case .deleveraged(let pair): extend(pair.account, at: time)
    case .accepted(let order): accept(order, at: time)
    case .filled(let fill): take(fill, at: time)
    case .cancelled(let order):
      guard let place = working.removeValue(forKey: order.order) else { return }
      end(place, at: next(time))
    case .marked(let change): count(change.instrument, Int128(change.price.ticks), at: time)
    case .transferred(let transfer): if fund.take(transfer) { count(nil, fund.total, at: time) }
    default: break
    }
  }

  /// The next instant: the clock's, but later than the last.
  private mutating func next(_ time: Time) -> Int64 {
    instant = max(time.nanoseconds, instant + 1)
    return instant
  }

  private mutating func fall(_ state: MarginState, at time: Time) {
    fallCount += 1
    if falls.count == limit {
      leftOut += 1
      latestFall[state.account] = nil
      return
    }
    open(at: time)
    let start = next(time)
    latestFall[state.account] = falls.count
    falls.append(Stay(account: state.account, start: start, end: start + 1))
  }

  private mutating func extend(_ account: AccountID, at time: Time) {
    guard let fall = latestFall[account] else { return }
    falls[fall].end = next(time)
  }

  private mutating func accept(_ order: OrderAccepted, at time: Time) {
    let isShock = shockAccounts.contains(order.account)
    let isForced = order.terms.contains(.forced)
    guard isShock || isForced else { return }
    let fall = isForced ? latestFall[order.account] : nil
    if isForced, fall == nil, leftOut > 0 { return }
    open(at: time)
    let start = next(time)
    working[order.order] = orders.count
    if let fall { ordersOf[fall, default: []].append(orders.count) }
    if isShock { ordersOfShock.append(orders.count) }
    orders.append(ForcedOrder(order: order, fall: fall, isShock: isShock, start: start, end: start))
    end(orders.count - 1, at: start + 1)
  }

  private mutating func take(_ fill: Fill, at time: Time) {
    guard let place = working[fill.taker] else { return }
    open(at: time)
    let instant = next(time)
    orders[place].fills.append(instant)
    orders[place].lots += fill.quantity.lots
    orders[place].notional += fill.notional(tree.worths[fill.instrument.index])
    end(place, at: instant + 1)
    if orders[place].lots == orders[place].order.quantity.lots { working[fill.taker] = nil }
  }

  private mutating func end(_ place: Int, at instant: Int64) {
    orders[place].end = instant
    self.instant = max(self.instant, instant)
    if let fall = orders[place].fall { falls[fall].end = max(falls[fall].end, instant) }
  }
}

// MARK: - Counters

extension CascadeTrace {
  private mutating func count(_ instrument: InstrumentID?, _ value: Int128, at time: Time) {
    let counter = Counter(instant: next(time), instrument: instrument, value: value)
    if let openUntil, counter.instant <= openUntil { return counters.append(counter) }
    openUntil = nil
    waiting.append(counter)
    if waiting.count >= pruneAt { prune(to: counter.instant) }
  }

  /// Something of a cascade happens.
  private mutating func open(at time: Time) {
    if openUntil == nil {
      prune(to: time.nanoseconds)
      counters.append(contentsOf: waiting)
      waiting.removeAll(keepingCapacity: true)
    }
    openUntil = time.nanoseconds + margin.nanoseconds
  }

  /// Forgets what is older than the margin, but for how each counter stood when that begins.
  private mutating func prune(to instant: Int64) {
    let start = max(0, instant - margin.nanoseconds)
    var told: Set<InstrumentID?> = []
    waiting = waiting.reversed().filter { $0.instant >= start || told.insert($0.instrument).inserted }.reversed().map {
      Counter(instant: max($0.instant, start), instrument: $0.instrument, value: $0.value)
    }
    pruneAt = max(4096, 2 * waiting.count)
  }
}
