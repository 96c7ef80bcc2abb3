import Journaling
import MarketTypes
import Notation
import Testing

/// What `docs/engine.md` says of events and commands is what their objects have.
struct EnginePageJSONTests {
  private static let names = Names(instruments: ["BTC"], accounts: ["alice"])

  /// The cells of the rows of all tables on the page, without back quotes where a cell is one name alone.
  private static let rows: [[Substring]] = page("engine.md").split(separator: "\n").filter { $0.hasPrefix("|") }.map {
    $0.split(separator: "|").map { $0.drop(while: { $0 == " " }) }
  }

  @Test(arguments: EventKind.allCases)
  func `the page names every field of an event`(kind: EventKind) throws {
    var table = EventTable(Self.names)
    var found: Set<String> = []
    for seed in UInt64(0)..<300 {
      var chance = SeededWords(seed: seed)
      var writer = JSONWriter()
      table.writeJSON(chance.event(kind), at: EventPosition(number: 1 << 40), time: .start, to: &writer)
      found.formUnion(try keys(of: writer.bytes))
    }
    let row = try #require(Self.rows.first { Self.quoted($0[0]).contains("\(kind)") && $0.count == 2 })
    let documented = row[1].hasPrefix("as `") ? try fields(of: Self.quoted(row[1])[0]) : Self.quoted(row[1])
    #expect(Set(documented) == found.subtracting(["position", "time", "round", "cause", "kind"]))
  }

  @Test(arguments: CommandKind.allCases)
  func `the page has every command`(kind: CommandKind) {
    #expect(Self.rows.contains { $0.count == 3 && Self.quoted($0[0]).contains("\(kind)") })
  }

  @Test func `the page has every key of an order`() throws {
    var table = CommandTable(Self.names)
    var found: Set<String> = []
    for seed in UInt64(0)..<300 {
      var chance = SeededWords(seed: seed)
      var writer = JSONWriter()
      table.writeJSON(chance.command(.submit), number: 0, to: &writer)
      found.formUnion(try keys(of: writer.bytes))
    }
    let documented = Self.rows.flatMap { Self.quoted($0[0]) }
    for key in found where key != "kind" { #expect(documented.contains(key), "\(key)") }
  }

  private func fields(of kind: String) throws -> [String] {
    Self.quoted(try #require(Self.rows.first { Self.quoted($0[0]).contains(kind) && $0.count == 2 })[1])
  }

  private func keys(of bytes: [UInt8]) throws -> [String] {
    guard case .object(let members) = try JSONValue(parsing: SourceText(name: "line", bytes: bytes)).content else {
      return []
    }
    return members.map(\.key)
  }

  /// What stands between back quotes.
  private static func quoted(_ cell: Substring) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }
}
