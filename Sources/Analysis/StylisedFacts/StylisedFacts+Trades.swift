import MarketTypes

/// What trades are like and what they do to the price: rows 5 to 10.
extension StylisedFacts {
  static func signMemory(_ trades: [Trade]) -> StylisedFact {
    let signs = { () throws(NotApplicable) in
      try NotApplicable.requires(500, trades.count, "trades")
      return trades.map(\.sign)
    }
    return StylisedFact(
      5, "order-sign memory",
      [
        FactStatistic("ACF(1) of trade signs", .between(0.2, 0.7)) { () throws(NotApplicable) in
          try Correlation.autocorrelation(try signs(), lag: 1)
        },
        FactStatistic("exponent γ, lags 1–50", .between(0.3, 0.8)) { () throws(NotApplicable) in
          try PowerLaw.decay(of: try signs(), longestLag: 50)
        },
      ])
  }

  static func response(_ trades: [Trade]) -> StylisedFact {
    StylisedFact(
      6, "response rises, then is flat",
      [
        FactStatistic("R(50) ÷ R(1)", .between(1.5, 5)) { () throws(NotApplicable) in
          try PriceImpact.responseRatio(trades, later: 50)
        }
      ])
  }

  /// Metaorders of the tape, or why there are none.
  typealias Impact = Result<MetaorderImpact, NotApplicable>

  static func metaorderImpact(_ impact: Impact, _ returns: ClockReturns, _ tape: MarketTape) -> StylisedFact {
    let law = { () throws(NotApplicable) -> PowerLaw in
      let minute = try SampleShape(of: try enough(returns, every: 60)).deviation
      return try impact.get().law(
        volume: tape.lotsTraded,
        volatility: minute * (Double(tape.seconds) / 60).squareRoot())
    }
    return StylisedFact(
      7, "metaorder impact",
      [
        FactStatistic("exponent δ of I ÷ σ = Y(Q ÷ V)^δ", .between(0.4, 0.6)) { () throws(NotApplicable) in
          try law().exponent
        },
        FactStatistic("prefactor Y", .between(0.3, 2)) { () throws(NotApplicable) in try law().factor },
      ])
  }

  static func singleTradeImpact(_ executions: [Trade]) -> StylisedFact {
    StylisedFact(
      8, "single-trade impact is concave",
      [
        FactStatistic("exponent by size", .below(0.5)) { () throws(NotApplicable) in
          try PriceImpact.singleTradeExponent(executions)
        }
      ])
  }

  static func impactDecay(_ impact: Impact) -> StylisedFact {
    StylisedFact(
      9, "impact decays after a metaorder",
      [
        FactStatistic("share left after its duration", .between(0.5, 0.8)) { () throws(NotApplicable) in
          try impact.get().remaining()
        }
      ])
  }

  static func tradeSizes(_ trades: [Trade]) -> StylisedFact {
    StylisedFact(
      10, "trade-size tail",
      [
        FactStatistic("tail index, top 5 %", .between(1.3, 2.7)) { () throws(NotApplicable) in
          try TailIndex.hill(trades.lazy.map { Double($0.lots) }, share: 0.05)
        }
      ])
  }
}
