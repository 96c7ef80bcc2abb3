import Journaling
import MarketTypes
import Mathematics
import Notation
import Simulation
import Testing

@Suite struct `Draws` {
  /// A market order as its sender decided it: when, which way, how much. Nothing in it depends on the market.
  struct Decision: Hashable {
    var time: Int64
    var side: Side
    var lots: Int64
  }

  static func decisions(of name: String, in run: Run) -> [Decision] {
    run.submissions(of: name).filter { $0.order.limit == nil }.map {
      Decision(time: $0.time.nanoseconds, side: $0.order.side, lots: $0.order.quantity.lots)
    }
  }

  /// What the opening gave an account: collateral, then lots.
  static func opening(of name: String, in scenario: Scenario) -> [Int64] {
    let account = AccountID(number: Int32(scenario.names.accounts.firstIndex(of: name) ?? -1))
    return scenario.opening.compactMap { action in
      switch action {
      case .deposit(account, let amount, _): amount.units
      case .openHolding(let opening) where opening.account == account: opening.position.lots
      default: nil
      }
    }
  }

  static let long = block(
    "leveraged",
    [
      ("\"count\": 3", "\"count\": 20"),
      ("\"leverage\": 5", "\"leverage\": {\"kind\": \"uniform\", \"from\": 2, \"to\": 9}"),
      ("\"lots\": 10", "\"lots\": {\"kind\": \"logNormal\", \"median\": 40, \"sigma\": 0.8}"),
    ])

  /// SIM-10.
  @Test func `taking a participant out leaves everybody else's draws as they were`() throws {
    let all = Run(try scenario(seed: 7, population(block("maker"), block("taker"), Self.long)))
    let without = Run(
      try scenario(
        seed: 7,
        population(
          block("maker", [("\"count\": 2", "\"count\": 2, \"except\": [1]")]),
          block("taker", [("\"count\": 5", "\"count\": 5, \"except\": [2, 5]")]),
          Self.long.replacing("\"count\": 20", with: "\"count\": 20, \"except\": [1, 7, 19]"))))
    for taker in ["taker-1", "taker-3", "taker-4"] {
      #expect(Self.decisions(of: taker, in: all) == Self.decisions(of: taker, in: without))
      #expect(Self.decisions(of: taker, in: all).count > 10)
    }
    #expect(Self.decisions(of: "taker-2", in: without).isEmpty)
    for member in 1...20 where ![1, 7, 19].contains(member) {
      let before = Self.opening(of: "long-\(member)", in: all.scenario)
      #expect(before.count == 2 && before == Self.opening(of: "long-\(member)", in: without.scenario))
    }
    let first = { (run: Run) in
      run.played.first {
        if case .explainQuote = $0.command.action { run.account("maker-2") == $0.command.owner } else { false }
      }?
      .command.time
    }
    #expect(first(all) != nil && first(all) == first(without))
  }

  /// SIM-10, SIM-22: what is late by chance is as late as it was, however often its sender now looks.
  @Test(arguments: UInt64(1)...4)
  func `taking a participant out leaves everybody else's latencies as they were`(seed: UInt64) throws {
    let jumpy =
      #""data": {"kind": "uniform", "from": "1ms", "to": "90ms"}, "orders": {"kind": "uniform", "to": "60ms"}"#
    func run(_ maker: [(String, String)], _ taker: [(String, String)]) throws -> Run {
      Run(
        try scenario(
          seed: seed,
          population(
            block("maker", [(#""data": "2ms", "orders": "1ms""#, jumpy)] + maker),
            block("taker", [(#""data": "20ms", "orders": "10ms""#, jumpy), ("0.3", "0.6")] + taker))))
    }
    let all = try run([], [])
    let without = try run(
      [("\"count\": 2", "\"count\": 2, \"except\": [1]")], [("\"count\": 5", "\"count\": 5, \"except\": [2]")])
    var compared = 0
    var looks: [Int] = []
    for name in ["taker-1", "taker-3", "taker-4", "taker-5"] {
      // What arrives with what its sender sent before may have been held up by it; all else came as late as it was drawn.
      func arrivals(_ run: Run) -> Set<Decision> {
        let account = run.account(name)
        let sent = run.played.map(\.command).filter { $0.owner == account }
        let times = sent.map(\.time.nanoseconds)
        looks.append(Set(times).count)
        let alone = Set(times.filter { time in times.count { $0 == time } == 1 })
        return Set(Self.decisions(of: name, in: run).filter { alone.contains($0.time) })
      }
      let (before, after) = (arrivals(all), arrivals(without))
      let both = before.intersection(after)
      #expect(both.count * 10 >= before.count * 9 && both.count * 10 >= after.count * 9, "\(name)")
      compared += both.count
    }
    #expect(compared > 40)
    let isOften = stride(from: 0, to: looks.count, by: 2).contains { looks[$0] != looks[$0 + 1] }
    #expect(isOften, "nobody looked more or less often, so nothing was put to the test")
  }

  /// SIM-10.
  @Test func `adding a block and changing the order of blocks leaves everybody's draws as they were`() throws {
    let before = Run(try scenario(seed: 7, population(block("maker"), block("taker"))))
    let other = block("taker", [("\"taker\", \"count\"", "\"other\", \"count\"")])
    let after = Run(try scenario(seed: 7, population(other, block("taker"), Self.long, block("maker"))))
    for taker in 1...5 {
      let decisions = Self.decisions(of: "taker-\(taker)", in: before)
      #expect(decisions == Self.decisions(of: "taker-\(taker)", in: after))
      #expect(decisions != Self.decisions(of: "other-\(taker)", in: after))
    }
  }

  /// SIM-9, SIM-16: the key is seed, name, index and purpose, and can be computed by anybody.
  @Test func `a participant's stream is that of its name, index and purpose`() throws {
    let seed: UInt64 = 0x7654_3210_89AB_CDEF
    let run = Run(try scenario(seed: seed, population(block("taker", [("0.3", "0")]))))
    for index in 0..<UInt32(5) {
      let hash = SeededGenerator.nameHash("taker".utf8)
      var timing = SeededGenerator(seed: seed, nameHash: hash, index: index, purpose: 1)
      var action = SeededGenerator(seed: seed, nameHash: hash, index: index, purpose: 2)
      let wait = timing.exponential(mean: 200_000_000)
      // The first of the action's values falls into one of 2 × 4 × 20 parts: side, lots, distance.
      let part = Int64(action.next().multipliedFullWidth(by: 2 * 4 * 20).high)
      let (isBuy, lots) = (part < 80, 1 + part % 80 / 20)
      let first = try #require(Self.decisions(of: "taker-\(index + 1)", in: run).first)
      #expect(first == Decision(time: Int64(wait.rounded(.up)) + 10_000_000, side: isBuy ? .buy : .sell, lots: lots))
    }
  }

  /// SIM-16: a maker explains itself at its first look, which here takes no time to arrive.
  @Test func `makers begin spread over their first interval`() throws {
    let blind = block("maker", [("\"count\": 2", "\"count\": 40, \"start\": \"1s\""), ("2ms", "0s"), ("1ms", "0s")])
    let run = Run(try scenario(duration: "1.1s", seed: 7, population(blind)))
    for index in 0..<UInt32(40) {
      let hash = SeededGenerator.nameHash("maker".utf8)
      var timing = SeededGenerator(seed: 7, nameHash: hash, index: index, purpose: 1)
      let first = run.played.first { $0.command.owner == run.account("maker-\(index + 1)") }
      #expect(first?.command.time.nanoseconds == 1_000_000_000 + timing.uniform(in: 0...99_999_999))
    }
  }

  /// SIM-11: common random numbers; the market does not reach the draws.
  @Test func `a taker decides the same in another market`() throws {
    let calm = Run(try scenario(seed: 7, population(block("maker"), block("taker"))))
    let crash = Run(
      try scenario(
        seed: 7,
        """
        \(population(block("maker", [("\"base\": 4", "\"base\": 50")]), block("taker"))),
        "events": [{"at": "2s", "kind": "order", "account": "world", "side": "sell", "quantity": 500}]
        """))
    for taker in 1...5 {
      #expect(Self.decisions(of: "taker-\(taker)", in: calm) == Self.decisions(of: "taker-\(taker)", in: crash))
    }
    #expect(calm.digest.digest != crash.digest.digest)
  }

  /// SIM-11: leverage is drawn after lots and does not change with them.
  @Test func `changing one distribution leaves what is drawn next alone`() throws {
    let fixed = Self.long.replacing(#"{"kind": "logNormal", "median": 40, "sigma": 0.8}"#, with: "1000")
    let drawn = try scenario(seed: 7, population(Self.long))
    let same = try scenario(seed: 7, population(fixed))
    for member in 1...20 {
      let leverage = { (scenario: Scenario) in
        let opening = Self.opening(of: "long-\(member)", in: scenario)
        return Double(opening[1]) * 1_000 / Double(opening[0])
      }
      #expect(abs(leverage(drawn) / leverage(same) - 1) < 0.001)
    }
  }

  /// SIM-12.
  @Test func `the same scenario and seed give the same stream, another seed another`() throws {
    let scenario = try scenario(seed: 7, smallMarket)
    let run = Run(scenario)
    #expect(run.steps == Run(scenario).steps)
    #expect(run.digest.digest == Run(scenario).digest.digest)
    let other = Run(try Simulation.Scenario.read(scenarioText(smallMarket), overrides: .init(seed: 8)))
    #expect(run.digest.digest != other.digest.digest)
  }

  /// SIM-12.
  @Test func `the resolved scenario, printed and read again, gives the same run`() throws {
    let base = String(decoding: scenarioText(smallMarket).bytes, as: UTF8.self)
    let scenario = try Scenario.read(
      SourceText(name: "mine.jsonc", "{\"extends\": \"base.jsonc\", \"seed\": 5 /* mine */}"),
      overrides: Scenario.Overrides(seed: 11), open: { _ in SourceText(name: "base.jsonc", base) })
    let again = try Scenario.read(resolvedText(of: scenario))
    #expect(again.resolved == scenario.resolved)
    #expect(Run(again).digest.digest == Run(scenario).digest.digest)
  }
}

extension Command {
  /// Whose it is, for commands that participants send.
  var owner: AccountID? {
    switch action {
    case .submit(let order): order.account
    case .cancel(let cancel): cancel.account
    case .explainQuote(let terms): terms.account
    default: nil
    }
  }
}
