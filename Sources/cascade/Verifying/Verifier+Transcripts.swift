import Analysis
import Journaling
import MarketTypes
import Notation
import Venue

extension Verifier {
  /// Carries out the commands of a story, with every check there is, and compares what is told with what happened.
  func verifyTranscript(_ path: String) throws -> Verdict {
    let replay = try TranscriptReplay(path, limits)
    if replay.story.commands.isEmpty { return .failed("  it has no command, so that nothing is held to anything\n") }
    guard let difference = replay.difference else { return .passed }
    if updates {
      try rewrite(path, Array(replay.story.rendered(with: replay.events, replay.pictures).utf8))
    }
    return differs(
      self.difference(
        atLine: difference.line, in: replay.text, expected: difference.expected, found: difference.found))
  }
}

extension Picture {
  init(of subject: Subject, in venue: borrowing Exchange) {
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
