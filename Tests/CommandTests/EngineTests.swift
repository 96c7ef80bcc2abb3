import Foundation
import Testing

/// The venue as a process: sessions that are kept, and how a session ends.
@Suite struct `Engine` {
  let folder = TemporaryFolder()

  // MARK: Sessions that are kept

  /// Rewritten by `cascade engine --check --digest <input.jsonl >expected.jsonl`; the difference is read like code.
  @Test(arguments: Repository.names(in: "fixtures/engine").filter { $0 != "tracebook" })
  func `a session is answered as it was`(name: String) throws {
    try expectAnswers("fixtures/engine/\(name)", ["engine", "--check", "--digest"])
  }

  /// Rewritten by `cascade engine --protocol tracebook --check`; `.ci/check-conformance` asks the protocol's own judge.
  @Test(arguments: Repository.names(in: "fixtures/engine/tracebook"))
  func `a conversation of tracebook is answered as it was`(name: String) throws {
    try expectAnswers("fixtures/engine/tracebook/\(name)", ["engine", "--protocol", "tracebook", "--check"])
  }

  @Test func `the session on the page is answered as the page says`() throws {
    let page = try String(contentsOf: Repository.url("docs/engine.md"), encoding: .utf8)
    let outcome = try session(try block("requests", of: page))
    #expect(outcome.status == 0)
    #expect(lines(outcome.output) == lines(try block("answers", of: page)))
  }

  private func expectAnswers(_ path: String, _ words: [String]) throws {
    let input = try Data(contentsOf: Repository.url("\(path)/input.jsonl"))
    let expected = try String(contentsOf: Repository.url("\(path)/expected.jsonl"), encoding: .utf8)
    let outcome = try Program.run(words, input: input)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    for (index, (found, meant)) in zip(lines(outcome.output), lines(expected)).enumerated() where found != meant {
      Issue.record("\(path)/expected.jsonl:\(index + 1)\n- \(meant)\n+ \(found)")
      return
    }
    #expect(lines(outcome.output).count == lines(expected).count)
  }

  // MARK: The end

  private let trade = """
    {"kind":"instrument","name":"X"}
    {"kind":"submit","account":"ann","side":"sell","quantity":2,"price":101}
    {"kind":"submit","account":"bob","side":"buy","quantity":1,"price":101}

    """

  @Test func `the end of the input is a clean end, whatever was wrong before`() throws {
    let outcome = try session("nonsense\n" + trade + "{\"kind\":\"clock\"", "--open-accounts")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(lines(outcome.output).last?.hasPrefix("{\"kind\":\"error\",\"line\":5,") == true)
    #expect(outcome.output.contains("\"filled\""))
  }

  @Test func `strict, it leaves at the first line that is wrong`() throws {
    let outcome = try session("nonsense\n" + trade, "--open-accounts", "--strict")
    #expect(outcome.status == 65)
    #expect(lines(outcome.output).count == 2)
  }

  /// Neither a line that was not understood nor a preview opens an account, or leaves its name behind.
  @Test func `an account that no command opened is no account`() throws {
    let outcome = try session(
      """
      {"kind":"instrument","name":"X"}
      {"kind":"submit","account":"zed","side":"buy","quantity":1,"price":"a"}
      {"kind":"dump","account":"zed"}
      {"kind":"preview","account":"yan","side":"buy","quantity":1,"price":5}
      {"kind":"queue","account":"yan","client":"c1"}

      """, "--open-accounts")
    #expect(outcome.status == 0)
    for (line, name) in [(3, "zed"), (5, "yan")] {
      let answer = lines(outcome.output).first { $0.hasPrefix("{\"kind\":\"error\",\"line\":\(line),") }
      #expect(answer?.contains(#""message":"no account is named \"\#(name)\"""#) == true, "\(outcome.output)")
    }
  }

  @Test func `a line that is too long is told, and the next one is read`() throws {
    let outcome = try session(String(repeating: "x", count: 3_000_000) + "\n{\"kind\":\"digest\"}\n")
    #expect(outcome.status == 0)
    let kinds = lines(outcome.output).map { $0.prefix(while: { $0 != "," }) }
    #expect(kinds == ["{\"kind\":\"hello\"", "{\"kind\":\"error\"", "{\"kind\":\"digest\"", "{\"kind\":\"done\""])
  }

  @Test func `its journal replays, and its commands can be said again`() throws {
    let journal = folder("journal.cascade")
    let outcome = try session(trade, "--open-accounts", "--digest", "--journal", journal)
    let digest = try #require(lines(outcome.output).last)
    #expect(try Program.run("replay", journal).status == 0)
    let commands = try Program.run("export", journal, "--table", "commands", "--format", "jsonl").output
    #expect(lines(try session(commands, "--rules", journal, "--digest").output).last == digest)
    #expect(try session(trade, "--journal", journal).status == 73)
  }

  @Test func `it can start from a scenario's rules`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let outcome = try session("{\"kind\":\"dump\",\"books\":\"L1\"}\n", "--rules", scenario)
    #expect(outcome.output.contains("\"instrument\":\"BTC\""))
  }

  @Test func `whoever closes the pipe hears nothing more`() throws {
    let dumps = String(repeating: "{\"kind\":\"dump\",\"books\":\"L3\"}\n", count: 20_000)
    let input = try folder.put("input", trade + dumps)
    let outcome = try Program.shell(
      "{ cascade engine --open-accounts <'\(input)'; echo $? >'\(folder("status"))'; } | head -1 >/dev/null")
    #expect(outcome.errors == "")
    #expect(folder.text("status") == "141\n")
  }

  @Test(arguments: [("INT", Int32(130), "interrupted"), ("TERM", 143, "terminated")])
  func `interrupted, it keeps the journal of what was done`(signal: String, status: Int32, word: String) throws {
    let outcome = try Program.shell(
      """
      python3 -c '
      import signal, subprocess, sys
      engine = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
      engine.stdin.write("{\\"kind\\":\\"instrument\\",\\"name\\":\\"X\\"}\\n{\\"kind\\":\\"clock\\"}\\n")
      engine.stdin.flush()
      for answer in range(3): engine.stdout.readline()
      engine.send_signal(signal.SIG\(signal))
      sys.exit(engine.wait(timeout=60))
      ' '\(Program.executable.filePath)' engine --journal '\(folder("j"))'
      """)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains("\(word) after 1 command"), "\(outcome.errors)")
    #expect(try Program.run("replay", folder("j")).output.contains("1 command and 0 events"))
  }

  // MARK: Usage

  @Test func `it has a page of help with an example`() throws {
    let outcome = try Program.run("engine", "--help")
    #expect(outcome.status == 0)
    for word in ["OVERVIEW:", "USAGE:", "OPTIONS:", "EXAMPLE:", "--rules FILE", "--open-accounts"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }

  @Test(arguments: [
    ("engine X", "is more than cascade engine takes"), ("engine --protocol fix", "it can be cascade, tracebook"),
    ("engine --protocol tracebook --strict", "--strict means nothing to the protocol tracebook"),
  ])
  func `a wrong command line is refused`(words: String, message: String) throws {
    let outcome = try Program.run(words.split(separator: " ").map(String.init))
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  // MARK: Helpers

  private func session(_ input: String, _ words: String...) throws -> Outcome {
    try Program.run(["engine"] + words, input: Data(input.utf8))
  }

  private func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }

  /// The block of JSON lines that a page calls so.
  private func block(_ name: String, of page: String) throws -> String {
    let start = try #require(page.range(of: "```jsonl \(name)\n"))
    let end = try #require(page.range(of: "\n```", range: start.upperBound..<page.endIndex))
    return String(page[start.upperBound..<end.lowerBound])
  }
}
