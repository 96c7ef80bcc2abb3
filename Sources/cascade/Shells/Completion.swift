/// What a shell can complete of a command line, from the tables that read it.
enum Completion {
  /// What stands where a value is expected.
  enum Value: Equatable {
    case words([String])
    case folder
    case file
    /// A number or a word of the user's own.
    case anything
  }

  static var verbs: [(name: String, summary: String)] {
    Verb.all.map { ($0.syntax.name, $0.syntax.summary) } + [("help", "Show help about a verb.")]
  }

  static let globalOptions = Welcome.syntax.options

  /// What the value of an option can be; `nil` for a flag.
  static func value(of option: Option) -> Value? {
    guard let placeholder = option.value else { return nil }
    if !option.choices.isEmpty { return .words(option.choices) }
    switch placeholder {
    case "DIR": return .folder
    case "FILE", "BOOK", "MESSAGES", "POLICY", "SCENARIO", "PATH": return .file
    default: return .anything
    }
  }

  /// What the operands of a verb can be: words if all that one has is words, else files; `nil` without any.
  static func operand(of syntax: Syntax) -> Value? {
    guard let first = syntax.operands.first else { return nil }
    return first.choices.isEmpty ? .file : .words(first.choices)
  }

  /// Whether files come after the words.
  static func hasFilesToo(_ syntax: Syntax) -> Bool { syntax.operands.contains { $0.choices.isEmpty } }
}
