import Foundation
import Testing

/// What somebody who knows other command lines expects of this one, line by line; other suites hold what is not here.
@Suite struct `What a command line should do` {
  let folder = TemporaryFolder()

  // MARK: Help

  @Test func `examples stand before usage`() throws {
    for words in [["--help"], ["run", "--help"], ["export", "--help"]] {
      let page = try Program.run(words).output
      let places = ["OVERVIEW:", "EXAMPLE:", "USAGE:", "OPTIONS:"].compactMap { page.range(of: $0)?.lowerBound }
      #expect(places.count == 4 && places == places.sorted(), "\(words)")
    }
  }

  @Test func `the version is an object where that is asked for`() throws {
    let outcome = try Program.run("--version", "--json")
    #expect(outcome.status == 0)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let formats = try #require(object["formats"] as? [String: Int])
    #expect(object["name"] as? String == "cascade")
    #expect((object["swift"] as? String)?.hasPrefix("6.") == true)
    #expect(Set(formats.keys).isSuperset(of: ["scenario", "journal", "tables", "engine"]))
    let details = try Program.run("--version", "--verbose").output
    for (name, version) in formats { #expect(details.contains("\(name) format \(version)\n"), "\(name)") }
    #expect(details.contains("Swift 6."))
    #expect(try Program.run("--version", "-v").output == details)
  }

  // MARK: Errors

  @Test func `an option of another verb is said to be there`() throws {
    let outcome = try Program.run("run", "a.jsonc", "-o", "out", "--orderbook", "b.csv")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("hint: cascade facts, cascade import have it; see cascade run --help"))
    #expect(try Program.run("replay", "out", "--nonsense").errors.contains("hint: see cascade replay --help"))
  }

  @Test(arguments: [
    ("\"seed\": 5,", "\"seed\": \"5\","), ("\"from\": 5,", "\"from\": \"5\","),
    ("\"quantity\": 12", "\"quantity\": 12, \"reduceOnly\": \"true\""),
  ])
  func `a value in quotes that should have none is told so`(written: String, quoted: String) throws {
    let scenario = try folder.put("small.jsonc", Small.cascade.replacing(written, with: quoted))
    let outcome = try Program.run("validate", scenario)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("hint: write it without quotes"), "\(outcome.errors)")
  }

  @Test func `a file of another kind is called what it is`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "-o", folder("out")).status == 0)
    let journal = try Program.run("run", folder("out/journal.cascade"), "-o", folder("other"))
    #expect(journal.status == 65)
    #expect(journal.errors.contains("this is the journal of a run, no scenario"), "\(journal.errors)")
    #expect(!journal.errors.contains("UTF-8"))
    let run = try Program.run("validate", folder("out"))
    #expect(run.status == 66)
    #expect(run.errors.contains("this is the folder of a run; cascade replay runs one again"), "\(run.errors)")
    let words = try Program.run("replay", try folder.put("words.md", "Words.\n"))
    #expect(words.status == 65)
    #expect(words.errors.contains("this is no journal of a run\n"), "\(words.errors)")
    #expect(words.errors.contains("hint: name the folder that cascade run wrote"))
    #expect(!words.errors.contains("0 whole commands"))
  }

  @Test func `data that is named as in a scenario is found for whoever names it`() throws {
    try folder.put("day/message.csv", "")
    let words = ["facts", "--lobster", "day/message.csv", "--orderbook", "day/book.csv"]
    let outcome = try Program.run(words, environment: ["CASCADE_DATA": folder("")])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("it is in the folder that CASCADE_DATA names: "), "\(outcome.errors)")
    #expect(outcome.errors.contains("day/message.csv; a command line says the whole path"))
    #expect(try !Program.run(words).errors.contains("CASCADE_DATA"))
  }

  @Test func `a refused scenario among those that are to be refused is told what it lacks`() throws {
    let broken = Small.cascade.replacing("\"seed\"", with: "\"sead\"")
    try folder.put("refused/one.jsonc", broken)
    try folder.put("refused/one.expected", try Program.run("validate", folder("refused/one.jsonc")).errors)
    try folder.put("refused/two.jsonc", broken)
    let outcome = try Program.run("verify", folder("refused/two.jsonc"))
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("it is refused; if it is meant to be, put the words of the refusal into two."))
    let alone = try folder.put("alone/three.jsonc", broken)
    #expect(try !Program.run("verify", alone).output.contains("three.expected"))
  }

  // MARK: Changing a run

  @Test func `a value can be set for one run, and the run says so`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let outcome = try Program.run("run", scenario, "-o", folder("off"), "--set", "liquidation.on=false")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("No cascade"), "\(outcome.output)")
    #expect(folder.text("off/manifest.json").contains(#"\"liquidation\":{\"on\":false}"#))
    // What a fork from the very start comes to.
    #expect(try Program.run("run", scenario, "-o", folder("on")).output.hasPrefix("Cascade: 2 rounds"))
    let fork = try Program.run(
      "fork", folder("on"), "--at", "start", "--set", "liquidation.on=false", "-o", folder("forked"))
    #expect(fork.output == outcome.output)
    let wrong = try Program.run("run", scenario, "-o", folder("wrong"), "--set", "liquidatoin.on=false")
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("did you mean \"liquidation\"?"), "\(wrong.errors)")
    #expect(!folder.names().contains("wrong"))
  }

  @Test func `a run can end sooner`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let outcome = try Program.run("run", scenario, "-o", folder("short"), "--until", "1s")
    #expect(outcome.output.hasPrefix("Cascade: 2 rounds"), "\(outcome.output)")
    let early = try Program.run("run", scenario, "-o", folder("early"), "--until", "500ms")
    #expect(early.status == 65)
    #expect(early.errors.contains("the event comes after the scenario's end"), "\(early.errors)")
    let wrong = try Program.run("run", scenario, "-o", folder("wrong"), "--until", "soon")
    #expect(wrong.errors.contains("must be a span of time"), "\(wrong.errors)")
  }

  @Test func `a dry run writes nothing, and what it prints can be run`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let outcome = try Program.run("run", scenario, "--dry-run", "--seed", "9", "--set", "fund=7")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("1 instrument, 7 accounts"), "\(outcome.errors)")
    #expect(outcome.errors.contains(" MB of memory"))
    #expect(outcome.errors.contains(" MB in the folder of the run"), "\(outcome.errors)")
    #expect(folder.names() == ["small.jsonc"])
    let resolved = try folder.put("resolved.json", outcome.output)
    let direct = try Program.run(
      "run", scenario, "-o", folder("direct"), "--seed", "9", "--set", "fund=7", "--quiet", "--json")
    let again = try Program.run("run", resolved, "-o", folder("again"), "--quiet", "--json")
    #expect(again.output == direct.output)
    #expect(try Program.run("run", scenario, "--dry-run", "-o", folder("direct")).status == 73)
    #expect(try Program.run(["run", "-", "--dry-run", "-q"], input: Data(Small.cascade.utf8)).errors == "")
  }

  @Test func `the estimate of a run that ends soon is what it comes to`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let outcome = try Program.run("run", scenario, "-o", folder("out"), "--quiet", "--json")
    let manifest = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let counts = try #require(manifest["counts"] as? [String: Any])
    let (commands, events) = (try #require(counts["commands"] as? Int), try #require(counts["events"] as? Int))
    let words = try Program.run("run", scenario, "--dry-run").errors
    #expect(words.contains("\(commands) commands and \(events) events"), "\(words)")
  }

  @Test func `the manifest can be had in place of the summary`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let outcome = try Program.run("run", scenario, "-o", folder("out"), "--json")
    #expect(outcome.status == 0)
    #expect(outcome.output == folder.text("out/manifest.json"))
    #expect(outcome.errors.contains("files, "))
  }
}
