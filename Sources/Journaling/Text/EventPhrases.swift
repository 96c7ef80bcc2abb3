import MarketTypes

/// The phrases of commands, events and their reasons. Each phrase's code is the name of its case.

extension AccountKind: Phrased {
  var phrase: Phrase {
    switch self {
    case .cross: "cross"
    case .exempt: "exempt"
    }
  }
}

extension Side: Phrased {
  var phrase: Phrase {
    switch self {
    case .buy: "buy"
    case .sell: "sell"
    }
  }
}

extension TimeInForce: Phrased {
  var phrase: Phrase {
    switch self {
    case .goodTilCancelled: "good til cancelled"
    case .immediateOrCancel: "immediate or cancel"
    case .fillOrKill: "fill or kill"
    }
  }
}

extension OrderTerms {
  /// The terms that have names, in the order in which a line shows them.
  static var named: [(term: OrderTerms, phrase: Phrase)] {
    [(.postOnly, "post-only"), (.reduceOnly, "reduce-only"), (.forced, "forced")]
  }
}

extension TransferReason: Phrased {
  var phrase: Phrase {
    switch self {
    case .deposit: "deposit"
    case .withdrawal: "withdrawal"
    case .realized: "realized"
    case .makerFee: "maker fee"
    case .takerFee: "taker fee"
    case .shortfallCovered: "shortfall covered"
    case .shortfallUncovered: "shortfall uncovered"
    }
  }
}

extension CancelReason: Phrased {
  var phrase: Phrase {
    switch self {
    case .requested: "requested"
    case .notFilledAtOnce: "not filled at once"
    case .liquidation: "liquidation"
    case .makerMarginNotMet: "maker margin not met"
    case .takerMarginNotMet: "taker margin not met"
    case .nothingToReduce: "nothing to reduce"
    case .amendedBelowFilled: "amended below filled"
    case .balanceLimit: "balance limit"
    case .positionAboveLimit: "position above limit"
    }
  }
}

extension CommandKind: Phrased {
  var phrase: Phrase {
    switch self {
    case .openAccount: "open account"
    case .deposit: "deposit"
    case .fund: "fund"
    case .withdraw: "withdraw"
    case .openHolding: "open holding"
    case .openMark: "open mark"
    case .openOrder: "open order"
    case .submit: "submit"
    case .cancel: "cancel"
    case .amend: "amend"
    case .reduce: "reduce"
    case .setIndex: "set index"
    case .explainQuote: "explain quote"
    case .clock: "clock"
    }
  }
}

extension RefusedAction: Phrased {
  var phrase: Phrase { kind.phrase }

  private var kind: CommandKind {
    switch self {
    case .openAccount: .openAccount
    case .deposit: .deposit
    case .fund: .fund
    case .withdraw: .withdraw
    case .openHolding: .openHolding
    case .openMark: .openMark
    case .openOrder: .openOrder
    case .submit: .submit
    case .cancel: .cancel
    case .amend: .amend
    case .reduce: .reduce
    case .setIndex: .setIndex
    case .explainQuote: .explainQuote
    case .clock: .clock
    }
  }
}

extension EventKind: Phrased {
  var phrase: Phrase {
    switch self {
    case .accountOpened: "account opened"
    case .transferred: "transferred"
    case .holdingOpened: "holding opened"
    case .accepted: "accepted"
    case .rested: "rested"
    case .filled: "filled"
    case .cancelled: "cancelled"
    case .amended: "amended"
    case .refused: "refused"
    case .quoted: "quoted"
    case .indexed: "indexed"
    case .marked: "marked"
    case .quoteExplained: "quote explained"
    case .liquidatable: "liquidatable"
    case .recovered: "recovered"
    case .liquidationStalled: "liquidation stalled"
    case .lossUncovered: "loss uncovered"
    case .roundLimitReached: "round limit reached"
    }
  }
}

extension Refusal: Phrased {
  var phrase: Phrase {
    switch self {
    case .timeGoesBack: "time goes back"
    case .unknownAccount: "unknown account"
    case .unknownInstrument: "unknown instrument"
    case .openingIsOver: "opening is over"
    case .accountNumberNotNext: "account number not next"
    case .counterpartyIsSelf: "counterparty is self"
    case .amountNotPositive: "amount not positive"
    case .balanceLimit: "balance limit"
    case .forcedNotAllowed: "forced not allowed"
    case .unknownOrder: "unknown order"
    case .duplicateClientOrderID: "duplicate client order ID"
    case .quantityIsZero: "quantity is zero"
    case .quantityAboveLimit: "quantity above limit"
    case .priceBelowOne: "price below one"
    case .priceAboveLimit: "price above limit"
    case .marketOrderCannotRest: "market order cannot rest"
    case .postOnlyContradiction: "post-only contradiction"
    case .amendChangesNothing: "amend changes nothing"
    case .positionAboveLimit: "position above limit"
    case .reduceOnlyWouldIncrease: "reduce-only would increase"
    case .postOnlyWouldTake: "post-only would take"
    case .noMark: "no mark"
    case .noLiquidity: "no liquidity"
    case .fillOrKillNotFillable: "fill-or-kill not fillable"
    case .initialMarginNotMet: "initial margin not met"
    case .freeCollateralExceeded: "free collateral exceeded"
    }
  }
}
