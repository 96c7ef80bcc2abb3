import MarketTypes
import Notation

/// A story of one venue in a text: what was asked of it, and what came of each command.
///
///     # Two asks rest at 101. A larger buy takes the older one whole, then part of the younger.
///     > alice sell 2 at 101  as a1
///     accepted a1
///     rested a1 2 at 101
///
/// Lines that begin with `>` are commands or set the venue up; those that begin with `#`, and blank ones, are for the
/// reader; all others are events. The grammar stands in `docs/transcripts.md`. A transcript does not run itself:
/// whoever has a venue carries out `commands`, and hands the events to `rendered(with:)` or `firstDifference(from:)`.
public struct Transcript: Sendable {
  public let rules: VenueRules
  /// Instruments and accounts in the order of their first lines.
  public let names: Names
  public let commands: [Step]

  /// All lines but events, in order.
  let keptLines: [KeptLine]
  /// All lines as they stand, without their ends.
  let originalLines: [String]

  /// A command, and the number of its line, from 1.
  public struct Step: Hashable, Sendable {
    public let command: Command
    public let line: Int
  }

  struct KeptLine {
    let text: String
    /// Which of `commands` it says, if any: its events come next.
    let command: Int?
  }

  /// Throws all that is wrong with `text`, one error a line at most.
  public init(parsing text: SourceText) throws(Diagnostics) {
    let log = DiagnosticLog()
    var parser = TranscriptParser(text, reportingTo: log)
    parser.parse()
    try log.throwErrors()
    rules = VenueRules(instruments: parser.instruments, liquidation: parser.liquidation)
    names = parser.commandParser.roster.names
    commands = parser.commands
    keptLines = parser.keptLines
    originalLines = parser.originalLines
  }
}

// MARK: - Rendering

extension Transcript {
  /// The text anew: comments, blank lines and commands as they stand, after each command its events.
  ///
  /// - Parameters:
  ///   - events: for each of `commands`, what it caused.
  ///   - showsCauses: whether event lines tell the distance to their cause.
  public func rendered(with events: [[Event]], showsCauses: Bool = false) -> String {
    lines(with: events, showsCauses: showsCauses).map { $0 + "\n" }.joined()
  }

  /// The first line that `rendered(with:)` changes, or `nil` if the story replays to itself.
  public func firstDifference(from events: [[Event]], showsCauses: Bool = false) -> Difference? {
    let rendered = lines(with: events, showsCauses: showsCauses)
    let common = zip(originalLines, rendered).prefix { $0 == $1 }.count
    if common == originalLines.count && common == rendered.count { return nil }
    return Difference(
      line: common + 1, expected: common < originalLines.count ? originalLines[common] : nil,
      found: common < rendered.count ? rendered[common] : nil)
  }

  /// Where a transcript and what happened part.
  public struct Difference: Hashable, Sendable {
    /// From 1.
    public let line: Int
    /// What the transcript says; `nil` past its end.
    public let expected: String?
    /// What happened; `nil` if nothing more did.
    public let found: String?

    public init(line: Int, expected: String?, found: String?) {
      self.line = line
      self.expected = expected
      self.found = found
    }
  }

  private func lines(with events: [[Event]], showsCauses: Bool) -> [String] {
    invariant(events.count == commands.count, "\(commands.count) commands have events of \(events.count)")
    var printer = EventPrinter(names, showsCauses: showsCauses)
    var lines: [String] = []
    for kept in keptLines {
      lines.append(kept.text)
      guard let command = kept.command else { continue }
      for event in events[command] { lines.append(printer.line(for: event)) }
    }
    return lines
  }
}
