import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Venue

/// A story that was carried out: what it says, and what came of its commands.
struct TranscriptReplay {
  let text: SourceText
  let story: Transcript
  /// What each command caused.
  private(set) var events: [[Event]] = []
  /// What there was to see where the story looks.
  private(set) var pictures: [Picture] = []

  /// Carries out the commands, with every check there is.
  init(_ path: String, _ limits: Limits) throws {
    try self.init(SourceText(name: path, bytes: try readFile(path, limit: limits.bytes(usual: 64 << 20))))
  }

  init(_ text: SourceText) throws {
    self.text = text
    story = try Transcript(parsing: text)
    if let fault = story.rules.fault { throw Diagnostics("\(text.name): no venue can have these rules: \(fault)") }
    for step in story.commands where step.command.time > .latest {
      throw Diagnostics("\(text.name):\(step.line): this command comes later than any can")
    }
    var audit = LedgerAudit(story.rules)
    carryOut(&audit)
    if let breach = audit.verdict() {
      throw Failure(.ourFault, "\(text.name): the ledger does not add up: \(breach.text(story.names))")
    }
  }

  /// Where the story and what happened part; `nil` if it replays to itself.
  var difference: Transcript.Difference? { story.firstDifference(from: events, pictures) }

  private mutating func carryOut(_ audit: inout LedgerAudit) {
    var venue = Exchange(story.rules)
    venue.checksEverything = true
    var stream = EventStream()
    for place in 0...story.commands.count {
      while pictures.count < story.pictures.count, story.pictures[pictures.count].commandsBefore == place {
        pictures.append(Picture(of: story.pictures[pictures.count].subject, in: venue))
      }
      if place == story.commands.count { break }
      stream.removeAll()
      venue.execute(story.commands[place].command, into: &stream)
      audit.observe(story.commands[place].command, stream)
      events.append((0..<stream.count).map { stream[$0] })
    }
  }
}
