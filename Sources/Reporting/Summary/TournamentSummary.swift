import Analysis
import MarketTypes
import Notation

/// What a tournament says of its policies, or a sweep of its combinations, for a reader at a terminal: a table for each measure.
public struct TournamentSummary: Sendable {
  /// What it is that meets the same seeds.
  public enum Variants: Hashable, Sendable {
    /// Ways of liquidating.
    case policies
    /// Values of whatever is varied, the last path varying fastest; without a path the scenario as written.
    case combinations(of: [VariedPath])

    /// What was varied.
    var paths: [VariedPath] {
      switch self {
      case .policies: []
      case .combinations(let paths): paths
      }
    }

    /// What one of them is called.
    var noun: String { self == .policies ? "policy" : "combination" }

    /// `2 policies`, `policy off`, `6 combinations`, `fund=7`, `as written`.
    func text(_ names: [String]) -> String {
      switch self {
      case .policies: names.count == 1 ? "policy \(printable(names[0]))" : "\(groupedText(names.count)) policies"
      case .combinations(let paths) where paths.isEmpty: "as written"
      case .combinations(let paths):
        paths.combinations == 1
          ? paths.map { "\(printable($0.name))=\(printable($0.values[0]))" }.joined(separator: ", ")
          : Wording.count(names.count, "combination")
      }
    }
  }

  private let tournament: Tournament
  private let variants: Variants
  private let scenario: String
  private let instrument: String

  /// - Parameters:
  ///   - scenario: its name.
  ///   - instrument: whose displacement is told.
  public init(_ tournament: Tournament, of variants: Variants = .policies, scenario: String, instrument: String) {
    self.tournament = tournament
    self.variants = variants
    self.scenario = scenario
    self.instrument = instrument
  }

  /// Lines that all end with a line feed.
  public func text(width: Int, styled: Bool) -> String {
    let style = TextStyle(isStyled: styled)
    let seeds = tournament.seeds
    let runs = "\(Wording.count(seeds.count, "seed")) (\(seeds.lowerBound)..\(seeds.upperBound))"
    let headline = "\(printable(scenario)): \(variants.text(tournament.policies)) on \(runs)"
    var lines = wrapped(headline, width: width).map { style.heading($0) }
    if !tournament.hasLiquidations {
      lines += wrapped("Nobody was liquidated\(tournament.entries.count == 1 ? "" : " in any run").", width: width)
    }
    let measures = tournament.measures
    if tournament.policies.count == 1 {
      let table = table(of: measures).lines(width: width)
      return (lines + ["", style.quiet(table[0])] + table.dropFirst()).map { $0 + "\n" }.joined()
    }
    for measure in measures {
      let table = table(of: measure).lines(width: width)
      let title = wrapped(title(of: measure), width: width).map { style.heading($0) }
      lines += [""] + title + [style.quiet(table[0])] + table.dropFirst()
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func title(of measure: Tournament.Measure) -> String {
    measure.title(of: instrument, groups: tournament.groups)
  }

  /// One variant alone: a line for each measure.
  private func table(of measures: [Tournament.Measure]) -> TextTable {
    let estimates = measures.map { tournament.estimate($0, of: 0) }
    func column(_ title: String, _ value: (MeanEstimate) -> Double?) -> TextTable.Column {
      TextTable.Column(title: title, cells: zip(measures, estimates).map { number(value($1), $0) })
    }
    var columns = [
      TextTable.Column(title: "", cells: measures.map(title(of:)), alignment: .left),
      column("mean", \.mean), column("± 95 %", \.halfWidth),
    ]
    columns += counts(estimates)
    if measures.contains(.amplification) {
      columns.append(
        TextTable.Column(
          title: "of the means",
          cells: measures.map { $0 == .amplification ? number(tournament.amplificationOfMeans(of: 0), $0) : "" }))
    }
    return TextTable(columns: columns)
  }

  /// Of how many seeds each figure is; nothing where all of them are of all.
  private func counts(_ estimates: [MeanEstimate?]) -> [TextTable.Column] {
    let all = tournament.seeds.count
    if estimates.allSatisfy({ $0 == nil || $0?.count == all }) { return [] }
    let cells = estimates.map { estimate in estimate.map { groupedText($0.count) } ?? "" }
    return [TextTable.Column(title: "seeds", cells: cells)]
  }

  /// Several variants: a line for each of them, held against the first.
  private func table(of measure: Tournament.Measure) -> TextTable {
    let all = tournament.policies.indices
    let differences = all.map { $0 == 0 ? nil : tournament.difference(measure, of: $0) }
    let baseline = variants == .policies ? printable(tournament.policies[0]) : "the first"
    let estimates = all.map { tournament.estimate(measure, of: $0) }
    var columns = tournament.columns(naming: Array(all), variants)
    columns.append(TextTable.Column(title: "mean", cells: estimates.map { number($0.mean, measure) }))
    columns.append(TextTable.Column(title: "± 95 %", cells: estimates.map { number($0.halfWidth, measure) }))
    columns += counts(estimates)
    if measure == .amplification {
      columns.append(
        TextTable.Column(
          title: "of the means", cells: all.map { number(tournament.amplificationOfMeans(of: $0), measure) }))
    }
    columns.append(
      TextTable.Column(
        title: "less \(baseline)",
        cells: differences.map { $0 == nil ? "" : number($0?.mean, measure, showsPlus: true) }))
    columns.append(
      TextTable.Column(title: "± 95 %", cells: differences.map { $0 == nil ? "" : number($0?.halfWidth, measure) }))
    return TextTable(columns: columns + counts(differences))
  }

  private func number(_ value: Double?, _ measure: Tournament.Measure, showsPlus: Bool = false) -> String {
    measure.text(value, showsPlus: showsPlus)
  }
}

extension Tournament {
  /// The columns that say which variant a line is about: one for each varied path, or one of policies.
  func columns(naming rows: [Int], _ variants: TournamentSummary.Variants) -> [TextTable.Column] {
    if variants == .policies {
      return [TextTable.Column(title: variants.noun, cells: rows.map { printable(policies[$0]) }, alignment: .left)]
    }
    let paths = variants.paths
    return paths.indices.map { place in
      TextTable.Column(
        title: printable(paths[place].name), cells: rows.map { printable(paths.value(of: place, in: $0)) },
        alignment: paths[place].scale == nil ? .left : .right)
    }
  }
}

extension Tournament.Measure {
  /// - Parameters:
  ///   - instrument: which one is looked at.
  ///   - groups: those whose profit is told.
  func title(of instrument: String, groups: [String]) -> String {
    let instrument = printable(instrument)
    return switch self {
    case .displacement: "displacement of \(instrument), %"
    case .amplification: "amplification of \(instrument)"
    case .liquidatedAccounts: "accounts liquidated"
    case .forcedNotional: "forced notional"
    case .rounds: "rounds"
    case .takenNotional: "taken over, notional"
    case .deleveragedNotional: "deleveraged, notional"
    case .fundPaid: "paid by insurance funds"
    case .uncovered: "uncovered loss"
    case .spread: "spread of \(instrument), ticks"
    case .oneSided: "time with a side of \(instrument) empty, %"
    case .volatility: "volatility of \(instrument), ticks in a second"
    case .traded: "traded of \(instrument), lots"
    case .shortfall: "shortfall of parent orders, basis points"
    case .profit(let group): "profit of \(printable(groups[group]))"
    }
  }

  /// Decimals that are worth showing.
  var places: Int {
    switch self {
    case .displacement, .amplification, .spread, .oneSided, .volatility, .shortfall: 3
    default: 1
    }
  }

  /// A figure of it, with as many decimals as are worth showing; of 10,000 and more none.
  func text(_ value: Double?, showsPlus: Bool = false) -> String {
    guard let value else { return "–" }
    let sign = showsPlus && value > 0 ? "+" : ""
    return value.magnitude >= 9_999.5 && value.magnitude < 1e18
      ? sign + groupedText(Int64(value.rounded())) : sign + Wording.fixed(value, places: places)
  }

}
