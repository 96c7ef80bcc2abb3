import MarketTypes

/// The phrases of an order's rare terms, and of what else a request may choose.

extension TriggerKind: Phrased {
  var phrase: Phrase {
    switch self {
    case .none: "none"
    case .stop: "stop"
    case .takeProfit: "take profit"
    case .trailing: "trailing"
    case .trailingShare: "trailing share"
    }
  }
}

extension PriceSource: Phrased {
  var phrase: Phrase {
    switch self {
    case .last: "last"
    case .mark: "mark"
    case .index: "index"
    }
  }
}

extension PegReference: Phrased {
  var phrase: Phrase {
    switch self {
    case .none: "none"
    case .bestBid: "best bid"
    case .bestAsk: "best ask"
    case .mid: "mid"
    }
  }

  /// What a line calls it.
  static let words: [(String, PegReference)] = [("bid", .bestBid), ("ask", .bestAsk), ("mid", .mid)]
}

extension SelfTradePrevention: Phrased {
  var phrase: Phrase {
    switch self {
    case .venueDefault: "venue default"
    case .allow: "allow"
    case .cancelNewest: "cancel newest"
    case .cancelOldest: "cancel oldest"
    case .cancelBoth: "cancel both"
    case .decrement: "decrement"
    }
  }

  /// What a line calls it after `prevent`: who is stopped.
  static let words: [(String, SelfTradePrevention)] = [
    ("none", .allow), ("newest", .cancelNewest), ("oldest", .cancelOldest), ("both", .cancelBoth),
    ("decrement", .decrement),
  ]
}

extension MassCancelOccasion: Phrased {
  var phrase: Phrase {
    switch self {
    case .request: "request"
    case .disconnect: "disconnect"
    case .kill: "kill"
    }
  }
}

extension Phase: Phrased {
  var phrase: Phrase {
    switch self {
    case .continuous: "continuous"
    case .call: "call"
    case .halted: "halted"
    case .limited: "limited"
    }
  }

  /// What a line begins with that asks for it.
  static let words: [(String, Phase)] = [
    ("continuous", .continuous), ("call", .call), ("halt", .halted), ("limited", .limited),
  ]
}

extension WithdrawalReason: Phrased {
  var phrase: Phrase {
    switch self {
    case .none: "nothing"
    case .volatility: "volatility"
    case .margin: "margin"
    case .silence: "silence"
    case .order: "order"
    }
  }
}

extension MatchingPolicy: Phrased {
  var phrase: Phrase {
    switch self {
    case .priceTime: "price time"
    case .proRata: "pro rata"
    case .proRataAfterTop: "pro rata after top"
    }
  }
}
