import Notation

/// Arguments that ask for nothing the program can do.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// A word that is none of `candidates`, with the one it may have been meant for.
  init(unknown kind: String, _ word: String, among candidates: [String]) {
    let hint = didYouMean(word, from: candidates).map { "did you mean \($0)?" }
    description = "unknown \(kind) \(word): \(hint ?? "there are \(candidates.joined(separator: ", "))")"
  }
}
