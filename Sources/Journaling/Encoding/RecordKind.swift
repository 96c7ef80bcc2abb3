import MarketTypes

/// The numbers of kinds in a record's header: commands from 1, events from 101. 255 ends a journal.
extension CommandKind {
  @inlinable public var number: UInt8 { rawValue + 1 }

  @inlinable init?(number: UInt8) {
    if number < 1 { return nil }
    self.init(rawValue: number - 1)
  }
}

extension EventKind {
  @inlinable public var number: UInt8 { rawValue + 101 }

  @inlinable init?(number: UInt8) {
    if number < 101 { return nil }
    self.init(rawValue: number - 101)
  }
}

// MARK: - Lengths

extension CommandKind {
  /// How many words follow the header, padding not counted. Time and seen position are the first two.
  @inlinable public var payloadWords: Int {
    switch self {
    case .clock: 2
    case .fund, .massCancel, .unblock: 3
    case .openAccount, .deposit, .withdraw, .openMark, .setIndex, .cancel, .setPhase, .report, .roll, .movePosition,
      .setMarginFactor, .contribute, .settleContract:
      4
    case .reduce, .transfer: 5
    case .openHolding, .openOrder, .submit, .protect: 6
    case .amend, .replace: 7
    case .massQuote, .bust, .explainQuote: 8
    }
  }

  /// How many more words its record has that says something rare: an order's rare terms, a fund that is not the common
  /// one.
  @inlinable var rareWords: Int {
    switch self {
    case .openOrder, .submit, .replace: OrderConditions.words
    case .fund: 1
    default: 0
    }
  }
}

extension EventKind {
  /// How many words follow the header, padding not counted.
  @inlinable public var payloadWords: Int {
    switch self {
    case .blocked, .unblocked, .takeoverDeclined: 1
    case .accountOpened, .refused, .indexed, .liquidationStalled, .lossUncovered, .roundLimitReached, .phaseChanged,
      .sourceReported, .sourceRolled, .contractSettled, .marginFactorSet, .graceGiven:
      2
    case .transferred, .cancelled, .marked, .liquidatable, .recovered, .levelChanged, .protectionTriggered,
      .assetPriced, .marginLevelChanged, .funded:
      3
    case .holdingOpened, .rested, .amended, .armed, .auctionIndicated, .auctioned, .protectionSet,
      .positionMoved, .takenOver, .deleveraged:
      4
    case .accepted, .quoted, .triggered, .selfTradeDecremented: 5
    case .filled, .busted, .quoteExplained: 6
    case .conditioned: 7
    }
  }

  /// How many more words its record has that says something rare: an asset that is not the settlement currency.
  @inlinable var rareWords: Int { self == .transferred ? 1 : 0 }
}

extension OrderConditions {
  /// How many words they take.
  @inlinable static var words: Int { 6 }
}
