import Foundation
import Testing

/// What a page draws against what the tables of the same run say, on the flagship scenario.
@Suite struct `The data of a report` {
  private static let folder = TemporaryFolder()
  /// One run for all tests.
  private static let run: Result<Int32?, any Error> = Result {
    try Program.run(
      "run", Repository.path("fixtures/scenarios/flash-crash.jsonc"), "--quiet", "-o", folder("out")
    ).status
  }

  init() throws { #expect(try Self.run.get() == 0) }

  /// A table's lines, each by the names of its columns. No cell of these tables has a comma in it.
  private func table(_ name: String) throws -> [[String: String]] {
    let exported = try Program.run("export", Self.folder("out"), "--table", name)
    #expect(exported.status == 0)
    let lines = exported.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// A block of data of the page.
  private func block(_ id: String) throws -> [String: Any] {
    let page = Self.folder.text("out/report.html")
    let start = try #require(page.range(of: #"<script type="application/json" id="\#(id)">"#))
    let rest = page[start.upperBound...]
    let end = try #require(rest.range(of: "</script>"))
    let object = try JSONSerialization.jsonObject(with: Data(rest[..<end.lowerBound].utf8))
    return try #require(object as? [String: Any])
  }

  private func number(_ line: [String: String], _ column: String) throws -> Int {
    try #require(Int(line[column] ?? ""), "\(column) of \(line)")
  }

  private func sum(_ lines: some Sequence<[String: String]>, _ column: String) throws -> Int {
    try lines.reduce(0) { try $0 + number($1, column) }
  }

  /// A forced order as the page has it: fills of one command stand together.
  private struct Disc: Hashable {
    var time: Int
    var firstFill: Int
    var price: Int
    var lots: Int
    var notional: Int
    var round: Int
    var account: String
  }

  private func discs() throws -> [Disc] {
    let rows = try #require(try block("data-prices")["forced"] as? [[Any]])
    return try rows.map { row in
      let numbers = row.dropLast().compactMap { $0 as? Int }
      try #require(numbers.count == 7 && numbers[0] == 0, "\(row)")
      return Disc(
        time: numbers[1], firstFill: numbers[2], price: numbers[3], lots: numbers[4], notional: numbers[5],
        round: numbers[6], account: try #require(row.last as? String))
    }
  }

  @Test func `forced orders are the forced fills of the fills table, order by order`() throws {
    let fills = try table("fills").filter { $0["forced"] == "true" }
    var expected: [Disc] = []
    var last: [String]?
    for fill in fills {
      let sign = fill["side"] == "sell" ? -1 : 1
      let (lots, notional) = (try number(fill, "quantity") * sign, try number(fill, "notional"))
      let key = [fill["takerOrder"] ?? "", fill["time"] ?? ""]
      if last == key {
        expected[expected.count - 1].lots += lots
        expected[expected.count - 1].notional += notional
        expected[expected.count - 1].price = try number(fill, "price")
      } else {
        expected.append(
          Disc(
            time: try number(fill, "time") / 1_000, firstFill: try number(fill, "position"),
            price: try number(fill, "price"), lots: lots, notional: notional, round: try number(fill, "round"),
            account: fill["taker"] ?? ""))
      }
      last = key
    }
    #expect(expected.count > 500)
    #expect(try discs() == expected)
    #expect(try block("data-prices")["forcedCount"] as? Int == expected.count)
  }

  @Test func `forced orders sum to the rounds table, round by round`() throws {
    let discs = try discs()
    let rounds = try table("rounds").filter { $0["round"] != "0" }
    #expect(rounds.count > 4)
    for line in rounds {
      let own = discs.filter { "\($0.round)" == line["round"] }
      #expect(try own.reduce(0) { $0 + $1.notional } == number(line, "notional"), "\(line)")
      #expect(try own.reduce(0) { $0 + abs($1.lots) } == number(line, "quantity"), "\(line)")
      #expect(try Set(own.map(\.account)).count <= number(line, "accounts"), "\(line)")
    }
    let numbers = try rounds.map { try number($0, "round") }
    #expect(Set(discs.map(\.round)).isSubset(of: numbers))
  }

  /// A fall that was over before its forced orders came is in the table, and no part of the tree.
  @Test func `falls of the tree are lines of the liquidations table`() throws {
    let lines = try table("liquidations")
    let tree = try block("data-tree")
    let acted = lines.filter { $0["recovered"] == "false" }
    #expect(tree["count"] as? Int == acted.count)
    let roots = try #require(tree["roots"] as? [[String: Any]])
    #expect(roots.reduce(0) { $0 + ($1["falls"] as? Int ?? 0) } == acted.count)
    #expect(try roots.reduce(0) { $0 + ($1["notional"] as? Int ?? 0) } == sum(lines, "notional"))
    let nodes = try #require(tree["nodes"] as? [[String: Any]])
    #expect(nodes.count == 500, "as many as a page shows")
    let byEvent = Dictionary(uniqueKeysWithValues: acted.map { ($0["position"] ?? "", $0) })
    for node in nodes {
      let line = try #require(byEvent["\(node["event"] ?? "")"])
      #expect(node["account"] as? String == line["account"])
      #expect(try node["time"] as? Int == number(line, "time") / 1_000)
      for column in ["round", "equity", "maintenance", "notional"] {
        #expect(try node[column] as? Int == number(line, column), "\(column) of \(line)")
      }
      let paid = ["backstopPaid", "deleveragedPaid", "fundPaid", "othersPaid", "uncovered"]
      #expect(try node["short"] as? Int == paid.reduce(0) { try $0 + number(line, $1) }, "\(line)")
      let fills = try #require(node["fills"] as? [Int])
      #expect(try (fills.last ?? 0) == number(line, "fills"), "\(line)")
      let forced = try #require(node["forced"] as? [[Any]])
      #expect(try forced.reduce(0) { $0 + ($1[2] as? Int ?? 0) } == number(line, "quantity"), "\(line)")
    }
  }

  /// A path is told by its differences: they sum to where it ends.
  @Test func `losses by stage end at what the liquidations table says was paid`() throws {
    let losses = try block("data-losses")
    var ends: [String: Int] = [:]
    for stage in try #require(losses["stages"] as? [[String: Any]]) {
      let path = try #require(stage["path"] as? [String: [Int]])
      ends[try #require(stage["name"] as? String)] = path["v"]?.reduce(0, +)
    }
    let lines = try table("liquidations")
    let columns = [
      "backstop": "backstopPaid", "deleveraging": "deleveragedPaid", "fund": "fundPaid", "uncovered": "uncovered",
    ]
    for (stage, column) in columns { #expect(try ends[stage] ?? 0 == sum(lines, column), "\(stage)") }
    let others = ["contributions", "assessments", "gains", "openInterest"].reduce(0) { $0 + (ends[$1] ?? 0) }
    #expect(try others == sum(lines, "othersPaid"))
    #expect(ends["fund"] ?? 0 > 0, "there is something to compare")
    // The fund holds what went in less what went out.
    let ledger = try table("ledger")
    let (into, out) = (ledger.filter { $0["to"] == "fund" }, ledger.filter { $0["from"] == "fund" })
    let path = try #require(losses["fund"] as? [String: [Int]])
    #expect(try path["v"]?.reduce(0, +) == sum(into, "amount") - sum(out, "amount"))
  }
}
