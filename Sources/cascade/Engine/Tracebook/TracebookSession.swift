import Files
import MarketTypes
import Notation

/// A conversation in the protocol of `tracebook-conformance`, which compares matching engines with its own.
///
/// Facts of the protocol: a greeting with the settings is answered by `ready`; each event by an observation with outcome,
/// trades and the SHA-256 of all that stands; a snapshot by all that stands. Books come into being with their first order.
struct TracebookSession: ~Copyable {
  private var input: LineInput
  private var output: OutputFile
  private var writer = JSONWriter()
  private let checksEverything: Bool
  private var settings: (TracebookSettings, TracebookUnits)?
  /// By symbol.
  private var books: [String: TracebookBook] = [:]
  private var lastIndex: Int64 = 0

  init(checksEverything: Bool) throws(FileError) {
    let input = try LineInput("-")
    let output = try OutputFile(.output)
    self.input = input
    self.output = output
    self.checksEverything = checksEverything
  }

  /// Talks to the end. A message that is not of the protocol ends it with an error message.
  mutating func run() throws -> ExitStatus {
    do {
      while let message = try nextMessage() {
        let isDone = try answer(message)
        try flush()
        if isDone { return .success }
      }
      throw TracebookFault(message: "the input ended before finish")
    } catch let fault as TracebookFault {
      writer.object { error in
        error.member("type", "error")
        error.member("code", "PROTOCOL_ERROR")
        error.member("message", fault.message)
      }
      writer.endLine()
      try flush()
      return .badInput
    }
  }

  private mutating func nextMessage() throws -> TracebookMessage? {
    while let line = try input.next() {
      switch line {
      case .tooLong: throw TracebookFault(message: "a message may have at most \(LineInput.longest) bytes")
      case .bytes(let bytes):
        if bytes.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
        return try TracebookMessage(parsing: bytes)
      }
    }
    return nil
  }

  private mutating func flush() throws(FileError) {
    try output.write(writer.bytes)
    writer.removeAll()
    try output.flush()
  }

  // MARK: Answers

  /// Returns whether that was the last.
  private mutating func answer(_ message: TracebookMessage) throws(TracebookFault) -> Bool {
    switch message {
    case .hello(let settings):
      if self.settings != nil { throw TracebookFault(message: "hello comes first and once") }
      self.settings = (settings, try TracebookUnits(settings))
      writeReady()
    case .event(let index, let event):
      if index != lastIndex + 1 { throw TracebookFault(message: "event indexes must be contiguous and start at 1") }
      try observe(event, at: index)
    case .snapshot(let index):
      if index != lastIndex { throw TracebookFault(message: "the snapshot's index is not that of the last event") }
      try writeSnapshot()
    case .finish(let count):
      if count != lastIndex { throw TracebookFault(message: "event_count is not that of the events") }
      writer.object { object in
        object.member("type", "complete")
        object.member("event_count", count)
      }
      writer.endLine()
      return true
    }
    return false
  }

  private mutating func writeReady() {
    writer.object { ready in
      ready.member("type", "ready")
      ready.member("protocol", TracebookMessage.protocolName)
      ready.member("protocol_version", TracebookMessage.protocolVersion)
      ready.key("engine")
      ready.object { engine in
        engine.member("name", "cascade")
        engine.member("version", Version.number)
        engine.member("language", "Swift")
      }
    }
    writer.endLine()
  }

  private mutating func observe(_ event: TracebookEvent, at index: Int64) throws(TracebookFault) {
    guard let (settings, units) = settings else { throw TracebookFault(message: "the first message must be hello") }
    lastIndex = index
    if books[event.symbol] == nil, event.createsBook {
      books[event.symbol] = TracebookBook(settings, units, checksEverything: checksEverything)
    }
    var trades: [TracebookBook.Trade] = []
    var rejection: TracebookBook.Rejection?
    do throws(TracebookBook.Rejection) {
      guard let book = books[event.symbol] else {
        throw TracebookBook.Rejection(code: "ORDER_NOT_ACTIVE", message: "there is no book of \(event.symbol)")
      }
      trades = try book.apply(event)
    } catch {
      rejection = error
    }
    let state = books.canonicalState(units)
    let count = books.values.reduce(0) { $0 + $1.count }
    writer.object { observation in
      observation.member("type", "observation")
      observation.member("index", index)
      observation.key("outcome")
      observation.object { outcome in
        outcome.member("status", rejection == nil ? "applied" : "rejected")
        outcome.optionalMember("reason", rejection?.code)
        outcome.optionalMember("message", rejection?.message)
      }
      observation.key("trades")
      observation.array { array in
        for trade in trades { array.object { $0.members(of: trade, event.symbol, units) } }
      }
      observation.member("state_hash", SHA256.digest(of: state).hex)
      observation.member("resting_order_count", count)
    }
    writer.endLine()
  }

  private mutating func writeSnapshot() throws(TracebookFault) {
    guard let units = settings?.1 else { throw TracebookFault(message: "the first message must be hello") }
    writer.object { snapshot in
      snapshot.member("type", "snapshot")
      snapshot.member("index", lastIndex)
      snapshot.key("state")
      snapshot.members(of: books, units)
    }
    writer.endLine()
  }
}

extension TracebookEvent {
  /// Whether a symbol nobody has named yet gets a book, whatever becomes of the event.
  fileprivate var createsBook: Bool {
    switch self {
    case .new, .clear: true
    case .cancel, .reduce, .replace: false
    }
  }
}

// MARK: - State

extension [String: TracebookBook] {
  /// All that stands, in the one spelling that is hashed: keys sorted, no white space.
  fileprivate func canonicalState(_ units: TracebookUnits) -> [UInt8] {
    var writer = JSONWriter()
    writer.members(of: self, units)
    return writer.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func members(of books: [String: TracebookBook], _ units: TracebookUnits) {
    let sorted = books.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    object { state in
      state.key("books")
      state.array { array in
        for (symbol, book) in sorted {
          array.object { object in
            for (name, side) in [("asks", Side.sell), ("bids", Side.buy)] {
              object.key(name)
              object.array { queue in
                for order in book.standing(on: side) { queue.object { $0.members(of: order, units) } }
              }
            }
            object.member("symbol", symbol)
          }
        }
      }
    }
  }

  private mutating func members(of order: TracebookBook.Standing, _ units: TracebookUnits) {
    member("order_id", order.number)
    member("order_type", "LIMIT")
    member("owner", order.owner)
    member("price", units.text(of: order.price))
    member("remaining_quantity", units.text(of: order.quantity))
  }

  fileprivate mutating func members(of trade: TracebookBook.Trade, _ symbol: String, _ units: TracebookUnits) {
    member("symbol", symbol)
    member("buy_order_id", trade.buyOrder)
    member("sell_order_id", trade.sellOrder)
    member("price", units.text(of: trade.price))
    member("quantity", units.text(of: trade.quantity))
  }

  fileprivate mutating func optionalMember(_ key: String, _ text: String?) {
    self.key(key)
    if let text { string(text) } else { null() }
  }
}
