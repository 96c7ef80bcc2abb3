import MarketTypes
import Testing

@Suite("Mark policies as rules")
struct MarkFaultTests {
  private func fault(_ policy: MarkPolicy) -> String? {
    var rules = InstrumentRules.perpetual()
    rules.mark = policy
    return rules.fault
  }

  private func average(_ cadence: Int64, _ decay: Int64) -> DecayedAverage {
    DecayedAverage(cadence: TimeSpan(nanoseconds: cadence), decay: Rate(partsPerBillion: decay))
  }

  private func composite(_ change: (inout CompositeMark) -> Void) -> MarkPolicy {
    var mark = CompositeMark(
      tradeWeight: .one, bookWeight: .one, indexWeight: .one, cadence: TimeSpan(nanoseconds: 1),
      notional: Money(units: 1), isMedian: true)
    change(&mark)
    return .composite(mark)
  }

  // MRK-12…MRK-21: records of instruments stay small.
  @Test
  func `a policy takes at most 64 bytes`() {
    #expect(MemoryLayout<MarkPolicy>.stride <= 64)
  }

  // MRK-12…MRK-21
  @Test
  func `policies at their bounds have no fault`() {
    let second = TimeSpan(nanoseconds: 1_000_000_000)
    let policies: [MarkPolicy] = [
      .impactMid(notional: Money(units: 1)), .impactMid(notional: Money(units: 1 << 61)), .fair,
      .sampledLast(spacing: TimeSpan(nanoseconds: 1)), .indexPlusBasis(average(1, 0)),
      .indexPlusBasis(average(1 << 62, 999_999_999)), .fairMedian(WindowAverage(cadence: second, samples: 1)),
      .fairMedian(WindowAverage(cadence: second, samples: 4_096)),
      .robustMedian(RobustMedian(cadence: second, basisDecay: .zero, priceDecay: .percent(99))),
      composite { $0.tradeSteps = 16 }, composite { $0.tradePower = 2 },
      composite {
        $0.bookWeight = .zero
        $0.notional = .zero
      },
    ]
    for policy in policies { #expect(fault(policy) == nil, "\(policy)") }
  }

  // MRK-12…MRK-21
  @Test
  func `each fault is said in words`() {
    let notional = "the impact notional must be between 1 and 2^61, found 0"
    #expect(fault(.impactMid(notional: .zero)) == notional)
    #expect(fault(composite { $0.notional = .zero }) == notional)
    #expect(fault(.sampledLast(spacing: .zero)) == "marks must be at least 1 ns apart, found 0 ns")
    #expect(fault(.indexPlusBasis(average(0, 0))) == "a mark must be sampled every 1 ns or more, found 0 ns")
    #expect(fault(composite { $0.cadence = .zero }) == "a mark must be sampled every 1 ns or more, found 0 ns")
    let decay = "a decay must be at least 0 and below 1"
    #expect(fault(.indexPlusBasis(average(1, -1))) == decay)
    #expect(fault(.indexPlusBasis(average(1, 1_000_000_000))) == decay)
    let cadence = TimeSpan(nanoseconds: 1)
    #expect(fault(.robustMedian(RobustMedian(cadence: cadence, basisDecay: .one, priceDecay: .zero))) == decay)
    #expect(fault(.robustMedian(RobustMedian(cadence: cadence, basisDecay: .zero, priceDecay: .one))) == decay)
    #expect(
      fault(.fairMedian(WindowAverage(cadence: cadence, samples: 0))) == "a window has 1 to 4096 samples, found 0")
    #expect(
      fault(.fairMedian(WindowAverage(cadence: cadence, samples: 4_097)))
        == "a window has 1 to 4096 samples, found 4097")
    #expect(fault(.blend(lastWeight: .percent(101))) == "the weight of the last price must be between 0 and 1")
    #expect(fault(composite { $0.tradeWeight = .percent(-1) }) == "a weight of a mark must be between 0 and 1")
    #expect(
      fault(
        composite {
          $0.tradeWeight = .zero
          $0.bookWeight = .zero
          $0.indexWeight = .zero
        }) == "at least one weight of a mark must be above 0")
    #expect(
      fault(composite { $0.staleness = TimeSpan(nanoseconds: -1) })
        == "a mark's ingredients must not grow stale before they come")
    #expect(fault(composite { $0.tradeSteps = 17 }) == "trades have at most 16 steps, found 17")
    #expect(fault(composite { $0.tradeDecay = .percent(101) }) == "the decay of trades must be between 0 and 1")
    for power: UInt8 in [0, 3] {
      #expect(
        fault(composite { $0.tradePower = power }) == "the power of the trades' decay must be 1 or 2, found \(power)")
    }
  }

  // MRK-12…MRK-21
  @Test
  func `a policy says what it needs`() {
    #expect(MarkPolicy.blend(lastWeight: .one).isPlain)
    #expect(!MarkPolicy.fair.isPlain)
    #expect(MarkPolicy.sampledLast(spacing: TimeSpan(nanoseconds: 1)).watchesFills)
    #expect(!MarkPolicy.fair.watchesFills)
    #expect(composite { $0.notional = Money(units: 9) }.impactNotional == Money(units: 9))
    #expect(composite { $0.bookWeight = .zero }.impactNotional == nil)
    #expect(MarkPolicy.last.cadence == nil)
    #expect(MarkPolicy.indexPlusBasis(average(7, 0)).cadence == TimeSpan(nanoseconds: 7))
  }
}
