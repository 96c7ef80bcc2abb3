import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation

// MARK: - The trace

extension Export {
  /// The cascade on a time line.
  func writeTrace(to output: inout OutputFile) throws {
    var trace = CascadeTrace(header.rules, shockAccounts: scenario?.shockAccounts ?? [])
    var audit = LedgerAudit(header.rules)
    let digest = try journal.forEachMoment { command, events, first in
      audit.observe(command, events.span, from: first)
      try check(audit.firstBreach)
      trace.observe(command, events.span, from: first)
    }
    let report = TraceReport(
      trace, names: header.names,
      properties: [
        TableProperty("engine", header.engine), TableProperty("seed", "\(header.seed)"),
        TableProperty("digest", digest.hex),
      ])
    try output.write(report.json)
  }
}

// MARK: - What a file says of itself

extension Export {
  /// Where a table comes from; docs/tables.md lists the keys.
  func properties(of table: TableDescription, _ digest: Digest) -> [TableProperty] {
    if format != .parquet { return [] }
    var scenario = SHA256()
    scenario.update(Array(header.scenario.utf8))
    var instruments = JSONWriter()
    instruments.array { list in
      for (name, rules) in zip(header.names.instruments, header.rules.instruments) {
        list.object { instrument in
          instrument.member("name", name)
          instrument.member("contract", "\(rules.contract)")
          instrument.member("tickValue", rules.tickValue.units)
        }
      }
    }
    return [
      TableProperty("cascade.engine", header.engine),
      TableProperty("cascade.tables", "\(Version.tables)"),
      TableProperty("cascade.table", table.name),
      TableProperty("cascade.seed", "\(header.seed)"),
      TableProperty("cascade.digest", digest.hex),
      TableProperty("cascade.scenario", header.scenario.isEmpty ? "" : scenario.digest.hex),
      TableProperty("cascade.units", "prices in ticks, quantities in lots, money in its smallest unit, times in ns"),
      TableProperty("cascade.instruments", String(decoding: instruments.bytes, as: UTF8.self)),
    ]
  }
}
