/// What people call the instruments, accounts and assets that commands and events know by number.
public struct Names: Hashable, Sendable {
  /// In order of number.
  public var instruments: [String]
  /// In order of number.
  public var accounts: [String]
  /// From asset 1 on: asset 0 is the settlement currency.
  public var assets: [String]

  public init(instruments: [String] = [], accounts: [String] = [], assets: [String] = []) {
    self.instruments = instruments
    self.accounts = accounts
    self.assets = assets
  }

  /// The name, or `#number` for one that has none.
  public func name(of instrument: InstrumentID) -> String {
    instruments.indices.contains(instrument.index) ? instruments[instrument.index] : "#\(instrument.number)"
  }

  /// The name, or `#number` for one that has none.
  public func name(of account: AccountID) -> String {
    accounts.indices.contains(account.index) ? accounts[account.index] : "#\(account.number)"
  }

  /// The name, or `#number` for one that has none, as the settlement currency.
  public func name(of asset: AssetID) -> String {
    let index = Int(asset.number) - 1
    return assets.indices.contains(index) ? assets[index] : "#\(asset.number)"
  }
}
