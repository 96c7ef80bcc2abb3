import MarketTypes

/// What happened to positions that the book did not take: takeovers by the backstop, and deleveraging.
///
/// O(1) per event; memory follows the accounts concerned.
public struct LastResorts: StreamFold, Sendable {
  /// Accounts that the backstop took over, and what it declined, each time it did.
  public private(set) var takeovers = 0
  /// Takeovers that the backstop declined, each time it did.
  public private(set) var declined = 0
  /// Gross notional of what was taken over, and what the accounts were worth; in units of money.
  public private(set) var takenNotional: Int128 = 0
  /// Below zero where the backstop bore a loss; in units of money.
  public private(set) var takenEquity: Int128 = 0
  /// Lots and notional, at the prices filled, of forced orders of the backstop.
  public private(set) var disposedLots: Int128 = 0
  /// In units of money, at the prices filled.
  public private(set) var disposedNotional: Int128 = 0
  /// Pairs of positions that were closed against each other, with their lots and notional.
  public private(set) var pairs = 0
  /// Of each pair once.
  public private(set) var deleveragedLots: Int128 = 0
  /// In units of money, at the prices they were closed at, of each pair once.
  public private(set) var deleveragedNotional: Int128 = 0
  /// Distinct accounts that stood in for those nobody took.
  public var counterparties: Int { lotsStoodIn.count }
  /// Of closed accounts' losses, what neither a fund paid nor stayed uncovered: contributions, assessments, gains that were
  /// cut, charges on open interest; in units of money.
  public private(set) var sharedLosses: Int128 = 0
  private let worths: [LotWorth]
  /// Who takes over; `nil` where nobody does.
  public private(set) var backstop: AccountID?
  /// Lots of each account that stood in for one nobody took.
  public private(set) var lotsStoodIn: [AccountID: Int128] = [:]

  public init(_ rules: VenueRules) { worths = rules.lotWorths }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices { observe(events[index].body) }
  }

  private mutating func observe(_ body: Event.Body) {
    switch body {
    case .accountOpened(let opening) where opening.kind == .backstop: backstop = opening.account
    case .takenOver(let takeover):
      takeovers += 1
      takenNotional += Int128(takeover.notional.units)
      takenEquity += Int128(takeover.equity.units)
    case .takeoverDeclined: declined += 1
    case .filled(let fill) where fill.isForced && fill.takerAccount == backstop:
      disposedLots += Int128(fill.quantity.lots)
      disposedNotional += fill.notional(worths[fill.instrument.index])
    case .deleveraged(let pair):
      pairs += 1
      deleveragedLots += Int128(pair.quantity.lots)
      deleveragedNotional += worths[pair.instrument.index].notional(of: pair.quantity.lots, at: pair.price)
      lotsStoodIn[pair.counterparty, default: 0] += Int128(pair.quantity.lots)
    case .transferred(let transfer):
      switch transfer.reason.lossStage {
      case .contributions, .assessments, .gains, .openInterest: sharedLosses += Int128(transfer.amount.units)
      case .backstop, .deleveraging, .fund, .uncovered, nil: break
      }
    default: break
    }
  }
}
