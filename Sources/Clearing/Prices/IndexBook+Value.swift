import MarketTypes
import Storage

extension IndexBook {
  /// Brings one index, and the moment its next source stops counting, to what holds now.
  mutating func recompute(_ place: Int, at now: Time) {
    let record = indices[place]
    let counted = collect(record, at: now.nanoseconds)
    indices[place].deadline = deadline(of: record, counted)
    guard counting.count >= record.minimumSources, let value = value(by: record.method) else { return }
    if counted != record.counted {
      indices[place].adjustment = adjustment(of: record, counted, value)
      if indices[place].adjustment == 0 { indices[place].unadjusted = counted }
      indices[place].counted = counted
    }
    indices[place].index = min(max(value + indices[place].adjustment, 1), record.highest)
  }

  /// Gathers the prices that count, lowest first. Returns a bit for each of their sources.
  private mutating func collect(_ record: IndexRecord, at now: Int64) -> UInt16 {
    counting.removeAll()
    var counted: UInt16 = 0
    for number in 0..<record.sourceCount {
      let source = sources[record.firstSource + number]
      guard source.counts(at: now, staleness: record.staleness) else { continue }
      counted |= 1 << UInt16(number)
      counting.append(CountingSource(ticks: source.reference(highest: record.highest), weight: source.weight))
      var last = counting.count - 1
      while last > 0, counting[last - 1].ticks > counting[last].ticks {
        (counting[last - 1], counting[last]) = (counting[last], counting[last - 1])
        last -= 1
      }
    }
    return counted
  }

  private func deadline(of record: IndexRecord, _ counted: UInt16) -> Int64 {
    if record.staleness == .max { return .max }
    var deadline = Int64.max
    for number in 0..<record.sourceCount where counted & 1 << UInt16(number) != 0 {
      deadline = min(deadline, sources[record.firstSource + number].end(staleness: record.staleness))
    }
    return deadline
  }

  /// What is added from now on that other sources count (IDX-9): what keeps the index where it was, or nothing once all
  /// those count that did before one was lost.
  private func adjustment(of record: IndexRecord, _ counted: UInt16, _ value: Int64) -> Int64 {
    guard record.isContinuous, record.index != 0, counted & record.unadjusted != record.unadjusted else { return 0 }
    return record.index - value
  }

  /// What the gathered prices come to in ticks, or `nil` where the method has nothing to go by.
  private func value(by method: IndexMethod) -> Int64? {
    let count = counting.count
    if count == 0 { return nil }
    let (low, high) = (counting[(count - 1) / 2].ticks, counting[count / 2].ticks)
    let median = (low + high).divided(by: 2, rounding: .down)
    switch method {
    case .median: return median
    case .clampedMean(let limit): return mean(within: Int128(median) * Int128(limit.partsPerBillion), of: median)
    case .weightedMean: return mean(within: nil, of: median)
    case .weightedMedian: return weightedMedian()
    }
  }

  /// The weighted mean of the gathered prices, each brought to within a distance of the median, rounded down once.
  ///
  /// - Parameter distance: in billionths of a tick, so that the edges are exact. `nil` for none.
  private func mean(within distance: Int128?, of median: Int64) -> Int64? {
    let one = Int128(Rate.one.partsPerBillion)
    var (sum, weights) = (Int128(0), Int128(0))
    for number in 0..<counting.count {
      var price = Int128(counting[number].ticks) * one
      if let distance { price = min(max(price, Int128(median) * one - distance), Int128(median) * one + distance) }
      sum += price * Int128(counting[number].weight)
      weights += Int128(counting[number].weight)
    }
    return weights == 0 ? nil : Int64(sum.divided(by: weights * one, rounding: .down))
  }

  private func weightedMedian() -> Int64? {
    var total: Int64 = 0
    for number in 0..<counting.count { total += counting[number].weight }
    var below: Int64 = 0
    var half: Int64?
    for number in 0..<counting.count where counting[number].weight > 0 {
      let ticks = counting[number].ticks
      if let half { return (half + ticks).divided(by: 2, rounding: .down) }
      below += counting[number].weight
      if 2 * below > total { return ticks }
      if 2 * below == total { half = ticks }
    }
    return nil
  }
}
