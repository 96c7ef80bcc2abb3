import Notation

/// The words of a command that starts somebody else's program. No shell sees them: nothing is expanded.
///
/// Words are separated by blanks. Between `'` and `'` all stands for itself; between `"` and `"` so does all but `\"` and
/// `\\`; outside of quotes a `\` makes the character behind it an ordinary one.
///
/// - Parameter option: which option it was given by, for messages.
func commandWords(_ text: String, of option: Option) throws(Failure) -> [String] {
  var words: [String] = []
  var word: String?
  var quote: Character?
  var rest = Substring(text)
  while let character = rest.popFirst() {
    switch (quote, character) {
    case (nil, " "), (nil, "\t"), (nil, "\n"):
      if let ended = word { words.append(ended) }
      word = nil
    case (nil, "'"), (nil, "\""):
      quote = character
      word = word ?? ""
    case (let open?, _) where open == character: quote = nil
    case (nil, "\\"): word = (word ?? "") + (rest.popFirst().map { String($0) } ?? "\\")
    case ("\"", "\\") where rest.first == "\"" || rest.first == "\\":
      word = (word ?? "") + (rest.popFirst().map { String($0) } ?? "")
    default: word = (word ?? "") + String(character)
    }
  }
  if let quote { throw Failure(usage: "\(option.flag) has a \(quote) without its other half: \(printable(text))") }
  if let word { words.append(word) }
  if words.first ?? "" == "" { throw Failure(usage: "\(option.flag) names no program") }
  return words
}
