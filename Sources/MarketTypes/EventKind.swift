/// The kinds of events, in the order of their cases. A journal's records bear these numbers: one is never moved.
@frozen public enum EventKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case accountOpened, transferred, holdingOpened, accepted, rested, filled, cancelled, amended, refused, quoted
  case indexed, marked, quoteExplained, liquidatable, recovered, liquidationStalled, lossUncovered, roundLimitReached
  case conditioned, armed, triggered, selfTradeDecremented, levelChanged, phaseChanged, auctionIndicated, auctioned
  case busted, protectionSet, protectionTriggered, blocked, unblocked
  case assetPriced, sourceReported, sourceRolled, positionMoved, marginLevelChanged, funded, contractSettled
  case marginFactorSet, graceGiven, takenOver, takeoverDeclined, deleveraged
}

/// The kinds of commands. A journal's records bear these numbers: one is never moved, and new ones come at the end.
@frozen public enum CommandKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case openAccount, deposit, fund, withdraw, openHolding, openMark, openOrder, submit, cancel, amend, reduce, setIndex
  case explainQuote, clock, replace, massCancel, massQuote, protect, unblock, bust, setPhase
  case report, roll, transfer, movePosition, setMarginFactor, contribute, settleContract
}

extension Event.Body {
  /// Which kind it is; its number is what journals bear.
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
    case .conditioned: .conditioned
    case .armed: .armed
    case .triggered: .triggered
    case .selfTradeDecremented: .selfTradeDecremented
    case .levelChanged: .levelChanged
    case .phaseChanged: .phaseChanged
    case .auctionIndicated: .auctionIndicated
    case .auctioned: .auctioned
    case .busted: .busted
    case .protectionSet: .protectionSet
    case .protectionTriggered: .protectionTriggered
    case .blocked: .blocked
    case .unblocked: .unblocked
    case .assetPriced: .assetPriced
    case .sourceReported: .sourceReported
    case .sourceRolled: .sourceRolled
    case .positionMoved: .positionMoved
    case .marginLevelChanged: .marginLevelChanged
    case .funded: .funded
    case .contractSettled: .contractSettled
    case .marginFactorSet: .marginFactorSet
    case .graceGiven: .graceGiven
    case .takenOver: .takenOver
    case .takeoverDeclined: .takeoverDeclined
    case .deleveraged: .deleveraged
    }
  }
}

extension Command.Action {
  /// Which kind it is; its number is what journals bear.
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
    case .replace: .replace
    case .massCancel: .massCancel
    case .massQuote: .massQuote
    case .protect: .protect
    case .unblock: .unblock
    case .bust: .bust
    case .setPhase: .setPhase
    case .setIndex: .setIndex
    case .explainQuote: .explainQuote
    case .clock: .clock
    case .report: .report
    case .roll: .roll
    case .transfer: .transfer
    case .movePosition: .movePosition
    case .setMarginFactor: .setMarginFactor
    case .contribute: .contribute
    case .settleContract: .settleContract
    }
  }
}

extension RefusedAction {
  /// The kind of command that was refused, which has the same number; `nil` for an order whose trigger was met.
  @inlinable public var kind: CommandKind? { CommandKind(rawValue: rawValue) }
}
