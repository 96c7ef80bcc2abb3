import Files
import Notation

extension Option {
  fileprivate static let list = Option("list", "Show the templates.")
  fileprivate static let file = Option(
    "output", letter: "o", value: "FILE", "The file to write, instead of standard output; it must not be there yet.")
}

extension Verb {
  /// `cascade new flash-crash -o my.jsonc`
  static let new = Verb(
    syntax: Syntax(
      "new",
      overview: """
        Write a scenario to begin with. It has comments, runs as it is, and is there to be changed: \
        docs/scenarios.md tells every key, and an editor that knows cascade schema completes them.
        """,
      usage: ["new [TEMPLATE] [-o FILE] [--force]", "new --list"],
      operands: [
        Syntax.Operand("TEMPLATE", "Which one; flash-crash unless said.", choices: Template.all.map(\.name))
      ],
      operandCount: 0...1, options: [.list, .file, .replace], readsFiles: false,
      examples: ["cascade new flash-crash -o my.jsonc", "cascade run my.jsonc -o out-my"]),
    carryOut: writeTemplate)
}

private func writeTemplate(_ arguments: Arguments) throws -> ExitStatus {
  if arguments.has(.list) {
    if let template = arguments.operands.first {
      throw Failure(usage: "--list shows all templates", hint: "leave out \(printable(template))")
    }
    var page = HelpPage(width: Terminal.width(of: .output))
    page.table(Template.all.map { ($0.name, $0.summary) })
    try Console.write(page.text)
    return .success
  }
  let template = Template.all.first { $0.name == arguments.operands.first } ?? .flashCrash
  guard let path = arguments[.file], path != "-" else {
    try Console.write(template.text())
    return .success
  }
  if !arguments.has(.replace), try FileSystem.kind(of: path) != nil {
    throw Failure(.cannotCreate, "cannot create \(path): it is there already", hint: "--force replaces it")
  }
  var file = try OutputFile(path, replacing: arguments.has(.replace))
  try file.write(template.text())
  try file.commit()
  Console.note("\(printable(path)): try cascade run \(printable(path)) -o out\n")
  return .success
}
