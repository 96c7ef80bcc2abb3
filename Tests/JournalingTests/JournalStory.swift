import Journaling
import MarketTypes

/// A small journal with every kind of command and event in it.
struct JournalStory {
  var header = JournalHeader(
    engine: "1.0.0", seed: .max, names: Names(instruments: ["BTC"], accounts: ["alice", "bob"]),
    rules: VenueRules(instruments: []), scenario: "{\n  // \"odd\" \u{1F980}\n}")
  var frames: [(command: Command, events: [Event], end: Int)] = []
  var journal: [UInt8] = []
  var digest: Digest
  var headerEnd: Int

  init() {
    var chance = SeededWords(seed: 42)
    var writer = JournalWriter(header)
    headerEnd = writer.pendingByteCount
    var kinds = EventKind.allCases[...]
    var eventCount: UInt32 = 0
    for kind in CommandKind.allCases {
      let command = chance.command(kind)
      let events = kinds.prefix(2).map { kind in
        defer { eventCount += 1 }
        return Event(chance.body(kind), cause: min(chance.any(), eventCount), round: chance.any())
      }
      kinds = kinds.dropFirst(2)
      writer.append(command, events.span)
      frames.append((command, events, writer.pendingByteCount))
    }
    writer.finish()
    digest = writer.digest
    writer.drain { bytes in for index in bytes.indices { journal.append(bytes[index]) } }
  }
}
