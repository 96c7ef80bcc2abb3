import Files
import Journaling
import Notation

extension Option {
  fileprivate static let prefix = Option(
    "prefix", value: "FILE", "Write what is whole as a journal with an end. FILE must not be there yet.")
}

extension Verb {
  /// `cascade recover PARTIAL --output DIR`
  static let recover = Verb(
    syntax: Syntax(
      "recover",
      overview: """
        Go on with a run that was killed. It left its folder under a temporary name beside DIR, .DIR. and a number; \
        PARTIAL is that folder, or a journal that was cut off or damaged. Without an option it is told how much of it is \
        whole. With --output its scenario is carried out again, every command and every event compared with what is \
        whole, and then on to the end: DIR becomes the same bytes as if nothing had happened. PARTIAL stays.
        """,
      usage: [
        "recover PARTIAL",
        "recover PARTIAL --output DIR [--force] [--no-report] [--data DIR] [--check] [--quiet]",
        "recover PARTIAL --prefix FILE",
      ],
      operands: [Syntax.Operand("PARTIAL", "What was left of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 1...1, options: [.directory, .force, .noReport, .prefix, .data, .walk, .quiet],
      examples: ["cascade recover .out.4711-0 --output out"]),
    carryOut: recoverRun)
}

private func recoverRun(_ arguments: Arguments) throws -> ExitStatus {
  if arguments.has(.prefix), arguments.has(.directory) {
    throw Failure(usage: "--prefix and --output are two ways to recover a run; choose one")
  }
  let others: [Option] = [.force, .noReport, .data, .walk, .quiet]
  if !arguments.has(.directory), let other = others.first(where: arguments.has) {
    throw Failure(usage: "\(other.flag) is of --output", hint: "without it nothing is run")
  }
  try RunOutput.checkPlace(arguments)
  let recovered = try RecoveredRun(arguments.operands[0], arguments.limits)
  if arguments.has(.directory) {
    let resumed = try ResumedRun(recovered, arguments)
    return try resumed.finish(arguments)
  }
  if let path = arguments[.prefix] { try recovered.write(to: path) }
  try Console.write("\(printable(recovered.journal.path)): \(recovered.extent)\n")
  return .success
}
