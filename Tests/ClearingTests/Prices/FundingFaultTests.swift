import MarketTypes
import Testing

@Suite("Funding rules")
struct FundingFaultTests {
  private func premium(_ change: (inout PremiumFunding) -> Void) -> String? { FundingRules.hourly(change).fault }

  private func averages(_ change: (inout TimeWeightedFunding) -> Void) -> String? {
    FundingRules.timeWeighted(every: 600, change).fault
  }

  // FND-1…FND-6
  @Test
  func `rules at their bounds have no fault`() {
    #expect(FundingRules.hourly().fault == nil)
    #expect(premium { $0.sampling = .seconds(3_600) } == nil)
    #expect(premium { $0.clamp = .one } == nil)
    #expect(premium { $0.interest = .percent(-100) } == nil)
    #expect(premium { $0.marginMultiple = 100 } == nil)
    #expect(averages { $0.scale = Rate(partsPerBillion: 100_000_000_000) } == nil)
    #expect(averages { $0.lowerClamp = .percent(-100) } == nil)
    var instrument = InstrumentRules.perpetual()
    instrument.funding = .hourly()
    #expect(instrument.fault == nil)
    instrument.funding?.interval = .zero
    #expect(instrument.fault == "a funding interval must be between 1 and 2^52 ns, found 0")
  }

  // FND-1, FND-5
  @Test
  func `each fault of interval and cap is said in words`() {
    var rules = FundingRules.hourly()
    rules.interval = TimeSpan(nanoseconds: 1 << 52 + 1)
    #expect(rules.fault == "a funding interval must be between 1 and 2^52 ns, found 4503599627370497")
    rules = .hourly()
    for cap in [Rate.percent(-1), .percent(101)] {
      rules.cap = cap
      #expect(rules.fault == "the cap of funding must be between 0 and 1")
    }
  }

  // FND-2…FND-4
  @Test
  func `each fault of sampled premiums is said in words`() {
    let sampling = "premiums must be sampled every 1 ns to once an interval, found"
    #expect(premium { $0.sampling = .zero } == "\(sampling) 0 ns")
    #expect(premium { $0.sampling = .seconds(3_601) } == "\(sampling) 3601000000000 ns")
    var often = FundingRules.hourly { $0.sampling = TimeSpan(nanoseconds: 1) }
    often.interval = TimeSpan(nanoseconds: 1 << 33)
    #expect(often.fault == "an interval has at most 2^32 samples")
    #expect(premium { $0.notional = .zero } == "the impact notional must be between 1 and 2^61, found 0")
    #expect(premium { $0.quotedFor = .zero } == "a funding rate must be quoted for 1 to 2^52 ns, found 0")
    let interest = "the interest must be between −1 and 1"
    #expect(premium { $0.interest = .percent(101) } == interest)
    #expect(premium { $0.interest = .percent(-101) } == interest)
    let clamp = "the clamp of funding must be between 0 and 1"
    #expect(premium { $0.clamp = .percent(-1) } == clamp)
    #expect(premium { $0.clamp = .percent(101) } == clamp)
    #expect(premium { $0.minimumSamples = -1 } == "the least number of samples must not be below 0")
    for multiple: Int32 in [0, 101] {
      #expect(
        premium { $0.marginMultiple = multiple }
          == "funding is bounded by 1 to 100 times the margins' difference, found \(multiple)")
    }
  }

  // FND-6
  @Test
  func `each fault of averages is said in words`() {
    let rates = "interest, clamps and bounds of funding must be between −1 and 1"
    #expect(averages { $0.interest = .percent(101) } == rates)
    #expect(averages { $0.lowerClamp = .percent(-101) } == rates)
    #expect(averages { $0.upperClamp = .percent(101) } == rates)
    #expect(averages { $0.lowerBound = .percent(-101) } == rates)
    #expect(averages { $0.upperBound = .percent(101) } == rates)
    #expect(averages { $0.lowerClamp = .percent(1) } == "the lower clamp of funding must not be above the upper")
    #expect(
      averages {
        $0.lowerBound = .percent(2)
        $0.upperBound = .percent(1)
      } == "the lower bound of funding must not be above the upper")
    let scale = "the scale of funding must be between 0 and 100"
    #expect(averages { $0.scale = .percent(-1) } == scale)
    #expect(averages { $0.scale = .percent(10_001) } == scale)
  }
}
