import Journaling
import Reporting

/// What the program says of itself, and writes into what it leaves behind.
enum Version {
  static let number = "0.1.0"

  /// The `"version"` a scenario has to have.
  static let scenarioFormat = 1

  /// Of the columns of all tables.
  static let tables = 1

  static let line = "cascade \(number)\n"

  /// Of everything that another program may read.
  static let formats = [
    Manifest.Format("scenario", version: scenarioFormat),
    Manifest.Format("journal", version: Int(JournalFormat.version)),
    Manifest.Format("tables", version: tables),
    Manifest.Format("engine", version: 1),
  ]

  static let details = line + formats.map { "\($0.name) format \($0.version)\n" }.joined()
}
