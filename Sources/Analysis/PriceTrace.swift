import MarketTypes

/// The way of a price, thinned to what a line of text or a small picture can show.
///
/// Keeps a point for every change, later for every two, four … changes together: at most `limit` points whatever the
/// length of the run. A point is the price of its changes farthest from the first price, so that no crash is thinned away.
/// Lowest and highest are exact. The steps are changes of the price, not of time, so that a cascade within one moment
/// can still be seen.
public struct PriceTrace: Hashable, Sendable {
  /// The lowest price; `nil` without any, as the next two.
  public private(set) var low: Price?
  /// The highest price.
  public private(set) var high: Price?
  /// The latest price.
  public private(set) var last: Price?
  /// How many prices there were, the first one counted.
  public private(set) var changes = 0

  private var first: Price?
  private var kept: [Price] = []
  private var stride = 1
  private let limit: Int

  /// - Parameter limit: even, at least 2.
  init(limit: Int) {
    invariant(limit >= 2 && limit.isMultiple(of: 2), "a trace of \(limit) points")
    self.limit = limit
  }

  /// One price for each stretch of changes, the one farthest from the first price.
  public var points: [Price] { kept }

  mutating func take(_ price: Price) {
    low = min(low ?? price, price)
    high = max(high ?? price, price)
    last = price
    first = first ?? price
    if changes.isMultiple(of: stride) {
      makeRoom()
      kept.append(price)
    } else {
      kept[kept.count - 1] = farther(kept[kept.count - 1], price)
    }
    changes += 1
  }

  /// Joins the points two by two when there are as many as may be. They stand for whole strides then, since `limit` is even.
  private mutating func makeRoom() {
    guard kept.count == limit else { return }
    for index in 0..<(limit / 2) { kept[index] = farther(kept[2 * index], kept[2 * index + 1]) }
    kept.removeLast(limit / 2)
    stride *= 2
  }

  private func farther(_ one: Price, _ other: Price) -> Price {
    guard let first else { return other }
    return (one - first).ticks.magnitude > (other - first).ticks.magnitude ? one : other
  }
}
