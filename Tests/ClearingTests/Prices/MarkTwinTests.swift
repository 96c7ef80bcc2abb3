import Clearing
import MarketTypes
import TestSupport
import Testing

@Suite("Marks against a naive twin")
struct MarkTwinTests {
  private static func policy(_ kind: Int, _ chance: inout SplitMix64) -> MarkPolicy {
    let cadence = TimeSpan(nanoseconds: chance.from(1, through: 12))
    func percent() -> Rate { .percent(chance.from(0, through: 99)) }
    switch kind {
    case 0: return .impactMid(notional: Money(units: 1))
    case 1: return .fair
    case 2: return .sampledLast(spacing: cadence)
    case 3: return .indexPlusBasis(DecayedAverage(cadence: cadence, decay: percent()))
    case 4: return .fairMedian(WindowAverage(cadence: cadence, samples: Int32(chance.from(1, through: 9))))
    case 5: return .robustMedian(RobustMedian(cadence: cadence, basisDecay: percent(), priceDecay: percent()))
    default:
      return .composite(
        CompositeMark(
          tradeWeight: chance.once(in: 4) ? .zero : percent(), bookWeight: percent(), indexWeight: .percent(7),
          staleness: chance.once(in: 2) ? .zero : TimeSpan(nanoseconds: chance.from(1, through: 30)),
          cadence: cadence, notional: Money(units: 1), isMedian: chance.once(in: 2),
          tradeSteps: UInt8(chance.below(5)), tradeDecay: .percent(chance.from(0, through: 100)),
          tradePower: UInt8(1 + chance.below(2))))
    }
  }

  // MRK-12…MRK-21
  @Test(arguments: seeds(280))
  func `whatever happens, the mark is the twin's`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let policy = Self.policy(Int(seed % 7), &chance)
    var marks = Marks(policy, upTo: 1_000_000)
    var twin = NaiveMark(policy: policy)
    var view = NaiveMark.View()
    var now = 0
    let cadence = policy.cadence.map { Int($0.nanoseconds) }
    var agreed = 0
    for step in 0..<300 {
      let next = now + chance.below(9)
      for moment in now..<next where cadence.map({ (moment + 1) % $0 == 0 }) ?? false { twin.samples.append(view) }
      if chance.once(in: 2) {
        marks.pass(to: Time(nanoseconds: Int64(next)))
      } else {
        marks.leap(to: Time(nanoseconds: Int64(next)))
      }
      now = next
      change(&view, &marks, &twin, &chance, at: now)
      if chance.once(in: 40) { marks.book = marks.book.clone() }

      let mark = marks.mark.map(Int.init)
      let expected = twin.mark(view, at: now)
      if let (low, high) = expected, let mark {
        #expect((low...high).contains(mark), "seed \(seed), step \(step): \(policy)")
        agreed += 1
      } else {
        #expect((expected == nil) == (mark == nil), "seed \(seed), step \(step): \(policy)")
      }
    }
    #expect(agreed > 30, "seed \(seed): hardly ever a mark with \(policy)")
  }

  private func change(
    _ view: inout NaiveMark.View, _ marks: inout Marks, _ twin: inout NaiveMark, _ chance: inout SplitMix64, at now: Int
  ) {
    func price(_ center: Int64) -> Int64? { chance.once(in: 9) ? nil : center + chance.from(-40, through: 40) }
    switch chance.below(6) {
    case 0, 1:
      let (bid, ask) = (price(1_000), price(1_010))
      marks.quote(bid, ask)
      (view.bid, view.ask) = (bid.map(Int.init), ask.map(Int.init))
    case 2:
      let (bid, ask) = (price(990), price(1_020))
      marks.impact(bid, ask)
      (view.impactBid, view.impactAsk) = (bid.map(Int.init), ask.map(Int.init))
    case 3:
      let (ticks, lots) = (1_000 + chance.from(-50, through: 50), chance.from(1, through: 5))
      marks.fill(ticks, lots)
      view.last = Int(ticks)
      twin.fills.append((now, Int(ticks), Int(lots)))
    case 4:
      let index = price(1_000)
      marks.index(index)
      view.index = index.map(Int.init)
      twin.indexedAt = now
      let elsewhere = price(1_005)
      marks.seen.otherVenues = elsewhere.map { Price(ticks: $0) }
      view.elsewhere = elsewhere.map(Int.init)
    default:
      let (rate, interval) = (chance.from(-50_000, through: 50_000), chance.from(1, through: 20))
      let left = chance.from(0, through: interval)
      marks.funding(rate, left: left, of: interval)
      (view.rate, view.left, view.interval) = (Int(rate), Int(left), Int(interval))
    }
  }
}
