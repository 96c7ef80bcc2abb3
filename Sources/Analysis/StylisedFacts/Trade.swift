import MarketTypes

/// One aggressor's meeting with the book at one moment: one execution, or several that follow each other without a
/// pause, on one side, by the same hand as far as that is known.
struct Trade: Sendable {
  var time: Int64
  /// +1 for a buyer who came, −1 for a seller.
  var sign: Double
  var lots: Int64
  /// Twice the mid price before, in units of price.
  var twiceMidBefore: Int64
  var isHidden: Bool
  var maker: Int32
  var taker: Int32
}

extension Trade {
  /// All executions of a tape, one by one. Empty for a tape that never had a mid price.
  static func executions(of tape: MarketTape) -> [Trade] {
    var (first, isPaused) = (Int64?.none, false)
    for index in 0..<tape.count {
      first = tape.twiceMid(at: index, &isPaused)
      if first != nil { break }
    }
    guard var mid = first else { return [] }
    isPaused = false
    var executions: [Trade] = []
    for index in 0..<tape.count {
      let kind = tape.kinds[index]
      if kind.isExecution {
        let place = executions.count
        executions.append(
          Trade(
            time: tape.times[index], sign: tape.side(at: index) == .sell ? 1 : -1, lots: tape.sizes[index],
            twiceMidBefore: mid, isHidden: kind == .hiddenExecution, maker: tape.makers[place],
            taker: tape.takers[place]))
      }
      mid = tape.twiceMid(at: index, &isPaused) ?? mid
    }
    return executions
  }

  /// Executions gathered by aggressor and moment. Hidden ones only where they say which side came.
  static func merged(_ executions: [Trade], withHidden: Bool) -> [Trade] {
    var trades: [Trade] = []
    for execution in executions where withHidden || !execution.isHidden {
      if let last = trades.last, last.time == execution.time, last.sign == execution.sign,
        last.taker == execution.taker
      {
        trades[trades.count - 1].lots += execution.lots
      } else {
        trades.append(execution)
      }
    }
    return trades
  }
}
