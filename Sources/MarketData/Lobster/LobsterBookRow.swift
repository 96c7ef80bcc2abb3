import MarketTypes
import Notation

/// One occupied price level.
public struct LobsterLevel: Hashable, Sendable, BitwiseCopyable {
  public var price: LobsterPrice
  /// In shares, all orders of the level together; at least 1.
  public var size: Quantity

  public init(price: LobsterPrice, size: Quantity) {
    self.price = price
    self.size = size
  }
}

extension LobsterLevel: CustomStringConvertible {
  /// `585.33 × 18`.
  public var description: String { "\(price) × \(size.lots)" }
}

/// One row of a LOBSTER orderbook file: the best levels of both sides after the message of the same row.
public struct LobsterBookRow: Hashable, Sendable {
  /// How many levels of a side the file shows.
  public var levelCount: Int
  /// Best first, so ascending; at most `levelCount`. Levels the file calls unoccupied are left out.
  public var asks: [LobsterLevel]
  /// Best first, so descending; at most `levelCount`.
  public var bids: [LobsterLevel]

  public init(levelCount: Int, asks: [LobsterLevel] = [], bids: [LobsterLevel] = []) {
    self.levelCount = levelCount
    self.asks = asks
    self.bids = bids
  }

  public subscript(side: Side) -> [LobsterLevel] { side == .buy ? bids : asks }

  /// The best level of both sides.
  public var top: LobsterTop { LobsterTop(ask: asks.first, bid: bids.first) }
}

/// Best ask and best bid with what stands there: all that a level-1 file knows of a book.
public struct LobsterTop: Hashable, Sendable, BitwiseCopyable {
  /// `nil` when the side is empty.
  public var ask: LobsterLevel?
  public var bid: LobsterLevel?

  public init(ask: LobsterLevel?, bid: LobsterLevel?) {
    self.ask = ask
    self.bid = bid
  }

  /// Whether some buyer would pay what some seller asks.
  public var isCrossed: Bool {
    guard let ask, let bid else { return false }
    return bid.price >= ask.price
  }
}

extension LobsterTop: CustomStringConvertible {
  /// `bid 585.33 × 18, ask 585.94 × 200`.
  public var description: String {
    "bid \(bid.map(String.init(describing:)) ?? "none"), ask \(ask.map(String.init(describing:)) ?? "none")"
  }
}
