import Files
import Journaling
import MarketTypes
import Notation
import Simulation

/// A command boundary of a run: before which command it lies.
struct ForkPoint {
  /// The number of the first command after it, from 0; the number of commands at the end.
  let command: Int
  /// Where the first event after it stands.
  let event: Int
  /// Of the command before it.
  let time: Time

  /// What can be asked for.
  enum Place {
    case event(Int)
    case time(Time)
    case start
    /// Where the first account falls under its maintenance margin.
    case cascade

    init(_ text: String) throws(Failure) {
      if let event = Int(text), event >= 0 {
        self = .event(event)
      } else if let span = TimeSpan(text: text) {
        self = .time(Time.start + span)
      } else if text == "start" {
        self = .start
      } else if text == "cascade" {
        self = .cascade
      } else {
        let near = didYouMean(text, from: ["start", "cascade"]).map { "did you mean \($0)?" }
        throw Failure(
          usage: "--at is \"\(printable(text))\"; it must be the position of an event, a time, start or cascade",
          hint: near ?? (text.first?.isNumber == true ? TimeSpan.hint(for: text) : "write 1234, 60.2s or cascade"))
      }
    }
  }

  /// The boundary before the command that caused an event, before the first command at a time or later, before the very
  /// first one, or before the one that brought an account under its margin. What lies in the opening means its start.
  ///
  /// - Parameter openingCount: how many commands the opening has.
  init(_ place: Place, in journal: JournalFile, openingCount: Int) throws {
    var found: ForkPoint?
    var number = 0
    var time = Time.start
    var end = 0
    // To the end, so that a damaged journal is noticed before anything is run.
    try journal.forEachMoment { command, events, first in
      let position = Int(first.number)
      if found == nil, Self.isReached(place, command, events, position, isOpening: number < openingCount) {
        found = ForkPoint(command: number, event: position, time: time)
      }
      number += 1
      end = position + events.count
      time = command.time
    }
    guard let found else {
      throw Failure(.badInput, "\(journal.path): \(Self.absence(of: place, events: end, last: time))")
    }
    self = found.command < openingCount ? ForkPoint(command: 0, event: 0, time: .start) : found
  }

  private init(command: Int, event: Int, time: Time) {
    self.command = command
    self.event = event
    self.time = time
  }

  private static func isReached(
    _ place: Place, _ command: Command, _ events: [Event], _ first: Int, isOpening: Bool
  ) -> Bool {
    switch place {
    case .event(let event): event < first + events.count
    case .time(let time): !isOpening && command.time >= time
    case .start: true
    case .cascade: events.contains { if case .liquidatable = $0.body { true } else { false } }
    }
  }

  private static func absence(of place: Place, events: Int, last: Time) -> String {
    switch place {
    case .event(let event): "there is no event \(event); they are numbered from 0 to \(events - 1)"
    case .time: "nothing happens so late; the last command is at \(decimalText(last.nanoseconds, scale: 9)) s"
    case .start: "there is no command"
    case .cascade: "no account ever falls under its maintenance margin"
    }
  }
}
