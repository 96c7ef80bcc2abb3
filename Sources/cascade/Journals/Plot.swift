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
  private let extent: RunExtent
  private let instrument: InstrumentID

  /// - Parameter name: of the instrument; without one that with the largest forced notional.
  init(of journal: JournalFile, instrument name: String?) throws {
    self.journal = journal
    header = try journal.reader().header
    try journal.checkRules(header.rules)
    if header.rules.instruments.isEmpty { throw Failure(.badInput, "\(journal.path): it has no instrument") }
    let scenario = journal.scenario(of: header)
    shockAccounts = scenario?.shockAccounts ?? []
    var findings = RunFindings(header.rules, shockAccounts: shockAccounts)
    var last = Time.start
    try journal.forEachMoment { command, events, first in
      findings.observe(command, events.span, from: first)
      last = max(last, command.time)
    }
    if let breach = findings.audit.verdict() {
      throw Failure(.badInput, "\(journal.path): the ledger does not add up: \(breach.text(header.names))")
    }
    self.findings = findings
    extent = RunExtent(scenario, last: last)
    instrument = try name.map { [header] name in try header.names.instrument(named: name) } ?? Self.busiest(findings)
  }

  /// Throws where there is nothing to draw.
  ///
  /// - Parameters:
  ///   - start: of what is shown; of the run unless said.
  ///   - end: likewise.
  func svg(_ kind: Kind, from start: Time?, to end: Time?) throws -> [UInt8] {
    let from = start ?? .start
    if let end, from > end { throw Failure(usage: "the figure would end before it begins") }
    try extent.check([("--from", start), ("--to", end)], in: journal)
    let to = end ?? (from < extent.last ? extent.last : extent.end)
    let (svg, absence) = try figure(kind, from: from, to: to)
    if let svg { return svg }
    throw Failure(.badInput, "\(journal.path): there is nothing to draw: \(printable(absence))")
  }

  /// With what is said where there is none.
  private func figure(_ kind: Kind, from: Time, to: Time) throws -> (svg: [UInt8]?, absence: String) {
    let name = header.names.name(of: instrument)
    let window = findings.spreads.window
    switch kind {
    case .price:
      let trace = findings.marks.traces[instrument.index]
      let range = trace.high.flatMap { high in trace.low.map { (high - $0).ticks } } ?? 0
      let columns = FigureColumns(from: from, to: to, count: PricePlot.columns)
      let prices = try fold(PriceColumns(of: instrument, columns, step: max(1, range / PricePlot.rows)))
      return (PricePlot(prices, window: window, name: name).svg, "\(name) had neither mark nor index in that time")
    case .spread:
      let columns = FigureColumns(from: from, to: to, count: SpreadPlot.columns)
      let terms = try fold(TermsColumns(of: instrument, columns))
      let absence = "no maker explained a quote of \(name) in that time"
      return (SpreadPlot(terms, window: window, name: name).svg, absence)
    case .depth:
      let moments = try fold(DepthMoments(of: instrument, shockAccounts: shockAccounts))
      let absence =
        moments.hasBegun
        ? "\(name) had no mark when the cascade began" : "nobody was shocked, and nobody fell under its margin"
      return (moments.before.map { DepthPlot(before: $0, farthest: moments.farthest, name: name).svg }, absence)
    case .tree:
      let tree = try fold(CausalTree(header.rules, shockAccounts: shockAccounts))
      return (TreePlot(tree, names: header.names).svg, "no forced order filled")
    }
  }

  private func fold<Fold: StreamFold>(_ fold: Fold) throws -> Fold {
    var fold = fold
    try journal.forEachMoment { command, events, first in fold.observe(command, events.span, from: first) }
    return fold
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
