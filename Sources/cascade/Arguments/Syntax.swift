/// How a verb is typed, and all that its page of help says.
struct Syntax: Sendable {
  /// What stands for an operand.
  struct Operand: Sendable {
    let name: String
    let help: String
    /// What it can be, if it is one of a few words.
    let choices: [String]

    init(_ name: String, _ help: String, choices: [String] = []) {
      self.choices = choices
      self.name = name
      self.help = help
    }
  }

  let name: String
  /// A sentence or a few.
  let overview: String
  /// After `cascade`; a line for each way.
  let usage: [String]
  let operands: [Operand]
  /// How many operands there may be.
  let operandCount: ClosedRange<Int>
  let options: [Option]
  /// Command lines that can be run as they are.
  let examples: [String]

  /// `--help` and `--color` are added to the options, and `--limit` for what reads files.
  init(
    _ name: String, overview: String, usage: [String], operands: [Operand] = [], operandCount: ClosedRange<Int>,
    options: [Option] = [], readsFiles: Bool = true, examples: [String] = []
  ) {
    self.name = name
    self.overview = overview
    self.usage = usage
    self.operands = operands
    self.operandCount = operandCount
    self.options = options + (readsFiles ? [.limit] : []) + [.color, .help]
    self.examples = examples
  }

  /// The first sentence of the overview, for the list of verbs.
  var summary: String {
    String(overview.prefix { $0 != "." }) + "."
  }
}
