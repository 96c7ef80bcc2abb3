import Files
import Journaling
import MarketTypes
import Notation

/// What an engine is asked, line by line, and what a right one answers.
struct Dialogue {
  /// A request and the lines of its answer, but for the one that closes it.
  struct Turn {
    let request: JSONValue
    let expected: [JSONValue]
    /// Where it stands in the file, from 1; 0 if it has no line of its own.
    let line: Int
  }

  let turns: [Turn]

  /// The kinds of lines that a right engine answers with.
  var kinds: Set<String> { Set(turns.flatMap { $0.expected.map(\.kind) }) }
}

// MARK: - Transcripts

extension Dialogue {
  /// A story in the engine's words: its rules, its commands, and a dump where it looks at something.
  init(_ replay: TranscriptReplay) {
    let story = replay.story
    var turns = story.rules.declarations(story.names).map { line in
      Turn(request: JSONValue.lines(of: line)[0], expected: [], line: 0)
    }
    var commands = CommandTable(story.names)
    var events = EventTable(story.names)
    var position: Int64 = 0
    var picture = 0
    for place in 0...story.commands.count {
      while picture < story.pictures.count, story.pictures[picture].commandsBefore == place {
        turns.append(Turn(story.pictures[picture].subject, replay.pictures[picture], story.names))
        picture += 1
      }
      if place == story.commands.count { break }
      let step = story.commands[place]
      let request = JSONValue.lines { commands.writeJSON(step.command, number: place, to: &$0) }
      let expected = JSONValue.lines { writer in
        for event in replay.events[place] {
          events.writeJSON(event, at: EventPosition(number: position), time: step.command.time, to: &writer)
          position += 1
        }
      }
      turns.append(Turn(request: request[0].without("command"), expected: expected, line: step.line))
    }
    self.turns = turns
  }
}

extension Dialogue.Turn {
  /// What a story looks at, asked for by a dump: shown prices of a book, or what accounts hold.
  fileprivate init(_ subject: Picture.Subject, _ picture: Picture, _ names: Names) {
    let request = JSONValue.lines { writer in
      writer.object { object in
        object.member("kind", "dump")
        switch subject {
        case .book(let instrument):
          object.member("books", "L2")
          object.member("instrument", names.name(of: instrument))
        case .accounts: object.member("accounts", true)
        }
      }
      writer.endLine()
    }
    let expected = JSONValue.lines { writer in
      switch picture {
      case .book(let bids, let asks):
        writer.object { object in
          object.member("kind", "book")
          for (name, levels) in [("bids", bids), ("asks", asks)] {
            object.list(name, levels) { level, price in
              level.member("price", price.price.ticks)
              level.member("quantity", price.quantity.lots)
            }
          }
        }
        writer.endLine()
      case .accounts(let standings):
        for (number, standing) in standings.enumerated() { writer.write(standing, number, names) }
      }
    }
    self.init(request: request[0], expected: expected, line: 0)
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ standing: Picture.Standing, _ number: Int, _ names: Names) {
    object { object in
      object.member("kind", "account")
      object.member("account", names.name(of: AccountID(number: Int32(number))))
      object.member("collateral", standing.collateral.units)
      let assets = standing.assets.enumerated().filter { $0.element != .zero }
      if !assets.isEmpty {
        object.list("assets", assets) { asset, held in
          asset.member("asset", names.name(of: AssetID(number: UInt16(held.offset + 1))))
          asset.member("amount", held.element.units)
        }
      }
      object.member("equity", standing.equity)
      object.list("holdings", standing.positions.enumerated().filter { $0.element.lots != 0 }) { holding, held in
        holding.member("instrument", names.name(of: InstrumentID(number: UInt16(held.offset))))
        holding.member("holding", held.element.lots)
      }
    }
    endLine()
  }

  fileprivate mutating func list<Element>(
    _ key: String, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    self.key(key)
    array { array in for element in elements { array.object { write(&$0, element) } } }
  }
}
