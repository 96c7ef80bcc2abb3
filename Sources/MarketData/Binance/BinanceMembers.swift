import MarketTypes

/// What a message has said of itself so far.
struct BinanceMembers {
  enum Event { case unsaid, depthUpdate, bookTicker, trade, other }

  /// Members that are read.
  struct Keys: OptionSet {
    let rawValue: UInt16

    static let firstID = Keys(rawValue: 1 << 0)
    static let lastID = Keys(rawValue: 1 << 1)
    static let previousID = Keys(rawValue: 1 << 2)
    static let tradeID = Keys(rawValue: 1 << 3)
    static let snapshotID = Keys(rawValue: 1 << 4)
    static let price = Keys(rawValue: 1 << 5)
    static let quantity = Keys(rawValue: 1 << 6)
    static let bid = Keys(rawValue: 1 << 7)
    static let bidQuantity = Keys(rawValue: 1 << 8)
    static let ask = Keys(rawValue: 1 << 9)
    static let askQuantity = Keys(rawValue: 1 << 10)
    static let bids = Keys(rawValue: 1 << 11)
    static let asks = Keys(rawValue: 1 << 12)
    static let isBuyerMaker = Keys(rawValue: 1 << 13)
    static let origin = Keys(rawValue: 1 << 14)
  }

  var event = Event.unsaid
  var present: Keys = []
  var firstID: Int64 = 0
  var lastID: Int64 = 0
  var previousID: Int64 = 0
  var tradeID: Int64 = 0
  var snapshotID: Int64 = 0
  var price = Price(ticks: 1)
  var quantity = Quantity.zero
  var bid = Price(ticks: 1)
  var bidQuantity = Quantity.zero
  var ask = Price(ticks: 1)
  var askQuantity = Quantity.zero
  var isBuyerMaker = false
  var isInBook = true
}
