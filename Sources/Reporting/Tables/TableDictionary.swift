import Analysis
import Notation

/// Every table there is, with what each column means: `docs/tables.md` is this, and so is the help on tables.
public enum TableDictionary {
  public static let tables: [TableDescription] = [
    RoundRow.table.description, LiquidationRecord.table.description, AccountRow.table.description,
    HoldingRow.table.description, AssetRow.table.description, FillRow.table.description, MarkRow.table.description,
    QuoteRow.table.description,
    LedgerRow.table.description, ExecutionRow.table.description,
  ]

  /// Those, and the one that only `cascade accounts` prints.
  public static let all = tables + [StandingRow.table.description]

  /// For `docs/tables.md`.
  public static var markdown: String {
    var text = """
      # Tables

      What `cascade run`, `cascade export` and `cascade accounts` write, and what each column means. This page is printed by the program
      (`TableDictionary.markdown`), and a test compares the two.

      Each table comes as CSV (RFC 4180 with line feeds, a header line) or as JSON lines (one object a line, the column
      names as keys, in the same order). An empty cell is nothing in CSV and `null` in JSON; the meaning of a column says
      when it is empty. Numbers are exact: prices in ticks, quantities in lots, money in whole units of the currency's
      smallest denomination, times in nanoseconds of simulated time since the scenario's start. Integers of money may need
      more than 64 bits. Accounts, instruments and assets appear under their names, or as `#` and their number if they have none.

      """
    for table in all {
      text += "\n## \(table.name)\n\n\(table.meaning)\n\n| column | type | unit | meaning |\n|---|---|---|---|\n"
      for column in table.columns {
        text += "| `\(column.name)` | \(column.type.rawValue) | \(column.unit.rawValue) | \(column.meaning) |\n"
      }
    }
    return text
  }

  /// For a terminal: a table's columns one a line.
  ///
  /// - Parameter width: in characters; longer meanings go on in the next line.
  public static func text(of table: TableDescription, width: Int) -> String {
    let nameWidth = table.columns.map(\.name.count).max() ?? 0
    let indent = nameWidth + 19
    var text = wrapped("\(table.name): \(table.meaning)", width: width).joined(separator: "\n") + "\n"
    for column in table.columns {
      let meaning = wrapped(column.meaning, width: max(20, width - indent))
        .joined(separator: "\n" + String(repeating: " ", count: indent))
      text += "  " + column.name.padded(to: nameWidth + 2) + column.type.rawValue.padded(to: 9)
      text += column.unit.rawValue.padded(to: 6) + meaning + "\n"
    }
    return text
  }
}
