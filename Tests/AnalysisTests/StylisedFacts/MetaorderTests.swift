import Mathematics
import Testing

@testable import Analysis

@Suite("Metaorders")
struct MetaorderTests {
  private static let second = TapeMaker.second
  private static let base: Int64 = 1_000_000_000

  private func orders(_ maker: TapeMaker, executors: Set<Int32> = []) throws -> [Metaorder] {
    try Metaorder.all(in: Trade.executions(of: maker.tape), executors: executors)
  }

  // FCT-11
  @Test
  func `a run of five moments on one side without a long gap is a metaorder`() throws {
    var maker = TapeMaker()
    maker.say(.new, at: 0)
    // Participant 1 buys at five moments, 2 at four; 3 changes sides; 4 waits too long; 5 trades five times at once.
    for step in Int64(1)...5 {
      maker.trade(1, at: step * Self.second, lots: 2, taker: 1)
      if step < 5 { maker.trade(1, at: step * Self.second, taker: 2) }
      maker.trade(step == 3 ? -1 : 1, at: step * Self.second, taker: 3)
    }
    for step in Int64(1)...5 { maker.trade(1, at: step * 301 * Self.second, taker: 4) }
    for _ in 0..<5 { maker.trade(1, at: 2_000 * Self.second, taker: 5) }
    let found = try orders(maker)
    #expect(found.count == 1)
    #expect(found.first?.lots == 10)
    #expect(found.first?.duration == 4 * Self.second)
  }

  // FCT-11
  @Test
  func `who is known to execute large orders counts with what rested too, and nobody else counts`() throws {
    var maker = TapeMaker()
    maker.say(.new, at: 0)
    for step in Int64(1)...6 {
      // Participant 7 buys by resting: 8 sells to him.
      maker.say(.execution, at: step * Self.second, .buy, lots: 3, maker: 7, taker: 8)
    }
    let found = try orders(maker, executors: [7])
    #expect(found.map(\.sign) == [1])
    #expect(found.map(\.lots) == [18])
    #expect(try orders(maker).map(\.sign) == [-1])
  }

  // FCT-11
  @Test
  func `without names there are no metaorders`() {
    var maker = TapeMaker()
    for step in Int64(0)..<100 { maker.trade(1, at: step * Self.second) }
    #expect(throws: NotApplicable.self) { try orders(maker) }
  }

  /// Metaorders of 16, 64, 256 and 1,024 lots move the mid by √lots in a thousand millionths, and two thirds of it are
  /// left when as much time has passed again. The mid is so large that logarithms are lines.
  // FCT-11
  @Test
  func `square-root impact is found, and what is left of it`() throws {
    var maker = TapeMaker()
    var time: Int64 = 0
    maker.moveMid(to: Self.base)
    maker.say(.new, at: 0)
    var volume: Int128 = 0
    for number in 0..<160 {
      let (power, sign) = (Int64(number % 4), Int64(number % 8 < 4 ? 1 : -1))
      let (part, peak) = (Int64(4) << (2 * power), sign * 6_000 * (1 << power))
      for step in Int64(1)...4 {
        time += Self.second
        maker.moveMid(to: Self.base + peak * step / 4)
        // The last moment has two fills, and all lots are those of four parts.
        maker.trade(sign, at: time, lots: part - 1, taker: Int32(number))
        volume += Int128(part)
        time += Self.second
        maker.trade(sign, at: time, lots: 1, taker: Int32(number))
      }
      time += 7 * Self.second
      maker.moveMid(to: Self.base + peak * 2 / 3)
      maker.say(.new, at: time)
      time += Self.second
      maker.moveMid(to: Self.base)
      maker.say(.new, at: time)
    }
    let path = MidPath(maker.tape)
    let impact = try MetaorderImpact(try orders(maker), path, maker.tape.session)
    let law = try impact.law(volume: volume, volatility: 1e-3)
    #expect(abs(law.exponent - 0.5) < 1e-3)
    // I ÷ σ = 1.5e-3 √Q = Y √(Q ÷ V)
    #expect(abs(law.factor / (1.5e-3 * Double(volume).squareRoot()) - 1) < 1e-2)
    #expect(abs(try impact.remaining() - 2.0 / 3) < 1e-3)
  }

  // FCT-11
  @Test
  func `a hundred are needed`() throws {
    var maker = TapeMaker()
    for number in Int64(0)..<99 {
      for step in Int64(0)..<5 { maker.trade(1, at: (5 * number + step) * Self.second, taker: Int32(number)) }
    }
    let found = try orders(maker)
    #expect(found.count == 99)
    #expect(throws: NotApplicable.self) { try MetaorderImpact(found, MidPath(maker.tape), maker.tape.session) }
  }
}
