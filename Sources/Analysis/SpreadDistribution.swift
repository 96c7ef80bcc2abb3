import MarketTypes

/// For how long each spread stood: whole nanoseconds per whole tick.
///
/// Sorted, because spreads are few and medians need order. O(log spreads) for one seen before.
struct SpreadDistribution: Hashable, Sendable {
  /// Ascending by spread.
  private(set) var steps: [Step] = []

  struct Step: Hashable, Sendable {
    var ticks: Int64
    var nanoseconds: Int64
  }

  mutating func add(_ ticks: Int64, for nanoseconds: Int64) {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].ticks < ticks { low = middle + 1 } else { high = middle }
    }
    if low < steps.count, steps[low].ticks == ticks {
      steps[low].nanoseconds += nanoseconds
    } else {
      steps.insert(Step(ticks: ticks, nanoseconds: nanoseconds), at: low)
    }
  }

  mutating func add(_ other: SpreadDistribution) {
    for step in other.steps { add(step.ticks, for: step.nanoseconds) }
  }

  mutating func removeAll() { steps.removeAll(keepingCapacity: true) }

  var nanoseconds: Int64 { steps.reduce(0) { $0 + $1.nanoseconds } }

  /// The lowest spread that, with those below it, stood for at least half of the time; `nil` if no time has passed.
  var median: PriceChange? {
    let whole = nanoseconds
    guard whole > 0 else { return nil }
    var passed: Int64 = 0
    for step in steps {
      passed += step.nanoseconds
      if passed >= whole - passed { return PriceChange(ticks: step.ticks) }
    }
    return nil
  }

  /// In ticks, time-weighted; `nil` if no time has passed.
  var mean: Double? {
    let whole = nanoseconds
    guard whole > 0 else { return nil }
    let sum = steps.reduce(Int128(0)) { $0 + Int128($1.ticks) * Int128($1.nanoseconds) }
    return Double(sum) / Double(whole)
  }
}
