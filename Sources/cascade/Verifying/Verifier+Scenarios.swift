import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Simulation

extension Verifier {
  /// Runs a scenario and compares what it came to with its `expect` block. Without one it only has to run.
  func verifyScenario(_ path: String) throws -> Verdict {
    let file = try ScenarioFile(path)
    let scenario = try file.scenario()
    var run: ScenarioRun
    do {
      run = try ScenarioRun(scenario, dataRoot: dataRoot)
    } catch let failure as Failure where failure.status == .noInput {
      return .skipped("no recorded data")
    }
    var digest = DigestBuilder()
    while try run.advance() {
      run.simulation.command.encode(into: &digest)
      for index in 0..<run.simulation.events.count { run.simulation.events[index].encode(into: &digest) }
    }
    try run.checkLedger()
    guard let expectation = scenario.expectation else { return .passed }
    let outcome = Outcome(of: run.findings, digest: digest.digest)
    let differences = outcome.differences(from: expectation, scenario.names)
    if differences.isEmpty { return .passed }
    if updates, expectation.digest.flatMap(Digest.init(hex:)) != outcome.digest {
      try updateDigest(of: file, to: outcome.digest)
    }
    return .failed(differences.map { "  \($0)\n" }.joined())
  }

  /// Puts a digest in the place of the one expected. Nothing but its bytes changes, so comments and layout stay; a
  /// digest that stands in a scenario which this one extends is left alone.
  private func updateDigest(of file: ScenarioFile, to digest: Digest) throws {
    guard let span = try JSONValue(parsing: file.text)["expect"]?["digest"]?.span else { return }
    var bytes = file.text.bytes
    bytes.replaceSubrange(span.range, with: "\"\(digest.hex)\"".utf8)
    try rewrite(file.path, bytes)
  }
}

extension JSONValue {
  /// The value of a member, or `nil`.
  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }
}
