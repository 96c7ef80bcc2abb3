import Notation
import Testing

@Suite struct `JSON parser` {
  /// `text` written back without white space, or what is wrong with it.
  static func outcome(_ text: String) -> String { outcome(SourceText(name: "t", text)) }

  static func outcome(_ text: SourceText) -> String {
    do throws(Diagnostics) {
      var writer = JSONWriter()
      writer.value(try JSONValue(parsing: text))
      return String(decoding: writer.bytes, as: UTF8.self)
    } catch {
      return error.rendered()
    }
  }

  @Test(arguments: [
    (#"{"a":[1,-0.5e+10,true,false,null,"x"],"b":{}}"#, #"{"a":[1,-0.5e+10,true,false,null,"x"],"b":{}}"#),
    (" 12345678901234567890.10 ", "12345678901234567890.10"),
    ("[1,2,]", "[1,2]"),
    (#"{"a":1,}"#, #"{"a":1}"#),
    ("// one\n/* two * / \n */ [ /**/ 1 // last\n]// end", "[1]"),
    (#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u0000""#, #""\"\\/\u0008\u000c\n\r\té😀\u0000""#),
    ("\"\u{7F}é😀\"", "\"\u{7F}é😀\""),
    ("[]", "[]"),
  ])
  func `what is meant is kept`(text: String, kept: String) {
    #expect(Self.outcome(text) == kept)
  }

  @Test func `a byte order mark is skipped`() {
    #expect(Self.outcome(SourceText(name: "t", bytes: [0xEF, 0xBB, 0xBF] + Array("[1]".utf8))) == "[1]")
  }

  @Test(arguments: [
    ("", "t:1:1: error: the text is empty\n\n^\n"),
    (" // nothing", "t:1:12: error: expected a value, found the end of the text\n // nothing\n           ^\n"),
    (
      "{\"a\": [1,\n",
      "t:2:1: error: expected a value, found the end of the text\n\n^\n  hint: \"[\" at 1:7 is not closed\n"
    ),
    (
      "{\"a\"",
      "t:1:5: error: expected \":\" and the value of \"a\", found the end of the text\n{\"a\"\n    ^\n"
        + "  hint: \"{\" at 1:1 is not closed\n"
    ),
    ("[1}", "t:1:3: error: expected \",\" or \"]\", found \"}\"\n[1}\n  ^\n  hint: \"[\" at 1:1 is not closed\n"),
    (
      "[\u{A0}1]",
      "t:1:2: error: expected a value, found the character U+00A0\n[\u{A0}1]\n ^\n"
        + "  hint: between values stand blanks, tabs and ends of lines; it only looks like one\n"
    ),
    (
      "{\"a\": 1,5}",
      "t:1:9: error: expected a key or \"}\", found a number\n{\"a\": 1,5}\n        ^\n"
        + "  hint: is it the rest of a number? The point in one is no comma\n"
    ),
    ("\"a\\", "t:1:1: error: this string is not closed before the end of its line\n\"a\\\n^\n"),
    ("[1,,2]", "t:1:4: error: expected a value, found \",\"\n[1,,2]\n   ^\n"),
    ("[1 2]", "t:1:3: error: a comma is missing here\n[1 2]\n  ^\n"),
    ("1 2", "t:1:3: error: unexpected \"2\" after the end of the value\n1 2\n  ^\n"),
    ("['a']", "t:1:2: error: expected a value, found \"'\"\n['a']\n ^\n  hint: strings are written in double quotes\n"),
    ("# no", "t:1:1: error: expected a value, found \"#\"\n# no\n^\n  hint: comments begin with //\n"),
    ("{a: 1}", "t:1:2: error: keys are written in double quotes\n{a: 1}\n ^\n  hint: write \"a\"\n"),
    ("[ture]", "t:1:2: error: expected a value, found ture\n[ture]\n ^~~~\n  hint: did you mean true?\n"),
    ("[1, /* x", "t:1:5: error: this comment is never closed\n[1, /* x\n    ^~\n"),
    ("[\"ab\n\"]", "t:1:2: error: this string is not closed before the end of its line\n[\"ab\n ^\n"),
    ("\"a\tb\"", "t:1:3: error: control character U+0009 in a string\n\"a    b\"\n  ^~~~\n  hint: write \\u0009\n"),
    (
      #""\x""#,
      "t:1:2: error: no escape begins like this\n\"\\x\"\n ^\n  hint: a backslash itself is written \\\\\n"
    ),
    (#""\ud800x""#, "t:1:2: error: half of a surrogate pair stands for no character\n\"\\ud800x\"\n ^~~~~~\n"),
    (#""\udc00""#, "t:1:2: error: half of a surrogate pair stands for no character\n\"\\udc00\"\n ^~~~~~\n"),
    (
      #""\ud800\u0041""#,
      "t:1:2: error: half of a surrogate pair stands for no character\n\"\\ud800\\u0041\"\n ^~~~~~\n"
    ),
    (#""\u12g4""#, "t:1:2: error: \\u is followed by four hexadecimal digits\n\"\\u12g4\"\n ^~~~\n"),
    (
      "{\"a\": 1,\n \"b\": 2, \"a\": 3}",
      "t:2:10: error: \"a\" is given twice; the first is at 1:2\n \"b\": 2, \"a\": 3}\n         ^~~\n"
    ),
  ])
  func `what is wrong is said where it is`(text: String, message: String) {
    #expect(Self.outcome(text) == message)
  }

  @Test(arguments: [
    ("{\"a\": 1, \"a\": 3}", "\"a\" is given twice; the first is at column 2"),
    ("[1}", "\"[\" at column 1 is not closed"), ("{\"a\": [1,", "\"[\" at column 7 is not closed"),
  ])
  func `of one line of a text the column alone is said`(line: String, message: String) {
    #expect(Self.outcome(SourceText(name: "t", line: Array(line.utf8))).contains(message))
  }

  @Test(arguments: [
    ("01", "a number has no leading zeros"), ("+1", "a number has no plus sign"),
    (".5", "a number begins with a digit"),
    ("-", "a number begins with a digit"), ("1.", "the point is followed by a digit"),
    ("1e", "the exponent has a digit"), ("1_000", "numbers are decimal, without separators or units"),
    ("0x1F", "numbers are decimal, without separators or units"),
    ("10ms", "numbers are decimal, without separators or units"),
  ])
  func `a number is spelt one way`(literal: String, hint: String) {
    let caret = "^" + String(repeating: "~", count: literal.count - 1)
    #expect(
      Self.outcome(literal) == "t:1:1: error: \(literal) is not a number\n\(literal)\n\(caret)\n  hint: \(hint)\n")
  }

  @Test func `several mistakes are told in one pass`() {
    let log = DiagnosticLog()
    let text = SourceText(name: "t", #"{a: 01, "b": [1 2], "b": "\q", "c": NaN}"#)
    #expect(JSONValue.parse(text, reportingTo: log) == nil)
    #expect(log.diagnostics.errorCount == 6)
  }

  @Test func `a key given twice leaves the first`() {
    let log = DiagnosticLog()
    let members = (0..<100).map { "\"k\($0)\": \($0)" } + ["\"k7\": 0", "\"k99\": 0"]
    let text = SourceText(name: "t", "{" + members.joined(separator: ",") + "}")
    let tree = JSONValue.parse(text, reportingTo: log)
    #expect(log.diagnostics.entries.map(\.message).first == "\"k7\" is given twice; the first is at 1:58")
    #expect(log.diagnostics.errorCount == 2)
    guard case .object(let kept)? = tree?.content else {
      Issue.record("no tree")
      return
    }
    #expect(kept.count == 100)
  }

  @Test(
    arguments: [
      [0xFF], [0x22, 0x80, 0x22], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xC3], [0xE2, 0x28, 0xA1],
    ] as [[UInt8]])
  func `malformed UTF-8 is refused`(bytes: [UInt8]) {
    let outcome = Self.outcome(SourceText(name: "t", bytes: Array("[1, ".utf8) + bytes))
    let column = bytes[0] == 0x22 ? 6 : 5
    #expect(outcome.hasPrefix("t:1:\(column): error: the text is not UTF-8: no character begins with byte 0x"))
  }

  @Test func `sixty-four levels are read and sixty-five are not`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(Self.outcome(nested(64)) == nested(64))
    #expect(Self.outcome(nested(65)).hasPrefix("t:1:65: error: nested deeper than 64 levels\n"))
    #expect(Self.outcome(nested(100_000)).hasPrefix("t:1:65: error: nested deeper than 64 levels\n"))
    let objects = String(repeating: "{\"a\":", count: 100_000)
    #expect(Self.outcome(objects).hasPrefix("t:1:321: error: nested deeper than 64 levels\n"))
  }

  @Test func `a text above the size limit is refused before it is read`() {
    let log = DiagnosticLog()
    #expect(JSONValue.parse(SourceText(name: "t", "[1, 2]"), sizeLimit: 5, reportingTo: log) == nil)
    #expect(log.diagnostics.entries.map(\.message) == ["the text has 6 bytes; no more than 5 are read"])
  }

  @Test func `a hundred thousand mistakes take no more than linear time`() {
    let log = DiagnosticLog()
    let members = String(repeating: "\"a\":1,\n", count: 100_000)
    _ = JSONValue.parse(SourceText(name: "t", "{" + members + "}"), reportingTo: log)
    #expect(log.diagnostics.errorCount == 99_999)
  }
}
