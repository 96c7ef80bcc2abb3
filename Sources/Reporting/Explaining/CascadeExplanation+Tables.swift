import Analysis
import MarketTypes
import Notation

/// Generations, who moved the marks, who lost, who infected whom.
extension CascadeExplanation {
  /// With their titles; a table that has nothing to say is left out.
  var tables: [(title: String, table: TextTable)] {
    var tables = [("generations: accounts G, lots U, notional N, gain R = next N ÷ N", generationTable)]
    if !instruments.isEmpty {
      tables.append(("who moved the marks, from before to the farthest, in ticks", originTable))
    }
    tables.append(("who gained and lost over the cascade", groupTable))
    if !instruments.isEmpty {
      tables.append(("time to recovery after the worst; > is longer than the run", recoveryTable))
    }
    return tables + contagionTables
  }

  /// Between instruments and between groups; a matrix of one place is left out.
  var contagionTables: [(title: String, table: TextTable)] {
    var tables: [(String, TextTable)] = []
    if instruments.count > 1 {
      tables.append(
        (
          "forced notional in the row that one unit forced in the column made fall",
          contagionTable(tree.instrumentContagion, instruments.map { ($0.index, name($0)) })
        ))
    }
    let groups = findings.equity.groups
    let contagion = tree.groupContagion(groups)
    let places = groups.names.indices.filter { contagion.forced[$0] > 0 }.map { ($0, printable(groups.names[$0])) }
    if places.count > 1 {
      tables.append(("the same between groups of accounts", contagionTable(contagion, places)))
    }
    return tables
  }

  private var generationTable: TextTable {
    let lines = rounds.rounds.filter { $0.number == 0 || $0.hasHappened }
    let main = summary.main
    func column(_ title: String, dispensability: Int = 0, _ cell: (CascadeRound) -> String) -> TextTable.Column {
      TextTable.Column(title: title, cells: lines.map(cell), dispensability: dispensability)
    }
    let prefix = tree.displacements.count > 1 ? name(main) + " " : ""
    return TextTable(columns: [
      column("round") { $0.number == 0 ? "shock" : "\($0.number)" },
      column("G") { $0.number == 0 ? "" : groupedText($0.accounts) },
      column("U", dispensability: 3) { groupedText($0.lots) },
      column("N") { groupedText($0.notional) },
      column("R", dispensability: 1) { rounds.gain(afterRound: $0.number).map(Wording.ratio) ?? "–" },
      column(prefix + "mark") { Wording.price($0.instruments[main.index].mark) },
      column("from before", dispensability: 2) { round in
        round.instruments[main.index].mark.flatMap { displacement(of: $0, in: main) } ?? "–"
      },
      column("time", dispensability: 4) { Wording.time($0.last) },
    ])
  }

  var originTable: TextTable {
    let origins = DisplacementSplit.Origin.allCases.filter { origin in
      instruments.contains { tree.displacements[$0.index][origin] != 0 }
    }
    func cell(_ split: DisplacementSplit, _ origin: DisplacementSplit.Origin) -> String {
      let share = split.share(of: origin).map { " (\(Wording.percent($0)))" } ?? ""
      return Self.ticks(split[origin]) + share
    }
    return TextTable(
      columns: [TextTable.Column(title: "moved by", cells: origins.map(\.title) + ["all"], alignment: .left)]
        + instruments.prefix(4).enumerated().map { place, instrument in
          let split = tree.displacements[instrument.index]
          return TextTable.Column(
            title: name(instrument), cells: origins.map { cell(split, $0) } + [Self.ticks(Double(split.ticks))],
            dispensability: place)
        })
  }

  var groupTable: TextTable {
    let groups = findings.equity.groups
    let changes = findings.equity.changes ?? []
    let liquidated = Set(tree.log.records.filter(\.isClosed).map(\.account)).reduce(
      into: [Int](repeating: 0, count: groups.count)
    ) { $0[groups.group(of: $1)] += 1 }
    var short = tree.falls.reduce(into: [Int128](repeating: 0, count: groups.count)) {
      $0[groups.group(of: record($1).account)] += $1.covered.total
    }
    for loss in tree.ownLosses { short[groups.group(of: loss.account)] += loss.amount }
    let places = groups.names.indices.filter {
      changes.indices.contains($0) && (changes[$0] != 0 || liquidated[$0] > 0 || short[$0] > 0)
    }
    func column(_ title: String, dispensability: Int = 0, _ cell: (Int) -> String) -> TextTable.Column {
      TextTable.Column(title: title, cells: places.map(cell), dispensability: dispensability)
    }
    return TextTable(columns: [
      TextTable.Column(title: "group", cells: places.map { printable(groups.names[$0]) }, alignment: .left),
      column("liquidated", dispensability: 1) { groupedText(liquidated[$0]) },
      column("equity") { (changes[$0] > 0 ? "+" : "") + groupedText(changes[$0]) },
      column("short of") { groupedText(short[$0]) },
    ])
  }

  private func contagionTable(_ matrix: ContagionMatrix, _ places: [(index: Int, name: String)]) -> TextTable {
    let shown = places.prefix(8)
    return TextTable(
      columns: [TextTable.Column(title: "", cells: shown.map(\.name), alignment: .left)]
        + shown.map { column in
          TextTable.Column(
            title: column.name, cells: shown.map { row in matrix[row.index, column.index].map(Wording.ratio) ?? "–" })
        } + [
          TextTable.Column(
            title: "from outside",
            cells: shown.map { row in groupedText(Int128(matrix.exogenous[row.index].rounded())) }, dispensability: 1)
        ])
  }
}

extension DisplacementSplit.Origin {
  var title: String {
    switch self {
    case .shock: "the shock"
    case .participants: "other participants"
    case .forced: "forced orders"
    case .stops: "orders that marks fired"
    case .quotes: "quotes"
    case .index: "outside prices"
    case .other: "nothing but time"
    }
  }
}
