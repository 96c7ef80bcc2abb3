import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation

/// One table of a journal on its way out.
struct Export {
  let journal: JournalFile
  let header: JournalHeader
  let format: Format

  /// How far moments of the sampled tables are apart.
  let interval: TimeSpan

  enum Format: String, CaseIterable {
    case csv, jsonl, parquet, text, trace

    init(_ format: TableFormat) {
      switch format {
      case .csv: self = .csv
      case .jsonl: self = .jsonl
      case .parquet: self = .parquet
      }
    }
  }

  /// All tables, with the formats that each can have; the first is the usual one.
  static let tables: [(name: String, formats: [Format])] =
    [("events", [.csv, .jsonl, .parquet, .text]), ("commands", [.text, .jsonl])]
    + TableDictionary.tables.filter { $0.name != "events" }.map { ($0.name, [.csv, .jsonl, .parquet]) }

  init(of journal: JournalFile, as format: Format, every interval: TimeSpan) throws(Failure) {
    self.journal = journal
    self.format = format
    self.interval = interval
    header = try journal.reader().header
    try journal.checkRules(header.rules)
  }

  /// - Parameter table: one of `tables`, in one of its formats.
  func write(_ table: String, to output: inout OutputFile) throws {
    switch table {
    case "events": try writeEvents(to: &output)
    case "commands": try writeCommands(to: &output)
    case FillRow.table.name: try writeStream(FillRow.self, to: &output)
    case MarkRow.table.name: try writeStream(MarkRow.self, to: &output)
    case TermsRow.table.name: try writeStream(TermsRow.self, to: &output)
    case LevelRow.table.name: try writeLevels(to: &output)
    case EquitySample.table.name: try writeEquity(to: &output)
    case QuoteRow.table.name: try writeStream(QuoteRow.self, to: &output)
    case LedgerRow.table.name: try writeStream(LedgerRow.self, to: &output)
    case RoundRow.table.name: try writeRows(findings(), { RoundRow.rows(of: $0.rounds) }, to: &output)
    case LiquidationRecord.table.name: try writeRows(findings(), { $0.liquidations.records }, to: &output)
    case AccountRow.table.name: try writeRows(findings(), { AccountRow.rows(of: $0.audit) }, to: &output)
    case HoldingRow.table.name: try writeRows(findings(), { HoldingRow.rows(of: $0.audit) }, to: &output)
    case AssetRow.table.name: try writeRows(findings(), { AssetRow.rows(of: $0.audit) }, to: &output)
    case ExecutionRow.table.name: try writeRows(findings(), { ExecutionRow.rows(of: $0.executions) }, to: &output)
    default: throw Failure(.ourFault, "the table \(table) is known and cannot be written")
    }
  }

  private var context: TableContext { TableContext(names: header.names, rules: header.rules) }
}

// MARK: - What the journal holds

extension Export {
  private func writeEvents(to output: inout OutputFile) throws {
    if format == .parquet { return try writeEventFile(to: &output) }
    var table = EventTable(header.names)
    var printer = EventPrinter(header.names, showsCauses: true)
    var lines: [UInt8] = format == .csv ? EventTable.csvHeader : []
    var objects = JSONWriter()
    try journal.forEachCommand { command, events, first in
      for (index, event) in events.enumerated() {
        let position = EventPosition(number: first.number + Int64(index))
        switch format {
        case .jsonl: table.writeJSON(event, at: position, time: command.time, to: &objects)
        case .text: lines.append(contentsOf: "\(printable(printer.line(for: event)))\n".utf8)
        default: table.appendCSV(event, at: position, time: command.time, to: &lines)
        }
      }
      try output.write(format == .jsonl ? objects.bytes : lines)
      lines.removeAll(keepingCapacity: true)
      objects.removeAll()
    }
    try output.write(lines)
  }

  private func writeEventFile(to output: inout OutputFile) throws {
    var table = EventTable(header.names)
    var file = ParquetWriter(EventTable.description)
    let digest = try journal.forEachCommand { command, events, first in
      for (index, event) in events.enumerated() {
        let position = EventPosition(number: first.number + Int64(index))
        table.append(event, at: position, time: command.time, to: &file)
      }
      if file.bytes.isEmpty { return }
      try output.write(file.bytes)
      file.removeAll()
    }
    try check(file.misfit)
    file.finish(properties(of: EventTable.description, digest))
    try output.write(file.bytes)
  }

  private func writeCommands(to output: inout OutputFile) throws {
    var table = CommandTable(header.names)
    let printer = CommandPrinter(header.names)
    var objects = JSONWriter()
    var number = 0
    var time = Time.start
    try journal.forEachCommand { command, _, _ in
      if format == .text {
        try output.write(printable(printer.line(for: command, after: time)) + "\n")
      } else {
        table.writeJSON(command, number: number, to: &objects)
        try output.write(objects.bytes)
        objects.removeAll()
      }
      number += 1
      time = command.time
    }
  }

  private func writeStream<Row: EventRow>(_: Row.Type, to output: inout OutputFile) throws {
    var table = StreamTable<Row>(tableFormat, context)
    // A journal may be whole and still name what does not exist.
    var audit = LedgerAudit(header.rules)
    let digest = try journal.forEachMoment { command, events, first in
      audit.observe(command, events.span, from: first)
      try check(audit.firstBreach)
      table.observe(command, events.span, from: first)
      if table.bytes.isEmpty { return }
      try output.write(table.bytes)
      table.removeAll()
    }
    try check(table.misfit)
    table.finish(properties(of: Row.table.description, digest))
    try output.write(table.bytes)
  }

  private func writeLevels(to output: inout OutputFile) throws {
    var table = TableWriter<LevelRow>(tableFormat, context)
    var audit = LedgerAudit(header.rules)
    var books = BookWatch(header.rules)
    let digest = try journal.forEachMoment { command, events, first in
      audit.observe(command, events.span, from: first)
      try check(audit.firstBreach)
      books.observe(command, events.span, from: first)
      let last = EventPosition(number: first.number + Int64(events.count) - 1)
      for level in books.changes { table.append(LevelRow(level, at: last, time: command.time)) }
      try drain(&table, to: &output)
    }
    try end(&table, digest, to: &output)
  }

  private func writeEquity(to output: inout OutputFile) throws {
    var table = TableWriter<EquitySample>(tableFormat, context)
    var watch = EquityWatch(header.rules, every: interval)
    let digest = try journal.forEachMoment { command, events, first in
      watch.observe(command, events.span, from: first)
      try check(watch.audit.firstBreach)
      if watch.samples.isEmpty { return }
      table.append(contentsOf: watch.samples)
      watch.removeAll()
      try drain(&table, to: &output)
    }
    watch.finish()
    table.append(contentsOf: watch.samples)
    try end(&table, digest, to: &output)
  }
}

// MARK: - What is found in it

extension Export {
  /// Everything that a pass over the journal finds, as the run itself found it.
  private func findings() throws -> (findings: RunFindings, digest: Digest) {
    let scenario = scenario
    var findings = RunFindings(
      header.rules, shockAccounts: scenario?.shockAccounts ?? [], parents: scenario?.parentOrders ?? [])
    let digest = try journal.forEachMoment { command, events, first in
      findings.observe(command, events.span, from: first)
    }
    try check(findings.audit.verdict())
    return (findings, digest)
  }

  /// `nil` for a journal that no scenario made.
  var scenario: Scenario? { journal.scenario(of: header) }

  func check(_ breach: LedgerBreach?) throws(Failure) {
    guard let breach else { return }
    throw Failure(.badInput, "\(journal.path): the ledger does not add up: \(breach.text(header.names))")
  }

  private func writeRows<Row: TableRow>(
    _ found: (findings: RunFindings, digest: Digest), _ rows: (RunFindings) -> some Sequence<Row>,
    to output: inout OutputFile
  ) throws {
    var table = TableWriter<Row>(tableFormat, context)
    for row in rows(found.findings) {
      table.append(row)
      try drain(&table, to: &output)
    }
    try end(&table, found.digest, to: &output)
  }

  private func drain<Row: TableRow>(_ table: inout TableWriter<Row>, to output: inout OutputFile) throws {
    if table.bytes.isEmpty { return }
    try output.write(table.bytes)
    table.removeAll()
  }

  private func end<Row: TableRow>(
    _ table: inout TableWriter<Row>, _ digest: Digest, to output: inout OutputFile
  ) throws {
    try check(table.misfit)
    table.finish(properties(of: Row.table.description, digest))
    try output.write(table.bytes)
  }

  private func check(_ misfit: ParquetWriter.Misfit?) throws(Failure) {
    if let misfit { throw Failure(misfit, in: journal.path) }
  }

  private var tableFormat: TableFormat { TableFormat(rawValue: format.rawValue) ?? .csv }
}
