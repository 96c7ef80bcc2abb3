import Notation

/// A page of help as text, no line wider than it should be.
struct HelpPage {
  private(set) var text = ""
  private let width: Int

  /// - Parameter width: in columns; a page never gets narrower than 40.
  init(width: Int) {
    self.width = max(40, width)
  }

  /// A heading with sentences beside or below it.
  mutating func section(_ heading: String, _ sentences: String) {
    begin(heading)
    write(sentences, first: "  ", others: "  ")
  }

  /// A heading with lines below it that are not wrapped: they are to be typed.
  mutating func section(_ heading: String, lines: [String]) {
    if lines.isEmpty { return }
    begin(heading)
    for line in lines { text += "  \(line)\n" }
  }

  /// A heading with ways to type something below it, each with a deeper margin where it has to be wrapped.
  mutating func section(_ heading: String, usage: [String]) {
    begin(heading)
    for way in usage { write(Self.joined(way), first: "  ", others: "      ") }
  }

  /// No-break spaces within brackets, so that no line ends there.
  private static func joined(_ way: String) -> String {
    var depth = 0
    return String(
      way.map { character in
        depth += character == "[" ? 1 : character == "]" ? -1 : 0
        return character == " " && depth > 0 ? noBreakSpace : character
      })
  }

  private static let noBreakSpace: Character = "\u{A0}"

  /// A heading with a table of two columns below it.
  mutating func section(_ heading: String, rows: [(term: String, meaning: String)]) {
    if rows.isEmpty { return }
    begin(heading)
    table(rows)
  }

  /// A table of two columns alone.
  mutating func table(_ rows: [(term: String, meaning: String)]) {
    let column = min(2 + (rows.map(\.term.count).max() ?? 0) + 2, width / 2)
    let margin = String(repeating: " ", count: column)
    for (term, meaning) in rows {
      let start = "  \(term)".padded(to: column - 2)
      if start.count > column - 2 {
        text += start + "\n"
        write(meaning, first: margin, others: margin)
      } else {
        write(meaning, first: start + "  ", others: margin)
      }
    }
  }

  private mutating func begin(_ heading: String) {
    if !text.isEmpty { text += "\n" }
    text += heading + ":\n"
  }

  /// Fills lines with words.
  private mutating func write(_ sentences: String, first: String, others: String) {
    var line = first
    var isEmpty = true
    for word in sentences.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        text += line + "\n"
        line = others
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word.replacing([Self.noBreakSpace], with: " ")
      isEmpty = false
    }
    text += line + "\n"
  }
}

extension Syntax {
  /// What `--help` prints.
  func helpPage(width: Int) -> String {
    var page = HelpPage(width: width)
    page.section("OVERVIEW", overview)
    page.section("EXAMPLE", lines: examples)
    page.section("USAGE", usage: usage.map { "cascade \($0)" })
    page.section("ARGUMENTS", rows: operands.map { ($0.name, $0.help) })
    page.section("OPTIONS", rows: options.map { ($0.heading, $0.help) })
    return page.text
  }
}
