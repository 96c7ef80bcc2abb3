import Clearing
import MarketTypes

/// What may be asked of accounts' assets and levels between commands. Nothing here changes the venue.
extension Exchange {
  /// What an account has of an asset, in the asset's units; of the settlement currency below zero when it owes.
  public func balance(of account: AccountID, in asset: AssetID) -> Money { house.balance(of: account, asset) }
  /// What a unit of collateral counts at, before its haircut; `nil` until told.
  public func price(of asset: AssetID) -> Price? { house.price(of: asset) }
  /// Where the account's equity stands to the levels of margin; sufficient where the rules have none.
  public func marginLevel(of account: AccountID) -> MarginLevel { house.level(of: account) }
}
