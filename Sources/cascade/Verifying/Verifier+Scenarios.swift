import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Simulation

extension Verifier {
  /// Runs a scenario and compares what it came to with its `expect` block. Without one it only has to run, and an update gives
  /// it one with the digest.
  func verifyScenario(_ path: String) throws -> Verdict {
    let file = try ScenarioFile(path, limits)
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
    guard let expectation = scenario.expectation else {
      if !updates { return .nothingExpected }
      try rewrite(path, try expecting(digest.digest, in: file.text))
      return .rewritten("  digest: expected nothing, found \(digest.digest)\n")
    }
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

extension Verifier {
  /// A scenario's text with an `expect` block of one digest as its last member. All else stays as it is written.
  private func expecting(_ digest: Digest, in text: SourceText) throws -> [UInt8] {
    let tree = try JSONValue(parsing: text)
    guard case .object(let members) = tree.content, let last = members.last?.value.span.range.upperBound else {
      throw Failure(.ourFault, "\(text.name) was run and has no member")
    }
    var bytes = text.bytes
    let brace = tree.span.range.upperBound - 1
    var place = brace
    while place > last, [UInt8(ascii: " "), UInt8(ascii: "\t")].contains(bytes[place - 1]) { place -= 1 }
    let ownLine = bytes[place - 1] == UInt8(ascii: "\n")
    let hasComma = Self.hasComma(bytes[last..<brace])
    let member = "\"expect\": { \"digest\": \"\(digest.hex)\" }"
    let inserted = ownLine ? "  \(member)\(hasComma ? "," : "")\n" : "\(hasComma ? "" : ",") \(member) "
    bytes.insert(contentsOf: inserted.utf8, at: ownLine ? place : brace)
    if ownLine, !hasComma { bytes.insert(UInt8(ascii: ","), at: last) }
    return bytes
  }

  /// Whether there is a comma beside comments.
  private static func hasComma(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: ",") { return true }
      guard byte == UInt8(ascii: "/") else { continue }
      if rest.first == UInt8(ascii: "/") {
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
      } else {
        var before: UInt8 = 0
        rest.removeFirst()
        while let next = rest.popFirst(), before != UInt8(ascii: "*") || next != UInt8(ascii: "/") { before = next }
      }
    }
    return false
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
