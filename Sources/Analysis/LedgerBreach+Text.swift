import MarketTypes

extension LedgerBreach {
  /// The breach in words: `event 17: insurance fund 0 fell to -5`.
  public func text(_ names: Names = Names()) -> String { "event \(position.number): \(rule.text(names))" }
}

extension LedgerBreach.Rule {
  fileprivate func text(_ names: Names) -> String {
    switch self {
    case .accountOutOfTurn(let account): "account number \(account.number) is not the next"
    case .unknownAccount(let account): "there is no account \(names.name(of: account))"
    case .unknownInstrument(let instrument): "there is no instrument \(names.name(of: instrument))"
    case .unknownAsset(let asset): "there is no \(asset.text(names)) that could have a price or be held"
    case .unknownFund(let fund): "there is no insurance fund \(fund.number)"
    case .ownerNotAllowed(let account, let owner):
      "\(names.name(of: account)) is opened as a sub-account of \(names.name(of: owner)), which cannot own any"
    case .notSameOwner(let one, let other):
      "\(names.name(of: one)) and \(names.name(of: other)) are not two accounts of one owner"
    case .notThisInstrument(let account, let instrument):
      "\(names.name(of: account)) is isolated in another instrument than \(names.name(of: instrument))"
    case .beyondLimits(let instrument, let price, let lots):
      "\(lots) lots of \(names.name(of: instrument)) at \(price.ticks) are beyond its limits"
    case .positionAboveLimit(let account, let instrument, let position):
      "\(names.name(of: account)) would hold \(position.lots) lots of \(names.name(of: instrument)), above the limit"
    case .assetPriceBeyondLimits(let asset, let price): "\(asset.text(names)) at \(price.ticks) is beyond its limits"
    case .transferNegative(let amount): "a transfer of \(amount.units)"
    case .transferAstray(let reason, let from, let to):
      "a transfer for the reason \(reason) cannot go from \(from.text(names)) to \(to.text(names))"
    case .fundBelowZero(let fund, let balance): "insurance fund \(fund.number) fell to \(balance)"
    case .fundBelowFloor(let fund, let balance):
      "insurance fund \(fund.number) paid for a loss and fell to \(balance), below its floor"
    case .contributionBelowZero(let account, let balance):
      "the contribution of \(names.name(of: account)) fell to \(balance)"
    case .roundingBelowZero(let balance): "the rounding account fell to \(balance)"
    case .assetBelowZero(let account, let asset, let balance):
      "\(names.name(of: account)) would have \(balance) of \(asset.text(names))"
    case .assetAboveLimit(let account, let asset, let balance):
      "\(names.name(of: account)) would have \(balance) of \(asset.text(names)), above the limit"
    case .restMissing(let account):
      "the unit that a fill left over does not go from \(account.text(names)) to rounding at once"
    case .restUncalledFor(let account): "rounding takes from \(account.text(names)) what no fill left over"
    case .notThePosition(let account, let instrument, let held, let cost):
      "\(names.name(of: account)) holds \(held.lots) lots of \(names.name(of: instrument)) at a cost of \(cost), not"
        + " what was moved"
    case .contractIsSettled(let instrument): "\(names.name(of: instrument)) was settled before"
    case .forcedFillEnlarges(let account, let instrument, let before, let after):
      "a forced fill took \(names.name(of: account)) from \(before.lots) to \(after.lots) lots of"
        + " \(names.name(of: instrument))"
    case .deleveragingEnlarges(let account, let instrument, let before, let after):
      "deleveraging took \(names.name(of: account)) from \(before.lots) to \(after.lots) lots of"
        + " \(names.name(of: instrument))"
    case .deleveragedAgainstItself(let account): "\(names.name(of: account)) is deleveraged against itself"
    case .notTheBackstop(let account, let backstop):
      "\(names.name(of: account)) is taken over by \(names.name(of: backstop)), which is not the backstop or itself"
    case .takeoverIncomplete(let account): "\(names.name(of: account)) was taken over, and something was left to it"
    case .takeoverUncalledFor(let from, let to):
      "\(from.text(names)) goes to \(to.text(names)) as taken over, and no takeover says so"
    case .costOfNothing(let account, let instrument, let cost):
      "\(names.name(of: account)) holds no \(names.name(of: instrument)) at a cost of \(cost)"
    case .equityDiffers(let account, let stated, let rebuilt):
      "equity of \(names.name(of: account)) is stated as \(stated.units), the ledger says \(rebuilt)"
    case .quoteBeyondLimits(let instrument): "a quote of \(names.name(of: instrument)) is beyond what a book can hold"
    case .roundOutOfTurn(let round): "round \(round) comes before the one that could cause it"
    case .balancesOff(let asset, let sum): "all balances of \(asset.text(names)) sum to \(sum)"
    case .lotsOff(let instrument, let sum): "all positions of \(names.name(of: instrument)) sum to \(sum) lots"
    }
  }
}

extension AssetID {
  fileprivate func text(_ names: Names) -> String {
    self == .settlement ? "the settlement currency" : "asset \(names.name(of: self))"
  }
}

extension LedgerAccount {
  fileprivate func text(_ names: Names) -> String {
    switch self {
    case .collateral(let owner): "the collateral of \(names.name(of: owner))"
    case .costBasis(let owner, let instrument):
      "the cost basis of \(names.name(of: owner)) in \(names.name(of: instrument))"
    case .fees: "the fees"
    case .fund(let fund): "insurance fund \(fund.number)"
    case .contribution(let owner): "the contribution of \(names.name(of: owner))"
    case .rounding: "rounding"
    case .uncovered: "the uncovered losses"
    case .outside: "outside"
    }
  }
}
