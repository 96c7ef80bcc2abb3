import MarketTypes
import Storage

/// What a participant sees when it looks: its own instrument and those it also follows, as old as its data.
public struct Outlook: ~Copyable {
  private let pin = Pin()
  /// The moment of the look.
  public var now: Time
  /// Its own instrument.
  public var market: PublicMarket
  /// The other instruments that it follows, in the order in which it named them.
  public var others: [PublicMarket]
  /// The price levels of its own instrument's book, if it follows them.
  public var depth: PublicDepth

  /// Whether nothing of what it follows is traded any more.
  public var isOver: Bool { market.isSettled && others.allSatisfy(\.isSettled) }

  /// The mark of one of them; `nil` if it has none or is not followed.
  func mark(of instrument: InstrumentID) -> Price? {
    if market.quote.instrument == instrument { return market.mark }
    for other in others where other.quote.instrument == instrument { return other.mark }
    return nil
  }

  public init(
    now: Time = .start, market: PublicMarket = PublicMarket(InstrumentID(number: 0)), others: [PublicMarket] = [],
    depth: PublicDepth = PublicDepth()
  ) {
    self.now = now
    self.market = market
    self.others = others
    self.depth = depth
  }
}
