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
}
