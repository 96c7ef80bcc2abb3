import Foundation
import Testing

/// Tables made from a journal.
@Suite struct `Export` {
  let folder = TemporaryFolder()

  init() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
  }

  private func export(_ words: String...) throws -> Outcome {
    try Program.run(["export", folder("out")] + words)
  }

  @Test(arguments: ["rounds", "fills", "marks", "quotes", "liquidations", "accounts", "holdings"])
  func `a table is the one that the run wrote`(table: String) throws {
    let outcome = try export("--table", table, "--format", "csv")
    #expect(outcome.status == 0)
    #expect(Data(outcome.output.utf8) == folder.bytes("out/\(table).csv"))
  }

  @Test(arguments: ["events", "ledger", "fills", "rounds"])
  func `a line of CSV has as many cells as its header`(table: String) throws {
    let lines = try export("--table", table).output.split(separator: "\n")
    #expect(lines.count > 2)
    let columns = lines[0].split(separator: ",").count
    for line in lines { #expect(line.count { $0 == "," } == columns - 1, "\(line)") }
  }

  @Test(arguments: ["events", "commands", "fills", "marks", "quotes", "ledger", "rounds", "liquidations", "accounts"])
  func `a line of JSON is an object`(table: String) throws {
    let outcome = try export("--table", table, "--format", "jsonl")
    #expect(outcome.status == 0)
    for line in outcome.output.split(separator: "\n") {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any], "\(line)")
    }
  }

  @Test func `the commands in words are a transcript's`() throws {
    let commands = try export("--table", "commands").output
    #expect(commands.hasPrefix("account world exempt\naccount whale\n"))
    #expect(commands.contains("\nwhale sell 12 at market @1s\n"))
    // With the rules in front of them they are carried out to the same events.
    let rules = "> instrument BTC maximum-price 100000 maximum-position 100000 initial-margin 0.1 maintenance 0.05\n"
    let lines = commands.split(separator: "\n").map { "> \($0)\n" }.joined()
    let story = try folder.put("story.txt", rules + lines)
    #expect(try Program.run("verify", story, "--update").status == 1)
    #expect(try Program.run("verify", story).status == 0)
    #expect(folder.text("story.txt").contains("marked 800, was 890  (round 1)"))
  }

  @Test func `events in words tell round and cause`() throws {
    let events = try export("--table", "events", "--format", "text")
    #expect(events.output.contains("(round 1, cause "))
  }

  @Test func `a file is written whole or not at all`() throws {
    #expect(try export("--table", "fills", "--output", folder("fills.csv")).status == 0)
    #expect(folder.bytes("fills.csv") == folder.bytes("out/fills.csv"))
    #expect(try export("--table", "marks", "--output", folder("fills.csv")).status == 73)
    #expect(folder.bytes("fills.csv") == folder.bytes("out/fills.csv"))
    let journal = try #require(folder.bytes("out/journal.cascade"))
    try folder.put("cut.cascade", journal.dropLast(100))
    let cut = try Program.run("export", folder("cut.cascade"), "--table", "fills", "--output", folder("cut.csv"))
    #expect(cut.status == 65)
    #expect(folder.names() == ["cut.cascade", "fills.csv", "out", "small.jsonc"])
  }

  @Test func `a full disk is 74`() throws {
    let outcome = try Program.shell("cascade export '\(folder("out"))' --table events > /dev/full")
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("cannot write standard output"))
    #expect(try export("--table", "events", "--output", "/dev/full").status == 74)
  }

  @Test(arguments: ["csv", "jsonl", "parquet"])
  func `the end of a file's name says the format, unless it is said`(end: String) throws {
    #expect(try export("--table", "fills", "--format", end, "-o", folder("said")).status == 0)
    #expect(try export("--table", "fills", "-o", folder("named.\(end)")).status == 0)
    #expect(try export("--table", "fills", "-o", folder("NAMED.\(end.uppercased())")).status == 0)
    #expect(folder.bytes("named.\(end)") == folder.bytes("said"))
    #expect(folder.bytes("NAMED.\(end.uppercased())") == folder.bytes("said"))
    #expect(try export("--table", "fills", "--format", "csv", "-o", folder("all the same.\(end)")).status == 0)
    #expect(folder.bytes("all the same.\(end)") == folder.bytes("out/fills.csv"))
  }

  @Test(arguments: ["fills", "fills.txt", "fills.parquet.old", ".parquet/fills", "parquet"])
  func `another end, or none, is CSV`(name: String) throws {
    try folder.put(".parquet/other", "")
    #expect(try export("--table", "fills", "-o", folder(name)).status == 0)
    #expect(folder.bytes(name) == folder.bytes("out/fills.csv"))
  }

  @Test func `a name that says a format which the table does not have is refused`() throws {
    let outcome = try export("--table", "commands", "-o", folder("commands.parquet"))
    #expect(outcome.status == 64 && outcome.errors.contains("it has text and jsonl"), "\(outcome.errors)")
    #expect(folder.bytes("commands.parquet") == nil)
  }

  // MARK: Parquet

  @Test(arguments: ["events", "fills", "levels", "equity", "terms", "rounds", "accounts", "assets"])
  func `a table as Parquet begins and ends as such, twice the same, and tells where it comes from`(table: String) throws
  {
    for name in ["one", "two"] {
      #expect(try export("--table", table, "--format", "parquet", "-o", folder(name)).status == 0)
    }
    let bytes = try #require(folder.bytes("one"))
    #expect(bytes == folder.bytes("two"))
    #expect(bytes.prefix(4) == Data("PAR1".utf8) && bytes.suffix(4) == Data("PAR1".utf8))
    let text = String(decoding: bytes, as: UTF8.self)
    for word in [
      "cascade.digest", "cascade.seed", "cascade.scenario", "cascade.units", #"{"name":"BTC","contract":"linear""#,
    ] {
      #expect(text.contains(word), "\(word)")
    }
  }

  @Test func `commands have no Parquet, and a trace no table`() throws {
    #expect(try export("--table", "commands", "--format", "parquet").status == 64)
    let trace = try export("--table", "fills", "--format", "trace")
    #expect(trace.status == 64)
    #expect(trace.errors.contains("leave --table out"))
    let never = try export("--table", "equity", "--every", "0s")
    #expect(never.status == 64 && !never.errors.contains("did you mean"), "\(never.errors)")
    let fills = try export("--table", "fills", "--every", "1s")
    #expect(fills.status == 64 && fills.errors.contains("--every is of the table of equity"), "\(fills.errors)")
    let listed = try Program.run("export", "--tables", "--format", "csv")
    #expect(listed.status == 64 && listed.errors.contains("--format is not of --tables"), "\(listed.errors)")
  }

  @Test func `the tables can be listed with their columns`() throws {
    let all = try Program.run("export", "--tables")
    #expect(all.status == 0)
    for table in ["events: ", "levels: ", "terms: ", "equity: "] { #expect(all.output.contains("\n" + table)) }
    let one = try Program.run("export", "--tables", "--table", "marks")
    #expect(one.output.hasPrefix("marks: One change"))
    #expect(
      one.output.split(separator: "\n").contains { $0.split(separator: " ").prefix(3) == ["mark", "integer", "ticks"] })
    #expect(try Program.run("export").status == 64)
    #expect(try export("--tables").status == 64)
  }

  /// Every line of the table, applied in turn, gives the top of the book that the stream itself tells.
  @Test func `levels add up to the quotes`() throws {
    func lines(_ table: String) throws -> [[String]] {
      try export("--table", table).output.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    var last: [String: [String]] = [:]
    for quote in try lines("quotes") where !quote[3].isEmpty { last[quote[3]] = quote }
    var depth: [String: [Int: Int]] = [:]
    for level in try lines("levels") {
      depth[level[2] + level[3], default: [:]][try #require(Int(level[4]))] = Int(level[5])
    }
    #expect(!last.isEmpty)
    for (instrument, quote) in last {
      let bids = (depth[instrument + "buy"] ?? [:]).filter { $0.value > 0 }
      let asks = (depth[instrument + "sell"] ?? [:]).filter { $0.value > 0 }
      #expect((bids.keys.max().map { "\($0)" } ?? "") == quote[4])
      #expect((asks.keys.min().map { "\($0)" } ?? "") == quote[6])
      if let best = bids.keys.max() { #expect("\(bids[best] ?? 0)" == quote[5]) }
      if let best = asks.keys.min() { #expect("\(asks[best] ?? 0)" == quote[7]) }
    }
  }

  /// The last lines of the accounts over time are what the accounts have at the end.
  @Test func `equity ends as the accounts end`() throws {
    var last: [String: Substring] = [:]
    for line in try export("--table", "equity", "--every", "250ms").output.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",")
      last[String(cells[1])] = cells[3]
    }
    let accounts = try export("--table", "accounts").output.split(separator: "\n").dropFirst()
    #expect(accounts.count == last.count)
    for line in accounts {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(last[String(cells[0])] == cells[5], "\(line)")
    }
  }

  // MARK: The trace

  @Test func `arrows of the trace have two ends, the first of them earlier`() throws {
    let outcome = try export("--format", "trace")
    #expect(outcome.status == 0)
    let trace = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let events = try #require(trace["traceEvents"] as? [[String: Any]])
    func arrows(_ phase: String) -> [Int: Double] {
      let found = events.filter { $0["ph"] as? String == phase }
      return Dictionary(uniqueKeysWithValues: found.map { ($0["id"] as? Int ?? -1, $0["ts"] as? Double ?? -1) })
    }
    let (begins, ends) = (arrows("s"), arrows("f"))
    #expect(!begins.isEmpty)
    #expect(Set(begins.keys) == Set(ends.keys))
    for (arrow, moment) in begins { #expect(moment < ends[arrow, default: -1]) }
    #expect(events.contains { $0["name"] as? String == "mark BTC" })
    #expect(events.count { $0["name"] as? String == "under margin" } >= begins.count / 2)
  }

  /// A second before the sale at 2 s: how the fund and the mark stood then, not when they came to stand so.
  @Test func `counters of the trace begin where the trace does`() throws {
    let scenario = try folder.put("later.jsonc", Small.cascade.replacing("\"at\": \"1s\"", with: "\"at\": \"2s\""))
    #expect(try Program.run("run", scenario, "--quiet", "--no-report", "-o", folder("later")).status == 0)
    let outcome = try Program.run("export", folder("later"), "--format", "trace")
    let trace = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let events = try #require(trace["traceEvents"] as? [[String: Any]])
    let counters = events.filter { $0["ph"] as? String == "C" }
    for name in ["insurance fund", "mark BTC"] {
      let first = try #require(counters.first { $0["name"] as? String == name })
      #expect(first["ts"] as? Double == 1_000_000, "\(name)")
    }
  }
}
