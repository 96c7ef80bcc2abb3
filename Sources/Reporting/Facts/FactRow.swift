import Analysis
import MarketTypes

/// One figure of one fact, as a table has it.
public struct FactRow: TableRow, Sendable {
  let fact: StylisedFact
  let statistic: FactStatistic

  public static func rows(of facts: StylisedFacts) -> [FactRow] {
    facts.facts.flatMap { fact in fact.statistics.map { FactRow(fact: fact, statistic: $0) } }
  }

  public static let table = Table<FactRow>(
    name: "facts",
    meaning: "One figure of a stylised fact, what is accepted and whether it is; what `cascade facts` prints."
      + " docs/facts.md says how each is estimated.",
    columns: [
      .integer("row", "The fact's, in the validation table.") { $0.fact.row },
      .text("fact", "Its name.") { row, _ in row.fact.name },
      .text("verdict", "On the fact with all its figures: pass, fail or n/a.") { row, _ in row.fact.verdict.rawValue },
      .text("statistic", "What the figure is.") { row, _ in row.statistic.name },
      .decimal("value", in: .none, "Empty where there is none, or where it is infinite.", scale: 9) {
        billionths($0.statistic.value)
      },
      .decimal("from", in: .none, "What is accepted begins here; empty without such an end.", scale: 9) {
        billionths($0.statistic.accepted?.lower)
      },
      .decimal("to", in: .none, "And ends here; empty without such an end.", scale: 9) {
        billionths($0.statistic.accepted?.upper)
      },
      .decimal(
        "distance", in: .none, "How far outside the value is; empty where nothing is judged, or where it is infinite.",
        scale: 9
      ) {
        billionths($0.statistic.distance)
      },
      .text("figureVerdict", "On this figure: pass, fail or n/a; empty for what is only shown.") { row, _ in
        row.statistic.verdict?.rawValue
      },
      .text("reason", "Why there is no value; empty where there is one.") { row, _ in row.statistic.reason },
    ])
}

/// To the nearest; `nil` for what has no such number.
private func billionths(_ value: Double?) -> Int128? {
  guard let value, value.isFinite, value.magnitude < 1e20 else { return nil }
  return Int128((value * 1e9).rounded())
}
