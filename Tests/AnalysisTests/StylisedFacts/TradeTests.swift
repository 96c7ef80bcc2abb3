import Mathematics
import Testing

@testable import Analysis

@Suite("Trades and what they do to the price")
struct TradeTests {
  // FCT-9
  @Test
  func `executions of one moment, side and hand are one trade`() {
    var maker = TapeMaker()
    maker.say(.new, at: 0)
    maker.trade(1, at: 10, lots: 3, taker: 5)
    maker.trade(1, at: 10, lots: 4, taker: 5, isHidden: true)
    maker.trade(-1, at: 10, lots: 1, taker: 5)
    maker.trade(-1, at: 10, lots: 1, taker: 6)
    maker.trade(-1, at: 11, lots: 1, taker: 6)
    let executions = Trade.executions(of: maker.tape)
    #expect(executions.map(\.lots) == [3, 4, 1, 1, 1])
    #expect(Trade.merged(executions, withHidden: true).map(\.lots) == [7, 1, 1, 1])
    #expect(Trade.merged(executions, withHidden: false).map(\.lots) == [3, 1, 1, 1])
    #expect(Trade.merged(executions, withHidden: true).map(\.sign) == [1, -1, -1, -1])
  }

  // FCT-9
  @Test(arguments: [(true, true), (false, false)])
  func `hidden executions that all say one side have no sign`(hasBoth: Bool, isKnown: Bool) {
    var maker = TapeMaker()
    for second in Int64(0)..<30 { maker.trade(hasBoth && second == 7 ? -1 : 1, at: second, isHidden: true) }
    #expect(maker.tape.knowsHiddenSides == isKnown)
  }

  // FCT-9
  @Test(arguments: UInt64(1)...3)
  func `signs without memory fail`(seed: UInt64) throws {
    var chance = chance(seed)
    var maker = TapeMaker()
    for second in Int64(0)..<4_000 { maker.trade(chance.happens(in: 1, outOf: 2) ? 1 : -1, at: second) }
    let fact = StylisedFacts.signMemory(Trade.executions(of: maker.tape))
    #expect(abs(try #require(fact.statistics[0].value)) < 4 / 4_000.0.squareRoot())
    #expect(fact.verdict == .fail)
  }

  /// Each trade moves the mid two units its way for ever.
  // FCT-10
  @Test
  func `response to lasting moves is flat for random signs and a line for equal ones`() throws {
    func ratio(_ sign: (inout SeededGenerator) -> Int64) throws -> Double {
      var (maker, chance, mid) = (TapeMaker(), chance(3), Int64(1_000_000))
      maker.moveMid(to: mid)
      maker.say(.new, at: 0)
      for second in Int64(1)...2_000 {
        let sign = sign(&chance)
        mid += 2 * sign
        maker.moveMid(to: mid)
        maker.trade(sign, at: second)
      }
      return try PriceImpact.responseRatio(Trade.executions(of: maker.tape), later: 50)
    }
    #expect(abs(try ratio { _ in 1 } - 50) < 1e-9)
    // Of 49 more random moves of equal size the mean over 1,950 trades errs by 7 ÷ √1950.
    #expect(abs(try ratio { $0.happens(in: 1, outOf: 2) ? 1 : -1 } - 1) < 4 * 7 / 1_950.0.squareRoot())
  }

  // FCT-10
  @Test
  func `trades that do nothing have no response, and fail`() {
    var maker = TapeMaker()
    for second in Int64(0)..<1_000 { maker.trade(1, at: second) }
    let fact = StylisedFacts.response(Trade.executions(of: maker.tape))
    #expect(fact.statistics.first?.value == 0)
    #expect(fact.verdict == .fail)
  }

  // FCT-12
  @Test(arguments: [0, 1, 2, 4])
  func `impact that grows as a power of size has that exponent`(quarters: Int64) throws {
    var (maker, mid) = (TapeMaker(), Int64(1_000_000))
    maker.moveMid(to: mid)
    maker.say(.new, at: 0)
    // Sizes 1, 16, 256 and 4,096 move by 2 × size^(quarters ÷ 4).
    for second in Int64(1)...400 {
      let power = second % 4
      let sign: Int64 = second % 8 < 4 ? 1 : -1
      mid += sign * 2 * (1 << (power * quarters))
      maker.moveMid(to: mid)
      maker.trade(sign, at: second, lots: 1 << (4 * power))
    }
    let found = try PriceImpact.singleTradeExponent(Trade.executions(of: maker.tape))
    #expect(abs(found - Double(quarters) / 4) < 1e-9)
  }

  // FCT-13
  @Test
  func `the tail of trade sizes is that of trades, not of executions`() throws {
    var maker = TapeMaker()
    // 380 trades of 2 lots, 20 of twice e^2 = 14.78 rounded: 15 lots in fifteen executions.
    for second in Int64(0)..<400 {
      if second % 20 == 0 {
        for _ in 0..<15 { maker.trade(1, at: second) }
      } else {
        maker.trade(1, at: second, lots: 2)
      }
    }
    let executions = Trade.executions(of: maker.tape)
    let fact = StylisedFacts.tradeSizes(Trade.merged(executions, withHidden: true))
    #expect(abs(try #require(fact.statistics[0].value) - 1 / log(7.5)) < 1e-9)
  }
}
