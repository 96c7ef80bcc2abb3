import Journaling
import MarketTypes
import Testing

struct EncodingTests {
  @Test(arguments: CommandKind.allCases)
  func `every command is what its record says`(kind: CommandKind) throws {
    for seed in UInt64(0)..<200 {
      var chance = SeededWords(seed: seed)
      let command = chance.command(kind)
      #expect(command.action.kind == kind)
      var words: [UInt64] = []
      command.encode(into: &words)
      var cursor = RecordCursor(words)
      #expect(try cursor.command() == command, "seed \(seed)")
      #expect(cursor.isAtEnd)
      let rare = command.action.rareWords
      #expect(words.count == (kind.payloadWords + rare + 2) / 2 * 2)
    }
  }

  @Test(arguments: EventKind.allCases)
  func `every event is what its record says`(kind: EventKind) throws {
    for seed in UInt64(0)..<200 {
      var chance = SeededWords(seed: seed)
      let event = chance.event(kind)
      #expect(event.body.kind == kind)
      var words: [UInt64] = []
      event.encode(into: &words)
      var cursor = RecordCursor(words)
      #expect(try cursor.event() == event, "seed \(seed)")
      #expect(cursor.isAtEnd)
      #expect(words.count == (kind.payloadWords + event.body.rareWords + 2) / 2 * 2)
    }
  }

  @Test(arguments: UInt64(0)..<2_000)
  func `any words give a value or an error`(seed: UInt64) {
    var chance = SeededWords(seed: seed)
    var words = (0..<8).map { _ in chance.any(UInt64.self) }
    // Half of them begin like a record, so that the payload is looked at too.
    if Bool.random(using: &chance) {
      let kind = chance.one(of: EventKind.self)
      words[0] = words[0] << 16 | UInt64(kind.payloadWords) << 8 | UInt64(kind.number)
    }
    var cursor = RecordCursor(words)
    if let event = try? cursor.event() { expect(event, in: words) }
    if let command = try? cursor.command() { expect(command, in: words) }
  }

  private func expect(_ event: Event, in words: [UInt64]) {
    var again: [UInt64] = []
    event.encode(into: &again)
    #expect(words.starts(with: again))
  }

  private func expect(_ command: Command, in words: [UInt64]) {
    var again: [UInt64] = []
    command.encode(into: &again)
    #expect(words.starts(with: again))
  }

  @Test func `one bit more or less is another value or an error`() throws {
    var chance = SeededWords(seed: 7)
    for kind in EventKind.allCases {
      let event = chance.event(kind)
      var words: [UInt64] = []
      event.encode(into: &words)
      for bit in 0..<(words.count * 64) {
        var changed = words
        changed[bit / 64] ^= 1 << (bit % 64)
        var cursor = RecordCursor(changed)
        #expect((try? cursor.event()) != event, "\(kind) bit \(bit)")
      }
    }
  }

  @Test func `a record cut short says how many words are missing`() {
    var words: [UInt64] = []
    Command(.fund(Money(units: 5))).encode(into: &words)
    for count in 0..<words.count {
      var cursor = RecordCursor(Array(words.prefix(count)))
      let missing = count == 0 ? 1 : words.count - count
      #expect(throws: RecordError(at: count, .cut(missingWords: missing))) { try cursor.command() }
    }
  }

  @Test func `an error names the word and what is wrong with it`() {
    func problem(_ words: [UInt64]) -> RecordError? {
      var cursor = RecordCursor(words)
      do throws(RecordError) {
        _ = try cursor.command()
        return nil
      } catch {
        return error
      }
    }
    #expect(problem([99, 0, 0, 0]) == RecordError(at: 0, .unknownKind(99)))
    #expect(problem([106, 0, 0, 0]) == RecordError(at: 0, .unexpectedKind(106)))
    #expect(problem([3 | 9 << 8, 0, 0, 0]) == RecordError(at: 0, .wrongLength(9, expected: 3)))
    #expect(problem([3 | 3 << 8 | 1 << 16, 0, 0, 5]) == RecordError(at: 0, .unusedBits))
    #expect(problem([3 | 3 << 8, 0, UInt64.max - 1, 5]) == RecordError(at: 2, .wrongValue(.seen, -2)))
    #expect(problem([1 | 4 << 8, 0, 0, 5 << 48, 0, 0]) == RecordError(at: 3, .wrongValue(.accountKind, 5)))
    #expect(problem([8 | 7 << 8, 0, 0, 0]) == RecordError(at: 0, .wrongLength(7, expected: 6)))
    #expect(problem([14 | 2 << 8, 0, 0, 1]) == RecordError(at: 3, .unusedBits))
    // The common fund is not named, a fund's number has eight bits, a source without a price has price 0.
    #expect(problem([3 | 4 << 8, 0, 0, 5, 0, 0]) == RecordError(at: 0, .unusedBits))
    #expect(problem([3 | 4 << 8, 0, 0, 5, 257, 0]) == RecordError(at: 4, .unusedBits))
    #expect(problem([22 | 4 << 8, 0, 0, 0, 7, 0]) == RecordError(at: 4, .unusedBits))
    #expect(problem([22 | 4 << 8, 0, 0, 5 << 48, 0, 0]) == RecordError(at: 3, .unusedBits))
    #expect(problem([22 | 4 << 8, 0, 0, 8 << 48, 0, 0]) == RecordError(at: 3, .unusedBits))
    #expect(problem([23 | 4 << 8, 0, 0, 1 << 48, 7, 0]) == RecordError(at: 3, .unusedBits))
  }

  @Test func `an event's error names the word and what is wrong with it`() {
    func problem(_ words: [UInt64]) -> RecordError? {
      var cursor = RecordCursor(words)
      do throws(RecordError) {
        _ = try cursor.event()
        return nil
      } catch {
        return error
      }
    }
    #expect(problem([136 | 3 << 8, 3 << 48, 0, 0]) == RecordError(at: 1, .wrongValue(.marginLevel, 3)))
    #expect(problem([102 | 3 << 8, 22 << 56, 0, 0]) == RecordError(at: 1, .wrongValue(.transferReason, 22)))
    // 4 was a ledger account that no journal has.
    for tag in [UInt64(4), 9] {
      #expect(problem([102 | 3 << 8, tag << 48, 0, 0]) == RecordError(at: 1, .wrongValue(.ledgerAccount, Int64(tag))))
    }
    #expect(problem([142 | 1 << 8, 4 << 48]) == RecordError(at: 1, .wrongValue(.takeoverReason, 4)))
    #expect(problem([143 | 4 << 8, 2 << 48, 0, 0, 0, 0]) == RecordError(at: 1, .wrongValue(.side, 2)))
    #expect(problem([140 | 2 << 8, 1 << 48, 0, 0]) == RecordError(at: 1, .unusedBits))
    // A fund's number is no larger than 255; the settlement currency is not named.
    #expect(problem([102 | 3 << 8, 3 << 48 | 256, 0, 0]) == RecordError(at: 1, .unusedBits))
    #expect(problem([102 | 4 << 8, 0, 0, 0, 0, 0]) == RecordError(at: 0, .unusedBits))
    #expect(problem([102 | 4 << 8, 0, 0, 0, 1 << 16, 0]) == RecordError(at: 0, .unusedBits))
  }

  /// Rare terms that say nothing have no record: an order with them is a plain one.
  @Test func `an order has one record`() throws {
    var chance = SeededWords(seed: 11)
    for kind in [CommandKind.submit, .openOrder, .replace] {
      var words: [UInt64] = []
      chance.command(kind).encode(into: &words)
      let payload = UInt64(kind.payloadWords + 6)
      words[0] = words[0] & ~0xff00 | payload << 8
      words = Array((words + Array(repeating: 0, count: 6)).prefix(14))
      for index in (kind.payloadWords + 1)..<14 { words[index] = 0 }
      var cursor = RecordCursor(words)
      #expect(throws: RecordError(at: 0, .unusedBits)) { try cursor.command() }
    }
  }
}

extension Command.Action {
  /// By how many words its record is longer than its kind's.
  fileprivate var rareWords: Int {
    switch self {
    case .openOrder(let order), .submit(let order): order.conditions.isEmpty ? 0 : 6
    case .replace(let replace): replace.order.conditions.isEmpty ? 0 : 6
    case .fund(_, let fund): fund == .common ? 0 : 1
    default: 0
    }
  }
}

extension Event.Body {
  fileprivate var rareWords: Int {
    if case .transferred(let transfer) = self, transfer.asset != .settlement { 1 } else { 0 }
  }
}
