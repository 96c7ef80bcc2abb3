/// One option of a verb, as it is typed and as help shows it.
struct Option: Sendable, Hashable {
  /// Without its two hyphens.
  let name: String
  /// Without its hyphen.
  let letter: Character?
  /// What help calls its value; `nil` for a flag, which has none.
  let value: String?
  /// What the value can be, if it is one of a few words.
  let choices: [String]
  /// Whether it may be given more than once.
  let repeats: Bool
  let help: String

  init(
    _ name: String, letter: Character? = nil, value: String? = nil, choices: [String] = [], repeats: Bool = false,
    _ help: String
  ) {
    self.name = name
    self.repeats = repeats
    self.letter = letter
    self.value = value
    self.choices = choices
    self.help = help
  }

  /// `--output`
  var flag: String { "--\(name)" }

  /// `-o, --output DIR`, as a column of help.
  var heading: String {
    let short = letter.map { "-\($0), " } ?? "    "
    return short + flag + (value.map { " \($0)" } ?? "")
  }
}

// MARK: - Options that several verbs have

extension Option {
  static let help = Option("help", letter: "h", "Show this page.")
  static let version = Option(
    "version", "Show the version; with --verbose or --json those of the compiler and the formats too.")
  static let verbose = Option("verbose", letter: "v", "Say more.")
  static let quiet = Option("quiet", letter: "q", "Show no progress.")
  static let color = Option(
    "color", value: "WHEN", choices: ["auto", "always", "never"],
    "Colour errors: auto (on a terminal, without NO_COLOR), always or never.")
  static let data = Option(
    "data", value: "DIR", "The folder that recordings are named relative to; else CASCADE_DATA says it.")
  static let json = Option("json", "Print one JSON object instead of words.")
  static let update = Option(
    "update",
    """
    Write what came out over what was expected; of a scenario, the digest, where all else is as expected, or an expect block \
    where it has none. The status is 1 all the same.
    """)
}
