import MarketTypes

/// When messages come.
struct MessageArrivals {
  /// Of order events, ascending, in nanoseconds.
  private let times: [Int64]
  private let session: Range<Int64>

  init(_ tape: MarketTape) {
    times = (0..<tape.count).lazy.filter { tape.kinds[$0].isOrderEvent }.map { tape.times[$0] }
    session = tape.session
  }

  /// Deviation ÷ mean of the times between messages, those of one moment included. 1 for a Poisson process,
  /// 0 for a regular one.
  func coefficientOfVariation() throws(NotApplicable) -> Double {
    try NotApplicable.requires(200, times.count, "messages")
    let gaps = zip(times, times.dropFirst()).map { Double($1 - $0) }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    guard mean > 0 else { throw NotApplicable("all messages come at one moment") }
    let squares = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(gaps.count)).squareRoot() / mean
  }

  /// The branching ratio n of a Hawkes process with the same variance of counts in long windows:
  ///
  ///     n = 1 − √(mean ÷ variance)   of counts in windows of 60 s
  ///
  /// The variance is taken within stretches of about half an hour, so that a day's shape is no clustering. 0 where counts
  /// vary no more than a Poisson process's. Thirty windows at least.
  /// Source: Hardiman, Bouchaud, "Branching-ratio approximation for the self-exciting Hawkes process", Phys. Rev. E 90 (2014).
  func branchingRatio() throws(NotApplicable) -> Double {
    try NotApplicable.requiresCountable(session)
    let windows = Int((session.upperBound - session.lowerBound) / Self.window)
    try NotApplicable.requires(30, windows, "minutes")
    let counts = self.counts(in: windows, of: Self.window)
    let stretches = max(1, windows / 30)
    var squares = 0.0
    for stretch in 0..<stretches {
      let part = counts[(stretch * windows / stretches)..<((stretch + 1) * windows / stretches)]
      let mean = Double(part.reduce(0, +)) / Double(part.count)
      squares += part.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    }
    let mean = Double(counts.reduce(0, +)) / Double(windows)
    guard mean > 0 else { throw NotApplicable("nothing comes") }
    let variance = squares / Double(windows - stretches)
    return max(0, 1 - (mean / max(variance, mean)).squareRoot())
  }

  /// Messages in the first and in the last thirteenth of the session, over the mean of the fifth to the ninth: in a day
  /// from 9:30 to 16:00 the first and the last half hour over half hours from 11:30 to 14:00.
  func dayShape() throws(NotApplicable) -> (first: Double, last: Double) {
    try NotApplicable.requires(1_300, times.count, "messages")
    let parts = 13
    let length = session.upperBound - session.lowerBound
    var counts = [Int](repeating: 0, count: parts)
    for time in times {
      // The session is at most a few hundred years long: the product has room.
      let part = Int(Int128(time - session.lowerBound) * Int128(parts) / Int128(length))
      counts[min(part, parts - 1)] += 1
    }
    let midday = Double(counts[4...8].reduce(0, +)) / 5
    guard midday > 0 else { throw NotApplicable("nothing comes at midday") }
    return (Double(counts[0]) / midday, Double(counts[parts - 1]) / midday)
  }

  private static let window = 60 * MarketTape.second

  private func counts(in windows: Int, of length: Int64) -> [Int] {
    var counts = [Int](repeating: 0, count: windows)
    for time in times {
      let window = Int((time - session.lowerBound) / length)
      if window < windows { counts[window] += 1 }
    }
    return counts
  }
}
