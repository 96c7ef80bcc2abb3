/// The candidate that `word` is most likely a misspelling of, or `nil` when none is really near.
///
/// Near means at most one edit for every three letters of the longer word, and never more than three. An edit
/// inserts, drops or replaces one letter or swaps two neighbours; case does not count. Of two equally near
/// candidates the earlier one wins. A bad hint is worse than none: `nope` is not `jobs`.
///
///     didYouMean("levrage", from: ["leverage", "lots"])   // "leverage"
///
/// Quadratic in the length of the words, of which no more than 64 letters are looked at.
public func didYouMean(_ word: String, from candidates: some Sequence<String>) -> String? {
  let typed = Array(word.lowercased().unicodeScalars)
  guard !typed.isEmpty, typed.count <= 64 else { return nil }
  var best: String?
  var fewestEdits = 4
  for candidate in candidates {
    let meant = Array(candidate.lowercased().unicodeScalars)
    let allowed = min(max(typed.count, meant.count) / 3, 3, fewestEdits - 1)
    if allowed < 0 || abs(typed.count - meant.count) > allowed { continue }
    let edits = editDistance(typed, meant)
    if edits <= allowed {
      best = candidate
      fewestEdits = edits
    }
  }
  return best
}

/// The one candidate that `word` shortens, or `nil` when there is none, or more than one: each word of both begins alike, with
/// three letters or more.
///
///     longhand(of: "maxPosition", from: ["maximumPrice", "maximumPosition"])   // "maximumPosition"
func longhand(of word: String, from candidates: some Sequence<String>) -> String? {
  let typed = wordsOfKey(word)
  guard !typed.isEmpty, typed.allSatisfy({ $0.utf8.count >= 3 }) else { return nil }
  var found: String?
  for candidate in candidates {
    let meant = wordsOfKey(candidate)
    guard typed.count == meant.count, zip(typed, meant).allSatisfy({ $1.hasPrefix($0) }) else { continue }
    if found != nil { return nil }
    found = candidate
  }
  return found
}

/// `max`, `position` of `maxPosition`, and of `max_position` too. None of what is longer than any key.
private func wordsOfKey(_ key: String) -> [String] {
  guard key.utf8.count <= 64 else { return [] }
  var words = [""]
  for scalar in key.unicodeScalars {
    if scalar == "_" || scalar == "-" || scalar.properties.isUppercase { words.append("") }
    if scalar != "_", scalar != "-" { words[words.count - 1] += scalar.properties.lowercaseMapping }
  }
  return words.filter { !$0.isEmpty }
}

/// The optimal string alignment distance: Damerau–Levenshtein with no part edited twice.
func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
  var twoAbove: [Int] = []
  var above = Array(0...second.count)
  for row in first.indices {
    var current = [row + 1]
    for column in second.indices {
      let replacing = above[column] + (first[row] == second[column] ? 0 : 1)
      var edits = min(replacing, above[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
        edits = min(edits, twoAbove[column - 1] + 1)
      }
      current.append(edits)
    }
    twoAbove = above
    above = current
  }
  return above[second.count]
}
