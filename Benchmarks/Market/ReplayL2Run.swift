import MarketTypes
import Storage

/// The feed played with one maker in it, in one of two designs.
struct ReplayL2Run: ~Copyable {
  enum Design {
    /// Each level is an order of an exempt account in the venue's own book.
    case orders
    /// The recorded book stands beside the venue's, in which only the maker's orders rest.
    case depth
  }

  private let design: Design
  private(set) var depth = ReplayL2Depth()
  private(set) var venue: ReplayL2Venue
  private var bidQueue = ReplayL2Queue()
  private var askQueue = ReplayL2Queue()

  private var nextLook: Int64 = 0
  private var pending: (bid: ReplayL2Maker.Resting, ask: ReplayL2Maker.Resting)?
  private var arrival: Int64 = .max

  init(_ design: Design, mark: Price) {
    self.design = design
    venue = ReplayL2Venue(mark: mark)
  }

  /// Of every event of the venue, with the recorded best prices at the end.
  var digest: String { "\(venue.digest.digest.hex)-\(depth.bestBid)-\(depth.bestAsk)" }

  @inline(never)
  mutating func play(_ events: borrowing Pool<ReplayL2Event>) {
    var moment: Int64 = 0
    for index in 0..<events.count {
      let event = events[known: index]
      if event.time > moment { moment = advance(to: event.time) }
      switch (event.kind, design) {
      case (.level, .depth): setLevel(event)
      case (.trade, .depth): trade(event)
      case (.level, .orders):
        _ = depth.apply(event.side, Int64(event.ticks), event.lots)
        venue.setLevel(event)
      case (.trade, .orders): venue.hit(event.side, event.lots, at: Int64(event.ticks), time: event.time)
      }
    }
  }

  /// Has the maker look and be heard up to a time; returns when it is next.
  @inline(never)
  private mutating func advance(to time: Int64) -> Int64 {
    while min(nextLook, arrival) < time {
      if arrival <= nextLook {
        hear(at: arrival)
      } else {
        if let wish = venue.look(bestBid: depth.bestBid, bestAsk: depth.bestAsk) {
          pending = wish
          arrival = nextLook + ReplayL2Maker.latency
        }
        nextLook += ReplayL2Maker.interval
      }
    }
    return min(nextLook, arrival)
  }

  /// What would take by now is left out: the maker only ever rests.
  private mutating func hear(at time: Int64) {
    arrival = .max
    guard var (bid, ask) = pending else { return }
    if bid.ticks >= depth.bestAsk { bid = ReplayL2Maker.Resting() }
    if ask.ticks <= depth.bestBid { ask = ReplayL2Maker.Resting() }
    venue.quote(bid, ask, time: time)
    if design == .depth {
      bidQueue.follow(venue.maker.bid, standing: depth.lots(.buy, bid.ticks))
      askQueue.follow(venue.maker.ask, standing: depth.lots(.sell, ask.ticks))
    }
  }

  // MARK: The recorded book beside

  @inline(__always)
  private mutating func setLevel(_ event: ReplayL2Event) {
    let ticks = Int64(event.ticks)
    let before = depth.apply(event.side, ticks, event.lots)
    switch event.side {
    case .buy:
      if ticks == bidQueue.ticks { bidQueue.change(from: before, to: event.lots) }
      // Somebody pays what the maker asks, or more.
      if event.lots > 0, ticks >= askQueue.ticks, askQueue.lots > 0 { fill(.sell, askQueue.lots, at: event.time) }
    case .sell:
      if ticks == askQueue.ticks { askQueue.change(from: before, to: event.lots) }
      if event.lots > 0, ticks <= bidQueue.ticks, bidQueue.lots > 0 { fill(.buy, bidQueue.lots, at: event.time) }
    }
  }

  @inline(__always)
  private mutating func trade(_ event: ReplayL2Event) {
    let ticks = Int64(event.ticks)
    let lots =
      event.side == .sell
      ? bidQueue.reached(by: event.lots, isAt: ticks == bidQueue.ticks, isThrough: ticks < bidQueue.ticks)
      : askQueue.reached(by: event.lots, isAt: ticks == askQueue.ticks, isThrough: ticks > askQueue.ticks)
    if lots > 0 { fill(event.side.opposite, lots, at: event.time) }
  }

  /// - Parameter side: of the maker's order.
  @inline(never)
  private mutating func fill(_ side: Side, _ lots: Int64, at time: Int64) {
    venue.hit(side.opposite, lots, at: side == .buy ? bidQueue.ticks : askQueue.ticks, time: time)
    if side == .buy { bidQueue.lots -= lots } else { askQueue.lots -= lots }
  }
}

/// Where one of the maker's orders stands among what the recording has at its price.
///
/// It enters behind all of it. Recorded trades at its price first take what is ahead. Of what leaves without a trade as
/// large a share is taken to have stood ahead as there is ahead of all that stood, rounded down: the choice that knows nothing.
/// A trade at a worse price has come through it, a level of the other side that reaches it would have met it.
struct ReplayL2Queue {
  var ticks: Int64 = 0
  /// Of the order; 0 while there is none.
  var lots: Int64 = 0
  private var ahead: Int64 = 0
  /// Traded at the price since the level was last told.
  private var traded: Int64 = 0

  /// The order is another one, or stays where it is.
  mutating func follow(_ order: ReplayL2Maker.Resting, standing: Int64) {
    if lots > 0, order.ticks == ticks, order.lots == lots { return }
    ticks = order.lots > 0 ? order.ticks : 0
    lots = order.lots
    ahead = standing
    traded = 0
  }

  /// How many lots of a trade come to the order.
  @inline(__always)
  mutating func reached(by quantity: Int64, isAt: Bool, isThrough: Bool) -> Int64 {
    if lots == 0 || !(isAt || isThrough) { return 0 }
    if isThrough { return min(lots, quantity) }
    traded += quantity
    let rest = quantity - ahead
    ahead = max(0, -rest)
    return min(lots, max(0, rest))
  }

  /// The level at its price is another size.
  mutating func change(from before: Int64, to after: Int64) {
    let stood = max(0, before - traded)
    traded = 0
    let left = stood - after
    if left > 0, stood > 0 { ahead -= ahead * left / stood }
    ahead = max(0, min(ahead, after))
  }
}
