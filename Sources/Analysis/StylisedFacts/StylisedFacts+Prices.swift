import MarketTypes

/// What mid prices do: rows 1 to 4, and 18.
extension StylisedFacts {
  static func noLinearAutocorrelation(_ returns: ClockReturns) -> StylisedFact {
    func statistic(_ seconds: Int, _ bound: Double) -> FactStatistic {
      FactStatistic("|ACF(1)| of \(seconds) s returns", .below(bound)) { () throws(NotApplicable) in
        let values = try enough(returns, every: seconds)
        return abs(try Correlation.autocorrelation(values, lag: 1))
      }
    }
    return StylisedFact(1, "no linear autocorrelation", [statistic(10, 0.1), statistic(60, 0.2)])
  }

  static func fatTails(_ returns: ClockReturns) -> StylisedFact {
    func kurtosis(_ seconds: Int) throws(NotApplicable) -> Double {
      try SampleShape(of: try enough(returns, every: seconds)).excessKurtosis
    }
    return StylisedFact(
      2, "fat tails",
      [
        FactStatistic("excess kurtosis of 1 s returns", .above(5)) { () throws(NotApplicable) in try kurtosis(1) },
        FactStatistic("of 10 s returns", .above(2)) { () throws(NotApplicable) in try kurtosis(10) },
        FactStatistic("of 60 s returns", .above(1)) { () throws(NotApplicable) in try kurtosis(60) },
        FactStatistic("its least fall, 1 to 10 to 60 s", .above(0)) { () throws(NotApplicable) in
          let (short, middle, long) = (try kurtosis(1), try kurtosis(10), try kurtosis(60))
          return min(short - middle, middle - long)
        },
        FactStatistic("tail index of 10 s returns", .between(2, 5)) { () throws(NotApplicable) in
          try TailIndex.hill(try enough(returns, every: 10).map(abs), share: 0.05)
        },
      ])
  }

  static func volatilityClustering(_ returns: ClockReturns) -> StylisedFact {
    let sizes = { () throws(NotApplicable) in try enough(returns, every: 10, least: 200).map(abs) }
    func statistic(_ lag: Int, _ accepted: AcceptedRange) -> FactStatistic {
      FactStatistic("ACF(\(lag)) of |10 s returns|", accepted) { () throws(NotApplicable) in
        try Correlation.autocorrelation(try sizes(), lag: lag)
      }
    }
    return StylisedFact(
      3, "volatility clustering",
      [
        statistic(1, .between(0.1, 0.4)), statistic(10, .above(0.05)), statistic(50, .above(0)),
        FactStatistic("decay exponent, lags 1–50", .between(0.2, 0.4)) { () throws(NotApplicable) in
          try PowerLaw.decay(of: try sizes(), longestLag: 50)
        },
      ])
  }

  static func diffusivity(_ returns: ClockReturns) -> StylisedFact {
    StylisedFact(
      4, "diffusivity",
      [10, 60, 300, 600].map { seconds in
        FactStatistic("sd(\(seconds) s) ÷ sd(1 s)√\(seconds)", .between(0.75, 1.15)) { () throws(NotApplicable) in
          let values = try returns.overlapping(seconds)
          // Three stretches that do not overlap, beside the first.
          try NotApplicable.requires(3 * seconds + 1, values.count, "overlapping returns of \(seconds) s")
          let one = try SampleShape(of: try returns.apart(1)).deviation
          return SampleShape.deviation(of: values) / (one * Double(seconds).squareRoot())
        }
      })
  }

  static func volumeAndVolatility(_ returns: ClockReturns, _ tape: MarketTape) -> StylisedFact {
    StylisedFact(
      18, "volume and volatility, leverage, skew",
      [
        FactStatistic("corr(volume, |r|) by minute", .above(0.2)) { () throws(NotApplicable) in
          let values = try enough(returns, every: 60)
          var volumes = [Double](repeating: 0, count: values.count)
          let start = tape.session.lowerBound
          for index in 0..<tape.count where tape.kinds[index].isFill {
            let minute = Int((tape.times[index] - start) / (60 * MarketTape.second))
            if minute < volumes.count { volumes[minute] += Double(tape.sizes[index]) }
          }
          return try Correlation.pearson(volumes, values.map(abs))
        },
        FactStatistic("corr(r, r² 1–10 min later)", .below(0)) { () throws(NotApplicable) in
          let values = try enough(returns, every: 60)
          let squares = values.map { $0 * $0 }
          var sum = 0.0
          for lag in 1...10 { sum += try Correlation.pearson(values.dropLast(lag), squares.dropFirst(lag)) }
          return sum / 10
        },
        FactStatistic("skewness of 60 s returns", .below(0)) { () throws(NotApplicable) in
          try SampleShape(of: try enough(returns, every: 60)).skewness
        },
      ])
  }

  /// Returns one after the other, of which there must be fifty.
  static func enough(
    _ returns: ClockReturns, every seconds: Int, least: Int = 50
  ) throws(NotApplicable) -> [Double] {
    let values = try returns.apart(seconds)
    try NotApplicable.requires(least, values.count, "returns of \(seconds) s")
    return values
  }
}
