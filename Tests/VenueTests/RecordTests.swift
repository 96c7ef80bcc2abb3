import MarketTypes
import Testing

/// Commands and events are plain records: no references, and small (design 2).
@Suite struct RecordTests {
  private func isTrivial<Record: BitwiseCopyable>(_: Record.Type) -> Bool { _isPOD(Record.self) }

  @Test func `an event is trivial and at most 64 bytes`() {
    #expect(isTrivial(Event.self))
    #expect(MemoryLayout<Event>.stride <= 64)
  }

  @Test func `a command is trivial and at most 128 bytes`() {
    #expect(isTrivial(Command.self))
    #expect(MemoryLayout<Command>.stride <= 128)
  }

  // What is no whole number of words is copied with two stores that overlap, and a load of it waits for both.
  @Test func `records that are handed on are whole words`() {
    #expect(MemoryLayout<Event>.size == 64)
    #expect(MemoryLayout<Command.Action>.size == 96)
    #expect(MemoryLayout<Command>.size == 112)
  }
}
