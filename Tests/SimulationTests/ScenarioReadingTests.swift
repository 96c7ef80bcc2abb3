import MarketTypes
import Notation
import Testing

@testable import Simulation

@Suite struct `Reading a scenario` {
  static let smallest = SourceText(
    name: "smallest.jsonc",
    """
    {
      "version": 1, "name": "smallest", "duration": "1s",
      "instruments": [
        {"name": "X", "maximumPrice": 10, "maximumPosition": 10, "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]},
      ],
    }
    """)

  @Test func `what is left out has its default`() throws {
    let scenario = try Scenario.read(Self.smallest)
    #expect(scenario.seed == 1)
    #expect(scenario.duration.nanoseconds == 1_000_000_000)
    #expect(scenario.rules.liquidation == LiquidationRules())
    let rules = scenario.rules.instruments[0]
    #expect(rules.tickValue.units == 1)
    #expect(rules.makerFee == .zero && rules.takerFee == .zero)
    #expect(rules.initialMargin.partsPerBillion == 100_000_000)
    #expect(rules.maintenanceTiers == [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000))])
    #expect(rules.mark == .last)
    #expect(scenario.opening.isEmpty && scenario.participants.isEmpty && scenario.script.isEmpty)
    #expect(scenario.expectation == nil)
    #expect(Run(scenario).steps.isEmpty)
  }

  /// SIM-3.
  @Test func `the opening is accounts, money, fund, marks, holdings, resting orders`() throws {
    let scenario = try scenario(
      accounts: #"{"name": "world", "kind": "exempt"}, {"name": "bob", "collateral": 70}"#,
      """
      "fund": 9,
      "openings": [
        {"kind": "order", "account": "world", "side": "buy", "quantity": 3, "limit": 900},
        {"kind": "holding", "account": "bob", "against": "world", "position": -2, "price": 1100}]
      """)
    let (world, bob) = (AccountID(number: 0), AccountID(number: 1))
    let instrument = InstrumentID(number: 0)
    #expect(
      scenario.opening == [
        .openAccount(AccountOpening(account: world, kind: .exempt)),
        .openAccount(AccountOpening(account: bob, kind: .cross)), .deposit(bob, Money(units: 70)),
        .fund(Money(units: 9)), .openMark(PriceUpdate(instrument: instrument, price: Price(ticks: 1_000))),
        .openHolding(
          HoldingOpening(
            account: bob, counterparty: world, instrument: instrument, position: Position(lots: -2),
            price: Price(ticks: 1_100))),
        .openOrder(
          Order(
            account: world, instrument: instrument, side: .buy, quantity: Quantity(lots: 3), limit: Price(ticks: 900))),
      ])
    let run = Run(scenario)
    #expect(run.steps.count == 7 && run.steps.allSatisfy { $0.isOpening && $0.command.time == .start })
  }

  @Test func `a block becomes accounts named for it and numbered from 1`() throws {
    let scenario = try scenario(population(block("taker", [("\"count\": 5", "\"count\": 5, \"except\": [1, 4]")])))
    #expect(scenario.names.accounts == ["world", "taker-2", "taker-3", "taker-5"])
    #expect(scenario.participants.map(\.name) == ["taker-2", "taker-3", "taker-5"])
    #expect(scenario.participants.map(\.index) == [1, 2, 4])
    #expect(scenario.blocks == [PopulationCount(name: "taker", kind: "taker", accounts: 1..<4)])
  }

  @Test func `leveraged accounts hold what was drawn, backed by notional over leverage rounded up`() throws {
    let scenario = try scenario(
      population(block("leveraged", [("\"lots\": 10", "\"lots\": 7.9"), ("\"leverage\": 5", "\"leverage\": 3")])))
    let bought = scenario.opening.compactMap { if case .openHolding(let opening) = $0 { opening } else { nil } }
    #expect(bought.map(\.position.lots) == [7, 7, 7])
    let deposits = scenario.opening.compactMap { if case .deposit(_, let amount, _) = $0 { amount.units } else { nil } }
    #expect(deposits == [2_334, 2_334, 2_334])  // 7 × 1000 ÷ 3
  }

  @Test func `scripted commands come in order of time, at equal times as written`() throws {
    let deposits = [(3, 1), (1, 2), (3, 3), (1, 4), (2, 5)].map { second, amount in
      #"{"at": "\#(second)s", "kind": "deposit", "account": "world", "amount": \#(amount)}"#
    }
    let run = Run(try scenario("\"events\": [\(deposits.joined(separator: ", "))]"))
    let amounts = run.played.compactMap { step in
      if case .deposit(_, let amount, _) = step.command.action { amount.units } else { nil }
    }
    #expect(amounts == [2, 4, 5, 1, 3])
  }

  @Test func `a cancellation takes the orders of an account that are on the side and in the instrument named`() throws {
    let read = try scenario(
      accounts: #"{"name": "a"}, {"name": "b", "isolated": {"X": 5}}"#,
      """
      "events": [
        {"at": "1s", "kind": "cancel", "account": "a"},
        {"at": "2s", "kind": "cancel", "account": "a", "instrument": "X", "side": "buy"},
        {"at": "3s", "kind": "cancel", "account": "b", "instrument": "X"}
      ]
      """)
    let instrument = InstrumentID(number: 0)
    #expect(
      read.script.map(\.action) == [
        .massCancel(MassCancel(account: AccountID(number: 0))),
        .massCancel(MassCancel(account: AccountID(number: 0), instrument: instrument, side: .buy)),
        // The orders that b has in X are those of b.X.
        .massCancel(MassCancel(account: AccountID(number: 2), instrument: instrument)),
      ])
  }

  @Test func `an expectation is read as bands and balances sorted by name`() throws {
    let scenario = try scenario(
      accounts: #"{"name": "b"}, {"name": "a"}"#,
      """
      "expect": {"rounds": [3, 5], "liquidatedAccounts": 7, "uncovered": 0, "fund": [-1, 1],
                 "forcedNotional": [1, 9], "takeovers": 2, "deleveragings": [0, 3], "balances": {"b": -4, "a": [5, 6]},
                 "marks": {"X": {"lowest": [4, 5], "last": 7}}, "digest": "0123456789abcdef0123456789abcdef"}
      """)
    let expectation = try #require(scenario.expectation)
    #expect(expectation.rounds == 3...5)
    #expect(expectation.liquidatedAccounts == 7...7)
    #expect(expectation.uncovered == 0...0)
    #expect(expectation.fund == -1...1)
    #expect(expectation.digest == "0123456789abcdef0123456789abcdef")
    #expect(
      expectation.balances == [
        ExpectedBalance(account: "a", collateral: 5...6), ExpectedBalance(account: "b", collateral: -4...(-4)),
      ])
    #expect(expectation.forcedNotional == 1...9)
    #expect(expectation.takeovers == 2...2)
    #expect(expectation.deleveragings == 0...3)
    #expect(expectation.marks == [ExpectedMark(instrument: InstrumentID(number: 0), lowest: 4...5, last: 7...7)])
  }

  @Test func `a recording is handed on as it was written`() throws {
    let scenario = try scenario(
      accounts: #"{"name": "crowd", "kind": "exempt"}, {"name": "takers", "kind": "exempt"}"#,
      """
      "recordings": [{"kind": "lobster", "messages": "day/m.csv", "seedBook": "day/b.csv", "account": "crowd",
                      "aggressor": "takers", "tickSize": 50}]
      """)
    #expect(
      scenario.recordings == [
        RecordingSpecification(
          messages: "day/m.csv", seedBook: "day/b.csv", account: AccountID(number: 0), aggressor: AccountID(number: 1),
          instrument: InstrumentID(number: 0), tickSize: 50)
      ])
  }

  @Test func `a seed from outside takes the place of the file's, in the resolved scenario too`() throws {
    for text in [#""seed": 4"#, ""] {
      let scenario = try scenario(seed: 99, text)
      #expect(scenario.seed == 99)
      #expect(try Scenario.read(resolvedText(of: scenario)).seed == 99)
    }
  }
}

/// What a scenario resolved to, printed.
func resolvedText(of scenario: Scenario) -> SourceText {
  var writer = JSONWriter(.pretty)
  writer.value(scenario.resolved)
  return SourceText(name: "resolved.json", bytes: writer.bytes)
}

@Suite struct `A scenario that extends another` {
  /// The text of `test.jsonc`, read beside these other files.
  static func read(_ text: String, beside files: [String: String]) -> (scenario: Scenario?, mistakes: String) {
    let text = SourceText(name: "test.jsonc", text)
    let open = { (path: String) in files[path].map { SourceText(name: path, $0) } }
    return (try? Scenario.read(text, open: open), mistakes(in: text, open: open))
  }

  static let base = String(decoding: scenarioText(#""fund": 5, "expect": {"rounds": 1}"#).bytes, as: UTF8.self)

  @Test func `objects are laid over each other member by member, everything else whole`() throws {
    let text = #"""
      {"extends": "base.jsonc", "name": "mine", "expect": {"fund": 2}, "accounts": [{"name": "only"}],
       "liquidation": {"on": false}}
      """#
    let scenario = try #require(Self.read(text, beside: ["base.jsonc": Self.base]).scenario)
    #expect(scenario.name == "mine")
    #expect(scenario.names.accounts == ["only"])
    #expect(scenario.expectation?.rounds == 1...1 && scenario.expectation?.fund == 2...2)
    #expect(scenario.rules.liquidation.isOn == false)
    #expect(scenario.duration.nanoseconds == 10_000_000_000)
    let printed = String(decoding: resolvedText(of: scenario).bytes, as: UTF8.self)
    #expect(!printed.contains("extends"))
  }

  @Test func `a null takes a member away`() throws {
    let text = #"{"extends": "base.jsonc", "name": "mine", "expect": null, "fund": null}"#
    let scenario = try #require(Self.read(text, beside: ["base.jsonc": Self.base]).scenario)
    #expect(scenario.expectation == nil)
    #expect(!scenario.opening.contains(.fund(Money(units: 5))))
    let absent = #"{"extends": "base.jsonc", "name": "mine", "recordings": null}"#
    let unneeded = Self.read(absent, beside: ["base.jsonc": Self.base])
    #expect(unneeded.scenario?.name == "mine" && unneeded.mistakes.isEmpty)
    // Where nothing is extended a null is a value like another, and no key takes it.
    let alone = Self.read(#"{"version": 1, "seed": null}"#, beside: [:])
    #expect(alone.mistakes.contains("test.jsonc:1:24: error: seed must be an integer, found null"))
  }

  @Test func `a mistake is shown in the file where it stands`() {
    let text = """
      {"extends": "lib/base.jsonc",
       "duration": "1.5"}
      """
    let base = Self.base.replacing("\"fund\": 5", with: "\"fund\": 5.5")
    #expect(
      Self.read(text, beside: ["lib/base.jsonc": base]).mistakes == """
        test.jsonc:2:14: error: duration must be a span of time, found the string "1.5"
         "duration": "1.5"}
                     ^~~~~
          hint: write it with its unit: "1.5s" is so many seconds
        lib/base.jsonc:9:11: error: fund must be an integer, found the number 5.5
          "fund": 5.5, "expect": {"rounds": 1}
                  ^~~
          hint: write it without fraction and exponent

        """)
  }

  @Test func `a path is relative to the file that names it`() throws {
    let files = [
      "lib/middle.jsonc": #"{"extends": "deep/base.jsonc", "seed": 8}"#, "lib/deep/base.jsonc": Self.base,
    ]
    let scenario = try #require(Self.read(#"{"extends": "lib/middle.jsonc"}"#, beside: files).scenario)
    #expect(scenario.seed == 8 && scenario.name == "test")
  }

  /// A population and a preset of rules, and one rule changed.
  @Test func `of several each is laid over those before it`() throws {
    let files = [
      "base.jsonc": Self.base,
      "presets/vault.jsonc": #"""
      {"seed": 8, "liquidation": {"when": "atOrBelow", "sizing": {"kind": "portion", "portion": "0.2", "wholeUpTo": 9}}}
      """#,
    ]
    func rules(_ liquidation: String) throws -> (Scenario?, LiquidationRules?) {
      let text = #"{"extends": ["base.jsonc", "presets/vault.jsonc"], "liquidation": \#(liquidation)}"#
      let scenario = Self.read(text, beside: files).scenario
      return (scenario, scenario?.rules.liquidation)
    }
    let (scenario, preset) = try rules("{}")
    #expect(scenario?.seed == 8 && scenario?.name == "test")
    #expect(preset?.threshold == .atOrBelow)
    let fifth = Rate(partsPerBillion: 200_000_000)
    #expect(preset?.sizing == .portion(PortionSizing(fifth, wholeUpTo: Money(units: 9))))
    let larger = try rules(#"{"sizing": {"wholeUpTo": 10}}"#).1
    #expect(larger?.sizing == .portion(PortionSizing(fifth, wholeUpTo: Money(units: 10))))
    #expect(try rules(#"{"sizing": {"wholeUpTo": null}}"#).1?.sizing == .portion(PortionSizing(fifth)))
    #expect(try rules(#"{"sizing": "whole", "when": null}"#).1 == LiquidationRules())
  }

  @Test func `an object of another kind replaces the one below it whole`() throws {
    let files = [
      "base.jsonc": Self.base, "p.jsonc": #"{"liquidation": {"sizing": {"kind": "portion", "portion": 1}}}"#,
    ]
    let text = #"""
      {"extends": ["base.jsonc", "p.jsonc"],
       "liquidation": {"sizing": {"kind": "toTarget", "buffer": "0.02", "cost": null}}}
      """#
    let read = Self.read(text, beside: files)
    #expect(read.mistakes == "")
    #expect(
      read.scenario?.rules.liquidation.sizing == .toTarget(TargetSizing(buffer: Rate(partsPerBillion: 20_000_000))))
  }

  /// Each of eight names the next twice: 2^8 files.
  @Test func `a scenario is not made of hundreds`() {
    var files: [String: String] = ["8.jsonc": Self.base]
    for number in 0..<8 { files["\(number).jsonc"] = #"{"extends": ["\#(number + 1).jsonc", "\#(number + 1).jsonc"]}"# }
    let message = Self.read(files["0.jsonc"] ?? "", beside: files).mistakes
    #expect(message.contains("a scenario is made of more than 64 others"))
    #expect(message.components(separatedBy: "error: ").count == 2)
  }

  @Test func `one that extends itself is refused`() {
    let loop = #"{"extends": "test.jsonc"}"#
    let message = Self.read(loop, beside: ["test.jsonc": loop]).mistakes
    #expect(message.contains("scenarios extend each other more than 8 deep"))
    #expect(message.contains("does one extend itself?"))
    #expect(message.components(separatedBy: "error: ").count == 2)
  }

  @Test func `when the base cannot be read, only that is told`() {
    let message = Self.read(#"{"extends": "base.jsonc"}"#, beside: ["base.jsonc": "{\"version\": }"]).mistakes
    #expect(message.hasPrefix("base.jsonc:1:13: error: "))
    #expect(message.components(separatedBy: "error: ").count == 2)
  }
}
