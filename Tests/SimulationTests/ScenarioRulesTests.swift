import MarketTypes
import Notation
import Simulation
import Testing

@Suite struct `What a scenario says of book and venue` {
  @Test func `nothing said is nothing asked`() throws {
    let rules = try scenario().rules
    #expect(rules.instruments[0].orders == OrderLimits())
    #expect(rules.instruments[0].matching == .priceTime)
    #expect(rules.instruments[0].marketProtection == nil)
    #expect(rules.instruments[0].band == nil && rules.instruments[0].limitState == nil)
    #expect(rules.instruments[0].reopeningCall == .zero && rules.instruments[0].publishesLevels == false)
    #expect(rules.selfTradePrevention == .allow && rules.orderRate == nil)
    #expect(rules.dayLength == VenueRules(instruments: []).dayLength)
  }

  @Test func `each rule is read`() throws {
    let read = try scenario(
      instrument: #"""
        "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "lotSize": 10, "tickSize": 5, "largestOrder": 500,
        "smallestNotional": 1000, "mostOpenOrders": 7, "matching": "proRataAfterTop",
        "marketProtection": {"distance": 50, "rest": true}, "band": {"width": "0.1", "reference": "mark"},
        "limitState": {"width": "0.05", "window": "5min", "patience": "15s", "halt": "1min"},
        "reopeningCall": "30s", "publishesLevels": true
        """#,
      accounts: #"{"name": "world", "kind": "exempt", "group": 3}"#,
      #"""
      "venue": {"selfTradePrevention": "decrement", "orderRate": {"orders": 9, "window": "1s"}, "dayLength": "8h"}
      """#)
    var limits = OrderLimits()
    (limits.lotSize, limits.tickSize) = (Quantity(lots: 10), PriceChange(ticks: 5))
    (limits.largest, limits.smallestNotional) = (Quantity(lots: 500), Money(units: 1000))
    limits.mostOpen = 7
    let instrument = read.rules.instruments[0]
    func seconds(_ number: Int64) -> TimeSpan { TimeSpan(nanoseconds: number * 1_000_000_000) }
    #expect(instrument.orders == limits)
    #expect(instrument.matching == .proRataAfterTop)
    #expect(instrument.marketProtection == MarketProtection(distance: PriceChange(ticks: 50), restRemainder: true))
    #expect(instrument.band == PriceBand(width: Rate(partsPerBillion: 100_000_000), reference: .mark))
    #expect(
      instrument.limitState
        == LimitStateRules(
          width: Rate(partsPerBillion: 50_000_000), window: seconds(300), patience: seconds(15), halt: seconds(60)))
    #expect(instrument.reopeningCall == seconds(30) && instrument.publishesLevels)
    #expect(read.rules.selfTradePrevention == .decrement)
    #expect(read.rules.orderRate == OrderRate(orders: 9, window: seconds(1)))
    #expect(read.rules.dayLength == seconds(8 * 3600))
    #expect(
      read.opening.first == .openAccount(AccountOpening(account: AccountID(number: 0), kind: .exempt, group: 3)))
  }

  @Test func `a halt of the script reopens by itself`() throws {
    let run = Run(
      try scenario(
        #"""
        "events": [
          {"at": "1s", "kind": "phase", "phase": "halted", "until": "3s"},
          {"at": "2s", "kind": "order", "account": "world", "side": "buy", "quantity": 1, "limit": 900},
          {"at": "4s", "kind": "phase", "phase": "call", "instrument": "X"},
          {"at": "5s", "kind": "phase", "phase": "continuous"}
        ]
        """#), checks: true)
    let phases: [(Int64, PhaseChange)] = run.steps.flatMap { step in
      step.events.compactMap { event in
        guard case .phaseChanged(let change) = event.body else { return nil }
        return (step.command.time.nanoseconds / 1_000_000_000, change)
      }
    }
    #expect(phases.map(\.0) == [1, 3, 4, 5])
    #expect(phases.map(\.1.phase) == [.halted, .continuous, .call, .continuous])
    let refusals = run.events.compactMap { event in
      if case .refused(let refused) = event.body { refused.reason } else { nil }
    }
    #expect(refusals == [.phaseForbids])
    let commands = run.played.map(\.command.action)
    #expect(
      commands.first
        == .setPhase(PhaseChange(.halted, until: Time(nanoseconds: 3_000_000_000))))
    #expect(commands.contains(.setPhase(PhaseChange(.call, of: InstrumentID(number: 0)))))
  }
}
