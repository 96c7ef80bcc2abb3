/// What people call the instruments and accounts that commands and events know by number.
public struct Names: Hashable, Sendable {
  /// In order of number.
  public var instruments: [String]
  public var accounts: [String]

  public init(instruments: [String] = [], accounts: [String] = []) {
    self.instruments = instruments
    self.accounts = accounts
  }

  /// The name, or `#number` for one that has none.
  public func name(of instrument: InstrumentID) -> String {
    instruments.indices.contains(instrument.index) ? instruments[instrument.index] : "#\(instrument.number)"
  }

  /// The name, or `#number` for one that has none.
  public func name(of account: AccountID) -> String {
    accounts.indices.contains(account.index) ? accounts[account.index] : "#\(account.number)"
  }
}
