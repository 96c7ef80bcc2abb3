import Analysis
import MarketTypes
import Notation

/// The figures behind the plots, as tables: the same numbers, fewer of them.
extension ReportPage {
  private func column<Row>(
    _ title: String, _ rows: [Row], left: Bool = false, _ cell: (Row) -> String
  ) -> TextTable.Column {
    TextTable.Column(title, of: rows, left: left, cell)
  }

  /// Every so-manyth of them, the first and the last among them.
  private func some<Row>(_ rows: [Row], atMost count: Int = 24) -> [Row] {
    if rows.count <= count { return rows }
    return (0..<count).map { rows[$0 * (rows.count - 1) / (count - 1)] }
  }

  var priceTable: TextTable {
    let traces = run.marks.traces
    func path(_ instrument: InstrumentID) -> MarkPath? { run.rounds.paths[instrument.index] }
    return TextTable(columns: [
      column("instrument", instruments, left: true, name),
      column("low", instruments) { Wording.price(traces[$0.index].low) },
      column("high", instruments) { Wording.price(traces[$0.index].high) },
      column("last", instruments) { Wording.price(traces[$0.index].last) },
      column("before the shock", instruments) { Wording.price(path($0)?.before) },
      column("farthest", instruments) { Wording.price(path($0)?.farthest) },
      column("fills", instruments) { groupedText(run.counts.volumes[$0.index].fills) },
      column("forced", instruments) { groupedText(run.counts.volumes[$0.index].forcedFills) },
    ])
  }

  var withoutTable: TextTable {
    let rows = instruments.compactMap { instrument in
      explanation.amplification(of: instrument).map { (instrument, $0) }
    }
    return TextTable(columns: [
      column("instrument", rows, left: true) { name($0.0) },
      column("with", rows) { groupedText($0.1.with.ticks) },
      column("without", rows) { groupedText($0.1.without.ticks) },
      column("amplification", rows) { Wording.ratio(orUndefined: $0.1.ratio) },
      column("forced share", rows) { Wording.percent(orUndefined: $0.1.forcedShare) },
    ])
  }

  var depthTable: TextTable {
    let rows = instruments.flatMap { instrument in
      some(findings.depth.looks[instrument.index], atMost: max(4, 24 / instruments.count)).map { (instrument, $0) }
    }
    func lots(_ levels: [BookLevel]) -> String { groupedText(levels.reduce(0) { $0 + $1.quantity.lots }) }
    return TextTable(columns: [
      column("instrument", rows, left: true) { name($0.0) }, column("time", rows) { Wording.time($0.1.time) },
      column("bid lots", rows) { lots($0.1.bids) },
      column("best bid", rows) { Wording.price($0.1.bids.first?.price) },
      column("best ask", rows) { Wording.price($0.1.asks.first?.price) },
      column("ask lots", rows) { lots($0.1.asks) },
      column("makers' bid lots", rows) { groupedText($0.1.makerBidLots) },
      column("makers' ask lots", rows) { groupedText($0.1.makerAskLots) },
    ])
  }

  var mapTable: TextTable {
    let rows = liquidationMaps.flatMap { map in map.bins.map { (map.instrument, $0) } }
    return TextTable(columns: [
      column("instrument", rows, left: true) { name($0.0) },
      column("from mark", rows) { Wording.price($0.1.low) }, column("to", rows) { Wording.price($0.1.high) },
      column("longs", rows) { groupedText($0.1.long) }, column("shorts", rows) { groupedText($0.1.short) },
      column("accounts", rows) { groupedText($0.1.accounts) },
    ])
  }

  /// The largest falls, a line each.
  var treeTable: TextTable {
    let rows = Array(shownFalls.prefix(40)).map { explanation.tree.falls[$0] }
    let branches = explanation.branches
    return TextTable(columns: [
      column("account", rows, left: true) { explanation.name(explanation.record($0).account) },
      column("generation", rows) { "\($0.generation)" },
      column("because of", rows, left: true) { explanation.name($0.parent) },
      column("time", rows) { Wording.time(explanation.record($0).time) },
      column("equity", rows) { groupedText(explanation.record($0).equity.units) },
      column("maintenance", rows) { groupedText(explanation.record($0).maintenance.units) },
      column("forced notional", rows) { groupedText($0.notional) },
      column("short of", rows) { groupedText($0.covered.total) },
      column("branch", rows) { groupedText(branches.weight(of: $0.index).notional) },
      column("falls in it", rows) { groupedText(branches.weight(of: $0.index).falls) },
    ])
  }

  var healthTable: TextTable {
    let rows = some(findings.health.samples.filter { $0.accounts > 0 })
    let quantiles = HealthTrace.shares.enumerated().map { place, share in
      column("\(groupedText(Int64(share * 100))) % at most", rows) { groupedText($0.quantiles[place], scale: 3) }
    }
    return TextTable(
      columns: [
        column("time", rows) { Wording.time($0.time) }, column("accounts", rows) { groupedText($0.accounts) },
        column("below 1", rows) { groupedText($0.under) },
      ] + quantiles)
  }

  var lossTable: TextTable {
    let covered = explanation.tree.covered
    let rows = LossStage.allCases.filter { covered[$0] > 0 }.map { ($0.title, covered[$0]) }
    let fund = findings.losses.fund
    let ends = [("in insurance funds at the end", Int128(fund.last?.value ?? 0))]
    let all = rows + [("short of in all", covered.total)] + ends
    return TextTable(columns: [
      column("", all, left: true) { $0.0 }, column("money", all) { groupedText($0.1) },
    ])
  }

  var makerTable: TextTable {
    let rows = run.spreads.makerTerms.flatMap { terms in
      [("before", terms.before), ("during", terms.during)].compactMap { when, means in
        means.map { (terms, when, $0) }
      }
    }.prefix(60)
    let lines = Array(rows)
    func term(_ title: String, _ value: @escaping (MakerTerms.Means) -> Double) -> TextTable.Column {
      column(title, lines) { Wording.ratio(value($0.2)) }
    }
    return TextTable(
      columns: [
        column("maker", lines, left: true) { explanation.name($0.0.account) },
        column("instrument", lines, left: true) { name($0.0.instrument) }, column("", lines, left: true) { $0.1 },
        term("base", \.base), term("volatility", \.volatility), term("inventory", \.inventory),
        term("toxicity", \.toxicity), term("depth", \.depth), term("stress", \.stress), term("skew", \.skew),
        column("withdrawn", lines) { Wording.percent($0.2.withdrawn) },
        column("explanations", lines) { groupedText($0.2.explanations) },
      ])
  }

  /// What the facts leave out; `nil` where they leave out nothing.
  var factsExtent: String? {
    guard let tape = findings.tape, !tape.isWhole else { return nil }
    let (kept, last) = (tape.tape.count, tape.tape.lastTime.map { ", up to \(Wording.time($0))" } ?? "")
    return
      "Measured over the first \(groupedText(kept)) of \(groupedText(kept + tape.missed)) messages\(last): the page keeps no "
      + "more. cascade facts RUN measures all of them."
  }

  /// `nil` without an instrument.
  var factsReport: FactsReport? {
    guard let tape = findings.tape, let facts = findings.facts(executors: facts.executors) else { return nil }
    return FactsReport(facts, of: tape.tape, source: title, instrument: names.name(of: InstrumentID(number: 0)))
  }
}
