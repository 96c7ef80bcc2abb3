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
    /// Or a price of the settlement currency, which has none.
    case unknownAsset(AssetID)
    case unknownFund(FundID)
    /// An owner is an account of its own, opened before.
    case ownerNotAllowed(AccountID, owner: AccountID)
    /// Only between two accounts of one owner.
    case notSameOwner(AccountID, AccountID)
    /// An isolated account holds one instrument and no other.
    case notThisInstrument(AccountID, InstrumentID)
    /// A price or quantity beyond the instrument's limits, or below 1.
    case beyondLimits(InstrumentID, Price, lots: Int64)
    case positionAboveLimit(AccountID, InstrumentID, Position)
    case assetPriceBeyondLimits(AssetID, Price)
    case transferNegative(Money)
    /// Money for this reason, or this asset, never goes this way.
    case transferAstray(TransferReason, from: LedgerAccount, to: LedgerAccount)
    case fundBelowZero(FundID, Int128)
    /// A fund that pays for an account's loss keeps its floor.
    case fundBelowFloor(FundID, Int128)
    /// Nobody's contribution pays more than it is.
    case contributionBelowZero(AccountID, Int128)
    /// Found at the end of a command: rounding only ever leaves something over.
    case roundingBelowZero(Int128)
    /// Only the settlement currency may be owed.
    case assetBelowZero(AccountID, AssetID, Int128)
    case assetAboveLimit(AccountID, AssetID, Int128)
    /// What a fill of an inverse contract left over was not taken from here in the next event.
    case restMissing(LedgerAccount)
    /// Rounding took something from here that no fill left over.
    case restUncalledFor(LedgerAccount)
    /// What was moved is not what the account held.
    case notThePosition(AccountID, InstrumentID, held: Position, cost: Int128)
    /// Nobody trades or holds a contract that was settled.
    case contractIsSettled(InstrumentID)
    /// A forced order may only bring a position nearer to flat.
    case forcedFillEnlarges(AccountID, InstrumentID, before: Position, after: Position)
    /// Deleveraging may only bring both positions nearer to flat.
    case deleveragingEnlarges(AccountID, InstrumentID, before: Position, after: Position)
    case deleveragedAgainstItself(AccountID)
    /// Only the backstop takes accounts over, and not itself.
    case notTheBackstop(AccountID, backstop: AccountID)
    /// Found when something else happens, or the command ends: whoever was taken over has and holds nothing any more.
    case takeoverIncomplete(AccountID)
    /// Collateral was taken over between two accounts of which no takeover told just before.
    case takeoverUncalledFor(from: LedgerAccount, to: LedgerAccount)
    /// Found at the end of a command: whoever holds nothing has no cost.
    case costOfNothing(AccountID, InstrumentID, cost: Int128)
    /// An event states another equity than balances, marks and asset prices give.
    case equityDiffers(AccountID, stated: Money, rebuilt: Int128)
    case balancesOff(AssetID, sum: Int128)
    case lotsOff(InstrumentID, sum: Int128)
    /// A quote that no book can have.
    case quoteBeyondLimits(InstrumentID)
    /// A round that no earlier one can have caused.
    case roundOutOfTurn(UInt16)
  }
}
