import Journaling
import MarketTypes
import Notation
import Testing

/// The rules of liquidation as transcripts and requests say them.
struct LiquidationRulesTextTests {
  private func rate(_ thousandths: Int64) -> Rate { Rate(partsPerBillion: thousandths * 1_000_000) }
  private func seconds(_ number: Int64) -> TimeSpan { TimeSpan(nanoseconds: number * 1_000_000_000) }

  /// Every stage, none of it as usual.
  private var everything: LiquidationRules {
    var rules = LiquidationRules(
      isOn: false, threshold: .atOrBelow,
      limit: .indexBand(
        IndexBand(width: rate(10), patience: seconds(5), growthPerSecond: rate(1), most: rate(50))),
      pacing: .timed(seconds(1)), order: .oneByOne)
    rules.call = MarginCallRules(topUp: rate(1_200), grace: seconds(30))
    rules.cancels = .riskIncreasing
    rules.sizing = .toTarget(
      TargetSizing(
        buffer: rate(20), cost: rate(10), wholeBelow: Money(units: 1_000), unpacedBelow: Money(units: 50),
        ramp: LiquidationRamp(start: rate(100), duration: seconds(60))))
    rules.isFillOrKill = true
    rules.fee = .spare(most: rate(20), discount: rate(5))
    rules.budget = StepBudget(accountNotional: Money(units: 50_000), orders: 3)
    rules.backstop = BackstopRules(
      below: rate(667), takesRest: true, maximumNotional: Money(units: 9_000), lossStop: Money(units: 500),
      disposal: DisposalRules(
        every: seconds(1), portion: rate(100), wholeUpTo: Quantity(lots: 5), bookShare: rate(500), range: rate(50)))
    rules.deleveraging = DeleveragingRules(.smallestOvershoot, at: .previousMark, when: .fundShort)
    rules.losses = [
      LossLayer(.ownContribution), LossLayer(.fund, limit: Money(units: 500)), LossLayer(.capital(FundID(number: 1))),
      LossLayer(.members, limit: .zero), LossLayer(.assessment(rate(2_000)), limit: Money(units: 7)),
      LossLayer(.gains), LossLayer(.openInterest),
    ]
    rules.settlesContracts = true
    return rules
  }

  // MARK: Transcripts

  private func said(_ line: String) throws -> LiquidationRules {
    try Transcript(parsing: SourceText(name: "story.txt", "> liquidation \(line)\n")).rules.liquidation
  }

  @Test func `a line says every stage`() throws {
    #expect(
      try said(
        """
        off threshold at-or-below call top-up 1.2 grace 30s cancels risk-increasing sizing to-target 0.02 cost 0.01 \
        whole-below 1000 unpaced-below 50 ramp 0.1 in 60s limit index-band 0.01 patience 5s growth 0.001 most 0.05 \
        fill-or-kill fee spare 0.02 discount 0.005 budget notional 50000 orders 3 pacing timed 1s order one-by-one \
        backstop below 0.667 rest notional 9000 loss-stop 500 disposal 1s portion 0.1 above 5 book-share 0.5 range 0.05 \
        deleveraging smallest-overshoot at previous-mark when fund-short \
        losses own-contribution fund up-to 500 capital 1 members up-to 0 assessment 2 up-to 7 gains open-interest \
        settles-contracts
        """) == everything)
  }

  @Test(arguments: [
    ("whole", ForcedSizing.whole), ("tier-step", .tierStep),
    ("portion 0.2", .portion(PortionSizing(Rate(partsPerBillion: 200_000_000)))),
    (
      "portion 1 above 100000 at-least 10 whole-for 30s",
      .portion(
        PortionSizing(
          .one, wholeUpTo: Money(units: 100_000), atLeast: Money(units: 10),
          wholeFor: TimeSpan(nanoseconds: 30_000_000_000)))
    ),
    ("to-target 0", .toTarget(TargetSizing(buffer: .zero))),
  ])
  func `a line says any sizing`(words: String, sizing: ForcedSizing) throws {
    #expect(try said("sizing \(words) order one-by-one").sizing == sizing)
  }

  @Test(arguments: [
    ("market", ForcedLimit.market), ("bankruptcy-price", .bankruptcyPrice),
    ("fillable 1", .fillable(FillableLimit(aggressiveness: .one, spread: .one))),
    ("fillable 1 spread 0", .fillable(FillableLimit(aggressiveness: .one, spread: .zero))),
    ("index-band 1", .indexBand(IndexBand(width: .one, most: .one))), ("disposal-range 1", .disposalRange(.one)),
  ])
  func `a line says any limit`(words: String, limit: ForcedLimit) throws {
    #expect(try said("limit \(words) order one-by-one").limit == limit)
  }

  @Test func `what is left out is as usual`() throws {
    #expect(try said("on") == LiquidationRules())
    #expect(try said("fee surplus 0.015").fee == .surplus(most: rate(15)))
    #expect(try said("losses none").losses == [])
    #expect(try said("backstop").backstop == BackstopRules())
    #expect(try said("deleveraging pro-rata").deleveraging == DeleveragingRules(.proRata))
    #expect(try said("call grace 5s").call == MarginCallRules(grace: seconds(5)))
    let text = "> venue funds unlimited floor 20 500 7 floor 3\n"
    #expect(
      try Transcript(parsing: SourceText(name: "story.txt", text)).rules.funds == [
        FundRules(floor: Money(units: 20)), FundRules(claimLimit: Money(units: 500)),
        FundRules(claimLimit: Money(units: 7), floor: Money(units: 3)),
      ])
  }

  @Test(arguments: [
    ("sizing part 0.2", "expected a sizing, found \"part\""), ("sizing portion 20%", "10% is written 0.1"),
    ("limit fillible 1", "did you mean \"fillable\"?"), ("call", "expected \"top-up\" or \"grace\""),
    ("budget 5", "expected \"notional\" or \"orders\", found \"5\""), ("cancels some", "expected which orders"),
    ("losses", "expected who pays"), ("losses fund fund-2", "expected an option, found \"fund-2\""),
    ("losses capital junior", "expected a fund's number, a whole number, found \"junior\""),
    ("deleveraging prorata", "did you mean \"pro-rata\"?"), ("fee surplus", "expected a rate"),
    ("sizing to-target 0 ramp 0.1 60s", "expected \"in\", found \"60s\""),
  ])
  func `what is wrong with a line is told`(line: String, message: String) {
    #expect {
      try said(line)
    } throws: {
      "\($0)".contains(message)
    }
  }

  // MARK: Requests

  private func declared(_ text: String) throws -> LiquidationRules {
    try ObjectReader.read(SourceText(name: "line", text)) { reader in
      var rules = VenueRules(instruments: [])
      rules.take(declaredBy: &reader)
      return rules.liquidation
    }
  }

  @Test func `a request says every stage`() throws {
    #expect(
      try declared(
        #"""
        {"liquidation": {
          "on": false, "when": "atOrBelow", "call": {"topUp": "1.2", "grace": 30000000000}, "cancels": "riskIncreasing",
          "sizing": {"kind": "toTarget", "buffer": "0.02", "cost": "0.01", "wholeBelow": 1000, "unpacedBelow": 50,
                     "ramp": {"start": "0.1", "duration": 60000000000}},
          "limit": {"kind": "indexBand", "width": "0.01", "patience": 5000000000, "growthPerSecond": "0.001",
                    "most": "0.05"},
          "fillOrKill": true, "fee": {"kind": "spare", "most": "0.02", "discount": "0.005"},
          "budget": {"accountNotional": 50000, "orders": 3}, "pacing": {"kind": "timed", "interval": 1000000000},
          "order": "oneByOne",
          "backstop": {"below": "0.667", "takesRest": true, "maximumNotional": 9000, "lossStop": 500,
                       "disposal": {"every": 1000000000, "portion": "0.1", "wholeUpTo": 5, "bookShare": "0.5",
                                    "range": "0.05"}},
          "deleveraging": {"ranking": "smallestOvershoot", "price": "previousMark", "when": "fundShort"},
          "losses": ["ownContribution", {"kind": "fund", "limit": 500}, {"kind": "capital", "fund": 1},
                     {"kind": "members", "limit": 0}, {"kind": "assessment", "multiple": 2, "limit": 7}, "gains",
                     "openInterest"],
          "settlesContracts": true}}
        """#) == everything)
    #expect(try declared(#"{"liquidation": {}}"#) == LiquidationRules())
    #expect(
      try declared(#"{"liquidation": {"sizing": {"kind": "portion", "portion": "0.2"}}}"#).sizing
        == .portion(PortionSizing(rate(200))))
    #expect(
      try declared(#"{"liquidation": {"limit": {"kind": "fillable"}, "fee": {"kind": "surplus", "most": 1}}}"#).limit
        == .fillable(FillableLimit(aggressiveness: .one, spread: .one)))
  }

  @Test(arguments: [
    (#"{"sizing": {"kind": "portion", "portion": 0}}"#, "liquidation.sizing.portion is 0; it must be from"),
    (#"{"sizing": {"kind": "portion"}}"#, "\"portion\" is missing"),
    (#"{"sizing": "portion"}"#, "liquidation.sizing cannot be \"portion\""),
    (#"{"call": {"grace": "30s"}}"#, "hint: write 30000000000"), (#"{"losses": ["capital"]}"#, "cannot be \"capital\""),
    (#"{"losses": [{"kind": "capital"}]}"#, "\"fund\" is missing"),
    (#"{"backstop": {"takesrest": true}}"#, "did you mean \"takesRest\"?"),
    (#"{"deleveraging": {}}"#, "\"ranking\" is missing"), (#"{"budget": {"orders": 0}}"#, "it must be from 1"),
  ])
  func `what is wrong with a request is told`(text: String, message: String) {
    #expect {
      try declared("{\"liquidation\": \(text)}")
    } throws: {
      "\($0)".contains(message)
    }
  }
}
