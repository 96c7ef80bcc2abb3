import Analysis
import MarketTypes
import Notation

/// What a tournament says of its policies, or a sweep of its combinations, for a reader at a terminal: a table for each measure.
public struct TournamentSummary: Sendable {
  /// What it is that meets the same seeds.
  public enum Variants: Sendable {
    /// Ways of liquidating.
    case policies
    /// Values of whatever is varied.
    case combinations
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
    let count = tournament.policies.count
    let headline = "\(printable(scenario)): \(name(of: count)) on \(runs)"
    var lines = wrapped(headline, width: width).map { style.heading($0) }
    for measure in Tournament.Measure.allCases where !measure.isRare || tournament.isFound(measure) {
      let table = table(of: measure).lines(width: width)
      lines += ["", style.quiet(table[0])] + table.dropFirst()
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func name(of count: Int) -> String {
    switch variants {
    case .policies: count == 1 ? "1 policy" : "\(count) policies"
    case .combinations: Wording.count(count, "combination")
    }
  }

  private func table(of measure: Tournament.Measure) -> TextTable {
    let all = tournament.policies.indices
    let places = measure.places
    func number(_ value: Double?, showsPlus: Bool = false) -> String {
      guard let value else { return "–" }
      return (showsPlus && value > 0 ? "+" : "") + Wording.fixed(value, places: places)
    }
    let differences = all.map { $0 == 0 ? nil : tournament.difference(measure, of: $0) }
    return TextTable(columns: [
      TextTable.Column(
        title: title(of: measure), cells: tournament.policies.map { printable($0) }, alignment: .left),
      TextTable.Column(title: "mean", cells: all.map { number(tournament.estimate(measure, of: $0).mean) }),
      TextTable.Column(title: "± 95 %", cells: all.map { number(tournament.estimate(measure, of: $0).halfWidth) }),
      TextTable.Column(
        title: "less \(printable(tournament.policies[0]))",
        cells: differences.map { $0 == nil ? "" : number($0?.mean, showsPlus: true) }),
      TextTable.Column(
        title: "± 95 %", cells: differences.map { $0 == nil ? "" : number($0?.halfWidth) }),
    ])
  }

  private func title(of measure: Tournament.Measure) -> String { measure.title(of: instrument) }
}

extension Tournament.Measure {
  /// - Parameter instrument: whose displacement is told.
  func title(of instrument: String) -> String {
    switch self {
    case .displacement: "displacement of \(printable(instrument)), %"
    case .amplification: "amplification of \(printable(instrument))"
    case .liquidatedAccounts: "accounts liquidated"
    case .forcedNotional: "forced notional"
    case .rounds: "rounds"
    case .takenNotional: "taken over, notional"
    case .deleveragedNotional: "deleveraged, notional"
    case .fundPaid: "paid by insurance funds"
    case .uncovered: "uncovered loss"
    }
  }

  /// Decimals that are worth showing.
  var places: Int { self == .displacement || self == .amplification ? 3 : 1 }

  /// Told only where there is anything to tell.
  var isRare: Bool { self == .takenNotional || self == .deleveragedNotional || self == .amplification }
}

// MARK: - One run a line

/// One run of a tournament, as a table has it.
public struct TournamentRow: TableRow {
  var policy: String
  var entry: Tournament.Entry

  public static let table = Table<TournamentRow>(
    name: "tournament",
    meaning: "One run of a tournament: what one seed came to under one policy.",
    columns: [
      .text("policy", "The policy, as it was asked for.") { row, _ in row.policy },
      .integer("seed", "The seed; policies share it.") { $0.entry.seed },
      .text("digest", "Of all commands and events.") { row, _ in row.entry.digest },
      .integer("before", in: .ticks, "The mark that displacement is counted from; empty without a mark.") {
        $0.entry.excursion.before?.ticks
      },
      .integer("displacement", in: .ticks, "The largest move of the mark from there, with its sign.") {
        $0.entry.excursion.displacement?.ticks
      },
      .integer(
        "displacementWithout", in: .ticks,
        "The same with the same seed and nobody liquidated; empty where it was not run."
      ) { $0.entry.without?.displacement?.ticks },
      .integer("accounts", "Accounts liquidated: by forced orders, taken over or deleveraged.") {
        $0.entry.liquidatedAccounts
      },
      .integer("forcedNotional", in: .money, "What forced orders traded.") { $0.entry.forcedNotional },
      .integer("rounds", "Forced rounds up to the last that traded.") { $0.entry.rounds },
      .integer("takenNotional", in: .money, "Gross notional that the backstop took over.") {
        $0.entry.takenNotional
      },
      .integer("deleveragedNotional", in: .money, "What was closed against others' positions, without the book.") {
        $0.entry.deleveragedNotional
      },
      .integer("fundPaid", in: .money, "What insurance funds paid for bankrupt accounts.") { $0.entry.fundPaid },
      .integer("uncovered", in: .money, "What nobody paid.") { $0.entry.uncovered },
    ])

  public static func rows(of tournament: Tournament) -> [TournamentRow] {
    tournament.entries.map { TournamentRow(policy: tournament.policies[$0.policy], entry: $0) }
  }
}
