import MarketTypes
import Testing

@testable import Simulation

@Suite struct `The agenda` {
  /// A naive twin of the heap: an array sorted by time after each addition; at equal times nothing changes places.
  private struct SortedAgenda {
    var entries: [(item: Agenda.Item, time: Time)] = []

    mutating func add(_ item: Agenda.Item, at time: Time) {
      let place = entries.firstIndex { $0.time > time } ?? entries.count
      entries.insert((item, time), at: place)
    }
  }

  /// SIM-1: in order of time, at equal times in the order put in.
  @Test(arguments: UInt64(0)..<50)
  func `items come as from a sorted array`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var agenda = Agenda()
    var twin = SortedAgenda()
    for step in 0..<400 {
      if dice.whole(in: 0...9) < 6 {
        let time = Time(nanoseconds: dice.whole(in: 0...40))  // few, so that many are equal
        agenda.add(.wake(step), at: time)
        twin.add(.wake(step), at: time)
      } else {
        let taken = agenda.takeNext()
        let expected = twin.entries.isEmpty ? nil : twin.entries.removeFirst()
        #expect(taken?.item == expected?.item && taken?.time == expected?.time, "step \(step)")
      }
      #expect(agenda.nextTime == twin.entries.first?.time, "step \(step)")
    }
    while let taken = agenda.takeNext() {
      #expect(taken.item == twin.entries.first?.item)
      twin.entries.removeFirst()
    }
    #expect(twin.entries.isEmpty)
  }

  @Test func `far times keep their order`() {
    var agenda = Agenda()
    agenda.add(.wake(1), at: Time(nanoseconds: .max))
    agenda.add(.wake(2), at: Time(nanoseconds: .max - 1))
    agenda.add(.wake(3), at: .start)
    #expect(agenda.takeNext()?.item == .wake(3))
    #expect(agenda.takeNext()?.item == .wake(2))
    #expect(agenda.takeNext()?.time == Time(nanoseconds: .max))
    #expect(agenda.takeNext() == nil)
  }
}
