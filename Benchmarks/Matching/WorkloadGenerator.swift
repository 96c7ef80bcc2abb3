import MarketTypes
import Storage

/// Writes a workload down as commands, and what a right engine answers to them as a digest.
///
/// The rules are given in docs/performance.md. Everything is decided here, before any engine runs: the commands do not
/// depend on what the engine under test answers.
struct WorkloadGenerator: ~Copyable {
  /// Untimed: fills the book.
  var preload: Pool<BookCommand>
  /// Timed.
  var timed: Pool<BookCommand>
  var counts = WorkloadCounts()
  /// The book at the end. Kept until the engines have run, so that the memory it holds cannot be theirs.
  var book: GeneratorBook
  /// What the reports to preload and timed commands come to.
  var expected = ReportSink()

  private let liveTarget: Int
  var chance = SplitMix64(seed: 42)
  var mid = 33_504
  let distances = DistanceTable()

  init(_ workload: Workload, operations: Int) {
    liveTarget = workload.preloadCount
    preload = Pool(capacity: workload.preloadCount)
    timed = Pool(capacity: operations)
    book = GeneratorBook(capacity: workload.preloadCount + operations)
    switch workload.kind {
    case .steady: generateSteady(operations)
    case .moving(let path): generateMoving(path, preload: workload.preloadCount, operations: operations)
    }
    counts.fills = expected.fillCount
  }

  // MARK: Workload W

  private mutating func generateSteady(_ operations: Int) {
    for _ in 0..<liveTarget {
      let command = add()
      preload.append(command)
    }
    for _ in 0..<operations {
      counts.levelSum += book.levelCount
      counts.liveSum += book.live.count
      moveMid()
      let command = operation()
      timed.append(command)
    }
  }

  /// One time in a thousand the middle of the market moves a tick.
  private mutating func moveMid() {
    if chance.unit() >= 0.001 { return }
    mid += chance.below(2) == 0 ? -1 : 1
  }

  private mutating func operation() -> BookCommand {
    let draw = chance.unit()
    if draw >= 0.95 {
      counts.marketables += 1
      return take()
    }
    if draw >= 0.90 {
      counts.modifies += 1
      return modify()
    }
    // The share of adds leans against the distance from the target.
    let share = 0.5555 + 2 * Double(liveTarget - book.live.count) / Double(liveTarget)
    if chance.unit() < share || book.live.isEmpty {
      counts.adds += 1
      return add()
    }
    counts.cancels += 1
    return cancel(drawLive())
  }

  private mutating func add() -> BookCommand {
    let side = drawSide()
    let lots = 1 + chance.below(100)
    let distance = 1 + distances.distance(at: chance.unit())
    let ticks = book.resting(side == .buy ? mid - distance : mid + distance, side)
    let number = book.add(side, ticks: ticks, lots: lots)
    let command = BookCommand(.submit, Int64(number), side, ticks: Int64(ticks), lots: Int64(lots))
    expectRested(.rested, command)
    return command
  }

  mutating func cancel(_ number: Int32) -> BookCommand {
    let order = book.orders[Int(number)]
    book.remove(number)
    var report = Report(.cancelled, Int64(number))
    report.ticks = Int64(order.ticks)
    report.lots = Int64(order.lots)
    report.side = Int64(order.side.rawValue)
    expected.receive(report)
    return BookCommand(.cancel, Int64(number), order.side)
  }

  /// Up or down by 1 to 3 ticks, one lot more, at the tail of the queue there.
  private mutating func modify() -> BookCommand {
    let number = drawLive()
    let order = book.orders[Int(number)]
    let distance = 1 + chance.below(3)
    let wanted = Int(order.ticks) + (chance.below(2) == 0 ? distance : -distance)
    let ticks = book.resting(wanted, order.side)
    book.move(number, toTicks: ticks, lots: Int(order.lots) + 1)
    let command = BookCommand(.modify, Int64(number), order.side, ticks: Int64(ticks), lots: Int64(order.lots) + 1)
    expectRested(.replaced, command)
    return command
  }

  /// Takes the first one to five resting orders, the last of them in part or whole.
  private mutating func take() -> BookCommand {
    let side = drawSide()
    let makers = drawMakerCount()
    let number = book.issueNumber(side)
    var total = 0
    var limit = 0
    for place in 1...makers {
      let maker = book.first(on: side.opposite)
      if maker == 0 { break }
      let order = book.orders[Int(maker)]
      let lots = place < makers ? Int(order.lots) : 1 + chance.below(Int(order.lots))
      let left = Int(order.lots) - lots
      if left == 0 { book.remove(maker) } else { book.shrink(maker, toLots: left) }
      total += lots
      limit = Int(order.ticks)
      expectFill(of: maker, by: number, side, ticks: limit, lots: lots, left: left)
    }
    precondition(total > 0, "workload W emptied a side of its book")
    return BookCommand(
      .submit, Int64(number), side, ticks: Int64(limit), lots: Int64(total), isImmediate: chance.below(2) == 0)
  }

  mutating func drawSide() -> Side { chance.below(2) == 0 ? .buy : .sell }

  private mutating func drawLive() -> Int32 { book.live[chance.below(book.live.count)] }

  private mutating func drawMakerCount() -> Int {
    let draw = chance.unit()
    return draw < 0.45 ? 1 : draw < 0.72 ? 2 : draw < 0.87 ? 3 : draw < 0.95 ? 4 : 5
  }

  // MARK: What should come out

  private mutating func expectRested(_ kind: Report.Kind, _ command: BookCommand) {
    var report = Report(kind, command.id)
    report.ticks = command.ticks
    report.lots = command.lots
    report.side = Int64(command.side.rawValue)
    expected.receive(report)
  }

  mutating func expectFill(
    of maker: Int32, by taker: Int32, _ side: Side, ticks: Int, lots: Int, left: Int
  ) {
    var report = Report(.filled, Int64(taker))
    report.maker = Int64(maker)
    report.ticks = Int64(ticks)
    report.lots = Int64(lots)
    report.left = Int64(left)
    report.side = Int64(side.rawValue)
    expected.receive(report)
  }
}
