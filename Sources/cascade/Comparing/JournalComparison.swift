import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation

/// Two journals, each read once: where they part, and what came of each. Memory follows accounts, not events.
struct JournalComparison {
  let one: JournalFile
  let other: JournalFile
  let digests: (one: Digest, other: Digest)
  let counts: (commands: Int, events: Int)
  /// `nil` if both have the same commands and events.
  private(set) var difference: StreamDifference?
  let comparison: RunComparison
  /// What a page shows of them over time; `nil` unless asked for.
  let drawn: (one: Drawn, other: Drawn)?

  /// One of the two, as a page shows it.
  struct Drawn {
    let header: JournalHeader
    let scenario: Scenario?
    let findings: RunFindings
    let paths: ComparedPaths
  }

  /// - Parameter drawn: whether paths over time are wanted; each journal is then read once more, for its span.
  init(_ one: JournalFile, _ other: JournalFile, drawn isDrawn: Bool = false) throws {
    self.one = one
    self.other = other
    let span = isDrawn ? try Self.span(of: [one, other]) : nil
    var first = try Side(one, from: nil, drawn: span)
    var second = try Side(other, from: first.start, drawn: span)
    var number = 0
    while true {
      let commands = (try first.advance(), try second.advance())
      if commands.0 == nil, commands.1 == nil { break }
      if difference == nil {
        difference = StreamDifference(
          ofCommand: number, commands.0, first.events.span, commands.1, second.events.span)
      }
      number += 1
    }
    digests = (first.reader.digest, second.reader.digest)
    counts = (first.reader.commandCount, first.reader.eventCount)
    comparison = RunComparison(try first.outcome(), try second.outcome())
    drawn = first.drawn().flatMap { one in second.drawn().map { (one, $0) } }
  }

  /// The first and the last moment of all of them.
  private static func span(of journals: [JournalFile]) throws -> (start: Time, end: Time) {
    var span: (start: Time, end: Time)?
    for journal in journals {
      try journal.forEachMoment { command, _, _ in
        span = (min(span?.start ?? command.time, command.time), max(span?.end ?? command.time, command.time))
      }
    }
    return span ?? (.start, .start)
  }

  /// One of the two on its way.
  private struct Side {
    let journal: JournalFile
    /// From when on displacement is counted.
    let start: Time
    var reader: JournalReader
    var events: [Event] = []
    var findings: RunFindings
    var excursion: MarkExcursion
    var losses: LossStages
    private let scenario: Scenario?
    private var paths: ComparedPaths?

    /// - Parameters:
    ///   - start: of the other's excursions; `nil` takes the first scripted order's time, or the very start.
    ///   - span: what paths over time cover; `nil` for none.
    init(_ journal: JournalFile, from start: Time?, drawn span: (start: Time, end: Time)?) throws {
      self.journal = journal
      reader = try journal.reader()
      try journal.checkRules(reader.header.rules)
      let scenario = journal.scenario(of: reader.header)
      self.start = start ?? scenario?.shockTime ?? .start
      findings = RunFindings(reader.header.rules, shockAccounts: scenario?.shockAccounts ?? [])
      excursion = MarkExcursion(reader.header.rules, from: self.start)
      losses = LossStages(reader.header.rules)
      self.scenario = scenario
      let rules = reader.header.rules
      paths = span.map { ComparedPaths(rules, from: $0.start, to: $0.end) }
    }

    mutating func advance() throws -> Command? {
      let first = EventPosition(number: Int64(reader.eventCount))
      guard let command = try journal.next(&reader, &events) else { return nil }
      // A name of its own, so that reading it is not reading all of this.
      let caused = events
      let dated = command.dated(reader.now)
      findings.observe(dated, caused.span, from: first)
      if let breach = findings.audit.firstBreach { throw failure(breach) }
      excursion.observe(dated, caused.span, from: first)
      losses.observe(dated, caused.span, from: first)
      paths?.observe(dated, caused.span, from: first, audit: findings.audit)
      return command
    }

    func drawn() -> Drawn? {
      paths.map { Drawn(header: reader.header, scenario: scenario, findings: findings, paths: $0) }
    }

    func outcome() throws -> RunComparison.Side {
      if let breach = findings.audit.verdict() { throw failure(breach) }
      return RunComparison.Side(
        names: reader.header.names, findings: findings, excursion: excursion, losses: losses)
    }

    private func failure(_ breach: LedgerBreach) -> Failure {
      Failure(.badInput, "\(journal.path): the ledger does not add up: \(breach.text(reader.header.names))")
    }
  }
}

// MARK: - What is said

extension JournalComparison {
  func text(width: Int, styled: Bool) throws -> String {
    let lines = [("A", one, digests.one), ("B", other, digests.other)].map { letter, journal, digest in
      "\(letter)  \(printable(journal.path))  \(digest.hex)\n"
    }
    guard let difference else {
      let all = "\(counted(counts.commands, "command")) and \(counted(counts.events, "event"))"
      return lines.joined() + "\n\(all), all the same\n"
    }
    let place = try difference.text(in: one) { event in
      "The first difference, at event \(groupedText(event)) of command \(groupedText(difference.command)) (- A, + B):"
    }
    let summary = ComparisonSummary(comparison).text(width: width, styled: styled)
    return lines.joined() + "\n" + place + "\n" + summary
  }

  func json() throws -> String {
    let place = try difference.map { try StreamDifference.Place(of: $0, in: one) }
    var writer = JSONWriter()
    writer.object { object in
      object.member("equal", difference == nil)
      object.key("digests")
      object.array { digests in
        digests.string(self.digests.one.hex)
        digests.string(self.digests.other.hex)
      }
      if let difference, let place {
        object.key("first")
        object.object { first in
          first.member("command", difference.command)
          first.member("event", place.position)
          first.member("time", Int(place.time.nanoseconds))
          first.key("context")
          first.array { for line in place.context { $0.string(line) } }
          first.member("a", place.one)
          first.member("b", place.other)
        }
      }
      ComparisonSummary(comparison).write(to: &object)
    }
    writer.endLine()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
