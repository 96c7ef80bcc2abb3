import Clearing
import Liquidation
import MarketTypes
import Matching

extension Exchange {
  /// Publishes the top of each book that changed, lowest instrument first.
  mutating func publishQuotes(into events: inout EventStream) {
    sortTouched()
    for index in 0..<touched.count {
      let instrument = InstrumentID(number: UInt16(touched[index]))
      publishQuote(of: instrument, into: &events)
      forget(instrument)
    }
    touched.removeAll()
  }

  /// Takes marks and has the watch look at who is under margin.
  ///
  /// Quotes and marks of all instruments that changed come first, as events; only then are accounts checked. A mark
  /// policy runs only for an instrument that filled or whose index changed (MRK-7). A mark's round is its cause's.
  @inline(__always)
  mutating func remark(into events: inout EventStream) {
    if touched.count > 0 { takeAllMarks(into: &events) }
    // What one check finds can change others: an owner who tops up, a winner who bears a loss.
    while house.hasNews {
      findDue(into: &events)
      coverLosses(into: &events)
    }
  }

  /// Publishes quotes and takes marks until nothing that waits for a mark fires any more.
  @inline(__always)
  private mutating func takeAllMarks(into events: inout EventStream) {
    var calling: (mark: EventPosition, round: UInt16)?
    repeat { takeMarks(&calling, into: &events) } while reactToMarks(into: &events)
    if let calling {
      let round = calling.round == .max ? calling.round : calling.round + 1
      liquidation.retryStalled(inRound: round, because: calling.mark)
    }
  }

  /// Orders that wait for a mark fire, lowest instrument first. Whether any did.
  @inline(__always)
  private mutating func reactToMarks(into events: inout EventStream) -> Bool {
    if marked.count == 0 { return false }
    return fireAtMarks(into: &events)
  }

  @inline(never)
  private mutating func fireAtMarks(into events: inout EventStream) -> Bool {
    var hasFired = false
    for index in 0..<marked.count {
      if react(InstrumentID(number: UInt16(marked[index])), into: &events) { hasFired = true }
    }
    marked.removeAll()
    return hasFired
  }

  @inline(__always)
  private mutating func takeMarks(
    _ calling: inout (mark: EventPosition, round: UInt16)?, into events: inout EventStream
  ) {
    sortTouched()
    for index in 0..<touched.count {
      let instrument = InstrumentID(number: UInt16(truncatingIfNeeded: touched[known: index]))
      publishQuote(of: instrument, into: &events)
      if desks[instrument.index].priced >= 0 || desks[instrument.index].isSampled {
        takeMark(of: instrument, &calling, into: &events)
      }
      forget(instrument)
    }
    touched.removeAll()
  }

  /// The mark of an instrument that filled or whose index changed, if its policy has another now.
  private mutating func takeMark(
    of instrument: InstrumentID, _ calling: inout (mark: EventPosition, round: UInt16)?, into events: inout EventStream
  ) {
    let policy =
      house.keepsMark(of: instrument)
      ? house.keptMark(of: instrument, markIngredients(of: instrument))
      : house.policyMark(of: instrument, quote: desks[instrument.index].quote)
    guard let mark = policy, mark != house.mark(of: instrument) else { return }
    guard desks[instrument.index].takesMarks else { return }
    // What a sample changed has no cause but time.
    let priced = desks[instrument.index].priced
    let cause = priced < 0 ? nil : EventPosition(number: priced)
    let round = events.round(of: cause)
    let change = MarkChange(instrument: instrument, price: mark, previous: house.mark(of: instrument))
    let event = events.append(.marked(change), because: cause, round: round)
    desks[instrument.index].previousMark = change.previousTicks
    house.setMark(instrument, to: mark, at: event)
    specials[instrument.index].observe(
      .mark, mark, because: event, round: round, maximum: bookRules[instrument.index].maximumPrice)
    marked.append(Int32(instrument.number))
    if round >= calling?.round ?? 0 { calling = (event, round) }
  }

  /// Says what the book shows where that changed; during a call, what the auction would come to.
  @inline(__always)
  private mutating func publishQuote(of instrument: InstrumentID, into events: inout EventStream) {
    let phase = desks[instrument.index].phase
    guard phase.isContinuous else {
      if phase == .call { publishIndication(of: instrument, into: &events) }
      return
    }
    if bookRules[instrument.index].publishesLevels {
      publishLevels(of: instrument, because: EventPosition(number: desks[instrument.index].changed), into: &events)
    }
    let quote = books[instrument.index].quote(for: instrument)
    guard quote != desks[instrument.index].quote else { return }
    let cause = EventPosition(number: desks[instrument.index].changed)
    events.append(.quoted(quote), because: cause, round: events.round(of: cause))
    desks[instrument.index].quote = quote
  }

  /// Lowest instrument first; nearly always there is one.
  @inline(__always)
  mutating func sortTouched() {
    if touched.count > 1 { sortAllTouched() }
  }

  private mutating func sortAllTouched() {
    for index in 0..<touched.count {
      var place = index
      while place > 0, touched[place - 1] > touched[place] {
        (touched[place - 1], touched[place]) = (touched[place], touched[place - 1])
        place -= 1
      }
    }
  }

  /// What made the instrument one to look at is done.
  @inline(__always)
  private mutating func forget(_ instrument: InstrumentID) {
    desks[instrument.index].isTouched = false
    desks[instrument.index].priced = -1
    desks[instrument.index].isSampled = false
  }

  /// Hands accounts under margin to the liquidation engine, in the order of its queue. Their rounds are one more than
  /// that of what caused them. With liquidation off they are told and left alone.
  private mutating func findDue(into events: inout EventStream) {
    house.findDue()
    found.removeAll()
    house.readAheadDue()
    while let distress = house.takeDue() {
      if found.count % ClearingHouse.aheadCount == ClearingHouse.aheadCount - 1 { house.readAheadDue() }
      let round = events.round(of: distress.cause)
      var due = DueAccount(
        account: distress.account, round: round == .max ? round : round + 1,
        event: distress.cause ?? EventPosition(number: -1), since: now)
      due.measure(house.figures(of: distress.account))
      found.append(due)
    }
    found.sort { one, other in one.precedes(other) }
    for index in 0..<found.count { startLiquidating(found[index], into: &events) }
    if rules.marginLevels != nil { sayLevels(into: &events) }
  }

  /// Says that an account is under its margin, and puts it in the queue, unless its owner's collateral cures it; where
  /// rules give it time it gets that first (LIQ-11).
  private mutating func startLiquidating(_ found: DueAccount, into events: inout EventStream) {
    var due = found
    let cause = due.event.number < 0 ? nil : due.event
    if topUp(due.account, because: cause, round: due.round - 1, into: &events) {
      guard house.isLiquidatable(due.account) else {
        house.release(due.account)
        return
      }
      due.measure(house.figures(of: due.account))
    }
    due.event = events.append(.liquidatable(due.marginState), because: cause, round: due.round - 1)
    if !rules.liquidation.isOn { return }
    if let end = liquidation.grant(due, now: now) {
      let grace = GracePeriod(account: due.account, until: end)
      events.append(.graceGiven(grace), because: due.event, round: due.round - 1)
    } else {
      liquidation.add(due)
    }
  }

  /// Fills a sub-account up from its owner's free collateral where the rules say so; not with liquidation off (LIQ-10).
  /// Whether anything moved.
  private mutating func topUp(
    _ account: AccountID, because cause: EventPosition?, round: UInt16, into events: inout EventStream
  ) -> Bool {
    guard rules.liquidation.isOn, let target = rules.liquidation.call?.topUp else { return false }
    return house.topUp(account, to: target) { transfer in
      events.append(.transferred(transfer), because: cause, round: round)
    }
  }

  /// Says which accounts reached another margin level, lowest number first (CLR-37).
  private mutating func sayLevels(into events: inout EventStream) {
    relevelled.removeAll()
    while let account = house.takeRelevelled() { relevelled.append(account) }
    relevelled.sort { one, other in
      one.account != other.account ? one.account < other.account : other.isCausedBefore(one)
    }
    for index in 0..<relevelled.count {
      let (account, cause) = (relevelled[index].account, relevelled[index].cause)
      // One that was filled up and looked at again is noted twice, and stands where it was found last, for the later cause.
      if index > 0, relevelled[index - 1].account == account { continue }
      let change = MarginLevelChange(house.marginState(of: account), level: house.level(of: account))
      let event = events.append(.marginLevelChanged(change), because: cause, round: events.round(of: cause))
      if change.level == .called {
        _ = topUp(account, because: event, round: events.round(of: cause), into: &events)
      }
    }
  }

  /// Makes flat accounts below zero whole, lowest number first (CLR-12).
  private mutating func coverLosses(into events: inout EventStream) {
    bankrupt.removeAll()
    while let account = house.takeBankrupt() { bankrupt.append(account) }
    bankrupt.sort { $0.account < $1.account }
    for index in 0..<bankrupt.count {
      let (account, cause) = (bankrupt[index].account, bankrupt[index].cause)
      let round = events.round(of: cause)
      let start = events.count
      let uncovered = house.coverShortfall(of: account) { transfer in
        events.append(.transferred(transfer), because: cause, round: round)
      }
      noteBearers(since: start, in: events)
      if uncovered > .zero {
        let lost = LossUncovered(account: account, amount: uncovered)
        let event = events.append(.lossUncovered(lost), because: cause, round: round)
        if rules.liquidation.settlesContracts { settleContract(behind: account, because: event, into: &events) }
      }
    }
  }

  /// Those who bore part of a loss have it from these transfers: causes of what becomes of them (WCH-5).
  private mutating func noteBearers(since start: Int, in events: borrowing EventStream) {
    for index in start..<events.count {
      guard case .transferred(let transfer) = events[index].body else { continue }
      let position = EventPosition(number: events.first.number + Int64(index))
      switch (transfer.reason, transfer.from) {
      case (.assessed, .collateral(let payer)), (.openInterestCharged, .collateral(let payer)),
        (.gainsCut, .costBasis(let payer, _)):
        house.noteEntry(of: payer, at: position)
      default: break
      }
    }
  }

  /// The contract in which an account lost what nobody covered is settled at its mark (LIQ-28).
  private mutating func settleContract(
    behind account: AccountID, because cause: EventPosition, into events: inout EventStream
  ) {
    guard let instrument = house.lastInstrument(of: account), !desks[instrument.index].isSettled,
      let mark = house.mark(of: instrument), house.canSettleContract(instrument)
    else { return }
    settleContract(instrument, at: mark, because: cause, into: &events)
  }
}
