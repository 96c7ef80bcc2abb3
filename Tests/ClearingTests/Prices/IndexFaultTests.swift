import MarketTypes
import Testing

@Suite("Index rules")
struct IndexFaultTests {
  private let fair = IndexRules(weights: [.one, .one])

  private func fault(_ change: (inout IndexRules) -> Void) -> String? {
    var rules = fair
    change(&rules)
    return rules.fault
  }

  // IDX-1…IDX-5
  @Test
  func `rules at their bounds have no fault`() {
    #expect(fair.fault == nil)
    #expect(fault { $0.weights = Array(repeating: .one, count: 16) } == nil)
    #expect(fault { $0.weights = [.zero, Rate(partsPerBillion: 1)] } == nil)
    #expect(fault { $0.method = .clampedMean(limit: .zero) } == nil)
    #expect(fault { $0.method = .clampedMean(limit: .one) } == nil)
    #expect(fault { $0.staleness = TimeSpan(nanoseconds: 1) } == nil)
    #expect(fault { $0.minimumSources = 2 } == nil)
  }

  // IDX-1…IDX-5
  @Test
  func `each fault is said in words`() {
    #expect(fault { $0.weights = [] } == "an index needs at least one source")
    #expect(
      fault { $0.weights = Array(repeating: .one, count: 17) } == "an index has at most 16 sources, found 17")
    let weight = "a source's weight must be between 0 and 1"
    #expect(fault { $0.weights[1] = Rate(partsPerBillion: -1) } == weight)
    #expect(fault { $0.weights[1] = Rate(partsPerBillion: 1_000_000_001) } == weight)
    #expect(fault { $0.weights = [.zero, .zero] } == "at least one source must have a weight above 0")
    let limit = "the limit around the median must be between 0 and 1"
    #expect(fault { $0.method = .clampedMean(limit: Rate(partsPerBillion: -1)) } == limit)
    #expect(fault { $0.method = .clampedMean(limit: Rate(partsPerBillion: 1_000_000_001)) } == limit)
    #expect(
      fault { $0.staleness = .zero } == "a source must grow stale after at least 1 ns, found 0 ns")
    #expect(fault { $0.minimumSources = 0 } == "the least number of sources must be between 1 and 2, found 0")
    #expect(fault { $0.minimumSources = 3 } == "the least number of sources must be between 1 and 2, found 3")
  }

  // IDX-1
  @Test
  func `an instrument's rules have the fault of their index`() {
    var rules = InstrumentRules.perpetual()
    rules.indexSources = IndexRules(weights: [])
    #expect(rules.fault == "an index needs at least one source")
  }
}
