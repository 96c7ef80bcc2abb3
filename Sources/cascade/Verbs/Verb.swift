import Files
import Notation

/// Something the program can be asked to do.
struct Verb: Sendable {
  let syntax: Syntax
  /// Does it. What it throws becomes the status and the message.
  let carryOut: @Sendable (Arguments) throws -> ExitStatus

  /// In the order of help.
  static let all: [Verb] = [
    .new, .run, .watch, .validate, .verify, .replay, .recover, .accounts, .explain, .fork, .compare, .tournament,
    .sweep,
    .report, .export, .plot, .facts, .importing, .engine, .conform, .reduce, .schema, .completions, .man,
  ]

  /// There is no verb of this name.
  static func unknown(_ name: String) -> Failure {
    let near = didYouMean(name, from: all.map(\.syntax.name) + ["help"])
    return Failure(
      usage: "there is no verb \"\(name)\"", hint: near.map { "did you mean \"\($0)\"?" } ?? Welcome.pointer)
  }
}
