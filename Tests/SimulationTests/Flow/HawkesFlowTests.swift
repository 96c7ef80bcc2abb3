import Foundation
import MarketTypes
import Simulation
import Testing

/// Numbers of events of a Hawkes flow in windows of time, against theory.
///
/// `CASCADE_PATHS=200000` counts so many windows of 100 s: docs/validation.md.
@Suite struct `Hawkes flow` {
  static func flow(own: String, other: String, base: Double = 0.25, rest: String = "") -> String {
    """
    {
      "kind": "hawkesFlow", "name": "hawkes", "count": 1, "margin": "exempt", "size": 1, "base": \(base),
      "own": \(own), "other": \(other)\(rest)
    }
    """
  }

  /// When market orders came and on which side.
  static func events(_ flow: String, seconds: Double, seed: UInt64) throws -> [(time: Double, side: Side)] {
    var simulation = MarketSimulation(try flowMarket(seconds: seconds, seed: seed, flow))
    var events: [(Double, Side)] = []
    while simulation.advance() {
      if case .submit(let order) = simulation.command.action, order.limit == nil {
        events.append((simulation.command.time.seconds, order.side))
      }
    }
    return events
  }

  /// Counts of windows of one length, one after the other, after a while in which the process forgets its beginning.
  static func counts(_ events: [(time: Double, side: Side)], window: Double, until end: Double) -> [Double] {
    var counts = Array(repeating: 0.0, count: Int((end - 100) / window))
    for event in events where event.time >= 100 {
      let place = Int((event.time - 100) / window)
      if place < counts.count { counts[place] += 1 }
    }
    return counts
  }

  /// Mean and variance with standard errors, from 50 batches.
  static func moments(_ counts: [Double]) -> (mean: Double, meanError: Double, variance: Double, varianceError: Double)
  {
    let mean = counts.reduce(0, +) / Double(counts.count)
    let batches = (0..<50).map { batch in
      counts[(batch * counts.count / 50)..<((batch + 1) * counts.count / 50)]
    }
    let means = batches.map { $0.reduce(0, +) / Double($0.count) }
    let variances = batches.map { $0.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double($0.count) }
    return (
      mean, standardError(means), variances.reduce(0, +) / 50 * Double(counts.count) / Double(counts.count - 1),
      standardError(variances)
    )
  }

  /// FLW-6. Buys and sells together are one process of base .5 and jump .6, however the jump is shared between the sides.
  @Test(arguments: [[0.6, 0, 0], [0.2, 0.3, 0.1]])
  func `counts have the published mean and variance`(jumps: [Double]) throws {
    let flow = Self.flow(
      own: #"[{"jump": \#(jumps[0]), "decay": 1}]"#,
      other: #"[{"jump": \#(jumps[1]), "decay": 1}, {"jump": \#(jumps[2]), "decay": 1}]"#)
    let windows = size("CASCADE_PATHS", small: 2_000)
    // No run is longer than a hundred days.
    let runs = (windows + 39_999) / 40_000
    let seconds = Double(windows / runs) * 100 + 100
    let events = try (1...UInt64(runs)).map { try Self.events(flow, seconds: seconds, seed: $0) }
    for (window, mean, variance) in [(1.0, 1.25, 2.403688), (10, 12.5, 62.019241), (100, 125, 764.843750)] {
      let ours = Self.moments(events.flatMap { Self.counts($0, window: window, until: seconds) })
      let said = """
        T \(window): mean \(ours.mean) ± \(ours.meanError), published \(mean); variance \(ours.variance) ± \
        \(ours.varianceError), published \(variance); jumps \(jumps), seeds 1 to \(runs)
        """
      #expect(agree(ours.mean, ours.meanError, with: mean), "\(said)")
      #expect(agree(ours.variance, ours.varianceError, with: variance), "\(said)")
      if ProcessInfo.processInfo.environment["CASCADE_PATHS"] != nil { print(said) }
    }
  }

  /// FLW-6: a kernel of several exponentials has their branching ratio: mean base ÷ (1 − n), Fano factor 1 ÷ (1 − n)² at length.
  @Test func `a sum of exponentials has the mean and the clustering of its branching ratio`() throws {
    let seconds = 200_100.0
    let own = #"[{"jump": 2, "decay": 10}, {"jump": 0.2, "decay": 1}]"#
    let events = try Self.events(
      Self.flow(own: own, other: #"[{"jump": 0.1, "decay": 0.5}]"#), seconds: seconds, seed: 1)
    let ours = Self.moments(Self.counts(events, window: 200, until: seconds))
    // n = .2 + .2 + .2; the correction for a finite window is below 2 %.
    #expect(agree(ours.mean, ours.meanError, with: 200 * 0.5 / 0.4))
    #expect(agree(ours.variance / ours.mean, ours.varianceError / ours.mean, with: 6.25, 0.05), "\(ours)")
  }

  /// FLW-6: bought less sold has over long windows the Fano factor 1 ÷ (1 − own + other)², where both kernels count by their
  /// branching ratios: buys follow buys, or sells.
  @Test(arguments: [(5.0, 0.0), (0, 5), (3, 2)])
  func `own and other kernels decide whose side follows`(own: Double, other: Double) throws {
    let seconds = 100_100.0
    let flow = Self.flow(
      own: #"[{"jump": \#(own), "decay": 10}]"#, other: #"[{"jump": \#(other), "decay": 10}]"#, base: 0.1)
    let events = try Self.events(flow, seconds: seconds, seed: 1)
    var sums = Array(repeating: 0.0, count: 2_000)
    for event in events where event.time >= 100 {
      sums[min(1_999, Int((event.time - 100) / 50))] += Double(event.side.sign)
    }
    let fanoFactors = (0..<50).map { batch in
      sums[(batch * 40)..<(batch * 40 + 40)].reduce(0) { $0 + $1 * $1 } / 40 / (50 * 0.2 / 0.5)
    }
    let exact = 1 / ((1 - own / 10 + other / 10) * (1 - own / 10 + other / 10))
    let mean = fanoFactors.reduce(0, +) / 50
    #expect(agree(mean, standardError(fanoFactors), with: exact, 0.01 * exact), "\(mean), exactly \(exact)")
  }

  /// FLW-6: a share of the events are limit orders, which live as those of Poisson flow do.
  @Test func `a share of the events are limit orders`() throws {
    let flow = Self.flow(
      own: #"[{"jump": 0.5, "decay": 1}]"#, other: #"[{"jump": 0.1, "decay": 1}]"#, base: 5,
      rest: #", "limits": {"share": 0.75, "distances": {"kind": "even", "window": 20}, "cancels": 0.1}"#)
    let run = Run(try flowMarket(seconds: 300, flow), checks: true)
    let sent = run.submissions(of: "hawkes-1")
    let limits = sent.filter { $0.order.limit != nil }
    let share = Double(limits.count) / Double(sent.count)
    #expect(agree(share, (0.1875 / Double(sent.count)).squareRoot(), with: 0.75))
    let cancels = run.played.filter { if case .cancel = $0.command.action { true } else { false } }
    #expect(cancels.count > 500)
    #expect(
      cancels.allSatisfy { step in step.events.contains { if case .cancelled = $0.body { true } else { false } } })
  }
}
