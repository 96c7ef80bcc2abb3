import MarketTypes

/// Five markets of short-lived orders: every message is new, a cancel or a modify, whatever the book answers.
extension WorkloadGenerator {
  /// How many of the youngest numbers a cancel or modify chooses among.
  private static let youngest = 1_024

  mutating func generateMoving(_ path: MidPath, preload: Int, operations: Int) {
    for _ in 0..<preload {
      mid = path.corners[0]
      self.preload.append(enterNew(isImmediate: false))
    }
    counts = WorkloadCounts()
    // So many of each remain; which comes next is drawn among all that remain.
    var cancels = operations * 41 / 100
    var modifies = operations * 9 / 100
    var walk = 0
    for index in 0..<operations {
      counts.levelSum += book.levelCount
      counts.liveSum += book.live.count
      if path.stepsEvery > 0, chance.below(path.stepsEvery) == 0 { walk += chance.below(2) == 0 ? -1 : 1 }
      mid = path.ticks(at: index, of: operations) + walk
      let draw = chance.below(operations - index)
      if draw < cancels {
        cancels -= 1
        timed.append(cancelYoung())
      } else if draw < cancels + modifies {
        modifies -= 1
        timed.append(modifyYoung())
      } else {
        timed.append(enterNew(isImmediate: chance.unit() < 0.15))
      }
    }
  }

  /// An immediate one reaches from two ticks before the middle to two past it; another stands behind it, or takes what the middle passed.
  private mutating func enterNew(isImmediate: Bool) -> BookCommand {
    let side = drawSide()
    let lots = 1 + chance.below(isImmediate ? 10 : 100)
    let distance = isImmediate ? 2 - chance.below(5) : 1 + distances.distance(at: chance.unit())
    let ticks = side == .buy ? mid - distance : mid + distance
    if isImmediate { counts.marketables += 1 } else { counts.adds += 1 }
    let number = book.issueNumber(side)
    let command = BookCommand(
      .submit, Int64(number), side, ticks: Int64(ticks), lots: Int64(lots), isImmediate: isImmediate)
    enter(command, .rested)
    return command
  }

  private mutating func cancelYoung() -> BookCommand {
    counts.cancels += 1
    guard let number = drawYoung() else { return refused(.cancel) }
    return cancel(number)
  }

  private mutating func modifyYoung() -> BookCommand {
    counts.modifies += 1
    guard let number = drawYoung() else { return refused(.modify) }
    let order = book.orders[Int(number)]
    let distance = 1 + chance.below(3)
    let wanted = Int(order.ticks) + (chance.below(2) == 0 ? distance : -distance)
    let ticks = book.resting(wanted, order.side)
    let command = BookCommand(
      .modify, Int64(number), order.side, ticks: Int64(ticks), lots: Int64(order.lots) + 1)
    book.remove(number)
    enter(command, .replaced)
    return command
  }

  /// A live one among the youngest numbers, or `nil` when eight draws found none.
  private mutating func drawYoung() -> Int32? {
    for _ in 0..<8 {
      let number = book.orders.count - 1 - chance.below(Self.youngest)
      if number > 0, book.isLive(Int32(number)) { return Int32(number) }
    }
    return nil
  }

  /// Number 0 is nobody's.
  private mutating func refused(_ kind: BookCommand.Kind) -> BookCommand {
    expected.receive(Report(.refused, 0))
    return BookCommand(kind, 0, .buy, ticks: 1, lots: 1)
  }

  /// Meets what its limit reaches, then rests or ends.
  private mutating func enter(_ command: BookCommand, _ kind: Report.Kind) {
    var left = Int(command.lots)
    while left > 0 {
      let maker = book.first(on: command.side.opposite)
      if maker == 0 { break }
      let order = book.orders[Int(maker)]
      let isReached = command.side == .buy ? order.ticks <= command.ticks : order.ticks >= command.ticks
      if !isReached { break }
      let lots = min(left, Int(order.lots))
      left -= lots
      if lots == order.lots { book.remove(maker) } else { book.shrink(maker, toLots: Int(order.lots) - lots) }
      expectFill(
        of: maker, by: Int32(command.id), command.side, ticks: Int(order.ticks), lots: lots,
        left: Int(order.lots) - lots)
    }
    if left == 0 { return }
    if !command.isImmediate { book.rest(Int32(command.id), ticks: Int(command.ticks), lots: left) }
    var report = Report(command.isImmediate ? .cancelled : kind, command.id)
    report.ticks = command.ticks
    report.lots = Int64(left)
    report.side = Int64(command.side.rawValue)
    expected.receive(report)
  }
}
