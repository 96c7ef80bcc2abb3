import Files
import Notation

/// What somebody typed after a verb, sorted into operands and options.
///
/// `--name value`, `--name=value`, `-n value`, `-nvalue`, flags together as in `-qv`; `--` ends the options. A hyphen
/// alone is an operand: standard input or output.
struct Arguments {
  private(set) var operands: [String] = []
  private let syntax: Syntax
  private var values: [Option: [String]] = [:]

  /// Asking for help excuses everything that is missing.
  init(_ words: [String], for syntax: Syntax) throws(Failure) {
    self.syntax = syntax
    var rest = words[...]
    var optionsEnded = false
    while let word = rest.popFirst() {
      if optionsEnded || word == "-" || !word.hasPrefix("-") {
        operands.append(word)
      } else if word == "--" {
        optionsEnded = true
      } else if word.hasPrefix("--") {
        try takeLong(word.dropFirst(2), &rest)
      } else {
        try takeShort(word.dropFirst(), &rest)
      }
    }
    if !has(.help) { try checkOperands() }
  }

  func has(_ option: Option) -> Bool { values[option] != nil }

  /// What was given for an option, or `nil`.
  subscript(option: Option) -> String? { values[option]?.first }

  /// All that was given for an option that may be given more than once, in order.
  func all(_ option: Option) -> [String] { values[option] ?? [] }

  /// A whole number of at least `least`, or `nil` if none was given.
  func number<Number: FixedWidthInteger>(_ option: Option, atLeast least: Number) throws(Failure) -> Number? {
    guard let text = self[option] else { return nil }
    guard let number = Number(text), number >= least else {
      throw Failure(
        usage: "\(option.flag) is \"\(text)\"; it must be a whole number from \(least) to \(Number.max)", hint: pointer)
    }
    return number
  }

  /// What was given for an option that the verb cannot do without.
  func required(_ option: Option) throws(Failure) -> String {
    if let value = self[option] { return value }
    throw Failure(usage: "\(option.flag) is missing", hint: "add \(option.flag) \(option.value ?? "")")
  }
}

// MARK: - Colour

extension Arguments {
  /// What `--color` says, `auto` without it.
  var color: ColorChoice { self[.color].flatMap(ColorChoice.init) ?? .auto }

  /// The same for words that may not be well-formed: the message that says so has a colour too.
  static func color(in words: [String]) -> ColorChoice {
    let flag = Option.color.flag
    for (index, word) in words.prefix(while: { $0 != "--" }).enumerated() {
      let value = word == flag && index + 1 < words.count ? words[index + 1] : String(word.dropFirst(flag.count + 1))
      if word == flag || word.hasPrefix(flag + "="), let choice = ColorChoice(rawValue: value) { return choice }
    }
    return .auto
  }
}

// MARK: - Taking words

extension Arguments {
  private mutating func takeLong(_ word: Substring, _ rest: inout ArraySlice<String>) throws(Failure) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = syntax.options.first(where: { $0.name == name }) else {
      throw Failure(usage: "\(syntax.title) has no option --\(name)", hint: hint(about: name))
    }
    try take(option, attached: parts.count == 2 ? String(parts[1]) : nil, &rest)
  }

  private mutating func takeShort(_ letters: Substring, _ rest: inout ArraySlice<String>) throws(Failure) {
    var letters = letters
    while let letter = letters.popFirst() {
      guard let option = syntax.options.first(where: { $0.letter == letter }) else {
        throw Failure(usage: "\(syntax.title) has no option -\(letter)", hint: pointer)
      }
      if option.value == nil {
        try take(option, attached: nil, &rest)
      } else {
        try take(option, attached: letters.isEmpty ? nil : String(letters), &rest)
        return
      }
    }
  }

  private mutating func take(
    _ option: Option, attached: String?, _ rest: inout ArraySlice<String>
  ) throws(Failure) {
    if values[option] != nil, !option.repeats {
      throw Failure(usage: "\(option.flag) is given twice", hint: pointer)
    }
    guard let placeholder = option.value else {
      if attached != nil { throw Failure(usage: "\(option.flag) takes no value", hint: pointer) }
      values[option] = [""]
      return
    }
    guard let value = attached ?? rest.popFirst() else {
      throw Failure(usage: "\(option.flag) needs a value", hint: "write \(option.flag) \(placeholder)")
    }
    try check(value, of: option.flag, among: option.choices)
    values[option, default: []].append(value)
  }

  /// That something was given, and one of the choices where there are some.
  private func check(_ value: String, of name: String, among choices: [String]) throws(Failure) {
    if value.isEmpty { throw Failure(usage: "\(name) is empty", hint: pointer) }
    if choices.isEmpty || choices.contains(value) { return }
    let near = didYouMean(value, from: choices).map { "did you mean \($0)?" }
    throw Failure(
      usage: "\(name) cannot be \"\(printable(value))\"", hint: near ?? "it can be \(choices.joined(separator: ", "))")
  }

  private func checkOperands() throws(Failure) {
    // The last one stands for all that may follow.
    for (place, operand) in operands.enumerated() where !syntax.operands.isEmpty {
      let expected = syntax.operands[min(place, syntax.operands.count - 1)]
      try check(operand, of: expected.name, among: expected.choices)
    }
    if operands.count < syntax.operandCount.lowerBound {
      let missing = syntax.operands[min(operands.count, syntax.operands.count - 1)].name
      throw Failure(usage: "\(missing) is missing", hint: pointer)
    }
    if operands.count > syntax.operandCount.upperBound {
      throw Failure(
        usage: "\"\(operands[syntax.operandCount.upperBound])\" is more than \(syntax.title) takes", hint: pointer)
    }
  }

  /// The option that was likely meant, or else the verbs that have one of this name, or else where all options stand.
  private func hint(about name: String) -> String {
    if let near = didYouMean(name, from: syntax.options.map(\.name)) { return "did you mean --\(near)?" }
    let others = Verb.all.filter { verb in verb.syntax.options.contains { $0.name == name } }.map(\.syntax.title)
    if others.isEmpty { return pointer }
    return "\(others.prefix(3).joined(separator: ", ")) \(others.count == 1 ? "has" : "have") it; \(pointer)"
  }

  private var pointer: String { "see \(syntax.title) --help" }
}

extension Syntax {
  /// `cascade run`, or `cascade` alone.
  var title: String { name.isEmpty ? "cascade" : "cascade \(name)" }
}
