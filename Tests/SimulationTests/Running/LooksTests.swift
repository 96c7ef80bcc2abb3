import MarketTypes
import Testing

@testable import Simulation

/// A tournament of everybody's next look.
@Suite struct `Who looks next` {
  /// A naive twin: one moment for each participant, and the smallest is searched.
  private struct ListOfLooks {
    var moments: [Int: (time: Int64, sequence: UInt64)] = [:]

    var first: (participant: Int, time: Int64, sequence: UInt64)? {
      moments.map { ($0.key, $0.value.time, $0.value.sequence) }.min { ($0.1, $0.2) < ($1.1, $1.2) }
    }
  }

  /// SIM-1.
  @Test(arguments: UInt64(0)..<40)
  func `the first is that of a sorted list, whoever joins and leaves`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var looks = Looks()
    var twin = ListOfLooks()
    // Numbers far apart, so that it grows while it is used.
    let crowd = (0..<30).map { _ in Int(dice.whole(in: 0...3_000)) }
    for step in 0..<500 {
      let participant = crowd[Int(dice.whole(in: 0...29))]
      if dice.whole(in: 0...4) > 0 {
        let time = dice.whole(in: 0...30)
        looks.set(participant, at: Time(nanoseconds: time), UInt64(step))
        twin.moments[participant] = (time, UInt64(step))
      } else {
        looks.clear(participant)
        twin.moments[participant] = nil
      }
      let isSet = looks.isSet(participant)
      #expect(isSet == (twin.moments[participant] != nil))
      let key = looks.firstKey
      guard let first = twin.first else {
        #expect(key == .max)
        continue
      }
      let winner = looks.first
      #expect(winner == first.participant, "step \(step)")
      #expect(
        key == Int128(first.time) << 64 | Int128(first.sequence) << 24 | Int128(first.participant), "step \(step)")
    }
  }

  @Test func `a copy goes its own way`() {
    var looks = Looks()
    looks.set(3, at: Time(nanoseconds: 5), 0)
    var copy = looks.clone()
    copy.set(1, at: Time(nanoseconds: 4), 1)
    let (own, other) = (looks.first, copy.first)
    #expect(own == 3 && other == 1)
  }
}
