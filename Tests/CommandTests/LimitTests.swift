import Foundation
import Testing

/// `--limit`: what is too much is refused before memory is taken for it, in words that say what allows it.
@Suite struct `Limits` {
  let folder = TemporaryFolder()

  /// A hundred thousand and one traders who look once in a lifetime, beside the small cascade.
  private func crowd() throws -> String {
    let traders = """
      "population": [
          { "kind": "taker", "name": "t", "count": 100001, "collateral": 5, "meanInterval": "2000h", "largestOrder": 1 },
      """
    return try folder.put("crowd.jsonc", Small.cascade.replacing("\"population\": [", with: traders))
  }

  @Test(arguments: ["validate", "run", "watch", "verify"])
  func `what the hint says is what it takes`(verb: String) throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let more = verb == "run" ? ["--output", folder("out"), "--quiet"] : []
    let refused = try Program.run([verb, scenario, "--limit", "accounts=6"] + more)
    #expect(refused.status == 65, "\(refused.output)\(refused.errors)")
    #expect(
      refused.errors.contains("error: there would be 7 accounts, more than the limit of 6\n"), "\(refused.errors)")
    let hint = try #require(refused.errors.firstMatch(of: /hint: --limit ([a-z]+=\d+) raises it\n/)?.output.1)
    #expect(try Program.run([verb, scenario, "--limit", String(hint)] + more).status == 0)
  }

  @Test func `a run made with a raised limit needs no flag to be made again`() throws {
    let scenario = try crowd()
    let refused = try Program.run("run", scenario, "--quiet", "-o", folder("out"))
    #expect(refused.status == 65)
    #expect(refused.errors.contains("  hint: --limit participants=100001 raises it\n"), "\(refused.errors)")
    let made = try Program.run(
      "run", scenario, "--limit", "participants=100001", "--no-report", "--quiet", "-o", folder("out"))
    #expect(made.status == 0, "\(made.errors)")
    try folder.put("partial/journal.cascade", try #require(folder.bytes("out/journal.cascade")).dropLast(5_000))
    for words in [
      ["replay", folder("out")], ["explain", folder("out"), "--gain"],
      ["export", folder("out"), "--table", "liquidations"],
      ["fork", folder("out"), "--at", "cascade", "--set", "liquidation.on=false", "--quiet"],
      ["recover", folder("partial"), "--no-report", "--quiet", "-o", folder("again")],
    ] {
      let outcome = try Program.run(words)
      #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    }
    expectSameFolders("out", "again", in: folder, "recovered")
    // What is changed has the same limits as any other scenario.
    let larger = try Program.run(
      "fork", folder("out"), "--at", "start", "--set", "population.t.count=200000", "--quiet")
    #expect(larger.errors.contains("  hint: --limit participants=200000 raises it\n"), "\(larger.errors)")
  }

  @Test func `what participants set aside is bounded each time it is set aside, and not where a run is only read`()
    throws
  {
    let quoter = """
      "population": [
          { "kind": "quoter", "name": "q", "count": 1, "collateral": 50000, "interval": "1s", "size": 1,
            "formula": { "kind": "gueantLehalleFernandezTapia", "riskAversion": 0.01, "volatility": 1, "fillRate": 1,
                         "fillDecay": 0.3, "units": 10, "table": { "horizon": "1s", "steps": 100 } },
            "limit": 10 },
      """
    let scenario = try folder.put("table.jsonc", Small.cascade.replacing("\"population\": [", with: quoter))
    let made = try Program.run("run", scenario, "--quiet", "-o", folder("out"))
    try #require(made.status == 0, "\(made.errors)")
    for words in [
      ["fork", folder("out"), "--at", "cascade"], ["recover", folder("out"), "-o", folder("again")],
      ["explain", folder("out"), "--gain"], ["run", scenario, "-o", folder("again")],
    ] {
      let outcome = try Program.run(words + ["--limit", "numbers=2000"])
      #expect(outcome.status == 65, "\(words)")
      #expect(
        outcome.errors.contains(/more than the limit of 2000\n(.*\n)*  hint: --limit numbers=\d+ raises it\n/),
        "\(words): \(outcome.errors)")
    }
    for words in [
      ["explain", folder("out")], ["export", folder("out"), "--table", "rounds"], ["report", folder("out"), "-o", "-"],
    ] {
      #expect(try Program.run(words + ["--limit", "numbers=2000"]).status == 0, "\(words)")
    }
    #expect(folder.names() == ["out", "table.jsonc"])
  }

  @Test func `a file of any kind that is too large is refused before it is read`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
    try folder.put("story.txt", "> instrument BTC\n> account alice exempt\n")
    try folder.put("stream.jsonl", #"{"kind":"instrument","name":"X"}"# + "\n")
    for (words, name) in [
      (["validate", scenario], "small.jsonc"), (["verify", folder("story.txt")], "story.txt"),
      (["replay", folder("out")], "out/journal.cascade"),
      (["compare", folder("out"), folder("out")], "out/journal.cascade"),
      (["fork", folder("out"), "--at", "start"], "out/manifest.json"),
      (["reduce", folder("stream.jsonl"), "--engine", "true"], "stream.jsonl"),
      (["import", "binance", folder("story.txt"), "--tick-size", "1", "--lot-size", "1"], "story.txt"),
      (["conform", "--engine", "true", folder("story.txt")], "story.txt"),
      (["engine", "--rules", folder("out")], "out/journal.cascade"),
    ] {
      let outcome = try Program.run(words + ["--limit", "bytes=20"])
      let size = try #require(folder.bytes(name)).count
      #expect(outcome.status == 65, "\(words): \(outcome.errors)")
      #expect(
        outcome.errors.contains("\(folder(name)): it is larger than the limit of 20 bytes\n"),
        "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains("  hint: --limit bytes=\(size) raises it\n"), "\(words): \(outcome.errors)")
    }
    let stream = try Program.shell("cascade validate - --limit bytes=20 < /dev/zero")
    #expect(stream.errors.contains("  hint: --limit bytes=40 allows twice as many\n"), "\(stream.errors)")
  }

  @Test func `what is extended and too large is not said to be missing`() throws {
    let own = try folder.put("own.jsonc", #"{ "extends": "small.jsonc" }"#)
    let size = try Data(contentsOf: URL(filePath: folder.put("small.jsonc", Small.cascade))).count
    let outcome = try Program.run("validate", own, "--limit", "bytes=100")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("it is larger than the limit of 100 bytes\n"), "\(outcome.errors)")
    #expect(outcome.errors.contains("  hint: --limit bytes=\(size) raises it\n"), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("acounts=3", "did you mean accounts?"), ("accounts", "such as accounts=2000000, which is usual"),
    ("accounts=many", "such as accounts=2000000, which is usual"),
    ("events=-1", "such as events=1000000, which is usual"),
    ("participants=16777217", "such as participants=100000, which is usual"),
    ("=5", "there are accounts, participants, numbers, openings, events, bytes"),
  ])
  func `a limit that is none is 64`(words: String, hint: String) throws {
    let outcome = try Program.run("validate", Repository.path("fixtures/scenarios/flash-crash.jsonc"), "--limit", words)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--limit is \"\(words)\""), "\(outcome.errors)")
    #expect(outcome.errors.contains("  hint: \(hint)\n"), "\(outcome.errors)")
  }
}
