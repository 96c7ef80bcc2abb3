import MarketTypes

/// The first thing a stream said that cannot be: where, and with which values.
public struct LedgerBreach: Hashable, Sendable {
  public let position: EventPosition
  public let rule: Rule

  /// What was broken. Where an entry cannot be booked at all, it was left out of the balances.
  public enum Rule: Hashable, Sendable {
    /// Accounts are numbered from 0 without gaps.
    case accountOutOfTurn(AccountID)
    case unknownAccount(AccountID)
    case unknownInstrument(InstrumentID)
    /// A price or quantity beyond the instrument's limits, or below 1.
    case beyondLimits(InstrumentID, Price, lots: Int64)
    case positionAboveLimit(AccountID, InstrumentID, Position)
    case transferNegative(Money)
    case fundBelowZero(Int128)
    /// A forced order may only bring a position nearer to flat.
    case forcedFillEnlarges(AccountID, InstrumentID, before: Position, after: Position)
    /// Found at the end of a command: whoever holds nothing has no cost.
    case costOfNothing(AccountID, InstrumentID, cost: Int128)
    /// An event states another equity than the balances and marks give.
    case equityDiffers(AccountID, stated: Money, rebuilt: Int128)
    case balancesOff(sum: Int128)
    case lotsOff(InstrumentID, sum: Int128)
    /// A quote that no book can have.
    case quoteBeyondLimits(InstrumentID)
    /// A round that no earlier one can have caused.
    case roundOutOfTurn(UInt16)
  }
}

extension LedgerBreach {
  /// The breach in words: `event 17: the insurance fund fell to -5`.
  public func text(_ names: Names = Names()) -> String { "event \(position.number): \(rule.text(names))" }
}

extension LedgerBreach.Rule {
  fileprivate func text(_ names: Names) -> String {
    switch self {
    case .accountOutOfTurn(let account): "account number \(account.number) is not the next"
    case .unknownAccount(let account): "there is no account \(names.name(of: account))"
    case .unknownInstrument(let instrument): "there is no instrument \(names.name(of: instrument))"
    case .beyondLimits(let instrument, let price, let lots):
      "\(lots) lots of \(names.name(of: instrument)) at \(price.ticks) are beyond its limits"
    case .positionAboveLimit(let account, let instrument, let position):
      "\(names.name(of: account)) would hold \(position.lots) lots of \(names.name(of: instrument)), above the limit"
    case .transferNegative(let amount): "a transfer of \(amount.units)"
    case .fundBelowZero(let balance): "the insurance fund fell to \(balance)"
    case .forcedFillEnlarges(let account, let instrument, let before, let after):
      "a forced fill took \(names.name(of: account)) from \(before.lots) to \(after.lots) lots of"
        + " \(names.name(of: instrument))"
    case .costOfNothing(let account, let instrument, let cost):
      "\(names.name(of: account)) holds no \(names.name(of: instrument)) at a cost of \(cost)"
    case .equityDiffers(let account, let stated, let rebuilt):
      "equity of \(names.name(of: account)) is stated as \(stated.units), the ledger says \(rebuilt)"
    case .quoteBeyondLimits(let instrument): "a quote of \(names.name(of: instrument)) is beyond what a book can hold"
    case .roundOutOfTurn(let round): "round \(round) comes before the one that could cause it"
    case .balancesOff(let sum): "all balances sum to \(sum)"
    case .lotsOff(let instrument, let sum): "all positions of \(names.name(of: instrument)) sum to \(sum) lots"
    }
  }
}
