import MarketTypes
import Testing

@testable import Simulation

/// What something was at each moment of the recent past.
@Suite struct `The recent past` {
  /// SIM-5: a naive twin that forgets nothing.
  @Test(arguments: UInt64(0)..<40, [Int64(0), 3, 50, 700])
  func `what it was at a moment is what the list of all changes says`(seed: UInt64, horizon: Int64) {
    var dice = Dice(seed: seed)
    var past = Past<Int64>(-1)
    var list: [(time: Int64, value: Int64)] = []
    var now: Int64 = 0
    for step in 0..<1_500 {
      if dice.whole(in: 0...2) == 0 { now += dice.whole(in: 0...9) }
      if dice.whole(in: 0...2) > 0 {
        past.change(at: Time(nanoseconds: now), keeping: TimeSpan(nanoseconds: horizon)) { $0 += Int64(step) }
        list.append((now, (list.last?.value ?? -1) + Int64(step)))
      }
      let asked = now - dice.whole(in: 0...horizon)
      let expected = list.last { $0.time <= asked }?.value ?? -1
      let found = past.value(at: Time(nanoseconds: asked))
      #expect(found == expected, "step \(step): \(now - asked) ago")
    }
  }

  /// SIM-14: it keeps what lies within the horizon, and at most as much again.
  @Test(arguments: [Int64(0), 10, 1_000])
  func `memory follows the horizon, not the length of the run`(horizon: Int64) {
    var past = Past<Int64>(0)
    var most = 0
    for now in 0..<Int64(200_000) {
      past.change(at: Time(nanoseconds: now), keeping: TimeSpan(nanoseconds: horizon)) { $0 = now }
      most = max(most, past.count)
    }
    #expect(most <= max(64, 2 * (Int(horizon) + 1)))
  }

  @Test func `before anything happened it is what it was first, and a copy keeps what it has`() {
    var past = Past<Int64>(7)
    let first = past.value(at: Time(nanoseconds: -1))
    past.change(at: Time(nanoseconds: 5), keeping: .zero) { $0 = 8 }
    let copy = past.clone()
    past.change(at: Time(nanoseconds: 5), keeping: .zero) { $0 = 9 }
    let (before, own, other) = (
      past.value(at: Time(nanoseconds: 4)), past.value(at: Time(nanoseconds: 5)), copy.value(at: Time(nanoseconds: 9))
    )
    #expect(first == 7 && before == 7 && own == 9 && other == 8)
  }
}
