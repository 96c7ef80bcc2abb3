import MarketTypes
import Mathematics

/// The grid of a retail bot: Hummingbot's `pure_market_making`, with its parameters and their defaults as data.
///
/// Level i stands at price × (spread + i × level spread) from the price, at least `minimumSpread`, with size first + i × step,
/// times the inventory skew where that is on. At a price at or above the ceiling it does not bid, at or below the floor it does
/// not ask. With ping-pong as many of the nearest levels of a side are left out as it has been filled more often than the other.
///
/// Left out: hanging orders' tracking, order optimisation, moving price bands, taking when crossed, refresh tolerance; the delays
/// are data for whoever runs it. Source: hummingbot/hummingbot at 2bfaccc4, strategy/pure_market_making.
public struct HummingbotGrid: Hashable, Sendable {
  /// How far below the price its first bid stands, as a fraction: 0.01 is 1 %.
  public var bidSpread: Double
  /// How far above the price its first ask stands, as a fraction.
  public var askSpread: Double
  /// The least distance of any quote, as a fraction; none where `nil` (the bot's −100).
  public var minimumSpread: Double?
  /// How much further each level stands than the one before, as a fraction.
  public var levelSpread: Double = 0.01
  /// Quotes a side; at least 1.
  public var levels: Int = 1
  /// Of the first level.
  public var size: Quantity
  /// More for each level.
  public var levelSize: Quantity = .zero
  /// At this price or above it does not bid, in ticks; none where `nil` (the bot's −1).
  public var priceCeiling: Double?
  /// At this price or below it does not ask, in ticks; none where `nil` (the bot's −1).
  public var priceFloor: Double?
  /// Whether a side that has filled more often leaves out as many of its nearest levels.
  public var pingPong: Bool = false
  /// Whether sizes follow `InventorySkew`.
  public var skewsByInventory: Bool = false
  /// The share of everything that should be base.
  public var inventoryTarget: Double = 0.5
  /// The skew's range as a multiple of all orders' sizes together.
  public var inventoryRangeMultiplier: Double = 1
  /// Between two times that it places orders.
  public var refreshInterval: TimeSpan
  /// How long it waits after a fill.
  public var filledOrderDelay = TimeSpan(nanoseconds: 60_000_000_000)
  /// An order as old as this is replaced.
  public var longestOrderAge = TimeSpan(nanoseconds: 1_800_000_000_000)
  /// A hanging order further than this from the price is cancelled, as a fraction.
  public var hangingCancelSpread: Double = 0.1

  public init(bidSpread: Double, askSpread: Double, size: Quantity, refreshInterval: TimeSpan) {
    self.bidSpread = bidSpread
    self.askSpread = askSpread
    self.size = size
    self.refreshInterval = refreshInterval
  }

  /// The quotes of level `level`, the first being 0, around `price` in ticks.
  ///
  /// - Parameters:
  ///   - purchases: how often its bids have been filled.
  ///   - sales: how often its asks have been.
  public func distances(at price: Double, level: Int, purchases: Int = 0, sales: Int = 0) -> QuoteDistances {
    let further = Double(level) * levelSpread
    let least = minimumSpread ?? -.infinity
    let bids = priceCeiling.map { price < $0 } ?? true
    let asks = priceFloor.map { price > $0 } ?? true
    let bidsLeftOut = pingPong ? purchases - sales : 0
    let asksLeftOut = pingPong ? sales - purchases : 0
    return QuoteDistances(
      bid: bids && level >= bidsLeftOut ? price * max(least, bidSpread + further) : nil,
      ask: asks && level >= asksLeftOut ? price * max(least, askSpread + further) : nil)
  }

  /// Both sizes of level `level`, skewed where that is on, rounded down to lots.
  ///
  /// - Parameters:
  ///   - base: held, in lots.
  ///   - quote: held, in lots' worth × ticks.
  public func sizes(level: Int, base: Double, quote: Double, price: Double) -> (bid: Quantity, ask: Quantity) {
    let plain = Quantity(lots: size.lots + Int64(level) * levelSize.lots)
    guard skewsByInventory else { return (plain, plain) }
    let skew = InventorySkew(
      base: base, quote: quote, price: price, target: inventoryTarget,
      range: Double(allSizes.lots) * inventoryRangeMultiplier)
    return (
      Quantity(roundingDown: Double(plain.lots) * skew.bid), Quantity(roundingDown: Double(plain.lots) * skew.ask)
    )
  }

  /// All orders of both sides together, before any skew.
  public var allSizes: Quantity {
    let count = Int64(levels)
    return Quantity(lots: 2 * count * size.lots + count * (count - 1) * levelSize.lots)
  }
}
