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
    #expect(try Program.run("verify", story, "--update").status == 0)
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
}
