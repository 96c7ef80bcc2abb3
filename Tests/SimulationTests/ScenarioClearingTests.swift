import MarketTypes
import Notation
import Simulation
import Testing
import Venue

@Suite struct `What a scenario says of clearing` {
  private func rate(_ thousandths: Int64) -> Rate { Rate(partsPerBillion: thousandths * 1_000_000) }
  private func seconds(_ number: Int64) -> TimeSpan { TimeSpan(nanoseconds: number * 1_000_000_000) }

  @Test func `nothing said is nothing asked`() throws {
    let rules = try scenario().rules
    let instrument = rules.instruments[0]
    #expect(instrument.contract == .linear && instrument.expiry == nil && instrument.markToMarket == nil)
    #expect(instrument.liquidationFee == .zero && instrument.fund == .common)
    #expect(instrument.maximumOpenInterest == nil && instrument.orders.largestNotional == nil)
    #expect(instrument.indexSources == nil && instrument.otherVenues == nil && instrument.funding == nil)
    #expect(instrument.addOns == MarginAddOns() && instrument.riskFactors == nil)
    #expect(instrument.maintenanceTiers == [MaintenanceTier(floor: .zero, rate: rate(50))])
    #expect(rules.assets == [] && rules.portfolio == nil && rules.marginLevels == nil && rules.fees == nil)
    #expect(rules.funds == [FundRules()])
  }

  @Test func `each rule of an instrument is read`() throws {
    let rules = try scenario(
      instrument: #"""
        "contract": "inverse", "maximumLeverage": 30, "fund": 1, "liquidationFee": "0.005",
        "maintenance": [{"rate": "0.02"}, {"from": 5, "rate": "0.05", "maximumLeverage": 8},
                        {"from": 9, "rate": "0.1", "initial": "0.2"}],
        "expiry": {"at": "1h", "price": "indexMean", "over": "1min"}, "markToMarket": "8s",
        "maximumOpenInterest": 500, "largestNotional": 900,
        "indexSources": {"weights": [1, "0.5"], "method": "clampedMean", "limit": "0.005", "staleness": "10s",
                         "minimumSources": 2, "continuity": true},
        "otherVenues": {"weights": [1]},
        "marginAddOns": {"size": {"kind": "squareRoot", "factor": "0.01", "unit": 7},
                         "volatility": {"decay": "0.94", "reference": "0.01", "highest": 3}}
        """#, #""funds": [{}, {"amount": 70, "claimLimit": 50}]"#
    ).rules
    let instrument = rules.instruments[0]
    #expect(instrument.contract == .inverse)
    // One thirtieth, rounded up.
    #expect(instrument.initialMargin == Rate(partsPerBillion: 33_333_334))
    #expect(
      instrument.maintenanceTiers == [
        MaintenanceTier(floor: .zero, rate: rate(20)),
        MaintenanceTier(floor: Money(units: 5), rate: rate(50), initial: rate(125)),
        MaintenanceTier(floor: Money(units: 9), rate: rate(100), initial: rate(200)),
      ])
    #expect(instrument.expiry == Expiry(at: .start + seconds(3600), price: .indexMean(over: seconds(60))))
    #expect(instrument.markToMarket == seconds(8) && instrument.fund == FundID(number: 1))
    #expect(instrument.liquidationFee == rate(5))
    #expect(instrument.maximumOpenInterest == Quantity(lots: 500))
    #expect(instrument.orders.largestNotional == Money(units: 900))
    #expect(
      instrument.indexSources
        == IndexRules(
          weights: [.one, rate(500)], method: .clampedMean(limit: rate(5)), staleness: seconds(10), minimumSources: 2,
          continuity: true))
    #expect(instrument.otherVenues == IndexRules(weights: [.one]))
    #expect(instrument.addOns.size == .squareRoot(factor: rate(10), unit: Quantity(lots: 7)))
    #expect(instrument.addOns.volatility == VolatilityScale(decay: rate(940), reference: rate(10), highest: rate(3000)))
    #expect(rules.funds == [FundRules(), FundRules(claimLimit: Money(units: 50))])
  }

  @Test func `funding is read`() throws {
    let plain = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#
    func funding(_ text: String) throws -> FundingRules? {
      try scenario(instrument: plain + ", \"funding\": \(text)").rules.instruments[0].funding
    }
    var premium = PremiumFunding(sampling: seconds(5), notional: Money(units: 9), quotedFor: seconds(28_800))
    (premium.interest, premium.clamp, premium.minimumSamples, premium.marginMultiple) = (rate(1), rate(2), 60, 3)
    var rules = FundingRules(interval: seconds(3600), method: .premium(premium))
    (rules.price, rules.cap) = (.mark, rate(40))
    #expect(
      try funding(
        #"""
        {"kind": "premium", "interval": "1h", "sampling": "5s", "notional": 9, "quotedFor": "8h", "interest": "0.001",
         "clamp": "0.002", "minimumSamples": 60, "marginMultiple": 3, "price": "mark", "cap": "0.04"}
        """#) == rules)
    var average = TimeWeightedFunding()
    (average.interest, average.lowerClamp, average.upperClamp) = (rate(1), rate(-2), rate(3))
    (average.scale, average.lowerBound, average.upperBound) = (rate(2000), rate(-4), rate(5))
    #expect(
      try funding(
        #"""
        {"kind": "timeWeighted", "interval": "1h", "interest": "0.001", "lowerClamp": "-0.002", "upperClamp": "0.003",
         "scale": 2, "lowerBound": "-0.004", "upperBound": "0.005"}
        """#) == FundingRules(interval: seconds(3600), method: .timeWeighted(average)))
  }

  @Test(arguments: [
    (#""fair""#, MarkPolicy.fair),
    (#"{"kind": "impactMid", "notional": 9}"#, .impactMid(notional: Money(units: 9))),
    (#"{"kind": "sampledLast", "spacing": "5s"}"#, .sampledLast(spacing: TimeSpan(nanoseconds: 5_000_000_000))),
    (
      #"{"kind": "indexPlusBasis", "cadence": "1s", "decay": "0.5"}"#,
      .indexPlusBasis(
        DecayedAverage(cadence: TimeSpan(nanoseconds: 1_000_000_000), decay: Rate(partsPerBillion: 500_000_000)))
    ),
    (
      #"{"kind": "fairMedian", "cadence": "1s", "samples": 7}"#,
      .fairMedian(WindowAverage(cadence: TimeSpan(nanoseconds: 1_000_000_000), samples: 7))
    ),
    (
      #"{"kind": "robustMedian", "cadence": "1s", "basisDecay": "0.5", "priceDecay": 0}"#,
      .robustMedian(
        RobustMedian(
          cadence: TimeSpan(nanoseconds: 1_000_000_000), basisDecay: Rate(partsPerBillion: 500_000_000),
          priceDecay: .zero))
    ),
    (
      #"{"kind": "composite", "cadence": "1s", "bookWeight": 1, "notional": 9, "isMedian": true, "staleness": "5s"}"#,
      .composite(
        CompositeMark(
          tradeWeight: .zero, bookWeight: .one, indexWeight: .zero, staleness: TimeSpan(nanoseconds: 5_000_000_000),
          cadence: TimeSpan(nanoseconds: 1_000_000_000), notional: Money(units: 9), isMedian: true))
    ),
  ])
  func `any mark is read`(text: String, mark: MarkPolicy) throws {
    let plain = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#
    #expect(try scenario(instrument: plain + ", \"mark\": \(text)").rules.instruments[0].mark == mark)
  }

  @Test func `each rule of the venue is read`() throws {
    let rules = try scenario(
      #"""
      "assets": [{"name": "ETH", "tickValue": 10, "maximumPrice": 9000, "maximumBalance": 800, "maximumTotal": 7000,
                  "haircuts": [{"rate": "0.1"}, {"from": 500, "rate": "0.2"}], "conversionFee": "0.001",
                  "indexSources": {"weights": [1]}}],
      "venue": {"fees": {"window": "1h", "tiers": [{"maker": "-0.0001", "taker": "0.001"}]},
                "marginLevels": {"alert": 2, "call": "1.5", "release": "1.6"}},
      "portfolio": {"scenarios": {"kind": "grid", "steps": 2}, "instruments": [{"scanRange": "0.15", "minimumRate": "0.01"}],
                    "groups": [{"basisCharge": "0.01"}], "classes": [{"offset": "0.5"}],
                    "minimumTiers": [{"multiplier": 1}, {"from": 9, "multiplier": 2}], "initialMultiplier": "1.25"}
      """#
    ).rules
    #expect(
      rules.assets == [
        AssetRules(
          tickValue: Money(units: 10), maximumPrice: Price(ticks: 9000), maximumBalance: Money(units: 800),
          maximumTotal: Money(units: 7000),
          haircuts: [
            HaircutTier(floor: .zero, haircut: rate(100)), HaircutTier(floor: Money(units: 500), haircut: rate(200)),
          ], indexSources: IndexRules(weights: [.one]), conversionFee: rate(1))
      ])
    #expect(
      rules.fees
        == FeeSchedule(
          window: seconds(3600),
          tiers: [FeeTier(volume: .zero, maker: Rate(partsPerBillion: -100_000), taker: rate(1))]))
    #expect(rules.marginLevels == MarginLevelRules(alert: rate(2000), call: rate(1500), release: rate(1600)))
    #expect(
      rules.portfolio
        == PortfolioRules(
          scenarios: PriceScenario.grid(steps: 2),
          instruments: [PortfolioInstrument(scanRange: rate(150), group: 0, minimumRate: rate(10))],
          groups: [PortfolioGroup(ofClass: 0, basisCharge: rate(10))], classes: [PortfolioClass(offset: rate(500))],
          minimumTiers: [
            ChargeTier(floor: .zero, multiplier: .one), ChargeTier(floor: Money(units: 9), multiplier: rate(2000)),
          ], initialMultiplier: rate(1250)))
  }

  @Test func `an account of isolated margin is an owner and a sub-account`() throws {
    let read = try scenario(
      accounts: #"""
        {"name": "world", "kind": "exempt"},
        {"name": "alice", "collateral": 40, "group": 3, "isolated": {"X": 500}},
        {"name": "bob", "kind": "isolated", "instrument": "X", "owner": "world"}
        """#,
      #"""
      "openings": [{"kind": "holding", "account": "alice", "against": "world", "position": 2, "price": 1000}],
      "events": [
        {"at": "1s", "kind": "order", "account": "alice", "side": "sell", "quantity": 1, "limit": 900},
        {"at": "2s", "kind": "transfer", "account": "alice", "to": "alice.X", "amount": 9},
        {"at": "3s", "kind": "movePosition", "account": "alice.X", "to": "alice"}
      ]
      """#)
    let (alice, isolated, x) = (AccountID(number: 1), AccountID(number: 2), InstrumentID(number: 0))
    #expect(read.names.accounts == ["world", "alice", "alice.X", "bob"])
    #expect(read.opening[1] == .openAccount(AccountOpening(account: alice, kind: .cross, group: 3)))
    #expect(
      read.opening[2]
        == .openAccount(AccountOpening(account: isolated, kind: .isolated, group: 3, owner: alice, instrument: x)))
    #expect(
      read.opening[3]
        == .openAccount(
          AccountOpening(
            account: AccountID(number: 3), kind: .isolated, owner: AccountID(number: 0), instrument: x)))
    #expect(read.opening.contains(.deposit(isolated, Money(units: 500))))
    #expect(
      read.opening.contains { if case .openHolding(let holding) = $0 { holding.account == isolated } else { false } })
    guard case .submit(let order) = read.script[0].action else {
      Issue.record("the first event is no order")
      return
    }
    #expect(order.account == isolated)
    #expect(
      read.script[1].action == .transfer(CollateralTransfer(from: alice, to: isolated, amount: Money(units: 9))))
    #expect(read.script[2].action == .movePosition(PositionMove(from: isolated, to: alice, instrument: x)))
  }

  @Test(arguments: [("cross", AccountKind.cross), ("isolated", .isolated), ("portfolio", .portfolio)])
  func `a block's members have its margin`(word: String, kind: AccountKind) throws {
    let members = block("leveraged", [("\"leverage\": 5", "\"leverage\": 5, \"margin\": \"\(word)\"")])
    let matrix = #""portfolio": {"scenarios": "span", "instruments": [{"scanRange": "0.1"}]}"#
    let read = try scenario(population(members) + ",\n" + matrix)
    for number in 1...3 {
      #expect(
        read.opening[number]
          == .openAccount(AccountOpening(account: AccountID(number: Int32(number)), kind: kind)))
    }
  }

  @Test func `assets are brought at the start, at a price that their sources say`() throws {
    let read = try scenario(
      accounts: #"{"name": "world", "kind": "exempt"}, {"name": "alice", "collateral": 40, "assets": {"ETH": 7}}"#,
      #"""
      "assets": [
        {"name": "gold", "maximumPrice": 10, "maximumBalance": 10},
        {"name": "ETH", "tickValue": 2, "maximumPrice": 1000, "maximumBalance": 100, "haircuts": [{"rate": "0.5"}],
         "indexSources": {"weights": [1, 1]}, "openingPrice": 150}],
      "events": [
        {"at": "1s", "kind": "report", "asset": "ETH", "source": 1, "price": 50},
        {"at": "2s", "kind": "report", "asset": "ETH", "source": 1, "lost": true},
        {"at": "3s", "kind": "withdraw", "account": "alice", "asset": "ETH", "amount": 2},
        {"at": "4s", "kind": "report", "asset": "gold", "price": 3},
        {"at": "5s", "kind": "roll", "asset": "ETH", "source": 0, "price": 160}
      ]
      """#)
    let ether = AssetID(number: 2)
    let reports: [Command.Action] = (0..<2).map {
      .report(SourceReport(.asset(ether), source: UInt8($0), price: Price(ticks: 150)))
    }
    #expect(Array(read.opening[2...3]) == reports)
    #expect(read.opening.contains(.deposit(AccountID(number: 1), Money(units: 7), of: ether)))
    let run = Run(read, checks: true)
    var prices: [Int64] = []
    var refusals: [Refusal] = []
    for event in run.events {
      if case .assetPriced(let change) = event.body { prices.append(change.price.ticks) }
      if case .refused(let refused) = event.body { refusals.append(refused.reason) }
    }
    // 150 from both; the median of 150 and 50; source 0 alone again; gold's first; a roll does not move anything.
    #expect(prices == [150, 100, 150, 3])
    #expect(refusals == [])
  }

  @Test func `sources, factors and funds are commands like any other`() throws {
    let read = try scenario(
      instrument: #"""
        "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "otherVenues": {"weights": [1]},
        "indexSources": {"weights": [1, 1]}
        """#,
      #"""
      "funds": [{"amount": 5}, {"amount": 7}],
      "events": [
        {"at": "0s", "kind": "report", "source": 1, "price": 50},
        {"at": "0s", "kind": "report", "elsewhere": true, "price": 60},
        {"at": "1s", "kind": "marginFactor", "factor": "1.5"}
      ]
      """#)
    let x = InstrumentID(number: 0)
    #expect(read.opening.contains(.fund(Money(units: 5))))
    #expect(read.opening.contains(.fund(Money(units: 7), FundID(number: 1))))
    #expect(
      read.script.map(\.action) == [
        .report(SourceReport(.instrument(x), source: 1, price: Price(ticks: 50))),
        .report(SourceReport(.otherVenues(x), source: 0, price: Price(ticks: 60))),
        .setMarginFactor(MarginFactor(instrument: x, factor: rate(1500))),
      ])
  }
}
