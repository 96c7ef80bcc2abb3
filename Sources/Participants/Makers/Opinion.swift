import MarketTypes

/// What a maker thinks at one look: the parts of its half-spread, where it centres its quotes, how much it withdraws and why.
struct Opinion {
  /// In ticks, like all lengths here.
  var base = 0.0
  var volatility = 0.0
  var inventory = 0.0
  var toxicity = 0.0
  var depth = 0.0
  var stress = 0.0
  var skew = 0.0
  var centre = 0.0
  /// Share of its size, 0 to 1.
  var withdrawn = 0.0
  var reason = WithdrawalReason.none

  /// Before its bounds.
  var halfSpread: Double { base + volatility + inventory + toxicity + depth + stress }

  /// Everything, for a reason that outweighs those before it.
  mutating func withdraw(_ reason: WithdrawalReason) {
    withdrawn = 1
    self.reason = reason
  }

  func terms(_ seat: Seat, halfSpread: Int32) -> QuoteTerms {
    QuoteTerms(
      account: seat.account, instrument: seat.instrument, base: thousandths(base), volatility: thousandths(volatility),
      inventory: thousandths(inventory), toxicity: thousandths(toxicity), depth: thousandths(depth),
      stress: thousandths(stress), skew: thousandths(skew), withdrawn: thousandths(withdrawn), reason: reason,
      halfSpread: halfSpread)
  }
}
