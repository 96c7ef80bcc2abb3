import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation
import Venue

/// The folder of a run while the run goes on: its journal and the tables that grow with the stream.
///
/// Whatever happens before `finish` has returned, nothing bears the folder's name.
struct RunOutput: ~Copyable {
  private var directory: RunDirectory
  private var journal: JournalWriter
  private var journalFile: OutputFile
  private var fills: TableFile<FillRow>
  private var marks: TableFile<MarkRow>
  private var quotes: TableFile<QuoteRow>
  private let scenario: Scenario
  private let resolved: String
  private let context: TableContext
  private let forks: [Manifest.Fork]

  /// - Parameters:
  ///   - forks: where the run leaves the way of the scenario, and with what change.
  ///   - revisions: the rules that hold from there on, where they are others.
  init(
    _ scenario: Scenario, at path: String, force: Bool, forks: [Manifest.Fork] = [], revisions: [RulesRevision] = []
  ) throws(FileError) {
    let resolved = scenario.resolvedText
    let context = TableContext(names: scenario.names, rules: scenario.rules)
    var directory = try RunDirectory(path, force: force)
    var journal = JournalWriter(
      JournalHeader(
        engine: Version.number, seed: scenario.seed, names: scenario.names, rules: scenario.rules, scenario: resolved,
        revisions: revisions))
    var journalFile = try directory.createFile(JournalFile.name)
    // At once, so that whatever is killed later can be recovered: the header has all that a run is made from.
    try journal.drain { bytes throws(FileError) in try journalFile.write(bytes) }
    try journalFile.flush()
    let fills = try TableFile<FillRow>(in: &directory, context)
    let marks = try TableFile<MarkRow>(in: &directory, context)
    let quotes = try TableFile<QuoteRow>(in: &directory, context)
    self.journal = journal
    self.forks = forks
    self.scenario = scenario
    self.resolved = resolved
    self.context = context
    self.directory = directory
    self.journalFile = journalFile
    self.fills = fills
    self.marks = marks
    self.quotes = quotes
  }

  /// The folder's name, once it has one.
  var path: String { directory.path }
  /// Of everything so far.
  var digest: Digest { journal.digest }

  mutating func observe(_ command: Command, _ events: borrowing EventStream) throws(FileError) {
    let first = events.first
    try events.withSpan { events throws(FileError) in
      journal.append(command, events)
      try fills.observe(command, events, from: first)
      try marks.observe(command, events, from: first)
      try quotes.observe(command, events, from: first)
    }
    if journal.hasPiece { try drain() }
  }

  private mutating func drain() throws(FileError) {
    try journal.drain { bytes throws(FileError) in try journalFile.write(bytes) }
  }

  /// Writes what is known only at the end, and gives the folder its name.
  ///
  /// - Parameters:
  ///   - summary: what was found, for people.
  ///   - page: the same to look at, if it was asked for.
  consuming func finish(
    _ findings: RunFindings, overlays: [OverlayDivergence], summary: String, page: [UInt8]?
  ) throws(FileError) -> RunRecord {
    journal.finish()
    try drain()
    try directory.finish(journalFile)
    try fills.finish(in: &directory)
    try marks.finish(in: &directory)
    try quotes.finish(in: &directory)
    try directory.write(RoundRow.rows(of: findings.rounds), context)
    try directory.write(findings.liquidations.records, context)
    try directory.write(AccountRow.rows(of: findings.audit), context)
    try directory.write(HoldingRow.rows(of: findings.audit), context)
    if !context.rules.assets.isEmpty { try directory.write(AssetRow.rows(of: findings.audit), context) }
    if !findings.executions.executions.isEmpty {
      try directory.write(ExecutionRow.rows(of: findings.executions), context)
    }
    try directory.write("summary.txt", Array(summary.utf8))
    if let page { try directory.write("report.html", page) }
    let files = directory.records.map {
      Manifest.File(name: $0.name, byteCount: $0.byteCount, sha256: $0.sha256.hex)
    }
    let manifest = Manifest(
      scenario: resolved, seed: scenario.seed, engine: Version.number, formats: Version.formats,
      digest: journal.digest.hex, counts: findings.counts, overlays: overlays, files: files, forks: forks)
    let json = manifest.json
    try directory.write(RunDirectory.manifestName, json)
    let record = RunRecord(
      path: directory.path, files: directory.records.count,
      bytes: directory.records.reduce(0) { $0 + $1.byteCount }, manifest: String(decoding: json, as: UTF8.self))
    try directory.commit()
    return record
  }
}

/// What a run has left behind.
struct RunRecord: Sendable {
  let path: String
  let files: Int
  let bytes: Int
  /// As it was written.
  let manifest: String
}

extension RunDirectory {
  /// Writes a file that is whole already.
  fileprivate mutating func write(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    var file = try createFile(name)
    try file.write(bytes)
    try finish(file)
  }
}

extension Scenario {
  /// As one line of JSON.
  fileprivate var resolvedText: String {
    var writer = JSONWriter()
    writer.value(resolved)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
