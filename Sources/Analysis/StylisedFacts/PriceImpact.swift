import MarketTypes

/// What trades do to the mid price. Distances are in half units of price, so that only ratios and exponents mean anything.
enum PriceImpact {
  /// R(lag) = mean of sign × (mid before the trade `lag` later − mid before the trade).
  ///
  /// Source: Bouchaud, Gefen, Potters, Wyart, "Fluctuations and response in financial markets", Quant. Finance 4 (2004).
  static func response(_ trades: [Trade], lag: Int) throws(NotApplicable) -> Double {
    try NotApplicable.requires(10 * lag, trades.count, "trades")
    let sum = zip(trades, trades.dropFirst(lag)).reduce(0.0) { sum, pair in
      sum + pair.0.sign * Double(pair.1.twiceMidBefore - pair.0.twiceMidBefore)
    }
    return sum / Double(trades.count - lag)
  }

  /// R(later) ÷ R(1); 0 where trades do not move the mid price their way at first.
  static func responseRatio(_ trades: [Trade], later lag: Int) throws(NotApplicable) -> Double {
    let first = try response(trades, lag: 1)
    let later = try response(trades, lag: lag)
    return first > 0 ? later / first : 0
  }

  /// The exponent b of impact ~ size^b, of visible executions one by one: the mean signed change of the mid price until
  /// the next one, over octaves of size (1, 2–3, 4–7, …). Each octave counts alike, with the geometric mean of its sizes;
  /// one without positive mean is left out.
  ///
  /// Source of the law: Lillo, Farmer, Mantegna, "Master curve for price-impact function", Nature 421 (2003).
  static func singleTradeExponent(_ executions: [Trade]) throws(NotApplicable) -> Double {
    let visible = executions.filter { !$0.isHidden }
    try NotApplicable.requires(200, visible.count, "executions")
    var octaves = Octaves()
    for (execution, next) in zip(visible, visible.dropFirst()) {
      octaves.add(
        execution.lots, execution.sign * Double(next.twiceMidBefore - execution.twiceMidBefore))
    }
    return try PowerLaw(through: octaves.points(atLeast: 1).map { ($0.x, $0.y, 1) }).exponent
  }
}
