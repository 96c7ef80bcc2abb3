import MarketTypes

extension TransferReason {
  /// Whether money may go this way for this reason. Both accounts exist.
  func leads(from: LedgerAccount, to: LedgerAccount) -> Bool {
    switch (self, from, to) {
    case (.deposit, .outside, .collateral), (.deposit, .outside, .fund): true
    case (.withdrawal, .collateral, .outside): true
    // A holding's gain or loss is its owner's and nobody else's.
    case (.realized, .costBasis(let owner, _), .collateral(let other)),
      (.realized, .collateral(let other), .costBasis(let owner, _)),
      (.markedToMarket, .costBasis(let owner, _), .collateral(let other)),
      (.markedToMarket, .collateral(let other), .costBasis(let owner, _)):
      owner == other
    // A rebate goes the other way.
    case (.makerFee, .collateral, .fees), (.makerFee, .fees, .collateral), (.takerFee, .collateral, .fees),
      (.takerFee, .fees, .collateral), (.feeReturned, .collateral, .fees), (.feeReturned, .fees, .collateral):
      true
    // Losses nobody paid are paid by a fund that gets money again.
    case (.shortfallCovered, .fund, .collateral), (.shortfallCovered, .fund, .uncovered),
      (.shortfallUncovered, .uncovered, .collateral):
      true
    case (.moved, .collateral(let from), .collateral(let to)): from != to
    // From payer to receiver, or by way of the rounding account, which keeps what is left over.
    case (.funding, .collateral, .collateral), (.funding, .collateral, .rounding), (.funding, .rounding, .collateral):
      true
    case (.rounded, .collateral, .rounding), (.rounded, .costBasis, .rounding), (.rounded, .fees, .rounding),
      (.rounded, .fund, .rounding), (.rounded, .outside, .rounding):
      true
    case (.liquidationFee, .collateral, .fund): true
    // The asset leaves the venue, and what it brought comes in.
    case (.converted, .collateral, .outside), (.converted, .outside, .collateral): true
    case (.conversionFee, .collateral, .fees), (.conversionFee, .collateral, .fund): true
    // A debt that is taken over is paid to the account that had it.
    case (.toppedUp, .collateral(let from), .collateral(let to)),
      (.takenOver, .collateral(let from), .collateral(let to)),
      (.assessed, .collateral(let from), .collateral(let to)),
      (.gainsCut, .costBasis(let from, _), .collateral(let to)),
      (.openInterestCharged, .collateral(let from), .collateral(let to)):
      from != to
    case (.contributed, .collateral(let owner), .contribution(let member)),
      (.contributed, .contribution(let member), .collateral(let owner)):
      owner == member
    // The defaulter's own, or another member's.
    case (.contributionUsed, .contribution, .collateral): true
    default: false
    }
  }
}
