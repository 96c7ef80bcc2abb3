import Analysis
import Journaling
import Notation

/// Every table there is, with what each column means: `docs/tables.md` is this, and so is the help on tables.
public enum TableDictionary {
  public static let tables: [TableDescription] = [
    RoundRow.table.description, LiquidationRecord.table.description, AccountRow.table.description,
    HoldingRow.table.description, AssetRow.table.description, FillRow.table.description, MarkRow.table.description,
    QuoteRow.table.description, TermsRow.table.description, LevelRow.table.description, EquitySample.table.description,
    LedgerRow.table.description, ExecutionRow.table.description, EventTable.description,
  ]

  /// Those, the two that only `cascade accounts` prints, and that of many runs.
  public static let all =
    tables + [StandingRow.table.description, RegionRow.table.description, TournamentRow.table.description]

  /// For `docs/tables.md`.
  public static var markdown: String {
    var text = """
      # Tables

      What `cascade run`, `export`, `accounts`, `sweep` and `tournament` write, and what each column means. This page is printed
      by the program (`TableDictionary.markdown`), and a test compares the two.

      `cascade export RUN --table NAME` makes any of them from a journal but the last three: `standing` and `region` are of `accounts`,
      and `tournament` of `sweep --output` and `tournament --output`, which say so in Parquet too.

      Each table comes as CSV (RFC 4180 with line feeds, a header line), as JSON lines (one object a line, the column
      names as keys, in the same order) or as Parquet; what `accounts` prints only as CSV and JSON lines. An empty cell is
      nothing in CSV, `null` in Parquet and in JSON, but of events a key that is left out; the meaning of a column says when it is
      empty. Numbers are exact: prices in ticks, quantities in lots, money in whole units
      of the currency's smallest denomination, times in nanoseconds of simulated time since the scenario's start. In text
      integers of money may need more than 64 bits; Parquet refuses those. Accounts, instruments and assets appear under
      their names, or as `#` and their number if they have none. [notebooks.md](notebooks.md) opens tables in Python.

      | type | CSV | JSON | Parquet |
      |---|---|---|---|
      | integer | digits | number | INT64 |
      | decimal | digits, a point if needed | number; of events a string | INT64 as DECIMAL(18, its places) |
      | text | quoted if needed | string | UTF-8 |
      | flag | `true`, `false` | boolean | BOOLEAN |

      A Parquet file also says where it comes from, in its key-value metadata: `cascade.engine`, `cascade.tables` (the version
      of the tables), `cascade.table`, `cascade.seed`, `cascade.digest` (of the run), `cascade.scenario` (SHA-256 of the resolved
      scenario; empty without one), `cascade.units` (what prices, quantities and times count) and `cascade.instruments` (a JSON
      array: name, contract, and the money that one tick of one lot is worth).

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
    let indent = nameWidth + 25
    var text = wrapped("\(table.name): \(table.meaning)", width: width).joined(separator: "\n") + "\n"
    for column in table.columns {
      let meaning = wrapped(column.meaning, width: max(20, width - indent))
        .joined(separator: "\n" + String(repeating: " ", count: indent))
      text += "  " + column.name.padded(to: nameWidth + 2) + column.type.rawValue.padded(to: 9)
      text += column.unit.rawValue.padded(to: 12) + meaning + "\n"
    }
    return text
  }
}
