import MarketTypes

/// What one instrument's mark policy remembers.
struct MarkRecord: BitwiseCopyable {
  let policy: MarkPolicy
  /// The instrument's largest price, in ticks.
  let highest: Int64
  /// In nanoseconds; zero for a policy without samples.
  let cadence: Int64
  /// In nanoseconds; the end of time when none is due.
  var nextSample: Int64
  /// Of mid − index.
  var basis = DecayingMean()
  /// Of the median of bid, ask and last.
  var local = DecayingMean()
  /// Where its window of samples, or its steps of trades, stand in the pool.
  var firstSlot = 0
  var slotCount = 0
  /// The slot of the latest, from `firstSlot`.
  var head = 0
  /// How many slots hold a sample.
  var filled = 0
  /// Of the window's samples, in half ticks.
  var sum: Int128 = 0
  /// When the latest fill happened, and the index last changed, in nanoseconds; −1 for never.
  var filledAt: Int64 = -1
  var indexedAt: Int64 = -1
  /// `sampledLast`: the mark in ticks and the moment it is of; 0 and −1 before the first.
  var taken: Int64 = 0
  var takenAt: Int64 = -1

  init(_ rules: InstrumentRules) {
    policy = rules.mark
    highest = rules.maximumPrice.ticks
    cadence = rules.mark.cadence?.nanoseconds ?? 0
    nextSample = cadence > 0 ? cadence : .max
  }

  /// How many samples are due by now; their moments are passed then.
  mutating func passSamples(until now: Int64) -> Int64 {
    if nextSample > now { return 0 }
    let count = (now - nextSample) / cadence + 1
    let (next, overflow) = nextSample.addingReportingOverflow((now - nextSample) / cadence * cadence + cadence)
    nextSample = overflow ? .max : next
    return count
  }
}

/// Fills of one step of time; or, in a window, one sample.
struct MarkSlot: BitwiseCopyable {
  /// Σ price × lots in ticks; a sample in half ticks.
  var sum: Int128 = 0
  var lots: Int128 = 0
}
