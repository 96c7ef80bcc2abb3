import MarketData
import MarketTypes
import Notation
import Storage

/// One change of one level, or one trade, as a feed handler would hand it over.
struct ReplayL2Event: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable { case level, trade }

  /// Nanoseconds since the start of the feed.
  var time: Int64
  /// What stands at the price from now on, or was traded.
  var lots: Int64
  var ticks: UInt32
  var kind: Kind
  /// Of a level; of a trade the taker's.
  var side: Side
}

/// A recorded session ready to be played: parsed, put in order, and laid end to end several times.
///
/// Each tile begins with what brings the book before it to the snapshot's (with the updates that were held), so that tiles
/// follow on each other. Of one update the levels that leave come first. Trades outside the book are left out.
struct ReplayL2Feed: ~Copyable {
  private(set) var events = Pool<ReplayL2Event>()
  private(set) var levelChanges = 0
  private(set) var trades = 0
  /// Of the first trade; 1 without one.
  private(set) var firstPrice = Price(ticks: 1)
  private var posted = DepthBook()

  init(_ text: SourceText, units: BinanceUnits, tiles: Int) throws(Diagnostics) {
    var start: Int64 = 0
    for _ in 0..<tiles { start = try append(text, units, from: start) + Self.pause }
  }

  /// Between two tiles.
  private static let pause: Int64 = 50_000_000

  /// - Returns: the time of the last event.
  private mutating func append(
    _ text: SourceText, _ units: BinanceUnits, from start: Int64
  ) throws(Diagnostics) -> Int64 {
    var reader = try BinanceReader(text, units: units)
    var book = BinanceBook()
    var origin: Int64?
    var last = start
    while let message = try reader.next() {
      let time = start + message.time.nanoseconds - (origin ?? message.time.nanoseconds)
      switch message.body {
      case .snapshot(let snapshot):
        book.begin(with: snapshot, reader.levels)
        while book.followHeld() != nil {}
        origin = origin ?? message.time.nanoseconds
        append(differences(from: book.book), at: time)
      case .depthUpdate(let update):
        if book.apply(update, reader.levels, at: reader.line) == .applied { append(reader.levels, at: time) }
      case .trade(let trade) where origin != nil && trade.isInBook && trade.quantity > .zero:
        if trades == 0 { firstPrice = trade.price }
        trades += 1
        events.append(
          ReplayL2Event(
            time: time, lots: trade.quantity.lots, ticks: UInt32(trade.price.ticks), kind: .trade,
            side: trade.takerSide))
      case .trade, .bookTicker: break
      }
      last = time
    }
    return last
  }

  private mutating func append(_ levels: [DepthLevel], at time: Int64) {
    for isLeaving in [true, false] {
      for level in levels where (level.quantity == .zero) == isLeaving {
        posted.apply(level)
        levelChanges += 1
        events.append(
          ReplayL2Event(
            time: time, lots: level.quantity.lots, ticks: UInt32(level.price.ticks), kind: .level, side: level.side))
      }
    }
  }

  private func differences(from book: DepthBook) -> [DepthLevel] {
    var levels: [DepthLevel] = []
    for side in Side.allCases {
      for level in posted[side] where book.quantity(at: level.price, on: side) == .zero {
        levels.append(DepthLevel(side, level.price, .zero))
      }
      levels += book[side].filter { posted.quantity(at: $0.price, on: side) != $0.quantity }
    }
    return levels
  }
}
