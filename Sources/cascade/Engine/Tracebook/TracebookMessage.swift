import MarketTypes
import Notation

/// What a peer of the protocol `tracebook.conformance`, version 1, may say.
enum TracebookMessage {
  case hello(TracebookSettings)
  case event(index: Int64, TracebookEvent)
  case snapshot(index: Int64)
  case finish(count: Int64)

  static let protocolName = "tracebook.conformance"
  static let protocolVersion: Int64 = 1
}

/// What is wrong with a message, in words. The conversation ends with it.
struct TracebookFault: Error {
  let message: String
}

/// How the books of one conversation match.
struct TracebookSettings {
  var isProRata = false
  var prevention = SelfTradePrevention.allow
  /// As spelt: a price is a whole number of these.
  var tickSize = "0.01"
  /// Digits after the point of the quantities that are written.
  var quantityPlaces = 12
}

/// One event of a trace.
enum TracebookEvent {
  case new(TracebookOrder)
  case cancel(symbol: String, order: Int64)
  case reduce(symbol: String, order: Int64, by: Double)
  case replace(symbol: String, order: Int64, price: Double?, quantity: Double?)
  case clear(symbol: String)

  var symbol: String {
    switch self {
    case .new(let order): order.symbol
    case .cancel(let symbol, _), .reduce(let symbol, _, _), .replace(let symbol, _, _, _), .clear(let symbol): symbol
    }
  }
}

struct TracebookOrder {
  enum Kind: String {
    case limit = "LIMIT"
    case market = "MARKET"
    case immediateOrCancel = "IOC"
    case fillOrKill = "FOK"
  }

  /// Stands for nobody: such orders are never of one owner.
  static let nobody: Int64 = -1

  var symbol: String
  var number: Int64
  var side: Side
  var kind: Kind
  var price: Double
  var quantity: Double
  var owner: Int64
}

// MARK: - Reading

extension TracebookMessage {
  init(parsing bytes: [UInt8]) throws(TracebookFault) {
    let message: JSONValue
    do throws(Diagnostics) {
      message = try JSONValue(parsing: SourceText(name: "message", line: bytes))
    } catch {
      throw TracebookFault(message: error.entries.first?.message ?? "not JSON")
    }
    switch message["type"]?.text {
    case "hello": self = .hello(try TracebookSettings(greeting: message))
    case "event": self = .event(index: try message.whole("index"), try TracebookEvent(message["event"]))
    case "snapshot": self = .snapshot(index: try message.whole("index"))
    case "finish": self = .finish(count: try message.whole("event_count"))
    default: throw TracebookFault(message: "type must be hello, event, snapshot or finish")
    }
  }
}

extension TracebookSettings {
  fileprivate init(greeting: JSONValue) throws(TracebookFault) {
    guard greeting["protocol"]?.text == TracebookMessage.protocolName,
      greeting["protocol_version"]?.whole == TracebookMessage.protocolVersion
    else {
      let meant = "\(TracebookMessage.protocolName) version \(TracebookMessage.protocolVersion)"
      throw TracebookFault(message: "the protocol must be \(meant)")
    }
    guard let config = greeting["config"] else { return }
    switch config["matching_algorithm"]?.text ?? "fifo" {
    case "fifo": isProRata = false
    case "pro_rata": isProRata = true
    default: throw TracebookFault(message: "matching_algorithm must be fifo or pro_rata")
    }
    switch config["self_trade_policy"]?.text ?? "NONE" {
    case "NONE": prevention = .allow
    case "CANCEL_RESTING": prevention = .cancelOldest
    case "CANCEL_INCOMING": prevention = .cancelNewest
    default: throw TracebookFault(message: "self_trade_policy must be NONE, CANCEL_RESTING or CANCEL_INCOMING")
    }
    tickSize = config["tick_size"]?.spelling ?? tickSize
    quantityPlaces = Int(config["quantity_decimal_places"]?.whole ?? 12)
    guard (0...18).contains(quantityPlaces) else {
      throw TracebookFault(message: "quantity_decimal_places must be from 0 to 18")
    }
  }
}

extension TracebookEvent {
  fileprivate init(_ event: JSONValue?) throws(TracebookFault) {
    guard let event, let operation = event["op"]?.text, let symbol = event["symbol"]?.text, !symbol.isEmpty else {
      throw TracebookFault(message: "an event needs op and symbol")
    }
    switch operation {
    case "new": self = .new(try TracebookOrder(event, of: symbol))
    case "cancel": self = .cancel(symbol: symbol, order: try event.orderNumber())
    case "reduce": self = .reduce(symbol: symbol, order: try event.orderNumber(), by: try event.number("quantity"))
    case "replace":
      self = .replace(
        symbol: symbol, order: try event.orderNumber(), price: event["price"]?.number,
        quantity: event["quantity"]?.number)
    case "clear": self = .clear(symbol: symbol)
    default: throw TracebookFault(message: "op must be new, cancel, reduce, replace or clear")
    }
  }
}

extension TracebookOrder {
  fileprivate init(_ event: JSONValue, of symbol: String) throws(TracebookFault) {
    guard let kind = Kind(rawValue: event["order_type"]?.text ?? "LIMIT") else {
      throw TracebookFault(message: "order_type must be LIMIT, MARKET, IOC or FOK")
    }
    switch event["side"]?.text {
    case "BUY": side = .buy
    case "SELL": side = .sell
    default: throw TracebookFault(message: "side must be BUY or SELL")
    }
    self.symbol = symbol
    self.kind = kind
    number = try event.orderNumber()
    quantity = try event.number("quantity")
    price = kind == .market ? 0 : try event.number("price")
    owner = event["owner"] == nil ? Self.nobody : try event.whole("owner")
  }
}

extension JSONValue {
  /// A member that is there and is not null.
  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = content, let member = members.first(where: { $0.key == key }) else { return nil }
    return member.value.content == .null ? nil : member.value
  }

  fileprivate var text: String? {
    if case .string(let text) = content { return text }
    return nil
  }

  /// The digits of a number, whether quoted or not.
  fileprivate var spelling: String? {
    switch content {
    case .number(let literal): literal
    case .string(let text): text
    default: nil
    }
  }

  fileprivate var whole: Int64? {
    if case .number(let literal) = content { return Int64(literal) }
    return nil
  }

  fileprivate var number: Double? {
    if case .number(let literal) = content, let number = Double(literal), number.isFinite { return number }
    return nil
  }

  fileprivate func whole(_ key: String) throws(TracebookFault) -> Int64 {
    guard let number = self[key]?.whole else { throw TracebookFault(message: "\(key) must be an integer of 64 bits") }
    return number
  }

  fileprivate func number(_ key: String) throws(TracebookFault) -> Double {
    guard let number = self[key]?.number else { throw TracebookFault(message: "\(key) must be a number") }
    return number
  }

  fileprivate func orderNumber() throws(TracebookFault) -> Int64 {
    let number = try whole("order_id")
    if number < 1 { throw TracebookFault(message: "order_id must be positive") }
    return number
  }
}
