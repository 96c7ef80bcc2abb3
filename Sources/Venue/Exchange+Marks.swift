import Clearing
import Liquidation
import MarketTypes
import Matching

extension Exchange {
  /// Publishes the top of each book that changed, lowest instrument first.
  mutating func publishQuotes(into events: inout EventStream) {
    sortTouched()
    for index in 0..<touched.count { publishQuote(of: InstrumentID(number: UInt16(touched[index])), into: &events) }
    forgetTouched()
  }

  /// Takes marks and has the watch look at who is under margin.
  ///
  /// Quotes and marks of all instruments that changed come first, as events; only then are accounts checked. A mark
  /// policy runs only for an instrument that filled or whose index changed (MRK-7). A mark's round is its cause's.
  mutating func remark(into events: inout EventStream) {
    sortTouched()
    var calling: (mark: EventPosition, round: UInt16)?
    for index in 0..<touched.count {
      let instrument = InstrumentID(number: UInt16(touched[index]))
      publishQuote(of: instrument, into: &events)
      let priced = desks[instrument.index].priced
      guard priced >= 0, let mark = house.policyMark(of: instrument, quote: desks[instrument.index].quote),
        mark != house.mark(of: instrument)
      else { continue }
      let cause = EventPosition(number: priced)
      let change = MarkChange(instrument: instrument, price: mark, previous: house.mark(of: instrument))
      let event = events.append(.marked(change), because: cause, round: events.round(of: cause))
      house.setMark(instrument, to: mark, at: event)
      if events.round(of: cause) >= calling?.round ?? 0 { calling = (event, events.round(of: cause)) }
    }
    forgetTouched()
    if let calling {
      let round = calling.round == .max ? calling.round : calling.round + 1
      liquidation.retryStalled(inRound: round, because: calling.mark)
    }
    findDue(into: &events)
    coverLosses(into: &events)
  }

  private mutating func publishQuote(of instrument: InstrumentID, into events: inout EventStream) {
    let quote = books[instrument.index].quote(for: instrument)
    guard quote != desks[instrument.index].quote else { return }
    let cause = EventPosition(number: desks[instrument.index].changed)
    events.append(.quoted(quote), because: cause, round: events.round(of: cause))
    desks[instrument.index].quote = quote
  }

  /// Lowest instrument first; nearly always there is one.
  private mutating func sortTouched() {
    for index in 0..<touched.count {
      var place = index
      while place > 0, touched[place - 1] > touched[place] {
        (touched[place - 1], touched[place]) = (touched[place], touched[place - 1])
        place -= 1
      }
    }
  }

  private mutating func forgetTouched() {
    for index in 0..<touched.count {
      desks[touched[index]].isTouched = false
      desks[touched[index]].priced = -1
    }
    touched.removeAll()
  }

  /// Hands accounts under margin to the liquidation engine, in the order of its queue. Their rounds are one more than
  /// that of what caused them. With liquidation off they are told and left alone.
  private mutating func findDue(into events: inout EventStream) {
    house.findDue()
    found.removeAll()
    while let distress = house.takeDue() {
      let round = events.round(of: distress.cause)
      var due = DueAccount(
        account: distress.account, round: round == .max ? round : round + 1,
        event: distress.cause ?? EventPosition(number: -1))
      due.measure(house.figures(of: distress.account))
      found.append(due)
    }
    found.sort { one, other in one.precedes(other) }
    for index in 0..<found.count {
      var due = found[index]
      due.event = events.append(
        .liquidatable(house.marginState(of: due.account)), because: due.event.number < 0 ? nil : due.event,
        round: due.round - 1)
      if rules.liquidation.isOn { liquidation.add(due) }
    }
  }

  /// Makes flat accounts below zero whole, lowest number first (CLR-12).
  private mutating func coverLosses(into events: inout EventStream) {
    bankrupt.removeAll()
    while let account = house.takeBankrupt() { bankrupt.append(account) }
    bankrupt.sort { $0 < $1 }
    for index in 0..<bankrupt.count {
      let account = bankrupt[index]
      let cause = house.lastFill(of: account)
      let round = events.round(of: cause)
      let uncovered = house.coverShortfall(of: account) { transfer in
        events.append(.transferred(transfer), because: cause, round: round)
      }
      if uncovered > .zero {
        events.append(.lossUncovered(LossUncovered(account: account, amount: uncovered)), because: cause, round: round)
      }
    }
  }
}
