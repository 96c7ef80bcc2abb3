import MarketTypes
import Testing
import Venue

/// What is paid because time passes: funding, settlement in cash, contracts that end, fees by volume.
@Suite struct CashFlowStoryTests {
  private static let hour: Int64 = 3_600_000_000_000
  private let maker = AccountID(number: 0)
  private let alice = AccountID(number: 1)

  /// A maker (0) and an account (1) with collateral and a holding at a price, which is the mark and the index.
  private func floor(
    _ lots: Int64, at ticks: Int64, with units: Int64, _ change: (inout InstrumentRules) -> Void
  ) -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index, change)])
    _ = floor.open(.exempt)
    _ = floor.open(.cross, with: units)
    floor.mark(ticks)
    floor.hold(alice, lots, at: ticks, against: maker)
    floor.index(ticks)
    return floor
  }

  // FND-2, FND-3, FND-8, V1: premium 1 %, clamped interest −0.05 %, an eighth of 0.95 % an hour; of ten at 10,000 it is
  // 118.75, in hundredths.
  @Test func `longs pay shorts what the published example pays`() {
    var floor = floor(10, at: 10_000, with: 2_000_000) { rules in
      rules.tickValue = Money(units: 100)
      var premium = PremiumFunding(
        sampling: TimeSpan(nanoseconds: 5_000_000_000), notional: Money(units: 1_010_000),
        quotedFor: TimeSpan(nanoseconds: 8 * Self.hour))
      premium.interest = Rate(partsPerBillion: 100_000)
      premium.clamp = Rate(partsPerBillion: 500_000)
      rules.funding = FundingRules(interval: TimeSpan(nanoseconds: Self.hour), method: .premium(premium))
    }
    floor.submit(maker, .buy, 1, at: 10_100)
    floor.submit(maker, .sell, 1, at: 10_200)
    #expect(floor.venue.nextDeadline == Time(nanoseconds: 5_000_000_000))
    let paid = floor.run(.clock, after: Self.hour)
    #expect(
      paid.compactMap { if case .funded(let funding) = $0.body { funding } else { nil } } == [
        Funding(instrument: TradingFloor.perp, ratePartsPerTrillion: 1_187_500_000, price: Price(ticks: 10_000))
      ])
    #expect(paid.money == ["funding 11875: rounding to cash 0", "funding 11875: cash 1 to rounding"])
    #expect(floor.equity(alice) == 2_000_000 - 11_875)
    // Two hours pass unseen: each is paid at its own moment.
    #expect(floor.run(.clock, after: 2 * Self.hour).money.count == 4)
    #expect(floor.equity(alice) == 2_000_000 - 3 * 11_875)
  }

  // FND-8, WCH-3, WCH-5: what funding takes can be what was missing, and is then the cause.
  @Test func `funding makes a thin account liquidatable`() {
    var floor = floor(10, at: 1_000, with: 505) { rules in
      var average = TimeWeightedFunding()
      average.interest = .percent(1)
      average.lowerClamp = .percent(-1)
      average.upperClamp = .percent(1)
      rules.funding = FundingRules(interval: TimeSpan(nanoseconds: 100), method: .timeWeighted(average))
    }
    let due = floor.run(.clock, after: 100)
    // 1 % of 10,000 leaves 405 of the 500 that must be kept.
    #expect(due.money == ["funding 100: rounding to cash 0", "funding 100: cash 1 to rounding"])
    #expect(due.liquidatable == [alice])
    guard let place = due.firstIndex(where: { $0.body.kind == .liquidatable }) else { return }
    #expect(due[place - Int(due[place].cause)].body.kind == .funded)
  }

  // CLR-39
  @Test func `settlement in cash moves gains and leaves equity as it was`() {
    for contract in ContractKind.allCases {
      var floor = floor(10, at: 100, with: 20_000) { rules in
        rules.contract = contract
        rules.tickValue = Money(units: contract == .linear ? 3 : 10_007)
        rules.markToMarket = TimeSpan(nanoseconds: 100)
      }
      floor.index(130, after: 50)
      let before = [floor.equity(maker), floor.equity(alice)]
      let settled = floor.run(.clock, after: 50)
      #expect(settled.money.count == 2 && settled.money.allSatisfy { $0.hasPrefix("markedToMarket") })
      #expect([floor.equity(maker), floor.equity(alice)] == before)
      // 1,000 for 1,000.7 and 770 for 769.77 of coin.
      let gain: Int64 = contract == .linear ? 900 : 230
      #expect(floor.cash(alice) == 20_000 + gain)
      #expect(Int128(floor.cash(alice)) == floor.equity(alice))
      // Nothing has moved since, so nothing is paid.
      #expect(floor.run(.clock, after: 100).isEmpty)
      floor.index(100, after: 1)
      floor.run(.clock, after: 99)
      #expect(Int128(floor.cash(alice)) == floor.equity(alice) && floor.lots(alice) == 10)
    }
  }

  // CLR-40
  @Test func `a contract ends at its index, and nobody trades it any more`() {
    var floor = floor(10, at: 100, with: 1_000) { rules in
      rules.expiry = Expiry(at: Time(nanoseconds: 1_000), price: .index)
    }
    floor.submit(alice, .sell, 4, at: 150, client: 7)
    floor.index(107, after: 999)
    let end = floor.run(.clock, after: 1)
    #expect(end.cancels == [.expired])
    #expect(
      end.first { $0.body.kind == .contractSettled }?.body
        == .contractSettled(PriceUpdate(instrument: TradingFloor.perp, price: Price(ticks: 107))))
    #expect(end.money == ["realized 70: cash 0 to cost 0/0", "realized 70: cost 1/0 to cash 1"])
    #expect(floor.lots(alice) == 0 && floor.lots(maker) == 0 && floor.cost(alice) == 0 && floor.cash(alice) == 1_070)
    #expect(floor.submit(alice, .buy, 1, at: 100).refusals == [.contractExpired])
    #expect(floor.phase(.continuous).refusals == [.contractExpired])
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: 100), quantity: Quantity(lots: 1),
      makerAccount: maker, takerAccount: alice, instrument: TradingFloor.perp, takerSide: .buy, isForced: false)
    // A position in it could never be closed again.
    #expect(floor.run(.bust(fill)).refusals == [.contractExpired])
    #expect(floor.lots(alice) == 0)
    #expect(floor.withdraw(1_070, from: alice).refusals == [])
  }

  // CLR-40: half the window at 100 and half at 111 is 105.5, down.
  @Test func `a contract ends at the mean of its index`() {
    var floor = floor(-10, at: 100, with: 1_000) { rules in
      rules.expiry = Expiry(at: Time(nanoseconds: 1_000), price: .indexMean(over: TimeSpan(nanoseconds: 100)))
    }
    floor.index(100, after: 700)
    floor.index(111, after: 250)
    // Too late to count.
    let end = floor.index(500, after: 50)
    #expect(
      end.first { $0.body.kind == .contractSettled }?.body
        == .contractSettled(PriceUpdate(instrument: TradingFloor.perp, price: Price(ticks: 105))))
    #expect(floor.cash(alice) == 950)
  }

  // CLR-40: an account whose equity the last price leaves below zero is made whole like any other.
  @Test func `who ends below zero is made whole`() {
    var floor = floor(10, at: 100, with: 60) { rules in
      rules.expiry = Expiry(at: Time(nanoseconds: 1_000), price: .index)
      rules.mark = .last
    }
    floor.index(90, after: 10)
    let end = floor.run(.clock, after: 990)
    #expect(
      end.money == [
        "realized 100: cost 0/0 to cash 0", "realized 100: cash 1 to cost 1/0",
        "shortfallUncovered 40: uncovered to cash 1",
      ])
  }

  // CLR-41
  @Test func `fees follow what was traded in the window before`() {
    var floor = TradingFloor.with { rules in
      rules.fees = FeeSchedule(
        window: TimeSpan(nanoseconds: 1_000),
        tiers: [
          FeeTier(volume: .zero, maker: Rate(partsPerBillion: 1_000_000), taker: Rate(partsPerBillion: 2_000_000)),
          FeeTier(
            volume: Money(units: 10_000), maker: Rate(partsPerBillion: -500_000),
            taker: Rate(partsPerBillion: 1_000_000)
          ),
        ])
    }
    let (buyer, seller) = (floor.open(.exempt), floor.open(.exempt))
    func trade(_ lots: Int64, after span: Int64 = 0) -> [String] {
      floor.submit(seller, .sell, lots, at: 100, after: span)
      return floor.submit(buyer, .buy, lots, at: 100).money.filter { $0.contains("Fee") }
    }
    let base = { (lots: Int64) in ["takerFee \(lots / 5): cash 0 to fees", "makerFee \(lots / 10): cash 1 to fees"] }
    #expect(trade(90) == base(90))
    #expect(trade(10) == base(10))
    #expect(trade(100, after: 999) == base(100))
    // 20,000 in the first window: the second one is cheap, whatever is traded in it.
    let cheap = ["takerFee 10: cash 0 to fees", "makerFee 5: fees to cash 1"]
    #expect(trade(100, after: 1) == cheap)
    // Exactly 10,000 in the second: the third is cheap. Nothing in it, and the fourth is not.
    #expect(trade(0, after: 1_000).isEmpty)
    #expect(trade(100, after: 999) == cheap)
    #expect(trade(100, after: 1_000) == cheap)
    #expect(trade(100, after: 2_000) == base(100))
  }

  // At most 2^20 of the shortest interval, here 5 ns of samples; a venue without intervals lets any time pass.
  @Test func `no command lets more than about a million intervals pass`() {
    var floor = TradingFloor([
      TradingFloor.instrument {
        $0.markToMarket = TimeSpan(nanoseconds: 7)
        $0.funding = FundingRules(
          interval: TimeSpan(nanoseconds: 10),
          method: .premium(
            PremiumFunding(
              sampling: TimeSpan(nanoseconds: 5), notional: Money(units: 1), quotedFor: TimeSpan(nanoseconds: 10))))
      }
    ])
    floor.venue.checksEverything = false
    #expect(floor.run(.clock, after: 5 << 20).refusals == [])
    #expect(floor.run(.clock, after: 5 << 20 + 1).refusals == [.timeTooFarAhead])
    #expect(floor.venue.now == Time(nanoseconds: 5 << 20))
    var plain = TradingFloor()
    #expect(plain.run(.clock, after: .max).refusals == [])
  }
}
