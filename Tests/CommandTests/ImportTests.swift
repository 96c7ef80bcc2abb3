import Foundation
import Testing

/// Checks of recorded data, on files written by hand.
@Suite struct `Import` {
  let folder = TemporaryFolder()
  static let messages = """
    34200.1,1,101,10,1000300,-1
    34200.2,1,102,5,1000100,1
    34200.3,4,102,2,1000100,1
    34200.4,3,101,10,1000300,-1

    """
  static let book = """
    1000300,10,1000000,7
    1000300,10,1000100,5
    1000300,10,1000100,3
    1000400,9,1000100,3

    """

  private func check(
    _ messages: String = messages, _ book: String = book, _ words: String...
  ) throws -> Outcome {
    let files = (try folder.put("message.csv", messages), try folder.put("book.csv", book))
    return try Program.run(["import", "lobster", files.0, "--orderbook", files.1, "--check"] + words)
  }

  @Test func `rows that follow from each other pass`() throws {
    let outcome = try check(Self.messages, Self.book, "transition")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(/rows +4\n/))
    #expect(outcome.output.contains(/checked +3\n/))
    #expect(outcome.output.contains(/mismatches +0\n/))
    #expect(outcome.output.contains("messages per second"))
  }

  @Test func `a row that does not follow is shown with both books`() throws {
    let changed = Self.book.replacing("1000100,3\n1000400", with: "1000100,4\n1000400")
    let outcome = try check(Self.messages, changed, "transition")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(/mismatches +2\n/))
    #expect(outcome.output.contains("row 3: 34200.3,4,102,2,1000100,1\n"))
    #expect(outcome.output.contains("bid 1  100.01 × 3   100.01 × 4   <"), "\(outcome.output)")
  }

  @Test func `JSON is one object with the same numbers`() throws {
    let outcome = try check(Self.messages, Self.book, "transition", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    #expect(object?["rows"] as? Int == 4)
    #expect(object?["checked"] as? Int == 3)
    #expect(object?["mismatches"] as? Int == 0)
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test func `a book rebuilt from messages goes through the recorded states`() throws {
    let files = (try folder.put("message.csv", Self.messages), try folder.put("book.csv", Self.book))
    let words =
      ["import", "lobster", files.0, "--orderbook", files.1, "--json"] + ["--check", "states", "--seed-book", files.1]
    let three = try Program.run(words + ["--states", "3"])
    #expect(three.status == 0, "\(three.output)\(three.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(three.output.utf8)) as? [String: Any]
    #expect(object?["equal"] as? Int == 3)
    #expect(object?["checked"] as? Int == 3)
    // The level that comes into sight in the last row was in no file.
    #expect(try Program.run(words + ["--states", "4"]).status == 1)
    #expect(try Program.run(words).status == 1)
  }

  @Test func `either file may be standard input`() throws {
    let files = (try folder.put("message.csv", Self.messages), try folder.put("book.csv", Self.book))
    let words = ["import", "lobster", "-", "--orderbook", files.1, "--check", "transition"]
    #expect(try Program.run(words, input: Data(Self.messages.utf8)).status == 0)
    let others = ["import", "lobster", files.0, "--orderbook", "-", "--check", "transition"]
    #expect(try Program.run(others, input: Data(Self.book.utf8)).status == 0)
  }

  @Test func `orders that cross do not stop the program`() throws {
    let crossing = Self.messages + "34200.5,1,103,5,1000900,1\n34200.6,1,104,5,1000100,-1\n34200.7,3,104,5,1000100,-1\n"
    let outcome = try check(crossing, Self.book, "states", "--seed-book", folder("book.csv"))
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.output.contains(/left out because they would trade +1\n/), "\(outcome.output)")
  }

  @Test func `compressed data is refused with the command that unpacks it`() throws {
    let compressed = try folder.put("message.csv.gz", Data([0x1F, 0x8B, 8, 0, 1, 2, 3]))
    let words = ["import", "lobster", compressed, "--orderbook", try folder.put("book.csv", Self.book)]
    let outcome = try Program.run(words + ["--check", "transition"])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("compressed with gzip"))
    #expect(outcome.errors.contains("hint: gunzip -c"))
  }

  @Test(arguments: ["", "no,numbers\n", "34200.1,1,101,10,1000300\n", "34200.1,1,101,10,1000300,-1,\n"])
  func `what is no message file is refused`(messages: String) throws {
    #expect(try check(messages, Self.book, "transition").status == 65)
  }

  // MARK: Binance

  private func importBinance(_ log: String, _ words: String...) throws -> Outcome {
    let path = try folder.put("session.log", log)
    return try Program.run(["import", "binance", path, "--tick-size", "0.1", "--lot-size", "0.001"] + words)
  }

  private func madeUpSession() throws -> String {
    try String(contentsOf: Repository.url("fixtures/recordings/binance-session.log"), encoding: .utf8)
  }

  @Test func `a session of which nothing is missing passes, in words and as JSON`() throws {
    let words = try importBinance(madeUpSession())
    #expect(words.status == 0, "\(words.errors)")
    #expect(words.output.contains(/depth updates +6\n/))
    #expect(words.output.contains(/level changes +15\n/))
    #expect(words.output.contains(/gaps +0\n/))
    let json = try importBinance(madeUpSession(), "--json")
    #expect(json.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["depthUpdates"] as? Int == 6)
    #expect(object?["bookTickers"] as? Int == 4)
    #expect(object?["trades"] as? Int == 4)
    #expect(object?["applied"] as? Int == 5)
    #expect(object?["equalTops"] as? Int == 5)
    #expect(object?["recordedNanoseconds"] as? Int == 300_000_000)
    #expect(json.output.split(separator: "\n").count == 1)
  }

  @Test func `a session with a gap fails and shows the line`() throws {
    let lines = try madeUpSession().split(separator: "\n").filter { !$0.contains(#""U":105"#) }
    let outcome = try importBinance(lines.joined(separator: "\n") + "\n")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(/gaps +1\n/))
    #expect(
      outcome.output.contains(
        "session.log:13:1: error: found an update of U 109, u 112, pu 108, expected pu 104, "
          + "as the update before ended with 104\n"), "\(outcome.output)")
  }

  @Test func `a session without a snapshot fails, and what is none is refused`() throws {
    let lines = try madeUpSession().split(separator: "\n").filter { !$0.contains("lastUpdateId") }
    let outcome = try importBinance(lines.joined(separator: "\n"))
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("there is no snapshot, so no update could be applied\n"))
    let old = lines.map(String.init) + [#"1700000000400000000 {"lastUpdateId":90,"bids":[],"asks":[]}"#]
    let passedOver = try importBinance(old.joined(separator: "\n"))
    #expect(passedOver.status == 1)
    #expect(passedOver.output.contains(/snapshots too old, passed over +1\n/))
    #expect(
      passedOver.output.contains(
        "every snapshot is older than the updates before it, so no update could be applied\n"))
    let cut = try importBinance(String(madeUpSession().dropLast(5)))
    #expect(cut.status == 65)
    #expect(cut.errors.contains("session.log:16:"), "\(cut.errors)")
    let coarse = try Program.run(
      "import", "binance", folder("session.log"), "--tick-size", "0.5", "--lot-size", "0.001")
    #expect(coarse.status == 65)
    #expect(coarse.errors.contains("a multiple of the tick size 0.5"), "\(coarse.errors)")
  }

  @Test func `numbers and stamps at the end of 63 bits are refused with their place`() throws {
    let highest = try importBinance(#"1 {"lastUpdateId":9223372036854775807,"bids":[],"asks":[]}"#)
    #expect(highest.status == 65)
    #expect(highest.errors.contains("session.log:1:19: error: found \"9223372036854775807\""), "\(highest.errors)")
    let latest = try importBinance("0 {}\n9223372036854775807 {}\n")
    #expect(latest.status == 65)
    #expect(latest.errors.contains("session.log:2:1: error: found \"9223372036854775807\""), "\(latest.errors)")
  }

  @Test func `files of different length are refused`() throws {
    #expect(try check(Self.messages + "34200.5,1,103,5,1000000,1\n", Self.book, "transition").status == 65)
    #expect(try check(Self.messages, Self.book + "1000400,9,1000100,3\n", "transition").status == 65)
  }
}
