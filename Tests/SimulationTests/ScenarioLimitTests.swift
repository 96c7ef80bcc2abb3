import MarketTypes
import Notation
import Testing

@testable import Simulation

/// What takes memory is counted before it is made.
@Suite struct `Limits of a scenario` {
  typealias Resource = Simulation.Scenario.Limits.Resource

  /// Three accounts of its own, two openings, two events, a block of 40 flows that keep 2 · 100 numbers each.
  static let market = scenarioText(
    accounts: #"{"name": "world", "kind": "exempt"}, {"name": "a"}, {"name": "b"}"#,
    """
    "population": [
      {"kind": "poissonFlow", "name": "flow", "count": 40, "collateral": 1000, "market": 0.5, "size": 1,
       "limits": {"distances": {"kind": "even", "rate": 0.2, "window": 100}, "cancels": 0.1}}
    ],
    "openings": [
      {"kind": "order", "account": "world", "side": "buy", "quantity": 1, "limit": 900},
      {"kind": "order", "account": "world", "side": "sell", "quantity": 1, "limit": 1100}
    ],
    "events": [
      {"at": "1s", "kind": "order", "account": "world", "side": "sell", "quantity": 1},
      {"at": "2s", "kind": "order", "account": "world", "side": "sell", "quantity": 1}
    ]
    """)

  /// How much of each the market above has.
  static let needs: [(Resource, Int, String)] = [
    (.accounts, 43, "there would be 43 accounts"), (.participants, 40, "there would be 40 participants"),
    (.numbers, 8_000, "the tables and windows of all participants would have 8000 numbers"),
    (.openings, 2, "openings has 2 elements"), (.events, 2, "events has 2 elements"),
    (.bytes, market.bytes.count, "the text has \(market.bytes.count) bytes"),
  ]

  private func limited(_ resource: Resource, to count: Int) -> Simulation.Scenario.Overrides {
    var limits = Simulation.Scenario.Limits()
    limits[resource] = count
    return Simulation.Scenario.Overrides(limits: limits)
  }

  @Test(arguments: needs)
  func `one less than it takes is refused with the limit and what raises it`(
    resource: Resource, need: Int, words: String
  ) {
    let found = mistakes(in: Self.market, overrides: limited(resource, to: need - 1))
    #expect(found.contains("error: \(words), more than the limit of \(need - 1)\n"), "\(found)")
    #expect(found.contains("  hint: --limit \(resource)=\(need) raises it\n"), "\(found)")
    #expect(mistakes(in: Self.market, overrides: limited(resource, to: need)) == "")
  }

  @Test func `all resources are tried`() {
    #expect(Set(Self.needs.map(\.0)) == Set(Resource.allCases))
  }

  @Test func `what is beyond the usual is read when it is allowed`() throws {
    let text = scenarioText(
      """
      "population": [{"kind": "taker", "name": "t", "count": 100001,
                      "collateral": 5, "meanInterval": "1s", "largestOrder": 1}]
      """)
    #expect(mistakes(in: text).contains("  hint: --limit participants=100001 raises it\n"))
    let scenario = try Simulation.Scenario.read(text, overrides: limited(.participants, to: 100_001))
    #expect(scenario.participants.count == 100_001)
  }

  @Test func `nothing raises what has no numbers left`() {
    var limits = Simulation.Scenario.Limits()
    for resource in Resource.allCases { limits[resource] = .max }
    #expect(limits[.accounts] == Int(Int32.max))
    #expect(limits[.participants] == 1 << 24)
    #expect(Resource.participants.hint(for: 1 << 24) == "--limit participants=16777216 raises it")
    let text = scenarioText(
      """
      "population": [{"kind": "leveraged", "name": "l", "count": 2147483647,
                      "side": "long", "against": "world", "leverage": 5, "lots": 1}]
      """)
    let found = mistakes(in: text)
    #expect(found.contains("error: there would be 2147483648 accounts, more than the limit of 2000000\n"), "\(found)")
    #expect(found.contains("  hint: nothing raises it above 2147483647\n"), "\(found)")
  }

  @Test func `texts that are extended count together, each time they are read`() {
    let own = SourceText(name: "own.jsonc", #"{ "extends": ["base.jsonc", "base.jsonc"], "name": "own" }"#)
    let whole = own.bytes.count + 2 * Self.market.bytes.count
    let found = mistakes(in: own, overrides: limited(.bytes, to: whole - 1)) { _ in Self.market }
    #expect(
      found.contains(
        "error: with test.jsonc all texts together have \(whole) bytes, more than the limit of \(whole - 1)\n"),
      "\(found)")
    #expect(mistakes(in: own, overrides: limited(.bytes, to: whole)) { _ in Self.market } == "")
  }

  @Test func `what a journal holds is admitted, what it does not hold is not`() {
    let limits = Simulation.Scenario.Limits()
    let recorded = limits.admitting(recorded: 3_000_000)
    #expect(recorded[.accounts] == 3_000_000)
    #expect(recorded[.participants] == 3_000_000)
    #expect(recorded[.openings] == Int(Int32.max))
    #expect(recorded[.events] == Int(Int32.max))
    #expect(recorded[.numbers] == limits[.numbers])
    // A run with few accounts may be changed to have more.
    #expect(limits.admitting(recorded: 3)[.accounts] == limits[.accounts])
  }
}
