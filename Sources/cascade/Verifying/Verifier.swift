import Files
import Notation

/// Holds files to what they say of themselves.
struct Verifier {
  /// Whether what came out is written over what was expected.
  let updates: Bool
  /// The folder that recordings are named relative to.
  let dataRoot: DataRoot
  /// How large files may be, and how much scenarios may ask for.
  let limits: Limits

  func verdict(on file: VerifiedFile) throws -> Verdict {
    switch file.kind {
    case .transcript: try verifyTranscript(file.path)
    case .scenario: try verifyScenario(file.path)
    case .malformed(let expected): try verifyRefusal(file.path, expected: expected)
    case .policy: try verifyPolicy(file.path)
    }
  }

  /// The verdict on what could be written anew: if it was, nothing is wrong any more.
  func differs(_ difference: String) -> Verdict { updates ? .rewritten(difference) : .failed(difference) }

  /// Writes a file anew, whole or not at all.
  func rewrite(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    var output = try OutputFile(path, replacing: true)
    try output.write(bytes)
    try output.commit()
  }
}

// MARK: - Policies

extension Verifier {
  /// It must be an object; what it means, only the scenario can say that it is laid over.
  private func verifyPolicy(_ path: String) throws -> Verdict {
    _ = try PolicyFile(path, presets: nil, limits)
    return .passed
  }
}

// MARK: - Malformed scenarios

extension Verifier {
  /// The messages must be those of the file beside it, in which the scenario is called by its name alone.
  private func verifyRefusal(_ path: String, expected: String) throws -> Verdict {
    let found = try refusal(of: ScenarioFile(path, limits, calling: Path.lastComponent(path)))
    let bytes = try readFile(expected, limit: limits.bytes(usual: 1 << 20))
    if found.map({ Array($0.utf8) }) == bytes { return .passed }
    guard let found else { return .failed("  it is not refused\n") }
    if updates { try rewrite(expected, Array(found.utf8)) }
    return differs(firstDifference(SourceText(name: expected, bytes: bytes), SourceText(name: path, found)))
  }

  /// What is said of a scenario that cannot be read; `nil` if it can.
  private func refusal(of file: ScenarioFile) -> String? {
    do {
      _ = try file.scenario()
      return nil
    } catch {
      return error.rendered()
    }
  }

  /// The first line in which two texts differ, under the two before it.
  private func firstDifference(_ expected: SourceText, _ found: SourceText) -> String {
    var number = 1
    while let line = expected.line(number), line == found.line(number) { number += 1 }
    return difference(
      atLine: number, in: expected, expected: expected.line(number), found: found.line(number))
  }

  /// A difference as it is shown, for all kinds of file.
  func difference(atLine number: Int, in text: SourceText, expected: String?, found: String?) -> String {
    var result = "  \(printable(text.name)):\(number)\n"
    for before in max(1, number - 3)..<number {
      if let line = text.line(before) { result += "      \(printable(line))\n" }
    }
    result += "    - \(expected.map { printable($0) } ?? "nothing more")\n"
    result += "    + \(found.map { printable($0) } ?? "nothing more")\n"
    return result
  }
}
