import MarketTypes
import Mathematics

@testable import Analysis

/// Tapes written by hand or drawn from a seed.
struct TapeMaker {
  private(set) var tape: MarketTape
  /// What the next message says of the best prices.
  var bid: Int64 = 999
  var ask: Int64 = 1_001
  private var nextOrder: Int64 = 1

  static let second: Int64 = 1_000_000_000

  init(tickSize: Int64 = 1, visibleLevels: Int? = nil) {
    tape = MarketTape(tickSize: tickSize, visibleLevels: visibleLevels)
  }

  /// A message at a moment in nanoseconds; the order's number is a new one unless said.
  @discardableResult
  mutating func say(
    _ kind: MarketMessage.Kind, at time: Int64, _ side: Side = .buy, order: Int64? = nil, lots: Int64 = 1,
    price: Int64? = nil, maker: Int32 = -1, taker: Int32 = -1
  ) -> Int64 {
    let number = order ?? nextOrder
    nextOrder += order == nil ? 1 : 0
    tape.append(
      MarketMessage(
        time: Time(nanoseconds: time), kind: kind, side: side, order: number, size: lots,
        price: price ?? (side == .buy ? bid : ask), bid: bid, ask: ask, maker: maker, taker: taker))
    return number
  }

  /// A trade of whoever buys (+1) or sells (−1); best prices after it as they are set.
  mutating func trade(_ sign: Int64, at time: Int64, lots: Int64 = 1, taker: Int32 = -1, isHidden: Bool = false) {
    say(isHidden ? .hiddenExecution : .execution, at: time, sign > 0 ? .sell : .buy, lots: lots, taker: taker)
  }

  mutating func moveMid(to mid: Int64) { (bid, ask) = (mid - 1, mid + 1) }

  /// A message a second with these mid prices, from second 0 on.
  init(mids: [Int64]) {
    self.init()
    for (second, mid) in mids.enumerated() {
      moveMid(to: mid)
      say(.new, at: Int64(second) * Self.second)
    }
  }
}

/// Chance of the tests' own seeds.
func chance(_ seed: UInt64) -> SeededGenerator { SeededGenerator(seed: seed, nameHash: 0, index: 0, purpose: 0) }

/// What a measure gives, or why there is none.
func outcome(_ measure: () throws(NotApplicable) -> Double) -> Result<Double, NotApplicable> {
  do throws(NotApplicable) { return .success(try measure()) } catch { return .failure(error) }
}
