import Files
import Notation
import Reporting
import Simulation

/// What a run's manifest says that it was made from.
struct RunFolder {
  let path: String
  /// The scenario as it was resolved.
  let scenario: SourceText
  /// Where the run left the way of that scenario.
  let forks: [Manifest.Fork]
  /// The version of the program that ran it, and of its journal.
  let engine: String
  let journalVersion: String
  let digest: String
  let journal: JournalFile

  /// How much its scenario may ask for.
  let limits: Scenario.Limits

  /// - Parameters:
  ///   - path: a run's folder.
  ///   - limits: how large its files may be, and how much its scenario may ask for.
  init(_ path: String, _ limits: Limits) throws {
    guard let kind = try FileSystem.kind(of: path) else {
      throw Failure(.noInput, "cannot open \(path): there is no such folder")
    }
    guard kind == .directory else {
      throw Failure(.badInput, "\(path) is not the folder of a run", hint: "what is forked is rerun from its manifest")
    }
    let file = Path.join(path, RunDirectory.manifestName)
    let text = SourceText(name: file, bytes: try readFile(file, limit: limits.bytes(usual: 512 << 20)))
    let manifest = try JSONValue(parsing: text, sizeLimit: .max)
    guard let resolved = manifest["scenario"]?.text, let digest = manifest["digest"]?.text,
      let engine = manifest["engine"]?.text
    else { throw Failure(.badInput, "\(file) is no manifest of a run") }
    var forks: [Manifest.Fork] = []
    for element in manifest["forks"]?.elements ?? [] {
      guard let fork = Manifest.Fork(element) else {
        throw Failure(.badInput, "\(file) says wrongly how the run was forked")
      }
      forks.append(fork)
    }
    self.path = path
    self.forks = forks
    self.digest = digest
    self.engine = engine
    scenario = SourceText(name: "the scenario of \(path)", resolved)
    journalVersion = manifest["formats"]?["journal"]?.literal ?? ""
    journal = try JournalFile(path, limits)
    self.limits = journal.scenarioLimits(of: try journal.reader().header)
  }
}

extension Manifest.Fork {
  /// What a manifest says; `nil` if it does not say it as one.
  fileprivate init?(_ value: JSONValue) {
    guard let run = value["run"]?.text, let command = value["command"]?.literal.flatMap({ Int($0) }),
      let event = value["event"]?.literal.flatMap({ Int($0) }),
      let time = value["time"]?.literal.flatMap({ Int64($0) }),
      let set = value["set"]?.elements?.map(\.text), let without = value["without"]?.elements?.map(\.text),
      !set.contains(nil), !without.contains(nil)
    else { return nil }
    var policy: Policy?
    if let said = value["policy"] {
      guard let name = said["name"]?.text, let text = said["text"]?.text else { return nil }
      policy = Policy(name: name, text: text)
    }
    self.init(
      run: run, command: command, event: event, time: time, set: set.compactMap { $0 },
      without: without.compactMap { $0 }, policy: policy)
  }
}

extension JSONValue {
  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }

  fileprivate var text: String? { if case .string(let text) = content { text } else { nil } }
  fileprivate var literal: String? { if case .number(let literal) = content { literal } else { nil } }
  fileprivate var elements: [JSONValue]? { if case .array(let elements) = content { elements } else { nil } }
}
