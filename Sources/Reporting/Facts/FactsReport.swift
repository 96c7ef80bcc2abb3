import Analysis
import MarketTypes
import Notation

/// What one market's day shows of the stylised facts, row by row of the validation table (docs/facts.md).
public struct FactsReport: Sendable {
  let facts: StylisedFacts
  let tape: MarketTape
  let source: String
  let instrument: String?

  /// - Parameters:
  ///   - source: what the tape was read from, as the reader knows it.
  ///   - instrument: `nil` where the source has only one, without a name.
  public init(_ facts: StylisedFacts, of tape: MarketTape, source: String, instrument: String?) {
    self.facts = facts
    self.tape = tape
    self.source = source
    self.instrument = instrument
  }

  public var passes: Int { facts.count(of: .pass) }
  public var count: Int { facts.facts.count }

  /// Lines that all end with a line feed.
  public func text(width: Int, styled: Bool) -> String {
    let style = TextStyle(isStyled: styled)
    let table = self.table.lines(width: width)
    var lines = [style.heading(headline)]
    lines += wrapped(verdicts, width: width) + wrapped(counts, width: width) + ["", style.quiet(table[0])]
    for (line, row) in zip(table.dropFirst(), rows) {
      lines.append(row.row.isEmpty ? line : row.isFailed ? style.bad(line) : style.heading(line))
    }
    let reasons = self.reasons
    if !reasons.isEmpty { lines += [""] + reasons.flatMap { wrapped($0, width: width) } }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A fact, then each of its figures.
  private var rows: [Line] { facts.facts.flatMap { fact in [Line(fact)] + fact.statistics.map { Line($0) } } }

  var table: TextTable {
    let rows = self.rows
    return TextTable(columns: [
      TextTable.Column(title: "row", cells: rows.map(\.row)),
      TextTable.Column(title: "fact and its figures", cells: rows.map(\.name), alignment: .left),
      TextTable.Column(title: "value", cells: rows.map(\.value)),
      TextTable.Column(title: "accepted", cells: rows.map(\.accepted), alignment: .left),
      TextTable.Column(title: "off by", cells: rows.map(\.distance)),
      TextTable.Column(title: "verdict", cells: rows.map(\.verdict), alignment: .left),
    ])
  }

  private var headline: String { printable(source) + (instrument.map { ", " + printable($0) } ?? "") }

  var verdicts: String {
    "\(passes) of \(count) facts pass, \(facts.count(of: .fail)) fail, "
      + "\(facts.count(of: .notApplicable)) not applicable"
  }

  var counts: String {
    let parts = MarketMessage.Kind.allCases.filter { $0.isOrderEvent && tape.count(of: $0) > 0 }.map { kind in
      "\(groupedText(tape.count(of: kind))) \(kind.words)"
    }
    return "\(Wording.count(tape.orderEventCount, "message")) in \(groupedText(tape.seconds)) s"
      + (parts.isEmpty ? "" : ": " + Wording.list(parts))
  }

  /// Why what is missing is missing: each reason once, with its rows.
  var reasons: [String] {
    var reasons: [(reason: String, rows: [Int])] = []
    for fact in facts.facts {
      for reason in fact.reasons {
        if let known = reasons.firstIndex(where: { $0.reason == reason }) {
          reasons[known].rows.append(fact.row)
        } else {
          reasons.append((reason, [fact.row]))
        }
      }
    }
    return reasons.map { reason, rows in
      "n/a in row\(rows.count == 1 ? "" : "s") \(Wording.list(rows.map(String.init))): \(reason)"
    }
  }

  /// One line of the table: a fact, or one of its figures.
  private struct Line {
    var row = ""
    var name: String
    var value = ""
    var accepted = ""
    var distance = ""
    var verdict: String
    var isFailed = false

    init(_ fact: StylisedFact) {
      (row, name, verdict) = (String(fact.row), fact.name, fact.verdict.rawValue)
      isFailed = fact.verdict == .fail
    }

    init(_ statistic: FactStatistic) {
      name = "  " + statistic.name
      value = statistic.value.map(figureText) ?? "–"
      accepted = statistic.accepted.map(\.text) ?? ""
      distance = statistic.distance.map { $0 == 0 ? "0" : figureText($0) } ?? ""
      verdict = statistic.verdict?.rawValue ?? ""
    }
  }
}

/// Three or four digits that mean something.
private func figureText(_ value: Double) -> String {
  if value.isInfinite { return value > 0 ? "∞" : "-∞" }
  return Wording.fixed(value, places: value.magnitude < 10 ? 3 : value.magnitude < 100 ? 2 : 1)
}

extension AcceptedRange {
  /// `< 0.1`, `> 5`, `≥ 2`, `0.1 – 0.4`.
  fileprivate var text: String {
    func bound(_ value: Double) -> String { groupedText(Int64((value * 100).rounded()), scale: 2) }
    switch (lower, upper) {
    case (let lower?, let upper?): return "\(bound(lower)) – \(bound(upper))"
    case (let lower?, nil): return (isOpen ? "> " : "≥ ") + bound(lower)
    case (nil, let upper?): return (isOpen ? "< " : "≤ ") + bound(upper)
    case (nil, nil): return ""
    }
  }
}

extension MarketMessage.Kind {
  /// In the plural.
  fileprivate var words: String {
    switch self {
    case .new: "new"
    case .partialCancel: "partial cancels"
    case .deletion: "deletions"
    case .execution: "visible executions"
    case .hiddenExecution: "hidden executions"
    case .cross: "crosses"
    case .pause: "pauses"
    case .resume: "resumptions"
    }
  }
}
