import MarketTypes

/// Between which prices fills may be, the edges included (MAT-64, MAT-65).
@frozen public struct FillEdges: Hashable, Sendable, BitwiseCopyable {
  /// In ticks; at least 1 where the width is below the whole reference.
  public let lowest: Price
  /// In ticks; may be above the maximum price.
  public let highest: Price

  init(lowest: Price, highest: Price) {
    self.lowest = lowest
    self.highest = highest
  }

  /// The reference, and `width` of it in parts per billion either way, rounded towards it.
  public init(around reference: Price, width: Int64) {
    let reach = reference.ticks.times(width, over: Rate.one.partsPerBillion, rounding: .down)
    lowest = Price(ticks: reference.ticks - reach)
    highest = Price(ticks: reference.ticks + reach)
  }

  /// Whether a fill at this price is allowed, the edges included.
  public func contains(_ price: Price) -> Bool { price >= lowest && price <= highest }

  /// Only the edge an order of `side` comes to as it walks; the other way it may go as far as it finds somebody.
  public func ahead(of side: Side) -> FillEdges {
    side == .buy
      ? FillEdges(lowest: Price(ticks: .min), highest: highest)
      : FillEdges(lowest: lowest, highest: Price(ticks: .max))
  }

  /// What lies within both; two bands may lie apart, and then nothing does.
  public func within(_ other: FillEdges) -> FillEdges {
    FillEdges(lowest: max(lowest, other.lowest), highest: min(highest, other.highest))
  }
}

/// What limit states keep fills around: the mean price of the fills of the last whole window that had any (MAT-65).
@frozen public struct SlowReference: Hashable, Sendable, BitwiseCopyable {
  private var ticks: Int64 = 0
  private var sum: Int128 = 0
  private var fills: Int64 = 0
  private var window: Int64 = 0

  /// Without a reference: nothing has filled yet.
  public init() {}

  /// `nil` before the first window with fills has ended, and before the first auction.
  public var price: Price? { ticks == 0 ? nil : Price(ticks: ticks) }

  /// Time has come to this window: one that ended with fills in it sets the reference, rounded down.
  public mutating func roll(to window: Int64) {
    guard window != self.window else { return }
    if fills > 0 { ticks = Int64(sum / Int128(fills)) }
    self.window = window
    sum = 0
    fills = 0
  }

  /// A fill in the window under way.
  public mutating func count(_ price: Price) {
    sum += Int128(price.ticks)
    fills += 1
  }

  /// An auction's price is the reference from here on; what filled before it in its window does not count.
  public mutating func take(_ price: Price) {
    ticks = price.ticks
    sum = 0
    fills = 0
  }
}
