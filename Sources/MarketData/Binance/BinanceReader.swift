import MarketTypes
import Notation

/// The messages of a recorded Binance session, one at a time.
///
///     var reader = try BinanceReader(text, units: .btcusdtPerpetual)
///     while let message = try reader.next() { … }
///
/// A line is the moment of receipt in nanoseconds since 1970, a space, and the message as it came: wrapped with the name of
/// its stream or bare, or the answer of the REST interface to a request for the book, which is never wrapped: what looks like
/// one inside a wrapper is a stream's part of the book. Messages of other kinds, objects or lists, are counted and skipped.
/// Prices and sizes become ticks and lots exactly; what lies between two is refused, and so are an empty or
/// compressed file, a line that is cut or no message, a member that is missing, twice there or not of its kind, and an
/// update whose numbers go down. One pass over the bytes, no tree.
///
/// **Time.** The recorder's clock may be set back while it records. The order of lines is what was received, so a stamp
/// before that of the line above counts as the same moment and is counted in `stampsBack`.
public struct BinanceReader {
  /// What prices and sizes are brought to.
  public let units: BinanceUnits
  /// Of the snapshot or update read last, in the order of the file: bids, then asks.
  public internal(set) var levels: [DepthLevel] = []
  /// Lines whose stamp was before that of the line above.
  public private(set) var stampsBack = 0
  /// Messages of other kinds.
  public private(set) var others = 0
  /// Where the line of the message read last begins in the file.
  public var line: Int { cursor.lineStart }
  var cursor: BinanceCursor
  private var latest: Int64 = 0
  var members = BinanceMembers()

  /// Refuses an empty or compressed file; lines are read by `next`.
  public init(_ text: SourceText, units: BinanceUnits) throws(Diagnostics) {
    self.units = units
    cursor = try BinanceCursor(text)
  }

  /// The next message of a kind that is read, or `nil` after the last.
  public mutating func next() throws(Diagnostics) -> BinanceMessage? {
    while cursor.beginLine() {
      let start = cursor.offset
      guard let stamp = cursor.takeWhole(), cursor.take(UInt8(ascii: " ")) else {
        throw cursor.refusal(expected: "a time of receipt in nanoseconds since 1970 and a space")
      }
      if stamp > Self.latestStamp {
        throw cursor.refusal(
          from: start, expected: "a time of receipt in nanoseconds since 1970, at most \(Self.latestStamp)")
      }
      if stamp < latest { stampsBack += 1 }
      latest = max(latest, stamp)
      members = BinanceMembers()
      levels.removeAll(keepingCapacity: true)
      try takeMessage()
      if !cursor.takeLineEnd() { throw cursor.refusal(expected: "the end of the line") }
      if let body = try body() { return BinanceMessage(time: TimeSpan(nanoseconds: latest), body) }
      others += 1
    }
    return nil
  }

  /// `found …, expected …` about the line that begins there.
  func refusal(ofLineAt start: Int, found: String, expected: String) -> Diagnostics {
    cursor.refusal(ofLineAt: start, found: found, expected: expected)
  }

  /// `found the end of the file, expected …`, after the last message.
  func refusalOfEnd(expected: String) -> Diagnostics { cursor.refusal(expected: expected) }
}

// MARK: - Bounds

extension BinanceReader {
  /// The latest time of receipt, in the year 2116: what lies between two such is a time that can be simulated.
  static var latestStamp: Int64 { 1 << 62 }
  /// The highest number of an update or a trade: one more is reckoned with.
  static var highestNumber: Int64 { .max - 1 }
}

// MARK: - Members

extension BinanceReader {
  /// Takes what a line says. A list is a message of another kind.
  private mutating func takeMessage() throws(Diagnostics) {
    if cursor.next == UInt8(ascii: "[") { try skip() } else { try takeObject(isOutermost: true, "{ or [") }
  }

  /// Takes an object and what of it matters.
  ///
  /// - Parameter isOutermost: whether it is all that the line says. Only such a one may have a member `data`, which then
  ///   is the message, or be a snapshot.
  private mutating func takeObject(isOutermost: Bool, _ words: String = "{") throws(Diagnostics) {
    try expect(UInt8(ascii: "{"), words)
    if cursor.take(UInt8(ascii: "}")) { return }
    repeat {
      guard let key = cursor.takeString() else { throw cursor.refusal(expected: "the name of a member in quotes") }
      try expect(UInt8(ascii: ":"), ":")
      try takeMember(key, isOutermost: isOutermost)
    } while cursor.take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), ", or }")
  }

  mutating func expect(_ byte: UInt8, _ words: String) throws(Diagnostics) {
    if !cursor.take(byte) { throw cursor.refusal(expected: words) }
  }

  private mutating func takeMember(_ key: Range<Int>, isOutermost: Bool) throws(Diagnostics) {
    if members.event == .other { return try skip() }
    if key.count > 1 { return try takeLongMember(key, isOutermost: isOutermost) }
    switch key.isEmpty ? 0 : cursor.byte(at: key.lowerBound) {
    case UInt8(ascii: "e"): try takeEvent()
    case UInt8(ascii: "U"): members.firstID = try takeNumber(.firstID)
    case UInt8(ascii: "u"): members.lastID = try takeNumber(.lastID)
    case UInt8(ascii: "t"): members.tradeID = try takeNumber(.tradeID)
    case UInt8(ascii: "p"): members.price = try takePrice(.price)
    case UInt8(ascii: "q"): members.quantity = try takeQuantity(.quantity)
    case UInt8(ascii: "m"): try takeMaker()
    case UInt8(ascii: "X"): try takeOrigin()
    // Old trades have numbers of orders here.
    case UInt8(ascii: "b") where members.event == .trade: try skip()
    case UInt8(ascii: "a") where members.event == .trade: try skip()
    case UInt8(ascii: "b") where cursor.next == UInt8(ascii: "["): try takeLevels(.bids, of: .buy)
    case UInt8(ascii: "a") where cursor.next == UInt8(ascii: "["): try takeLevels(.asks, of: .sell)
    case UInt8(ascii: "b"): members.bid = try takePrice(.bid)
    case UInt8(ascii: "a"): members.ask = try takePrice(.ask)
    case UInt8(ascii: "B"): members.bidQuantity = try takeQuantity(.bidQuantity)
    case UInt8(ascii: "A"): members.askQuantity = try takeQuantity(.askQuantity)
    default: try skip()
    }
  }

  private mutating func takeLongMember(_ key: Range<Int>, isOutermost: Bool) throws(Diagnostics) {
    if cursor.isWord("pu", at: key) {
      members.previousID = try takeNumber(.previousID)
    } else if !isOutermost {
      try skip()
    } else if cursor.isWord("data", at: key), cursor.next == UInt8(ascii: "{") {
      try takeObject(isOutermost: false)
    } else if cursor.isWord("lastUpdateId", at: key) {
      members.snapshotID = try takeNumber(.snapshotID)
    } else if cursor.isWord("bids", at: key) {
      try takeLevels(.bids, of: .buy)
    } else if cursor.isWord("asks", at: key) {
      try takeLevels(.asks, of: .sell)
    } else {
      try skip()
    }
  }

  mutating func skip() throws(Diagnostics) {
    if !cursor.skipValue() { throw cursor.refusal(expected: "a value as JSON writes it, nested at most 16 deep") }
  }
}

// MARK: - Messages

extension BinanceReader {
  /// What the members come to; `nil` for a message of another kind.
  private func body() throws(Diagnostics) -> BinanceMessage.Body? {
    switch members.event {
    case .depthUpdate: return .depthUpdate(try depthUpdate())
    case .bookTicker: return .bookTicker(try bookTicker())
    case .trade: return .trade(try trade())
    case .other: return nil
    case .unsaid:
      // The spot market does not name its best prices, and nobody names a book that was asked for.
      if members.present.contains(.snapshotID) {
        try require([.bids, .asks], as: "a snapshot", with: "lastUpdateId, bids and asks")
        return .snapshot(BinanceSnapshot(lastUpdateID: members.snapshotID))
      }
      return members.present.contains(.bid) ? .bookTicker(try bookTicker()) : nil
    }
  }

  private func require(_ keys: BinanceMembers.Keys, as kind: String, with words: String) throws(Diagnostics) {
    if members.present.isSuperset(of: keys) { return }
    throw refusal(ofLineAt: line, found: "\(kind) with less", expected: words)
  }

  private func depthUpdate() throws(Diagnostics) -> BinanceDepthUpdate {
    try require([.firstID, .lastID, .bids, .asks], as: "a depth update", with: "U, u, b and a")
    if members.firstID > members.lastID {
      throw refusal(
        ofLineAt: line, found: "an update from \(members.firstID) to \(members.lastID)",
        expected: "U to be at most u")
    }
    return BinanceDepthUpdate(
      firstID: members.firstID, lastID: members.lastID,
      previousID: members.present.contains(.previousID) ? members.previousID : nil)
  }

  private func bookTicker() throws(Diagnostics) -> BinanceBookTicker {
    try require(
      [.lastID, .bid, .bidQuantity, .ask, .askQuantity], as: "a book ticker", with: "u, b, B, a and A")
    return BinanceBookTicker(
      updateID: members.lastID,
      top: DepthTop(bid: members.bid, members.bidQuantity, ask: members.ask, members.askQuantity))
  }

  private func trade() throws(Diagnostics) -> BinanceTrade {
    try require([.tradeID, .price, .quantity, .isBuyerMaker], as: "a trade", with: "t, p, q and m")
    return BinanceTrade(
      tradeID: members.tradeID, price: members.price, quantity: members.quantity,
      takerSide: members.isBuyerMaker ? .sell : .buy, isInBook: members.isInBook)
  }
}
