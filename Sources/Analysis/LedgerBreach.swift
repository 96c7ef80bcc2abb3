import MarketTypes

/// The first thing a stream said that cannot be: where, and with which values.
public struct LedgerBreach: Hashable, Sendable {
  /// Of the event, or of the last one of the command at whose end it was found.
  public let position: EventPosition
  /// What was broken.
  public let rule: Rule

  /// What was broken. Where an entry cannot be booked at all, it was left out of the balances.
  public enum Rule: Hashable, Sendable {
    /// Accounts are numbered from 0 without gaps.
    case accountOutOfTurn(AccountID)
    /// An event names an account that none opened.
    case unknownAccount(AccountID)
    /// An event names an instrument that the rules do not have.
    case unknownInstrument(InstrumentID)
    /// Or a price of the settlement currency, which has none.
    case unknownAsset(AssetID)
    /// An event names a fund that the rules do not have.
    case unknownFund(FundID)
    /// An owner is an account of its own, opened before.
    case ownerNotAllowed(AccountID, owner: AccountID)
    /// Only between two accounts of one owner.
    case notSameOwner(AccountID, AccountID)
    /// An isolated account holds one instrument and no other.
    case notThisInstrument(AccountID, InstrumentID)
    /// A price or quantity beyond the instrument's limits, or below 1.
    case beyondLimits(InstrumentID, Price, lots: Int64)
    /// A fill left a position above the instrument's maximum.
    case positionAboveLimit(AccountID, InstrumentID, Position)
    /// A price of collateral below 1 or above the asset's maximum.
    case assetPriceBeyondLimits(AssetID, Price)
    /// A transfer of less than nothing.
    case transferNegative(Money)
    /// Money for this reason, or this asset, never goes this way.
    case transferAstray(TransferReason, from: LedgerAccount, to: LedgerAccount)
    /// A fund paid more than it had.
    case fundBelowZero(FundID, Int128)
    /// A fund that pays for an account's loss keeps its floor.
    case fundBelowFloor(FundID, Int128)
    /// Nobody's contribution pays more than it is.
    case contributionBelowZero(AccountID, Int128)
    /// Found at the end of a command: rounding only ever leaves something over.
    case roundingBelowZero(Int128)
    /// Only the settlement currency may be owed.
    case assetBelowZero(AccountID, AssetID, Int128)
    /// An account has more of an asset than one may bring.
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
    /// The two positions closed against each other are one.
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
    /// All ledger accounts of an asset do not sum to zero.
    case balancesOff(AssetID, sum: Int128)
    /// Longs and shorts of an instrument do not come to zero together.
    case lotsOff(InstrumentID, sum: Int128)
    /// A quote that no book can have.
    case quoteBeyondLimits(InstrumentID)
    /// A round that no earlier one can have caused.
    case roundOutOfTurn(UInt16)
  }
}
