import MarketTypes
import Venue

/// What stories about sub-accounts, assets and prices from outside ask of a floor.
extension TradingFloor {
  /// Opens the next account, perhaps as somebody's sub-account.
  mutating func openSub(
    _ kind: AccountKind, of owner: AccountID? = nil, in instrument: InstrumentID = perp, with units: Int64 = 0
  ) -> AccountID {
    let account = AccountID(number: Int32(venue.accountCount))
    run(.openAccount(AccountOpening(account: account, kind: kind, owner: owner, instrument: instrument)))
    if units > 0 { run(.deposit(account, Money(units: units))) }
    return account
  }

  /// Units of an asset from outside.
  @discardableResult
  mutating func bring(_ units: Int64, of asset: AssetID, to account: AccountID) -> [Event] {
    run(.deposit(account, Money(units: units), of: asset))
  }

  @discardableResult
  mutating func withdraw(_ units: Int64, of asset: AssetID = .settlement, from account: AccountID) -> [Event] {
    run(.withdraw(account, Money(units: units), of: asset))
  }

  /// What an asset's only source says.
  @discardableResult
  mutating func price(_ ticks: Int64?, of asset: AssetID, after span: Int64 = 0) -> [Event] {
    run(.report(SourceReport(.asset(asset), source: 0, price: ticks.map { Price(ticks: $0) })), after: span)
  }

  @discardableResult
  mutating func transfer(
    _ units: Int64, of asset: AssetID = .settlement, from: AccountID, to: AccountID
  ) -> [Event] {
    run(.transfer(CollateralTransfer(from: from, to: to, amount: Money(units: units), asset: asset)))
  }

  @discardableResult
  mutating func move(_ instrument: InstrumentID = perp, from: AccountID, to: AccountID) -> [Event] {
    run(.movePosition(PositionMove(from: from, to: to, instrument: instrument)))
  }

  @discardableResult
  mutating func factor(_ factor: Rate, of instrument: InstrumentID = perp) -> [Event] {
    run(.setMarginFactor(MarginFactor(instrument: instrument, factor: factor)))
  }

  func cash(_ account: AccountID) -> Int64 { venue.collateral(of: account).units }
  func equity(_ account: AccountID) -> Int128 { venue.figures(of: account).equity }
  func cost(_ account: AccountID, in instrument: InstrumentID = perp) -> Int64 {
    venue.costBasis(of: account, in: instrument).units
  }
  func units(_ asset: AssetID, of account: AccountID) -> Int64 { venue.balance(of: account, in: asset).units }
}

extension AssetID {
  static let gold = AssetID(number: 1)
  static let silver = AssetID(number: 2)
}

extension [Event] {
  /// What moved, a line each: reason, amount, from whom to whom.
  var money: [String] {
    compactMap { event in
      guard case .transferred(let transfer) = event.body else { return nil }
      let asset = transfer.asset == .settlement ? "" : " of asset \(transfer.asset.number)"
      return "\(transfer.reason) \(transfer.amount.units)\(asset): \(transfer.from.line) to \(transfer.to.line)"
    }
  }

  var levels: [MarginLevelChange] {
    compactMap { event in
      guard case .marginLevelChanged(let change) = event.body else { return nil }
      return change
    }
  }

  var uncovered: [LossUncovered] {
    compactMap { event in
      guard case .lossUncovered(let loss) = event.body else { return nil }
      return loss
    }
  }
}

extension LedgerAccount {
  fileprivate var line: String {
    switch self {
    case .collateral(let owner): "cash \(owner.number)"
    case .costBasis(let owner, let instrument): "cost \(owner.number)/\(instrument.number)"
    case .fund(let fund): "fund \(fund.number)"
    case .fees: "fees"
    case .contribution(let owner): "contribution \(owner.number)"
    case .rounding: "rounding"
    case .uncovered: "uncovered"
    case .outside: "outside"
    }
  }
}
