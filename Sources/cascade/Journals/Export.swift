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

  enum Format: String, CaseIterable {
    case csv, jsonl, text
  }

  /// All tables, with the formats that each can have; the first is the usual one.
  static let tables: [(name: String, formats: [Format])] =
    [("events", [.csv, .jsonl, .text]), ("commands", [.text, .jsonl])]
    + TableDictionary.tables.map { ($0.name, [.csv, .jsonl]) }

  init(of journal: JournalFile, as format: Format) throws(Failure) {
    self.journal = journal
    self.format = format
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
    case QuoteRow.table.name: try writeStream(QuoteRow.self, to: &output)
    case LedgerRow.table.name: try writeStream(LedgerRow.self, to: &output)
    case RoundRow.table.name: try writeRows(RoundRow.rows(of: findings().rounds), to: &output)
    case LiquidationRecord.table.name: try writeRows(findings().liquidations.records, to: &output)
    case AccountRow.table.name: try writeRows(AccountRow.rows(of: findings().audit), to: &output)
    case HoldingRow.table.name: try writeRows(HoldingRow.rows(of: findings().audit), to: &output)
    case AssetRow.table.name: try writeRows(AssetRow.rows(of: findings().audit), to: &output)
    case ExecutionRow.table.name: try writeRows(ExecutionRow.rows(of: findings().executions), to: &output)
    default: throw Failure(.ourFault, "the table \(table) is known and cannot be written")
    }
  }

  private var context: TableContext { TableContext(names: header.names, rules: header.rules) }
}

// MARK: - What the journal holds

extension Export {
  private func writeEvents(to output: inout OutputFile) throws {
    var table = EventTable(header.names)
    var printer = EventPrinter(header.names, showsCauses: true)
    var lines: [UInt8] = format == .csv ? EventTable.csvHeader : []
    var objects = JSONWriter()
    try journal.forEachCommand { command, events, first in
      for (index, event) in events.enumerated() {
        let position = EventPosition(number: first.number + Int64(index))
        switch format {
        case .csv: table.appendCSV(event, at: position, time: command.time, to: &lines)
        case .jsonl: table.writeJSON(event, at: position, time: command.time, to: &objects)
        case .text: lines.append(contentsOf: "\(printable(printer.line(for: event)))\n".utf8)
        }
      }
      try output.write(format == .jsonl ? objects.bytes : lines)
      lines.removeAll(keepingCapacity: true)
      objects.removeAll()
    }
    try output.write(lines)
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
    try journal.forEachCommand { command, events, first in
      audit.observe(command, events.span, from: first)
      try check(audit.firstBreach)
      table.observe(command, events.span, from: first)
      try output.write(table.bytes)
      table.removeAll()
    }
    try output.write(table.bytes)
  }
}

// MARK: - What is found in it

extension Export {
  /// Everything that a pass over the journal finds, as the run itself found it.
  private func findings() throws -> RunFindings {
    let text = SourceText(name: "the journal's scenario", header.scenario)
    let scenario = header.scenario.isEmpty ? nil : try? Scenario.read(text)
    var findings = RunFindings(
      header.rules, shockAccounts: scenario?.shockAccounts ?? [], parents: scenario?.parentOrders ?? [])
    try journal.forEachCommand { command, events, first in
      findings.observe(command, events.span, from: first)
    }
    try check(findings.audit.verdict())
    return findings
  }

  private func check(_ breach: LedgerBreach?) throws(Failure) {
    guard let breach else { return }
    throw Failure(.badInput, "\(journal.path): the ledger does not add up: \(breach.text(header.names))")
  }

  private func writeRows<Row: TableRow>(_ rows: some Sequence<Row>, to output: inout OutputFile) throws {
    var table = TableWriter<Row>(tableFormat, context)
    for row in rows {
      table.append(row)
      try output.write(table.bytes)
      table.removeAll()
    }
    try output.write(table.bytes)
  }

  private var tableFormat: TableFormat { format == .jsonl ? .jsonl : .csv }
}
