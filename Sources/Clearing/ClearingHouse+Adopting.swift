import MarketTypes
import Storage

/// Other rules for a house at work: what a counterfactual changes.
extension ClearingHouse {
  /// Goes on under other rules that differ from its own in what a venue at work can change.
  ///
  /// Every account is looked at anew at the next check: its triggers stood for the old threshold and the old levels.
  /// Without levels nobody is alerted or called any more. O(accounts + holdings).
  public mutating func adopt(_ rules: VenueRules) {
    threshold = rules.liquidation.threshold
    levels = rules.marginLevels
    adopt(rules.liquidation)
    for (index, instrument) in rules.instruments.enumerated() {
      lines[index].makerFee = instrument.makerFee
      lines[index].takerFee = instrument.takerFee
      lines[index].liquidationFee = instrument.liquidationFee
    }
    for (index, fund) in rules.funds.enumerated() {
      ledger.funds[index].claimLimit = fund.claimLimit?.units ?? .max
      ledger.funds[index].floor = fund.floor.units
    }
    restless.removeAll()
    for index in 0..<accounts.count {
      let account = AccountID(number: Int32(index))
      if levels == nil { accounts[index].level = .sufficient }
      if accounts[index].standing == .watched { clearTriggers(of: account) }
      markDirty(account)
    }
  }

  /// What forced fills pay, and who bears losses.
  mutating func adopt(_ rules: LiquidationRules) {
    liquidationFee = rules.fee
    liquidationBuffer = rules.sizing.buffer
    lossLayers.removeAll()
    for layer in rules.losses { lossLayers.append(layer) }
  }

  /// Whether some instrument's margin is multiplied because a command said so.
  public var hasCommandedFactor: Bool {
    (0..<instrumentCount).contains { lines[$0].factor != .one && addOns[$0].volatility == nil }
  }

  /// Takes back all accounts that were found liquidatable, so that they are found again. O(accounts).
  public mutating func releaseAll() {
    for index in 0..<accounts.count where accounts[index].standing == .due {
      release(AccountID(number: Int32(index)))
    }
  }
}
