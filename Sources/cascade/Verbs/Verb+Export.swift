import Files
import Notation

extension Option {
  fileprivate static let table = Option(
    "table", value: "TABLE", choices: Export.tables.map(\.name),
    "Which table: \(Export.tables.map(\.name).joined(separator: ", ")).")
  fileprivate static let format = Option(
    "format", value: "FORMAT", choices: Export.Format.allCases.map(\.rawValue),
    "csv, jsonl (one JSON object a line) or, for events and commands, text.")
  fileprivate static let output = Option(
    "output", letter: "o", value: "FILE", "Where to; standard output, or -, unless said. FILE must not be there yet.")
}

extension Verb {
  /// `cascade export RUN --table fills --format csv`
  static let export = Verb(
    syntax: Syntax(
      "export",
      overview: """
        Print a table of a run. It is made from the journal alone, which is checked to its end while it is read. What \
        each column means stands in docs/tables.md, and for events and commands in docs/formats.md.
        """,
      usage: ["export RUN --table TABLE [--format FORMAT] [--output FILE]"],
      operands: [Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 1...1, options: [.table, .format, .output],
      examples: ["cascade export out --table fills --format csv"])
  ) { arguments in
    let table = try arguments.required(.table)
    let formats = Export.tables.first { $0.name == table }?.formats ?? []
    let format = arguments[.format].flatMap(Export.Format.init) ?? formats[0]
    guard formats.contains(format) else {
      throw Failure(
        usage: "the table of \(table) has no format \(format.rawValue)",
        hint: "it has \(formats.map(\.rawValue).joined(separator: " and "))")
    }
    let export = try Export(of: JournalFile(arguments.operands[0]), as: format)
    var output = try OutputFile(arguments[.output] ?? "-")
    try export.write(table, to: &output)
    try output.commit()
    return .success
  }
}
