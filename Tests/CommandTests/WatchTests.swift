import Foundation
import Testing

/// `cascade watch`, where nothing can be redrawn.
@Suite struct `Watching` {
  let folder = TemporaryFolder()

  @Test func `a pipe gets a line a second, then the summary of the run`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let watched = try Program.run("watch", scenario)
    #expect(watched.status == 0)
    #expect(!watched.output.contains("\u{1B}"))
    let summary = try Program.run("run", scenario, "-o", folder("out"), "--quiet").output
    #expect(watched.output.hasSuffix(summary))
    let lines = watched.output.dropLast(summary.count).split(separator: "\n")
    #expect(lines.last?.hasPrefix("small  ") == true)
    #expect(lines.last?.contains("2 rounds, 5 accounts liquidated  mark BTC ") == true, "\(lines)")
    #expect(folder.names() == ["out", "small.jsonc"])
  }

  @Test func `a wrong speed and an unknown instrument are refused`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("watch", scenario, "--speed", "fast").errors.contains("--speed is \"fast\""))
    #expect(try Program.run("watch", scenario, "--speed", "nan").status == 64)
    let unknown = try Program.run("watch", scenario, "--instrument", "BTX")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean \"BTC\"?"))
  }
}
