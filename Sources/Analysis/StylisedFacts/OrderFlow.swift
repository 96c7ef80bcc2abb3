import MarketTypes

/// What the orders of a tape are like: how far from the best price they are placed, how long they live.
enum OrderFlow {
  /// How far behind the best price of its own side, as it stood before, each new order was placed, in ticks; those at
  /// the best price or before it are left out.
  static func limitDistances(of tape: MarketTape) throws(NotApplicable) -> [Double] {
    if let levels = tape.visibleLevels {
      throw NotApplicable("the data show no order behind the best \(levels == 1 ? "price" : "\(levels) prices")")
    }
    var distances: [Double] = []
    for index in 1..<max(1, tape.count) where tape.kinds[index] == .new {
      let isBuy = tape.side(at: index) == .buy
      let best = isBuy ? tape.bids[index - 1] : tape.asks[index - 1]
      let behind = isBuy ? best - tape.prices[index] : tape.prices[index] - best
      if best > 0, behind > 0 { distances.append(Double(behind) / Double(tape.tickSize)) }
    }
    return distances
  }

  /// From coming to deletion, in nanoseconds, ascending; of orders whose coming the tape has.
  static func livesOfDeleted(in tape: MarketTape) -> [Int64] {
    var births: [Int64: Int64] = [:]
    var lives: [Int64] = []
    for index in 0..<tape.count {
      switch tape.kinds[index] {
      case .new: births[tape.orders[index]] = tape.times[index]
      case .deletion:
        if let birth = births.removeValue(forKey: tape.orders[index]) { lives.append(tape.times[index] - birth) }
      default: break
      }
    }
    return lives.sorted()
  }
}
