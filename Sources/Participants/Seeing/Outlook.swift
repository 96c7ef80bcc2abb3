import MarketTypes

/// What a participant sees when it looks: its own instrument and those it also follows, as old as its data.
public struct Outlook: ~Copyable {
  /// The moment of the look.
  public var now: Time
  /// Its own instrument first, then the others in the order in which it named them.
  public var markets: [PublicMarket]
  /// The price levels of its own instrument's book, if it follows them.
  public var depth: PublicDepth

  public init(now: Time = .start, markets: [PublicMarket] = [], depth: PublicDepth = PublicDepth()) {
    self.now = now
    self.markets = markets
    self.depth = depth
  }

  /// Its own instrument.
  public var market: PublicMarket { markets[0] }
}
