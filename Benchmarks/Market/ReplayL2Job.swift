import Files
import MarketData
import MarketTypes
import Notation
import Storage

/// Job REPLAY-L2: a recorded level-2 feed with one maker in it. What `bench market --job replay-l2` measures.
struct ReplayL2Job {
  /// One of the two designs, and what came of it.
  struct Outcome {
    var digest: String
    var venueCommands: Int
    var venueEvents: Int
    var maker: ReplayL2Maker
    var times = Rounds()
  }

  let events: Int
  let levelChanges: Int
  let trades: Int
  /// The recorded book beside the venue's.
  private(set) var depth: Outcome
  /// An order in the venue's book for each level.
  private(set) var orders: Outcome
  /// The same feed into a bare array.
  private(set) var floor = Rounds()
  /// Of the whole process, the log and the feed in memory counted.
  let peakBytes: Int
  let rounds: Int

  /// Parses and lays out the feed, then plays it in turns.
  ///
  /// - Throws: `Diagnostics` and `FileError` for the log, `DifferentReplays` when a round's digest is another.
  static func measure(_ options: ReplayL2Options) throws -> ReplayL2Job {
    let text = SourceText(name: options.data, bytes: try readFile(options.data, limit: 4 << 30))
    let feed = try ReplayL2Feed(text, units: .btcusdtPerpetual, tiles: options.tiles)
    return try ReplayL2Job(feed, rounds: options.rounds)
  }

  private init(_ feed: borrowing ReplayL2Feed, rounds: Int) throws {
    self.rounds = rounds
    events = feed.events.count
    levelChanges = feed.levelChanges
    trades = feed.trades
    depth = Self.time(.depth, feed).outcome
    orders = Self.time(.orders, feed).outcome
    peakBytes = peakMemoryBytes()
    var bare = BareDepth(around: feed.firstPrice)
    for _ in 0..<rounds {
      let start = monotonicNanoseconds()
      bare.play(feed.events)
      floor.append(nanoseconds: monotonicNanoseconds() - start, operations: events)
      try Self.time(.depth, feed, into: &depth)
      try Self.time(.orders, feed, into: &orders)
    }
    invariant(bare.traded >= trades * rounds, "less was traded than there were trades")  // keeps the loop alive
  }

  private static func time(
    _ design: ReplayL2Run.Design, _ feed: borrowing ReplayL2Feed, into outcome: inout Outcome
  ) throws {
    let again = time(design, feed)
    if again.outcome.digest != outcome.digest {
      throw DifferentReplays(first: outcome.digest, found: again.outcome.digest)
    }
    outcome.times.append(nanoseconds: again.nanoseconds, operations: feed.events.count)
  }

  private static func time(
    _ design: ReplayL2Run.Design, _ feed: borrowing ReplayL2Feed
  ) -> (nanoseconds: UInt64, outcome: Outcome) {
    var run = ReplayL2Run(design, mark: feed.firstPrice)
    let start = monotonicNanoseconds()
    run.play(feed.events)
    let nanoseconds = monotonicNanoseconds() - start
    let outcome = Outcome(
      digest: run.digest, venueCommands: run.venue.commands, venueEvents: run.venue.eventCount,
      maker: run.venue.maker)
    return (nanoseconds, outcome)
  }
}

/// Two runs of one feed came to different digests: a fault of ours.
struct DifferentReplays: Error, CustomStringConvertible {
  let first: String
  let found: String

  var description: String { "a replay comes to \(found), the first one to \(first)" }
}

/// The floor: a size for each price near the first one, in two flat arrays, and the sum of what was traded.
private struct BareDepth: ~Copyable {
  private static let width: Int64 = 1 << 17
  private var lots: Pool<Int64>
  private let lowest: Int64
  private(set) var traded = 0

  init(around price: Price) {
    lots = Pool(count: 2 * Int(Self.width), filledWith: 0)
    lowest = max(0, price.ticks - Self.width / 2)
  }

  @inline(never)
  mutating func play(_ events: borrowing Pool<ReplayL2Event>) {
    for index in 0..<events.count {
      let event = events[known: index]
      switch event.kind {
      case .level:
        let place = Int64(event.ticks) - lowest
        if UInt64(bitPattern: place) < UInt64(Self.width) {
          lots[known: Int(place << 1 | Int64(event.side.rawValue))] = event.lots
        }
      case .trade: traded += Int(event.lots)
      }
    }
  }
}
