/// One row of a scenario matrix: how far prices go, and how much of what that costs must be covered.
@frozen public struct PriceScenario: Hashable, Sendable, BitwiseCopyable {
  /// Of each instrument's scan range, with its sign: −1 is the whole range down. An instrument's price changes by the
  /// fraction move × scan range.
  public var move: Rate
  /// The share of the loss that counts, from 0 to 1: 1 but for extreme moves.
  public var coverage: Rate

  @inlinable
  public init(move: Rate, coverage: Rate = .one) {
    self.move = move
    self.coverage = coverage
  }

  /// SPAN's sixteen scenarios as far as they differ for contracts without optionality: nine price moves.
  ///
  /// SPAN scans 0, ±1/3, ±2/3 and ±1 of the price scan range, each with volatility up and down (fourteen scenarios), and
  /// an extreme move either way of which a share is covered (two more). A future is worth the same at either volatility,
  /// so each pair is one row here. Thirds are rounded away from zero. Source: formula F50, CME; the extreme of twice
  /// the range at 35 % is NSE's and older CME text and gives vector V26; three times at 33 % is also used.
  ///
  /// - Parameters:
  ///   - extreme: the extreme move in scan ranges, as a multiple of 1.
  ///   - coverage: the share of the extreme loss that counts.
  public static func span(
    extreme: Rate = Rate(partsPerBillion: 2_000_000_000), coverage: Rate = Rate(partsPerBillion: 350_000_000)
  ) -> [PriceScenario] {
    let moves: [Int64] = [0, 333_333_334, -333_333_334, 666_666_667, -666_666_667, 1_000_000_000, -1_000_000_000]
    return moves.map { PriceScenario(move: Rate(partsPerBillion: $0)) } + [
      PriceScenario(move: extreme, coverage: coverage),
      PriceScenario(move: Rate(partsPerBillion: -extreme.partsPerBillion), coverage: coverage),
    ]
  }

  /// A grid of equally spaced moves from the whole range down to the whole range up, `steps` to either side of 0.
  ///
  /// TIMS scans ten such points (five to a side, without 0), OKX MR1 seven, Deribit nine (formulas F51 to F53). What does
  /// not come out even is rounded away from zero.
  public static func grid(steps: Int) -> [PriceScenario] {
    (-steps...steps).map { step in
      let share = (Int64(abs(step)) * Rate.one.partsPerBillion).divided(by: Int64(steps), rounding: .up)
      return PriceScenario(move: Rate(partsPerBillion: step < 0 ? -share : share))
    }
  }

  /// What a long loses or gains of its value in this scenario, in parts per billion, rounded the way the call names.
  ///
  ///     coverage × move × scan range                                            linear
  ///     coverage × move × scan range ÷ (1 + move × scan range)                  inverse, of its value in coin
  ///
  /// One division. The move of an inverse contract leaves a price above zero.
  public func rate(for instrument: PortfolioInstrument, rounding: Rounding) -> Int128 {
    let whole = Int128(1_000_000_000_000_000_000)
    let move = Int128(move.partsPerBillion) * Int128(instrument.scanRange.partsPerBillion)
    return (Int128(coverage.partsPerBillion) * move)
      .divided(by: instrument.isInverse ? whole + move : whole, rounding: rounding)
  }

  /// What is wrong, in words, or `nil`.
  var fault: String? {
    if !(-PriceScenario.largestMove...PriceScenario.largestMove).contains(move.partsPerBillion) {
      return "a move must be at most 1,000 scan ranges either way"
    }
    if coverage < .zero || coverage > .one { return "the coverage must be between 0 and 1" }
    return nil
  }

  private static var largestMove: Int64 { 1_000_000_000_000 }
}
