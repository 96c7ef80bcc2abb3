import Foundation
import Testing

/// Failing streams made short: they still fail, nothing of them can go, and they are what they were: lines or a transcript.
@Suite struct `Reducing` {
  let folder = TemporaryFolder()

  private let orders = Repository.path("fixtures/conform/random-orders.jsonl")

  private func reduce(_ words: String...) throws -> Outcome { try Program.run(["reduce", "--quiet"] + words) }

  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  @Test(arguments: ["ROTATES", "FORGETS"])
  func `three hundred orders become a handful that an engine still gets wrong`(bug: String) throws {
    let engine = Conformance.python(bug)
    let outcome = try reduce(orders, "--engine", engine)
    #expect(outcome.status == 0)
    let reduced = lines(outcome.output)
    #expect(reduced.count { !$0.contains("openAccount") && !$0.contains("\"instrument\",\"name\"") } <= 6)
    // As short as can be: what came out comes out again.
    let path = try folder.put("reduced.jsonl", outcome.output)
    #expect(try reduce(path, "--engine", engine).output == outcome.output)
    // Without any one of its lines it does not fail.
    for index in reduced.indices {
      let rest = reduced.enumerated().filter { $0.offset != index }.map { $0.element + "\n" }.joined()
      #expect(try reduce(try folder.put("rest.jsonl", rest), "--engine", engine).status == 1)
    }
  }

  @Test func `what does not fail is left alone`() throws {
    let outcome = try reduce(orders, "--engine", Conformance.python())
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("does not fail"))
  }

  /// MAT-3
  @Test func `a transcript stays one: it replays to itself, and the engine fails it`() throws {
    let story = Repository.path("fixtures/matching/the-older-of-two-equal-prices-fills-first.txt")
    let target = folder("short.txt")
    let engine = Conformance.python("LIFO")
    #expect(try reduce(story, "--engine", engine, "--output", target).status == 0)
    #expect(try Program.run("verify", target).status == 0)
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

  @Test func `how it fails must be said, once`() throws {
    #expect(try reduce(orders).status == 64)
    #expect(try reduce(orders, "--engine", "cat", "--while-fails", "cat").status == 64)
    #expect(try reduce(folder("none.jsonl"), "--engine", "cat").status == 66)
    #expect(try reduce(orders, "--engine", "no-such-engine-anywhere").status == 66)
  }
}
