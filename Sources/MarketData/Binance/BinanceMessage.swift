import MarketTypes

/// One line of a recorded websocket session: what Binance said, and when it was received.
///
/// Formats: Binance's API documentation, "Diff. Book Depth Streams", "Individual Symbol Book Ticker Streams", "Trade
/// Streams" and "Order Book" (spot and USDⓈ-M futures).
public struct BinanceMessage: Hashable, Sendable, BitwiseCopyable {
  /// Since 1970 by the recorder's clock, not before that of the message before it: see `BinanceReader`.
  public var time: TimeSpan
  /// What was said.
  public var body: Body

  /// The kinds of messages that are read.
  public enum Body: Hashable, Sendable, BitwiseCopyable {
    /// A book as a whole, asked for apart from the streams. Its levels are the reader's `levels`.
    case snapshot(BinanceSnapshot)
    /// Levels that changed. They are the reader's `levels`.
    case depthUpdate(BinanceDepthUpdate)
    /// Best prices with their sizes.
    case bookTicker(BinanceBookTicker)
    /// A fill, or what is told like one.
    case trade(BinanceTrade)
  }

  public init(time: TimeSpan, _ body: Body) {
    self.time = time
    self.body = body
  }
}

/// Where a snapshot stands among the updates.
public struct BinanceSnapshot: Hashable, Sendable, BitwiseCopyable {
  /// `lastUpdateId`: the last update that is in it.
  public var lastUpdateID: Int64

  public init(lastUpdateID: Int64) { self.lastUpdateID = lastUpdateID }
}

/// Where an update stands among the others. An update stands for all numbers from its first to its last.
public struct BinanceDepthUpdate: Hashable, Sendable, BitwiseCopyable {
  /// `U`; not above `lastID`.
  public var firstID: Int64
  /// `u`.
  public var lastID: Int64
  /// `pu`: the last number of the update before it. `nil` on the spot market, which does not say it.
  public var previousID: Int64?

  public init(firstID: Int64, lastID: Int64, previousID: Int64?) {
    self.firstID = firstID
    self.lastID = lastID
    self.previousID = previousID
  }
}

/// The best prices after an update.
public struct BinanceBookTicker: Hashable, Sendable, BitwiseCopyable {
  /// `u`: the update after which they stood.
  public var updateID: Int64
  /// Best prices and the sizes there.
  public var top: DepthTop

  public init(updateID: Int64, top: DepthTop) {
    self.updateID = updateID
    self.top = top
  }
}

/// One fill of the venue's, as its trade stream says it.
public struct BinanceTrade: Hashable, Sendable, BitwiseCopyable {
  /// `t`: the trade's number.
  public var tradeID: Int64
  /// `p`, in ticks.
  public var price: Price
  /// Zero in what is no trade of the book's.
  public var quantity: Quantity
  /// Who came: `m` says whether the buyer had been resting.
  public var takerSide: Side
  /// False for what Binance says happened elsewhere (`X` other than `MARKET`): the insurance fund, auto-deleveraging.
  public var isInBook: Bool

  public init(tradeID: Int64, price: Price, quantity: Quantity, takerSide: Side, isInBook: Bool = true) {
    self.tradeID = tradeID
    self.price = price
    self.quantity = quantity
    self.takerSide = takerSide
    self.isInBook = isInBook
  }
}
