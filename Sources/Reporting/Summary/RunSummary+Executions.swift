import Analysis
import MarketTypes
import Notation

/// The table of parent orders and what they cost.
extension RunSummary {
  /// Nothing without parent orders; of very many the first.
  func executionTable(width: Int) -> [String] {
    let all = findings.executions.executions
    let shown = all.prefix(20)
    if shown.isEmpty { return [] }
    func column(
      _ title: String, dispensability: Int = 0, _ cell: (ExecutionWatch.Execution) -> String
    ) -> TextTable.Column {
      TextTable.Column(title: title, cells: shown.map(cell), dispensability: dispensability)
    }
    let table = TextTable(columns: [
      column("execution") { printable(names.name(of: $0.parent.account)) },
      column("side", dispensability: 1) { $0.parent.side == .buy ? "buy" : "sell" },
      column("filled") { groupedText($0.filled) },
      column("of") { groupedText($0.parent.quantity.lots) },
      column("arrival", dispensability: 4) { $0.arrivalHalfTicks.map { Wording.halves(Int128($0)) } ?? "–" },
      column("shortfall") { Wording.halves($0.halfShortfall) },
      column("in bp", dispensability: 2) {
        $0.relativeShortfall.map { Wording.fixed(10_000 * $0, places: 2) } ?? "–"
      },
      column("delay", dispensability: 5) { Wording.halves($0.halfDelay) },
      column("impact", dispensability: 5) { Wording.halves($0.halfImpact) },
      column("unfilled", dispensability: 6) { Wording.halves($0.halfUnfilled) },
      column("fees", dispensability: 6) { groupedText($0.fees) },
      column("share", dispensability: 3) { $0.participation.map { Wording.percent($0) } ?? "–" },
    ])
    let more = all.count - shown.count
    return table.lines(width: width) + (more > 0 ? ["… and \(groupedText(more)) more in the table of executions"] : [])
  }
}

extension Wording {
  /// So many halves, exactly one decimal.
  fileprivate static func halves(_ value: Int128) -> String { groupedText(value * 5, scale: 1) }
}
