import Clearing
import Liquidation
import MarketTypes

/// Other rules for a venue at work. No venue does this: it is how a counterfactual asks what would have come of it.
extension Exchange {
  /// Goes on under other rules from the next command on. O(accounts + holdings).
  ///
  /// Nothing is checked now: whoever is under margin by the new rules is found at the end of the next command. Accounts
  /// that wait for their forced orders go on waiting; with liquidation off they are left alone, and found again when
  /// it is on again.
  ///
  /// - Precondition: `unchangeablePart(in:)` finds nothing.
  public mutating func adopt(_ rules: VenueRules) {
    if rules == self.rules { return }
    if let part = unchangeablePart(in: rules) { invariantFailed("a venue at work was to change \(part)") }
    let turnsOn = rules.liquidation.isOn && !self.rules.liquidation.isOn
    self.rules = rules
    liquidation.adopt(rules.liquidation)
    if turnsOn { house.releaseAll() }
    house.adopt(rules)
    scheduleDisposal()
  }

  /// The first part in which other rules differ that this venue cannot change any more, in words; `nil` if it can adopt them.
  ///
  /// Of a margin multiplied by command it was proven that it stays countable at the alert level; so that one stays then.
  public func unchangeablePart(in rules: VenueRules) -> String? {
    if let part = self.rules.unchangeablePart(in: rules) { return part }
    let raisesAlert = rules.marginLevels.map { $0.alert > self.rules.marginLevels?.alert ?? .one } ?? false
    return raisesAlert && house.hasCommandedFactor ? "the alert level while a margin factor stands" : nil
  }

  /// Whether any order of the account rests or waits for its trigger. O(instruments).
  public func hasOpenOrders(_ account: AccountID) -> Bool {
    (0..<books.count).contains { hasOpenOrders(account, in: InstrumentID(number: UInt16($0))) }
  }
}

extension VenueRules {
  /// The first part that differs and that a venue at work cannot change, in words; `nil` if it can take the other rules.
  ///
  /// It can change how accounts under margin are closed and the levels of margin before that, fees that instruments name,
  /// claim limits of funds, self-trade prevention for orders that do not say, and the order rate. Margins, marks, contracts
  /// and the rest stand in the state of accounts and books.
  public func unchangeablePart(in other: VenueRules) -> String? {
    if instruments.count != other.instruments.count { return "the number of instruments" }
    for (index, pair) in zip(instruments, other.instruments).enumerated() {
      var instrument = pair.1
      instrument.makerFee = pair.0.makerFee
      instrument.takerFee = pair.0.takerFee
      instrument.liquidationFee = pair.0.liquidationFee
      if instrument != pair.0 { return "instrument \(index) beyond its fees" }
    }
    if assets != other.assets { return "collateral assets" }
    if portfolio != other.portfolio { return "portfolio margin" }
    if fees != other.fees { return "the fee schedule" }
    if funds.count != other.funds.count { return "the number of insurance funds" }
    return dayLength != other.dayLength ? "the length of a day" : nil
  }
}
