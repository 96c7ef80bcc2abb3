import MarketTypes

/// The number of each command in a record's header. Fixed for ever: a number is never used again for something else.
@frozen public enum CommandKind: UInt8, Sendable, CaseIterable {
  case openAccount = 1
  case deposit = 2
  case fund = 3
  case withdraw = 4
  case openHolding = 5
  case openMark = 6
  case openOrder = 7
  case submit = 8
  case cancel = 9
  case amend = 10
  case reduce = 11
  case setIndex = 12
  case explainQuote = 13
  case clock = 14
}

/// The number of each event in a record's header. No command has any of them, and 255 ends a journal.
@frozen public enum EventKind: UInt8, Sendable, CaseIterable {
  case accountOpened = 101
  case transferred = 102
  case holdingOpened = 103
  case accepted = 104
  case rested = 105
  case filled = 106
  case cancelled = 107
  case amended = 108
  case refused = 109
  case quoted = 110
  case indexed = 111
  case marked = 112
  case quoteExplained = 113
  case liquidatable = 114
  case recovered = 115
  case liquidationStalled = 116
  case lossUncovered = 117
  case roundLimitReached = 118
}

// MARK: - Lengths

extension CommandKind {
  /// How many words follow the header, padding not counted. Time and seen position are the first two.
  @inlinable public var payloadWords: Int {
    switch self {
    case .clock: 2
    case .openAccount, .fund: 3
    case .deposit, .withdraw, .openMark, .setIndex, .cancel: 4
    case .reduce: 5
    case .openHolding, .openOrder, .submit, .amend, .explainQuote: 6
    }
  }
}

extension EventKind {
  /// How many words follow the header, padding not counted.
  @inlinable public var payloadWords: Int {
    switch self {
    case .accountOpened: 1
    case .refused, .indexed, .liquidationStalled, .lossUncovered, .roundLimitReached: 2
    case .transferred, .cancelled, .marked, .liquidatable, .recovered: 3
    case .holdingOpened, .rested, .amended, .quoteExplained: 4
    case .accepted, .quoted: 5
    case .filled: 6
    }
  }
}

// MARK: - Kinds of values

extension Command.Action {
  @inlinable public var kind: CommandKind {
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

extension Event.Body {
  @inlinable public var kind: EventKind {
    switch self {
    case .accountOpened: .accountOpened
    case .transferred: .transferred
    case .holdingOpened: .holdingOpened
    case .accepted: .accepted
    case .rested: .rested
    case .filled: .filled
    case .cancelled: .cancelled
    case .amended: .amended
    case .refused: .refused
    case .quoted: .quoted
    case .indexed: .indexed
    case .marked: .marked
    case .quoteExplained: .quoteExplained
    case .liquidatable: .liquidatable
    case .recovered: .recovered
    case .liquidationStalled: .liquidationStalled
    case .lossUncovered: .lossUncovered
    case .roundLimitReached: .roundLimitReached
    }
  }
}
