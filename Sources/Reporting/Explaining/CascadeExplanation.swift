import Analysis
import MarketTypes
import Notation

/// Why a cascade happened and what it did, for a reader at a terminal: the tree of causes, its generations, who moved the
/// marks, who lost. Every figure is defined in docs/analysis.md.
public struct CascadeExplanation: Sendable {
  let findings: CausalFindings
  let branches: CausalBranches
  let names: Names
  let summary: RunSummary
  /// The same run with liquidation off, where it was made.
  let without: CounterfactualPaths?
  let reruns: RerunFigures

  public init(
    _ findings: CausalFindings, names: Names, digest: String, without: CounterfactualPaths? = nil,
    reruns: RerunFigures = RerunFigures(), outside: [OutsideEvent] = []
  ) {
    self.findings = findings
    self.names = names
    self.without = without
    self.reruns = reruns
    branches = CausalBranches(findings.tree)
    summary = RunSummary(findings.run, names: names, digest: digest, outside: outside)
  }

  /// How much of the tree is shown.
  public struct Extent: Sendable {
    public var depth: Int
    public var width: Int

    /// The most generations shown: each is indented under the one before, and told by a call within the one before.
    static let deepest = 1_000

    /// - Parameter depth: generations shown, 1,000 at most.
    /// - Parameter width: falls shown under one cause, the largest first.
    public init(depth: Int, width: Int) {
      self.depth = min(depth, Self.deepest)
      self.width = width
    }
  }

  /// Lines that all end with a line feed.
  ///
  /// - Parameter width: of the terminal in characters; columns and parts of lines that do not fit are left out.
  /// - Parameter styled: whether colour and weight may be used.
  public func text(_ extent: Extent, width: Int, styled: Bool) -> String {
    let style = TextStyle(isStyled: styled)
    var lines = [style.heading(summary.headline), ""]
    for sentence in sentences { lines += wrapped(sentence, width: width) }
    if branches.count > 0 {
      lines += [""] + titled("who fell because of whom; of each account what its branch came to", width, style)
      lines += treeLines(extent, width: width)
      for (title, table) in tables {
        let text = table.lines(width: width)
        lines += [""] + titled(title, width, style) + [style.quiet(text[0])] + text.dropFirst()
      }
      lines.append("")
      for sentence in measures { lines += wrapped(sentence, width: width) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func titled(_ title: String, _ width: Int, _ style: TextStyle) -> [String] {
    wrapped(title, width: width).map(style.quiet)
  }

  // MARK: Names and places

  var rounds: CascadeRounds { findings.run.rounds }
  var tree: CausalTree { findings.tree }

  func name(_ account: AccountID) -> String { printable(names.name(of: account)) }
  func name(_ instrument: InstrumentID) -> String { printable(names.name(of: instrument)) }
  func record(_ fall: Fall) -> LiquidationRecord { tree.log.records[fall.index] }

  func event(_ position: EventPosition) -> String { "event \(groupedText(position.number))" }

  /// Instruments with forced fills, largest forced notional first.
  var instruments: [InstrumentID] { summary.cascaded }

  /// Where an exogenous source is named.
  func name(_ source: MarkSource) -> String {
    switch source {
    case .fall(let fall): "forced orders of \(name(tree.log.records[fall].account))"
    case .shock: "the shock"
    case .participants: "other participants"
    case .stops: "orders that marks fired"
    case .quotes: "quotes that came and went"
    case .index: "outside prices"
    case .other: "nothing but time"
    }
  }

  /// `nil` for an instrument that no cascade was in, and where the same run without liquidations was not made.
  func amplification(of instrument: InstrumentID) -> Amplification? {
    guard let path = rounds.paths[instrument.index], let other = without?.paths[instrument.index] else { return nil }
    return Amplification(of: path, over: other)
  }

  private var sentences: [String] {
    if rounds.depth == 0 { return summary.sentences }
    return Array(summary.sentences.prefix(2 + summary.outsideSentence.count))
  }
}
