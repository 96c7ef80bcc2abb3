import Files
import MarketTypes
import Notation
import Simulation

/// A scenario's text and where it came from.
struct ScenarioFile {
  let path: String
  let text: SourceText
  private let limits: Limits

  /// - Parameters:
  ///   - limits: how large it may be and how much it may ask for.
  ///   - name: what messages call it; its path unless something else is said.
  init(_ path: String, _ limits: Limits, calling name: String? = nil) throws(Failure) {
    self.path = path
    self.limits = limits
    let name = name ?? (path == "-" ? "standard input" : path)
    text = SourceText(name: name, bytes: try Self.bytes(path, limits))
    if text.bytes.starts(with: "CASCADEJ".utf8) {
      throw Failure(.badInput, "\(path): this is the journal of a run, no scenario", hint: Self.runHint)
    }
    if text.bytes.starts(with: Self.manifestStart.utf8) {
      throw Failure(.badInput, "\(path): this is the manifest of a run, no scenario", hint: Self.runHint)
    }
  }

  /// The whole file.
  private static func bytes(_ path: String, _ limits: Limits) throws(Failure) -> [UInt8] {
    do throws(FileError) {
      return try readFile(path, limit: limits.scenario[.bytes])
    } catch {
      let isRun = (try? FileSystem.kind(of: Path.join(path, JournalFile.name))) != nil
      let hint: String? =
        isRun
        ? "this is the folder of a run; \(runHint)"
        : error.reason == .isDirectory ? "name the scenarios in it; cascade verify goes through folders" : error.hint
      throw Failure(error.exitStatus, error.description, hint: hint)
    }
  }

  /// What every `manifest.json` begins with, and no scenario: it has no such key.
  static let manifestStart = "{\n  \"engine\": "

  private static let runHint = "cascade replay runs one again, cascade fork with something changed"

  /// Reads it, with everything that it extends. Those are found in its own folder and the folders below: a scenario
  /// somebody sends must not be able to show what else is on the machine.
  ///
  /// - Parameters:
  ///   - seed: takes the place of the scenario's own.
  ///   - changes: made before it is read.
  func scenario(seed: UInt64? = nil, changes: [ScenarioChange] = []) throws(Diagnostics) -> Scenario {
    let overrides = Scenario.Overrides(seed: seed, changes: changes, limits: limits.scenario)
    var scenario = try Scenario.read(text, overrides: overrides, open: extended)
    if let seed { scenario.resolved.setSeed(seed) }
    return scenario
  }

  /// As a policy, which is laid over a scenario.
  func policy() throws(Diagnostics) -> JSONValue {
    try Scenario.policy(text, limits: limits.scenario, open: extended)
  }

  /// The text of another file that this one extends, by its path relative to this one's folder; `nil` where there is none.
  private func extended(_ extended: String) throws(Diagnostics) -> SourceText? {
    let folder = path == "-" ? "." : Path.directory(of: path)
    guard Path.isInside(extended, base: folder) else { return nil }
    let place = path == "-" ? "." : Path.directory(of: text.name)
    do throws(FileError) {
      let bytes = try readFile(Path.join(folder, extended), limit: limits.scenario[.bytes])
      return SourceText(name: place == "." ? extended : Path.join(place, extended), bytes: bytes)
    } catch {
      if let hint = error.hint { throw Diagnostics(error.description, hint: hint) }
      return nil
    }
  }
}

extension JSONValue {
  /// Puts a seed into a resolved scenario, so that what is written of a run can be run again as it is.
  fileprivate mutating func setSeed(_ seed: UInt64) {
    guard case .object(var members) = content else { return }
    let value = JSONValue(.number(String(seed)), at: span)
    if let index = members.firstIndex(where: { $0.key == "seed" }) {
      members[index].value = value
    } else {
      members.append(JSONMember(key: "seed", at: span, value: value))
    }
    content = .object(members)
  }
}
