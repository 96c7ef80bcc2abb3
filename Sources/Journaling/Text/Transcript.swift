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
/// whoever has a venue carries out `commands`, takes `pictures` between them, and hands both to `rendered` or
/// `firstDifference`.
public struct Transcript: Sendable {
  public let rules: VenueRules
  /// Instruments, accounts and assets in the order of their first lines.
  public let names: Names
  public let commands: [Step]
  /// What is to be looked at, in order.
  public let pictures: [Picture.Request]

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
    /// What comes next, if anything.
    var below: Below?
  }

  enum Below {
    /// The events of a command, by its place in `commands`.
    case events(Int)
    /// By its place in `pictures`.
    case picture(Int)
  }

  /// Throws all that is wrong with `text`, one error a line at most.
  public init(parsing text: SourceText) throws(Diagnostics) {
    let log = DiagnosticLog()
    var parser = TranscriptParser(text, reportingTo: log)
    parser.parse()
    try log.throwErrors()
    rules = parser.rules
    names = parser.commandParser.roster.names
    commands = parser.commands
    pictures = parser.pictures
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
  ///   - seen: for each of `pictures`, what there was to see.
  ///   - showsCauses: whether event lines tell the distance to their cause.
  public func rendered(with events: [[Event]], _ seen: [Picture] = [], showsCauses: Bool = false) -> String {
    lines(with: events, seen, showsCauses: showsCauses).map { $0 + "\n" }.joined()
  }

  /// The first line that `rendered` changes, or `nil` if the story replays to itself.
  public func firstDifference(
    from events: [[Event]], _ seen: [Picture] = [], showsCauses: Bool = false
  ) -> Difference? {
    let rendered = lines(with: events, seen, showsCauses: showsCauses)
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

  private func lines(with events: [[Event]], _ seen: [Picture], showsCauses: Bool) -> [String] {
    invariant(events.count == commands.count, "\(commands.count) commands have events of \(events.count)")
    invariant(seen.count == pictures.count, "\(pictures.count) pictures are asked for, \(seen.count) are there")
    let roster = Roster(names)
    var printer = EventPrinter(roster, showsCauses: showsCauses)
    var lines: [String] = []
    for kept in keptLines {
      lines.append(kept.text)
      switch kept.below {
      case .events(let command): for event in events[command] { lines.append(printer.line(for: event)) }
      case .picture(let index): lines += roster.lines(of: seen[index])
      case nil: break
      }
    }
    return lines
  }
}
