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
    let (events, pictures) = carryOut(story, &audit)
    if let breach = audit.verdict() {
      throw Failure(.ourFault, "\(path): the ledger does not add up: \(breach.text(story.names))")
    }
    guard let difference = story.firstDifference(from: events, pictures) else { return .passed }
    if updates { try rewrite(path, Array(story.rendered(with: events, pictures).utf8)) }
    return differs(
      self.difference(
        atLine: difference.line, in: text, expected: difference.expected, found: difference.found))
  }

  /// What each command caused, and what there was to see where the story looks.
  private func carryOut(_ story: Transcript, _ audit: inout LedgerAudit) -> ([[Event]], [Picture]) {
    var venue = Exchange(story.rules)
    venue.checksEverything = true
    var stream = EventStream()
    var events: [[Event]] = []
    var pictures: [Picture] = []
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
    return (events, pictures)
  }
}

extension Picture {
  fileprivate init(of subject: Subject, in venue: borrowing Exchange) {
    switch subject {
    case .book(let instrument):
      self = .book(
        bids: Picture.levels(of: instrument, .buy, in: venue), asks: Picture.levels(of: instrument, .sell, in: venue))
    case .accounts:
      var standings: [Standing] = []
      for number in 0..<venue.accountCount {
        let account = AccountID(number: Int32(number))
        let positions = venue.rules.instruments.indices.map {
          venue.position(of: account, in: InstrumentID(number: UInt16($0)))
        }
        let assets = venue.rules.assets.indices.map {
          venue.balance(of: account, in: AssetID(number: UInt16($0 + 1)))
        }
        standings.append(
          Standing(
            positions: positions, collateral: venue.collateral(of: account), assets: assets,
            equity: venue.figures(of: account).equity))
      }
      self = .accounts(standings)
    }
  }

  private static func levels(
    of instrument: InstrumentID, _ side: Side, in venue: borrowing Exchange
  ) -> [Level] {
    var levels: [Level] = []
    venue.forEachLevel(of: instrument, on: side) { price, quantity in
      levels.append(Level(price, quantity))
      return true
    }
    return levels
  }
}

extension StreamFold {
  /// Takes a command and all that a venue has just appended to the emptied stream.
  mutating func observe(_ command: Command, _ stream: borrowing EventStream) {
    let first = stream.first
    stream.withSpan { observe(command, $0, from: first) }
  }
}
