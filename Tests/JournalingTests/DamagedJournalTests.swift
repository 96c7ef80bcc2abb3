import Journaling
import MarketTypes
import Testing

/// Journals that were damaged, or written by another version.
struct DamagedJournalTests {
  private let story = JournalStory()

  @Test func `a flipped bit anywhere in the header is refused, whatever is asked for`() {
    for bit in 0..<8 * story.headerEnd {
      var bytes = story.journal
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: JournalError.self, "bit \(bit)") { try JournalReader(bytes) }
      #expect(throws: JournalError.self, "bit \(bit)") { try JournalReader(bytes, .cleanPrefix) }
    }
  }

  @Test func `a header cut at any byte is refused, whatever is asked for`() {
    for length in 0..<story.headerEnd {
      #expect(throws: JournalError.self, "byte \(length)") { try JournalReader(Array(story.journal.prefix(length))) }
      #expect(throws: JournalError.self, "byte \(length)") {
        try JournalReader(Array(story.journal.prefix(length)), .cleanPrefix)
      }
    }
  }

  /// Each bit of a frame's head, and one in each byte of its payload.
  @Test func `with a bit flipped in a frame the frames before it are read, and nothing else`() throws {
    var start = story.headerEnd
    for (number, frame) in story.frames.enumerated() {
      for bit in Array(8 * start..<8 * start + 64) + (start + 8..<frame.end).map({ 8 * $0 + $0 % 8 }) {
        var bytes = story.journal
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        var reader = try JournalReader(bytes, .cleanPrefix)
        var events: [Event] = []
        while let command = try reader.next(&events) {
          #expect(command == story.frames[reader.commandCount - 1].command, "bit \(bit)")
          #expect(events == story.frames[reader.commandCount - 1].events, "bit \(bit)")
        }
        #expect(reader.commandCount == number, "bit \(bit)")
        #expect(reader.fault != nil, "bit \(bit)")
      }
      start = frame.end
    }
  }

  @Test func `what is read of a damaged journal can be written again, and is its beginning`() throws {
    for (number, frame) in story.frames.enumerated() {
      var reader = try JournalReader(Array(story.journal.prefix(frame.end + 3)), .cleanPrefix)
      var writer = JournalWriter(reader.header)
      var events: [Event] = []
      while let command = try reader.next(&events) { writer.append(command, events.span) }
      #expect(reader.commandCount == number + 1)
      var bytes: [UInt8] = []
      writer.drain { span in for index in span.indices { bytes.append(span[index]) } }
      #expect(bytes == Array(story.journal.prefix(frame.end)))
    }
  }

  @Test(arguments: [0, 1, 2, 3, 5, UInt32.max])
  func `a journal of another format is refused in words`(version: UInt32) {
    var bytes = story.journal
    for index in 0..<4 { bytes[8 + index] = UInt8(truncatingIfNeeded: version >> UInt32(8 * index)) }
    let error = #expect(throws: JournalError.self) { try JournalReader(bytes, .cleanPrefix) }
    #expect(error?.description.contains("this journal has format \(version), and we read 4") == true)
  }

  /// They were written once and are never written again: whatever format comes later, these stay readable. The digests
  /// are what the Python program of `docs/formats.md` gives.
  @Test(arguments: [
    ("format-4", "411fbddcc7a392937028973724b251c3", 24, 65),
    ("format-4-rare-terms", "63b31cc43044ca2ec4ddd6588db2e3f7", 32, 95),
  ])
  func `a journal that was kept is readable`(name: String, digest: String, commands: Int, events: Int) throws {
    var reader = try JournalReader(repositoryFile("fixtures/journals/\(name).cascade"))
    var read: [Event] = []
    while try reader.next(&read) != nil {}
    #expect(reader.commandCount == commands)
    #expect(reader.eventCount == events)
    #expect(reader.digest.description == digest)
  }
}
