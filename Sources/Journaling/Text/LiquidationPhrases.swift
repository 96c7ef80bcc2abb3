import MarketTypes

/// The phrases of the rules of liquidation. Each phrase's code is the name of its case.

extension LiquidationThreshold: Phrased {
  var phrase: Phrase {
    switch self {
    case .below: "below"
    case .atOrBelow: "at or below"
    }
  }
}

extension OrderCancelling: Phrased {
  var phrase: Phrase {
    switch self {
    case .all: "all"
    case .riskIncreasing: "risk increasing"
    case .none: "none"
    }
  }
}

extension ForcedSizing: Phrased {
  var phrase: Phrase {
    switch self {
    case .whole: "whole"
    case .portion: "portion"
    case .toTarget: "to target"
    case .tierStep: "tier step"
    }
  }
}

extension ForcedLimit: Phrased {
  /// All that have no parameter.
  static let plain: [ForcedLimit] = [.market, .bankruptcyPrice]

  var phrase: Phrase {
    switch self {
    case .market: "market"
    case .bankruptcyPrice: "bankruptcy price"
    case .fillable: "fillable"
    case .indexBand: "index band"
    case .disposalRange: "disposal range"
    }
  }
}

extension LiquidationFee: Phrased {
  var phrase: Phrase {
    switch self {
    case .flat: "flat"
    case .surplus: "surplus"
    case .spare: "spare"
    }
  }
}

extension LiquidationOrder: Phrased {
  var phrase: Phrase {
    switch self {
    case .synchronous: "synchronous"
    case .oneByOne: "one by one"
    }
  }
}

extension DeleveragingTrigger: Phrased {
  var phrase: Phrase {
    switch self {
    case .insolvent: "insolvent"
    case .fundShort: "fund short"
    case .unfilled: "unfilled"
    }
  }
}

extension DeleveragingRanking: Phrased {
  var phrase: Phrase {
    switch self {
    case .profitAndLeverage: "profit and leverage"
    case .markOverEntry: "mark over entry"
    case .proRata: "pro rata"
    case .smallestOvershoot: "smallest overshoot"
    }
  }
}

extension DeleveragingPrice: Phrased {
  var phrase: Phrase {
    switch self {
    case .bankruptcy: "bankruptcy"
    case .previousMark: "previous mark"
    case .mark: "mark"
    }
  }
}

extension LossLayer.Kind: Phrased {
  /// All that have no parameter.
  static let plain: [LossLayer.Kind] = [.fund, .ownContribution, .members, .gains, .openInterest]

  var phrase: Phrase {
    switch self {
    case .fund: "fund"
    case .capital: "capital"
    case .ownContribution: "own contribution"
    case .members: "members"
    case .assessment: "assessment"
    case .gains: "gains"
    case .openInterest: "open interest"
    }
  }
}

extension Phrased where Self: CaseIterable {
  /// The codes of all cases, for programs to choose from.
  static var codes: [(String, Self)] { allCases.map { ($0.phrase.code, $0) } }
}
