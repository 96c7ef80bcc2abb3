import Analysis
import MarketTypes

/// What an account has when the stream ends.
public struct AccountRow: TableRow, Sendable {
  public let account: AccountID
  public let kind: AccountKind
  /// Whose sub-account it is; `nil` for an account of its own.
  public let owner: AccountID?
  /// Settlement currency.
  public let collateral: Int128
  /// How many holdings are not flat.
  public let holdings: Int
  /// What its other assets count at their prices less haircuts.
  public let assetValue: Int128
  public let equity: Int128

  /// In order of number.
  public static func rows(of audit: LedgerAudit) -> some Sequence<AccountRow> {
    (0..<audit.accountCount).lazy.map { number in
      let account = AccountID(number: Int32(number))
      let owner = audit.owner(of: account)
      return AccountRow(
        account: account, kind: audit.kind(of: account), owner: owner == account ? nil : owner,
        collateral: audit.balance(of: .collateral(account)), holdings: audit.instrumentsHeld(by: account).count,
        assetValue: audit.assetValue(of: account), equity: audit.equity(of: account))
    }
  }

  public static let table = Table<AccountRow>(
    name: "accounts", meaning: "What an account has at the end of the run.",
    columns: [
      .account("Its name.") { $0.account },
      .text("kind", "How margin is reckoned: cross, isolated or portfolio; exempt: not at all.") { row, _ in
        CaseNames.accountKinds[Int(row.kind.rawValue)]
      },
      .integer("collateral", in: .money, "Its cash.") { $0.collateral },
      .integer("holdings", "How many instruments it holds; see the table of holdings.") { $0.holdings },
      .integer("equity", in: .money, "Cash, unrealized profit at the last marks, and what other assets count.") {
        $0.equity
      },
      .account(named: "owner", "Whose sub-account it is; empty for an account of its own.") { $0.owner },
      .integer(
        "assetValue", in: .money, "What its assets beside the settlement currency count: price less haircut."
      ) { $0.assetValue },
    ])
}
