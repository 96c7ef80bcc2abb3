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
    let report = differences.map { "  \($0)\n" }.joined()
    if !updates || expectation.hasDigest(outcome.digest) { return .failed(report) }
    // A digest would bless the bytes of a run that is wrong.
    if differences.count > 1 {
      return .failed(report + "  the digest is left as it is while something else is not as expected\n")
    }
    return try updateDigest(of: file, to: outcome.digest)
      ? .rewritten(report) : .failed(report + "  the digest stands in a scenario that this one extends\n")
  }

  /// Puts a digest in the place of the one expected. Nothing but its bytes changes, so comments and layout stay; a
  /// digest that stands in a scenario which this one extends is left alone.
  ///
  /// - Returns: whether it stands here.
  private func updateDigest(of file: ScenarioFile, to digest: Digest) throws -> Bool {
    guard let span = try JSONValue(parsing: file.text)["expect"]?["digest"]?.span else { return false }
    var bytes = file.text.bytes
    bytes.replaceSubrange(span.range, with: "\"\(digest.hex)\"".utf8)
    try rewrite(file.path, bytes)
    return true
  }
}

extension Expectation {
  /// Whether `found` is what is expected; also where none is.
  fileprivate func hasDigest(_ found: Digest) -> Bool { digest.map { Digest(hex: $0) == found } ?? true }
}

extension JSONValue {
  /// The value of a member, or `nil`.
  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }
}
