import MarketTypes

/// What runs of random commands met, so that a test can say that nothing was left out.
struct Coverage: Sendable {
  var refusals: Set<Refusal> = []
  var cancels: Set<CancelReason> = []
  var happened: Set<Happening> = []
  var fills = 0

  /// What should have come about at least once.
  enum Happening: CaseIterable {
    case conditioned, armed, triggered, decremented, levelChanged, indicated, auctioned, busted, protected, blocked
    case unblocked, protectionTriggered, called, halted, limited, feeReturned, metItself, lostPriority,
      refusedWhenTriggered
  }
  static let wanted = Set(Happening.allCases)

  mutating func add(_ other: Coverage) {
    refusals.formUnion(other.refusals)
    cancels.formUnion(other.cancels)
    happened.formUnion(other.happened)
    fills += other.fills
  }

  mutating func add(_ event: Event) {
    switch event.body {
    case .refused(let refused):
      refusals.insert(refused.reason)
      if refused.action == .trigger { happened.insert(.refusedWhenTriggered) }
    case .cancelled(let cancelled): cancels.insert(cancelled.reason)
    case .amended(let amended): if !amended.keptPriority { happened.insert(.lostPriority) }
    case .filled(let fill):
      fills += 1
      if fill.makerAccount == fill.takerAccount { happened.insert(.metItself) }
    case .phaseChanged(let change):
      switch change.phase {
      case .continuous: break
      case .call: happened.insert(.called)
      case .halted: happened.insert(.halted)
      case .limited: happened.insert(.limited)
      }
    case .transferred(let transfer): if transfer.reason == .feeReturned { happened.insert(.feeReturned) }
    case .conditioned: happened.insert(.conditioned)
    case .armed: happened.insert(.armed)
    case .triggered: happened.insert(.triggered)
    case .selfTradeDecremented: happened.insert(.decremented)
    case .levelChanged: happened.insert(.levelChanged)
    case .auctionIndicated: happened.insert(.indicated)
    case .auctioned: happened.insert(.auctioned)
    case .busted: happened.insert(.busted)
    case .protectionSet: happened.insert(.protected)
    case .protectionTriggered: happened.insert(.protectionTriggered)
    case .blocked: happened.insert(.blocked)
    case .unblocked: happened.insert(.unblocked)
    default: break
    }
  }
}
