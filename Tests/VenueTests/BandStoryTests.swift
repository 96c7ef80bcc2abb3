import MarketTypes
import Testing
import Venue

/// Halts, price bands and limit states: rules MAT-63 … MAT-65.
@Suite struct BandStoryTests {
  private let world = AccountID(number: 0)
  private let other = AccountID(number: 1)

  /// Two exempt accounts; the mark is the index.
  private func floor(_ change: (inout InstrumentRules) -> Void, instruments: Int = 1) -> TradingFloor {
    var floor = TradingFloor(
      Array(repeating: TradingFloor.instrument(mark: .index, change), count: instruments))
    _ = (floor.open(.exempt), floor.open(.exempt))
    return floor
  }

  // MARK: Halts

  /// MAT-63: cancels and reduces only.
  @Test func `a halted instrument only lets orders go`() {
    var floor = floor { _ in }
    floor.submit(world, .buy, 5, at: 90, client: 1)
    floor.submit(world, .buy, 5, at: 90, client: 2)
    #expect(floor.phase(.halted).story == ["halted"])
    #expect(floor.submit(other, .sell, 1, at: 90).refusals == [.phaseForbids])
    #expect(floor.place(other, .sell, 1, at: 90, with: .stop(80)).refusals == [.phaseForbids])
    #expect(floor.amend(world, client: 1, to: 3).refusals == [.phaseForbids])
    #expect(floor.quote(world, bid: (1, 90), ask: (1, 110)).refusals == [.phaseForbids])
    let order = TradingFloor.order(world, .buy, 1, at: 94)
    #expect(floor.run(.replace(OrderReplace(TradingFloor.client(1), with: order))).refusals == [.phaseForbids])
    let reduced = floor.run(
      .reduce(
        OrderReduce(
          account: world, instrument: TradingFloor.perp, target: TradingFloor.client(1), by: Quantity(lots: 2))))
    #expect(reduced.story == ["#1 amended to 3 at 90"])
    #expect(floor.cancel(world, client: 2).cancels == [.requested])
    floor.phase(.continuous)
    #expect(floor.submit(other, .sell, 1, at: 90).fills == [[90, 1]])
  }

  /// MAT-63, LIQ-7: forced orders wait, and are placed at the next mark after it.
  @Test func `forced orders wait for the end of a halt`() {
    var floor = floor { _ in }
    floor.mark(100)
    let long = floor.open(.cross, with: 60)
    floor.hold(long, 10, at: 100, against: world)
    floor.submit(world, .buy, 10, at: 97)
    floor.phase(.halted)
    let halted = floor.index(97)
    #expect(halted.liquidatable == [long])
    #expect(halted.stalls.count == 1 && halted.fills == [])
    #expect(floor.phase(.continuous).fills == [])
    #expect(floor.index(96).fills == [[97, 10]])
  }

  /// MAT-63: one command halts all instruments, said for each.
  @Test func `a market-wide halt is one command`() {
    var floor = floor({ _ in }, instruments: 3)
    let events = floor.phase(.halted, of: nil, until: 30)
    let halted = events.compactMap { event -> InstrumentID? in
      if case .phaseChanged(let change) = event.body { change.instrument } else { nil }
    }
    #expect(halted.map(\.number) == [0, 1, 2])
    #expect(floor.submit(world, .buy, 1, at: 90, in: InstrumentID(number: 2)).refusals == [.phaseForbids])
    #expect(floor.run(.clock, after: 30).story == ["continuous", "continuous", "continuous"])
  }

  /// MAT-63: a halt ends in a call of the reopening length, that in continuous trading; the chain counts from each end.
  @Test func `a halt reopens by a call`() {
    var floor = floor { $0.reopeningCall = TimeSpan(nanoseconds: 5) }
    floor.phase(.halted, until: 10)
    #expect(floor.run(.clock, after: 12).story == ["call until 15"])
    #expect(floor.venue.nextDeadline == Time(nanoseconds: 15))
    #expect(floor.run(.clock, after: 3).story == ["continuous"])
    floor.phase(.halted, until: 20)
    #expect(floor.run(.clock, after: 100).story == ["call until 25", "continuous"])
  }

  /// MAT-63: an end that is not ahead, an unknown instrument and a limit state that is asked for are refused; another phase
  /// forgets the end of the one before.
  @Test func `a phase that makes no sense is refused`() {
    var floor = floor { _ in }
    #expect(floor.phase(.halted, until: 0).refusals == [.expiryNotAhead])
    #expect(floor.phase(.limited).refusals == [.conditionsContradict])
    #expect(floor.phase(.halted, of: InstrumentID(number: 4)).refusals == [.unknownInstrument])
    floor.phase(.halted, until: 10)
    floor.phase(.halted)
    #expect(floor.venue.nextDeadline == nil)
    #expect(floor.run(.clock, after: 10).story == [])
    #expect(floor.phase(.call, until: .max).refusals == [])
  }

  // MARK: The price band

  /// A band of 10 % around the index.
  private func banded() -> TradingFloor {
    floor { $0.band = PriceBand(width: Rate(partsPerBillion: 100_000_000), reference: .index) }
  }

  /// MAT-64: 10 % of 105 is 10.5: edges, rounded towards the reference, at 95 and 115. Only the side where it takes counts.
  @Test func `a limit too far out is refused`() {
    var floor = banded()
    #expect(floor.submit(world, .buy, 1, at: 900, client: 1).refusals == [])
    floor.cancel(world, client: 1)
    floor.index(105)
    #expect(floor.submit(world, .buy, 1, at: 116).refusals == [.priceOutsideBand])
    #expect(floor.submit(world, .buy, 1, at: 115, client: 1).refusals == [])
    #expect(floor.amend(world, client: 1, at: 116).refusals == [.priceOutsideBand])
    floor.cancel(world, client: 1)
    #expect(floor.submit(world, .sell, 1, at: 94).refusals == [.priceOutsideBand])
    #expect(floor.submit(world, .buy, 1, at: 5).refusals == [])
    #expect(floor.submit(world, .sell, 1, at: 900).refusals == [])
  }

  /// MAT-64: nobody takes beyond the edge; what comes to it is cancelled.
  @Test func `no order takes beyond the band`() {
    var floor = banded()
    for ticks in [Int64(108), 110, 111] { floor.submit(world, .sell, 2, at: ticks) }
    floor.index(100)
    #expect(floor.submit(other, .buy, 5, at: nil, .fillOrKill).refusals == [.fillOrKillNotFillable])
    #expect(
      floor.submit(other, .buy, 5).story == [
        "#4 takes 2 of #1 at 108", "#4 takes 2 of #2 at 110", "#4 cancelled, 1 left: bandReached",
      ])
    #expect(floor.submit(other, .buy, 5).story == ["#5 cancelled, 5 left: bandReached"])
  }

  /// MAT-64: the index fell to 80; a bid of 97 is above the band, and a seller meets it all the same.
  @Test func `what stands beyond the other edge is met`() {
    var floor = banded()
    floor.submit(world, .buy, 3, at: 97)
    floor.submit(world, .buy, 3, at: 71)
    floor.index(80)
    #expect(floor.submit(other, .sell, 1, at: nil, .fillOrKill).story == ["#3 takes 1 of #1 at 97"])
    #expect(
      floor.submit(other, .sell, 5).story == ["#4 takes 2 of #1 at 97", "#4 cancelled, 3 left: bandReached"])
  }

  /// MAT-37, MAT-64: short of the other side, far away, a peg would be beyond the band; it follows as far as the edge.
  @Test func `a peg keeps within the band`() {
    let edges: [(Side, PegReference, Int64)] = [(.buy, .bestAsk, 110), (.sell, .bestBid, 90)]
    for (side, reference, edge) in edges {
      var floor = banded()
      floor.index(100)
      floor.submit(world, .buy, 1, at: 51)
      floor.submit(world, .sell, 1, at: 150)
      let events = floor.place(other, side, 1, at: nil, .goodTilCancelled, with: .pegged(to: reference, 0))
      #expect(events.rested == [[edge, 1]])
    }
  }

  /// MAT-64, LIQ-7: forced orders keep to it too.
  @Test func `a forced order stops at the band`() {
    var floor = banded()
    floor.mark(100)
    let long = floor.open(.cross, with: 60)
    floor.hold(long, 10, at: 100, against: world)
    floor.submit(world, .buy, 4, at: 88)
    floor.submit(world, .buy, 6, at: 80)
    // 10 % of 97 is 9.7: nothing below 88.
    let events = floor.index(97)
    #expect(events.fills == [[88, 4]])
    #expect(events.cancels == [.bandReached])
    #expect(floor.lots(long) == 6)
  }

  /// MAT-48, MAT-64: a stop whose limit is outside when it fires is refused.
  @Test func `a fired order is asked for the band`() {
    var floor = banded()
    floor.index(100)
    floor.place(world, .buy, 1, at: 130, with: .stop(101, on: .index))
    floor.place(world, .buy, 1, at: 111, with: .stop(101, on: .index))
    #expect(floor.index(101).story.suffix(2) == ["#2 triggered by 101", "#2 rests 1 at 111"])
  }

  // MARK: Limit states

  /// 10 % around the mean of the fills of the last window of 100; 20 of patience, then a halt of 50.
  private func limited() -> TradingFloor {
    var floor = floor {
      $0.limitState = LimitStateRules(
        width: Rate(partsPerBillion: 100_000_000), window: TimeSpan(nanoseconds: 100),
        patience: TimeSpan(nanoseconds: 20), halt: TimeSpan(nanoseconds: 50))
    }
    // A mean of 100.5, rounded down to 100: edges at 90 and 110 from the second window on.
    floor.trade(at: 100, world, other)
    floor.trade(at: 101, world, other)
    floor.run(.clock, after: 100)
    return floor
  }

  /// MAT-65: an order stopped at the edge begins a limit state; patience ends in a halt, that in continuous trading.
  @Test func `a limit state that lasts becomes a halt`() {
    var floor = limited()
    floor.submit(world, .sell, 1, at: 110)
    floor.submit(world, .sell, 1, at: 111)
    let events = floor.submit(other, .buy, 2)
    #expect(
      events.story == ["#7 takes 1 of #5 at 110", "limited until 120", "#7 cancelled, 1 left: bandReached"])
    #expect(floor.venue.phase(of: TradingFloor.perp) == .limited)
    // Stopped again: it is one limit state.
    #expect(floor.submit(other, .buy, 1).story == ["#8 cancelled, 1 left: bandReached"])
    #expect(floor.run(.clock, after: 19).story == [])
    #expect(floor.run(.clock, after: 1).story == ["halted until 170"])
    #expect(floor.run(.clock, after: 50).story == ["continuous"])
  }

  /// MAT-65: the next fill ends it.
  @Test func `a fill ends a limit state`() {
    var floor = limited()
    floor.submit(world, .sell, 2, at: 111)
    floor.submit(other, .buy, 1)
    floor.submit(world, .sell, 1, at: 110)
    let events = floor.submit(other, .buy, 1, at: 110)
    #expect(events.story == ["#8 takes 1 of #7 at 110", "continuous"])
    #expect(floor.venue.nextDeadline == nil)
  }

  /// MAT-65: the reference moves when a window that had fills is over: 110 alone makes edges of 99 and 121.
  @Test func `the slow reference follows window by window`() {
    var floor = limited()
    floor.trade(at: 110, world, other)
    floor.submit(world, .sell, 1, at: 121)
    #expect(floor.submit(other, .buy, 1).cancels == [.bandReached])
    floor.run(.clock, after: 100)
    // Patience has ended meanwhile, and so has the halt.
    #expect(floor.venue.phase(of: TradingFloor.perp) == .continuous)
    #expect(floor.submit(other, .buy, 1).fills == [[121, 1]])
  }

  /// MAT-65, MAT-62: an auction's price becomes the reference at once: 121 after it makes an edge of 133.
  @Test func `an auction's price becomes the reference`() {
    var floor = limited()
    floor.phase(.call)
    floor.submit(world, .sell, 1, at: 121)
    floor.submit(other, .buy, 1, at: 121)
    #expect(floor.phase(.continuous).fills == [[121, 1]])
    floor.submit(world, .sell, 1, at: 133)
    floor.submit(world, .sell, 1, at: 134)
    #expect(
      floor.submit(other, .buy, 2).story == [
        "#9 takes 1 of #7 at 133", "limited until 120", "#9 cancelled, 1 left: bandReached",
      ])
  }

  /// MAT-64, MAT-65: a price band alone never begins a limit state.
  @Test func `the tighter edge stops, and only the limit state's begins one`() {
    var floor = floor {
      $0.band = PriceBand(width: Rate(partsPerBillion: 50_000_000), reference: .index)
      $0.limitState = LimitStateRules(
        width: Rate(partsPerBillion: 100_000_000), window: TimeSpan(nanoseconds: 100),
        patience: TimeSpan(nanoseconds: 20), halt: TimeSpan(nanoseconds: 50))
    }
    floor.trade(at: 100, world, other)
    floor.index(100, after: 100)
    floor.submit(world, .sell, 1, at: 106, client: 1)
    #expect(floor.submit(other, .buy, 1).story == ["#4 cancelled, 1 left: bandReached"])
    floor.cancel(world, client: 1)
    floor.submit(world, .sell, 1, at: 111)
    #expect(floor.submit(other, .buy, 1).story == ["limited until 120", "#6 cancelled, 1 left: bandReached"])
  }
}
