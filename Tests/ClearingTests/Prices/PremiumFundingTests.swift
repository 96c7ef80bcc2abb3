import Clearing
import MarketTypes
import Testing

@Suite("Funding by sampled premium")
struct PremiumFundingTests {
  // FND-2, FND-3, FND-8, V1: premium 1 %, clamp −0.05 %, 0.95 % for 8 h, 0.11875 % for the hour.
  @Test
  func `Hyperliquid's example: 10 lots pay 118.75 an hour`() {
    var funding = FundedMarket(.hourly())
    funding.impactBid = 10_100
    funding.impactAsk = 10_200
    funding.index = 10_000
    #expect(funding.pass(to: moment(3_599)) == [])
    #expect(funding.pass(to: moment(3_600)) == [1_187_500_000])
    let rate = FundingRate(partsPerTrillion: 1_187_500_000)
    // A tick of one lot is 100 cents.
    let paid = rate.payment(on: Position(lots: 10), at: Price(ticks: 10_000), tickValue: Money(units: 100))
    #expect(paid == Money(units: 11_875))
  }

  // FND-3: P + (I − P) = I; an eighth of 0.01 %.
  @Test(arguments: [(9_999, 10_001), (10_001, 10_003), (9_997, 9_999)])
  func `near the index the rate is the interest`(bid: Int64, ask: Int64) {
    var funding = FundedMarket(.hourly())
    (funding.impactBid, funding.impactAsk, funding.index) = (bid, ask, 10_000)
    #expect(funding.pass(to: moment(3_600)) == [12_500_000])
  }

  // FND-2
  @Test
  func `a premium below the index is of the impact ask, and a side the book does not hold has none`() {
    var funding = FundedMarket(.hourly { $0.clamp = .zero })
    (funding.impactBid, funding.impactAsk, funding.index) = (9_700, 9_840, 10_000)
    #expect(funding.pass(to: moment(3_600)) == [-2_000_000_000])  // −1.6 % ÷ 8
    funding.impactAsk = nil
    #expect(funding.pass(to: moment(7_200)) == [0])
    (funding.impactBid, funding.impactAsk) = (nil, 10_160)
    #expect(funding.pass(to: moment(10_800)) == [0])
  }

  // FND-2: half the hour at 1.6 %, half at none.
  @Test
  func `the premium is the mean of the interval's samples, the one at its end among them`() {
    var funding = FundedMarket(.hourly { $0.clamp = .zero })
    (funding.impactBid, funding.index) = (10_160, 10_000)
    funding.pass(to: moment(1_800))
    funding.impactBid = 10_000
    #expect(funding.pass(to: moment(3_600)) == [1_000_000_000])
    #expect(funding.pass(to: moment(7_199)) == [])
    funding.impactBid = 11_440
    #expect(funding.pass(to: moment(7_200)) == [25_000_000])  // One of 720 at 14.4 %: 0.02 % ÷ 8
    funding.impactBid = 10_000
    #expect(funding.pass(to: moment(10_800)) == [0])
  }

  // FND-2: 1 ÷ 3 of a tick in parts per trillion, and its negative, both down.
  @Test
  func `a sample is rounded down to a trillionth, and counts at most one`() {
    var plain = FundingRules.hourly {
      $0.clamp = .zero
      $0.quotedFor = .seconds(3_600)
    }
    plain.cap = .one
    var funding = FundedMarket(plain)
    (funding.impactBid, funding.index) = (4, 3)
    #expect(funding.pass(to: moment(3_600)) == [333_333_333_333])
    (funding.impactBid, funding.impactAsk) = (nil, 2)
    #expect(funding.pass(to: moment(7_200)) == [-333_333_333_334])
    (funding.impactBid, funding.impactAsk) = (900, nil)
    #expect(funding.pass(to: moment(10_800)) == [1_000_000_000_000])
  }

  // FND-4, F49: 15 samples of 0.4 % count as 60.
  @Test
  func `dYdX fills missing samples with zeros, and bounds the rate by its margins`() {
    let rules = FundingRules.hourly {
      $0.sampling = .seconds(60)
      $0.minimumSamples = 60
      $0.interest = .zero
      $0.clamp = nil
      $0.marginMultiple = 6
    }
    var funding = FundedMarket(rules, initial: .percent(5), maintenance: .percent(3))
    (funding.impactBid, funding.index) = (10_040, 10_000)
    funding.pass(to: moment(900))
    funding.index = nil
    #expect(funding.pass(to: moment(3_600)) == [125_000_000])  // 0.1 % ÷ 8
    #expect(funding.pass(to: moment(7_200)) == [0])

    var bounded = FundedMarket(rules, initial: .perMillion(30_100), maintenance: .percent(3))
    (bounded.impactBid, bounded.index) = (10_040, 10_000)
    #expect(bounded.pass(to: moment(3_600)) == [75_000_000])  // 6 × 0.01 % ÷ 8
    (bounded.impactBid, bounded.impactAsk) = (nil, 9_960)
    #expect(bounded.pass(to: moment(7_200)) == [-75_000_000])
  }

  // FND-3: without a clamp the interest is added whole.
  @Test
  func `without a clamp premium and interest are added`() {
    var funding = FundedMarket(.hourly { $0.clamp = nil })
    (funding.impactBid, funding.index) = (10_100, 10_000)
    #expect(funding.pass(to: moment(3_600)) == [1_262_500_000])  // 1.01 % ÷ 8
  }

  // FND-5
  @Test
  func `no interval pays more than the cap`() {
    var funding = FundedMarket(.hourly { $0.quotedFor = .seconds(3_600) })
    (funding.impactBid, funding.index) = (10_500, 10_000)
    #expect(funding.pass(to: moment(3_600)) == [40_000_000_000])
    (funding.impactBid, funding.impactAsk) = (nil, 9_000)
    #expect(funding.pass(to: moment(7_200)) == [-40_000_000_000])
  }

  // FND-7
  @Test
  func `an interval without a sample pays nothing and leaves the latest rate`() {
    var funding = FundedMarket(.hourly())
    (funding.impactBid, funding.index) = (10_100, 10_000)
    #expect(funding.book.outlook(of: first, at: .start) == nil)
    funding.pass(to: moment(3_600))
    funding.index = nil
    #expect(funding.pass(to: moment(7_200)) == [])
    let outlook = FundingOutlook(
      rate: FundingRate(partsPerTrillion: 1_187_500_000), timeLeft: .seconds(900), interval: .seconds(3_600))
    #expect(funding.book.outlook(of: first, at: moment(9_900)) == outlook)
  }

  // FND-1
  @Test
  func `samples come before the payment of their moment, and a leap comes to the same`() {
    var walking = FundedMarket(.hourly { $0.sampling = .seconds(7) })
    (walking.impactBid, walking.index) = (10_077, 10_000)
    walking.pass(to: moment(1_000))
    walking.impactBid = 10_330
    var leaping = FundedMarket(.hourly())
    leaping.book = walking.book.clone()
    (leaping.impactBid, leaping.index) = (10_330, 10_000)
    let rates = walking.pass(to: moment(12_345))
    #expect(rates.count == 3)
    #expect(Set(rates).count == 2)
    #expect(leaping.leap(to: moment(12_345)) == rates)
    #expect(walking.book.nextDeadline == leaping.book.nextDeadline)
  }

  // FND-1
  @Test
  func `several instruments are due earliest first, then lowest number first`() {
    var slow = InstrumentRules.perpetual()
    slow.funding = .timeWeighted(every: 30)
    var fast = slow
    fast.funding = .timeWeighted(every: 20)
    var book = FundingBook([.perpetual(), slow, fast, slow])
    #expect(book.nextDeadline == moment(20))
    for number in 0..<4 {
      let instrument = InstrumentID(number: UInt16(number))
      #expect(book.impactNotional(of: instrument) == nil)
      if number == 0 { continue }
      book.observeMark(instrument, Price(ticks: 11), at: .start)
      book.observeIndex(instrument, Price(ticks: 10), at: .start)
    }
    var found: [String] = []
    while let due = book.takePayment(at: moment(60)) {
      found.append("\(due.instrument.number)@\(due.moment.nanoseconds / 1_000_000_000)")
    }
    #expect(found == ["2@20", "1@30", "3@30", "2@40", "1@60", "2@60", "3@60"])
    #expect(book.nextDeadline == moment(80))
  }
}
