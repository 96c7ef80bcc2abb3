import Foundation
import Journaling
import MarketTypes
import Testing

/// Running a journal's commands again.
@Suite struct `Replay` {
  let folder = TemporaryFolder()

  /// A run's journal, in the folder as `out/journal.cascade`.
  private func journal() throws -> Data {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
    return try #require(folder.bytes("out/journal.cascade"))
  }

  @Test func `a run replays to itself, by folder, by file and from standard input`() throws {
    let journal = try journal()
    let outcomes = [
      try Program.run("replay", folder("out")), try Program.run("replay", folder("out/journal.cascade")),
      try Program.run(["replay", "-"], input: journal),
    ]
    for outcome in outcomes {
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("replayed, all the same\ndigest "))
    }
  }

  @Test func `a journal that says something else is 1, and both are shown`() throws {
    let tampered = try folder.put(
      "tampered.cascade",
      rewriting(journal()) { event in
        guard case .filled(var fill) = event.body else { return nil }
        fill.price = Price(ticks: fill.price.ticks + 1)
        return Event(.filled(fill), cause: event.cause, round: event.round)
      })
    let outcome = try Program.run("replay", tampered)
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("is not what the journal says"))
    #expect(outcome.output.contains("\n  > whale sell 12 at market @1s\n"), "\(outcome.output)")
    #expect(outcome.output.contains("\n- filled order 4 sells 10 at 991 to order 1  (cause 1 back)\n"))
    #expect(outcome.output.contains("\n+ filled order 4 sells 10 at 990 to order 1  (cause 1 back)\n"))
  }

  @Test func `a journal with an event too few is 1`() throws {
    let tampered = try folder.put("tampered.cascade", rewriting(journal(), leavingOutLast: true) { _ in nil })
    let outcome = try Program.run("replay", tampered)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("\n- nothing more of this command\n+ "), "\(outcome.output)")
  }

  @Test func `a journal about what does not exist is 65`() throws {
    let tampered = try folder.put(
      "tampered.cascade",
      rewriting(journal()) { event in
        guard case .filled(var fill) = event.body else { return nil }
        fill.instrument = InstrumentID(number: 7)
        return Event(.filled(fill), cause: event.cause, round: event.round)
      })
    for table in ["fills", "ledger", "rounds", "accounts"] {
      let outcome = try Program.run("export", tampered, "--table", table)
      #expect(outcome.status == 65, "\(table)")
      #expect(outcome.errors.contains("there is no instrument"), "\(table): \(outcome.errors)")
    }
    // Events are told as they stand.
    #expect(try Program.run("export", tampered, "--table", "events").status == 0)
  }

  @Test func `a journal cut anywhere is 65, and nothing worse`() throws {
    let whole = try journal()
    for length in stride(from: 0, to: whole.count, by: 61) {
      let outcome = try Program.run(["replay", "-"], input: whole.prefix(length))
      #expect(outcome.status == 65, "cut after \(length) bytes")
      #expect(outcome.errors.hasPrefix("error: -: byte "), "cut after \(length) bytes: \(outcome.errors)")
    }
  }

  @Test func `a journal with a bit changed anywhere is 65`() throws {
    let whole = try journal()
    for bit in stride(from: 0, to: 8 * whole.count, by: 701) {
      var changed = whole
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(try Program.run(["replay", "-"], input: changed).status == 65, "bit \(bit)")
    }
  }

  @Test func `rules that no venue can have are 65`() throws {
    let reader = try JournalReader([UInt8](journal()))
    for pacing in [LiquidationPacing.immediate(roundLimit: -1), .timed(.zero), .timed(TimeSpan(nanoseconds: .max))] {
      var header = reader.header
      header.rules.liquidation.pacing = pacing
      var writer = JournalWriter(header)
      writer.finish()
      let outcome = try Program.run(["replay", "-"], input: bytes(&writer))
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("no venue can have these rules"), "\(outcome.errors)")
    }
  }
}
