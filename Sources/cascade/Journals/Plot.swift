import Analysis
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation

/// A figure of a run for a paper, made from its journal in two passes: what there is, then what stands where.
struct Plot {
  enum Kind: String, CaseIterable {
    case price, depth, tree, spread
  }

  private let journal: JournalFile
  private let header: JournalHeader
  private let shockAccounts: [AccountID]
  private let findings: RunFindings
  private let last: Time
  private let instrument: InstrumentID

  /// - Parameter name: of the instrument; without one that with the largest forced notional.
  init(of journal: JournalFile, instrument name: String?) throws {
    self.journal = journal
    header = try journal.reader().header
    try journal.checkRules(header.rules)
    let scenario = journal.scenario(of: header)
    shockAccounts = scenario?.shockAccounts ?? []
    var findings = RunFindings(header.rules, shockAccounts: shockAccounts)
    var last = Time.start
    try journal.forEachCommand { command, events, first in
      findings.observe(command, events.span, from: first)
      last = max(last, command.time)
    }
    if let breach = findings.audit.verdict() {
      throw Failure(.badInput, "\(journal.path): the ledger does not add up: \(breach.text(header.names))")
    }
    self.findings = findings
    self.last = last
    instrument = try name.map { [header] name in try Self.instrument(named: name, header) } ?? Self.busiest(findings)
  }

  /// Throws where there is nothing to draw.
  ///
  /// - Parameters:
  ///   - start: of what is shown; of the run unless said.
  ///   - end: likewise.
  func svg(_ kind: Kind, from start: Time?, to end: Time?) throws -> [UInt8] {
    let (from, to) = (start ?? .start, end ?? last)
    if from > to { throw Failure(usage: "the figure would end before it begins") }
    if let svg = try figure(kind, from: from, to: to) { return svg }
    let name = header.names.name(of: instrument)
    let absence =
      switch kind {
      case .price: "\(name) had neither mark nor index in that time"
      case .depth: "nobody was shocked, and nobody fell under its margin"
      case .tree: "no forced order filled"
      case .spread: "no maker explained a quote of \(name) in that time"
      }
    throw Failure(.badInput, "\(journal.path): there is nothing to draw: \(printable(absence))")
  }

  private func figure(_ kind: Kind, from: Time, to: Time) throws -> [UInt8]? {
    let name = header.names.name(of: instrument)
    let window = findings.spreads.window
    switch kind {
    case .price:
      let trace = findings.marks.traces[instrument.index]
      let range = trace.high.flatMap { high in trace.low.map { (high - $0).ticks } } ?? 0
      let columns = FigureColumns(from: from, to: to, count: PricePlot.columns)
      let prices = try fold(PriceColumns(of: instrument, columns, step: max(1, range / PricePlot.rows)))
      return PricePlot(prices, window: window, name: name).svg
    case .spread:
      let columns = FigureColumns(from: from, to: to, count: SpreadPlot.columns)
      return SpreadPlot(try fold(TermsColumns(of: instrument, columns)), window: window, name: name).svg
    case .depth:
      let moments = try fold(DepthMoments(of: instrument, shockAccounts: shockAccounts))
      return moments.before.map { DepthPlot(before: $0, farthest: moments.farthest, name: name).svg }
    case .tree:
      return TreePlot(try fold(CausalTree(header.rules, shockAccounts: shockAccounts)), names: header.names).svg
    }
  }

  private func fold<Fold: StreamFold>(_ fold: Fold) throws -> Fold {
    var fold = fold
    try journal.forEachCommand { command, events, first in fold.observe(command, events.span, from: first) }
    return fold
  }

  private static func instrument(named name: String, _ header: JournalHeader) throws(Failure) -> InstrumentID {
    if let index = header.names.instruments.firstIndex(of: name) { return InstrumentID(number: UInt16(index)) }
    let near = didYouMean(name, from: header.names.instruments).map { "did you mean \($0)?" }
    throw Failure(usage: "there is no instrument \"\(printable(name))\"", hint: near)
  }

  private static func busiest(_ findings: RunFindings) -> InstrumentID {
    var notional: [Int128] = findings.marks.traces.map { _ in 0 }
    for round in findings.rounds.rounds.dropFirst() {
      for (index, figures) in round.instruments.enumerated() { notional[index] += figures.notional }
    }
    let most = notional.max() ?? 0
    return InstrumentID(number: UInt16(notional.firstIndex(of: most) ?? 0))
  }
}
