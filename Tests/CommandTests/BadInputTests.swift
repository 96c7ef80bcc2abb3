import Foundation
import Testing

/// What cannot be read or written: each with its own status, one clear error, and nothing half under its final name.
@Suite struct `Bad input and output` {
  let folder = TemporaryFolder()

  @Test func `a file that is not there is 66`() throws {
    for verb in [["validate"], ["run", "-o", folder("out")], ["verify"], ["replay"], ["export", "--table", "fills"]] {
      let outcome = try Program.run(verb + [folder("nothing.jsonc")])
      #expect(outcome.status == 66, "\(verb)")
      #expect(outcome.errors.contains("nothing.jsonc"), "\(verb): \(outcome.errors)")
    }
    #expect(folder.names() == [])
  }

  @Test func `a folder given as a file is 66`() throws {
    let outcome = try Program.run("run", folder(""), "-o", folder("out"))
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("it is a directory"))
    #expect(outcome.errors.contains("cascade verify goes through folders"), "\(outcome.errors)")
  }

  @Test func `a manifest given as a scenario is 65, and called what it is`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
    for words in [["validate"], ["run", "--dry-run"]] {
      let outcome = try Program.run(words + [folder("out/manifest.json")])
      #expect(outcome.status == 65 && outcome.errors.contains("this is the manifest of a run"), "\(outcome.errors)")
    }
    let journal = try Program.run("explain", folder("out/manifest.json"))
    #expect(journal.status == 65 && journal.errors.contains("name its folder"), "\(journal.errors)")
  }

  @Test func `a device given as a file is refused and not read`() throws {
    let outcome = try Program.run("validate", "/dev/zero")
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("it is not a regular file"))
  }

  @Test func `a folder without a journal is no run`() throws {
    let outcome = try Program.run("replay", folder(""))
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("journal.cascade"))
  }

  @Test func `an output that is there already is 73, and stays as it was`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    try folder.put("out/mine.txt", "mine")
    let outcome = try Program.run("run", scenario, "--output", folder("out"))
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("it is there already"))
    let forced = try Program.run("run", scenario, "--output", folder("out"), "--force")
    #expect(forced.status == 73)
    #expect(forced.errors.contains("not a folder that a run wrote"))
    #expect(folder.names(in: "out") == ["mine.txt"])
    #expect(folder.names() == ["out", "small.jsonc"])
  }

  @Test func `an output whose folder is missing is 73`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--output", folder("no/where")).status == 73)
    #expect(folder.names() == ["small.jsonc"])
  }

  @Test func `a full device is 74`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    for line in ["cascade --help", "cascade validate '\(scenario)'"] {
      let outcome = try Program.shell("\(line) > /dev/full")
      #expect(outcome.status == 74, "\(line)")
      #expect(outcome.errors.contains("cannot write standard output"), "\(outcome.errors)")
    }
  }

  @Test func `a file that may not grow is 74, and no folder is left`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let outcome = try Program.shell("ulimit -f 1; cascade run '\(scenario)' --output '\(folder("out"))'")
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("cannot write"))
    #expect(folder.names() == ["small.jsonc"])
  }

  @Test func `a closed pipe is 141, without a word`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
    let line = "cascade export '\(folder("out"))' --table events"
    let outcome = try Program.shell("{ sleep 0.3; \(line); echo $? > '\(folder("status"))'; } | true")
    #expect(folder.text("status") == "141\n")
    #expect(outcome.errors == "")
  }

  @Test func `only standard output is data`() throws {
    let outcome = try Program.run("validate", folder("nothing"))
    #expect(outcome.output == "")
  }
}
