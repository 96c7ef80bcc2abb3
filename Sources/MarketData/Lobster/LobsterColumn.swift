/// The columns of LOBSTER's two files: which numbers each can hold, and what to say of any other.
///
/// Times end with the day. Sizes and prices end at the ten digits the format itself uses for `no price`: a bound that
/// no sum over a file can carry out of 64 bits.
enum LobsterColumn {
  case time, kind, orderID, size, price, direction
  case askPrice, askSize, bidPrice, bidSize

  /// The price of an unoccupied ask level; that of a bid level is its negative.
  static var noPrice: Int64 { 9_999_999_999 }
  /// Decimals of a time. Nine would do for nanoseconds; a file that went through floating point can have twelve.
  static var timeScale: Int { 12 }

  /// The columns of a message file, as a person would list them.
  static var messageColumns: String { "6: time, type, order id, size, price, direction" }

  static func bookColumns(_ levelCount: Int) -> String {
    let levels = levelCount == 1 ? "" : " of \(levelCount) levels"
    return "\(4 * levelCount): ask price, ask size, bid price and bid size\(levels)"
  }

  var range: ClosedRange<Int64> {
    switch self {
    case .time: 0...86_400_000_000_000_000
    case .kind: 1...7
    case .orderID: Int64.min...Int64.max
    case .size, .askSize, .bidSize: 0...Self.noPrice
    case .price, .bidPrice: -Self.noPrice...Self.noPrice
    case .askPrice: 1...Self.noPrice
    case .direction: -1...1
    }
  }

  /// Continues `found …, expected`.
  var expectation: String {
    switch self {
    case .time: "a time of day in seconds, 0 to 86400, with at most 12 decimals"
    case .kind: "a message type, 1 to 7"
    case .orderID: "an order id, a whole number"
    case .size, .askSize, .bidSize: "a size in shares, 0 to \(Self.noPrice)"
    case .price: "a price in dollars times 10000, a whole number of at most 10 digits"
    case .direction: "a direction, 1 for a buy order or -1 for a sell order"
    case .askPrice: "an ask price in dollars times 10000, or \(Self.noPrice) at an unoccupied level"
    case .bidPrice: "a bid price in dollars times 10000, or -\(Self.noPrice) at an unoccupied level"
    }
  }
}
