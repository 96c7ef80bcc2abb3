import Foundation
import Testing

/// A run again with one thing changed.
@Suite struct `Fork` {
  let folder = TemporaryFolder()

  private static let timed = Small.cascade.replacing(
    "\"fund\": 300,",
    with: "\"fund\": 300, \"liquidation\": {\"pacing\": {\"kind\": \"timed\", \"interval\": \"250ms\"}},")

  /// Runs a scenario into `out`.
  private func run(_ text: String = Small.cascade) throws {
    let scenario = try folder.put("small.jsonc", text)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
  }

  private func fork(_ words: String...) throws -> Outcome {
    try Program.run(["fork", folder("out"), "--quiet"] + words)
  }

  private func digest(_ outcome: Outcome) -> String? {
    outcome.output.split(separator: "\n").last.map(String.init)
  }

  /// The positions of some events, from the events table.
  private func positions(where isMeant: (Substring) -> Bool) throws -> [Int] {
    let outcome = try Program.run("export", folder("out"), "--table", "events", "--format", "jsonl")
    return outcome.output.split(separator: "\n").enumerated().filter { isMeant($1) }.map(\.offset)
  }

  @Test func `forked anywhere without a change, it is the run`() throws {
    try run(Self.timed)
    let summary = folder.text("out/summary.txt")
    for place in ["start", "cascade", "0", "17", "30", "1s", "1.25s"] {
      let outcome = try fork("--at", place, "--check")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output == summary, "at \(place)")
    }
  }

  @Test func `a fork without a change, and a time without its unit, are told of`() throws {
    try run()
    let same = try Program.run("fork", folder("out"), "--at", "1s")
    #expect(same.status == 0 && same.errors.contains("nothing is changed"), "\(same.errors)")
    let bare = try Program.run("fork", folder("out"), "--at", "2", "--set", "liquidation.on=false")
    #expect(bare.status == 0 && bare.errors.contains("event 2 is part of the opening"), "\(bare.errors)")
    #expect(bare.errors.contains("changed from the start"))
    let meant = try Program.run("fork", folder("out"), "--at", "1s", "--set", "liquidation.on=false")
    #expect(!meant.errors.contains("opening") && !meant.errors.contains("nothing is changed"), "\(meant.errors)")
  }

  /// Between two rounds of timed liquidation lies a command boundary.
  @Test func `switched off between two rounds, the second one never comes`() throws {
    try run(Self.timed)
    let forced = try Program.run("export", folder("out"), "--table", "rounds", "--format", "jsonl").output
    #expect(forced.split(separator: "\n").count >= 3, "\(forced)")
    // The first of the second round: it comes with the clock of the second step.
    let second = try #require(try positions { $0.contains("\"round\":2") }.first)
    let outcome = try fork("--at", "\(second)", "--set", "liquidation.on=false", "-o", folder("one"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("Cascade: 1 round, "), "\(outcome.output)")
    #expect(try Program.run("replay", folder("one")).status == 0)
  }

  @Test func `without liquidation the mark goes only as far as the shock takes it`() throws {
    try run()
    let off = try fork("--at", "cascade", "--set", "liquidation.on=false", "-o", folder("off"))
    #expect(off.output.contains("from 1,000 to 890 (−11.00 %)"), "\(off.output)")
    // The same as never having had it.
    let scenario = try folder.put(
      "off.jsonc", Small.cascade.replacing("\"fund\": 300,", with: "\"fund\": 300, \"liquidation\": {\"on\": false},"))
    let whole = try Program.run("run", scenario, "--quiet", "-o", folder("whole"))
    #expect(digest(off) == digest(whole))
    #expect(try Program.run("compare", folder("off"), folder("whole")).status == 0)
  }

  @Test func `the manifest says what was forked, where and with what change, and a fork can be forked`() throws {
    try run()
    let run = try #require(folder.text("out/summary.txt").split(separator: "\n").last?.dropFirst("digest ".count))
    let first = try fork("--at", "cascade", "--set", "liquidation.on=false", "-o", folder("off"))
    #expect(first.status == 0)
    let manifest = folder.text("off/manifest.json")
    #expect(manifest.contains("\"run\": \"\(run)\""))
    #expect(manifest.contains("\"liquidation.on=false\""))
    #expect(manifest.contains("\"time\": 0,"), "the command before the whale's is of the opening")
    let second = try Program.run(
      "fork", folder("off"), "--at", "1.5s", "--set", "liquidation.on=true", "--quiet", "-o", folder("on"))
    #expect(second.status == 65 && second.errors.contains("nothing happens so late"), "\(second.errors)")
    let again = try Program.run("fork", folder("off"), "--at", "cascade", "--quiet")
    #expect(again.status == 0, "\(again.errors)")
    #expect(digest(again) == digest(first))
    let early = try Program.run("fork", folder("off"), "--at", "start")
    #expect(early.status == 65)
    #expect(early.errors.contains("is a fork itself"), "\(early.errors)")
  }

  @Test func `whoever is taken out sends nothing more`() throws {
    try run()
    let whale = try fork("--at", "1s", "--without", "whale")
    #expect(whale.output.hasPrefix("No cascade\n"), "\(whale.output)")
    // Its bids are gone by a command that the journal has like any other.
    let world = try fork("--at", "1s", "--without", "world", "-o", folder("alone"))
    #expect(world.status == 0, "\(world.errors)")
    let commands = try Program.run("export", folder("alone"), "--table", "commands", "--format", "jsonl").output
    #expect(commands.contains("\"massCancel\""))
    let idle = try fork("--at", "1s", "--without", "long-2")
    #expect(idle.status == 65 && idle.errors.contains("long-2 does nothing"), "\(idle.errors)")
    let unknown = try fork("--at", "1s", "--without", "wale")
    #expect(unknown.status == 64 && unknown.errors.contains("did you mean \"whale\"?"), "\(unknown.errors)")
  }

  @Test func `from the start everything may change, later only what has had no effect yet`() throws {
    try run()
    let seed = try fork("--at", "start", "--set", "seed=6", "--set", "population.long.count=7")
    #expect(seed.status == 0, "\(seed.errors)")
    for (assignment, part) in [
      ("seed=6", "the seed"), ("population.long.count=7", "the accounts"), ("fund=1", "the opening state"),
      ("instruments.BTC.initialMargin=0.2", "BTC beyond its fees"),
    ] {
      let outcome = try fork("--at", "1s", "--set", assignment)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("a run under way cannot change \(part)"), "\(outcome.errors)")
    }
    #expect(try fork("--at", "1s", "--set", "instruments.BTC.takerFee=0.001").status == 0)
  }

  @Test func `a policy is a file or a name in the folder of presets`() throws {
    try run()
    let preset = try folder.put("presets/gentle.jsonc", "{\"liquidation\": {\"limit\": \"bankruptcyPrice\"}}")
    let byPath = try fork("--at", "cascade", "--policy", preset)
    let byName = try fork("--at", "cascade", "--policy", "gentle", "--presets", folder("presets"))
    let bySetting = try fork("--at", "cascade", "--set", "liquidation.limit=bankruptcyPrice")
    #expect(byPath.status == 0 && byPath.output == byName.output && byPath.output == bySetting.output)
    let misspelt = try fork("--at", "cascade", "--policy", "gentel", "--presets", folder("presets"))
    #expect(misspelt.status == 66 && misspelt.errors.contains("did you mean gentle?"), "\(misspelt.errors)")
    let off = try fork("--at", "cascade", "--policy", "off")
    #expect(off.status == 64 && off.errors.contains("here say --set liquidation.on=false"), "\(off.errors)")
  }

  @Test func `what is wrong is said, with its place`() throws {
    try run()
    let key = try fork("--at", "cascade", "--set", "liquidation.limti=market")
    #expect(key.status == 65)
    #expect(
      key.errors == """
        --set:1:13: error: unknown key "limti" in liquidation
        liquidation.limti=market
                    ^~~~~
          hint: did you mean "limit"?

        """)
    #expect(try fork("--at", "12345").errors.contains("there is no event 12345; they are numbered from 0 to "))
    #expect(try fork("--at", "yesterday").status == 64)
    #expect(try Program.run("fork", folder("out")).status == 64)
    #expect(try Program.run("fork", folder("small.jsonc"), "--at", "0").status == 65)
    #expect(try Program.run("fork", folder("nothing"), "--at", "0").status == 66)
    #expect(try fork("--at", "0", "-o", folder("out")).status == 73)
  }

  @Test func `a run that does not come out again is said to be none`() throws {
    try run()
    let manifest = folder.text("out/manifest.json")
    try folder.put("out/manifest.json", manifest.replacing("\\\"limit\\\":990", with: "\\\"limit\\\":991"))
    let ours = try fork("--at", "cascade", "-o", folder("fork"))
    #expect(ours.status == 70)
    #expect(ours.errors.contains("is not what its journal says"), "\(ours.errors)")
    #expect(folder.names() == ["out", "small.jsonc"])
    try folder.put(
      "out/manifest.json",
      folder.text("out/manifest.json").replacing("\"engine\": \"0", with: "\"engine\": \"older 0"))
    let older = try fork("--at", "cascade")
    #expect(older.status == 65)
    #expect(older.errors.contains("another version of cascade wrote it"), "\(older.errors)")
  }
}
