import MarketTypes

/// Volume-synchronized probability of informed trading: how one-sided the last so many buckets of equal volume were.
///
///     VPIN = Σ |bought − sold| ÷ (buckets × volume of a bucket)
///
/// A trade that is more than a bucket still takes goes on into the next ones; volume of both sides enters evenly mixed, bought lots
/// of each bucket's share rounded down, the rest sold, so that no lot is lost. Counts are whole and exact. Until the window is full
/// only the buckets that are count.
///
/// Source: Easley, López de Prado and O'Hara (2012), as `BulkClassification`.
public struct FlowToxicity: Hashable, Sendable {
  /// Lots of one bucket.
  public let bucketLots: Int64
  private var imbalances: [Int64]
  private var next = 0
  /// Full buckets that count, at most the window.
  public private(set) var count = 0
  private var sum: Int128 = 0
  private var bought: Int64 = 0
  private var sold: Int64 = 0

  /// - Parameters:
  ///   - bucket: above zero.
  ///   - window: buckets, at least 1.
  public init(bucket: Quantity, window: Int) {
    invariant(bucket > .zero && window >= 1, "\(window) buckets of \(bucket.lots)")
    bucketLots = bucket.lots
    imbalances = Array(repeating: 0, count: window)
  }

  /// VPIN, between 0 and 1; `nil` before the first full bucket.
  public var value: Double? { count == 0 ? nil : Double(sum) / (Double(count) * Double(bucketLots)) }

  /// Takes in a trade by its aggressor's side.
  public mutating func observe(_ takerSide: Side, _ quantity: Quantity) {
    observe(bought: takerSide == .buy ? quantity.lots : 0, sold: takerSide == .sell ? quantity.lots : 0)
  }

  /// Takes in volume of both sides, in lots, not negative. O(window) at most, however large.
  public mutating func observe(bought: Int64, sold: Int64) {
    var bought = bought
    var sold = sold
    skipWhatWouldLeave(&bought, &sold)
    while true {
      let room = bucketLots - self.bought - self.sold
      let all = bought + sold
      if all < room {
        self.bought += bought
        self.sold += sold
        return
      }
      let part = all == 0 ? 0 : bought.times(room, over: all, rounding: .down)
      close(bought: self.bought + part, sold: self.sold + room - part)
      bought -= part
      sold -= room - part
    }
  }

  /// Whole buckets that this very trade would push out of the window again need not be gone through.
  private mutating func skipWhatWouldLeave(_ bought: inout Int64, _ sold: inout Int64) {
    let all = bought + sold
    let surplus = all / bucketLots - Int64(imbalances.count) - 1
    guard surplus > 0 else { return }
    let lots = surplus * bucketLots
    let part = bought.times(lots, over: all, rounding: .down)
    bought -= part
    sold -= lots - part
  }

  private mutating func close(bought: Int64, sold: Int64) {
    sum -= Int128(imbalances[next])
    imbalances[next] = abs(bought - sold)
    sum += Int128(imbalances[next])
    next = next + 1 == imbalances.count ? 0 : next + 1
    count = min(count + 1, imbalances.count)
    self.bought = 0
    self.sold = 0
  }
}
