import Files
import MarketTypes
import Storage
import Venue

/// Writes the workload "everything" down as commands, by asking a venue what they come to.
///
/// Workload W's shares, distances and 50,000 live orders, spread over 1,000 accounts under margin
/// (docs/performance.md).
struct EverythingGenerator: ~Copyable {
  /// Accounts, money, holdings and stops.
  private(set) var opening = Pool<Command>()
  /// Fills the book.
  private(set) var preload = Pool<Command>()
  /// Timed.
  private(set) var timed = Pool<Command>()
  private(set) var counts = EverythingCounts()
  /// What the events of the timed commands come to.
  private(set) var expected = EventSink()
  let rules: VenueRules
  /// By how much the process's peak grew meanwhile, the commands not counted.
  private(set) var peakBytes = 0

  private var venue: Exchange
  private var events = EventStream()
  private var chance = SplitMix64(seed: 42)
  private let distances = DistanceTable()
  private var middle = 33_504
  private var live: [LiveOrder] = []
  /// From an order's number to its place among the live ones, or −1.
  private var places: [Int32] = [-1]

  static let liveTarget = 50_000
  static let accountCount = 1_000
  static let stopCount = 10_000

  private struct LiveOrder {
    var id: Int64
    var account: AccountID
    var side: Side
    var ticks: Int64
    var left: Int64
    var filled: Int64
  }

  init(operations: Int) {
    var instrument = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1 << 20), maximumPosition: Quantity(lots: 1 << 30),
      makerFee: Rate(partsPerBillion: 100_000), takerFee: Rate(partsPerBillion: 500_000),
      initialMargin: Rate(partsPerBillion: 20_000_000),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 10_000_000))])
    instrument.mark = .last
    var rules = VenueRules(instruments: [instrument])
    rules.selfTradePrevention = .cancelOldest
    self.rules = rules
    preload = Pool(capacity: Self.liveTarget)
    timed = Pool(capacity: operations)
    let before = peakMemoryBytes()
    venue = Exchange(rules)
    open()
    for _ in 0..<Self.liveTarget {
      let command = add()
      preload.append(command)
      carryOut(command, isCounted: false)
    }
    for _ in 0..<operations {
      if chance.unit() < 0.001 { middle += chance.below(2) == 0 ? -1 : 1 }
      let command = operation()
      timed.append(command)
      carryOut(command, isCounted: true)
    }
    counts.fills = expected.fillCount
    counts.events = expected.eventCount
    let commandBytes = (opening.count + preload.count + timed.count) * MemoryLayout<Command>.stride
    peakBytes = max(0, peakMemoryBytes() - before - commandBytes)
  }

  // MARK: Opening

  /// A thousand accounts with money and a position each, and ten thousand stops.
  private mutating func open() {
    for number in 0..<Int32(Self.accountCount) {
      open(.openAccount(AccountOpening(account: AccountID(number: number), kind: .cross)))
      open(.deposit(AccountID(number: number), Money(units: 20_000_000)))
    }
    open(.openMark(PriceUpdate(instrument: instrument, price: Price(ticks: 33_504))))
    for number in 0..<Int32(Self.accountCount / 2) {
      open(
        .openHolding(
          HoldingOpening(
            account: AccountID(number: number), counterparty: AccountID(number: number + Int32(Self.accountCount / 2)),
            instrument: instrument, position: Position(lots: 1_000), price: Price(ticks: 33_504))))
    }
    for number in 0..<Int64(Self.stopCount) {
      let side: Side = number % 2 == 0 ? .buy : .sell
      let trigger = Price(ticks: 33_504 + side.sign * (20 + number / 2))
      open(
        .submit(
          Order(
            account: AccountID(number: Int32(number) % Int32(Self.accountCount)), instrument: instrument, side: side,
            quantity: Quantity(lots: 5), limit: nil, timeInForce: .goodTilCancelled,
            conditions: OrderConditions(trigger: .stop(at: trigger)))))
    }
    places = Array(repeating: -1, count: Self.stopCount + 1)
  }

  private mutating func open(_ action: Command.Action) {
    opening.append(Command(action))
    venue.execute(Command(action), into: &events)
    events.removeAll()
  }

  // MARK: Commands

  private mutating func operation() -> Command {
    let draw = chance.unit()
    if draw >= 0.95 {
      counts.marketables += 1
      return take()
    }
    if draw >= 0.90 {
      counts.amends += 1
      return amend()
    }
    let share = 0.5555 + 2 * Double(Self.liveTarget - live.count) / Double(Self.liveTarget)
    if chance.unit() < share || live.isEmpty {
      counts.adds += 1
      return add()
    }
    counts.cancels += 1
    let order = live[chance.below(live.count)]
    return Command(
      .cancel(
        OrderCancel(account: order.account, instrument: instrument, target: .order(OrderID(number: order.id)))))
  }

  private mutating func add() -> Command {
    let account = AccountID(number: Int32(chance.below(Self.accountCount)))
    let side: Side = chance.below(2) == 0 ? .buy : .sell
    let lots = 1 + chance.below(100)
    let distance = 1 + distances.distance(at: chance.unit())
    let terms: OrderTerms = chance.below(20) == 0 ? .reduceOnly : []
    let ticks = passive(side == .buy ? middle - distance : middle + distance, side)
    return Command(
      .submit(
        Order(
          account: account, instrument: instrument, side: side, quantity: Quantity(lots: Int64(lots)),
          limit: Price(ticks: ticks), terms: terms)))
  }

  /// Up or down by 1 to 3 ticks, one lot more: last in its queue there.
  private mutating func amend() -> Command {
    let order = live[chance.below(live.count)]
    let distance = 1 + chance.below(3)
    let wanted = Int(order.ticks) + (chance.below(2) == 0 ? distance : -distance)
    return Command(
      .amend(
        OrderAmend(
          account: order.account, instrument: instrument, target: .order(OrderID(number: order.id)),
          quantity: Quantity(lots: order.filled + order.left + 1),
          limit: Price(ticks: passive(wanted, order.side)))))
  }

  /// Up to two ticks into the other side.
  private mutating func take() -> Command {
    let account = AccountID(number: Int32(chance.below(Self.accountCount)))
    let side: Side = chance.below(2) == 0 ? .buy : .sell
    let lots = 1 + chance.below(200)
    let quote = venue.quote(of: instrument)
    let best = (side == .buy ? quote.ask : quote.bid)?.ticks ?? Int64(middle)
    return Command(
      .submit(
        Order(
          account: account, instrument: instrument, side: side, quantity: Quantity(lots: Int64(lots)),
          limit: Price(ticks: best + 2 * side.sign),
          timeInForce: chance.below(2) == 0 ? .immediateOrCancel : .goodTilCancelled)))
  }

  /// A price that does not meet the other side.
  private func passive(_ wanted: Int, _ side: Side) -> Int64 {
    let quote = venue.quote(of: instrument)
    if side == .buy { return min(Int64(wanted), quote.ask.map { $0.ticks - 1 } ?? .max) }
    return max(Int64(wanted), quote.bid.map { $0.ticks + 1 } ?? .min)
  }

  private var instrument: InstrumentID { InstrumentID(number: 0) }

  // MARK: What they come to

  private mutating func carryOut(_ command: Command, isCounted: Bool) {
    venue.execute(command, into: &events)
    for index in 0..<events.count {
      if isCounted { expected.receive(events[index]) }
      follow(events[index])
    }
    events.removeAll()
  }

  /// Keeps the list of live orders.
  private mutating func follow(_ event: Event) {
    switch event.body {
    case .accepted: places.append(-1)
    case .rested(let order):
      let place = Int(places[Int(order.order.number)])
      if place >= 0 {
        (live[place].ticks, live[place].left) = (order.price.ticks, order.quantity.lots)
      } else {
        places[Int(order.order.number)] = Int32(live.count)
        live.append(
          LiveOrder(
            id: order.order.number, account: order.account, side: order.side, ticks: order.price.ticks,
            left: order.quantity.lots, filled: 0))
      }
    case .filled(let fill):
      let place = Int(places[Int(fill.maker.number)])
      guard place >= 0 else { return }
      live[place].left -= fill.quantity.lots
      live[place].filled += fill.quantity.lots
      if live[place].left == 0 { remove(fill.maker.number) }
    case .cancelled(let order): remove(order.order.number)
    case .refused: counts.refusals += 1
    case .triggered: counts.stopsFired += 1
    default: break
    }
  }

  private mutating func remove(_ id: Int64) {
    let place = Int(places[Int(id)])
    guard place >= 0 else { return }
    places[Int(id)] = -1
    let last = live.removeLast()
    if place < live.count {
      live[place] = last
      places[Int(last.id)] = Int32(place)
    }
  }
}

/// What the generated workload consists of.
struct EverythingCounts {
  var adds = 0
  var cancels = 0
  var amends = 0
  var marketables = 0
  var fills = 0
  var refusals = 0
  var stopsFired = 0
  var events = 0
}
