import Journaling
import MarketTypes
import Notation

/// Where two streams part: a journal and a venue that carried its commands out again, or two journals.
struct StreamDifference {
  /// What stands there in one of them.
  enum Record: Equatable {
    case command(Command)
    case event(Event)
    case noMoreEvents
    case noMoreCommands
  }

  /// The number of the command, from 0.
  let command: Int
  /// Which of its events differs, from 0; 0 where the commands do.
  let event: Int
  let one: Record
  let other: Record

  /// The first difference between what a command caused in one stream and in the other, `nil` if there is none.
  init?(ofCommand command: Int, _ one: Command?, _ events: Span<Event>, _ other: Command?, _ others: Span<Event>) {
    self.command = command
    if one != other {
      event = 0
      self.one = one.map { .command($0) } ?? .noMoreCommands
      self.other = other.map { .command($0) } ?? .noMoreCommands
      return
    }
    for index in 0..<max(events.count, others.count) {
      let first = index < events.count ? Record.event(events[index]) : .noMoreEvents
      let second = index < others.count ? Record.event(others[index]) : .noMoreEvents
      if first == second { continue }
      (event, self.one, self.other) = (index, first, second)
      return
    }
    return nil
  }

  private static let contextLength = 5

  /// The difference under what came before it. Goes through the journal again, because an event is told in the words
  /// of those before.
  ///
  /// - Parameters:
  ///   - journal: where `one` stands; up to there the other stream is the same.
  ///   - heading: the first line, made of where the first differing event stands.
  func text(in journal: JournalFile, heading: (Int) -> String) throws -> String {
    let place = try Place(of: self, in: journal)
    return """
      \(heading(place.position))
      \(place.context.suffix(Self.contextLength).map { "  \(printable($0))" }.joined(separator: "\n"))
      - \(printable(place.one))
      + \(printable(place.other))

      """
  }

  /// The difference in words.
  struct Place {
    /// Of the first event that differs.
    private(set) var position = 0
    /// The lines before it.
    private(set) var context: [String] = []
    private(set) var one = ""
    private(set) var other = ""
    /// Of the command.
    private(set) var time: Time

    init(of difference: StreamDifference, in journal: JournalFile) throws {
      let names = try journal.reader().header.names
      let commands = CommandPrinter(names)
      var printer = EventPrinter(names, showsCauses: true)
      var number = 0
      time = .start
      try journal.forEachCommand { command, events, first in
        defer { number += 1 }
        if number > difference.command { return }
        let isLast = number == difference.command
        position = Int(first.number) + (isLast ? difference.event : events.count)
        time = command.time
        if isLast, difference.one == .command(command) { return }
        context.append("> " + commands.line(for: command))
        for (index, event) in events.enumerated() where !isLast || index < difference.event {
          context.append("  " + printer.line(for: event))
        }
        context.removeFirst(max(0, context.count - StreamDifference.contextLength))
      }
      one = Self.words(for: difference.one, commands, printer)
      other = Self.words(for: difference.other, commands, printer)
    }

    private static func words(for record: Record, _ commands: CommandPrinter, _ printer: EventPrinter) -> String {
      var printer = printer
      switch record {
      case .command(let command): return "> " + commands.line(for: command)
      case .event(let event): return printer.line(for: event)
      case .noMoreEvents: return "nothing more of this command"
      case .noMoreCommands: return "nothing more at all"
      }
    }
  }
}
