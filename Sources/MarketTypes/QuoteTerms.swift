/// What a maker's quotes are made of, as it tells: lengths in thousandths of a tick.
///
/// Says why a spread is as wide as it is. A maker that knows no such part leaves it at zero.
@frozen public struct QuoteTerms: Hashable, Sendable, BitwiseCopyable {
  /// Who tells.
  public var account: AccountID
  /// The half-spread is the sum of these six, before its bounds and before rounding to ticks.
  public var base: Int32
  /// For prices that moved much of late.
  public var volatility: Int32
  /// For what it holds already, either way.
  public var inventory: Int32
  /// For flow that seems to know more.
  public var toxicity: Int32
  /// For a book thinner than usual.
  public var depth: Int32
  /// For a market that has fallen, or risen, far.
  public var stress: Int32
  /// How far the centre was moved against the inventory.
  public var skew: Int32
  /// Share of its usual size the maker withdrew, in thousandths: 1000 quotes nothing.
  public var withdrawn: Int32
  /// Half-spread as quoted, in ticks; zero when nothing is quoted.
  public var halfSpread: Int32
  /// What it quotes.
  public var instrument: InstrumentID
  /// Why it withdrew what it did.
  public var reason: WithdrawalReason

  @inlinable
  public init(
    account: AccountID, instrument: InstrumentID, base: Int32, volatility: Int32, inventory: Int32,
    toxicity: Int32 = 0, depth: Int32 = 0, stress: Int32 = 0, skew: Int32, withdrawn: Int32,
    reason: WithdrawalReason = .none, halfSpread: Int32
  ) {
    self.account = account
    self.base = base
    self.volatility = volatility
    self.inventory = inventory
    self.toxicity = toxicity
    self.depth = depth
    self.stress = stress
    self.skew = skew
    self.withdrawn = withdrawn
    self.reason = reason
    self.halfSpread = halfSpread
    self.instrument = instrument
  }
}

/// Why a maker withdraws some of its size, or all.
@frozen public enum WithdrawalReason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// It withdraws nothing.
  case none
  /// Prices move too much for it.
  case volatility
  /// Its own margin.
  case margin
  /// Its data has stood still too long.
  case silence
  /// It was told to, by the scenario.
  case order
}
