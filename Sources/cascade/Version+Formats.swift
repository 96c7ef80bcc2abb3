import Journaling
import Notation
import Reporting

extension Version {
  /// The `"version"` a scenario has to have.
  static let scenarioFormat = 1

  /// Of the columns of all tables.
  static let tables = 1

  /// Of everything that another program may read.
  static let formats = [
    Manifest.Format("scenario", version: scenarioFormat),
    Manifest.Format("journal", version: Int(JournalFormat.version)),
    Manifest.Format("tables", version: tables),
    Manifest.Format("engine", version: 1),
  ]

  static let details = line + "Swift \(compiler)\n" + formats.map { "\($0.name) format \($0.version)\n" }.joined()

  /// The same as one object; its members stay what they are.
  static var json: String {
    var writer = JSONWriter()
    writer.object { version in
      version.member("name", "cascade")
      version.member("version", number)
      version.member("swift", compiler)
      version.key("formats")
      version.object { writer in
        for format in formats { writer.member(format.name, format.version) }
      }
    }
    writer.endLine()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
