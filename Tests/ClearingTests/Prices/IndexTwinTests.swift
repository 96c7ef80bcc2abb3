import Clearing
import MarketTypes
import TestSupport
import Testing

@Suite("Indices against a naive twin")
struct IndexTwinTests {
  // IDX-1…IDX-9
  @Test(arguments: seeds(300))
  func `after every report, loss, roll and moment the index is the twin's`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let count = 1 + chance.below(chance.once(in: 8) ? 16 : 5)
    let weights = (0..<count).map { _ in chance.below(4) * 10 }
    let perMille = chance.pick([0, 5, 50, 333, 1_000])
    let method = chance.pick([NaiveIndex.Method.median, .clamped(perMille: perMille), .mean, .weightedMedian])
    let lifetime = chance.once(in: 4) ? nil : 1 + chance.below(40)
    let minimum = 1 + chance.below(min(count, 3))
    let continuity = chance.once(in: 2)
    let highest = chance.pick([300, 100_000])
    var twin = NaiveIndex(
      weights: weights, method: method, lifetime: lifetime, minimum: minimum, continuity: continuity, highest: highest)
    let rules = IndexRules(
      weights: weights.map { Rate(partsPerBillion: Int64($0) * 10_000_000) }, method: method.rule,
      staleness: lifetime.map { TimeSpan(nanoseconds: Int64($0)) }, minimumSources: Int32(minimum),
      continuity: continuity)
    if weights.allSatisfy({ $0 == 0 }) {
      #expect(rules.fault != nil)
      return
    }
    var index = Sources(rules, upTo: Int64(highest))

    var now = 0
    for step in 0..<400 {
      // Every nanosecond is looked at: a moment that the book does not announce changes nothing in the twin.
      for _ in 0..<chance.below(6) {
        now += 1
        twin.look(at: now)
        index.pass(to: Time(nanoseconds: Int64(now)))
        #expect(index.index == twin.index.map(Int64.init), "seed \(seed), step \(step), at \(now)")
      }
      let source = chance.below(count)
      let price = 200 + chance.below(100)
      let before = twin.index
      let change: Int64?
      switch chance.below(8) {
      case 0:
        twin.report(source, nil, at: now)
        change = index.lose(UInt8(source))
      case 1:
        twin.roll(source, to: price, at: now)
        change = index.roll(UInt8(source), to: Int64(price))
      default:
        twin.report(source, price, at: now)
        change = index.report(UInt8(source), Int64(price))
      }
      #expect(index.index == twin.index.map(Int64.init), "seed \(seed), step \(step)")
      #expect(change == (twin.index == before ? nil : twin.index.map(Int64.init)), "seed \(seed), step \(step)")
      if chance.once(in: 50) { index.book = index.book.clone() }
    }
  }
}

extension NaiveIndex.Method {
  fileprivate var rule: IndexMethod {
    switch self {
    case .median: .median
    case .clamped(let perMille): .clampedMean(limit: Rate(partsPerBillion: Int64(perMille) * 1_000_000))
    case .mean: .weightedMean
    case .weightedMedian: .weightedMedian
    }
  }
}
