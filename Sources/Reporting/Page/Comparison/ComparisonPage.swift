import Analysis
import MarketTypes
import Notation

/// Two runs side by side as one page (docs/report.md): what differs between their scenarios, where their streams part, and
/// both on one axis. The same two runs give the same bytes.
public struct ComparisonPage: Sendable {
  let one: Side
  let other: Side
  let comparison: RunComparison
  /// `nil` if both have the same commands and events.
  let difference: Difference?

  /// One of the two.
  public struct Side: Sendable {
    let facts: ReportPage.Facts
    /// The resolved scenario as JSON; empty for a run that no scenario made.
    let scenario: String
    let forks: [Manifest.Fork]
    let names: Names
    let run: RunFindings
    let paths: ComparedPaths

    /// - Parameters:
    ///   - scenario: the resolved one, as JSON; empty without one.
    ///   - forks: where it left the way of that scenario; empty if that is not known.
    ///   - paths: finished.
    public init(
      _ facts: ReportPage.Facts, scenario: String, forks: [Manifest.Fork], names: Names, run: RunFindings,
      paths: ComparedPaths
    ) {
      (self.facts, self.scenario, self.forks, self.names) = (facts, scenario, forks, names)
      (self.run, self.paths) = (run, paths)
    }
  }

  /// Where the streams part, in the words of transcripts.
  public struct Difference: Sendable {
    let event: Int
    let command: Int
    let time: Time
    let context: [String]
    let one: String
    let other: String

    /// - Parameters:
    ///   - event: its place in the stream.
    ///   - command: the number of the command that caused it, from 0.
    ///   - context: lines before it.
    ///   - one: what stands there in the first stream.
    ///   - other: what stands there in the second.
    public init(event: Int, command: Int, time: Time, context: [String], one: String, other: String) {
      (self.event, self.command, self.time, self.context) = (event, command, time, context)
      (self.one, self.other) = (one, other)
    }
  }

  /// - Parameter difference: `nil` if both have the same commands and events.
  public init(_ one: Side, _ other: Side, _ comparison: RunComparison, _ difference: Difference?) {
    (self.one, self.other, self.comparison, self.difference) = (one, other, comparison, difference)
  }

  /// The whole file.
  public var html: [UInt8] {
    PageFrame(
      title: "\(title): A and B", header: writeHeader, toolbar: PageFrame.timeToolbar, sections: sections,
      footer: PageFrame.timeFooter, data: writeData
    ).html
  }

  var title: String {
    let names = [one, other].map { $0.facts.scenario.isEmpty ? "a run" : $0.facts.scenario }
    return names[0] == names[1] ? names[0] : "\(names[0]) and \(names[1])"
  }

  var sides: [Side] { [one, other] }

  /// An instrument that either run has: its name, and its number in each.
  struct Instrument {
    var name: String
    var one: Int?
    var other: Int?
  }

  /// Of the largest forced notional first, then as the first run has them.
  var instruments: [Instrument] {
    let all = comparison.instruments.map { pair in
      Instrument(
        name: printable(pair.name), one: one.names.instruments.firstIndex(of: pair.name),
        other: other.names.instruments.firstIndex(of: pair.name))
    }
    let forced = all.map { forcedNotional(one, $0.one) + forcedNotional(other, $0.other) }
    let order = all.indices.sorted { (forced[$1], $0) < (forced[$0], $1) }
    return order.prefix(ReportPage.mostInstruments).map { all[$0] }
  }

  private func forcedNotional(_ side: Side, _ instrument: Int?) -> Int128 {
    guard let instrument else { return 0 }
    return side.run.rounds.rounds.dropFirst().reduce(0) { $0 + $1.instruments[instrument].notional }
  }

  /// What forced orders traded in a round, or in several in a row.
  struct Round: Equatable {
    var first: Int
    var last: Int
    var one: Int128
    var other: Int128
  }

  /// Round by round; of more than `mostRounds` as many in a row together as make them fewer.
  var rounds: [Round] {
    let notionals = sides.map { $0.run.rounds.rounds.dropFirst().map(\.notional) }
    let count = max(comparison.rounds.one ?? 0, comparison.rounds.other ?? 0)
    let width = (Int(count) + Self.mostRounds - 1) / Self.mostRounds
    if width == 0 { return [] }
    return stride(from: 0, to: Int(count), by: width).map { start in
      let sums = notionals.map { $0.dropFirst(start).prefix(width).reduce(0, +) }
      return Round(first: start + 1, last: min(start + width, Int(count)), one: sums[0], other: sums[1])
    }
  }

  static let mostRounds = 80

  /// Stages of loss at which either run has anything.
  var stages: [RunComparison.LossPair] { comparison.stages.filter { $0.received.one != 0 || $0.received.other != 0 } }
}
