import Journaling
import Notation
import Reporting

/// What the program says of itself, and writes into what it leaves behind.
enum Version {
  static let number = "0.1.0"

  /// When it was last changed in what a manual says.
  static let date = "November 22, 2026"

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

  /// Which compiler made the program, as far as the program can know: at least this one, and not the next.
  static let compiler: String = {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }()

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
