import MarketTypes
import Testing

@testable import Simulation

@Suite struct `The agenda` {
  /// A naive twin: an array sorted by time after each addition; at equal times nothing changes places. A participant's look
  /// takes the place of the one it had.
  private struct SortedAgenda {
    var entries: [(item: Agenda.Item, time: Time)] = []

    mutating func add(_ item: Agenda.Item, at time: Time) {
      let place = entries.firstIndex { $0.time > time } ?? entries.count
      entries.insert((item, time), at: place)
    }

    mutating func addLook(of participant: Int32, at time: Time) {
      removeLook(of: participant)
      add(.wake(participant), at: time)
    }

    mutating func removeLook(of participant: Int32) { entries.removeAll { $0.item == .wake(participant) } }
  }

  /// SIM-1: in order of time, at equal times in the order put in.
  @Test(arguments: UInt64(0)..<50)
  func `items come as from a sorted array`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var agenda = Agenda()
    var twin = SortedAgenda()
    for step in 0..<600 {
      let time = Time(nanoseconds: dice.whole(in: 0...40))  // few, so that many are equal
      let somebody = Int32(dice.whole(in: 0...19))
      switch dice.whole(in: 0...9) {
      case 0...2:
        agenda.add(.scripted(Int32(step)), at: time)
        twin.add(.scripted(Int32(step)), at: time)
      case 3...5:
        agenda.addLook(of: Int(somebody), at: time)
        twin.addLook(of: somebody, at: time)
      case 6:
        agenda.removeLook(of: Int(somebody))
        twin.removeLook(of: somebody)
      default:
        guard !twin.entries.isEmpty else { continue }
        let expected = twin.entries.removeFirst().item
        let taken = agenda.takeNext()
        #expect(taken == expected, "step \(step)")
        // A look stands until another takes its place.
        if case .wake(let looked) = taken { agenda.removeLook(of: Int(looked)) }
      }
      #expect(agenda.nextTime == twin.entries.first?.time ?? .never, "step \(step)")
      let hasLook = agenda.hasLook(of: Int(somebody))
      #expect(hasLook == twin.entries.contains { $0.item == .wake(somebody) }, "step \(step)")
    }
  }

  @Test func `far times keep their order`() {
    var agenda = Agenda()
    agenda.add(.scripted(1), at: Time(nanoseconds: .max - 1))
    agenda.addLook(of: 2, at: Time(nanoseconds: .max - 2))
    agenda.add(.scripted(3), at: .start)
    for item in [Agenda.Item.scripted(3), .wake(2)] {
      let taken = agenda.takeNext()
      #expect(taken == item)
    }
    agenda.removeLook(of: 2)
    let last = agenda.nextTime
    #expect(last == Time(nanoseconds: .max - 1))
    _ = agenda.takeNext()
    let none = agenda.nextTime
    #expect(none == .never)
  }

  /// SIM-1: a place kept among equal times is kept for what comes into it later.
  @Test func `what is put into a place that was reserved comes before what was added since`() {
    var agenda = Agenda()
    let noon = Time(nanoseconds: 12)
    agenda.add(.priced(0), at: noon)
    let place = agenda.reserve(3)
    agenda.add(.priced(1), at: noon)
    agenda.addLook(of: 5, at: noon)
    agenda.add(.scripted(2), at: noon, place + 2)
    agenda.add(.scripted(0), at: noon, place)
    var order: [Agenda.Item] = []
    while agenda.nextTime != .never {
      let item = agenda.takeNext()
      if case .wake(let looked) = item { agenda.removeLook(of: Int(looked)) }
      order.append(item)
    }
    #expect(order == [.priced(0), .scripted(0), .scripted(2), .priced(1), .wake(5)])
  }

  /// Each command under way comes back whole from its slot, and slots are used again.
  @Test func `commands under way arrive as they were sent, in slots that are used again`() {
    var dice = Dice(seed: 4)
    var agenda = Agenda()
    var sent: [Int64: Command] = [:]
    var number: Int64 = 0
    for _ in 0..<20_000 {
      if sent.count < 50, dice.whole(in: 0...1) == 0 || sent.isEmpty {
        number += 1
        let time = Time(nanoseconds: number / 3 + dice.whole(in: 10...20))
        let seen = EventPosition(number: number * 7)
        let action = Command.Action.deposit(AccountID(number: 1), Money(units: number))
        agenda.send(action, at: time, seen: seen, from: Int32(number % 5))
        sent[number] = Command(action, at: time, seen: seen)
      } else if case .arrive(let slot) = agenda.takeNext() {
        #expect(slot < 50)
        var landed = Command(.clock)
        let sender = agenda[slot].sender
        agenda.land(slot, into: &landed)
        guard case .deposit(_, let amount, _) = landed.action else { continue }
        #expect(sent.removeValue(forKey: amount.units) == landed && sender == Int32(amount.units % 5))
      }
    }
    #expect(number > 9_000)
  }

  /// SIM-21.
  @Test func `what is taken out does not come, and everything else keeps its order`() {
    var agenda = Agenda()
    for number in 1...30 {
      let time = Time(nanoseconds: Int64(number % 4))
      agenda.send(
        .deposit(AccountID(number: 1), Money(units: Int64(number))), at: time, seen: nil, from: Int32(number % 3))
      agenda.add(.scripted(Int32(number)), at: time)
    }
    let twin = { (agenda: consuming Agenda) in
      var all: [Int64] = []
      while agenda.nextTime != .never {
        switch agenda.takeNext() {
        case .arrive(let slot):
          var landed = Command(.clock)
          agenda.land(slot, into: &landed)
          if case .deposit(_, let amount, _) = landed.action { all.append(amount.units) }
        case .scripted(let number): all.append(-Int64(number))
        default: break
        }
      }
      return all
    }
    let whole = twin(agenda.clone())
    let hasDropped = agenda.removeAll { item, sender in sender == 1 || item == .scripted(7) }
    #expect(hasDropped)
    let hasMore = agenda.removeAll { _, sender in sender == 1 }
    #expect(!hasMore)
    #expect(twin(agenda) == whole.filter { $0 < 0 ? $0 != -7 : $0 % 3 != 1 })
  }
}
