import MarketData

/// Whether a rebuilt book went through the recorded states, as far as was asked.
struct StatesReport: LobsterReport {
  let check: LobsterReconstructionCheck
  /// How many states have to be the same.
  let asked: Int
  /// Orders that could not rest in the rebuilt book.
  let crossing: Int

  var rows: Int { check.messages }
  /// Up to the first that differs: what comes after one is another story.
  var checked: Int { min(asked, check.equalStates + 1) }
  var mismatches: Int { check.equalStates < asked ? 1 : 0 }

  var counts: [(key: String, words: String, count: Int)] {
    [
      ("states", "states of the rebuilt book", check.states),
      ("referenceStates", "states recorded", check.referenceStates),
      ("equal", "equal from the first on", check.equalStates),
      ("statesInReference", "found anywhere in the recording", check.statesInReference),
      ("unknown", "references to orders never seen", check.references.unknown),
      ("underflows", "of them not covered by the seed", check.references.underflows),
      ("contradictions", "contradictions", check.references.contradictions),
      ("crossed", "crossed states", check.crossed),
      ("crossing", "orders left out because they would trade", crossing),
    ]
  }

  var difference: String {
    guard mismatches > 0 else { return "" }
    guard let first = check.firstDifference else {
      let shorter = check.states < check.referenceStates ? "the rebuilt book" : "the recording"
      return "\(shorter) ends after \(check.equalStates) states\n"
    }
    return """
      state \(check.equalStates + 1), row \(first.message)
      rebuilt   \(first.rebuilt)
      recorded  \(first.reference)

      """
  }
}
