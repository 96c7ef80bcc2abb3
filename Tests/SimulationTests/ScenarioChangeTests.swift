import MarketTypes
import Notation
import Testing

@testable import Simulation

/// Changes of a scenario from a command line: where they go, and what is said when they cannot.
@Suite struct `Changes of a scenario` {
  private static let text = scenarioText(
    """
    "liquidation": {"when": "below", "pacing": {"kind": "timed", "interval": "1s"}},
    \(population(block("maker"), block("taker")))
    """)

  private func read(_ assignments: String...) throws -> Scenario {
    try Scenario.read(
      Self.text, overrides: Scenario.Overrides(changes: assignments.map { try ScenarioChange(assignment: $0) }))
  }

  private func mistakes(_ assignment: String) -> String {
    do {
      _ = try read(assignment)
      return ""
    } catch let diagnostics as Diagnostics {
      return diagnostics.rendered()
    } catch {
      return "\(error)"
    }
  }

  private func base(of scenario: Scenario) -> Double? {
    for case .maker(let settings) in scenario.participants.map(\.settings) { return settings.base }
    return nil
  }

  @Test func `a path goes by members, numbers and names`() throws {
    #expect(try read("liquidation.when=atOrBelow").rules.liquidation.threshold == .atOrBelow)
    #expect(base(of: try read("population[0].spread.base=7.5")) == 7.5)
    #expect(base(of: try read("population.0.spread.base=7.5")) == 7.5)
    #expect(base(of: try read("population.maker.spread.base=7.5")) == 7.5)
    #expect(base(of: try read("population[maker].spread.base=7.5")) == 7.5)
  }

  @Test(arguments: [
    ("population[0.spread.base=7", "13: error: a \"]\" is missing in the path"),
    ("population[0]spread=7", "14: error: a point is missing in the path"),
    ("population]0.spread=7", "11: error: this \"]\" closes nothing"),
    ("population[].spread=7", "12: error: a name is missing in the path"),
    ("population[[0]].spread=7", "12: error: a \"]\" is missing in the path"),
    ("population[0].=7", "15: error: a name is missing in the path"),
  ])
  func `a path whose brackets do not meet leads nowhere`(assignment: String, mistake: String) {
    #expect(mistakes(assignment).hasPrefix("--set:1:\(mistake)"), "\(mistakes(assignment))")
  }

  @Test(arguments: [
    "population[0].spread.base", "population.0.spread.base", "population[00].spread.base",
    "population.maker.spread.base",
  ])
  func `one place has one name, whatever it is called by`(path: String) throws {
    let resolved = try Scenario.read(Self.text).resolved
    let change = try ScenarioChange(assignment: path + "=7")
    #expect(change.place(in: resolved) == ["population", "0", "spread", "base"])
    #expect(try ScenarioChange(assignment: "accounts[+]={}").place(in: resolved) == nil)
    #expect(try ScenarioChange(assignment: "no.where=1").place(in: resolved) == ["no", "where"])
  }

  @Test func `a value is JSON, or a string without its quotes`() throws {
    #expect(try read("duration=5s").duration.nanoseconds == 5_000_000_000)
    #expect(try read("duration=\"5s\"").duration.nanoseconds == 5_000_000_000)
    #expect(try read("liquidation.on=false").rules.liquidation.isOn == false)
    #expect(try read("instruments.X.takerFee=0.0005").rules.instruments[0].takerFee.partsPerBillion == 500_000)
    let pacing = try read("liquidation.pacing={\"kind\": \"immediate\", \"roundLimit\": 7}").rules.liquidation.pacing
    #expect(pacing == .immediate(roundLimit: 7))
  }

  @Test func `null takes a value away, and objects on the way are made`() throws {
    #expect(try read("liquidation=null").rules.liquidation.pacing == .immediate(roundLimit: 1000))
    #expect(try read("population.taker=null").participants.count == 2)
    #expect(
      try read("population.maker.latency=null", "population.maker.latency.data=5ms").participants[0].connection.data
        == .fixed(TimeSpan(nanoseconds: 5_000_000)))
  }

  @Test func `a plus adds to a list`() throws {
    #expect(
      try read("accounts[+]={\"name\": \"ann\", \"collateral\": 5}").names.accounts.prefix(2) == ["world", "ann"])
    #expect(mistakes("population[+].count=5").contains("no element is named \"+\""))
  }

  @Test func `changes are made in order, and the seed of the command line last`() throws {
    #expect(try read("seed=4", "seed=5").seed == 5)
    let overrides = Scenario.Overrides(seed: 6, changes: [try ScenarioChange(assignment: "seed=5")])
    #expect(try Scenario.read(Self.text, overrides: overrides).seed == 6)
  }

  @Test(arguments: [
    (
      "liquidation.limti=market",
      """
      --set:1:13: error: unknown key "limti" in liquidation
      liquidation.limti=market
                  ^~~~~
        hint: did you mean "limit"?

      """
    ),
    // The key that was meant stands in the file already, and this one is laid beside it.
    (
      "liquidation.whne=below",
      """
      --set:1:13: error: unknown key "whne" in liquidation
      liquidation.whne=below
                  ^~~~
        hint: did you mean "when"?

      """
    ),
    (
      "instruments.X.maxPosition=5",
      """
      --set:1:15: error: unknown key "maxPosition" in instruments[0]
      instruments.X.maxPosition=5
                    ^~~~~~~~~~~
        hint: did you mean "maximumPosition"?

      """
    ),
    (
      "population.maker.count=03",
      """
      --set:1:24: error: population[0].count must be an integer, found the string "03"
      population.maker.count=03
                             ^~
        hint: a number has no plus sign and no leading zeros

      """
    ),
    (
      "population.maker.interval=1m",
      """
      --set:1:27: error: population[0].interval must be a span of time, found the string "1m"
      population.maker.interval=1m
                                ^~
        hint: did you mean "1min"?

      """
    ),
    (
      "liquidation.when=atOrbelow",
      """
      --set:1:18: error: liquidation.when cannot be "atOrbelow"
      liquidation.when=atOrbelow
                       ^~~~~~~~~
        hint: did you mean "atOrBelow"?

      """
    ),
    (
      "liquidation.pacing={\"kind\": \"timed\", \"interval\": 5}",
      """
      --set:1:50: error: liquidation.pacing.interval must be a span of time, found the number 5
      liquidation.pacing={"kind": "timed", "interval": 5}
                                                       ^
        hint: write it with its unit: "5s" is so many seconds

      """
    ),
    (
      "liquidation.pacing={\"kind\": \"timed\"",
      """
      --set:1:36: error: expected "," or "}", found the end of the text
      liquidation.pacing={"kind": "timed"
                                         ^
        hint: "{" at 1:20 is not closed

      """
    ),
    (
      "population[2].count=5",
      """
      --set:1:12: error: there is no element 2
      population[2].count=5
                 ^
        hint: the list has 2, from 0 to 1

      """
    ),
    (
      "population.makr.count=5",
      """
      --set:1:12: error: no element is named "makr"
      population.makr.count=5
                 ^~~~
        hint: did you mean "maker"?

      """
    ),
    (
      "duration.s=5",
      """
      --set:1:10: error: nothing stands below this one: it is neither an object nor a list
      duration.s=5
               ^

      """
    ),
    (
      "liquidation..when=below",
      """
      --set:1:13: error: a name is missing in the path
      liquidation..when=below
                  ^
        hint: write it like population[0].spread.base

      """
    ),
    (
      "liquidation.when",
      """
      --set:1:1: error: "liquidation.when" sets nothing
      liquidation.when
      ^~~~~~~~~~~~~~~~
        hint: write PATH=VALUE, such as liquidation.when=atOrBelow

      """
    ),
    (
      "seed=",
      """
      --set:1:6: error: expected a value, found the end of the text
      seed=
           ^

      """
    ),
  ])
  func `what is wrong is said with its place in the words typed`(assignment: String, message: String) {
    #expect(mistakes(assignment) == message)
  }

  // MARK: Policies

  private func under(_ policy: String, open: (String) -> SourceText? = { _ in nil }) throws -> Scenario {
    let value = try Scenario.policy(SourceText(name: "policy.jsonc", policy), open: open)
    return try Scenario.read(Self.text, overrides: Scenario.Overrides(changes: [ScenarioChange(policy: value)]))
  }

  @Test func `a policy's liquidation takes the place of the scenario's whole`() throws {
    let scenario = try under(#"{"name": "p", "liquidation": {"limit": "bankruptcyPrice"}, "duration": "4s"}"#)
    #expect(scenario.rules.liquidation.limit == .bankruptcyPrice)
    #expect(scenario.rules.liquidation.pacing == .immediate(roundLimit: 1000))
    #expect(scenario.duration.nanoseconds == 4_000_000_000)
    #expect(scenario.name == "test")
  }

  @Test func `a policy may extend another`() throws {
    let scenario = try under(#"{"extends": "base.jsonc", "liquidation": {"when": "atOrBelow"}}"#) { name in
      name == "base.jsonc"
        ? SourceText(name: name, #"{"liquidation": {"limit": "bankruptcyPrice", "when": "below"}}"#) : nil
    }
    #expect(scenario.rules.liquidation.limit == .bankruptcyPrice)
    #expect(scenario.rules.liquidation.threshold == .atOrBelow)
  }

  @Test func `what is wrong with a policy is said with its place`() throws {
    let error = #expect(throws: Diagnostics.self) { try under("{\n  \"liquidation\": {\"limt\": \"market\"}\n}") }
    #expect(error?.rendered().hasPrefix("policy.jsonc:2:19: error: unknown key \"limt\" in liquidation\n") == true)
    #expect(throws: Diagnostics.self) { try Scenario.policy(SourceText(name: "policy.jsonc", "[]")) }
  }

  @Test func `under the policy off nobody is liquidated and all else is as written`() throws {
    let scenario = try Scenario.read(Self.text, overrides: Scenario.Overrides(changes: [.liquidationOff]))
    #expect(!scenario.rules.liquidation.isOn)
    #expect(scenario.rules.liquidation.pacing == .timed(TimeSpan(nanoseconds: 1_000_000_000)))
  }
}
