import MarketTypes
import Notation
import Simulation
import Testing

@Suite struct `What a scenario says of liquidation` {
  private func rate(_ thousandths: Int64) -> Rate { Rate(partsPerBillion: thousandths * 1_000_000) }
  private func seconds(_ number: Int64) -> TimeSpan { TimeSpan(nanoseconds: number * 1_000_000_000) }

  private static let vault = #"{"name": "vault", "kind": "backstop", "collateral": 500}"#

  private func liquidation(_ text: String, funds: String = #"[{}, {"name": "junior"}]"#) throws -> LiquidationRules {
    try scenario(accounts: Self.vault, "\"funds\": \(funds), \"liquidation\": \(text)").rules.liquidation
  }

  @Test func `nothing said is nothing asked`() throws {
    #expect(try scenario().rules.liquidation == LiquidationRules())
    #expect(try liquidation("{}") == LiquidationRules())
  }

  @Test func `each stage is read`() throws {
    let read = try liquidation(
      #"""
      {"on": false, "when": "atOrBelow", "call": {"topUp": "1.2", "grace": "30s"}, "cancels": "riskIncreasing",
       "sizing": {"kind": "portion", "portion": "0.2", "wholeUpTo": 100000, "atLeast": 9, "wholeFor": "30s"},
       "limit": {"kind": "fillable", "spread": "1.5"}, "fillOrKill": true,
       "fee": {"kind": "spare", "most": "0.02", "discount": "0.005"},
       "budget": {"accountNotional": 7, "orders": 3}, "pacing": {"kind": "timed", "interval": "1s"}, "order": "oneByOne",
       "backstop": {"below": "0.667", "takesRest": true, "maximumNotional": 8, "lossStop": 6,
                    "disposal": {"every": "2s", "portion": "0.1", "wholeUpTo": 5, "bookShare": "0.5", "range": "0.05"}},
       "deleveraging": {"ranking": "proRata", "price": "mark", "when": "unfilled"},
       "losses": ["ownContribution", {"kind": "fund", "limit": 4}, {"kind": "capital", "fund": "junior", "limit": 0}, "members",
                  {"kind": "assessment", "multiple": 2}, "gains", "openInterest"],
       "settlesContracts": true}
      """#)
    var rules = LiquidationRules(
      isOn: false, threshold: .atOrBelow,
      limit: .fillable(FillableLimit(aggressiveness: .one, spread: rate(1_500))), pacing: .timed(seconds(1)),
      order: .oneByOne)
    rules.call = MarginCallRules(topUp: rate(1_200), grace: seconds(30))
    rules.cancels = .riskIncreasing
    rules.sizing = .portion(
      PortionSizing(
        rate(200), wholeUpTo: Money(units: 100_000), atLeast: Money(units: 9), wholeFor: seconds(30)))
    rules.isFillOrKill = true
    rules.fee = .spare(most: rate(20), discount: rate(5))
    rules.budget = StepBudget(accountNotional: Money(units: 7), orders: 3)
    rules.backstop = BackstopRules(
      below: rate(667), takesRest: true, maximumNotional: Money(units: 8), lossStop: Money(units: 6),
      disposal: DisposalRules(
        every: seconds(2), portion: rate(100), wholeUpTo: Quantity(lots: 5), bookShare: rate(500), range: rate(50)))
    rules.deleveraging = DeleveragingRules(.proRata, at: .mark, when: .unfilled)
    rules.losses = [
      LossLayer(.ownContribution), LossLayer(.fund, limit: Money(units: 4)),
      LossLayer(.capital(FundID(number: 1)), limit: .zero), LossLayer(.members), LossLayer(.assessment(rate(2_000))),
      LossLayer(.gains), LossLayer(.openInterest),
    ]
    rules.settlesContracts = true
    #expect(read == rules)
  }

  @Test(arguments: [
    (#""whole""#, ForcedSizing.whole), (#""tierStep""#, .tierStep),
    (#"{"kind": "portion", "portion": 1}"#, .portion(PortionSizing(.one))),
    (#"{"kind": "toTarget", "buffer": 0}"#, .toTarget(TargetSizing(buffer: .zero))),
    (
      #"{"kind": "toTarget", "buffer": 1, "cost": 1, "wholeBelow": 5, "unpacedBelow": 6, "ramp": {"start": 0, "duration": "1s"}}"#,
      .toTarget(
        TargetSizing(
          buffer: .one, cost: .one, wholeBelow: Money(units: 5), unpacedBelow: Money(units: 6),
          ramp: LiquidationRamp(start: .zero, duration: TimeSpan(nanoseconds: 1_000_000_000))))
    ),
  ])
  func `any sizing is read`(text: String, sizing: ForcedSizing) throws {
    #expect(try liquidation("{\"sizing\": \(text)}").sizing == sizing)
  }

  @Test(arguments: [
    (#""bankruptcyPrice""#, ForcedLimit.bankruptcyPrice),
    (
      #"{"kind": "fillable", "aggressiveness": 1000, "spread": 0}"#,
      .fillable(FillableLimit(aggressiveness: Rate(partsPerBillion: 1_000_000_000_000), spread: .zero))
    ),
    (#"{"kind": "indexBand", "width": 1}"#, .indexBand(IndexBand(width: .one, most: .one))),
    (
      #"{"kind": "indexBand", "width": 0, "patience": "1ns", "growthPerSecond": 1, "most": 1}"#,
      .indexBand(IndexBand(width: .zero, patience: TimeSpan(nanoseconds: 1), growthPerSecond: .one, most: .one))
    ),
    (#"{"kind": "disposalRange", "range": 1}"#, .disposalRange(.one)),
  ])
  func `any limit is read`(text: String, limit: ForcedLimit) throws {
    #expect(try liquidation("{\"limit\": \(text)}").limit == limit)
  }

  @Test func `parts that are left out are as usual`() throws {
    #expect(try liquidation(#"{"fee": {"kind": "surplus", "most": 1}}"#).fee == .surplus(most: .one))
    #expect(try liquidation(#"{"fee": "flat", "losses": []}"#).losses == [])
    #expect(
      try liquidation(#"{"deleveraging": {"ranking": "markOverEntry"}}"#).deleveraging
        == DeleveragingRules(.markOverEntry, at: .bankruptcy, when: .insolvent))
    #expect(
      try liquidation(#"{"backstop": {"disposal": {"every": "1s"}}}"#).backstop
        == BackstopRules(disposal: DisposalRules(every: seconds(1))))
    #expect(try liquidation(#"{"call": {"grace": "5s"}}"#).call == MarginCallRules(grace: seconds(5)))
  }

  @Test func `funds keep a floor, members contribute out of their collateral`() throws {
    let read = try scenario(
      accounts: #"""
        {"name": "ann", "collateral": 1000, "contribution": 300}, {"name": "bob", "collateral": 50, "contribution": 50},
        {"name": "carol", "contribution": 0}, \#(Self.vault)
        """#,
      #"""
      "funds": [{"amount": 70, "floor": 20}, {"floor": 5, "claimLimit": 9}],
      "events": [{"at": "1s", "kind": "contribute", "account": "carol", "amount": 5},
                 {"at": "2s", "kind": "contribute", "account": "ann", "amount": -300},
                 {"at": "3s", "kind": "settleContract", "price": 900}]
      """#)
    #expect(
      read.rules.funds == [
        FundRules(floor: Money(units: 20)), FundRules(claimLimit: Money(units: 9), floor: Money(units: 5)),
      ])
    let (ann, bob, carol, vault) = (
      AccountID(number: 0), AccountID(number: 1), AccountID(number: 2), AccountID(number: 3)
    )
    #expect(
      read.opening == [
        .openAccount(AccountOpening(account: ann, kind: .cross)),
        .openAccount(AccountOpening(account: bob, kind: .cross)),
        .openAccount(AccountOpening(account: carol, kind: .cross)),
        .openAccount(AccountOpening(account: vault, kind: .backstop)),
        .deposit(ann, Money(units: 1000)), .deposit(bob, Money(units: 50)), .deposit(vault, Money(units: 500)),
        .contribute(ann, Money(units: 300)), .contribute(bob, Money(units: 50)), .fund(Money(units: 70)),
        .openMark(PriceUpdate(instrument: InstrumentID(number: 0), price: Price(ticks: 1_000))),
      ])
    #expect(
      read.script.map(\.action) == [
        .contribute(carol, Money(units: 5)), .contribute(ann, Money(units: -300)),
        .settleContract(PriceUpdate(instrument: InstrumentID(number: 0), price: Price(ticks: 900))),
      ])
  }

  /// A preset is laid over a population; some need a backstop, or funds by name.
  @Test func `every preset among the fixtures can be laid over a scenario`() throws {
    let base = String(
      decoding: scenarioText(
        accounts: Self.vault, #""funds": [{"name": "common"}, {"name": "junior"}, {"name": "senior"}]"#
      ).bytes, as: UTF8.self)
    let names = try repositoryFiles("fixtures/presets").filter { $0.hasSuffix(".jsonc") }
    #expect(names.contains("hyperliquid-like.jsonc"))
    for name in names {
      let preset = try repositoryText("fixtures/presets/\(name)")
      let text = SourceText(name: "test.jsonc", #"{"extends": ["base", "preset"]}"#)
      let said = SimulationTests.mistakes(in: text) { $0 == "base" ? SourceText(name: "base", base) : preset }
      #expect(said == "", "\(name)")
    }
  }

  static let mistakes: [(String, String)] = [
    (#""call": {"topUp": "0.5"}"#, "liquidation.call.topUp is 0.5; it must be from 1 to 1000"),
    (#""call": {"grace": 30}"#, "liquidation.call.grace must be a span of time, found the number 30"),
    (#""cancels": "some""#, "liquidation.cancels cannot be \"some\""),
    (#""sizing": {"kind": "portion", "portion": 0}"#, "liquidation.sizing.portion is 0; it must be from"),
    (#""sizing": {"kind": "portion"}"#, "\"portion\" is missing"),
    (#""sizing": {"portion": "0.2"}"#, "\"kind\" is missing"),
    (#""sizing": {"kind": "portoin", "portion": 1}"#, "did you mean \"portion\"?"),
    (#""sizing": "portion""#, "liquidation.sizing cannot be \"portion\""),
    (#""sizing": {"kind": "toTarget", "buffer": 2}"#, "liquidation.sizing.buffer is 2; it must be from 0 to 1"),
    (#""sizing": {"kind": "toTarget", "buffer": 0, "ramp": {"start": 0}}"#, "\"duration\" is missing"),
    (#""limit": {"kind": "indexBand", "width": "0.1", "most": "0.05"}"#, "the band is wider at first than at the most"),
    (#""limit": {"kind": "fillable", "spread": 1001}"#, "spread is 1001; it must be from 0 to 1000"),
    (#""limit": {"kind": "disposalRange"}"#, "\"range\" is missing"),
    (#""fee": {"kind": "surplus", "most": "1.5"}"#, "liquidation.fee.most is 1.5; it must be from 0 to 1"),
    (#""fillOrKill": true, "fee": {"kind": "surplus", "most": 1}"#, "forced orders cannot be fill-or-kill"),
    (#""budget": {"orders": 0}"#, "liquidation.budget.orders is 0; it must be from 1 to 2147483647"),
    (#""budget": {"accountNotional": 0}"#, "accountNotional is 0; it must be from 1"),
    (#""backstop": {"below": 2}"#, "liquidation.backstop.below is 2; it must be from 0 to 1"),
    (#""backstop": {"takesrest": true}"#, "did you mean \"takesRest\"?"),
    (#""backstop": {"disposal": {"every": "1ns"}}"#, "it must be from 1us to 100 days"),
    (#""backstop": {"disposal": {"every": "1s", "bookShare": 0}}"#, "bookShare is 0; it must be from"),
    (#""deleveraging": {"ranking": "best"}"#, "liquidation.deleveraging.ranking cannot be \"best\""),
    (#""deleveraging": {}"#, "\"ranking\" is missing"),
    (#""losses": ["fnd"]"#, "did you mean \"fund\"?"),
    (#""losses": "fund""#, "liquidation.losses must be an array"),
    (#""losses": ["capital"]"#, "liquidation.losses[0] cannot be \"capital\""),
    (#""losses": [{"kind": "capital", "fund": 1}]"#, "liquidation.losses[0].fund is 1; it must be 0"),
    (#""losses": [{"kind": "capital", "fund": "junior"}]"#, "no fund named \"junior\""),
    (#""losses": ["fund", {"kind": "assessment", "multiple": 0}]"#, "losses[1].multiple is 0; it must be from"),
    (#""losses": [{"kind": "fund", "limit": -1}]"#, "liquidation.losses[0].limit is -1; it must be from 0"),
    (#""loses": []"#, "did you mean \"losses\"?"),
  ]

  @Test(arguments: mistakes)
  func `each mistake is told in one sentence`(text: String, says: String) {
    let message = SimulationTests.mistakes(in: scenarioText(accounts: Self.vault, "\"liquidation\": {\(text)}"))
    #expect(message.contains(says), "\(message)")
    #expect(message.components(separatedBy: "error: ").count == 2, "\(message)")
  }

  @Test(arguments: [
    (#"{"name": "a", "contribution": 5}"#, "", "the contribution of 5 is more than the collateral of 0"),
    (#"{"name": "a", "collateral": 9, "contribution": -1}"#, "", "contribution is -1; it must be from 0"),
    (
      #"{"name": "a", "kind": "backstop"}, {"name": "b", "kind": "backstop"}"#, "",
      "\"a\" is the backstop, and there is one"
    ),
    (#"{"name": "a", "kind": "backstop", "isolated": {"X": 5}}"#, "", "the backstop account has no margin"),
    (#"{"name": "a"}, {"name": "b", "kind": "backstop", "owner": "a"}"#, "", "both are margined, or neither"),
    (#"{"name": "a"}"#, #""liquidation": {"backstop": {}}"#, "no account is the backstop that liquidation speaks of"),
    (#"{"name": "a"}"#, #""funds": [{"name": "x"}, {"name": "x"}]"#, "there are two funds named \"x\""),
    (#"{"name": "a"}"#, #""funds": [{"floor": -1}]"#, "funds[0].floor is -1; it must be from 0"),
    (
      #"{"name": "a"}"#, #""events": [{"at": "1s", "kind": "contribute", "account": "a", "amount": 0}]"#,
      "a contribution of nothing"
    ),
    (#"{"name": "a"}"#, #""events": [{"at": "1s", "kind": "contribute", "account": "a"}]"#, "\"amount\" is missing"),
    (
      #"{"name": "a"}"#, #""events": [{"at": "1s", "kind": "settleContract", "price": 0}]"#,
      "price is 0; it must be from 1"
    ),
  ])
  func `each mistake around it is told in one sentence`(accounts: String, line: String, says: String) {
    let message = SimulationTests.mistakes(in: scenarioText(accounts: accounts, line))
    #expect(message.contains(says), "\(message)")
    #expect(message.components(separatedBy: "error: ").count == 2, "\(message)")
  }
}
