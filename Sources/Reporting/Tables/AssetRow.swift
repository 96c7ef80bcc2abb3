import Analysis
import MarketTypes

/// What an account has of one asset when the stream ends.
public struct AssetRow: TableRow, Sendable {
  public let account: AccountID
  public let asset: AssetID
  /// In units of the asset.
  public let amount: Int128
  public let price: Price?

  /// Those that are not zero, the settlement currency left out, by account, then by asset.
  public static func rows(of audit: LedgerAudit) -> some Sequence<AssetRow> {
    let assets = audit.assetCount - 1
    return (0..<audit.accountCount * assets).lazy.compactMap { index in
      let (number, other) = index.quotientAndRemainder(dividingBy: assets)
      let (account, asset) = (AccountID(number: Int32(number)), AssetID(number: UInt16(other + 1)))
      let amount = audit.balance(of: .collateral(account), in: asset)
      return amount == 0 ? nil : AssetRow(account: account, asset: asset, amount: amount, price: audit.price(of: asset))
    }
  }

  public static let table = Table<AssetRow>(
    name: "assets",
    meaning: "What an account has of one asset at the end of the run, besides the settlement currency.",
    columns: [
      .account("Whose.") { $0.account },
      .asset("Of what.") { $0.asset },
      .integer("amount", "How much, in the asset's smallest units.") { $0.amount },
      .integer("price", in: .ticks, "What it counts at before its haircut; empty if it never had a price.") {
        $0.price?.ticks
      },
    ])
}
