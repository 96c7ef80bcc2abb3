import Journaling
import MarketTypes
import Testing

struct JournalTests {
  @Test func `a journal reads back as it was written`() throws {
    let story = JournalStory()
    var reader = try JournalReader(story.journal)
    #expect(reader.header == story.header)
    var events: [Event] = []
    for frame in story.frames {
      #expect(try reader.next(&events) == frame.command)
      #expect(events == frame.events)
    }
    #expect(try reader.next(&events) == nil)
    #expect(try reader.next(&events) == nil)
    #expect(reader.offset == story.journal.count)
    #expect(reader.digest == story.digest)
  }

  @Test func `the digest is that of all records in order`() {
    let story = JournalStory()
    var builder = DigestBuilder()
    for frame in story.frames {
      frame.command.encode(into: &builder)
      for event in frame.events { event.encode(into: &builder) }
    }
    #expect(builder.digest == story.digest)
  }

  // MAT-1
  @Test func `the clock of a journal stands where a command was refused for its time`() throws {
    let times: [(time: Int64, refusal: Refusal?)] = [
      (5, nil), (3, .timeGoesBack), (9_000, .timeTooFarAhead), (7, .unknownAccount), (.min, .timeGoesBack),
    ]
    var writer = JournalWriter(JournalStory().header)
    let (nobody, perp) = (AccountID(number: -1), InstrumentID(number: 0))
    for (time, refusal) in times {
      let events = [refusal].compactMap { $0 }.map { reason in
        Event(.refused(CommandRefused(.clock, account: nobody, instrument: perp, client: .none, reason: reason)))
      }
      writer.append(Command(.clock, at: Time(nanoseconds: time)), events.span)
    }
    writer.finish()
    var bytes: [UInt8] = []
    writer.drain { piece in for index in piece.indices { bytes.append(piece[index]) } }
    var reader = try JournalReader(bytes)
    var events: [Event] = []
    var clock: [Int64] = []
    while try reader.next(&events) != nil { clock.append(reader.now.nanoseconds) }
    #expect(clock == [5, 5, 5, 7, 7])
  }

  @Test func `a journal cut anywhere is refused or read to its last whole frame`() throws {
    let story = JournalStory()
    for length in 0..<story.journal.count {
      let bytes = Array(story.journal.prefix(length))
      let error = try #require(fault(in: bytes), "cut at byte \(length)")
      #expect(error.offset == length)
      guard case .cut = error.problem else {
        Issue.record("cut at byte \(length): \(error)")
        continue
      }
      #expect(error.commandCount == story.frames.prefix { $0.end <= length }.count)

      guard var reader = try? JournalReader(bytes, .cleanPrefix) else {
        #expect(length < story.headerEnd)
        continue
      }
      var events: [Event] = []
      while let command = try reader.next(&events) {
        #expect(command == story.frames[reader.commandCount - 1].command)
        #expect(events == story.frames[reader.commandCount - 1].events)
      }
      #expect(reader.commandCount == error.commandCount)
      #expect(reader.eventCount == error.eventCount)
      #expect(reader.fault?.offset == length)
    }
  }

  @Test func `a flipped bit anywhere is found`() {
    let story = JournalStory()
    for offset in story.journal.indices {
      var bytes = story.journal
      bytes[offset] ^= 1 << UInt8(offset % 8)
      #expect(fault(in: bytes) != nil, "byte \(offset)")
    }
  }

  @Test func `nothing may follow the end`() throws {
    let story = JournalStory()
    let error = try #require(fault(in: story.journal + [0]))
    guard case .bytesAfterEnd = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(error.offset == story.journal.count)
  }

  @Test func `any bytes after a good header give commands or an error`() throws {
    let story = JournalStory()
    for seed in UInt64(0)..<500 {
      var chance = SeededWords(seed: seed)
      let noise = (0..<200).map { _ in UInt8.random(in: 0...255, using: &chance) }
      _ = fault(in: story.journal.prefix(story.headerEnd) + noise)
      _ = fault(in: noise)
    }
  }

  @Test func `draining in pieces gives the same bytes`() {
    let story = JournalStory()
    var writer = JournalWriter(story.header)
    var bytes: [UInt8] = []
    for frame in story.frames {
      writer.append(frame.command, frame.events.span)
      writer.drain { piece in for index in piece.indices { bytes.append(piece[index]) } }
      #expect(writer.pendingByteCount == 0)
    }
    writer.finish()
    writer.drain { piece in for index in piece.indices { bytes.append(piece[index]) } }
    #expect(bytes == story.journal)
  }

  @Test func `what could not be written is kept`() {
    struct Full: Error {}
    var writer = JournalWriter(JournalStory().header)
    let count = writer.pendingByteCount
    #expect(throws: Full.self) { try writer.drain { _ throws(Full) in throw Full() } }
    #expect(writer.pendingByteCount == count)
  }

  /// What is wrong with `bytes`, read to the end.
  private func fault(in bytes: [UInt8]) -> JournalError? {
    do throws(JournalError) {
      var reader = try JournalReader(bytes)
      var events: [Event] = []
      while try reader.next(&events) != nil {}
      return nil
    } catch {
      return error
    }
  }
}
