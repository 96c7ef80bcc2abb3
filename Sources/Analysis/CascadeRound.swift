import MarketTypes

/// One generation of a cascade: all forced orders caused by one set of marks.
///
/// Round 0 is the shock: what participants traded that set the cascade off. Its orders, accounts, stalls and losses are
/// zero, and its state is that of the moment when the first account fell under its maintenance margin.
public struct CascadeRound: Hashable, Sendable {
  /// Its place in `CascadeRounds.rounds`; 0 is the shock.
  public let number: Int
  /// Distinct accounts of which a forced order was accepted, or which were taken over or deleveraged.
  public internal(set) var accounts = 0
  /// Money the insurance fund paid for bankrupt accounts.
  public internal(set) var fundPaid: Int128 = 0
  /// Money that nobody paid.
  public internal(set) var uncovered: Int128 = 0
  /// Positions whose forced order met nobody.
  public internal(set) var stalls = 0
  /// Accounts that had their margin again before their forced orders were placed.
  public internal(set) var recovered = 0
  /// Of its first and of its last event. Under timed pacing rounds overlap.
  public internal(set) var first: Time
  /// Of its last event; it may come after the next round's first.
  public internal(set) var last: Time
  /// By instrument number.
  public internal(set) var instruments: [InstrumentRound]

  init(number: Int, instrumentCount: Int, at time: Time) {
    self.number = number
    first = time
    last = time
    instruments = Array(repeating: InstrumentRound(), count: instrumentCount)
  }

  /// Whether it did anything that a table would show.
  public var hasHappened: Bool { accounts > 0 || orders > 0 || stalls > 0 || fundPaid > 0 || uncovered > 0 }
  /// Forced orders accepted.
  public var orders: Int { instruments.reduce(0) { $0 + $1.orders } }
  /// Fills of forced orders in all instruments; for round 0, of the shock.
  public var fills: Int { instruments.reduce(0) { $0 + $1.fills } }
  /// Of these fills, all instruments together.
  public var lots: Int128 { instruments.reduce(0) { $0 + $1.lots } }
  /// N of the literature: money at the prices filled.
  public var notional: Int128 { instruments.reduce(0) { $0 + $1.notional } }
}

/// What one round did in one instrument, and the state it left.
public struct InstrumentRound: Hashable, Sendable {
  /// Forced orders accepted.
  public internal(set) var orders = 0
  /// Fills of forced orders; for round 0, of the shock.
  public internal(set) var fills = 0
  /// Of these fills.
  public internal(set) var lots: Int128 = 0
  /// Money at the prices filled.
  public internal(set) var notional: Int128 = 0
  /// As the round's last event left it.
  public internal(set) var mark: Price?
  /// Best ask less best bid as the round's last event left them; `nil` when a side was empty.
  public internal(set) var spread: PriceChange?

  mutating func add(_ fill: Fill, worth: LotWorth) {
    fills += 1
    lots += Int128(fill.quantity.lots)
    notional += fill.notional(worth)
  }
}

extension Fill {
  /// Price × lots × tick value, in units of money. Exact.
  func notional(_ worth: LotWorth) -> Int128 { worth.notional(of: quantity.lots, at: price) }
}

extension Quote {
  /// Best ask less best bid; `nil` when a side is empty.
  public var spread: PriceChange? { bidTicks == 0 || askTicks == 0 ? nil : PriceChange(ticks: askTicks - bidTicks) }
}
