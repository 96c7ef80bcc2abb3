import MarketTypes

/// One time that an account fell under its maintenance margin, and what became of it.
public struct LiquidationRecord: Hashable, Sendable {
  /// Who fell.
  public let account: AccountID
  /// The `liquidatable` event, and when it was.
  public let event: EventPosition
  /// Of the command it happened in.
  public let time: Time
  /// The round its forced orders belong to, unless they stalled first.
  public let round: Int
  /// As the event stated them.
  public let equity: Money
  /// As the event stated it.
  public let maintenance: Money
  /// Forced orders accepted, and their fills.
  public internal(set) var orders = 0
  /// Of these orders.
  public internal(set) var fills = 0
  /// Of these fills.
  public internal(set) var lots: Int128 = 0
  /// Money at the prices filled.
  public internal(set) var notional: Int128 = 0
  /// Σ price × lots, in ticks.
  var pricedLots: Int128 = 0
  /// Which instruments they were in.
  public internal(set) var closed = Closed.nothing
  /// When the latest forced order filled; `nil` as long as none did.
  public internal(set) var lastFill: Time?
  /// Closed against others' positions, without the book.
  public internal(set) var deleveragedLots: Int128 = 0
  /// The backstop has all it had.
  public internal(set) var isTakenOver = false
  /// What it was below zero when the backstop took it over, and what those who were deleveraged got less than the mark.
  public internal(set) var backstopPaid: Int128 = 0
  /// In units of money; below zero where they got more.
  public internal(set) var deleveragedPaid: Int128 = 0
  /// What was missing when the account was flat: money insurance funds paid, money out of contributions to the default
  /// fund and out of other accounts, and money nobody paid.
  public internal(set) var fundPaid: Int128 = 0
  /// In units of money.
  public internal(set) var othersPaid: Int128 = 0
  /// In units of money.
  public internal(set) var uncovered: Int128 = 0
  /// Positions whose forced order met nobody, attempt by attempt.
  public internal(set) var stalls = 0
  /// It had its margin again before its forced orders were placed.
  public internal(set) var hasRecovered = false

  /// What its forced orders traded.
  public enum Closed: Hashable, Sendable {
    /// None of them filled.
    case nothing
    /// One instrument alone.
    case one(InstrumentID)
    /// More than one: their prices cannot be averaged.
    case several
  }

  init(_ state: MarginState, event: EventPosition, time: Time, round: Int) {
    account = state.account
    self.event = event
    self.time = time
    self.round = round
    equity = state.equity
    maintenance = state.maintenance
  }

  /// Whether anything was done about it: a forced order placed or met by nobody, a takeover, a deleveraging.
  public var isActedOn: Bool { isClosed || stalls > 0 }
  /// Whether a forced order of it was accepted, or it was taken over or deleveraged: what makes its account a liquidated one.
  public var isClosed: Bool { orders > 0 || isTakenOver || deleveragedLots > 0 }

  /// Mean price of the fills in thousandths of a tick, rounded down; `nil` without fills, or over several instruments.
  public var meanPriceThousandths: Int128? {
    guard case .one = closed else { return nil }
    return (1000 * pricedLots).divided(by: lots, rounding: .down)
  }

  mutating func add(_ loss: LossPart) {
    switch loss.stage {
    case .backstop: backstopPaid += loss.amount
    case .deleveraging: deleveragedPaid += loss.amount
    case .fund: fundPaid += loss.amount
    case .contributions, .assessments, .gains, .openInterest: othersPaid += loss.amount
    case .uncovered: uncovered += loss.amount
    }
  }

  mutating func add(_ fill: Fill, worth: LotWorth, at time: Time) {
    fills += 1
    lots += Int128(fill.quantity.lots)
    notional += fill.notional(worth)
    pricedLots += Int128(fill.price.ticks) * Int128(fill.quantity.lots)
    lastFill = time
    switch closed {
    case .nothing: closed = .one(fill.instrument)
    case .one(fill.instrument), .several: break
    case .one: closed = .several
    }
  }
}
