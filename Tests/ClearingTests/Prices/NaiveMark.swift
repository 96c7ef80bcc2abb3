import Foundation
import MarketTypes

/// A mark policy told as simply as can be: everything that ever happened, and its definition applied to all of it.
/// Decayed averages are floating point, so a mark is known to lie in a narrow range. Shares no code with what it checks.
struct NaiveMark {
  struct View {
    var bid, ask, impactBid, impactAsk, last, index, elsewhere: Int?
    /// In parts per million of the index, for the share of the interval that is left.
    var rate: Int?
    var left = 0
    var interval = 1
  }

  let policy: MarkPolicy
  var samples: [View] = []
  var fills: [(time: Int, price: Int, lots: Int)] = []
  var indexedAt: Int?

  /// The mark's lowest and highest possible value.
  func mark(_ view: View, at now: Int) -> (Int, Int)? {
    switch policy {
    case .impactMid: return exactly(mean(view.impactBid, view.impactAsk))
    case .fair: return exactly(fair(view))
    case .sampledLast(let spacing): return exactly(spaced(Int(spacing.nanoseconds), before: now))
    case .indexPlusBasis(let average):
      guard let index = view.index, let (low, high) = decayed(average.decay, basis) else { return nil }
      return (index + low, index + high)
    case .fairMedian(let average):
      let bases = samples.compactMap(doubleBasis).suffix(Int(average.samples))
      guard let fair = fair(view), let index = view.index, let last = view.last, !bases.isEmpty else { return nil }
      let basis = floor(bases.reduce(0, +), 2 * bases.count)
      return exactly([fair, index + basis, last].sorted()[1])
    case .robustMedian(let median): return robust(median, view)
    case .composite(let composite): return exactly(self.composite(composite, view, at: now))
    default: return nil
    }
  }

  private func exactly(_ value: Int?) -> (Int, Int)? { value.map { ($0, $0) } }
  private func floor(_ value: Int, _ divisor: Int) -> Int { Int(Foundation.floor(Double(value) / Double(divisor))) }
  private func mean(_ one: Int?, _ other: Int?) -> Int? { one.flatMap { one in other.map { floor(one + $0, 2) } } }

  private func doubleBasis(_ view: View) -> Int? {
    guard let bid = view.bid, let ask = view.ask, let index = view.index else { return nil }
    return bid + ask - 2 * index
  }

  private func basis(_ view: View) -> Double? { doubleBasis(view).map { Double($0) / 2 } }

  private func local(_ view: View) -> Int? {
    guard let bid = view.bid, let ask = view.ask, let last = view.last else { return nil }
    return [bid, ask, last].sorted()[1]
  }

  private func fair(_ view: View) -> Int? {
    guard let index = view.index, let rate = view.rate else { return nil }
    return floor(index * (1_000_000 * view.interval + rate * view.left), 1_000_000 * view.interval)
  }

  private func decayed(_ decay: Rate, _ sample: (View) -> Double?) -> (Int, Int)? {
    let values = samples.compactMap(sample)
    if values.isEmpty { return nil }
    var (sum, weight, factor) = (0.0, 0.0, 1.0)
    for value in values.reversed() {
      sum += factor * value
      weight += factor
      factor *= Double(decay.partsPerBillion) / 1e9
    }
    return (Int(Foundation.floor(sum / weight - 1e-6)), Int(Foundation.floor(sum / weight + 1e-6)))
  }

  private func robust(_ median: RobustMedian, _ view: View) -> (Int, Int)? {
    func mark(_ basis: Int?, _ average: Int?) -> Int? {
      let anchored = basis.flatMap { basis in view.index.map { $0 + basis } }
      var prices = [anchored, local(view), view.elsewhere].compactMap { $0 }
      if prices.count == 2, let average { prices.append(average) }
      prices.sort()
      return prices.isEmpty ? nil : floor(prices[(prices.count - 1) / 2] + prices[prices.count / 2], 2)
    }
    let basis = decayed(median.basisDecay, self.basis)
    let average = decayed(median.priceDecay) { local($0).map(Double.init) }
    guard let low = mark(basis?.0, average?.0), let high = mark(basis?.1, average?.1) else { return nil }
    return (low, high)
  }

  /// The last price of each moment with fills that came at least so long after the one before it that made a mark.
  private func spaced(_ spacing: Int, before now: Int) -> Int? {
    var latest: (time: Int, price: Int)?
    for fill in fills where fill.time < now {
      if fill.time == latest?.time || latest.map({ fill.time - $0.time >= spacing }) ?? true {
        latest = (fill.time, fill.price)
      }
    }
    return latest?.price
  }

  private func composite(_ composite: CompositeMark, _ view: View, at now: Int) -> Int? {
    let (cadence, staleness) = (Int(composite.cadence.nanoseconds), Int(composite.staleness.nanoseconds))
    func isFresh(_ time: Int?) -> Bool { staleness == 0 || time.map { now - $0 <= staleness } ?? false }
    var trade = view.last
    if composite.tradeSteps > 0 {
      let (steps, power) = (Int(composite.tradeSteps), Int(composite.tradePower))
      var (sum, lots) = (0, 0)
      for fill in fills {
        let age = now / cadence - fill.time / cadence
        if age >= steps { continue }
        let decay = Int(composite.tradeDecay.partsPerBillion / 10_000_000)
        let weight = power == 1 ? 100 * steps - decay * age : 100 * steps * steps - decay * age * age
        sum += weight * fill.price * fill.lots
        lots += weight * fill.lots
      }
      trade = lots == 0 ? nil : sum / lots
    }
    let prices: [(Int?, Rate)] = [
      (isFresh(fills.last?.time) ? trade : nil, composite.tradeWeight),
      (mean(view.impactBid, view.impactAsk), composite.bookWeight),
      (isFresh(indexedAt) ? view.index : nil, composite.indexWeight),
    ]
    let there = prices.compactMap { price, weight in
      weight == .zero ? nil : price.map { ($0, Int(weight.partsPerBillion)) }
    }
    if there.isEmpty { return nil }
    let sorted = there.map(\.0).sorted()
    if composite.isMedian { return floor(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2], 2) }
    return there.map { $0.0 * $0.1 }.reduce(0, +) / there.map(\.1).reduce(0, +)
  }
}
