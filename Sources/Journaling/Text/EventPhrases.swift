import MarketTypes

/// The phrases of commands, events and their reasons. Each phrase's code is the name of its case.

extension AccountKind: Phrased {
  var phrase: Phrase {
    switch self {
    case .cross: "cross"
    case .exempt: "exempt"
    case .isolated: "isolated"
    case .portfolio: "portfolio"
    case .backstop: "backstop"
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
    case .day: "day"
    case .goodTilTime: "good til time"
    }
  }
}

extension OrderTerms {
  /// The terms that have names, in the order in which a line shows them.
  static var named: [(term: OrderTerms, phrase: Phrase)] {
    [
      (.postOnly, "post-only"), (.slides, "slide"), (.reduceOnly, "reduce-only"), (.forced, "forced"),
      (.hidden, "hidden"), (.marketToLimit, "market-to-limit"),
    ]
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
    case .feeReturned: "fee returned"
    case .moved: "moved"
    case .funding: "funding"
    case .rounded: "rounded"
    case .markedToMarket: "marked to market"
    case .liquidationFee: "liquidation fee"
    case .converted: "converted"
    case .conversionFee: "conversion fee"
    case .toppedUp: "topped up"
    case .takenOver: "taken over"
    case .contributed: "contributed"
    case .contributionUsed: "contribution used"
    case .assessed: "assessed"
    case .gainsCut: "gains cut"
    case .openInterestCharged: "open interest charged"
    }
  }
}

extension MarginLevel: Phrased {
  var phrase: Phrase {
    switch self {
    case .sufficient: "sufficient"
    case .alerted: "alerted"
    case .called: "called"
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
    case .selfTrade: "self trade"
    case .expired: "expired"
    case .linked: "linked"
    case .refusedWhenTriggered: "refused when triggered"
    case .replaced: "replaced"
    case .killed: "killed"
    case .disconnected: "disconnected"
    case .makerProtection: "maker protection"
    case .bandReached: "band reached"
    case .pegReferenceGone: "peg reference gone"
    case .fundTooSmall: "fund too small"
    }
  }
}

extension TakeoverDeclined.Reason: Phrased {
  var phrase: Phrase {
    switch self {
    case .lossStop: "loss stop"
    case .capital: "capital"
    case .maximumNotional: "maximum notional"
    case .balanceLimit: "balance limit"
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
    case .replace: "replace"
    case .massCancel: "mass cancel"
    case .massQuote: "mass quote"
    case .protect: "protect"
    case .unblock: "unblock"
    case .bust: "bust"
    case .setPhase: "set phase"
    case .report: "report"
    case .roll: "roll"
    case .transfer: "transfer"
    case .movePosition: "move position"
    case .setMarginFactor: "set margin factor"
    case .contribute: "contribute"
    case .settleContract: "settle contract"
    }
  }
}

extension RefusedAction: Phrased {
  var phrase: Phrase { kind?.phrase ?? "trigger" }
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
    case .conditioned: "conditioned"
    case .armed: "armed"
    case .triggered: "triggered"
    case .selfTradeDecremented: "self trade decremented"
    case .levelChanged: "level changed"
    case .phaseChanged: "phase changed"
    case .auctionIndicated: "auction indicated"
    case .auctioned: "auctioned"
    case .busted: "busted"
    case .protectionSet: "protection set"
    case .protectionTriggered: "protection triggered"
    case .blocked: "blocked"
    case .unblocked: "unblocked"
    case .assetPriced: "asset priced"
    case .sourceReported: "source reported"
    case .sourceRolled: "source rolled"
    case .positionMoved: "position moved"
    case .marginLevelChanged: "margin level changed"
    case .funded: "funded"
    case .contractSettled: "contract settled"
    case .marginFactorSet: "margin factor set"
    case .graceGiven: "grace given"
    case .takenOver: "taken over"
    case .takeoverDeclined: "takeover declined"
    case .deleveraged: "deleveraged"
    }
  }
}
