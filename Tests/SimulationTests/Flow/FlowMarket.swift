import Foundation
import MarketTypes
import Notation
import Simulation

/// A market of one instrument, a tick of a lot worth 1, with these blocks in it.
func flowMarket(
  seconds: Double, mark: Int64 = 1_000_000, seed: UInt64 = 1, instrument: String = "", _ blocks: String...,
  openings: String = "[]", events: String = "[]"
) throws -> Scenario {
  try Scenario.read(
    flowMarketText(seconds: seconds, mark: mark, instrument: instrument, blocks, openings: openings, events: events),
    overrides: Scenario.Overrides(seed: seed))
}

func flowMarketText(
  seconds: Double, mark: Int64 = 1_000_000, instrument: String = "", _ blocks: [String], openings: String = "[]",
  events: String = "[]"
) -> SourceText {
  SourceText(
    name: "flow.jsonc",
    """
    {
      "version": 1, "name": "flow", "duration": "\(Int64(seconds * 1e9))ns",
      "instruments": [{
        "name": "X", "maximumPrice": 1000000000, "maximumPosition": 1000000, "openingMark": \(mark),
        "initialMargin": "0.01", "maintenance": [{"rate": "0.005"}]\(instrument)
      }],
      "accounts": [{"name": "world", "kind": "exempt"}],
      "population": [\(blocks.joined(separator: ", "))],
      "openings": \(openings),
      "events": \(events)
    }
    """)
}

/// How much of the full size a statistical test does: the variable's value, or else the small size.
func size(_ variable: String, small: Int) -> Int {
  ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? small
}

/// The mean of something over simulated time, with the standard error that its means over equal batches tell.
struct TimeMean {
  private let begin: Double
  private let length: Double
  private var sums: [Double]
  private var weights: [Double]

  /// - Parameters:
  ///   - begin: in seconds; what is before does not count.
  ///   - batches: at least 2.
  init(from begin: Double, until end: Double, batches: Int = 20) {
    self.begin = begin
    length = (end - begin) / Double(batches)
    sums = Array(repeating: 0, count: batches)
    weights = sums
  }

  /// A value that held from one moment to another; it counts where it began.
  mutating func add(_ value: Double, from: Double, to: Double) {
    if from < begin { return }
    let batch = min(sums.count - 1, Int((from - begin) / length))
    sums[batch] += value * (to - from)
    weights[batch] += to - from
  }

  var mean: Double { sums.reduce(0, +) / weights.reduce(0, +) }

  var error: Double { standardError(zip(sums, weights).map { $0 / $1 }) }
}

/// Of the mean of independent values.
func standardError(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
}

/// Whether two estimates are within four combined standard errors.
func agree(_ ours: Double, _ error: Double, with published: Double, _ theirs: Double = 0) -> Bool {
  abs(ours - published) <= 4 * (error * error + theirs * theirs).squareRoot()
}

extension Time {
  var seconds: Double { Double(nanoseconds) * 1e-9 }
}
