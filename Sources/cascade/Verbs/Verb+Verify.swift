import Files
import Notation

extension Verb {
  /// `cascade verify PATH…`
  static let verify = Verb(
    syntax: Syntax(
      "verify",
      overview: """
        Hold files to what they say of themselves. A scenario is run and must come to what its "expect" block says; one \
        without has only to run, and is counted apart; a transcript must replay to itself; a scenario with a file \
        NAME.expected beside it must be refused in exactly these words; a policy in a folder named presets must be readable. \
        Folders are walked. The status is 0 when no file failed and none was rewritten.
        """,
      usage: ["verify PATH… [--update] [--data DIR] [--verbose]"],
      operands: [
        Syntax.Operand("PATH", "A scenario (.jsonc, .json), a transcript (.txt), or a folder of them.")
      ],
      operandCount: 1...Int.max, options: [.update, .data, .verbose], examples: ["cascade verify fixtures"]),
    carryOut: verifyFiles)
}

private func verifyFiles(_ arguments: Arguments) throws -> ExitStatus {
  let verifier = Verifier(
    updates: arguments.has(.update), dataRoot: try DataRoot(arguments), limits: try arguments.limits)
  let files = try arguments.operands.flatMap { try VerifiedFile.all(at: $0) }
  if files.isEmpty {
    let paths = arguments.operands.map { printable($0) }.joined(separator: ", ")
    throw Failure(.noInput, "nothing to verify in \(paths): no .jsonc, .json or .txt file")
  }
  var (passed, failed, rewritten, unasked, skipped) = (0, 0, 0, 0, 0)
  var status = ExitStatus.success
  var progress = ProgressBar("verify", unit: "files", total: files.count, quiet: arguments.has(.verbose))
  for (index, file) in files.enumerated() {
    progress.show(index)
    let path = printable(file.path)
    do {
      let verdict = try verifier.verdict(on: file)
      if case .passed = verdict {} else { progress.erase() }
      switch verdict {
      case .passed:
        passed += 1
        if arguments.has(.verbose) { try Console.write("passed   \(path)\n") }
      case .failed(let difference):
        failed += 1
        if status == .success { status = .failedExpectation }
        try Console.write("failed   \(path)\n\(difference)")
      case .rewritten(let difference):
        rewritten += 1
        if status == .success { status = .failedExpectation }
        try Console.write("rewritten  \(path)\n\(difference)")
      case .nothingExpected:
        unasked += 1
        try Console.write("ran      \(path): it expects nothing; --update gives it its digest to expect\n")
      case .skipped(let reason):
        skipped += 1
        try Console.write("skipped  \(path): \(reason)\n")
      }
    } catch let refusal as Diagnostics {
      progress.erase()
      failed += 1
      status = .badInput
      try Console.write("failed   \(path)\n  it is refused\(file.hintOfWords)\n")
      Failure(refusal).report(arguments.color)
    }
  }
  progress.erase()
  let rare = [(rewritten, "rewritten"), (unasked, "expecting nothing"), (skipped, "skipped")].filter { $0.0 > 0 }
  try Console.write("\(passed) passed, \(failed) failed\(rare.map { ", \($0) \($1)" }.joined())\n")
  return status
}
