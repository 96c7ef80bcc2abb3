import MarketTypes
import Notation

/// The phrases of a venue's rules, for the header of a journal and the set-up lines of a transcript.

extension MarkPolicy: Phrased {
  /// All that have no parameter.
  static let plain: [MarkPolicy] = [.last, .mid, .bestBid, .bestAsk, .index, .fair]

  var phrase: Phrase {
    switch self {
    case .last: "last"
    case .mid: "mid"
    case .bestBid: "best bid"
    case .bestAsk: "best ask"
    case .index: "index"
    case .blend: "blend"
    case .impactMid: "impact mid"
    case .fair: "fair"
    case .sampledLast: "sampled last"
    case .indexPlusBasis: "index plus basis"
    case .fairMedian: "fair median"
    case .robustMedian: "robust median"
    case .composite: "composite"
    }
  }
}

extension ContractKind: Phrased {
  var phrase: Phrase {
    switch self {
    case .linear: "linear"
    case .inverse: "inverse"
    }
  }
}

extension SettlementPrice: Phrased {
  /// All that have no parameter.
  static let plain: [SettlementPrice] = [.mark, .index]

  var phrase: Phrase {
    switch self {
    case .mark: "mark"
    case .index: "index"
    case .indexMean: "index mean"
    }
  }
}

extension IndexMethod: Phrased {
  /// All that have no parameter.
  static let plain: [IndexMethod] = [.median, .weightedMean, .weightedMedian]

  var phrase: Phrase {
    switch self {
    case .median: "median"
    case .clampedMean: "clamped mean"
    case .weightedMean: "weighted mean"
    case .weightedMedian: "weighted median"
    }
  }
}

extension SizePremium: Phrased {
  var phrase: Phrase {
    switch self {
    case .squareRoot: "square root"
    case .proportional: "proportional"
    }
  }
}

extension OrderMarginReading: Phrased {
  var phrase: Phrase {
    switch self {
    case .specification: "specification"
    case .code: "code"
    }
  }
}

extension FundingPrice: Phrased {
  var phrase: Phrase {
    switch self {
    case .index: "index"
    case .mark: "mark"
    }
  }
}

extension Rate {
  /// Digits after the point: parts per billion.
  static let scale = 9
}

extension Funding {
  /// The rate as a decimal number, exactly: parts per 10^12.
  var rateText: String { decimalText(ratePartsPerTrillion, scale: 12) }
}
