import Foundation
import Testing

/// `cascade new`: scenarios to begin with.
@Suite struct `New scenarios` {
  static let templates = ["flash-crash", "leveraged-market", "hedged-portfolio", "depeg", "maker-withdrawal"]
  let folder = TemporaryFolder()

  @Test(arguments: templates)
  func `a template is the fixture of its name, and is taken`(name: String) throws {
    let outcome = try Program.run("new", name)
    #expect(outcome.status == 0)
    let fixture = try String(contentsOf: Repository.url("fixtures/scenarios/\(name).jsonc"), encoding: .utf8)
    #expect(outcome.output == fixture)
    #expect(try Program.run("new", name, "-o", folder("my.jsonc")).status == 0)
    #expect(folder.text("my.jsonc") == outcome.output)
    #expect(try Program.run("validate", folder("my.jsonc")).status == 0)
  }

  @Test func `the list has them all, with a sentence about each`() throws {
    let outcome = try Program.run("new", "--list")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n").filter { !$0.hasPrefix("   ") }
    #expect(lines.map { $0.split(separator: " ")[0] } == Self.templates.map { Substring($0) })
    #expect(lines.allSatisfy { $0.split(separator: " ").count > 3 }, "\(outcome.output)")
  }

  @Test func `without a name it is the flash crash, which runs`() throws {
    #expect(try Program.run("new", "-o", folder("my.jsonc")).errors.contains("try cascade run"))
    let run = try Program.run("run", folder("my.jsonc"), "-o", folder("out"), "--until", "61s", "--set", "expect=null")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try Program.run("new").output == folder.text("my.jsonc"))
  }

  @Test func `a file that is there is left alone unless it may go`() throws {
    let mine = try folder.put("mine.jsonc", "mine")
    let refused = try Program.run("new", "-o", mine)
    #expect(refused.status == 73)
    #expect(folder.text("mine.jsonc") == "mine")
    #expect(try Program.run("new", "-o", mine, "--force").status == 0)
    #expect(folder.text("mine.jsonc").contains("\"flash-crash\""))
  }

  @Test func `an unknown template is refused with a hint`() throws {
    let outcome = try Program.run("new", "flashcrash")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("did you mean flash-crash?"))
    #expect(try Program.run("new", "quux").errors.contains("it can be flash-crash, leveraged-market"))
    #expect(try Program.run("new", "depeg", "--list").status == 64)
  }
}
