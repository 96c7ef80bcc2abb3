import MarketTypes
import Mathematics
import Testing

@testable import Analysis

@Suite("Orders, the book and the clock")
struct OrderFactTests {
  private static let second = TapeMaker.second

  // FCT-14
  @Test
  func `distances are behind the own best price before the order came`() throws {
    var maker = TapeMaker(tickSize: 100)
    (maker.bid, maker.ask) = (10_000, 10_300)
    maker.say(.new, at: 0, .buy, price: 9_000)
    maker.say(.new, at: 1, .buy, price: 9_700)
    maker.say(.new, at: 2, .sell, price: 10_300)
    (maker.bid, maker.ask) = (10_100, 10_300)
    maker.say(.new, at: 3, .buy, price: 10_100)
    maker.say(.new, at: 4, .sell, price: 11_300)
    maker.say(.new, at: 5, .buy, price: 10_000)
    // The first has nothing before it; at the best or before it none is behind.
    #expect(try OrderFlow.limitDistances(of: maker.tape) == [3, 10, 1])
    let levels = TapeMaker(visibleLevels: 10).tape
    #expect(throws: NotApplicable.self) { try OrderFlow.limitDistances(of: levels) }
  }

  // FCT-14
  @Test(arguments: UInt64(1)...3)
  func `Pareto distances pass with their index`(seed: UInt64) throws {
    var (maker, chance) = (TapeMaker(), chance(seed))
    (maker.bid, maker.ask) = (1 << 40, 1 << 41)
    for time in Int64(0)..<10_000 {
      let distance = Int64(100 * exp(-log(chance.uniformInside())))
      maker.say(.new, at: time, price: maker.bid - min(distance, 1 << 39))
    }
    let fact = StylisedFacts.limitDistances(maker.tape)
    #expect(abs(try #require(fact.statistics[0].value) - 1) < 4 / 500.0.squareRoot(), "seed \(seed)")
    #expect(fact.verdict == .pass)
  }

  // FCT-15
  @Test
  func `the shape is the mean at each level over seconds of both sides`() throws {
    var tape = MarketTape()
    // Nothing counts before the first call; then 60 seconds of one book, 40 of another.
    tape.sampleDepth(upTo: Time(nanoseconds: 1), bids: [1_000], asks: [1_000])
    tape.sampleDepth(upTo: Time(nanoseconds: 60 * Self.second + 1), bids: [1, 4, 2], asks: [3, 2])
    tape.sampleDepth(upTo: Time(nanoseconds: 100 * Self.second + 1), bids: [1, 2], asks: [1, 2])
    #expect(tape.depth.samples == 100)
    #expect(Array(tape.depth.means.prefix(4)) == [1.6, 2.6, 0.6, 0])
    #expect(tape.depth.peak == 2)
    #expect(StylisedFacts.bookShape(tape).verdict == .pass)
    #expect(StylisedFacts.bookShape(MarketTape(visibleLevels: 1)).verdict == .notApplicable)
  }

  // FCT-15
  @Test
  func `a book deepest at the touch has no hump`() {
    var tape = MarketTape()
    for second in Int64(0)...80 {
      tape.sampleDepth(upTo: Time(nanoseconds: second * Self.second), bids: [5, 4, 3], asks: [5, 4, 3])
    }
    #expect(StylisedFacts.bookShape(tape).verdict == .fail)
  }

  // FCT-16
  @Test
  func `spreads are weighed by the time they stood, pauses and empty sides left out`() throws {
    var maker = TapeMaker(tickSize: 10)
    func quote(_ bid: Int64, _ ask: Int64, at second: Int64, _ kind: MarketMessage.Kind = .new) {
      (maker.bid, maker.ask) = (bid, ask)
      maker.say(kind, at: second * Self.second)
    }
    quote(1_000, 1_010, at: 0)
    quote(1_000, 1_020, at: 60)
    quote(1_000, 1_040, at: 90)
    quote(0, 1_040, at: 100)
    quote(1_000, 1_990, at: 200)
    quote(1_000, 1_990, at: 200, .pause)
    quote(1_000, 1_040, at: 300, .resume)
    maker.say(.new, at: 300 * Self.second)
    let times = SpreadTimes(maker.tape)
    #expect(abs(try times.mean() - (60 + 2 * 30 + 4 * 10) / 100.0) < 1e-12)
    #expect(try times.shareAtOneTick() == 0.6)
    #expect(try (times.quantile(0.6), times.quantile(0.61), times.quantile(0.99)) == (1, 2, 4))
    // The widest 20 % of time: ten seconds of 4 above a threshold of 2.
    #expect(abs(try times.tailIndex(share: 0.2) - 20 / (10 * log(2))) < 1e-9)
    #expect(StylisedFacts.spread(maker.tape).verdict == .pass)
  }

  // FCT-17
  @Test
  func `messages are counted by kind, auctions and pauses aside`() throws {
    var maker = TapeMaker()
    let kinds: [(MarketMessage.Kind, Int)] = [
      (.new, 96), (.deletion, 60), (.execution, 30), (.hiddenExecution, 10), (.partialCancel, 4), (.cross, 50),
      (.pause, 1), (.resume, 1),
    ]
    for (kind, count) in kinds { for _ in 0..<count { maker.say(kind, at: 0) } }
    let fact = StylisedFacts.messageMix(maker.tape)
    #expect(fact.statistics.map(\.value) == [0.48, 0.3, 0.15, 0.05, 0.02])
    #expect(fact.verdict == .pass)
    #expect(StylisedFacts.hiddenShare(maker.tape).verdict == .notApplicable)
  }

  // FCT-17
  @Test(arguments: [(20, FactVerdict.fail), (40, .pass), (90, .fail), (0, .notApplicable)])
  func `the hidden share is by count`(hidden: Int, verdict: FactVerdict) {
    var maker = TapeMaker()
    for _ in 0..<hidden { maker.say(.hiddenExecution, at: 0) }
    for _ in 0..<(hidden > 80 ? 130 : 220) { maker.say(.execution, at: 0) }
    #expect(StylisedFacts.hiddenShare(maker.tape).verdict == verdict)
  }

  // FCT-18
  @Test
  func `lives are those of orders that were seen to come and were deleted`() throws {
    var maker = TapeMaker()
    maker.say(.deletion, at: 0, order: 999)
    for number in Int64(1)...100 { maker.say(.new, at: number, order: number) }
    maker.say(.execution, at: 200, order: 100)
    for number in Int64(1)...99 { maker.say(.deletion, at: number + number * Self.second / 100, order: number) }
    let lives = OrderFlow.livesOfDeleted(in: maker.tape)
    #expect(lives.count == 99)
    let fact = StylisedFacts.fleetingOrders(maker.tape)
    #expect(fact.statistics.map(\.value) == [0.5, 9.0 / 99])
  }

  // FCT-19
  @Test(arguments: [1, 4], UInt64(1)...3)
  func `bursts of equal size branch as their root says, and a Poisson stream does not`(burst: Int, seed: UInt64) throws
  {
    var (maker, chance) = (TapeMaker(), chance(seed))
    var time = 0.0
    let minutes = 1_200.0
    while true {
      time += chance.exponential(mean: 0.5)
      if time >= 60 * minutes { break }
      for _ in 0..<burst { maker.say(.new, at: Int64(time * 1e9)) }
    }
    let arrivals = MessageArrivals(maker.tape)
    // The variance of counts is burst × mean: n = 1 − 1 ÷ √burst, with an error of √(2 ÷ windows) of the variance.
    let expected = 1 - 1 / Double(burst).squareRoot()
    let error = 0.5 * (1 - expected) * (2 / minutes).squareRoot()
    #expect(abs(try arrivals.branchingRatio() - expected) < 4 * error, "seed \(seed)")
    // Times between are 0 with chance 1 − 1 ÷ burst, else exponential: CV² = 2 × burst − 1.
    let variation = try arrivals.coefficientOfVariation()
    #expect(abs(variation - (2 * Double(burst) - 1).squareRoot()) < 0.03, "seed \(seed): \(variation)")
  }

  // FCT-19
  @Test
  func `a clockwork has no variation, and its day no shape`() throws {
    var maker = TapeMaker()
    for second in Int64(0)...2_600 { maker.say(.new, at: second * Self.second) }
    let arrivals = MessageArrivals(maker.tape)
    #expect(try arrivals.coefficientOfVariation() == 0)
    #expect(try arrivals.branchingRatio() == 0)
    #expect(StylisedFacts.clusteredArrivals(arrivals).verdict == .fail)
    #expect(StylisedFacts.intradayShape(arrivals).verdict == .fail)
  }

  // FCT-20
  @Test
  func `the day is cut in thirteen, midday is the fifth to the ninth`() throws {
    var maker = TapeMaker()
    let counts: [Int64] = [300, 200, 200, 200, 100, 90, 110, 80, 120, 200, 200, 200, 250]
    for (part, count) in counts.enumerated() {
      for step in 0..<count { maker.say(.new, at: Int64(part) * 100 * Self.second + step * 1_000) }
    }
    maker.say(.partialCancel, at: 1_300 * Self.second)
    let shape = try MessageArrivals(maker.tape).dayShape()
    #expect(shape.first == 3)
    #expect(shape.last == 2.51)
  }
}
