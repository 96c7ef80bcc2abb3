/// A few words for a case that has none of its own payload, spelt once for people and for programs.
///
///     Phrase("post-only would take")     .text "post-only would take"
///                                        .code "postOnlyWouldTake"       in JSON and CSV
///                                        .word "post-only-would-take"    in a transcript's options
struct Phrase: Hashable, Sendable, ExpressibleByStringLiteral {
  let text: String

  init(stringLiteral text: String) { self.text = text }

  /// One word in the way of Swift cases: the case's own name.
  var code: String {
    let isGap: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }
    guard text.utf8.contains(where: isGap) else { return text }
    let words = text.utf8.split(whereSeparator: isGap).map { Substring($0) }
    return words[0] + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// One word with hyphens.
  var word: String { String(text.map { $0 == " " ? "-" : $0 }) }
}

/// A type whose cases have phrases.
protocol Phrased {
  var phrase: Phrase { get }
}
