import Foundation
import Testing

/// What somebody sees who does not know the program yet.
@Suite struct `Help` {
  static let verbs = [
    "new", "run", "watch", "validate", "verify", "replay", "accounts", "explain", "fork", "compare", "tournament",
    "sweep",
    "report", "export", "plot", "facts", "import", "conform", "reduce",
  ]

  @Test func `without words it shows the verbs and something to try`() throws {
    let outcome = try Program.run()
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    for verb in Self.verbs { #expect(outcome.output.contains("  \(verb) "), "\(verb)") }
    #expect(outcome.output.contains("cascade run fixtures/scenarios/flash-crash.jsonc --output out"))
  }

  @Test(arguments: verbs)
  func `every verb has a page of its own, by flag and by verb`(verb: String) throws {
    let outcome = try Program.run(verb, "--help")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    for heading in ["OVERVIEW:", "USAGE:", "ARGUMENTS:", "OPTIONS:", "EXAMPLE:"] {
      #expect(outcome.output.contains(heading), "\(heading)")
    }
    #expect(outcome.output.contains("  cascade \(verb) "))
    #expect(try Program.run(verb, "-h").output == outcome.output)
    #expect(try Program.run("help", verb).output == outcome.output)
  }

  @Test(arguments: verbs, [40, 60, 100])
  func `a page is no wider than it should be, examples aside`(verb: String, width: Int) throws {
    let outcome = try Program.run([verb, "--help"], environment: ["COLUMNS": "\(width)"])
    let page = outcome.output.prefix(upTo: outcome.output.range(of: "EXAMPLE:")?.lowerBound ?? outcome.output.endIndex)
    #expect(outcome.status == 0 && page.hasPrefix("OVERVIEW:"))
    for line in page.split(separator: "\n") where line.split(separator: " ").count > 1 {
      #expect(line.count <= width || !line.dropFirst(width).contains(" "), "\(line)")
    }
  }

  @Test func `the page of the program lists statuses and environment`() throws {
    let outcome = try Program.run("--help")
    #expect(outcome.status == 0)
    for word in ["EXIT STATUS:", "141", "ENVIRONMENT:", "CASCADE_DATA", "NO_COLOR"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }

  @Test func `the version is one line, and more if more is asked for`() throws {
    let line = try Program.run("--version")
    #expect(line.status == 0)
    #expect(line.output.wholeMatch(of: /cascade \d+\.\d+\.\d+\n/) != nil)
    let details = try Program.run("--version", "--verbose")
    #expect(details.status == 0)
    #expect(details.output.hasPrefix(line.output))
    #expect(details.output.contains("journal format 4\n"))
  }
}
