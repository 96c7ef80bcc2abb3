import Analysis
import MarketTypes

/// What an account had at a moment of the run.
extension EquitySample: TableRow {
  /// Sampled: its rows come from `EquityWatch`, not from single events.
  public static let table = Table<EquitySample>(
    name: "equity",
    meaning: """
      What an account had at a moment of the run; moments are a second apart, or what --every says. An account has a line \
      at a moment where something of it is not as in its line before.
      """,
    columns: [
      .time("The moment; of the last lines, when the run ended.") { $0.time },
      .account("Whose.") { $0.account },
      .integer("collateral", in: .money, "Its cash.") { $0.collateral },
      .integer("equity", in: .money, "Cash plus unrealized profit at the marks plus what its assets count.") {
        $0.equity
      },
      .integer("holdings", "How many instruments it held.") { $0.holdings },
      .integer("notional", in: .money, "Of all it held, long and short alike, at the marks.") { $0.notional },
    ])
}
