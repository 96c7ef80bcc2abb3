import Foundation
import Journaling
import MarketTypes
import Testing

/// Journals that are whole, every checksum of them right, and say what no venue says: refused in words, by every verb.
@Suite struct `Hostile journals` {
  let folder = TemporaryFolder()

  /// All that reads a journal and needs no more than that.
  private func verbs(_ journal: String) -> [[String]] {
    let tables = ["fills", "levels", "equity", "rounds", "ledger"].map { ["export", journal, "--table", $0] }
    return tables + [
      ["export", journal, "--format", "trace"], ["explain", journal], ["facts", journal], ["accounts", journal],
      ["compare", journal, journal], ["plot", journal, "depth"],
      ["report", journal, "--force", "--quiet", "--output", folder("page.html")],
    ]
  }

  private func journal() throws -> Data {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
    return try #require(folder.bytes("out/journal.cascade"))
  }

  @Test func `an order that rests where there is no instrument is 65`() throws {
    let tampered = try folder.put(
      "tampered.cascade",
      rewriting(journal()) { event in
        guard case .rested(var order) = event.body else { return nil }
        order.instrument = InstrumentID(number: 7)
        return Event(.rested(order), cause: event.cause, round: event.round)
      })
    for words in verbs(tampered) { #expect(try Program.run(words).status == 65, "\(words)") }
    #expect(try Program.run("facts", tampered).errors.contains("there is no instrument #7"))
  }

  // MAT-1
  @Test(arguments: [
    (Int64.max, "comes later than any can"), (1 << 62 + 1, "comes later than any can"), (-1, "goes back in time"),
    (.min, "goes back in time"),
  ])
  func `a time that no venue's clock has is 65`(time: Int64, message: String) throws {
    let tampered = try folder.put("tampered.cascade", redating(journal(), lastTo: time))
    for words in verbs(tampered) + [["replay", tampered], ["recover", tampered]] {
      let outcome = try Program.run(words)
      #expect(outcome.status == 65, "\(words)")
      #expect(outcome.errors.contains(message), "\(words): \(outcome.errors)")
    }
  }

  /// Nothing of it is hostile: an engine takes commands at such times, and refuses some of them.
  @Test func `a journal of a century, with commands from before its start, is read by every verb`() throws {
    let session = """
      {"kind":"instrument","name":"X"}
      {"kind":"clock","time":-9223372036854775808}
      {"kind":"submit","account":"ann","side":"sell","quantity":2,"price":101}
      {"kind":"submit","account":"ann","side":"buy","quantity":2,"price":99}
      {"kind":"submit","account":"bob","side":"buy","quantity":1,"price":101}
      {"kind":"clock","time":4611686018427387904}
      {"kind":"submit","account":"bob","side":"sell","quantity":1,"price":99}
      {"kind":"clock","time":-9223372036854775808}

      """
    let journal = folder("far.cascade")
    let words = ["engine", "--open-accounts", "--journal", journal]
    #expect(try Program.run(words, input: Data(session.utf8)).status == 0)
    for words in verbs(journal) where words[0] != "plot" {
      let outcome = try Program.run(words)
      #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    }
    let facts = try Program.run("facts", journal, "--format", "json").output
    #expect(facts.contains("the session lasts 53375 days; it takes one of at most 366"), "\(facts)")
  }
}
