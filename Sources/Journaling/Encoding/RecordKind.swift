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
    case .openAccount, .deposit, .withdraw, .openMark, .setIndex, .cancel, .setPhase: 4
    case .reduce: 5
    case .openHolding, .openOrder, .submit, .explainQuote, .protect: 6
    case .amend, .replace: 7
    case .massQuote, .bust: 8
    }
  }

  /// Whether it has an order, whose record is longer if the order has rare terms.
  @inlinable var mayHaveConditions: Bool { self == .openOrder || self == .submit || self == .replace }
}

extension EventKind {
  /// How many words follow the header, padding not counted.
  @inlinable public var payloadWords: Int {
    switch self {
    case .blocked, .unblocked: 1
    case .accountOpened, .refused, .indexed, .liquidationStalled, .lossUncovered, .roundLimitReached, .phaseChanged: 2
    case .transferred, .cancelled, .marked, .liquidatable, .recovered, .levelChanged, .protectionTriggered: 3
    case .holdingOpened, .rested, .amended, .quoteExplained, .armed, .auctionIndicated, .auctioned, .protectionSet: 4
    case .accepted, .quoted, .triggered, .selfTradeDecremented: 5
    case .filled, .busted: 6
    case .conditioned: 7
    }
  }
}

extension OrderConditions {
  /// How many words they take.
  @inlinable static var words: Int { 6 }
}
