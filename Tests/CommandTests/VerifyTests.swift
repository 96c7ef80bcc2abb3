import Foundation
import Testing

/// Holding files to what they say of themselves.
@Suite struct `Verify` {
  let folder = TemporaryFolder()
  static let zeros = String(repeating: "0", count: 32)

  @Test func `all fixtures are what they say`() throws {
    let outcome = try Program.run("verify", Repository.path("fixtures"))
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains(/\d+ passed, 0 failed/))
  }

  @Test func `nothing to verify is 66, and what a run wrote is nothing`() throws {
    try folder.put("notes/read.md", "words")
    #expect(try Program.run("verify", folder("notes")).status == 66)
    try folder.put("out/manifest.json", "{}")
    try folder.put("out/journal.cascade", "")
    try folder.put("out/summary.txt", "words")
    let outcome = try Program.run("verify", folder("out"))
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("nothing to verify in "), "\(outcome.errors)")
  }

  // MARK: Transcripts

  @Test func `a changed line of a transcript is shown, and an update restores it`() throws {
    let name = "a-forced-sell-stops-at-its-bankruptcy-price.txt"
    let copy = try folder.copy("fixtures/liquidation/\(name)", as: name)
    let original = folder.text(name)
    try folder.put(name, original.replacing("sells 4 at 91 to near", with: "sells 4 at 92 to near"))
    let outcome = try Program.run("verify", copy)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("- filled order 3 sells 4 at 92 to near  (round 1)\n"), "\(outcome.output)")
    #expect(outcome.output.contains("+ filled order 3 sells 4 at 91 to near  (round 1)\n"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("0 passed, 1 failed\n"))

    let update = try Program.run("verify", copy, "--update")
    #expect(update.status == 1)
    #expect(update.output.hasPrefix("rewritten  \(copy)\n"), "\(update.output)")
    #expect(update.output.hasSuffix("0 passed, 0 failed, 1 rewritten\n"))
    #expect(folder.text(name) == original)
    #expect(try Program.run("verify", copy).status == 0)
    #expect(folder.names() == [name])
  }

  @Test func `a story shows the book and the accounts where it is asked to`() throws {
    let asked = """
      > instrument BTC
      > account alice exempt
      > account lp exempt
      > book
      > lp sell 2 at 101 as a1
      > lp sell 2 at 103 as a2
      > lp buy 5 at 99 as b1
      > alice buy 1 at 101 @1s
      > book BTC
      > accounts
      """
    let story = try folder.put("story.txt", asked)
    #expect(try Program.run("verify", story, "--update").status == 1)
    let told = folder.text("story.txt")
    #expect(told.contains("> book\nno bids\nno asks\n"), "\(told)")
    #expect(
      told.hasSuffix(
        """
        > book BTC
        bid 5 at 99
        ask 1 at 101
        ask 2 at 103
        > accounts
        alice: long 1, collateral 0, equity 0
        lp: short 1, collateral 0, equity 0

        """), "\(told)")
    #expect(try Program.run("verify", story).status == 0)
  }

  @Test(arguments: ["", "# Nothing comes of nothing.\n", "> instrument BTC\n"])
  func `a transcript without a command has shown nothing`(text: String) throws {
    let outcome = try Program.run("verify", try folder.put("story.txt", text))
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("story.txt\n  it has no command"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("0 passed, 1 failed\n"))
  }

  @Test func `a transcript that cannot be read is 65`() throws {
    let story = try folder.put("story.txt", "> instrument BTC\n> account alice exempt\n> alice buuy 1 at 100\n")
    let outcome = try Program.run("verify", story)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("story.txt:3:9: error: "), "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("0 passed, 1 failed\n"))
  }

  @Test(arguments: ["pacing immediate 0", "pacing immediate -1", "pacing timed 0s", "pacing timed 9223372036s"])
  func `rules that no venue can have are 65`(rules: String) throws {
    let story = try folder.put("story.txt", "> instrument BTC\n> liquidation \(rules)\n> account alice\n")
    let outcome = try Program.run("verify", story)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("no venue can have these rules"), "\(outcome.errors)")
  }

  // MARK: Scenarios

  @Test func `what a scenario expects is compared`() throws {
    let expectation = """
      { "rounds": 2, "liquidatedAccounts": [5, 6], "uncovered": 259, "fund": 0, "forcedNotional": 16720,
        "takeovers": 0, "deleveragings": 0, "balances": { "long-1": 0, "long-2": [50, 60] },
        "marks": { "BTC": { "lowest": 800, "highest": 1000, "last": [700, 900] } } }
      """
    let scenario = try folder.put("small.jsonc", Small.cascade(expecting: expectation))
    let outcome = try Program.run("verify", scenario)
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output == "1 passed, 0 failed\n")
  }

  @Test func `what is not as expected is said with both values`() throws {
    let expectation = """
      { "rounds": 3, "liquidatedAccounts": [6, 9], "fund": 1, "balances": { "long-1": [7, 8] }, "takeovers": 1,
        "deleveragings": [2, 3], "forcedNotional": 1, "marks": { "BTC": { "highest": 999, "last": 1 } },
        "digest": "\(Self.zeros)" }
      """
    let scenario = try folder.put("small.jsonc", Small.cascade(expecting: expectation))
    let outcome = try Program.run("verify", scenario)
    #expect(outcome.status == 1)
    for line in [
      "rounds: expected 3, found 2", "liquidatedAccounts: expected 6 to 9, found 5", "fund: expected 1, found 0",
      "balance of long-1: expected 7 to 8, found 0", "takeovers: expected 1, found 0",
      "deleveragings: expected 2 to 3, found 0", "forcedNotional: expected 1, found ",
      "highest mark of BTC: expected 999, found 1000", "last mark of BTC: expected 1, found 800",
      "digest: expected \(Self.zeros), found ",
    ] {
      #expect(outcome.output.contains("  \(line)"), "\(line) in \(outcome.output)")
    }
  }

  @Test func `an update puts in the digest and leaves every other byte alone`() throws {
    let expectation = "{ /* the bytes */ \"digest\"  :\t\"\(Self.zeros)\", \"rounds\": 2 }"
    let text = Small.cascade(expecting: expectation)
    let scenario = try folder.put("small.jsonc", text)
    #expect(try Program.run("verify", scenario, "--update").status == 1)
    let updated = folder.text("small.jsonc")
    let digest = try #require(updated.firstMatch(of: /"digest"  :\t"([0-9a-f]{32})"/)?.output.1)
    #expect(updated == text.replacing(Self.zeros, with: digest))
    #expect(try Program.run("verify", scenario).status == 0)
    #expect(folder.names() == ["small.jsonc"])
  }

  @Test func `no digest is put in while something else is not as expected`() throws {
    let text = Small.cascade(expecting: "{ \"rounds\": 3, \"digest\": \"\(Self.zeros)\" }")
    let scenario = try folder.put("small.jsonc", text)
    let outcome = try Program.run("verify", scenario, "--update")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("the digest is left as it is"), "\(outcome.output)")
    #expect(folder.text("small.jsonc") == text)
  }

  @Test func `a digest of an extended scenario is not put in, and that is said`() throws {
    try folder.put("base.jsonc", Small.cascade(expecting: "{ \"digest\": \"\(Self.zeros)\" }"))
    let scenario = try folder.put("own.jsonc", #"{ "extends": "base.jsonc", "seed": 6 }"#)
    let outcome = try Program.run("verify", scenario, "--update")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("the digest stands in a scenario that this one extends"), "\(outcome.output)")
  }

  @Test func `a scenario that expects nothing has only to run, and is no test that passed`() throws {
    let scenario = try folder.put("small.json", Small.cascade)
    let outcome = try Program.run("verify", scenario)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("ran      \(scenario): it expects nothing"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("\n0 passed, 0 failed, 1 expecting nothing\n"), "\(outcome.output)")
  }

  /// On lines of their own or on one, with a comma behind the last member or without, comments between.
  @Test(arguments: [
    ("", "\n}\n"), (",", "\n}\n"), (" // a, b\n", "}"), (", /* a */", "\n  }"), ("", "}"), (",", " } // all\n"),
    (" /* no, comma */", "\n}"),
  ])
  func `an update gives a scenario without expectations its digest to expect`(before: String, end: String) throws {
    let members = try #require(Small.cascade.firstMatch(of: /^(.*[^,\s]),?\s*}\s*$/.dotMatchesNewlines())?.output.1)
    let scenario = try folder.put("small.jsonc", members + before + end)
    let update = try Program.run("verify", scenario, "--update")
    #expect(update.status == 1)
    #expect(update.output.contains("  digest: expected nothing, found "), "\(update.output)")
    let verified = try Program.run("verify", scenario)
    #expect(verified.output == "1 passed, 0 failed\n", "\(verified.output)\(verified.errors)")
    let text = folder.text("small.jsonc")
    let block = try #require(text.firstMatch(of: #/ *"expect": { "digest": "[0-9a-f]{32}" }/#))
    // Nothing was added but the block, a comma and blanks.
    let added = text.count - members.count - before.count - end.count
    #expect(added <= block.output.count + 3 && text.hasPrefix(members), "\(text)")
  }

  @Test func `a scenario whose recording is not there is skipped`() throws {
    let recording = """
      { "kind": "lobster", "messages": "no.csv", "account": "world", "aggressor": "other" }
      """
    let other = "{ \"name\": \"other\", \"kind\": \"exempt\" }"
    let scenario = Small.cascade.replacing("\"accounts\": [", with: "\"accounts\": [\(other), ")
      .replacing("\n}\n", with: "\n  \"recordings\": [\(recording)],\n}\n")
    let outcome = try Program.run("verify", folder.put("small.jsonc", scenario))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("skipped  "))
    #expect(outcome.output.hasSuffix("0 passed, 0 failed, 1 skipped\n"))
  }

  // MARK: Malformed scenarios

  @Test func `a refusal must be in the expected words`() throws {
    try folder.copy("fixtures/malformed/a-key-twice.jsonc", as: "a-key-twice.jsonc")
    try folder.put("a-key-twice.expected", "something else\n")
    #expect(try Program.run("verify", folder("")).status == 1)
    #expect(try Program.run("verify", folder(""), "--update").status == 1)
    #expect(try Program.run("verify", folder("")).output == "1 passed, 0 failed\n")
    let original = try Data(contentsOf: Repository.url("fixtures/malformed/a-key-twice.expected"))
    #expect(folder.bytes("a-key-twice.expected") == original)
  }

  @Test func `a scenario that is expected to be refused must be`() throws {
    try folder.put("small.jsonc", Small.cascade)
    try folder.put("small.expected", "")
    let outcome = try Program.run("verify", folder("small.jsonc"))
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("it is not refused"))
  }

  @Test func `a malformed scenario without expected words is 65`() throws {
    try folder.put("broken.jsonc", "{")
    #expect(try Program.run("verify", folder("")).status == 65)
  }
}
