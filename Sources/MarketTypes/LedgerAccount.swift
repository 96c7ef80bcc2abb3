/// Where money can be. Money only ever moves from one of these to another; their balances sum to zero.
///
/// The cost basis of a holding is a ledger account like any other: buying moves the notional from the
/// buyer's cost basis to the seller's, so its balance is minus what the holding cost.
@frozen public enum LedgerAccount: Hashable, Sendable, BitwiseCopyable {
  /// An account's cash, or what it has of an asset.
  case collateral(AccountID)
  /// Minus what an account's holding cost.
  case costBasis(AccountID, InstrumentID)
  /// What the venue earned.
  case fees
  /// An insurance fund; never below zero.
  case fund(FundID)
  /// What an account has in the default fund that members share.
  case contribution(AccountID)
  /// What rounding left over.
  case rounding
  /// Losses nobody paid: zero or below.
  case uncovered
  /// The world beyond the venue: minus deposits plus withdrawals.
  case outside
}

/// Why money moved.
@frozen public enum TransferReason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// From outside into collateral, or into a fund.
  case deposit
  /// Out of collateral, to outside.
  case withdrawal
  /// Profit or loss of a closed part, from the holding's cost basis to its owner's collateral.
  case realized
  /// From the account to the venue's fees; a rebate goes the other way (CLR-4).
  case makerFee
  /// From the account to the venue's fees; a rebate goes the other way (CLR-4).
  case takerFee
  /// The insurance fund makes a bankrupt account whole.
  case shortfallCovered
  /// What the fund could not pay.
  case shortfallUncovered
  /// A fee given back because its fill was undone.
  case feeReturned
  /// Between accounts of one owner.
  case moved
  /// Longs pay shorts, or shorts longs.
  case funding
  /// What a division left over.
  case rounded
  /// A position's gain or loss up to now, paid in cash, while it stays open.
  case markedToMarket
  /// What a forced fill pays to the fund.
  case liquidationFee
  /// An asset sold to cover a debt, and what it brought.
  case converted
  /// What selling an asset cost.
  case conversionFee
  /// A margin call met out of the owner's free collateral.
  case toppedUp
  /// Collateral of an account that the backstop took over, or its debt.
  case takenOver
  /// Into the default fund, or out of it.
  case contributed
  /// A contribution pays a loss: the defaulter's own, or a member's.
  case contributionUsed
  /// A member pays beyond its contribution.
  case assessed
  /// A loss taken out of unrealized gains: a holding's cost rises by it.
  case gainsCut
  /// A loss charged to each lot of open interest.
  case openInterestCharged
}

/// Money that moved from one ledger account to another, and why.
@frozen public struct Transfer: Hashable, Sendable, BitwiseCopyable {
  /// Never negative.
  public var amount: Money
  /// Its balance falls by the amount.
  public var from: LedgerAccount
  /// Its balance rises by the amount.
  public var to: LedgerAccount
  /// What moved: units of the settlement currency, or of an asset.
  public var asset: AssetID
  /// Which rule moved it.
  public var reason: TransferReason

  @inlinable
  public init(
    from: LedgerAccount, to: LedgerAccount, amount: Money, asset: AssetID = .settlement, reason: TransferReason
  ) {
    self.amount = amount
    self.from = from
    self.to = to
    self.asset = asset
    self.reason = reason
  }
}
