import Files
import MarketTypes
import Storage
import Venue

/// Walk and venue, in turns, for each size of cascade.
struct CascadeMeasurement {
  /// One size: what it came to, and how long it took.
  struct Size {
    let liquidated: Int
    let sales: Int
    fileprivate(set) var fills = 0
    fileprivate(set) var events = 0
    fileprivate(set) var digest: UInt64 = 0
    /// Rounds of forced orders in the last sale.
    fileprivate(set) var generations = 0
    /// Per forced order.
    fileprivate(set) var venue = Rounds()
    fileprivate(set) var walk = Rounds()
  }

  private(set) var sizes: [Size]
  let orders: Int
  /// By how much the process's peak grew while the first venue was filled.
  let venueBytes: Int
  /// By how much it grew over the first round of all sizes, the copies of the venue counted.
  private(set) var firstRoundBytes = 0
  /// By how much it grew over all rounds after it.
  private(set) var laterBytes = 0

  /// - Throws: `DifferentCascades`.
  init(_ options: CascadeOptions) throws {
    let levels = options.accounts / 10 / CascadePopulation.holdersAtTick
    let population = CascadePopulation(accounts: options.accounts, levels: levels)
    orders = population.bids.count
    var before = peakMemoryBytes()
    var position = EventPosition(number: 0)
    let venue = population.venue(options.order, endingAt: &position)
    venueBytes = peakMemoryBytes() - before
    let walk = CascadeWalk(population)
    sizes = options.sizes.map { Size(liquidated: $0, sales: options.sales) }
    for index in sizes.indices { try Self.compare(venue, walk, at: position, &sizes[index]) }
    var events = EventStream(at: position)
    before = peakMemoryBytes()
    for round in 1...options.rounds {
      for index in sizes.indices {
        Self.timeWalk(walk, &sizes[index])
        try Self.timeVenue(venue, &events, at: position, &sizes[index], round)
      }
      if round == 1 { (firstRoundBytes, before) = (peakMemoryBytes() - before, peakMemoryBytes()) }
    }
    laterBytes = peakMemoryBytes() - before
  }

  /// Lots of each of a size's sales.
  private static func shock(_ size: Size) -> Int64 {
    CascadePopulation.shock(liquidating: size.liquidated / size.sales)
  }

  // MARK: Who fills whom

  /// Fill by fill, and notes what the events come to.
  private static func compare(
    _ venue: borrowing Exchange, _ walk: borrowing CascadeWalk, at position: EventPosition, _ size: inout Size
  ) throws {
    var expected = Pool<Fill>()
    var copy = walk.clone()
    for _ in 0..<size.sales { copy.sell(shock(size)) { expected.append($0) } }
    var exchange = venue.clone()
    var events = EventStream(at: position)
    var sink = EventSink()
    var (found, liquidated) = (0, 0)
    for _ in 0..<size.sales {
      exchange.execute(CascadePopulation.sale(of: shock(size)), into: &events)
      for index in 0..<events.count {
        if case .liquidatable = events[index].body { liquidated += 1 }
        guard case .filled(let fill) = events[index].body else { continue }
        if found >= expected.count || fill != expected[found] { throw DifferentCascades(place: "fill \(found + 1)") }
        found += 1
        size.generations = Int(events[index].round)
      }
      sink.receive(events)
      size.events += events.count
      events.removeAll()
    }
    if found != expected.count || liquidated != size.liquidated {
      throw DifferentCascades(place: "\(found) of \(expected.count) fills, \(liquidated) accounts")
    }
    (size.fills, size.digest) = (found, sink.digest)
  }

  // MARK: Times

  private static func timeWalk(_ walk: borrowing CascadeWalk, _ size: inout Size) {
    var copy = walk.clone()
    var sink = EventSink()
    let shock = shock(size)
    let start = monotonicNanoseconds()
    for _ in 0..<size.sales { copy.sell(shock) { sink.receive(Event(.filled($0))) } }
    let nanoseconds = monotonicNanoseconds() - start
    invariant(sink.fillCount == size.fills, "the walk has \(sink.fillCount) fills")
    size.walk.append(nanoseconds: nanoseconds, operations: size.liquidated)
  }

  private static func timeVenue(
    _ venue: borrowing Exchange, _ events: inout EventStream, at position: EventPosition, _ size: inout Size,
    _ round: Int
  ) throws {
    var exchange = venue.clone()
    var sink = EventSink()
    let shock = shock(size)
    let start = monotonicNanoseconds()
    for _ in 0..<size.sales { sell(shock, &exchange, &events, into: &sink) }
    let nanoseconds = monotonicNanoseconds() - start
    if sink.digest != size.digest { throw DifferentCascades(place: "round \(round)") }
    size.venue.append(nanoseconds: nanoseconds, operations: size.liquidated)
  }

  /// A sale and all that follows from it: the callgrind check looks for this function.
  @inline(never)
  private static func sell(
    _ lots: Int64, _ exchange: inout Exchange, _ events: inout EventStream, into sink: inout EventSink
  ) {
    exchange.execute(CascadePopulation.sale(of: lots), into: &events)
    sink.receive(events)
    events.removeAll()
  }
}

/// Venue and walk, or two rounds, did not have the same cascade: a fault of ours.
struct DifferentCascades: Error, CustomStringConvertible {
  let place: String

  var description: String { "\(place): the venue's cascade is another than it must be" }
}
