import Notation
import Testing

@Suite struct `Byte cursor` {
  @Test func `a LOBSTER message is read field by field`() throws {
    var cursor = ByteCursor(Array("34200.004241176,1,16113575,18,5853300,-1\r\n34200.5,4,2,3,4,1".utf8))
    var times: [Int64] = []
    var sides: [Int64] = []
    while !cursor.isAtEnd {
      times.append(try cursor.decimal(scale: 9))
      for _ in 0..<5 {
        try cursor.comma()
        sides.append(try cursor.integer())
      }
      try cursor.lineEnd()
    }
    #expect(times == [34_200_004_241_176, 34_200_500_000_000])
    #expect(sides == [1, 16_113_575, 18, 5_853_300, -1, 4, 2, 3, 4, 1])
    #expect(cursor.line == 2)
  }

  @Test func `a header is skipped and a word is compared as bytes`() throws {
    var cursor = ByteCursor([0xEF, 0xBB, 0xBF] + Array("id,price,isBuyerMaker\n7,64000.10000000,true\n".utf8))
    cursor.skipLine()
    #expect(try cursor.integer() == 7)
    try cursor.comma()
    #expect(try cursor.decimal(scale: 2) == 6_400_010)
    try cursor.comma()
    #expect(cursor.field().elementsEqual("true".utf8))
    #expect(cursor.isAtLineEnd)
    try cursor.lineEnd()
    #expect(cursor.isAtEnd)
  }

  /// What `body` fails with in the field after the first comma of the second line.
  static func failure(_ body: (inout ByteCursor) throws -> Void, in text: String) throws -> String {
    var cursor = ByteCursor(Array(text.utf8))
    cursor.skipLine()
    _ = cursor.field()
    try cursor.comma()
    let before = cursor.offset
    let error = try #require(throws: ByteCursorError.self) { try body(&cursor) }
    #expect(cursor.offset == before)
    return "\(error.position) \(error.message)"
  }

  @Test func `what was expected is said where it was`() throws {
    #expect(try Self.failure({ _ = try $0.integer() }, in: "\né,x") == "2:3 expected an integer")
    #expect(try Self.failure({ _ = try $0.integer() }, in: "\né,") == "2:3 expected an integer")
    #expect(try Self.failure({ _ = try $0.integer() }, in: "\n,9223372036854775808") == "2:2 a number beyond 64 bits")
    #expect(try Self.failure({ _ = try $0.decimal(scale: 2) }, in: "\n,-\n") == "2:2 expected a decimal number")
    #expect(
      try Self.failure({ _ = try $0.decimal(scale: 2) }, in: "\n,1.001") == "2:2 more than 2 digits after the point")
    #expect(try Self.failure({ try $0.comma() }, in: "\n,x") == "2:2 expected a comma")
    #expect(try Self.failure({ try $0.lineEnd() }, in: "\n,x") == "2:2 expected the end of the line")
  }

  @Test func `an integer has no point`() throws {
    var cursor = ByteCursor(Array("12.0".utf8))
    #expect(try cursor.integer() == 12)
    #expect(throws: ByteCursorError.self) { try cursor.lineEnd() }
  }

  @Test func `an error can be shown in its text`() {
    let text = SourceText(name: "AAPL.csv", "1,2\n3;4\n")
    var cursor = ByteCursor(text.bytes)
    cursor.skipLine()
    let error = #expect(throws: ByteCursorError.self) {
      _ = try cursor.integer()
      try cursor.comma()
    }
    #expect(error?.diagnostic(in: text).rendered() == "AAPL.csv:2:2: error: expected a comma\n3;4\n ^\n")
  }
}
