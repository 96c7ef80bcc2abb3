import MarketTypes
import Mathematics

/// How the mid price of a tape went: each change, with when it was. Where a side is empty, or the two meet, and while trading
/// pauses, the last mid price stands on; before the first one, the first.
struct MidPath: Sendable {
  /// Ascending; of messages at one moment the last counts.
  private var times: [Int64] = []
  /// Twice the mid, in units of price.
  private var mids: [Int64] = []

  init(_ tape: MarketTape) {
    var isPaused = false
    for index in 0..<tape.count {
      guard let mid = tape.twiceMid(at: index, &isPaused) else { continue }
      if mid == mids.last { continue }
      if times.last == tape.times[index] {
        mids[mids.count - 1] = mid
      } else {
        times.append(tape.times[index])
        mids.append(mid)
      }
    }
  }

  var isEmpty: Bool { mids.isEmpty }

  /// The logarithm of the mid price as it stood at a moment, messages of that moment included. There is one.
  func logarithm(at time: Int64) -> Double {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return log(Double(mids[max(0, low - 1)]))
  }

  /// The same at each whole second of a session, both ends included. Linear in both.
  func logarithms(eachSecondOf session: Range<Int64>) -> [Double] {
    if isEmpty { return [] }
    var result: [Double] = []
    var (next, value) = (1, log(Double(mids[0])))
    for time in stride(from: session.lowerBound, through: session.upperBound, by: Int(MarketTape.second)) {
      var hasMoved = false
      while next < times.count, times[next] <= time {
        next += 1
        hasMoved = true
      }
      if hasMoved { value = log(Double(mids[next - 1])) }
      result.append(value)
    }
    return result
  }
}
