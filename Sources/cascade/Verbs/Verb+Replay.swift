import Files
import Journaling
import MarketTypes
import Notation
import Venue

extension Verb {
  /// `cascade replay RUN`
  static let replay = Verb(
    syntax: Syntax(
      "replay",
      overview: """
        Carry out the commands of a run once more and compare every event. The venue is built from what the journal says \
        of its rules; the first event that differs is shown with what came before it.
        """,
      usage: ["replay RUN"],
      operands: [Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 1...1,
      examples: ["cascade replay out"])
  ) { arguments in
    let journal = try JournalFile(arguments.operands[0], arguments.limits)
    var replay = try Replay(of: journal)
    if let difference = try replay.firstDifference() {
      let text = try difference.text(in: journal) { event in
        "event \(event), of command \(difference.command), is not what the journal says"
      }
      try Console.write(text)
      return .failedExpectation
    }
    try Console.write(
      """
      \(printable(journal.path)): \(counted(replay.commands, "command")) and \(counted(replay.events, "event")) \
      replayed, all the same
      digest \(replay.digest)

      """)
    return .success
  }
}
