import MarketTypes

/// A large order that somebody works by smaller ones, all of its own account: what implementation shortfall is measured of.
public struct ParentOrder: Hashable, Sendable {
  /// Who works it: all its orders of that side and instrument count as children.
  public var account: AccountID
  /// A linear contract.
  public var instrument: InstrumentID
  /// Which way.
  public var side: Side
  /// How many lots in all.
  public var quantity: Quantity
  /// When it was decided.
  public var start: Time
  /// How long it may take, from its start on.
  public var horizon: TimeSpan

  /// - Parameters:
  ///   - account: all its orders of that side and instrument count as children.
  ///   - instrument: a linear contract.
  ///   - quantity: above zero.
  ///   - start: when it was decided.
  ///   - horizon: from there on.
  public init(
    account: AccountID, instrument: InstrumentID, side: Side, quantity: Quantity, start: Time, horizon: TimeSpan
  ) {
    self.account = account
    self.instrument = instrument
    self.side = side
    self.quantity = quantity
    self.start = start
    self.horizon = horizon
  }
}

/// What parent orders cost, compared with trading all of them at once at the price at which they were decided (EXE-5).
///
///     shortfall = delay + impact + unfilled + fees
///     delay     = Σ over fills  sign × lots × (middle when the child came − arrival) × tick value
///     impact    = Σ over fills  sign × lots × (price − middle when the child came) × tick value
///     unfilled  = sign × lots left × (middle at the end − arrival) × tick value
///
/// sign is +1 for a purchase and −1 for a sale, so that above zero is a cost. A middle is that of the best quotes as the last
/// command left them; where a side is empty the last price, before any the mark. Arrival is the middle before the
/// parent's first child, or before whatever else came later than its start. Middles are counted in half ticks, and money in half
/// units, so that all of this is exact. Forced fills are not the parent's.
/// Source: Perold, "The implementation shortfall: paper versus reality", Journal of Portfolio Management 14 (1988).
public struct ExecutionWatch: StreamFold, Sendable {
  /// What has become of a parent.
  public struct Execution: Hashable, Sendable {
    /// What was to be done.
    public let parent: ParentOrder
    let tickValue: Int128
    /// Lots of its children's fills.
    public internal(set) var filled: Int64 = 0
    /// Of its fills, in money.
    public internal(set) var notional: Int128 = 0
    /// Orders accepted for it.
    public internal(set) var children = 0
    /// In half ticks; `nil` while it has not begun, or where there was no price.
    public internal(set) var arrivalHalfTicks: Int64?
    /// In half units of money.
    public internal(set) var halfDelay: Int128 = 0
    /// In half units of money; above zero is a cost.
    public internal(set) var halfImpact: Int128 = 0
    /// In half units of money, at the latest middle; above zero is a cost. Zero without an arrival price.
    public internal(set) var halfUnfilled: Int128 = 0
    /// In money; below zero are rebates.
    public internal(set) var fees: Int128 = 0
    /// Lots that everybody traded from its start to its last fill, itself among them.
    public internal(set) var volume: Int128 = 0

    /// In half units of money.
    public var halfShortfall: Int128 { halfDelay + halfImpact + halfUnfilled + 2 * fees }

    /// Its share of what was traded from its start to its last fill; `nil` if it did not trade.
    public var participation: Double? { volume == 0 ? nil : Double(filled) / Double(volume) }

    /// What all of it was worth at arrival, in half units of money; zero without an arrival price.
    fileprivate var halfWorth: Int128 { Int128(arrivalHalfTicks ?? 0) * Int128(parent.quantity.lots) * tickValue }

    /// Shortfall ÷ what all of it was worth at arrival; `nil` without an arrival price.
    public var relativeShortfall: Double? {
      arrivalHalfTicks == nil ? nil : Double(halfShortfall) / Double(halfWorth)
    }
  }

  /// Of several together: all they cost ÷ what all of them were worth at arrival. Those without an arrival price are left out;
  /// `nil` where no other is.
  public static func relativeShortfall(of executions: [Execution]) -> Double? {
    let begun = executions.filter { $0.arrivalHalfTicks != nil }
    let worth = begun.reduce(Int128(0)) { $0 + $1.halfWorth }
    return worth > 0 ? Double(begun.reduce(Int128(0)) { $0 + $1.halfShortfall }) / Double(worth) : nil
  }

  /// A child that is not done.
  private struct Child: Sendable {
    let parent: Int
    let halfMiddle: Int64
  }

  private struct Market: Sendable {
    var halfMiddle: Int64?
    var lastTicks: Int64?
    var traded: Int128 = 0

    var reference: Int64? { halfMiddle ?? lastTicks.map { 2 * $0 } }
  }

  private var markets: [Market]
  private var parents: [Execution]
  /// By parent: what had been traded when it began.
  private var volumesBefore: [Int128]
  private var children: [OrderID: Child] = [:]
  /// From an account to its parents.
  private var parentsOf: [AccountID: [Int]] = [:]
  /// Parents that have not begun.
  private var waiting: Int

  /// - Parameter parents: all of the run, in the order in which they are reported.
  public init(_ rules: VenueRules, of parents: [ParentOrder]) {
    markets = rules.instruments.map { _ in Market() }
    self.parents = parents.map {
      Execution(parent: $0, tickValue: Int128(rules.instruments[$0.instrument.index].tickValue.units))
    }
    volumesBefore = Array(repeating: 0, count: parents.count)
    waiting = parents.count
    for (index, parent) in parents.enumerated() { parentsOf[parent.account, default: []].append(index) }
  }

  /// By parent, in the order given.
  public var executions: [Execution] {
    parents.map { execution in
      var execution = execution
      let left = execution.parent.quantity.lots - execution.filled
      let instrument = execution.parent.instrument.index
      if let arrival = execution.arrivalHalfTicks, let last = markets[instrument].reference {
        execution.halfUnfilled = Self.cost(of: left, from: arrival, to: last, execution)
      }
      return execution
    }
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    if parents.isEmpty { return }
    if waiting > 0 { begin(before: command) }
    for index in events.indices {
      switch events[index].body {
      case .accepted(let accepted) where !accepted.terms.contains(.forced): adopt(accepted)
      case .filled(let fill): book(fill)
      case .cancelled(let cancelled): children[cancelled.order] = nil
      case .transferred(let transfer): charge(transfer)
      case .quoted(let quote):
        markets[quote.instrument.index].halfMiddle = quote.twiceMiddle == 0 ? nil : quote.twiceMiddle
      case .marked(let change) where markets[change.instrument.index].lastTicks == nil:
        markets[change.instrument.index].lastTicks = change.price.ticks
      default: break
      }
    }
  }

  /// Parents whose start this command finds past, or whose first child it is, arrive before it.
  private mutating func begin(before command: Command) {
    for index in parents.indices where parents[index].arrivalHalfTicks == nil {
      let parent = parents[index].parent
      var isOwn = false
      if case .submit(let order) = command.action {
        isOwn = order.account == parent.account && command.time >= parent.start
      }
      guard isOwn || command.time > parent.start else { continue }
      guard let reference = markets[parent.instrument.index].reference else { continue }
      parents[index].arrivalHalfTicks = reference
      volumesBefore[index] = markets[parent.instrument.index].traded
      waiting -= 1
    }
  }

  private mutating func adopt(_ accepted: OrderAccepted) {
    for index in parentsOf[accepted.account] ?? [] {
      let parent = parents[index].parent
      guard parent.instrument == accepted.instrument, parent.side == accepted.side,
        parents[index].arrivalHalfTicks != nil, let middle = markets[accepted.instrument.index].reference
      else { continue }
      parents[index].children += 1
      children[accepted.order] = Child(parent: index, halfMiddle: middle)
      return
    }
  }

  private mutating func book(_ fill: Fill) {
    let instrument = fill.instrument.index
    markets[instrument].lastTicks = fill.price.ticks
    markets[instrument].traded += Int128(fill.quantity.lots)
    for order in [fill.maker, fill.taker] {
      guard let child = children[order], let arrival = parents[child.parent].arrivalHalfTicks else { continue }
      var execution = parents[child.parent]
      let lots = fill.quantity.lots
      execution.filled += lots
      execution.notional += Int128(fill.price.ticks) * Int128(lots) * execution.tickValue
      execution.halfDelay += Self.cost(of: lots, from: arrival, to: child.halfMiddle, execution)
      execution.halfImpact += Self.cost(of: lots, from: child.halfMiddle, to: 2 * fill.price.ticks, execution)
      execution.volume = markets[instrument].traded - volumesBefore[child.parent]
      parents[child.parent] = execution
    }
  }

  /// In half units of money; above zero is a cost.
  private static func cost(of lots: Int64, from: Int64, to: Int64, _ execution: Execution) -> Int128 {
    Int128(execution.parent.side.sign) * Int128(lots) * Int128(to - from) * execution.tickValue
  }

  /// Fees of accounts that have a parent are its.
  private mutating func charge(_ transfer: Transfer) {
    guard [.makerFee, .takerFee, .feeReturned].contains(transfer.reason) else { return }
    if case .collateral(let payer) = transfer.from, let index = parentsOf[payer]?.first {
      parents[index].fees += Int128(transfer.amount.units)
    } else if case .collateral(let receiver) = transfer.to, let index = parentsOf[receiver]?.first {
      parents[index].fees -= Int128(transfer.amount.units)
    }
  }
}
