import Journaling
import MarketTypes
import Notation
import Simulation

/// How far a journal goes, and how far the run that it is of.
struct RunExtent {
  /// Of the latest command.
  let last: Time
  /// As the scenario says, but never before the latest command; that command's time where no scenario made the journal.
  let end: Time

  init(_ scenario: Scenario?, last: Time) {
    self.last = last
    end = max(last, scenario.map { .start + $0.duration } ?? .start)
  }

  /// Throws where an option names a moment after the run's end; says so where it is after the latest command, as in a quiet
  /// end of a run, or where its journal was cut off.
  func check(_ moments: [(flag: String, time: Time?)], in journal: JournalFile) throws(Failure) {
    for (flag, time) in moments {
      guard let time, time > end else { continue }
      throw Failure(
        .badInput, "\(journal.path): \(flag) is \(text(time)), and the run ends at \(text(end))",
        hint: "name a moment up to \(text(end)), or leave \(flag) out")
    }
    for (flag, time) in moments {
      guard let time, time > last else { continue }
      let words = "the journal stops at \(text(last)), before the \(text(time)) of \(flag)"
      return Console.note("\(printable(journal.path)): \(words)\n")
    }
  }

  private func text(_ time: Time) -> String { "\(decimalText(time.nanoseconds, scale: 9)) s" }
}
