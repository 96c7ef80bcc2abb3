import MarketTypes

/// A market's day as its messages, whatever recorded them, and all that the measures of stylised facts know of it.
///
/// Columns, so that a message takes 50 bytes, an execution 8 more. Times never go back. The session goes from the first
/// message's second to the end of the last one's: a source that knows better opens and closes it.
public struct MarketTape: Sendable {
  /// So many units of price are a tick.
  public let tickSize: Int64
  /// How many levels of each side the source shows; `nil` for a whole book.
  public let visibleLevels: Int?
  /// The depth of the book, if the source shows it.
  public private(set) var depth = DepthProfile()

  private(set) var times: [Int64] = []
  private(set) var kinds: [MarketMessage.Kind] = []
  private var sides: [Bool] = []
  private(set) var orders: [Int64] = []
  private(set) var sizes: [Int64] = []
  private(set) var prices: [Int64] = []
  private(set) var bids: [Int64] = []
  private(set) var asks: [Int64] = []
  /// Of executions alone, in order.
  private(set) var makers: [Int32] = []
  private(set) var takers: [Int32] = []
  private var counts = [Int](repeating: 0, count: MarketMessage.Kind.allCases.count)
  private var hiddenSides: Set<Bool> = []
  private var closing: Int64?
  private var lastDepthSecond: Int64?
  private var isPaused = false

  /// - Parameters:
  ///   - tickSize: units of price in a tick, at least 1.
  ///   - visibleLevels: of a side; `nil` for a source that shows every order.
  public init(tickSize: Int64 = 1, visibleLevels: Int? = nil) {
    self.tickSize = tickSize
    self.visibleLevels = visibleLevels
  }

  /// Takes the next message.
  public mutating func append(_ message: MarketMessage) {
    invariant(
      times.last ?? .min <= message.time.nanoseconds,
      "a tape goes back from \(times.last ?? 0) to \(message.time.nanoseconds)")
    times.append(message.time.nanoseconds)
    kinds.append(message.kind)
    sides.append(message.side == .buy)
    orders.append(message.order)
    sizes.append(message.size)
    prices.append(message.price)
    bids.append(message.bid)
    asks.append(message.ask)
    counts[Int(message.kind.rawValue)] += 1
    if message.kind.isExecution {
      makers.append(message.maker)
      takers.append(message.taker)
    }
    if message.kind == .pause || message.kind == .resume { isPaused = message.kind == .pause }
    if message.kind == .hiddenExecution { hiddenSides.insert(message.side == .buy) }
  }

  /// The source went on to this moment, though no message came.
  public mutating func close(at time: Time) { closing = time.nanoseconds }

  /// The book as it stood at every whole second since the last call, up to but not at `time`. Pauses are left out.
  ///
  /// - Parameters:
  ///   - bids: lots of each level, best first.
  ///   - asks: the same of the other side.
  public mutating func sampleDepth(
    upTo time: Time, bids: some Sequence<Int64>, asks: some Sequence<Int64>
  ) {
    let second = (time.nanoseconds - 1).flooredSecond
    let seconds = second - (lastDepthSecond ?? second)
    lastDepthSecond = second
    if seconds > 0, !isPaused { depth.add(bids: bids, asks: asks, samples: seconds) }
  }
}

// MARK: - Reading

extension MarketTape {
  /// All messages, pauses and crosses included.
  public var count: Int { times.count }
  /// Of the last message; `nil` without any.
  public var lastTime: Time? { times.last.map { Time(nanoseconds: $0) } }

  /// How many messages of a kind there are. O(1).
  public func count(of kind: MarketMessage.Kind) -> Int { counts[Int(kind.rawValue)] }

  /// Messages about orders: all but pauses and what auctions filled.
  public var orderEventCount: Int {
    MarketMessage.Kind.allCases.filter(\.isOrderEvent).reduce(0) { $0 + count(of: $1) }
  }

  /// All lots that were traded, auctions' among them. O(messages).
  var lotsTraded: Int128 {
    var lots: Int128 = 0
    for index in 0..<count where kinds[index].isFill { lots += Int128(sizes[index]) }
    return lots
  }

  /// Of the resting order of a message.
  public func side(at index: Int) -> Side { sides[index] ? .buy : .sell }

  /// Twice the mid price after a message, in units of price; `nil` where a side is empty or the two meet.
  func twiceMid(at index: Int) -> Int64? {
    bids[index] > 0 && asks[index] > bids[index] ? bids[index] + asks[index] : nil
  }

  /// The same of whoever reads message after message; `nil` also while trading pauses, for what stands in the book then is
  /// no quote.
  ///
  /// - Parameter isPaused: whether it paused before the message; afterwards, whether it does.
  func twiceMid(at index: Int, _ isPaused: inout Bool) -> Int64? {
    let kind = kinds[index]
    if kind == .pause || kind == .resume { isPaused = kind == .pause }
    return isPaused ? nil : twiceMid(at: index)
  }

  /// Whether hidden executions say who was the aggressor: LOBSTER's since July 2014 all say the same.
  var knowsHiddenSides: Bool { hiddenSides.count == 2 || count(of: .hiddenExecution) < 20 }

  /// Nanoseconds, whole seconds both; empty without messages.
  public var session: Range<Int64> {
    guard let first = times.first, let last = times.last else { return 0..<0 }
    let end = -(-max(last, closing ?? last)).flooredSecond
    return first.flooredSecond * MarketTape.second..<max(end, first.flooredSecond + 1) * MarketTape.second
  }

  /// How long the session is, in seconds.
  public var seconds: Int { Int((session.upperBound - session.lowerBound) / MarketTape.second) }

  static let second: Int64 = 1_000_000_000
}

extension Int64 {
  /// Nanoseconds in whole seconds, toward −∞.
  fileprivate var flooredSecond: Int64 { divided(by: MarketTape.second, rounding: .down) }
}
