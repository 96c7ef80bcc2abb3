import Foundation
import Testing

/// A scenario with many seeds and several values of what is varied.
@Suite struct `Sweep` {
  let folder = TemporaryFolder()

  private func scenario() throws -> String { try folder.put("small.jsonc", Small.cascade) }

  @Test func `threads change nothing, neither on the page nor in the table`() throws {
    let path = try scenario()
    var pages: [String] = []
    for threads in ["1", "2", "5"] {
      let outcome = try Program.run(
        "sweep", path, "--seeds", "1..6", "--vary", "fund=200,300", "--quiet", "-j", threads, "-o",
        folder("\(threads).csv"))
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      pages.append(outcome.output)
    }
    #expect(Set(pages).count == 1)
    #expect(pages[0].contains("fund=200"))
    #expect(pages[0].contains("2 combinations on 6 seeds (1..6)"), "\(pages[0])")
    let table = try #require(folder.bytes("1.csv"))
    #expect(table == folder.bytes("2.csv") && table == folder.bytes("5.csv"))
    #expect(table.split(separator: UInt8(ascii: "\n")).count == 1 + 2 * 6)
  }

  @Test func `each value of one path meets each of another, the last varying fastest`() throws {
    let outcome = try Program.run(
      "sweep", try scenario(), "--seeds", "1", "--vary", "fund=200,300", "--vary",
      "liquidation.when=below,atOrBelow", "--quiet", "-o", folder("all.csv"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let bytes = try #require(folder.bytes("all.csv"))
    let names = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map {
      String($0.prefix { $0 != "," })
    }
    #expect(
      names == [
        "fund=200 when=below", "fund=200 when=atOrBelow", "fund=300 when=below", "fund=300 when=atOrBelow",
      ])
  }

  @Test func `without anything varied it is the scenario as written`() throws {
    let outcome = try Program.run("sweep", try scenario(), "--seeds", "1..2", "--quiet")
    #expect(outcome.status == 0 && outcome.output.contains("as-written"))
  }

  @Test(arguments: [
    (["--vary", "fund"], "--vary is \"fund\"; it must name values"),
    (["--vary", "seed=1,2"], "--vary cannot vary the seed"),
  ])
  func `what cannot be varied is said`(words: [String], message: String) throws {
    let outcome = try Program.run(["sweep", try scenario(), "--seeds", "1..2", "--quiet"] + words)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `a value that the scenario refuses is shown where it was typed`() throws {
    let outcome = try Program.run("sweep", try scenario(), "--seeds", "1", "--quiet", "--vary", "fund=200,-1")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("--vary:1:6"), "\(outcome.errors)")
  }
}
