import MarketTypes

/// All prices at once: by what fraction each moves, and how much that counts.
public struct MarketMove: Hashable, Sendable {
  /// By instrument number, each at least −1; those left out stay.
  public var instruments: [Rate]
  /// By number, the first for asset 1.
  public var assets: [Rate]
  /// How likely, compared with the others.
  public var weight: Int64
  /// The share of the loss that counts, from 0 to 1.
  public var coverage: Rate

  public init(_ instruments: [Rate], assets: [Rate] = [], weight: Int64 = 1, coverage: Rate = .one) {
    self.instruments = instruments
    self.assets = assets
    self.weight = weight
    self.coverage = coverage
  }

  /// All weights of a question together; keeps every sum within 128 bits.
  public static var weightLimit: Int64 { 1 << 24 }

  /// The first thing wrong with a question, in words, or `nil`.
  public static func fault(of moves: [MarketMove], at confidence: Rate) -> String? {
    if confidence < .zero || confidence > .one { return "the confidence must be between 0 and 1" }
    for (number, move) in moves.enumerated() {
      if (move.instruments + move.assets).contains(where: { $0.partsPerBillion < -1_000_000_000 }) {
        return "move \(number): a price can fall by at most the whole of itself"
      }
      if move.coverage < .zero || move.coverage > .one { return "move \(number): the coverage must be between 0 and 1" }
      if move.weight < 0 || move.weight > weightLimit { return "move \(number): a weight of \(move.weight)" }
    }
    let weight = moves.reduce(Int128(0)) { $0 + Int128($1.weight) }
    return weight < 1 || weight > Int128(weightLimit) ? "the weights must come to between 1 and 2^24" : nil
  }
}

extension PortfolioRules {
  /// The rows of the scenario matrix as moves of the instruments' prices, all equally likely.
  ///
  /// A move is the row's times the scan range, rounded away from zero to a billionth; below −1 it is −1.
  public var marketMoves: [MarketMove] {
    scenarios.map { scenario in
      let moves = instruments.map { instrument in
        let product = Int128(scenario.move.partsPerBillion) * Int128(instrument.scanRange.partsPerBillion)
        let move = product.divided(by: 1_000_000_000, rounding: product < 0 ? .down : .up)
        return Rate(partsPerBillion: Int64(max(move, -1_000_000_000)))
      }
      return MarketMove(moves, coverage: scenario.coverage)
    }
  }
}
