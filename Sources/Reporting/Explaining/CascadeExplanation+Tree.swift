import Analysis
import MarketTypes
import Notation

/// The tree: sources, marks they moved, accounts those made fall, marks these moved, …
extension CascadeExplanation {
  func treeLines(_ extent: Extent, width: Int) -> [String] {
    branches.roots.flatMap { root in
      [fitted(rootParts(root), indent: "", width: width)]
        + lines(of: root.falls[...], under: root.source, indent: "", generation: 1, extent, width: width)
    }
  }

  private func rootParts(_ root: CausalBranches.Root) -> [String] {
    var parts = [name(root.source)]
    if root.source == .shock {
      let first = rounds.rounds.first
      parts[0] += ": \(Wording.lots(first?.lots ?? 0)) for \(groupedText(first?.notional ?? 0))"
    }
    return parts + [weightText(root.weight)]
  }

  /// The falls under one cause, those of one mark together.
  private func lines(
    of falls: ArraySlice<Int>, under source: MarkSource, indent: String, generation: Int, _ extent: Extent, width: Int
  ) -> [String] {
    if falls.isEmpty { return [] }
    if generation > extent.depth { return [indent + "└─ \(rest(falls))"] }
    let shown = falls.prefix(extent.width)
    let hidden = falls.dropFirst(extent.width)
    let groups = byCause(shown)
    var lines: [String] = []
    for (place, group) in groups.enumerated() {
      let isLast = place == groups.count - 1 && hidden.isEmpty
      let inner = indent + (isLast ? "   " : "│  ")
      lines.append(fitted(causeParts(group.cause, source), indent: indent + (isLast ? "└─ " : "├─ "), width: width))
      for (place, fall) in group.falls.enumerated() {
        let isLast = place == group.falls.count - 1
        lines.append(fitted(fallParts(tree.falls[fall]), indent: inner + (isLast ? "└─ " : "├─ "), width: width))
        lines += self.lines(
          of: branches.children(of: fall), under: .fall(fall), indent: inner + (isLast ? "   " : "│  "),
          generation: generation + 1, extent, width: width)
      }
    }
    if !hidden.isEmpty { lines.append(indent + "└─ " + rest(hidden)) }
    return lines
  }

  private func rest(_ falls: ArraySlice<Int>) -> String {
    let weights = falls.map(branches.weight(of:))
    return "and \(Wording.count(falls.count, "more account")), with all below "
      + "\(groupedText(weights.reduce(0) { $0 + $1.falls })) of \(groupedText(weights.reduce(0) { $0 + $1.notional }))"
  }

  private func byCause(_ falls: ArraySlice<Int>) -> [(cause: FallCause, falls: [Int])] {
    var groups: [(cause: FallCause, falls: [Int])] = []
    for fall in falls {
      let cause = tree.falls[fall].cause
      if let place = groups.firstIndex(where: { $0.cause == cause }) {
        groups[place].falls.append(fall)
      } else {
        groups.append((cause, [fall]))
      }
    }
    return groups
  }

  // MARK: Lines

  /// Parts of a line, the most important first; what does not fit is left out.
  private func fitted(_ parts: [String], indent: String, width: Int) -> String {
    var line = indent + parts[0]
    for part in parts.dropFirst() where !part.isEmpty {
      if line.count + 2 + part.count > width { break }
      line += ", " + part
    }
    return line
  }

  private func weightText(_ weight: CausalBranches.Weight) -> String {
    "made \(groupedText(weight.falls)) fall in \(Wording.count(weight.depth, "generation")), \(groupedText(weight.notional)) forced"
  }

  /// `BTC-PERP 49,939 → 49,697 at 60 s, −0.48 % so far, event 61,234, 62 % its own`.
  private func causeParts(_ cause: FallCause, _ source: MarkSource) -> [String] {
    switch cause {
    case .mark(let place):
      let move = tree.moves[place]
      var parts = [
        "\(name(move.instrument)) \(groupedText(move.from.ticks)) → \(groupedText(move.to.ticks))",
        event(move.event), "at \(Wording.time(move.time))",
      ]
      if let share = move.shares.first(where: { $0.source == source }), share.part != move.whole {
        parts.append("\(Wording.percent(move.fraction(of: share))) of it by this")
      }
      if let change = displacement(of: move.to, in: move.instrument) { parts.append("\(change) from before") }
      return parts
    case .asset(let asset, let position):
      return ["a new price of the asset \(printable(names.name(of: asset)))", event(position)]
    case .event(.filled, let position): return ["the account's own fill", event(position)]
    case .event(let kind, let position): return ["\(kind)", event(position)]
    case .unknown: return ["the stream does not tell why"]
    }
  }

  func displacement(of mark: Price, in instrument: InstrumentID) -> String? {
    guard let before = rounds.paths[instrument.index]?.before else { return nil }
    return Wording.percent(Double((mark - before).ticks) / Double(before.ticks), showsPlus: true)
  }

  private func fallParts(_ fall: Fall) -> [String] {
    let record = record(fall)
    let weight = branches.weight(of: fall.index)
    var parts = ["\(name(record.account)) health \(Self.health(record))"]
    parts += fall.forced.filter { !$0.isDisposal }.map { tradeText($0) }
    if record.isTakenOver { parts.append("taken over") }
    parts += fall.forced.filter(\.isDisposal).map { "the backstop " + tradeText($0) }
    if record.deleveragedLots > 0 { parts.append("\(groupedText(record.deleveragedLots)) deleveraged") }
    if fall.forced.isEmpty, !record.isTakenOver, record.deleveragedLots == 0 { parts.append("met nobody") }
    if weight.falls > 1 {
      parts.append("then \(groupedText(weight.falls - 1)) more of \(groupedText(weight.notional - fall.notional))")
    }
    parts += branches.pushes[fall.index].filter { $0.ticks != 0 }.map { push in
      "moved \(findings.tree.displacements.count > 1 ? name(push.instrument) : "the mark") by \(Self.ticks(push.ticks))"
    }
    if fall.covered.total > 0 { parts.append("short of \(groupedText(fall.covered.total))") }
    return parts + [event(record.event)]
  }

  func tradeText(_ trade: ForcedTrade) -> String {
    let what = tree.displacements.count > 1 ? " of \(name(trade.instrument))" : ""
    return
      "\(trade.side == .sell ? "sold" : "bought") \(groupedText(trade.lots))\(what) for \(groupedText(trade.notional))"
  }

  /// Equity ÷ maintenance margin to two decimals, rounded down; – where no margin is needed.
  static func health(_ record: LiquidationRecord) -> String {
    guard record.maintenance.units > 0 else { return "–" }
    return Wording.hundredths(
      (Int128(record.equity.units) * 100).divided(by: Int128(record.maintenance.units), rounding: .down))
  }

  /// Whole ticks as such, others to two decimals.
  static func ticks(_ ticks: Double) -> String {
    ticks == ticks.rounded() && ticks.magnitude < 1e15
      ? (ticks > 0 ? "+" : "") + groupedText(Int64(ticks)) : (ticks > 0 ? "+" : "") + Wording.fixed(ticks, places: 2)
  }
}
