import Analysis
import MarketTypes

/// What an account has when the stream ends.
public struct AccountRow: TableRow, Sendable {
  public let account: AccountID
  public let kind: AccountKind
  /// Itself, unless it is a sub-account.
  public let owner: AccountID
  public let collateral: Int128
  /// How many holdings are not flat.
  public let holdings: Int
  public let equity: Int128

  /// In order of number.
  public static func rows(of audit: LedgerAudit) -> some Sequence<AccountRow> {
    (0..<audit.accountCount).lazy.map { number in
      let account = AccountID(number: Int32(number))
      return AccountRow(
        account: account, kind: audit.kind(of: account), owner: audit.owner(of: account),
        collateral: audit.balance(of: .collateral(account)),
        holdings: audit.instrumentsHeld(by: account).count, equity: audit.equity(of: account))
    }
  }

  public static let table = Table<AccountRow>(
    name: "accounts", meaning: "What an account has at the end of the run.",
    columns: [
      .account("Its name.") { $0.account },
      .text(
        "kind",
        "exempt: no margin rules apply; backstop: nor to it, and it takes over positions. Else how margin is reckoned: cross, isolated (one instrument), portfolio."
      ) { row, _ in
        CaseNames.accountKinds[Int(row.kind.rawValue)]
      },
      .account(named: "owner", "Whose sub-account it is; empty for an account of its own.") {
        $0.owner == $0.account ? nil : $0.owner
      },
      .integer("collateral", in: .money, "Its cash; see the table of assets for what else it has.") { $0.collateral },
      .integer("holdings", "How many instruments it holds; see the table of holdings.") { $0.holdings },
      .integer("equity", in: .money, "Cash plus unrealized profit at the last marks plus what its assets count.") {
        $0.equity
      },
    ])
}
