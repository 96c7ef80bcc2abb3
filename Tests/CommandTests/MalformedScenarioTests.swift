import Foundation
import Testing

/// Scenarios that are wrong, each in the way its name says.
@Suite struct `Malformed scenarios` {
  static let names = Repository.names(in: "fixtures/malformed").filter { $0.hasSuffix(".jsonc") }

  @Test func `there are many of them`() {
    #expect(Self.names.count >= 700)
  }

  @Test(arguments: names)
  func `is refused with its place, in the expected words`(name: String) throws {
    let folder = TemporaryFolder()
    let scenario = "fixtures/malformed/\(name)"
    let expected = try String(
      decoding: Data(contentsOf: Repository.url(scenario.replacing(".jsonc", with: ".expected"))), as: UTF8.self)
    let path = Repository.path(scenario)
    // Reading is the same code for both verbs: one in eight is enough to see that nothing is run or written.
    let runs = name.utf8.reduce(0) { $0 &+ Int($1) } % 8 == 0
    for words in [["validate", path]] + (runs ? [["run", path, "--output", folder("out")]] : []) {
      let outcome = try Program.run(words)
      #expect(outcome.status == 65)
      #expect(outcome.output == "")
      // In the expected text files are called by their names alone.
      #expect(outcome.errors.replacing(path.replacing(name, with: ""), with: "") == expected)
    }
    #expect(folder.names() == [])
  }

  @Test func `a scenario cut anywhere is refused or whole`() throws {
    let whole = try Data(contentsOf: Repository.url("fixtures/scenarios/flash-crash.jsonc"))
    for length in stride(from: 0, to: whole.count, by: 97) {
      let outcome = try Program.run(["validate", "-"], input: whole.prefix(length))
      #expect(outcome.status == 65, "cut after \(length) bytes")
      #expect(outcome.errors.hasPrefix("standard input:"), "cut after \(length) bytes")
    }
  }

  @Test func `no byte of a scenario can end the program by a signal`() throws {
    let whole = Data(Small.cascade.utf8)
    for offset in stride(from: 0, to: whole.count, by: 11) {
      for byte: UInt8 in [0, UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "}"), 0xFF] {
        var changed = whole
        changed[offset] = byte
        let outcome = try Program.run(["validate", "-"], input: changed)
        #expect(outcome.status == 0 || outcome.status == 65, "byte \(byte) at \(offset)")
      }
    }
  }
}
