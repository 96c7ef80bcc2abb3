import MarketTypes
import Mathematics

/// How far from a fair price a maker would quote on either side. `nil` is no quote on that side. A distance below zero
/// is a quote beyond fair, which may meet the other side of the book; whether that is wanted is the caller's choice
/// (`atLeast`).
@frozen public struct QuoteDistances: Hashable, Sendable, BitwiseCopyable {
  /// Fair less bid, in ticks.
  public var bid: Double?
  /// Ask less fair, in ticks.
  public var ask: Double?

  @inlinable
  public init(bid: Double?, ask: Double?) {
    self.bid = bid
    self.ask = ask
  }

  /// From one's bid to one's ask; `nil` where a side is not quoted.
  @inlinable
  public var spread: Double? {
    guard let bid, let ask else { return nil }
    return bid + ask
  }

  /// No distance below `lowest`: with 0 no quote is beyond fair. This only ever widens.
  @inlinable
  public func atLeast(_ lowest: Double) -> QuoteDistances {
    QuoteDistances(bid: bid.map { max($0, lowest) }, ask: ask.map { max($0, lowest) })
  }

  /// Both sides `distance` further out: the next level of a ladder.
  @inlinable
  public func widened(by distance: Double) -> QuoteDistances {
    QuoteDistances(bid: bid.map { $0 + distance }, ask: ask.map { $0 + distance })
  }

  /// The bid in whole ticks around `fair` (in ticks too), rounded down; `nil` if that is below one tick.
  @inlinable
  public func bidPrice(around fair: Double) -> Price? {
    guard let bid, fair - bid + Self.slack >= 1 else { return nil }
    return Price(roundingDown: fair - bid + Self.slack)
  }

  /// The ask in whole ticks around `fair`, rounded up; at least one tick.
  @inlinable
  public func askPrice(around fair: Double) -> Price? {
    guard let ask else { return nil }
    return Price(roundingUp: fair + ask - Self.slack)
  }

  /// A price no further than this from a whole tick is that tick: what a formula puts on a tick stands there, whichever way
  /// its last bit fell.
  @usableFromInline static let slack = 1e-6
}
