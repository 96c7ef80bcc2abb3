import Notation
import Testing

@Suite struct `Source text` {
  @Test func `lines and columns begin at one, and columns count scalars`() {
    let text = SourceText(name: "a", "ab\r\né€😀x\n\nend")
    let places = [0, 1, 2, 4, 6, 9, 13, 14, 15, 16, 19].map { text.position(at: $0).description }
    #expect(places == ["1:1", "1:2", "1:3", "2:1", "2:2", "2:3", "2:4", "2:5", "3:1", "4:1", "4:4"])
    #expect((1...5).map { text.line($0) } == ["ab", "é€😀x", "", "end", nil])
  }

  @Test func `a byte order mark has no column`() {
    let text = SourceText(name: "a", bytes: [0xEF, 0xBB, 0xBF] + Array("[1]".utf8))
    #expect(text.position(at: 3).description == "1:1")
    #expect(text.line(1) == "[1]")
  }

  @Test func `an offset outside the text is at its nearest end`() {
    let text = SourceText(name: "a", "x\n")
    #expect(text.position(at: -5).description == "1:1")
    #expect(text.position(at: 99).description == "2:1")
    #expect(SourceText(name: "a", "").position(at: 0).description == "1:1")
  }

  @Test func `what could steer a terminal is made visible`() {
    #expect(printable("a\u{1B}[31m\u{7F}\u{9B}\u{202E}b\nc\té") == "a␛[31m␡\u{FFFD}\u{FFFD}b␊c␉é")
  }
}
