import Journaling
import MarketTypes
import Notation

/// Where a replay left its journal.
struct ReplayDifference {
  /// The number of the command, from 0.
  let command: Int
  /// Which of its events differs, from 0.
  let event: Int
  /// `nil` if the journal has no more events of this command.
  let recorded: Event?
  /// `nil` if no more came.
  let replayed: Event?

  private static let contextLength = 5

  /// The difference under what came before it. Goes through the journal again, because an event is told in the words
  /// of those before.
  func text(in journal: JournalFile) throws -> String {
    let names = try journal.reader().header.names
    var printer = EventPrinter(names, showsCauses: true)
    var context: [String] = []
    var result = ""
    var number = 0
    try journal.forEachCommand { command, events, first in
      defer { number += 1 }
      if number > self.command { return }
      context.append("> " + CommandPrinter(names).line(for: command))
      for (index, event) in events.enumerated() where number < self.command || index < self.event {
        context.append("  " + printer.line(for: event))
      }
      context.removeFirst(max(0, context.count - Self.contextLength))
      if number == self.command { result = report(context, at: first, &printer) }
    }
    return result
  }

  private func report(_ context: [String], at first: EventPosition, _ printer: inout EventPrinter) -> String {
    var before = printer
    let said = recorded.map { before.line(for: $0) } ?? "nothing more of this command"
    let came = replayed.map { printer.line(for: $0) } ?? "nothing more of this command"
    return """
      event \(first.number + Int64(event)), of command \(command), is not what the journal says
      \(context.map { "  \(printable($0))" }.joined(separator: "\n"))
      - \(printable(said))
      + \(printable(came))

      """
  }
}
