import Clearing
import MarketTypes
import Matching
import Storage

/// How far from a reference fills may be (MAT-64, MAT-65).
extension Exchange {
  /// Between which prices an order of `side` may fill now, or `nil` where nothing bounds it.
  @inline(__always)
  mutating func fillEdges(in instrument: InstrumentID, for side: Side) -> FillEdges? {
    let rules = bookRules[instrument.index]
    if rules.bandWidth < 0, rules.limitStateWidth < 0 { return nil }
    return tightestEdges(in: instrument, for: side)
  }

  @inline(never)
  private mutating func tightestEdges(in instrument: InstrumentID, for side: Side) -> FillEdges? {
    // Who stands beyond the other edge of a price band offers a better price than the band does.
    let band = bandEdges(in: instrument)?.ahead(of: side)
    guard let state = limitStateEdges(in: instrument) else { return band }
    guard let band else { return state }
    return band.within(state)
  }

  /// The price band, or `nil` without band or reference.
  func bandEdges(in instrument: InstrumentID) -> FillEdges? {
    let rules = bookRules[instrument.index]
    guard rules.bandWidth >= 0, let reference = price(of: rules.bandSource, in: instrument) else { return nil }
    return FillEdges(around: reference, width: rules.bandWidth)
  }

  private mutating func limitStateEdges(in instrument: InstrumentID) -> FillEdges? {
    let width = bookRules[instrument.index].limitStateWidth
    guard width >= 0 else { return nil }
    rollWindow(of: instrument)
    return desks[instrument.index].slowReference.price.map { FillEdges(around: $0, width: width) }
  }

  // MARK: The slow reference

  private mutating func rollWindow(of instrument: InstrumentID) {
    desks[instrument.index].slowReference.roll(
      to: now.nanoseconds / bookRules[instrument.index].limitStateWindow)
  }

  mutating func countForReference(_ price: Price, in instrument: InstrumentID) {
    rollWindow(of: instrument)
    desks[instrument.index].slowReference.count(price)
  }

  mutating func takeReference(_ price: Price, in instrument: InstrumentID) {
    guard bookRules[instrument.index].limitStateWidth >= 0 else { return }
    rollWindow(of: instrument)
    desks[instrument.index].slowReference.take(price)
  }

  // MARK: Limit states

  /// An order was stopped at an edge. If it was a limit state's, that begins.
  mutating func reachBand(_ taker: Taker, into events: inout EventStream) {
    let instrument = taker.instrument
    guard desks[instrument.index].phase == .continuous, let edges = limitStateEdges(in: instrument),
      let limitState = rules.instruments[instrument.index].limitState,
      let next = books[instrument.index].nextMaker(for: taker.side, limit: taker.limit), !edges.contains(next.price)
    else { return }
    let until = now.later(by: limitState.patience)
    desks[instrument.index].phase = .limited
    setPhaseEnd(until, of: instrument)
    events.append(
      .phaseChanged(PhaseChange(.limited, of: instrument, until: until)), because: taker.cause, round: taker.round)
  }

  /// A fill ends a limit state.
  mutating func endLimitState(
    of instrument: InstrumentID, because cause: EventPosition, round: UInt16, into events: inout EventStream
  ) {
    guard desks[instrument.index].phase == .limited else { return }
    desks[instrument.index].phase = .continuous
    desks[instrument.index].phaseEnd = -1
    events.append(.phaseChanged(PhaseChange(.continuous, of: instrument)), because: cause, round: round)
  }
}
