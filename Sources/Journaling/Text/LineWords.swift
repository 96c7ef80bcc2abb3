import MarketTypes
import Notation

/// The words of one line, taken from left to right.
struct LineWords {
  /// A run of anything but white space, and where it stands.
  struct Word {
    let text: String
    let range: Range<Int>
  }

  private let words: [Word]
  private let end: Int
  private var index = 0

  /// The words in `range` of `text`.
  init(_ text: SourceText, _ range: Range<Int>) {
    let isSpace: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let runs = text.bytes[range].split(whereSeparator: isSpace)
    words = runs.map { Word(text: String(decoding: $0, as: UTF8.self), range: $0.startIndex..<$0.endIndex) }
    end = words.last?.range.upperBound ?? range.lowerBound
  }

  /// The next word, which stays next.
  var next: String? { index < words.count ? words[index].text : nil }
  var isAtEnd: Bool { index == words.count }

  /// Takes the next word if it is `word`.
  mutating func take(_ word: String) -> Bool {
    guard next == word else { return false }
    index += 1
    return true
  }

  /// Takes the next word, which has to be `word`.
  mutating func expect(_ word: String) throws(LineFault) {
    if !take(word) { throw unexpected("\"\(word)\"") }
  }

  func expectEnd() throws(LineFault) {
    if let next { throw fault("nothing may follow here, found \"\(next)\"") }
  }

  // MARK: - Values

  /// A whole number, where `least` is given not below it.
  mutating func integer<Number: FixedWidthInteger>(
    _ expected: String, _ type: Number.Type = Number.self, from least: Number = .min
  ) throws(LineFault) -> Number {
    guard let word = next, let number = Number(word), number >= least else {
      throw unexpected("\(expected), a whole number\(least > .min ? " from \(least)" : "")")
    }
    index += 1
    return number
  }

  /// A decimal number times 10 to the power of `scale`.
  mutating func decimal(_ expected: String, scale: Int) throws(LineFault) -> Int64 {
    guard let word = next, let number = Int64(decimal: word, scale: scale) else {
      let isPercentage = next?.hasSuffix("%") ?? false
      throw unexpected("\(expected), a decimal number", hint: isPercentage ? "10% is written 0.1" : nil)
    }
    index += 1
    return number
  }

  /// `1.5s`, or nanoseconds without a unit.
  mutating func span() throws(LineFault) -> TimeSpan {
    guard let word = next, let span = TimeSpan(text: word) else {
      throw unexpected("a time", hint: "write seconds as 1.5s, or nanoseconds as 1500000000")
    }
    _ = take(word)
    return span
  }

  /// The meaning of one of several words.
  mutating func choice<Meaning>(
    _ expected: String, from choices: [(String, Meaning)]
  ) throws(LineFault) -> Meaning {
    guard let choice = optionalChoice(from: choices) else {
      throw unexpected(expected, candidates: choices.map(\.0))
    }
    return choice
  }

  /// The meaning of the next word if it is one of several.
  mutating func optionalChoice<Meaning>(from choices: [(String, Meaning)]) -> Meaning? {
    guard let choice = choices.first(where: { $0.0 == next }) else { return nil }
    index += 1
    return choice.1
  }

  // MARK: - What is wrong

  /// The next word, or the end of the line, is not what is expected. The hint is the candidate that is near, or
  /// the given one, or all candidates.
  func unexpected(_ expected: String, candidates: [String] = [], hint: String? = nil) -> LineFault {
    let all = candidates.isEmpty ? nil : "it can be \(candidates.joined(separator: ", "))"
    guard let next else { return fault("expected \(expected)", hint: hint ?? all) }
    let near = didYouMean(next, from: candidates).map { "did you mean \"\($0)\"?" }
    return fault("expected \(expected), found \"\(next)\"", hint: near ?? hint ?? all)
  }

  /// Something is wrong with the next word, or with the line's ending there.
  func fault(_ message: String, hint: String? = nil) -> LineFault {
    LineFault(message: message, range: index < words.count ? words[index].range : end..<end, hint: hint)
  }
}

/// The first thing wrong with a line.
struct LineFault: Error {
  let message: String
  let range: Range<Int>
  let hint: String?
}
