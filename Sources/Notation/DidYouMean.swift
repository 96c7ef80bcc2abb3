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
