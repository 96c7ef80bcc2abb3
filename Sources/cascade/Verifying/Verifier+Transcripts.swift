import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Venue

extension Verifier {
  /// Carries out the commands of a story, with every check there is, and compares what is told with what happened.
  func verifyTranscript(_ path: String) throws -> Verdict {
    let text = SourceText(name: path, bytes: try readFile(path, limit: 64 << 20))
    let story = try Transcript(parsing: text)
    if let fault = story.rules.fault { throw Diagnostics("\(path): no venue can have these rules: \(fault)") }
    for step in story.commands where step.command.time > .latest {
      throw Diagnostics("\(path):\(step.line): this command comes later than any can")
    }
    var audit = LedgerAudit(story.rules)
    let events = carryOut(story, &audit)
    if let breach = audit.verdict() {
      throw Failure(.ourFault, "\(path): the ledger does not add up: \(breach.text(story.names))")
    }
    guard let difference = story.firstDifference(from: events) else { return .passed }
    if updates { try rewrite(path, Array(story.rendered(with: events).utf8)) }
    return .failed(
      self.difference(
        atLine: difference.line, in: text, expected: difference.expected, found: difference.found))
  }

  /// What each command caused.
  private func carryOut(_ story: Transcript, _ audit: inout LedgerAudit) -> [[Event]] {
    var venue = Exchange(story.rules)
    venue.checksEverything = true
    var stream = EventStream()
    return story.commands.map { step in
      stream.removeAll()
      venue.execute(step.command, into: &stream)
      audit.observe(step.command, stream)
      return (0..<stream.count).map { stream[$0] }
    }
  }
}

extension StreamFold {
  /// Takes a command and all that a venue has just appended to the emptied stream.
  mutating func observe(_ command: Command, _ stream: borrowing EventStream) {
    let first = stream.first
    stream.withSpan { observe(command, $0, from: first) }
  }
}
