import Analysis
import MarketTypes
import Notation

/// The table of rounds.
extension RunSummary {
  /// The table, with a bar for what each round traded where there is room for one.
  func roundLines(width: Int) -> [String] {
    let table = roundTable
    let lines = table.lines(width: width)
    let room = min(20, width - (lines.map(\.count).max() ?? 0) - 2)
    let notionals = shownNotionals
    // A bar alone says nothing.
    guard room >= 4, notionals.count(where: { $0 > 0 }) > 1 else { return lines }
    let most = notionals.max() ?? 0
    let bars = [""] + notionals.map { bar($0, of: most, width: room) } + [""]
    let column = lines.map(\.count).max() ?? 0
    return zip(lines, bars).map { line, bar in bar.isEmpty ? line : line.padded(to: column) + "  " + bar }
  }

  var roundTable: TextTable {
    let forced = shownRounds
    let lines = shock(rounds.rounds[0]) + forced.map(line) + [whole]
    func column(
      _ title: String, dispensability: Int = 0, _ cell: (Line) -> String
    ) -> TextTable.Column {
      TextTable.Column(title: title, cells: lines.map(cell), dispensability: dispensability)
    }
    let prefix = instrumentCount > 1 ? name(main) + " " : ""
    // Of who bore the losses, a column of zeros goes first.
    let isAllPaid = rounds.fundPaid > 0 && rounds.uncovered == 0
    return TextTable(columns: [
      column("round") { $0.title },
      column("accounts") { $0.accounts },
      column("orders", dispensability: 5) { $0.orders },
      column("lots", dispensability: 4) { $0.lots },
      column("notional") { $0.notional },
      column(prefix + "mark") { $0.mark },
      column(prefix + "spread", dispensability: 2) { $0.spread },
      column("fund paid", dispensability: isAllPaid ? 1 : 3) { $0.fundPaid },
      column("uncovered", dispensability: isAllPaid ? 3 : 1) { $0.uncovered },
      column("time", dispensability: 6) { $0.time },
    ])
  }

  /// A round whose accounts all recovered in time placed nothing: the sentences count them.
  private var shownRounds: [ArraySlice<CascadeRound>] {
    rounds.rounds.dropFirst().filter(\.hasHappened)[...].grouped()
  }

  /// What each line between the title and the last traded: the shock, then the rounds.
  private var shownNotionals: [Int128] {
    let first = rounds.rounds[0]
    return (shock(first).isEmpty ? [] : [first.notional])
      + shownRounds.map { group in group.reduce(0) { $0 + $1.notional } }
  }

  /// The cells of one line.
  private struct Line {
    var title: String
    var accounts = ""
    var orders = ""
    var lots: String
    var notional: String
    var mark = ""
    var spread = ""
    var fundPaid = ""
    var uncovered = ""
    var time = ""
  }

  /// No line for a shock that traded nothing and left no mark.
  private func shock(_ round: CascadeRound) -> [Line] {
    let state = round.instruments[main.index]
    if round.notional == 0, state.mark == nil { return [] }
    return [
      Line(
        title: "shock", lots: groupedText(round.lots), notional: groupedText(round.notional),
        mark: Wording.price(state.mark), spread: Wording.ticks(state.spread),
        fundPaid: round.fundPaid == 0 ? "" : groupedText(round.fundPaid),
        uncovered: round.uncovered == 0 ? "" : groupedText(round.uncovered), time: Wording.time(round.last))
    ]
  }

  private func line(_ group: ArraySlice<CascadeRound>) -> Line {
    let (first, last) = (group[group.startIndex], group[group.endIndex - 1])
    let state = last.instruments[main.index]
    return Line(
      title: group.count == 1 ? "\(first.number)" : "\(first.number)–\(last.number)",
      accounts: groupedText(group.reduce(0) { $0 + $1.accounts }),
      orders: groupedText(group.reduce(0) { $0 + $1.orders }),
      lots: groupedText(group.reduce(0) { $0 + $1.lots }),
      notional: groupedText(group.reduce(0) { $0 + $1.notional }), mark: Wording.price(state.mark),
      spread: Wording.ticks(state.spread), fundPaid: groupedText(group.reduce(0) { $0 + $1.fundPaid }),
      uncovered: groupedText(group.reduce(0) { $0 + $1.uncovered }),
      time: Wording.time(group.map(\.last).max() ?? last.last))
  }

  /// All forced rounds together; accounts liquidated in several rounds are counted once.
  private var whole: Line {
    Line(
      title: "all", accounts: groupedText(rounds.liquidatedAccounts), orders: groupedText(rounds.forcedOrders),
      lots: groupedText(rounds.forcedLots), notional: groupedText(rounds.forcedNotional),
      fundPaid: groupedText(rounds.fundPaid),
      uncovered: groupedText(rounds.uncovered))
  }
}

extension ArraySlice<CascadeRound> {
  /// Each round alone, but those in the middle of very many together.
  fileprivate func grouped() -> [ArraySlice<CascadeRound>] {
    let (first, last) = (18, 4)
    if count <= first + last + 1 { return indices.map { self[$0...$0] } }
    let middle = (startIndex + first)..<(endIndex - last)
    return indices.prefix(first).map { self[$0...$0] } + [self[middle]] + indices.suffix(last).map { self[$0...$0] }
  }
}
