import Mathematics
import Testing

@testable import Analysis

@Suite("Returns by the clock")
struct ReturnTests {
  private func returns(_ tape: MarketTape) -> ClockReturns { ClockReturns(MidPath(tape), over: tape.session) }

  // FCT-1, FCT-2
  @Test
  func `the mid stands until it changes, through empty sides and crossed books`() throws {
    var maker = TapeMaker()
    maker.say(.new, at: 1_500_000_000)
    (maker.bid, maker.ask) = (0, 1_001)
    maker.say(.deletion, at: 2_100_000_000)
    (maker.bid, maker.ask) = (1_005, 1_003)
    maker.say(.new, at: 2_200_000_000)
    maker.moveMid(to: 1_100)
    maker.say(.new, at: 3_000_000_000)
    maker.moveMid(to: 1_210)
    maker.say(.new, at: 3_000_000_000)
    maker.say(.new, at: 4_300_000_000)
    let found = try returns(maker.tape).apart(1)
    // The session is seconds 1 to 5; at second 1 stands what came first.
    #expect(maker.tape.session == 1_000_000_000..<5_000_000_000)
    #expect(found.count == 4)
    #expect(abs(found[1] - log(1.21)) < 1e-12)
    #expect([0, 2, 3].allSatisfy { found[$0] == 0 })
  }

  // FCT-2
  @Test
  func `the mid stands while trading pauses, and so does what a trade is held against`() throws {
    var maker = TapeMaker()
    maker.moveMid(to: 1_000)
    maker.say(.new, at: 0)
    maker.say(.pause, at: 1 * TapeMaker.second)
    maker.moveMid(to: 1_100)
    maker.say(.deletion, at: 2 * TapeMaker.second)
    maker.say(.new, at: 3 * TapeMaker.second)
    maker.moveMid(to: 1_210)
    maker.say(.resume, at: 4 * TapeMaker.second)
    maker.moveMid(to: 1_300)
    maker.trade(1, at: 5 * TapeMaker.second)
    let found = try returns(maker.tape).apart(1)
    #expect(found.prefix(3).allSatisfy { $0 == 0 })
    #expect(abs(found[3] - log(1.21)) < 1e-12)
    #expect(Trade.executions(of: maker.tape).map(\.twiceMidBefore) == [2_420])
    // Before the first mid price stands the first, that of a pause being none.
    var late = TapeMaker()
    late.say(.pause, at: 0)
    late.say(.new, at: 1 * TapeMaker.second)
    late.moveMid(to: 1_500)
    late.trade(1, at: 2 * TapeMaker.second)
    late.say(.resume, at: 3 * TapeMaker.second)
    #expect(Trade.executions(of: late.tape).map(\.twiceMidBefore) == [3_000])
    #expect(try returns(late.tape).apart(1).allSatisfy { $0 == 0 })
  }

  // FCT-2
  @Test
  func `returns of h seconds are sums of h returns of one, and overlap or not`() throws {
    var chance = chance(1)
    let tape = TapeMaker(mids: (0...100).map { _ in 1_000 + chance.uniform(in: 0...50) }).tape
    let ones = try returns(tape).apart(1)
    let (apart, overlapping) = (try returns(tape).apart(7), try returns(tape).overlapping(7))
    #expect((ones.count, apart.count, overlapping.count) == (100, 14, 94))
    for (index, value) in overlapping.enumerated() {
      #expect(abs(value - ones[index..<index + 7].reduce(0, +)) < 1e-12)
    }
    for (index, value) in apart.enumerated() { #expect(value == overlapping[7 * index]) }
  }

  // FCT-7
  @Test(arguments: [(Int64(366), [Int]()), (Int64(367), [1, 2, 3, 4, 7, 16, 18])])
  func `seconds and minutes are counted of a session of at most a year`(days: Int64, uncounted: [Int]) {
    var maker = TapeMaker()
    maker.say(.new, at: 0)
    maker.say(.new, at: days * 86_400 * TapeMaker.second - 1)
    let facts = StylisedFacts(maker.tape).facts
    let tooLong = facts.filter { fact in
      fact.statistics.contains { $0.reason == "the session lasts 367 days; it takes one of at most 366" }
    }
    #expect(tooLong.map(\.row) == uncounted)
  }

  /// Of n steps, windows of h: the relative error of the deviation is about √(h ÷ 3n).
  // FCT-8
  @Test(arguments: UInt64(1)...3)
  func `a random walk diffuses as the root of time`(seed: UInt64) throws {
    var chance = chance(seed)
    var mid: Int64 = 1_000_000
    let mids = (0..<40_000).map { _ in
      mid += chance.happens(in: 1, outOf: 2) ? 1 : -1
      return mid
    }
    let fact = StylisedFacts.diffusivity(returns(TapeMaker(mids: mids).tape))
    #expect(fact.statistics.count == 4)
    for (statistic, seconds) in zip(fact.statistics, [10.0, 60, 300, 600]) {
      let value = try #require(statistic.value)
      #expect(abs(value - 1) < 4 * (seconds / 3 / 40_000).squareRoot(), "\(statistic.name), seed \(seed): \(value)")
    }
  }

  /// Every minute trades a lot; every other minute an auction trades a hundred, and the price then goes up by a hundredth.
  // FCT-22
  @Test
  func `what auctions trade is volume`() throws {
    var (maker, mid) = (TapeMaker(), Int64(1_000_000))
    maker.moveMid(to: mid)
    maker.say(.new, at: 0)
    for minute in Int64(0)..<60 {
      maker.trade(1, at: (60 * minute + 20) * TapeMaker.second)
      if minute.isMultiple(of: 2) {
        mid += mid / 100
        maker.moveMid(to: mid)
        maker.say(.cross, at: (60 * minute + 40) * TapeMaker.second, lots: 100)
      }
    }
    maker.say(.new, at: 3_600 * TapeMaker.second - 1)
    #expect(maker.tape.lotsTraded == 60 + 30 * 100)
    let fact = StylisedFacts.volumeAndVolatility(returns(maker.tape), maker.tape)
    #expect(try #require(fact.statistics[0].value) > 0.999)
  }

  // FCT-8
  @Test
  func `a price that swings in place does not diffuse`() throws {
    let fact = StylisedFacts.diffusivity(
      returns(TapeMaker(mids: (0..<4_000).map { 1_000 + Int64($0 % 2) }).tape))
    #expect(fact.statistics.allSatisfy { ($0.value ?? 1) < 0.01 })
    #expect(fact.verdict == .fail)
  }

  // FCT-7
  @Test
  func `one jump among small steps has fat tails, equal steps have thin ones`() throws {
    var mid: Int64 = 1_000_000
    let steady = (0..<3_500).map { second in
      mid += second.isMultiple(of: 2) ? 3 : -2
      return mid
    }
    let jumpy = steady.enumerated().map { $0.offset < 1_777 ? $0.element : $0.element + 500 }
    let thin = StylisedFacts.fatTails(returns(TapeMaker(mids: steady).tape))
    let fat = StylisedFacts.fatTails(returns(TapeMaker(mids: jumpy).tape))
    // Steps of +3 and −2 are a coin with equal sides: excess kurtosis −2.
    #expect(abs(try #require(thin.statistics[0].value) + 2) < 1e-3)
    #expect(thin.verdict == .fail)
    // One value among n: n − 6 + …, about n.
    #expect(try #require(fat.statistics[0].value) > 2_000)
  }

  // FCT-7
  @Test(arguments: [(40, FactVerdict.notApplicable), (4_000, .fail)])
  func `sixty-second returns of a few minutes are not judged`(seconds: Int, verdict: FactVerdict) {
    let mids = (0..<seconds).map { 1_000 + Int64(($0 / 20) % 2) }
    let fact = StylisedFacts.noLinearAutocorrelation(returns(TapeMaker(mids: mids).tape))
    #expect(fact.verdict == verdict)
    #expect(fact.reasons.isEmpty == (verdict == .fail))
  }
}
