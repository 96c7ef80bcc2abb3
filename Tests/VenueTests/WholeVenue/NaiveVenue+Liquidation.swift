import MarketTypes

/// Forced orders: whose turn it is, what is done at a turn, and what follows (LIQ-2 to LIQ-9, LIQ-11, LIQ-15, LIQ-17).
extension NaiveVenue {
  /// A mark that moved calls whom nobody met, in the round after its own (LIQ-7).
  mutating func callStalled(because mark: Int) {
    for place in queue.stalled.indices {
      queue.stalled[place].round = round(of: mark) + 1
      queue.stalled[place].event = mark
    }
    queue.retryStalled()
  }

  // MARK: Pacing

  mutating func liquidate(isClock: Bool) {
    forgetTakeovers()
    if queue.isIdle { return }
    if isClock {
      queue.waiting += queue.graces.filter { $0.until <= now }.map(\.due)
      queue.graces.removeAll { $0.until <= now }
    }
    let sells = isClock && queue.disposalDeadline.map { $0 <= now } ?? false
    switch rules.liquidation.pacing {
    case .immediate(let limit):
      if isClock { queue.retryStalled() }
      queue.requeue()
      for place in queue.waiting.indices { queue.waiting[place].round = 1 }
      if sells { dispose() }
      doRounds(atMost: Int(limit))
    case .timed(let span):
      if sells { dispose() }
      let isDue = isClock && queue.stepDeadline.map { $0 <= now } ?? false
      if isDue {
        queue.retryStalled()
        queue.requeue()
        sweep()
        deleverage()
      }
      if queue.count + queue.stalled.count == 0 {
        queue.stepDeadline = nil
      } else if isDue || queue.stepDeadline == nil {
        queue.stepDeadline = now + span.nanoseconds
      }
    }
  }

  /// Round after round until all is at rest; then those whom the book did not take (LIQ-9, LIQ-19).
  private mutating func doRounds(atMost limit: Int) {
    while let first = queue.nextRound {
      var next: Int? = first
      while let round = next {
        if round > limit {
          append(
            .roundLimitReached(RoundLimit(limit: Int32(limit), waiting: Int64(queue.count))),
            because: events.count - 1, round: round - 1)
          return
        }
        stepOfRound()
        next = queue.nextRound
      }
      deleverage()
    }
  }

  private var isSynchronous: Bool { rules.liquidation.order == .synchronous }
  private var mostOrders: Int { rules.liquidation.budget.orders.map { Int($0) } ?? .max }

  /// The accounts of one round; one by one only until one has filled.
  private mutating func stepOfRound() {
    beginRound { $0.round == $1 }
    _ = takeTurns(alreadyPlaced: 0)
    remark()
  }

  /// All that wait, at a deadline; one by one only until one has filled, round after round.
  private mutating func sweep() {
    if isSynchronous {
      beginRound { _, _ in true }
      _ = takeTurns(alreadyPlaced: 0)
    } else {
      var placed = 0
      while queue.count > 0 {
        beginRound { $0.round == $1 }
        let turns = takeTurns(alreadyPlaced: placed)
        placed = turns.placed
        if turns.isDone { break }
      }
    }
    remark()
  }

  /// Measures those who belong to it at the present marks and puts them in order, unless a round is under way.
  private mutating func beginRound(where belongs: (Due, Int) -> Bool) {
    guard queue.current.isEmpty, let round = queue.nextRound else { return }
    var begun = queue.waiting.filter { belongs($0, round) }
    queue.waiting.removeAll { belongs($0, round) }
    for place in begun.indices { begun[place].figures = figures(begun[place].account) }
    queue.current = begun.sorted { $0.precedes($1) }
  }

  private mutating func takeTurns(alreadyPlaced: Int) -> (placed: Int, isDone: Bool) {
    var placed = alreadyPlaced
    while !queue.current.isEmpty {
      let turn = takeTurn(queue.current.removeFirst())
      placed += turn.placed
      if turn.hasFilled && !isSynchronous || placed >= mostOrders { return (placed, true) }
    }
    return (placed, false)
  }

  // MARK: One turn

  private mutating func takeTurn(_ found: Due) -> (hasFilled: Bool, placed: Int) {
    var due = found
    cancelOrders(of: due, rules.liquidation.cancels)
    if !isLiquidatable(due.account) {
      if !isFlat(due.account) { append(.recovered(marginState(due.account)), because: due.event, round: due.round) }
      release(due.account)
      return (false, 0)
    }
    let isForBackstop = isForBackstop(due.account)
    if isForBackstop, takeOver(due) { return (true, 0) }
    let missing = shortage(due.account)
    let (part, forced) = forcedOrders(due)
    if part == .nothingYet {
      due.isForLater = true
      queue.stalled.append(due)
      return (false, 0)
    }
    var (filled, placed, isShort): (Int64, Int, Bool) = (0, 0, forced.isEmpty)
    for order in forced {
      let lots = place(order, for: due)
      if lots != nil { placed += 1 }
      filled += lots ?? 0
      if (lots ?? 0) < order.quantity.lots { isShort = true }
    }
    if filled == 0 { sayStalled(due) }
    if part == .part, filled > 0 { notePartial(due.account) }
    if !isLiquidatable(due.account) {
      release(due.account)
      return (filled > 0, placed)
    }
    if rules.liquidation.backstop?.takesRest ?? false, isShort, !isForBackstop, takeOver(due) {
      return (true, placed)
    }
    due.freed += max(0, missing - shortage(due.account))
    if part == .whole || isShort {
      due.isForLater = false
      queue.stalled.append(due)
    } else {
      due.round += 1
      queue.waiting.append(due)
    }
    return (filled > 0, placed)
  }

  /// LIQ-4.
  mutating func cancelOrders(of due: Due, _ cancels: OrderCancelling) {
    if cancels == .none { return }
    for instrument in instruments.indices {
      let held = lots(due.account, instrument)
      var kept: Side? = held > 0 ? .sell : held < 0 ? .buy : nil
      let closing = orders.filter { $0.account == due.account && $0.instrument == instrument && $0.side == kept }
      if cancels == .all || closing.reduce(0, { $0 + Int($1.left) }) > abs(held) { kept = nil }
      cancelOrders(due.account, instrument, .liquidation, because: due.event, round: due.round) { $0.side != kept }
    }
    for instrument in instruments.indices { react(instrument) }
  }

  /// What a forced order filled; `nil` where it would meet nobody, or could not fill whole and must (LIQ-7, LIQ-14).
  mutating func place(_ order: Order, for due: Due) -> Int64? {
    let instrument = order.instrument.index
    guard markets[instrument].phase.isContinuous,
      firstMaker(instrument, for: order.side, limit: order.limit?.ticks) != nil
    else { return nil }
    if order.timeInForce == .fillOrKill, !isFillable(Live(order, as: 0), order.quantity.lots) { return nil }
    accept(order, because: due.event, round: due.round)
    let filled = queue.filled
    react(instrument)
    return filled
  }

  private mutating func sayStalled(_ due: Due) {
    for instrument in instruments.indices where lots(due.account, instrument) != 0 {
      let stall = LiquidationStall(
        account: id(account: due.account), instrument: id(instrument),
        position: Position(lots: Int64(lots(due.account, instrument))))
      append(.liquidationStalled(stall), because: due.event, round: due.round)
    }
  }
}
