import Foundation
import Testing

/// Other engines held to the transcripts: what counts as passed, failed and not supported, and engines that break down.
@Suite struct `Conformance` {
  let folder = TemporaryFolder()

  /// The engine of `docs/examples`, with a planted bug or none.
  static func python(_ bug: String? = nil) -> String {
    "python3 '\(Repository.path("docs/examples/price_time_engine.py"))'\(bug.map { " --bug \($0)" } ?? "")"
  }

  private func conform(_ engine: String, _ words: String...) throws -> Outcome {
    let patience = words.contains("--patience") ? [] : ["--patience", "5min"]
    return try Program.run(["conform", "--engine", engine, "--quiet"] + words + patience)
  }

  private func last(_ outcome: Outcome) -> String {
    outcome.output.split(separator: "\n").last.map(String.init) ?? ""
  }

  private let price = Repository.path("fixtures/matching/the-better-price-fills-first.txt")

  // MARK: Right answers

  /// Rules, opening state, times and pictures of all of them go through the protocol and come back the same.
  @Test(arguments: ["matching", "clearing", "liquidation"])
  func `our own engine passes every transcript`(name: String) throws {
    let outcome = try conform(
      "'\(Program.executable.filePath)' engine", "--strict", Repository.path("fixtures/\(name)"))
    let count = Repository.names(in: "fixtures/\(name)").count { $0.hasSuffix(".txt") }
    #expect(last(outcome) == "\(count) passed, 0 failed, 0 not supported")
    #expect(outcome.status == 0)
  }

  @Test func `an engine of matching alone passes what it has, and nothing that it has not`() throws {
    let matching = try conform(Self.python(), Repository.path("fixtures/matching"))
    #expect(matching.status == 0)
    let page = try String(contentsOf: Repository.url("docs/conform.md"), encoding: .utf8)
    #expect(page.contains("grep -x '\(last(matching))'"))
    let liquidation = try conform(Self.python(), Repository.path("fixtures/liquidation"), "--rule", "LIQ-2")
    #expect(liquidation.status == 1)
    #expect(last(liquidation).hasPrefix("0 passed, 0 failed, "))
  }

  // MARK: Wrong answers

  /// MAT-3
  @Test func `the youngest first is a failure of the rule that says the oldest`() throws {
    let path = "fixtures/matching/the-older-of-two-equal-prices-fills-first.txt"
    let outcome = try conform(Self.python("LIFO"), Repository.path(path))
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("    counterparty: expected \"alice\", found \"bob\"\n"))
    // The page shows it, with paths as they are from the root.
    let page = try String(contentsOf: Repository.url("docs/conform.md"), encoding: .utf8)
    #expect(page.contains(outcome.output.replacing(Repository.path(path), with: path)))
  }

  /// MAT-3, MAT-7
  @Test(arguments: [("ROTATES", "MAT-3"), ("FORGETS", "MAT-7")])
  func `each planted bug is found where its rule is shown`(bug: String, rule: String) throws {
    let outcome = try conform(Self.python(bug), Repository.path("fixtures/matching"), "--json", "--rule", rule)
    #expect(outcome.status == 1)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let rules = try #require(report["rules"] as? [[String: Any]])
    #expect(rules.contains { $0["rule"] as? String == rule && $0["failed"] as? Int ?? 0 > 0 })
    let fixtures = try #require(report["fixtures"] as? [[String: Any]])
    let failed = try #require(fixtures.first { $0["verdict"] as? String == "failed" })
    #expect(failed["sent"] is String && failed["line"] is Int)
  }

  /// MAT-8. What it does tell is then nothing: the reader is told what was right.
  @Test func `who tells no refusals is told of the one that was right`() throws {
    let lenient = try folder.put(
      "lenient.py",
      """
      import json, sys
      print('{"kind":"hello","protocol":"cascade.engine","version":1,"events":["accepted"]}', flush=True)
      orders = 0
      for line in sys.stdin:
          request = json.loads(line)
          if request["kind"] == "submit":
              orders += 1
              accepted = {key: request[key] for key in ("price", "quantity") if key in request}
              print(json.dumps({"kind": "accepted", "order": orders, **accepted}))
          print('{"kind":"done"}', flush=True)
      """)
    let outcome = try conform("python3 '\(lenient)'", Repository.path("fixtures/matching/post-only-never-takes.txt"))
    #expect(outcome.status == 1)
    #expect(
      outcome.output.contains(
        """
            - nothing more
            + {"kind":"accepted","order":2,"price":101,"quantity":1}
            expected a refusal, which the engine does not tell: {"round":0,"kind":"refused","account":"bob",
        """))
  }

  // MARK: Engines that break down

  private let hello = #"{"kind":"hello","protocol":"cascade.engine","version":1}"#

  /// An engine that says these lines, whatever it is asked, and then does `more`.
  private func script(_ lines: [String], _ more: String = "cat >/dev/null") throws -> String {
    let path = try folder.put(
      "engine.sh", lines.map { "echo '\($0)'\n" }.joined() + more + "\n")
    return "sh '\(path)'"
  }

  @Test func `silence is a failure when the patience is over`() throws {
    let outcome = try conform(try script([hello], "sleep 600"), price, "--patience", "200ms")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("    no answer within 200 ms\n"))
    #expect(last(outcome) == "0 passed, 1 failed, 0 not supported")
    let mute = try conform(try script([], "sleep 600"), price, "--patience", "200ms")
    #expect(mute.output.contains("    no hello within 200 ms; each line must be flushed\n"))
  }

  @Test func `an engine that dies is told with its status and its last words, cleaned`() throws {
    let dying = try script([hello], "printf 'no\\033[31m book\\n' >&2; exit 3")
    let outcome = try conform(dying, price)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("    it ended with status 3 before its answer\n    | no␛[31m book\n"))
    #expect(try conform(try script([], "kill -9 $$"), price).output.contains("signal 9 ended it before its hello"))
  }

  @Test(arguments: [
    (["nonsense"], "a line that is no JSON object: nonsense"), ([#"{"kind":"done"}"#], "its first line is no hello"),
    ([#"{"kind":"hello","protocol":"cascade.engine","version":2}"#], "it speaks another protocol or version"),
    (
      [#"{"kind":"hello","protocol":"cascade.engine","version":1,"events":"filled"}"#],
      "the events of its hello are no list of kinds"
    ),
    (
      [#"{"kind":"hello","protocol":"cascade.engine","version":1,"events":["filled",1]}"#],
      "the events of its hello are no list of kinds"
    ),
    (
      [#"{"kind":"hello","protocol":"cascade.engine","version":1}"#, #"{"type":"done"}"#],
      #"a line without a kind: {"type":"done"}"#
    ),
  ])
  func `what is not this protocol is told`(lines: [String], message: String) throws {
    let outcome = try conform(try script(lines), price)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(message))
  }

  @Test func `an error is a failure, what is unsupported is neither passed nor failed`() throws {
    let error = try conform(
      try script([hello, #"{"kind":"error","line":1,"problems":[{"message":"what is that?"}]}"#]), price)
    #expect(error.output.contains("it did not understand: what is that?"))
    #expect(last(error) == "0 passed, 1 failed, 0 not supported")
    let unsupported = try conform(try script([hello, #"{"kind":"unsupported","line":1,"message":"anything"}"#]), price)
    #expect(last(unsupported) == "0 passed, 0 failed, 1 not supported")
    // Nothing passed, and so it is no success.
    #expect(unsupported.status == 1)
  }

  /// It answers everything, and with nothing; its list of kinds has no fill.
  @Test func `who tells nothing passes nothing`() throws {
    let mute = try folder.put(
      "mute.py",
      """
      import sys
      print('{"kind":"hello","protocol":"cascade.engine","version":1,"events":[]}', flush=True)
      for line in sys.stdin:
          print('{"kind":"done"}', flush=True)
      """)
    let outcome = try conform(
      "python3 '\(mute)'", Repository.path("fixtures/matching"), Repository.path("fixtures/clearing"))
    #expect(last(outcome).hasPrefix("0 passed, "))
  }

  @Test func `interrupted, it tells what came of the transcripts before`() throws {
    let slow = try folder.put("slow.sh", "sleep 0.2; exec '\(Program.executable.filePath)' engine\n")
    let outcome = try Program.interrupted(
      after: 3, ["conform", "--engine", "sh \(slow)", "--quiet", "-j", "1", Repository.path("fixtures/matching")])
    #expect(outcome.status == 130, "\(outcome.errors)")
    let said = try #require(outcome.errors.firstMatch(of: /interrupted after (\d+) of \d+ transcripts/))
    #expect(last(outcome) == "\(said.1) passed, 0 failed, 0 not supported")
  }

  // MARK: Misuse

  @Test func `what cannot be done is told before anything is`() throws {
    #expect(try Program.run("conform").status == 64)
    #expect(try conform("'half", price).status == 64)
    #expect(try conform(" ", price).status == 64)
    #expect(try conform("cat", price, "--rule", "third").status == 64)
    #expect(try conform("cat", price, "--patience", "0s").status == 64)
    #expect(try conform("cat", price, "--rule", "LIQ").status == 66)
    #expect(try conform("no-such-engine-anywhere", price).status == 66)
    #expect(try conform("cat", folder("none.txt")).status == 66)
  }

  @Test func `a transcript that does not replay to itself is nobody's measure`() throws {
    let text = try String(contentsOf: URL(filePath: price), encoding: .utf8).replacing("filled", with: "missed")
    let outcome = try conform("cat", try folder.put("wrong.txt", text))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("wrong.txt:"))
  }
}
