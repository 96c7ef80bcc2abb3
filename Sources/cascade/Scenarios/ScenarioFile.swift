import Files
import MarketTypes
import Notation
import Simulation

/// A scenario's text and where it came from.
struct ScenarioFile {
  let path: String
  let text: SourceText

  /// - Parameter name: what messages call it; its path unless something else is said.
  init(_ path: String, calling name: String? = nil) throws(FileError) {
    self.path = path
    let name = name ?? (path == "-" ? "standard input" : path)
    text = SourceText(name: name, bytes: try readFile(path, limit: Self.sizeLimit))
  }

  /// Reads it, with everything that it extends. Those are found in its own folder and the folders below: a scenario
  /// somebody sends must not be able to show what else is on the machine.
  func scenario(_ overrides: Scenario.Overrides = Scenario.Overrides()) throws(Diagnostics) -> Scenario {
    let folder = path == "-" ? "." : Path.directory(of: path)
    return try Scenario.read(text, overrides: overrides) { extended in
      guard Path.isInside(extended, base: folder) else { return nil }
      let path = folder == "." ? extended : Path.join(folder, extended)
      guard let bytes = try? readFile(path, limit: Self.sizeLimit) else { return nil }
      return SourceText(name: path, bytes: bytes)
    }
  }

  /// As many bytes as the reader of JSON takes.
  private static let sizeLimit = 64 << 20
}
