import Analysis
import MarketTypes

/// How an account stands, with one of its positions.
public struct StandingRow: TableRow, Sendable {
  public let account: AccountStanding
  /// `nil` for an account without positions.
  public let position: PositionStanding?

  /// A row for each position, and one for an account that has none.
  public static func rows(of accounts: [AccountStanding]) -> some Sequence<StandingRow> {
    accounts.lazy.flatMap { account in
      account.positions.isEmpty
        ? [StandingRow(account: account, position: nil)]
        : account.positions.map { StandingRow(account: account, position: $0) }
    }
  }

  /// Empty where margin means nothing.
  private func margin<Value>(_ value: Value) -> Value? { account.isMargined ? value : nil }

  public static let table = Table<StandingRow>(
    name: "standing",
    meaning: "How an account stands at a moment of a run, with one of its positions; what `cascade accounts` prints."
      + " An account without positions has one line. An exempt account is asked for no margin: what has to do with it"
      + " is empty.",
    columns: [
      .account("Its name.") { $0.account.account },
      .text("kind", "How margin is reckoned: cross, isolated or portfolio; exempt and backstop: not at all.") {
        row, _ in
        CaseNames.accountKinds[Int(row.account.kind.rawValue)]
      },
      .integer("equity", in: .money, "Collateral and unrealized profit.") { $0.account.equity },
      .integer("initial", in: .money, "Initial margin of positions and open orders.") { $0.margin($0.account.initial) },
      .integer("maintenance", in: .money, "Maintenance margin.") { $0.margin($0.account.maintenance) },
      .integer("freeCollateral", in: .money, "Equity less initial margin.") { $0.margin($0.account.freeCollateral) },
      .decimal("utilisation", in: .none, "Initial margin ÷ equity, up; empty without equity above zero.", scale: 6) {
        $0.margin($0.account.utilisation) ?? nil
      },
      .decimal("health", in: .none, "Equity ÷ maintenance margin, down; empty where none is needed.", scale: 6) {
        $0.margin($0.account.health) ?? nil
      },
      .decimal("leverage", in: .none, "Notional ÷ equity, up; empty without equity above zero.", scale: 6) {
        $0.margin($0.account.leverage) ?? nil
      },
      .decimal(
        "distance", in: .none,
        "The smallest move of all marks by one fraction that makes it liquidatable, below zero a fall; empty where none"
          + " does.", scale: 9
      ) { ($0.margin($0.account.distance) ?? nil).map { Int128($0.partsPerBillion) } },
      .text(
        "level", "`sufficient`, `alerted` or `called`, as last looked at; empty where the venue has no margin levels."
      ) {
        row, _ in row.margin(row.account.level.map { CaseNames.marginLevels[Int($0.rawValue)] }) ?? nil
      },
      .instrument("Of what the position is; this and what follows, to the bankruptcy price, is empty without one.") {
        $0.position?.instrument
      },
      .integer("holding", in: .lots, "Long above zero, short below.") { $0.position?.position.lots },
      .integer("cost", in: .money, "What it cost; negative for a short, and for a long of an inverse contract.") {
        $0.position?.cost
      },
      .integer("mark", in: .ticks, "The last mark; empty if there never was one.") { $0.position?.mark?.ticks },
      .integer(
        "liquidationPrice", in: .ticks,
        "The mark at which the account becomes liquidatable while other marks stand; empty where none does."
      ) { $0.position?.liquidationPrice?.ticks },
      .integer(
        "bankruptcyPrice", in: .ticks,
        "The price at which closing the position leaves nothing behind it; empty where none does."
      ) { $0.position?.bankruptcyPrice?.ticks },
      .integer(
        "isolated", in: .money,
        "Asked for by --compare, else empty: the collateral its positions and orders need one by one."
      ) {
        $0.account.requirements?.isolated
      },
      .integer("cross", in: .money, "Likewise: what they need under cross margin.") { $0.account.requirements?.cross },
      .integer(
        "portfolio", in: .money, "Likewise: under portfolio margin; empty too where the venue has no scenarios."
      ) { $0.account.requirements?.portfolio ?? nil },
    ])
}
