import MarketTypes
import Mathematics
import Testing

@testable import Simulation

/// A long account that an index change puts under margin, and what is needed to see when it is closed.
private func distress(duration: String, pacing: String, events: String = "") throws -> Scenario {
  try scenario(
    duration: duration,
    instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "mark": "index""#,
    """
    "liquidation": {"pacing": \(pacing)},
    \(population(block("leveraged"))),
    "openings": [{"kind": "order", "account": "world", "side": "buy", "quantity": 12, "limit": 700}],
    "events": [\(events){"at": "1s", "kind": "index", "price": 800}]
    """)
}

private let timed = #"{"kind": "timed", "interval": "250ms"}"#

private func clocks(of run: Run) -> [Int64] {
  run.played.filter { $0.command.action == .clock }.map { $0.command.time.nanoseconds / 1_000_000 }
}

@Suite struct `The order of time` {
  /// SIM-1, SIM-2.
  @Test func `at one time the venue's clock comes first, then what was put on the agenda first`() throws {
    let deposits = #"""
      {"at": "1250ms", "kind": "deposit", "account": "world", "amount": 1},
      {"at": "1.25s", "kind": "deposit", "account": "world", "amount": 2},
      """#
    let scenario = try distress(duration: "2s", pacing: timed, events: deposits)
    let flow: [Command] = [3, 4].map { amount in
      Command(.deposit(AccountID(number: 0), Money(units: amount)), at: Time(nanoseconds: 1_250_000_000))
    }
    var withFlow = scenario
    withFlow.recordings = [
      RecordingSpecification(
        messages: "", seedBook: nil, account: AccountID(number: 0), aggressor: AccountID(number: 0),
        instrument: InstrumentID(number: 0), tickSize: 1)
    ]
    let run = Run(withFlow, recordings: [RecordedFlow(flow.makeIterator())])
    let actions = run.played.filter { $0.command.time.nanoseconds == 1_250_000_000 }.map(\.command.action)
    let world = AccountID(number: 0)
    #expect(
      actions == [.clock] + (1...4).map { Command.Action.deposit(world, Money(units: $0)) })
    #expect(run.steps.compactMap(\.recording) == [0, 0])
  }

  /// SIM-1.
  @Test func `time never goes back`() throws {
    let run = Run(try scenario(smallMarket))
    for (earlier, later) in zip(run.steps, run.steps.dropFirst()) {
      #expect(earlier.command.time <= later.command.time)
    }
    #expect(run.played.count > 300)
  }

  /// SIM-2.
  @Test func `the venue's deadlines become clock commands`() throws {
    // 12 lots are bid for and 30 are to be closed: steps follow as long as somebody waits.
    let waiting = try distress(duration: "2s", pacing: timed)
    #expect(clocks(of: Run(waiting)) == [1_250, 1_500, 1_750, 2_000])
    let immediate = try distress(duration: "2s", pacing: #"{"kind": "immediate"}"#)
    #expect(clocks(of: Run(immediate)) == [])
  }

  /// SIM-4.
  @Test func `what is due at the end itself still happens and nothing later`() throws {
    #expect(clocks(of: Run(try distress(duration: "1.25s", pacing: timed))) == [1_250])
    #expect(clocks(of: Run(try distress(duration: "1.249999999s", pacing: timed))) == [])
    let atTheEnd = #""events": [{"at": "10s", "kind": "deposit", "account": "world", "amount": 1}]"#
    #expect(Run(try scenario(atTheEnd)).played.count == 1)
    let run = Run(try scenario(smallMarket))
    #expect(run.steps.allSatisfy { $0.command.time.nanoseconds <= 10_000_000_000 })
  }

  /// SIM-4.
  @Test func `an ended run stays ended`() throws {
    var simulation = MarketSimulation(try scenario(smallMarket))
    while simulation.advance() {}
    let command = simulation.command
    let goesOn = simulation.advance()
    #expect(!goesOn)
    #expect(simulation.command == command)
  }
}

@Suite struct `Lateness` {
  struct Latencies {
    var data: Int64
    var orders: Int64
  }

  /// In milliseconds.
  static let blocks: [String: Latencies] = [
    "maker": Latencies(data: 2, orders: 1), "taker": Latencies(data: 20, orders: 10),
    "late": Latencies(data: 1_500, orders: 0), "instant": Latencies(data: 0, orders: 0),
  ]

  static let market = population(
    block("maker", [("\"inventory\": {", "\"inventory\": {\"skew\": 0.05, ")]), block("taker"),
    block("taker", [("\"taker\", \"count\"", "\"late\", \"count\""), ("20ms", "1.5s"), ("\"10ms\"", "\"0s\"")]),
    block("taker", [("\"taker\", \"count\"", "\"instant\", \"count\""), ("20ms", "0s"), ("\"10ms\"", "\"0s\"")]))

  /// The participant that sent a command, its latencies, and when it decided.
  static func sender(of command: Command, in run: Run) -> (name: String, latencies: Latencies, decided: Int64)? {
    let account: AccountID
    switch command.action {
    case .submit(let order): account = order.account
    case .cancel(let cancel): account = cancel.account
    case .explainQuote(let terms): account = terms.account
    default: return nil
    }
    let name = run.scenario.names.name(of: account)
    guard let latencies = blocks[String(name.prefix { $0 != "-" })] else { return nil }
    return (name, latencies, command.time.nanoseconds - latencies.orders * 1_000_000)
  }

  /// SIM-5, SIM-8: the last event a participant had seen is the youngest that was old enough.
  @Test(arguments: UInt64(1)...5)
  func `a participant sees nothing younger than its latency, and all that is older`(seed: UInt64) throws {
    let run = Run(try scenario(seed: seed, Self.market))
    var times: [Int64] = []
    for step in run.steps { times += step.events.map { _ in step.command.time.nanoseconds } }
    var tooYoung = 0
    var missed = 0
    var checked = 0
    for step in run.played {
      guard let sender = Self.sender(of: step.command, in: run) else { continue }
      let seen = step.command.seen.map { Int($0.number) } ?? -1
      let data = sender.latencies.data * 1_000_000
      if seen >= 0, times[seen] + data > sender.decided { tooYoung += 1 }
      // Without latency, what came at the same time may have come after the decision.
      let next = times[seen + 1] + data
      if data == 0 ? next < sender.decided : next <= sender.decided { missed += 1 }
      checked += 1
    }
    #expect(tooYoung == 0)
    #expect(missed == 0)
    #expect(checked > 500)
  }

  /// SIM-5: to the nanosecond.
  @Test func `what is exactly as old as the latency is seen, and what is a nanosecond younger is not`() throws {
    var timing = SeededGenerator(seed: 1, nameHash: SeededGenerator.nameHash("maker".utf8), index: 0, purpose: 1)
    let look = timing.uniform(in: 0...99_999_999) + 500_000_000
    for (younger, isSeen) in [(Int64(0), true), (1, false)] {
      let run = Run(
        try scenario(
          """
          \(population(block("maker", [("\"base\": 4", "\"base\": 4, \"volatility\": 3")]))),
          "events": [{"at": "\(look - 2_000_000 + younger)ns", "kind": "deposit", "account": "world", "amount": 1}]
          """))
      var position: Int64 = 0
      var deposit: Int64?
      for step in run.steps {
        if !step.isOpening, case .deposit = step.command.action { deposit = position }
        position += Int64(step.events.count)
      }
      let maker = run.account("maker-1")
      let sent = run.played.map(\.command).filter { $0.owner == maker && $0.time.nanoseconds == look + 1_000_000 }
      let command = try #require(sent.first)
      #expect((command.seen?.number == deposit) == isSeen)
    }
  }

  /// SIM-6: what a maker says of its inventory is what its fills of that age come to.
  @Test(arguments: UInt64(1)...5)
  func `a maker knows of its own fills after its latency`(seed: UInt64) throws {
    let run = Run(try scenario(seed: seed, Self.market))
    var fills: [(time: Int64, fill: Fill)] = []
    var checked = 0
    for step in run.steps {
      if case .explainQuote(let terms) = step.command.action,
        let sender = Self.sender(of: step.command, in: run)
      {
        var lots: Int64 = 0
        for (time, fill) in fills where time + sender.latencies.data * 1_000_000 <= sender.decided {
          if fill.buyer == terms.account { lots += fill.quantity.lots }
          if fill.seller == terms.account { lots -= fill.quantity.lots }
        }
        #expect(terms.skew == Int32(50 * lots))
        checked += 1
      }
      for case .filled(let fill) in step.events.map(\.body) { fills.append((step.command.time.nanoseconds, fill)) }
    }
    #expect(checked > 50)
    #expect(fills.count > 50)
  }

  /// SIM-6.
  @Test func `a maker knows of the holding it begins with`() throws {
    let run = Run(
      try scenario(
        """
        \(Self.market),
        "openings": [{"kind": "holding", "account": "maker-2", "against": "maker-1", "position": 8, "price": 1000}]
        """))
    for (name, skew) in [("maker-1", Int32(-400)), ("maker-2", 400)] {
      let first = run.events.lazy.compactMap { event in
        if case .quoteExplained(let terms) = event.body, terms.account == run.account(name) { terms } else { nil }
      }.first
      #expect(first?.skew == skew)
    }
  }

  /// SIM-7: jitter far above the time between two actions would turn their order around.
  @Test func `nothing overtakes what its sender sent before`() throws {
    let jittery = block("maker", [("\"orders\": \"1ms\"", "\"orders\": \"1ms\", \"jitter\": \"2s\"")])
    let run = Run(try scenario(population(jittery, block("taker"))))
    for name in ["maker-1", "maker-2"] {
      let sent = run.submissions(of: name)
      let clients = sent.map(\.order.client.number)
      #expect(clients == clients.sorted() && Set(clients).count == clients.count)
      #expect(clients.count > 50)
    }
    // No cancel comes before its order.
    var sent: [AccountID: Set<Int64>] = [:]
    var cancels = 0
    for step in run.played {
      switch step.command.action {
      case .submit(let order): sent[order.account, default: []].insert(order.client.number)
      case .cancel(let cancel):
        guard case .client(let client) = cancel.target else { continue }
        #expect(sent[cancel.account]?.contains(client.number) == true)
        cancels += 1
      default: break
      }
    }
    #expect(cancels > 100)
  }

  /// SIM-7.
  @Test func `orders arrive after their latency and at most the jitter more`() throws {
    let jittery = block(
      "maker",
      [
        ("\"orders\": \"1ms\"", "\"orders\": \"1ms\", \"jitter\": \"3ms\""),
        ("\"base\": 4", "\"base\": 4, \"volatility\": 3"),  // which calms down look by look
      ])
    let run = Run(try scenario(population(jittery)))
    // A maker looks every 100 ms; the first look falls anywhere into the first interval.
    for name in ["maker-1", "maker-2"] {
      let account = run.account(name)
      let arrivals = run.played.compactMap { step -> Int64? in
        guard case .explainQuote(let terms) = step.command.action, terms.account == account else { return nil }
        return step.command.time.nanoseconds
      }
      #expect(arrivals.count > 50)
      let lateness = zip(arrivals.dropFirst(), arrivals).map { ($0 - $1 + 50_000_000) % 100_000_000 - 50_000_000 }
      #expect(lateness.allSatisfy { abs($0) <= 3_000_000 })
      #expect(Set(lateness).count > 20)
    }
  }

  /// SIM-8.
  @Test func `what comes from outside has seen nothing`() throws {
    let run = Run(
      try scenario(
        """
        \(smallMarket),
        "events": [{"at": "5s", "kind": "order", "account": "world", "side": "sell", "quantity": 5}]
        """))
    let world = run.account("world")
    let scripted = run.played.filter {
      if case .submit(let order) = $0.command.action { order.account == world } else { false }
    }
    #expect(scripted.count == 1)
    #expect(scripted.allSatisfy { $0.command.seen == nil && $0.events.first?.cause == 0 })
    #expect(run.steps.filter(\.isOpening).allSatisfy { $0.command.seen == nil })
  }
}
