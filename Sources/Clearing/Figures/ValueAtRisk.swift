import MarketTypes

/// What an account could lose of its equity under a set of weighted moves (FIG-9, FIG-10), in units of the settlement currency.
/// Below zero is a gain.
@frozen public struct ValueAtRisk: Hashable, Sendable, BitwiseCopyable {
  /// The least loss that is not exceeded with the confidence asked for.
  public var lossQuantile: Int128
  /// The mean of the losses beyond that confidence, by weight, rounded up. Never below the quantile.
  public var expectedShortfall: Int128
  /// Of all moves of any weight; may be below zero, where every move gains.
  public var largestLoss: Int128
  /// The move that brings it, by its place in the list; the first of equals.
  public var worstMove: Int
}

extension ClearingHouse {
  /// How much of an account's equity a move would take, its holdings valued anew (FIG-8); below zero it brings something.
  ///
  /// Each price is rounded against the account, down for a long and for collateral and up for a short, and stays between
  /// 1 and the line's maximum; the share that counts is rounded up. O(lines the account touched).
  public func loss(of account: AccountID, under move: MarketMove) -> Int128 {
    let after = equity(of: account) { line in
      let rate = rate(of: line, in: move)
      let lots = line < Int32(instrumentCount) ? position(of: account, in: InstrumentID(number: UInt16(line))).lots : 1
      let ticks = (Int128(lines[line].mark) * Int128(1_000_000_000 + Int128(rate.partsPerBillion)))
        .divided(by: 1_000_000_000, rounding: lots > 0 ? .down : .up)
      return lines[line].mark == 0 ? 0 : Int64(min(max(ticks, 1), Int128(lines[line].maximumTicks)))
    }
    let loss = equity(of: account) { lines[$0].mark } - after
    return (loss * Int128(move.coverage.partsPerBillion)).divided(by: 1_000_000_000, rounding: .up)
  }

  /// An account's loss quantile and expected shortfall under a set of moves (FIG-9, FIG-10).
  ///
  /// With L the loss, drawn by weight, and c the confidence,
  ///
  ///     loss quantile      = the least l with P(L ≤ l) ≥ c
  ///     expected shortfall = (E[L; L > quantile] + quantile × (P(L ≤ quantile) − c)) ÷ (1 − c)        (up)
  ///
  /// and at c = 1 both are the largest loss. Only the last division rounds. Moves of no weight do not count. The question
  /// is without `MarketMove.fault`. O(moves × (lines the account touched + log moves)).
  ///
  /// Source: Acerbi and Tasche, "Expected shortfall: a natural coherent alternative to value at risk".
  public func valueAtRisk(of account: AccountID, under moves: [MarketMove], confidence: Rate) -> ValueAtRisk {
    if let fault = MarketMove.fault(of: moves, at: confidence) { invariantFailed("value at risk: \(fault)") }
    var losses: [(loss: Int128, move: Int)] = []
    for (number, move) in moves.enumerated() where move.weight > 0 {
      losses.append((loss(of: account, under: move), number))
    }
    losses.sort { $0.loss > $1.loss || $0.loss == $1.loss && $0.move < $1.move }
    let weight = losses.reduce(Int128(0)) { $0 + Int128(moves[$1.move].weight) }
    // In billionths of weight, like what is left of it below.
    let tail = weight * Int128(1_000_000_000 - confidence.partsPerBillion)
    var quantile = losses[0].loss
    var left = tail
    var sum: Int128 = 0
    for (loss, move) in losses where left >= 0 {
      let whole = Int128(moves[move].weight) * 1_000_000_000
      quantile = loss
      sum += min(whole, left) * loss
      left -= whole
    }
    return ValueAtRisk(
      lossQuantile: quantile,
      expectedShortfall: tail == 0 ? losses[0].loss : sum.divided(by: tail, rounding: .up),
      largestLoss: losses[0].loss, worstMove: losses[0].move)
  }

  private func equity(of account: AccountID, at price: (Int32) -> Int64) -> Int128 {
    figures(of: account, at: price).equity
  }

  private func rate(of line: Int32, in move: MarketMove) -> Rate {
    let number = Int(line) < instrumentCount ? Int(line) : Int(line) - instrumentCount
    let moves = Int(line) < instrumentCount ? move.instruments : move.assets
    return moves.indices.contains(number) ? moves[number] : .zero
  }
}
