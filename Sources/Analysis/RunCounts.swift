import MarketTypes

/// How much of everything a stream has.
public struct RunCounts: StreamFold, Sendable {
  /// All of them, refused ones too.
  public private(set) var commands = 0
  /// By raw value of `EventKind`, which counts from 0 without gaps.
  private var kinds = [Int](repeating: 0, count: EventKind.allCases.count)
  /// By raw value of `Refusal`, which counts from 0 without gaps.
  private var reasons = [Int](repeating: 0, count: Refusal.allCases.count)
  /// By instrument number, forced fills among them.
  public private(set) var volumes: [Volume]
  /// Accounts to which margin rules apply, and all others.
  public private(set) var marginedAccounts = 0
  /// Accounts that are asked for no margin: exempt ones and the backstop.
  public private(set) var exemptAccounts = 0
  /// Of the first command, and the latest of any.
  public private(set) var firstTime: Time?
  /// The latest there was, even if a later command was refused for going back.
  public private(set) var lastTime: Time?

  private let worths: [LotWorth]

  public init(_ rules: VenueRules) {
    worths = rules.lotWorths
    volumes = Array(repeating: Volume(), count: rules.instruments.count)
  }

  /// What was traded of an instrument, each fill counted once.
  public struct Volume: Hashable, Sendable {
    /// Each counted once, not for either side.
    public internal(set) var fills = 0
    /// Of these fills.
    public internal(set) var lots: Int128 = 0
    /// Money at the prices filled.
    public internal(set) var notional: Int128 = 0
    /// Of these fills those whose taker was a forced order.
    public internal(set) var forcedFills = 0
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    commands += 1
    if firstTime == nil { firstTime = command.time }
    lastTime = max(lastTime ?? command.time, command.time)
    for index in events.indices {
      let body = events[index].body
      kinds[Int(body.kind.rawValue)] += 1
      switch body {
      case .filled(let fill): add(fill)
      case .refused(let refusal): reasons[Int(refusal.reason.rawValue)] += 1
      case .accountOpened(let opening):
        switch opening.kind {
        case .cross, .isolated, .portfolio: marginedAccounts += 1
        case .exempt, .backstop: exemptAccounts += 1
        }
      default: break
      }
    }
  }

  private mutating func add(_ fill: Fill) {
    let index = fill.instrument.index
    volumes[index].fills += 1
    volumes[index].lots += Int128(fill.quantity.lots)
    volumes[index].notional += fill.notional(worths[index])
    if fill.isForced { volumes[index].forcedFills += 1 }
  }
}

// MARK: - Sums

extension RunCounts {
  /// Of all kinds.
  public var events: Int { kinds.reduce(0, +) }
  /// In all instruments, forced ones and those of auctions too.
  public var fills: Int { self[.filled] }
  /// Of all commands and of orders whose trigger was met.
  public var refusals: Int { self[.refused] }
  /// All that were opened.
  public var accounts: Int { marginedAccounts + exemptAccounts }

  /// Events of one kind.
  public subscript(kind: EventKind) -> Int { kinds[Int(kind.rawValue)] }
  /// Refusals for one reason.
  public subscript(reason: Refusal) -> Int { reasons[Int(reason.rawValue)] }
}
