import Files
import MarketTypes
import Storage
import Venue

/// A venue copied whole, and as many bytes copied in sixteen pieces, in turns.
struct SnapshotMeasurement {
  private static let pieces = 16
  let orders: Int
  /// What the venue and a copy of it come to when they go on.
  let digest: UInt64
  /// What one copy adds to the peak.
  let bytes: Int
  private(set) var copy = Rounds()
  private(set) var floor = Rounds()

  /// - Throws: `DifferentCascades` when a copy goes on otherwise than the venue.
  init(_ options: SnapshotOptions) throws {
    // As many levels of bids as of thresholds: thirteen bids a level, ten accounts.
    let population = CascadePopulation(
      accounts: options.accounts, levels: options.accounts / CascadePopulation.holdersAtTick)
    orders = population.bids.count
    var position = EventPosition(number: 0)
    let venue = population.venue(.synchronous, endingAt: &position)
    bytes = Self.heldBytes(venue)
    let lines = bytes / 64 / Self.pieces
    let blocks = Shelf(count: Self.pieces) { _ in
      Pool<SIMD8<Int64>>(count: lines, filledWith: SIMD8(repeating: 1))
    }
    var last = venue.clone()
    for _ in 0..<options.rounds {
      var start = monotonicNanoseconds()
      let copied = blocks.clone { $0.clone() }
      floor.append(nanoseconds: monotonicNanoseconds() - start, operations: 1)
      invariant(copied[0].count == lines, "the copy has \(copied[0].count) lines")  // keeps it alive
      start = monotonicNanoseconds()
      let snapshot = venue.clone()
      copy.append(nanoseconds: monotonicNanoseconds() - start, operations: 1)
      last = snapshot.clone()
    }
    // The venue itself is the last to go on: what copies did must not have changed it.
    let liquidated = options.accounts / 80
    let after = Self.goOn(consume last, at: position, liquidating: liquidated)
    digest = Self.goOn(consume venue, at: position, liquidating: liquidated)
    if after != digest { throw DifferentCascades(place: "the copy") }
  }

  private static func goOn(
    _ venue: consuming Exchange, at position: EventPosition, liquidating accounts: Int
  ) -> UInt64 {
    var events = EventStream(at: position)
    var sink = EventSink()
    venue.execute(CascadePopulation.sale(of: CascadePopulation.shock(liquidating: accounts)), into: &events)
    sink.receive(events)
    return sink.digest
  }

  /// By how much the peak grows with a third copy: two bring it above whatever filling took for a while.
  private static func heldBytes(_ venue: borrowing Exchange) -> Int {
    let first = venue.clone()
    let second = venue.clone()
    let before = peakMemoryBytes()
    let third = venue.clone()
    invariant(first.accountCount + second.accountCount == 2 * third.accountCount, "copies differ")  // keeps them alive
    return peakMemoryBytes() - before
  }
}
