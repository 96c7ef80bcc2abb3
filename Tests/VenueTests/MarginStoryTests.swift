import MarketTypes
import Testing
import Venue

/// Margin that is more than a rate: levels, factors, tiers with leverage of their own, add-ons; published examples.
@Suite struct MarginStoryTests {
  private let maker = AccountID(number: 0)
  private let alice = AccountID(number: 1)

  /// A maker (0) and an account (1) with a holding at 100, which is the mark; the mark is the index.
  private func floor(
    _ lots: Int64 = 100, with units: Int64 = 1_000, levels: MarginLevelRules? = nil,
    _ change: (inout InstrumentRules) -> Void = { _ in }
  ) -> TradingFloor {
    var floor = TradingFloor.with([TradingFloor.instrument(mark: .index, change)]) { $0.marginLevels = levels }
    _ = floor.open(.exempt)
    _ = floor.open(.cross, with: units)
    floor.mark(100)
    if lots != 0 { floor.hold(alice, lots, at: 100, against: maker) }
    return floor
  }

  private static let levels = MarginLevelRules(
    alert: Rate(partsPerBillion: 1_500_000_000), call: Rate(partsPerBillion: 1_200_000_000),
    release: Rate(partsPerBillion: 1_300_000_000))

  // CLR-37, WCH-6: equity 1,000 + 100 (p − 100), margin 5 p: 1.63 at 98, 1.44 at 97, 1.25 at 96, 1.05 at 95, 0.85 at 94.
  @Test func `a falling account is alerted, called and liquidated, each because of the mark`() {
    var floor = floor(levels: Self.levels)
    #expect(floor.index(98).levels == [])
    let alert = floor.index(97)
    #expect(alert.levels == [level(.alerted, equity: 700, maintenance: 485)])
    expectCause(of: .marginLevelChanged, .marked, in: alert)
    #expect(floor.index(96).levels == [])
    let call = floor.index(95)
    #expect(call.levels == [level(.called, equity: 500, maintenance: 475)])
    expectCause(of: .marginLevelChanged, .marked, in: call)
    #expect(floor.venue.marginLevel(of: alice) == .called)
    let end = floor.index(94)
    #expect(end.levels == [] && end.liquidatable == [alice])
  }

  // CLR-37: a call holds until the release level; who recovers is told when next looked at.
  @Test func `a call ends at the release level and not before`() {
    var floor = floor(levels: Self.levels)
    floor.index(95)
    floor.index(96)
    // 601 of 480: above the call and below the release.
    #expect(floor.run(.deposit(alice, Money(units: 1))).levels == [])
    #expect(floor.run(.deposit(alice, Money(units: 22))).levels == [])
    #expect(
      floor.run(.deposit(alice, Money(units: 1))).levels == [level(.alerted, equity: 624, maintenance: 480)])
    #expect(
      floor.run(.deposit(alice, Money(units: 96))).levels == [level(.sufficient, equity: 720, maintenance: 480)])
    #expect(floor.venue.marginLevel(of: alice) == .sufficient)
  }

  // CLR-37, WCH-6: 1 % of 100 is 1 and of 101 is 2, rounded up, of which an alert asks for 3.2; the move brought 1.
  @Test func `an account at the edge of a level is told even where the price moves its way`() {
    let levels = MarginLevelRules(alert: Rate(partsPerBillion: 1_600_000_000), call: .one, release: .one)
    var floor = floor(1, with: 2, levels: levels) { $0.maintenanceTiers[0].rate = .percent(1) }
    #expect(floor.run(.clock).levels == [])
    #expect(floor.index(101).levels == [level(.alerted, equity: 3, maintenance: 2)])
  }

  // CLR-37: an account that is closed and made whole needs no collateral.
  @Test func `nobody is called for a position that is gone`() {
    var floor = floor(levels: Self.levels)
    floor.submit(maker, .buy, 100, at: 80)
    let end = floor.index(90)
    #expect(end.fills == [[80, 100]] && end.uncovered.count == 1)
    #expect(floor.venue.marginLevel(of: alice) == .sufficient)
  }

  // CLR-36
  @Test func `a higher factor makes accounts due without a mark`() {
    var floor = floor()
    #expect(floor.venue.figures(of: alice).maintenance == 500)
    #expect(floor.factor(Rate(partsPerBillion: 1_999_999_999)).liquidatable == [])
    #expect(floor.venue.figures(of: alice).maintenance == 1_000)
    let due = floor.factor(Rate(partsPerBillion: 2_100_000_000))
    #expect(due.first?.body.kind == .marginFactorSet && due.liquidatable == [alice])
    #expect(floor.factor(.one).refusals == [])
    #expect(floor.venue.figures(of: alice).maintenance == 500 && !floor.venue.isLiquidatable(alice))
  }

  // CLR-22, CLR-36: a return of 3 % where 1 % is the reference; without memory the factor is 3, and 1 again after rest.
  @Test func `a mark that moves much makes margin dearer for a while`() {
    var floor = floor(with: 4_000) { rules in
      rules.addOns.volatility = VolatilityScale(
        decay: .zero, reference: .percent(1), highest: Rate(partsPerBillion: 5_000_000_000),
        interval: TimeSpan(nanoseconds: 100))
    }
    #expect(floor.run(.clock, after: 100).isEmpty)
    floor.index(103, after: 50)
    #expect(floor.venue.figures(of: alice).maintenance == 515)
    let up = floor.run(.clock, after: 50)
    let three = MarginFactor(instrument: TradingFloor.perp, factor: Rate(partsPerBillion: 3_000_000_000))
    #expect(up.map(\.body) == [.marginFactorSet(three)])
    #expect(floor.venue.figures(of: alice).maintenance == 1_545)
    let down = floor.run(.clock, after: 100)
    #expect(down.map(\.body) == [.marginFactorSet(MarginFactor(instrument: TradingFloor.perp, factor: .one))])
  }

  // CLR-36, CLR-37: at the alert level too a further unit of notional asks for no more than itself.
  @Test func `a factor that the alert level cannot take is refused`() {
    var floor = floor(levels: Self.levels) { $0.maintenanceTiers[0].rate = .percent(10) }
    #expect(floor.factor(Rate(partsPerBillion: 6_666_666_667)).refusals == [.factorOutOfRange])
    #expect(floor.factor(Rate(partsPerBillion: 6_666_666_660)).refusals == [])
  }

  // CLR-23, CLR-37, WCH-1
  @Test func `rules whose margin outgrows what it is for are refused`() {
    var rules = TradingFloor.instrument { $0.maintenanceTiers[0].rate = .percent(50) }
    #expect(rules.fault == nil)
    rules.addOns.concentration = ConcentrationCharge(threshold: Quantity(lots: 5_000), rate: .one)
    #expect(rules.fault == nil)
    rules.addOns.concentration?.threshold = Quantity(lots: 4_999)
    #expect(rules.fault != nil)
    rules.addOns.concentration = nil
    rules.addOns.size = .squareRoot(factor: .percent(1), unit: Quantity(lots: 1))
    // 0.8 × 50 % + 1 % × √10,000 is beyond 1, and limited to it.
    #expect(rules.fault == nil)
    var venue = VenueRules(instruments: [rules])
    venue.marginLevels = Self.levels
    #expect(venue.fault != nil)
    // 0.8 × 50 % + 0.26 % × 100 is 66 %; one and a half times that is 99 %.
    venue.instruments[0].addOns.size = .squareRoot(factor: Rate(partsPerBillion: 2_600_000), unit: Quantity(lots: 1))
    #expect(venue.fault == nil)
    venue.instruments[0].addOns.size = .squareRoot(factor: Rate(partsPerBillion: 2_700_000), unit: Quantity(lots: 1))
    #expect(venue.fault != nil)
  }

  // CLR-9, V2: 40 times leverage up to 150 million, 20 times above; both margins meet at the edge.
  @Test func `published tiers meet at their edge`() {
    for (lots, maintenance, initial) in [
      (1_500, 1_875_000, 3_750_000), (1_501, 1_877_500, 3_755_000), (2_000, 3_125_000, 6_250_000),
    ] as [(Int64, Int128, Int128)] {
      let floor = floor(lots, with: 10_000_000) { rules in
        rules.tickValue = Money(units: 1_000)
        rules.initialMargin = Rate(partsPerBillion: 25_000_000)
        rules.maintenanceTiers = [
          MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 12_500_000)),
          MaintenanceTier(
            floor: Money(units: 150_000_000), rate: Rate(partsPerBillion: 25_000_000),
            initial: Rate(partsPerBillion: 50_000_000)),
        ]
      }
      let figures = floor.venue.figures(of: alice)
      #expect((figures.maintenance, figures.initial) == (maintenance, initial))
    }
  }

  // CLR-20, V24: 2 % and 1 %, and 0.005 % more for each.
  @Test func `published size premiums come out at the venue`() {
    for (lots, initial) in [(25, 53_125), (350, 1_312_500)] as [(Int64, Int128)] {
      let floor = floor(lots, with: 10_000_000) { rules in
        rules.tickValue = Money(units: 1_000)
        rules.initialMargin = .percent(2)
        rules.maintenanceTiers = [MaintenanceTier(floor: .zero, rate: .percent(1))]
        rules.addOns.size = .proportional(factor: Rate(partsPerBillion: 50_000), unit: Quantity(lots: 1))
      }
      let figures = floor.venue.figures(of: alice)
      #expect(figures.initial == initial)
      if lots == 25 { #expect(figures.maintenance == 28_125) }
    }
  }

  // CLR-18, V11: 567,243 ppm of 123,456 and 10 % of 1, up.
  @Test func `published requirements are rounded up`() {
    for (lots, rate, initial) in [(123_456, 567_243_000, 70_030), (1, 100_000_000, 1)] as [(Int64, Int64, Int128)] {
      var floor = TradingFloor([
        TradingFloor.instrument { rules in
          rules.initialMargin = Rate(partsPerBillion: rate)
          rules.maximumPosition = Quantity(lots: 1_000_000)
        }
      ])
      _ = floor.open(.exempt)
      _ = floor.open(.cross)
      floor.mark(1)
      floor.hold(alice, lots, at: 1, against: maker)
      #expect(floor.venue.figures(of: alice).initial == initial)
    }
  }

  private func level(_ level: MarginLevel, equity: Int64, maintenance: Int64) -> MarginLevelChange {
    MarginLevelChange(
      MarginState(account: alice, equity: Money(units: equity), maintenance: Money(units: maintenance)), level: level)
  }

  private func expectCause(of kind: EventKind, _ cause: EventKind, in events: [Event]) {
    guard let place = events.firstIndex(where: { $0.body.kind == kind }) else {
      Issue.record("no \(kind)")
      return
    }
    #expect(events[place - Int(events[place].cause)].body.kind == cause)
  }
}
