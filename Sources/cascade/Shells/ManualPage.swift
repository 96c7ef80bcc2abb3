/// The manual page of the program, in the language of mdoc(7).
enum ManualPage {
  static var text: String {
    var page = Page()
    page.line(".Dd \(Version.date)")
    page.line(".Dt CASCADE 1")
    page.line(".Os")
    page.section("NAME")
    page.line(".Nm cascade")
    page.line(".Nd exchange matching-and-liquidation simulator")
    page.section("SYNOPSIS")
    page.line(".Nm")
    page.line(".Ar verb")
    page.line(".Op Ar argument ...")
    page.section("DESCRIPTION")
    page.words(Welcome.overview)
    page.line(".Pp")
    page.words("These are the verbs:")
    page.line(".Bl -tag -width Ds")
    for verb in Verb.all { page.verb(verb.syntax) }
    page.line(".El")
    page.section("ENVIRONMENT")
    page.list(Welcome.environment.map { (".It Ev \(Page.escaped($0.term))", $0.meaning) })
    page.section("EXIT STATUS")
    page.list(Welcome.statuses.map { (".It \($0.status.rawValue)", $0.meaning) })
    page.section("EXAMPLES")
    page.line(".Bd -literal -offset indent")
    for example in [Welcome.example, "cascade replay out"] { page.line(Page.escaped(example)) }
    page.line(".Ed")
    return page.text
  }
}

/// Lines of mdoc.
private struct Page {
  private(set) var text = ""

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func section(_ name: String) { line(".Sh \(name)") }

  /// A sentence a line, as mdoc wants it.
  mutating func words(_ sentences: String) {
    var rest = sentences[...]
    while let end = rest.firstRange(of: ". ") ?? rest.firstRange(of: ": ") {
      line(Self.escaped(rest[..<end.lowerBound] + rest[end].prefix(1)))
      rest = rest[end.upperBound...]
    }
    line(Self.escaped(rest))
  }

  mutating func list(_ items: [(head: String, meaning: String)]) {
    line(".Bl -tag -width Ds")
    for item in items {
      line(item.head)
      words(item.meaning)
    }
    line(".El")
  }

  mutating func verb(_ syntax: Syntax) {
    line(".It Cm \(syntax.name)")
    words(syntax.overview)
    line(".Bd -literal -offset indent")
    for way in syntax.usage { line(Self.escaped("cascade " + way)) }
    line(".Ed")
    let operands = syntax.operands.map { (".It Ar \(Self.escaped($0.name))", $0.help) }
    let options = syntax.options.filter { ![Option.help, .color].contains($0) }.map { option in
      let short = option.letter.map { "Fl \($0) , " } ?? ""
      let value = option.value.map { " Ar \(Self.escaped($0))" } ?? ""
      return (".It \(short)Fl -\(option.name)\(value)", option.help)
    }
    if !(operands + options).isEmpty { list(operands + options) }
  }

  /// Without what mdoc would take for its own.
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
      default: result += "\\[u\(hex(scalar.value))]"
      }
    }
    let isCommand = result.hasPrefix(".") || result.hasPrefix("'")
    return (isCommand ? "\\&" : "") + result
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
