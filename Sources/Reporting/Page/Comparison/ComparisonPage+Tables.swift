import Analysis
import MarketTypes
import Notation

/// The figures behind the plots of two runs.
extension ComparisonPage {
  var summary: ComparisonSummary { ComparisonSummary(comparison) }

  /// What the two runs are.
  var factTable: TextTable {
    let rows: [(String, (Side) -> String)] = [
      ("Scenario", { $0.facts.scenario.isEmpty ? "none" : printable($0.facts.scenario) }),
      ("Seed", { groupedText($0.facts.seed) }), ("Commands", { groupedText($0.run.counts.commands) }),
      ("Events", { groupedText($0.run.counts.events) }),
      ("Simulated", { Wording.time($0.run.counts.lastTime ?? .start) }), ("Digest", { $0.facts.digest }),
      ("Engine", { "cascade \(printable($0.facts.engine))" }),
    ]
    return TextTable(columns: [
      TextTable.Column("", of: rows, left: true) { $0.0 }, TextTable.Column("A", of: rows, left: true) { $0.1(one) },
      TextTable.Column("B", of: rows, left: true) { $0.1(other) },
    ])
  }

  var scenarioLines: [ScenarioDifferences.Line] { ScenarioDifferences(one.scenario, other.scenario).lines + forkLines }

  /// What was changed on the way, where the two did not change the same.
  private var forkLines: [ScenarioDifferences.Line] {
    func texts(_ side: Side) -> [(place: String, change: String)] {
      side.forks.flatMap { fork in
        let place = "from event \(groupedText(fork.event)), \(Wording.time(Time(nanoseconds: fork.time)))"
        let policy = fork.policy.map { ["policy \($0.name)"] } ?? []
        return (policy + fork.set + fork.without.map { "without \($0)" }).map { (place, $0) }
      }
    }
    let (ones, others) = (texts(one), texts(other))
    return ones.filter { own in !others.contains { $0 == own } }.map {
      .init(path: $0.place, one: $0.change, other: nil)
    }
      + others.filter { own in !ones.contains { $0 == own } }.map { .init(path: $0.place, one: nil, other: $0.change) }
  }

  var changes: TextTable {
    let rows = Array(scenarioLines.prefix(Self.mostLines))
    return TextTable(columns: [
      TextTable.Column("", of: rows, left: true) { printable($0.path) },
      TextTable.Column("A", of: rows, left: true) { $0.one.map { printable($0) } ?? "–" },
      TextTable.Column("B", of: rows, left: true) { $0.other.map { printable($0) } ?? "–" },
    ])
  }

  var markTable: TextTable {
    let rows = comparison.instruments
    func number(_ value: Int128?) -> String { value.map { groupedText($0) } ?? "–" }
    return TextTable(columns: [
      TextTable.Column("instrument", of: rows, left: true) { printable($0.name) },
      TextTable.Column("before, A", of: rows) { number($0.before.one) },
      TextTable.Column("before, B", of: rows) { number($0.before.other) },
      TextTable.Column("displacement, A", of: rows) { number($0.displacement.one) },
      TextTable.Column("displacement, B", of: rows) { number($0.displacement.other) },
      TextTable.Column("at the end, A", of: rows) { number($0.last.one) },
      TextTable.Column("at the end, B", of: rows) { number($0.last.other) },
    ])
  }

  var roundTable: TextTable {
    let rows = rounds
    return TextTable(columns: [
      TextTable.Column("round", of: rows) { $0.title }, TextTable.Column("A", of: rows) { groupedText($0.one) },
      TextTable.Column("B", of: rows) { groupedText($0.other) },
      TextTable.Column("B − A", of: rows) { signed($0.other - $0.one) },
    ])
  }

  var stageTable: TextTable {
    let rows = stages
    return TextTable(columns: [
      TextTable.Column("", of: rows, left: true) { $0.stage.title },
      TextTable.Column("A", of: rows) { groupedText($0.received.one ?? 0) },
      TextTable.Column("B", of: rows) { groupedText($0.received.other ?? 0) },
      TextTable.Column("B − A", of: rows) { signed($0.received.change ?? 0) },
    ])
  }

  var lossTable: TextTable { summary.table(Array(comparison.losses.flatMap(summary.lossRows).prefix(40))) }

  var equityTable: TextTable {
    summary.table(comparison.accounts.prefix(16).map { ComparisonSummary.Row(printable($0.name), $0.equity) })
  }

  /// Least, median and largest of the stretches in which a maker quoted.
  var spreadTable: TextTable {
    struct Line {
      var name: String
      var letter: String
      var spreads: [Int64]
      var withdrawn: Int
    }
    let rows = instruments.flatMap { instrument in
      [("A", one, instrument.one), ("B", other, instrument.other)].compactMap { letter, side, number -> Line? in
        guard let number, !side.paths.makers.widest[number].isEmpty else { return nil }
        let all = side.paths.makers.widest[number].map { Int64($0.terms.halfSpread) }
        let spreads = all.filter { $0 > 0 }
        return Line(name: instrument.name, letter: letter, spreads: spreads, withdrawn: all.count - spreads.count)
      }
    }
    func quartiles(_ line: Line) -> Quartiles? { Quartiles(of: line.spreads.map { Double($0) }) }
    func number(_ value: Double?) -> String { value.map { Wording.fixed($0, places: 1) } ?? "–" }
    return TextTable(columns: [
      TextTable.Column("instrument", of: rows, left: true) { $0.name },
      TextTable.Column("run", of: rows, left: true) { $0.letter },
      TextTable.Column("stretches", of: rows) { groupedText($0.spreads.count + $0.withdrawn) },
      TextTable.Column("without a quote", of: rows) { groupedText($0.withdrawn) },
      TextTable.Column("least", of: rows) { number(quartiles($0)?.least) },
      TextTable.Column("median", of: rows) { number(quartiles($0)?.median) },
      TextTable.Column("largest", of: rows) { number(quartiles($0)?.largest) },
    ])
  }

  private func signed(_ change: Int128) -> String { (change > 0 ? "+" : "") + groupedText(change) }
}
