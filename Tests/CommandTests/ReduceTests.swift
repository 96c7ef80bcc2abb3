import Foundation
import Testing

/// Failing streams made short: they still fail, nothing of them can go, and they are what they were: lines or a transcript.
@Suite struct `Reducing` {
  let folder = TemporaryFolder()

  private let orders = Repository.path("fixtures/conform/random-orders.jsonl")

  private func reduce(_ words: String...) throws -> Outcome {
    try Program.run(["reduce", "--quiet", "--patience", "5min"] + words)
  }

  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  /// Our own engine with a word of its answers spoilt: it is quickly started, many times.
  private func spoilt() throws -> String {
    let path = try folder.put(
      "spoilt.sh", "'\(Program.executable.filePath)' engine | sed -u s/postOnlyWouldTake/postOnlyMayTake/\n")
    return "sh '\(path)'"
  }

  @Test func `three hundred orders become a handful that an engine still gets wrong`() throws {
    let engine = try spoilt()
    let outcome = try reduce(orders, "--engine", engine)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("reason: expected \"postOnlyWouldTake\", found \"postOnlyMayTake\""))
    // A venue, one account for both sides, who rests and who would take, and nothing about them that need not be.
    let reduced = lines(outcome.output)
    #expect(reduced.count == 4)
    #expect(reduced.allSatisfy { !$0.contains("\"time\"") && !$0.contains("\"client\"") })
    #expect(reduced.suffix(2).allSatisfy { $0.contains("\"quantity\":1,") && $0.contains("\"price\":10") })
    // As short as can be: what came out comes out again, and without any one of its lines it does not fail.
    let path = try folder.put("reduced.jsonl", outcome.output)
    #expect(try reduce(path, "--engine", engine).output == outcome.output)
    for index in reduced.indices {
      let rest = reduced.enumerated().filter { $0.offset != index }.map { $0.element + "\n" }.joined()
      // Without the instrument nothing that is left means anything.
      #expect(try reduce(try folder.put("rest.jsonl", rest), "--engine", engine).status == (index == 0 ? 65 : 1))
    }
  }

  @Test func `lines that are no request are counted, blank ones and comments are not`() throws {
    let path = try folder.put(
      "mixed.jsonl",
      """
      {"kind":"instrument","name":"X"}

      // a comment
      not JSON
      [1,2]
      {"kind":"nothing of ours"}
      {"kind":"clock","time":5}
      """)
    let outcome = try reduce(path, "--engine", "'\(Program.executable.filePath)' engine")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("3 lines left out, which cascade engine does not understand"), "\(outcome.errors)")
  }

  @Test func `interrupted, it leaves what it has come to, which fails too`() throws {
    let check = try folder.put("three.sh", "sleep 0.1; test \"$(wc -l)\" -lt 3\n")
    let outcome = try Program.interrupted(
      after: 2, ["reduce", orders, "--while-fails", "sh \(check)", "--quiet", "-o", folder("less.jsonl")])
    #expect(outcome.status == 130, "\(outcome.errors)")
    let said = try #require(outcome.errors.firstMatch(of: /interrupted after 306 lines to (\d+) in \d+ trials?;/))
    #expect(Int(said.1) == lines(folder.text("less.jsonl")).count)
    #expect(try reduce(folder("less.jsonl"), "--while-fails", "sh \(check)").status == 0)
  }

  @Test func `what does not fail is left alone`() throws {
    let outcome = try reduce(orders, "--engine", Conformance.python())
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("does not fail"))
  }

  @Test(arguments: ["", "def main():\n", "{\"version\": 1}\n"])
  func `a file without a request is 65, and does not pass for one that goes well`(text: String) throws {
    let outcome = try reduce(try folder.put("none.jsonl", text), "--engine", Conformance.python())
    #expect(outcome.status == 65 && outcome.output == "")
    #expect(outcome.errors.contains("there is nothing in it that cascade engine understands"), "\(outcome.errors)")
  }

  /// MAT-3
  @Test func `a transcript stays one: it replays to itself, and the engine fails it`() throws {
    let story = Repository.path("fixtures/matching/the-older-of-two-equal-prices-fills-first.txt")
    let target = folder("short.txt")
    let engine = Conformance.python("LIFO")
    #expect(try reduce(story, "--engine", engine, "--output", target).status == 0)
    #expect(try Program.run("verify", target).status == 0)
    // With its rule above it, it is a fixture.
    try folder.put("short.txt", "# MAT-3: made short.\n" + folder.text("short.txt"))
    #expect(try Program.run("conform", "--engine", engine, target).status == 1)
    #expect(try Program.run("conform", "--engine", Conformance.python(), target).status == 0)
    #expect(try reduce(story, "--engine", engine, "--output", target).status == 73)
  }

  @Test func `a check that fails is enough to reduce by`() throws {
    let outcome = try reduce(orders, "--while-fails", "sh -c '! grep -q fillOrKill'")
    #expect(outcome.status == 0)
    let reduced = lines(outcome.output)
    #expect(reduced.count == 3)
    #expect(reduced.last?.contains("fillOrKill") == true)
    // Nothing that is left out would be missed.
    #expect(reduced.last?.contains("\"client\"") == false && reduced.last?.contains("\"time\"") == false)
  }

  @Test func `a file that is there already is refused before anything is tried`() throws {
    let engine = try folder.put("engine.sh", "touch '\(folder("started"))'\n")
    let target = try folder.put("short.jsonl", "mine\n")
    let outcome = try reduce(orders, "--engine", "sh '\(engine)'", "--output", target)
    #expect(outcome.status == 73 && outcome.errors.contains("replace it with --force"), "\(outcome.errors)")
    #expect(folder.text("short.jsonl") == "mine\n")
    #expect(!folder.names().contains("started"))
  }

  @Test func `how it fails must be said, once`() throws {
    #expect(try reduce(orders).status == 64)
    #expect(try reduce(orders, "--engine", "cat", "--while-fails", "cat").status == 64)
    #expect(try reduce(folder("none.jsonl"), "--engine", "cat").status == 66)
    #expect(try reduce(orders, "--engine", "no-such-engine-anywhere").status == 66)
  }
}
