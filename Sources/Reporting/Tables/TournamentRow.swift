import Analysis
import MarketTypes
import Notation

/// One run of a tournament or a sweep, as a table has it.
public struct TournamentRow: TableRow {
  var policy: String
  var entry: Tournament.Entry

  /// Of a tournament.
  public static let table: Table<TournamentRow> = table(of: .policies)

  /// A sweep has a column for each varied path, which bears its name, in place of the policy's. Its values are numbers if all
  /// of them are plain decimals.
  ///
  /// - Parameter groups: whose profit has a column each, after all others.
  public static func table(
    of variants: TournamentSummary.Variants, profitsOf groups: [String] = []
  ) -> Table<TournamentRow> {
    let paths = variants.paths
    let policy = Column<TournamentRow>.text(
      "policy", "The policy, as it was asked for; a sweep has a column for each varied path in its place."
    ) { row, _ in row.policy }
    return Table(
      name: "tournament",
      meaning: """
        One run of a tournament or a sweep: what one seed came to under one policy, or with one combination of values. Both \
        verbs write it, with --output. Each --profit adds a column `profit.NAME` of money.
        """,
      columns: (variants == .policies ? [policy] : paths.indices.map { column(of: $0, paths) }) + figures
        + groups.enumerated().map { place, name in
          .integer(
            "profit.\(name)", in: .money,
            "What the equity of this account or block changed by, less what came from outside."
          ) { $0.entry.market.profits[place] }
        })
  }

  /// Millionths of a ratio, the nearest.
  private static func ratio(
    _ name: String, in unit: ColumnUnit, _ meaning: String, _ value: @escaping @Sendable (Tournament.Entry) -> Double?
  ) -> Column<TournamentRow> {
    .decimal(name, in: unit, meaning, scale: 6) { value($0.entry).map { Int128(($0 * 1e6).rounded()) } }
  }

  private static func column(of place: Int, _ paths: [VariedPath]) -> Column<TournamentRow> {
    let (path, meaning) = (paths[place], "What was varied, as it was asked for.")
    guard let scale = path.scale else {
      return .text(path.path, meaning) { row, _ in paths.value(of: place, in: row.entry.policy) }
    }
    let number = { @Sendable (row: TournamentRow) -> Int128? in
      decimalValue(of: paths.value(of: place, in: row.entry.policy), scale: scale).map { Int128($0) }
    }
    if scale == 0 { return .integer(path.path, meaning, number) }
    return .decimal(path.path, in: .none, meaning, scale: scale, number)
  }

  private static let figures: [Column<TournamentRow>] =
    [
      .integer("seed", "The seed; policies share it.") { $0.entry.seed },
      .text("digest", "Of all commands and events.") { row, _ in row.entry.digest },
      .instrument("Whose mark, quotes and trades the columns tell of.") { $0.entry.instrument },
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
      ratio("spread", in: .ticks, "The quoted spread, its mean over time; empty if both sides never stood.") {
        $0.market.spread
      },
      ratio("oneSided", in: .none, "The share of time with a side empty, halts and call auctions left out.") {
        $0.market.oneSided
      },
      ratio("volatility", in: .ticks, "The root of the mean squared change of the mid price in a second.") {
        $0.market.volatility
      },
      .integer("traded", in: .lots, "Of this instrument, each fill counted once.") { $0.entry.market.lots },
      ratio("shortfall", in: .none, "What all parent orders cost ÷ what they were worth at arrival.") {
        $0.market.shortfall
      },
    ]

  /// One for each run, in the tournament's order: policy by policy, in each by seed.
  public static func rows(of tournament: Tournament) -> [TournamentRow] {
    tournament.entries.map { TournamentRow(policy: tournament.policies[$0.policy], entry: $0) }
  }
}
