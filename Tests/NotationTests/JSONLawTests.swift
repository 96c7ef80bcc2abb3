import Notation
import Testing

@Suite struct `JSON laws` {
  @Test(arguments: UInt64(0)..<100)
  func `print then parse is identity`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let tree = JSONValue.random(depth: 5, using: &generator)
    for (layout, escapesMarkup) in [(JSONWriter.Layout.compact, false), (.pretty, false), (.compact, true)] {
      var writer = JSONWriter(layout, escapesMarkup: escapesMarkup)
      writer.value(tree)
      let parsed = try JSONValue(parsing: SourceText(name: "seed \(seed)", bytes: writer.bytes))
      #expect(parsed == tree, "seed \(seed), \(layout)")
      if escapesMarkup { #expect(!writer.bytes.contains { [UInt8(ascii: "<"), UInt8(ascii: "&")].contains($0) }) }
    }
  }

  /// A text with one of everything.
  static let sample = Array(
    """
    // a scenario
    {"version": 1, "a-é😀": [-1.5e+3, true, null, {}, [],], /* note */
      "text": "\\u00e9\\ud83d\\ude00\\n\\"", "fee": "0.0005",}

    """.utf8)

  /// Parses without a crash, and says why if there is no tree.
  static func isAnswered(_ bytes: [UInt8]) -> Bool {
    let log = DiagnosticLog()
    let tree = JSONValue.parse(SourceText(name: "t", bytes: bytes), reportingTo: log)
    return (tree != nil || log.diagnostics.hasErrors) && !log.diagnostics.rendered().contains("\u{1B}")
  }

  @Test func `every truncation is answered`() {
    let whole = Self.sample.count
    for count in 0..<whole {
      #expect(Self.isAnswered(Array(Self.sample[..<count])), "the first \(count) bytes")
    }
    #expect(Self.isAnswered(Self.sample))
  }

  @Test(arguments: sample.indices)
  func `every change of one byte is answered`(index: Int) {
    var bytes = Self.sample
    for value in UInt8.min...UInt8.max {
      bytes[index] = value
      #expect(Self.isAnswered(bytes), "byte \(index) changed to \(value)")
    }
  }
}
