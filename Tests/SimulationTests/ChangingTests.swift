import Journaling
import MarketTypes
import Notation
import Testing

@testable import Simulation

/// SIM-19 … SIM-21: one thing changed at a command boundary, all else as it was.
@Suite struct `A change at a boundary` {
  private static func changed(_ assignments: String...) throws -> Scenario {
    let text = try scenarioTextOfLively
    return try Scenario.read(
      text, overrides: Scenario.Overrides(changes: assignments.map { try ScenarioChange(assignment: $0) }))
  }

  private static var scenarioTextOfLively: SourceText {
    get throws {
      var writer = JSONWriter()
      writer.value(try lively().resolved)
      return SourceText(name: "lively", bytes: writer.bytes)
    }
  }

  private static let base = Result { Run(try lively()) }

  /// The number of the first step in which something happens.
  private static func first(in run: Run, where isMeant: (Event) -> Bool) throws -> Int {
    try #require(run.steps.firstIndex { $0.events.contains(where: isMeant) })
  }

  private static func isLiquidatable(_ event: Event) -> Bool {
    if case .liquidatable = event.body { true } else { false }
  }

  /// SIM-19.
  @Test func `adopting the same scenario anywhere changes nothing`() throws {
    let whole = try Self.base.get()
    var dice = Dice(seed: 11)
    for _ in 0..<20 {
      let boundary = Int(dice.whole(in: 0...Int64(whole.steps.count)))
      var simulation = MarketSimulation(whole.scenario)
      _ = steps(of: &simulation, atMost: boundary)
      simulation.adopt(whole.scenario)
      #expect(steps(of: &simulation) == Array(whole.steps[boundary...]), "boundary \(boundary)")
    }
  }

  /// Until the first account falls under its margin the rules of liquidation decide nothing: switching it off there is the
  /// same as never having had it.
  @Test func `liquidation switched off before the first account falls is the run without liquidation`() throws {
    let whole = try Self.base.get()
    let off = try Self.changed("liquidation.on=false")
    let boundary = try Self.first(in: whole, where: Self.isLiquidatable)
    var simulation = MarketSimulation(whole.scenario)
    let before = steps(of: &simulation, atMost: boundary)
    simulation.adopt(off)
    simulation.checkEverything()
    let after = steps(of: &simulation)
    #expect(before + after == Run(off).steps)
    #expect(after != Array(whole.steps[boundary...]))
    #expect(
      !after.contains { $0.events.contains { if case .filled(let fill) = $0.body { fill.isForced } else { false } } })
  }

  @Test func `accounts left alone are found again when liquidation is switched on`() throws {
    let off = Run(try Self.changed("liquidation.on=false"))
    let left = try Self.first(in: off, where: Self.isLiquidatable) + 40
    var simulation = MarketSimulation(off.scenario)
    _ = steps(of: &simulation, atMost: left)
    let due = (0..<Int32(simulation.venue.accountCount)).map(AccountID.init(number:)).filter {
      simulation.venue.isLiquidatable($0)
    }
    #expect(!due.isEmpty)
    simulation.adopt(try lively())
    simulation.checkEverything()
    let next = steps(of: &simulation, atMost: 1)
    let found = next[0].events.compactMap { event in
      if case .liquidatable(let state) = event.body { state.account } else { nil }
    }
    #expect(Set(found).isSuperset(of: due))
    #expect(steps(of: &simulation).contains { $0.events.contains { $0.round > 0 } })
  }

  /// LIQ-1: what is exactly at its maintenance margin is liquidated where the threshold says so, at the next command.
  @Test func `a new threshold is held against everybody at the next command`() throws {
    // 10 lots bought at 1,000 with 1,450 behind them: at 900 equity is 450, and so is 5 % of 9,000.
    func market(when threshold: String) throws -> Scenario {
      try scenario(
        instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "mark": "index""#,
        accounts: #"{"name": "world", "kind": "exempt"}, {"name": "ann", "collateral": 1450}"#,
        """
        "liquidation": {"when": "\(threshold)"},
        "openings": [{"kind": "holding", "account": "ann", "against": "world", "position": 10, "price": 1000}],
        "events": [
          {"at": "1s", "kind": "index", "price": 900}, {"at": "2s", "kind": "deposit", "account": "world", "amount": 1}
        ]
        """)
    }
    let below = try market(when: "below")
    var simulation = MarketSimulation(below)
    let before = steps(of: &simulation, atMost: below.opening.count + 1)
    #expect(
      before.last?.command.action
        == .setIndex(PriceUpdate(instrument: InstrumentID(number: 0), price: Price(ticks: 900))))
    var same = simulation.clone()
    #expect(!steps(of: &same).contains { $0.events.contains(where: Self.isLiquidatable) })
    simulation.adopt(try market(when: "atOrBelow"))
    simulation.checkEverything()
    #expect(steps(of: &simulation, atMost: 1)[0].events.contains(where: Self.isLiquidatable))
  }

  /// SIM-20.
  @Test func `new settings and latencies keep what a participant has learned`() throws {
    let whole = try Self.base.get()
    let boundary = whole.steps.count / 2
    let slower = try Self.changed(
      "population.maker.latency.data=300ms", "population.taker.latency.data=1ms", "population.maker.spread.base=9")
    var simulation = MarketSimulation(whole.scenario)
    _ = steps(of: &simulation, atMost: boundary)
    simulation.adopt(slower)
    // Nobody trades any more, so the news of all fills arrives: each maker knows exactly what it holds.
    for name in (1...5).map({ "taker-\($0)" }) + ["whale"] { _ = simulation.dismiss(whole.account(name)) }
    var terms: [AccountID: QuoteTerms] = [:]
    for step in steps(of: &simulation, atMost: 600) {
      for case .quoteExplained(let told) in step.events.map(\.body) { terms[told.account] = told }
    }
    #expect(terms.count == 2)
    for (maker, told) in terms {
      let position = simulation.venue.position(of: maker, in: InstrumentID(number: 0))
      #expect(!position.isFlat)
      #expect(Int64(told.skew) == 50 * position.lots)
      #expect(told.base == 9_000)
    }
  }

  /// SIM-20: a life is exponential, so that another one is as good as the rest of the old.
  @Test(arguments: [(0, 2), (2, 0)])
  func `a crowd's standing orders are cancelled at the new rate`(before: Int, after: Int) throws {
    func crowd(_ cancels: Int) throws -> Scenario {
      try flowMarket(
        seconds: 20,
        """
        {"kind": "poissonFlow", "name": "crowd", "count": 1, "margin": "exempt", "size": 1, "market": 0,
         "limits": {"distances": {"kind": "even", "rate": 1, "window": 20}, "cancels": \(cancels)}}
        """)
    }
    func cancelled(_ steps: [Run.Step]) -> Set<OrderID> {
      Set(steps.flatMap(\.events).compactMap { if case .cancelled(let order) = $0.body { order.order } else { nil } })
    }
    func accepted(_ steps: [Run.Step]) -> Set<OrderID> {
      Set(steps.flatMap(\.events).compactMap { if case .accepted(let order) = $0.body { order.order } else { nil } })
    }
    var simulation = MarketSimulation(try crowd(before))
    let first = steps(of: &simulation, atMost: 200)
    let standing = accepted(first).subtracting(cancelled(first))
    #expect(standing.count > 10)
    simulation.adopt(try crowd(after))
    let rest = cancelled(steps(of: &simulation))
    #expect(after > 0 ? rest.isSuperset(of: standing) : rest.isEmpty)
  }

  /// SIM-20: what had reached it by the change it has, though nobody else looks that far back.
  @Test func `with a longer latency a participant goes on from what had reached it`() throws {
    let text = String(
      decoding: scenarioText(
        population(block("maker", [("100ms", "4s"), ("2ms", "1ms")]), block("taker", [("20ms", "1ms")]))
      ).bytes, as: UTF8.self)
    func read(_ latency: String) throws -> Scenario {
      try Scenario.read(
        SourceText(name: "sleepy", text),
        overrides: Scenario.Overrides(
          changes: [try ScenarioChange(assignment: "population.maker.latency.data=\(latency)")]))
    }
    let before = try read("1ms")
    var simulation = MarketSimulation(before)
    var all: [Run.Step] = []
    while simulation.venue.now.nanoseconds < 6_000_000_000 { all += steps(of: &simulation, atMost: 1) }
    let change = simulation.venue.now.nanoseconds
    simulation.adopt(try read("9s"))
    all += steps(of: &simulation)
    let run = Run(before, all)
    let times = run.times
    let reached = times.lastIndex { $0 <= change - 1_000_000 } ?? -1
    var checked = 0
    for step in all where step.command.time.nanoseconds > change {
      guard case .explainQuote(let terms) = step.command.action,
        run.scenario.names.name(of: terms.account).hasPrefix("maker")
      else { continue }
      #expect(step.command.seen?.number == Int64(reached))
      checked += 1
    }
    for name in ["maker-1", "maker-2"] {
      let later = run.submissions(of: name).filter { $0.time.nanoseconds > change + 1_000_000 }
      let seen = all.filter { $0.sender == run.account(name) && $0.command.time.nanoseconds > change + 1_000_000 }
        .compactMap(\.command.seen?.number)
      #expect(later.isEmpty || !seen.isEmpty)
      #expect(seen.allSatisfy { $0 == Int64(reached) })
      checked += seen.count
    }
    #expect(checked > 0)
  }

  /// SIM-20, SIM-25: the look that was to come has asked nothing; its data is as late as any.
  @Test func `a participant that begins to ask sees nothing sooner than before`() throws {
    let text = String(
      decoding: scenarioText(population(block("maker"), block("taker"))).bytes, as: UTF8.self)
    func read(_ changes: String...) throws -> Scenario {
      try Scenario.read(
        SourceText(name: "asking", text),
        overrides: Scenario.Overrides(changes: try changes.map { try ScenarioChange(assignment: $0) }))
    }
    let before = try read()
    var simulation = MarketSimulation(before)
    var all: [Run.Step] = []
    while simulation.venue.now.nanoseconds < 3_000_000_000 { all += steps(of: &simulation, atMost: 1) }
    let change = simulation.venue.now.nanoseconds
    simulation.adopt(try read("population.taker.latency.asks=true"))
    all += steps(of: &simulation)
    let run = Run(before, all)
    let times = run.times
    var checked = 0
    for step in all where step.command.time.nanoseconds > change + 10_000_000 {
      guard let sender = step.sender, run.scenario.names.name(of: sender).hasPrefix("taker") else { continue }
      // Data is 20 ms late and orders 10.
      #expect(times[Int(step.command.seen?.number ?? 0)] <= step.command.time.nanoseconds - 30_000_000)
      checked += 1
    }
    #expect(checked > 50)
  }

  /// SIM-21.
  @Test
  func `whoever is taken out sends nothing more, its orders are cancelled first, and nobody else draws otherwise`()
    throws
  {
    let whole = try Self.base.get()
    let boundary = whole.steps.count / 3
    let gone = ["maker-1", "taker-2"]
    var simulation = MarketSimulation(whole.scenario)
    var all = steps(of: &simulation, atMost: boundary)
    for name in gone {
      let isFound = simulation.dismiss(whole.account(name))
      #expect(isFound)
    }
    all += steps(of: &simulation)
    let fork = Run(whole.scenario, all)
    let cancels = fork.steps[boundary...].prefix { if case .massCancel = $0.command.action { true } else { false } }
    #expect(!cancels.isEmpty && cancels.count <= gone.count)
    for name in gone {
      let account = whole.account(name)
      let hasOrders = simulation.venue.hasOpenOrders(account)
      #expect(!hasOrders)
      #expect(fork.submissions(of: name).count < whole.submissions(of: name).count)
      #expect(!fork.steps[boundary...].contains { $0.sender == account })
    }
    for name in ["taker-1", "taker-3", "taker-4", "taker-5"] {
      let drawn = Draws.decisions(of: name, in: whole)
      #expect(Draws.decisions(of: name, in: fork) == drawn)
      #expect(drawn.contains { $0.time > all[boundary].command.time.nanoseconds })
    }
    // Who is looked for in vain is said.
    let isFound = simulation.dismiss(whole.account("long-7"))
    #expect(!isFound)
  }

  @Test func `what the script has for whoever is taken out does not come, and all else comes in its order`() throws {
    let whole = try Self.base.get()
    let script = { (run: [Run.Step]) in
      run.filter { $0.command.time.nanoseconds % 1_000_000_000 == 0 && !$0.isOpening && $0.sender != nil }.map(
        \.command.time)
    }
    var simulation = MarketSimulation(whole.scenario)
    _ = steps(of: &simulation, atMost: 200)
    _ = simulation.dismiss(whole.account("whale"))
    let after = steps(of: &simulation)
    #expect(!after.contains { $0.sender == whole.account("whale") })
    #expect(script(whole.steps).count >= 3)
    // Nor does it come back with another scenario.
    var again = MarketSimulation(whole.scenario)
    _ = steps(of: &again, atMost: 200)
    _ = again.dismiss(whole.account("whale"))
    again.adopt(whole.scenario)
    #expect(steps(of: &again) == after)
  }

  @Test func `an event yet to come can be another, and stays before what was put on the agenda after it`() throws {
    let whole = try Self.base.get()
    let boundary = try #require(whole.steps.firstIndex { !$0.isOpening }) + 20
    let other = try Self.changed("events[1].amount=6")
    var simulation = MarketSimulation(whole.scenario)
    let before = steps(of: &simulation, atMost: boundary)
    simulation.adopt(other)
    #expect(before + steps(of: &simulation) == Run(other).steps)
  }

  @Test(arguments: [
    ("seed=2", "the seed"), ("accounts[1].collateral=7", "the opening state"), ("fund=5", "the opening state"),
    ("accounts[1].name=shark", nil), ("instruments.X.maintenance[0].rate=0.02", "X beyond its fees"),
    ("instruments.X.name=Y", "the instruments"), ("population.maker.start=5s", "the start of maker-1"),
    ("events[0].quantity=1", "events that have already come"), ("events[2].at=1s", "events that have already come"),
    ("duration=9s", nil), ("population.taker.count=6", "the accounts"),
  ])
  func `what has already had its effect cannot change`(assignment: String, part: String?) throws {
    let whole = try Self.base.get()
    var simulation = MarketSimulation(whole.scenario)
    _ = steps(of: &simulation, atMost: whole.steps.count * 9 / 10)
    // Some are refused by the reader already: others name what is renamed.
    guard let other = try? Self.changed(assignment) else {
      #expect(part == nil)
      return
    }
    let found = simulation.unchangeablePart(in: other)
    #expect(found == part)
  }
}

extension Run {
  /// Of steps that were made otherwise than by running the scenario.
  init(_ scenario: Scenario, _ steps: [Step]) {
    self.init(scenario)
    self.steps = steps
  }
}

extension Run.Step {
  /// Whose command it is, if it is a participant's or the script's.
  var sender: AccountID? {
    switch command.action {
    case .submit(let order): order.account
    case .cancel(let cancel): cancel.account
    case .explainQuote(let terms): terms.account
    case .deposit(let account, _, _): account
    default: nil
    }
  }
}
