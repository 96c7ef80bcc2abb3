import MarketTypes
import Mathematics

/// How often something happens to one price level, by how many orders stand there.
public struct QueueRates: Hashable, Sendable {
  /// Limit orders that join, per second, at 0, 1, 2 … orders; the last holds for more. Like the others, not empty.
  public var limit: [Double]
  /// Cancels of the whole queue, per second. The first, of an empty queue, counts for nothing.
  public var cancel: [Double]
  /// Market orders that meet this level, per second; they come only while it is the best. The first counts for nothing.
  public var market: [Double]

  public init(limit: [Double], cancel: [Double], market: [Double]) {
    self.limit = limit
    self.cancel = cancel
    self.market = market
  }

  /// What happens next to a queue.
  enum Happening: CaseIterable {
    case limit, cancel, market
  }

  /// The rate at which something happens to a queue of so many orders.
  func rate(of happening: Happening, at count: Int64) -> Double {
    let rates =
      switch happening {
      case .limit: limit
      case .cancel: cancel
      case .market: market
      }
    if count == 0, happening != .limit { return 0 }
    return rates[min(Int(count), rates.count - 1)]
  }

  /// The highest rate at which something happens to any queue.
  func highest(of happening: Happening) -> Double {
    switch happening {
    case .limit: limit.max() ?? 0
    case .cancel: cancel.dropFirst().max() ?? cancel[0]
    case .market: market.dropFirst().max() ?? market[0]
    }
  }

  /// How likely each length is while these rates hold: π(n) = π(0) · Π L(j − 1) ÷ (C(j) + M(j)), j from 1 to n.
  ///
  /// Ends where what is left is below 1e-12 of the most likely length, or after 10,000 lengths.
  public var stationary: [Double] {
    // As logarithms: rates of 10^9 beside such of 10^-9 soon pass what a double holds.
    var logarithms = [0.0]
    var highest = 0.0
    while logarithms.count < 10_000 {
      let count = Int64(logarithms.count)
      let coming = rate(of: .limit, at: count - 1)
      let leaving = rate(of: .cancel, at: count) + rate(of: .market, at: count)
      if coming <= 0 || leaving <= 0 { break }
      let logarithm = logarithms[logarithms.count - 1] + log(coming) - log(leaving)
      let isTail = count >= Int64(max(limit.count, cancel.count, market.count))
      if isTail, logarithm < highest + log(1e-12) { break }
      logarithms.append(logarithm)
      highest = max(highest, logarithm)
    }
    let shares = logarithms.map { exp($0 - highest) }
    let sum = shares.reduce(0, +)
    return shares.map { $0 / sum }
  }

  /// Whether the longest queues shrink: otherwise there is no stationary law.
  public var isStable: Bool {
    let count = Int64(max(limit.count, cancel.count, market.count))
    return rate(of: .limit, at: count) < rate(of: .cancel, at: count) + rate(of: .market, at: count)
  }
}

/// The rates of one price level, and how they change with what stands elsewhere.
public struct LevelRates: Hashable, Sendable {
  /// Where none of the others applies.
  public var plain: QueueRates
  /// Instead, while no order stands nearer to the reference price on the same side (model IIa, from the second level on).
  public var alone: QueueRates?
  /// Instead, while the other side's first queue is empty (model IIb, first level).
  public var facingNone: QueueRates?
  /// Instead, while the other side's first queue has 1 to `few` orders.
  public var facingFew: QueueRates?
  /// Instead, while the other side's first queue has more than `many` orders.
  public var facingMany: QueueRates?

  public init(
    _ plain: QueueRates, alone: QueueRates? = nil, facingNone: QueueRates? = nil, facingFew: QueueRates? = nil,
    facingMany: QueueRates? = nil
  ) {
    self.plain = plain
    self.alone = alone
    self.facingNone = facingNone
    self.facingFew = facingFew
    self.facingMany = facingMany
  }

  /// All that are given.
  public var all: [QueueRates] { [plain, alone, facingNone, facingFew, facingMany].compactMap(\.self) }
}
