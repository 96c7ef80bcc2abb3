import Notation
import Testing

@Suite struct `Diagnostics are rendered` {
  static func rendered(_ text: String, _ range: Range<Int>, styled: Bool = false) -> String {
    let span = SourceSpan(in: SourceText(name: "story.jsonc", text), range)
    return Diagnostic(.error, "no account named dave", at: span, hint: "ask alice").rendered(styled: styled)
  }

  @Test func `place, line, caret and hint stand below one another`() {
    #expect(
      Self.rendered("{\n  \"who\": \"dave\"\n}", 11..<17) == """
        story.jsonc:2:10: error: no account named dave
          "who": "dave"
                 ^~~~~~
          hint: ask alice

        """)
  }

  @Test func `without a place there is only the message`() {
    #expect(Diagnostic(.warning, "--jobs is ignored").rendered() == "warning: --jobs is ignored\n")
  }

  @Test func `a tab is shown as four spaces and counts as one column`() {
    #expect(
      Self.rendered("\t\tx:\ty", 5..<6) == """
        story.jsonc:1:6: error: no account named dave
                x:    y
                      ^
          hint: ask alice

        """)
  }

  @Test func `a span over several lines is underlined to the end of the first`() {
    #expect(
      Self.rendered("[{\n}, 1]", 1..<4) == """
        story.jsonc:1:2: error: no account named dave
        [{
         ^
          hint: ask alice

        """)
  }

  @Test func `a long line is clipped on both sides of the caret`() {
    let lines = Self.rendered(String(repeating: "a", count: 500) + "B" + String(repeating: "c", count: 500), 500..<501)
      .split(separator: "\n")
    #expect(lines[0] == "story.jsonc:1:501: error: no account named dave")
    #expect(lines[1] == "…" + String(repeating: "a", count: 80) + "B" + String(repeating: "c", count: 38) + "…")
    #expect(lines[2] == String(repeating: " ", count: 81) + "^")
  }

  @Test func `a caret far behind tabs is still under its place`() {
    let lines = Self.rendered(String(repeating: "\t", count: 100) + "B", 100..<101).split(separator: "\n")
    #expect(lines[1] == "…" + String(repeating: " ", count: 80) + "B")
    #expect(lines[2] == String(repeating: " ", count: 81) + "^")
  }

  @Test func `the end of the text has a caret too`() {
    #expect(Self.rendered("{\n", 2..<2).contains("story.jsonc:2:1: error: no account named dave\n\n^\n"))
    #expect(Self.rendered("{", 1..<1).contains("story.jsonc:1:2: error: no account named dave\n{\n ^\n"))
  }

  @Test func `no control character of the input comes through`() {
    let text = SourceText(name: "a\u{1B}]0;b", "\u{1B}[2J\u{202E}\u{85}x")
    let span = SourceSpan(in: text, 0..<1)
    let output = Diagnostic(.error, "no \u{1B}[1m here\n", at: span, hint: "\u{9B}1m").rendered()
    #expect(
      output == """
        a␛]0;b:1:1: error: no ␛[1m here␊
        ␛[2J\u{FFFD}\u{FFFD}x
        ^
          hint: \u{FFFD}1m

        """)
  }

  // A blank of no width, a soft hyphen, a joiner, a filler, a tag: nobody could see them, and two names would look the same.
  @Test func `what nobody could see is shown`() {
    let unseen = "\u{200B}\u{AD}\u{200D}\u{2060}\u{3164}\u{FE0F}\u{FFF9}\u{E0041}"
    #expect(printable("a\(unseen)b") == "a" + String(repeating: "\u{FFFD}", count: 8) + "b")
    #expect(printable("naïve 価格 −5 €") == "naïve 価格 −5 €")
  }

  @Test func `malformed bytes are shown as replacement characters`() {
    let span = SourceSpan(in: SourceText(name: "a", bytes: [0x41, 0xFF, 0x42]), 1..<2)
    #expect(Diagnostic(.error, "bad", at: span).rendered() == "a:1:2: error: bad\nA\u{FFFD}B\n ^\n")
  }

  @Test func `colour is added only when asked for`() {
    let styled = Self.rendered("x", 0..<1, styled: true)
    #expect(styled.contains("\u{1B}[1;31merror:\u{1B}[0m"))
    #expect(!Self.rendered("x", 0..<1).contains("\u{1B}"))
  }

  @Test func `twenty errors are kept, the rest are counted, and no message is composed in vain`() {
    let log = DiagnosticLog()
    var composed = 0
    func message(_ number: Int) -> String {
      composed += 1
      return "error \(number)"
    }
    for number in 1...23 {
      log.error(message(number), at: nil)
      log.note("note \(number)", at: nil)
    }
    log.warning("warnings have a limit of their own", at: nil)
    #expect(composed == 20)
    #expect(log.diagnostics.errorCount == 23)
    #expect(log.diagnostics.entries.count == 41)
    let rendered = log.diagnostics.rendered()
    #expect(rendered.hasPrefix("error: error 1\nnote: note 1\n"))
    #expect(rendered.hasSuffix("note: note 20\nwarning: warnings have a limit of their own\n3 more errors left out\n"))
    #expect(throws: Diagnostics.self) { try log.throwErrors() }
  }

  @Test func `warnings alone are not thrown`() throws {
    let log = DiagnosticLog()
    log.warning("odd", at: nil)
    try log.throwErrors()
    #expect(!log.diagnostics.hasErrors)
  }
}
