import Notation
import Testing

@Suite struct `JSON writer` {
  static func written(
    _ layout: JSONWriter.Layout = .compact, escapesMarkup: Bool = false, _ body: (inout JSONWriter) -> Void
  ) -> String {
    var writer = JSONWriter(layout, escapesMarkup: escapesMarkup)
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  static func event(_ writer: inout JSONWriter) {
    writer.object { event in
      event.member("seq", 12)
      event.member("isForced", true)
      event.key("levels")
      event.array {
        $0.integer(Int64.min)
        $0.array { _ in }
        $0.object { _ in }
        $0.null()
      }
      event.key("fee")
      event.decimal(-50, scale: 2)
    }
  }

  @Test func `compact has no white space`() {
    #expect(
      Self.written { Self.event(&$0) }
        == #"{"seq":12,"isForced":true,"levels":[-9223372036854775808,[],{},null],"fee":"-0.5"}"#)
  }

  @Test func `pretty has an element a line`() {
    #expect(
      Self.written(.pretty) { Self.event(&$0) } == """
        {
          "seq": 12,
          "isForced": true,
          "levels": [
            -9223372036854775808,
            [],
            {},
            null
          ],
          "fee": "-0.5"
        }
        """)
  }

  @Test func `each line holds one text`() {
    let lines = Self.written { writer in
      for number in 1...3 {
        writer.integer(number)
        writer.endLine()
        if number == 1 { writer.removeAll() }
      }
    }
    #expect(lines == "2\n3\n")
  }

  @Test func `integers of any width are exact`() {
    #expect(Self.written { $0.integer(UInt64.max) } == "18446744073709551615")
    #expect(Self.written { $0.integer(Int128.min) } == "-170141183460469231731687303715884105728")
  }

  @Test(
    arguments: [
      (0.1, "0.1"), (-0.0, "-0.0"), (1, "1.0"), (1e20, "1e+20"), (.leastNonzeroMagnitude, "5e-324"),
      (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.nan, "null"), (.infinity, "null"), (-.infinity, "null"),
    ] as [(Double, String)])
  func `a double is the shortest number that reads back, or null`(value: Double, text: String) {
    #expect(Self.written { $0.double(value) } == text)
  }

  @Test func `markup is escaped when asked for`() {
    let hostile = "</script>&\u{2028}\u{2029}\u{2027}é"
    #expect(Self.written { $0.string(hostile) } == "\"\(hostile)\"")
    #expect(
      Self.written(escapesMarkup: true) { $0.string(hostile) }
        == "\"\\u003c/script\\u003e\\u0026\\u2028\\u2029\u{2027}é\"")
  }

  @Test func `a tree loses its comments and keeps its spelling`() throws {
    let tree = try JSONValue(parsing: SourceText(name: "t", "{\"rate\": 0.50, // half\n \"size\": 1e3,}"))
    #expect(Self.written { $0.value(tree) } == #"{"rate":0.50,"size":1e3}"#)
  }

  @Test func `a key where a value belongs stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.array { $0.key("a") }
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.object { $0.null() }
    }
  }
}
