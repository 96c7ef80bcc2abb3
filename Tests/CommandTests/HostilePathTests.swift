import Foundation
import Testing

/// Paths that a scenario or a command line names and that must not be followed: what has no end, what is not ours, what hides.
@Suite struct `Hostile paths` {
  let folder = TemporaryFolder()

  private func extending(_ path: String) throws -> Outcome {
    try folder.put("inside/other.jsonc", "{ \"extends\": \"\(path)\" }\n")
    return try Program.run("validate", folder("inside/other.jsonc"))
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder(name), withDestinationPath: target)
  }

  @Test func `a pipe is neither extended nor waited for`() throws {
    try folder.put("inside/a.txt", "")
    #expect(mkfifo(folder("inside/pipe.jsonc"), 0o600) == 0)
    let outcome = try extending("pipe.jsonc")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("there is no scenario \"pipe.jsonc\" to extend"))
    let direct = try Program.run("validate", folder("inside/pipe.jsonc"))
    #expect(direct.status == 66)
    #expect(direct.errors.contains("it is not a regular file"), "\(direct.errors)")
  }

  @Test(arguments: ["/dev/zero", "/dev/stdin", "/dev/full", "/etc/passwd", "../../../../../../etc/passwd", "nowhere"])
  func `a link out of the folder, or to nothing, is not followed`(target: String) throws {
    try folder.put("inside/a.txt", "")
    try link("inside/link.jsonc", to: target)
    let outcome = try extending("link.jsonc")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("there is no scenario \"link.jsonc\" to extend"))
    #expect(!outcome.errors.contains("root:"))
  }

  @Test func `a folder that is a link out is not entered`() throws {
    try folder.put("outside/secret.jsonc", Small.cascade)
    try folder.put("inside/a.txt", "")
    try link("inside/deeper", to: "../outside")
    #expect(try extending("deeper/secret.jsonc").status == 65)
  }

  @Test func `links in a circle end`() throws {
    try folder.put("inside/a.txt", "")
    try link("inside/one.jsonc", to: "two.jsonc")
    try link("inside/two.jsonc", to: "one.jsonc")
    #expect(try extending("one.jsonc").status == 65)
    #expect(try Program.run("validate", folder("inside/one.jsonc")).status == 66)
  }

  @Test func `a link that stays inside is followed`() throws {
    try folder.put("inside/base/small.jsonc", Small.cascade)
    try link("inside/link.jsonc", to: "base/small.jsonc")
    #expect(try extending("link.jsonc").status == 0)
  }

  // As root everything can be read.
  @Test(.enabled(if: geteuid() != 0))
  func `a file that may not be read is 66, and extended it is not there`() throws {
    let secret = try folder.put("inside/secret.jsonc", Small.cascade)
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: secret)
    #expect(try Program.run("validate", secret).status == 66)
    #expect(try extending("secret.jsonc").status == 65)
  }

  @Test func `a file of more than 64 MiB is refused before it is read`() throws {
    let path = try folder.put("large.jsonc", "")
    // Sparse: it takes no room on the disk.
    #expect(truncate(path, (64 << 20) + 1) == 0)
    let outcome = try Program.run("validate", path)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("larger than the limit of 67108864 bytes"), "\(outcome.errors)")
  }

  @Test func `a stream without end is given up after 64 MiB`() throws {
    let outcome = try Program.shell("cascade validate - < /dev/zero")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("larger than the limit of 67108864 bytes"), "\(outcome.errors)")
  }

  @Test func `a recording that is a link out of the data root is not opened`() throws {
    try folder.put("data/a.txt", "")
    try link("data/messages.csv", to: "/etc/passwd")
    let recordings =
      #""recordings": [{ "kind": "lobster", "messages": "messages.csv", "account": "crowd", "aggressor": "hitters" }],"#
    let accounts = #""accounts": [{ "name": "crowd", "kind": "exempt" }, { "name": "hitters", "kind": "exempt" }, "#
    let scenario = Small.cascade.replacing("\"accounts\": [", with: recordings + accounts)
    let path = try folder.put("recorded.jsonc", scenario)
    let outcome = try Program.run("run", path, "--data", folder("data"), "-o", folder("out"))
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(outcome.errors.contains("is not inside"), "\(outcome.errors)")
    #expect(!folder.names().contains("out"))
  }

  /// Its bytes would be read as U+FFFD: another file sought, or written.
  @Test func `a name that is not UTF-8 is refused`() throws {
    let outcome = try Program.shell("cascade new -o '\(folder("n"))'\"$(printf '\\377')\"me.jsonc")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("n\u{FFFD}me.jsonc\" is not UTF-8"), "\(outcome.errors)")
    #expect(folder.names() == [])
  }

  // A path is echoed in messages as it was typed: what could steer a terminal is not.
  @Test func `no message repeats a control character of a path or a flag`() throws {
    let foul = "\u{1B}]0;owned\u{07}\u{1B}[2J\u{202E}\u{9B}31m"
    let name = folder(foul + ".jsonc")
    let verbs = [
      ["validate", name], ["run", name, "-o", folder(foul)], ["verify", name], ["replay", name], [foul],
      ["run", "--\(foul)"], ["run", name, "--seed", foul], ["validate", "--color", foul], ["help", foul],
    ]
    for words in verbs {
      let outcome = try Program.run(words)
      #expect(outcome.status != 0, "\(words)")
      let said = (outcome.errors + outcome.output).unicodeScalars
      let isFoul = said.contains { $0.properties.generalCategory == .control && $0 != "\n" || $0 == "\u{202E}" }
      #expect(!isFoul, "\(words)")
    }
  }

  @Test func `a scenario with a foul file name is told of cleanly`() throws {
    let path = try folder.put(
      "a\u{1B}[31mb\u{202E}.jsonc", Small.cascade.replacing("\"duration\"", with: "\"durration\""))
    for words in [["validate", path], ["verify", path], ["run", path, "-o", folder("out")]] {
      let outcome = try Program.run(words)
      #expect(outcome.status == 65 || outcome.status == 1, "\(words)")
      let said = outcome.errors + outcome.output
      #expect(!said.unicodeScalars.contains("\u{1B}") && !said.unicodeScalars.contains("\u{202E}"), "\(said)")
    }
  }
}
