import MarketTypes
import Mathematics

/// Somebody who has one large order to work: a parent, cut into children over a horizon.
///
/// Children go out by a schedule of slices, or keep to a share of what the market trades. They are market orders, or limit
/// orders behind the best price of their own side, of which only a part may be shown; what of these has not filled when the next slice
/// is due is cancelled, and once the venue says it is gone it is made up for by a rule. More than the parent is never under way.
/// When the horizon is over, the rest is sent at market once, or left: the parent is filled whole or leaves a remainder.
///
/// Left out: prices as a reason to wait or to hurry; the venue's largest order and smallest notional.
public struct ExecutionTrader: Participant {
  /// What sets the pace.
  public enum Schedule: Hashable, Sendable {
    /// So many lots at the beginning of each of as many equal parts of the horizon; they sum to the parent.
    case slices([Quantity])
    /// This share of all that is traded from the start on, its own fills among it, rounded down; looked at so often.
    case participation(Rate, every: TimeSpan)
  }

  /// How a child is sent.
  public enum Child: Hashable, Sendable {
    /// Immediate-or-cancel, without a limit.
    case market
    /// So many ticks behind its own side's best price, below zero before it, of which so much is shown at a time; `nil` shows all.
    case limit(offset: PriceChange, display: Quantity?)
  }

  /// What becomes of a slice that has not filled in its time.
  public enum CatchUp: Hashable, Sendable, CaseIterable {
    /// It is spread over the slices to come, in proportion.
    case spread
    /// It goes out with the next slice.
    case carry
    /// It is sent at market when the next slice is due.
    case cross
    /// It is given up.
    case drop
  }

  /// All that is fixed about one of them.
  public struct Settings: Hashable, Sendable {
    /// Of the parent and all its children.
    public var side: Side
    /// The parent; a multiple of the lot size.
    public var quantity: Quantity
    /// From its block's start to the moment at which what is left is sent or given up.
    public var horizon: TimeSpan
    /// What sets the pace; slices sum to `quantity`, each a multiple of the lot size.
    public var schedule: Schedule
    /// How each slice is sent; what `cross` catches up, and the rest at the end, go at market whatever this says.
    public var child: Child
    /// What becomes of a slice that has not filled in time; of no meaning for participation.
    public var catchUp: CatchUp
    /// Whether what is left when the horizon is over is sent at market.
    public var completes: Bool

    public init(
      side: Side, quantity: Quantity, horizon: TimeSpan, schedule: Schedule, child: Child = .market,
      catchUp: CatchUp = .spread, completes: Bool = true
    ) {
      self.side = side
      self.quantity = quantity
      self.horizon = horizon
      self.schedule = schedule
      self.child = child
      self.catchUp = catchUp
      self.completes = completes
    }
  }

  public static let news: News = [.orders, .positions]

  private let seat: Seat
  private(set) var settings: Settings
  private var orders: OwnOrders
  private var begin = Time.start
  /// How many slices have come.
  private var slice = 0
  /// Of the parent.
  private(set) var filled: Int64 = 0
  /// Of slices that were given up.
  private var dropped: Int64 = 0
  /// Lots traded before it began; `nil` until then.
  private var volumeBefore: Int64?
  /// Whether children were asked to leave, and whether it sends the rest.
  private var isClearing = false
  private var isEnding = false

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    orders = OwnOrders(seat.account)
  }

  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  // MARK: What it does

  public mutating func firstLook(after begin: Time) -> Time? {
    self.begin = begin
    return begin
  }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    let now = outlook.now
    if volumeBefore == nil { volumeBefore = outlook.market.traded }
    if filled >= settings.quantity.lots && orders.isEmpty { return nil }
    if !orders.isEmpty, isClearing || isDue(at: now) {
      // What was asked to leave counts until the venue has answered.
      if !isClearing { for order in orders.standing { actions.append(orders.cancel(order)) } }
      isClearing = true
      return now + patience
    }
    isClearing = false
    if isEnding { return nil }
    if now >= begin + settings.horizon { return end(at: now, &actions) }
    switch settings.schedule {
    case .slices(let slices): if isDue(at: now) { sendNext(slices, outlook.market, &actions) }
    case .participation(let share, _): keepUp(share, outlook.market, &actions)
    }
    return nextLook(after: now)
  }

  /// Between two slices, or two looks at what was traded.
  private var interval: TimeSpan {
    switch settings.schedule {
    case .slices(let slices): TimeSpan(nanoseconds: max(1, settings.horizon.nanoseconds / Int64(slices.count)))
    case .participation(_, let every): every
    }
  }

  /// Between two looks for an answer that has not come.
  private var patience: TimeSpan { TimeSpan(nanoseconds: max(1_000, interval.nanoseconds / 20)) }

  /// When a slice, counted from 0, is due.
  private func time(of slice: Int, among count: Int) -> Time {
    begin + TimeSpan(nanoseconds: settings.horizon.nanoseconds.times(Int64(slice), over: Int64(count), rounding: .down))
  }

  private func isDue(at now: Time) -> Bool {
    if now >= begin + settings.horizon { return true }
    guard case .slices(let slices) = settings.schedule else { return settings.child != .market }
    return slice < slices.count && now >= time(of: slice, among: slices.count)
  }

  private func nextLook(after now: Time) -> Time {
    let last = begin + settings.horizon
    guard case .slices(let slices) = settings.schedule else { return min(now + interval, max(last, now)) }
    return slice < slices.count ? max(now, time(of: slice, among: slices.count)) : max(now, last)
  }

  /// What may still be sent.
  private var open: Int64 {
    max(0, settings.quantity.lots - filled - dropped - orders.working(settings.side, in: seat.instrument))
  }

  private mutating func sendNext(_ slices: [Quantity], _ market: PublicMarket, _ actions: inout Outbox) {
    let due = slices.prefix(slice).reduce(0) { $0 + $1.lots }
    let late = max(0, due - filled - dropped)
    var wanted = slices[slice].lots
    switch settings.catchUp {
    case .spread:
      let lot = seat.facts.steps.lot.lots
      let rest = ExecutionSchedule(Quantity(lots: open / lot), weights: slices[slice...].map { $0.lots / lot })
      wanted = rest.slices[0].lots * lot
    case .carry: wanted += late
    case .cross: if late > 0 { actions.append(orders.submit(marketOrder(Quantity(lots: min(late, open))))) }
    case .drop: dropped += late
    }
    send(min(wanted, open), market, &actions)
    slice += 1
  }

  private mutating func keepUp(_ share: Rate, _ market: PublicMarket, _ actions: inout Outbox) {
    var schedule = ParticipationSchedule(settings.quantity, share: share)
    schedule.observe(Quantity(lots: market.traded - (volumeBefore ?? 0)))
    schedule.send(Quantity(lots: settings.quantity.lots - open))
    send(seat.facts.steps.settled(schedule.due).lots, market, &actions)
  }

  private mutating func send(_ lots: Int64, _ market: PublicMarket, _ actions: inout Outbox) {
    guard lots > 0 else { return }
    let quantity = Quantity(lots: lots)
    guard case .limit(let offset, let display) = settings.child else {
      actions.append(orders.submit(marketOrder(quantity)))
      return
    }
    let best = settings.side == .buy ? market.quote.bid : market.quote.ask
    guard let price = best ?? market.last,
      let limit = seat.facts.steps.settled(
        price - PriceChange(ticks: settings.side.sign * offset.ticks), for: settings.side)
    else { return }
    var order = marketOrder(quantity)
    order.limit = min(limit, seat.facts.maximumPrice)
    order.timeInForce = .goodTilCancelled
    if let display, display < quantity { order.conditions.display = display }
    actions.append(orders.submit(order))
  }

  private mutating func end(at now: Time, _ actions: inout Outbox) -> Time? {
    // What was given up stays so.
    let left = settings.quantity.lots - filled - dropped
    if !settings.completes || left <= 0 { return nil }
    actions.append(orders.submit(marketOrder(Quantity(lots: left))))
    isEnding = true
    return now + patience
  }

  private func marketOrder(_ quantity: Quantity) -> Order {
    Order(
      account: seat.account, instrument: seat.instrument, side: settings.side, quantity: quantity, limit: nil,
      timeInForce: .immediateOrCancel)
  }

  // MARK: What it learns

  public mutating func observeOwn(_ event: Event) {
    orders.observe(event)
    switch event.body {
    // Forced is the taker: its own child may be what somebody else's forced order meets.
    case .filled(let fill) where !(fill.isForced && fill.takerAccount == seat.account): count(fill, 1)
    case .busted(let fill): count(fill, -1)
    default: break
    }
  }

  private mutating func count(_ fill: Fill, _ times: Int64) {
    if fill.instrument != seat.instrument { return }
    if (settings.side == .buy ? fill.buyer : fill.seller) == seat.account { filled += times * fill.quantity.lots }
  }
}
