import MarketTypes
import Participants
import Testing

@testable import Simulation

/// News on its way.
@Suite struct `News on its way` {
  private static func news(_ number: Int64) -> Event {
    Event(.blocked(AccountID(number: Int32(number))))
  }

  /// SIM-6: a naive twin with a list for each participant.
  @Test(arguments: UInt64(0)..<30)
  func `everybody gets its own in order, as soon as it is old enough, and once`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var inboxes = Inboxes()
    let wanted: [UInt8] = [1, 2, 3, 0]
    for kinds in wanted { inboxes.addBox(for: kinds) }
    var twin: [[(number: Int64, time: Int64)]] = [[], [], [], []]
    var now: Int64 = 0
    for step in Int64(0)..<1_000 {
      now += dice.whole(in: 0...2)
      let owner = Int(dice.whole(in: 0...3))
      if dice.whole(in: 0...2) > 0 {
        let kind = UInt8(dice.whole(in: 1...3))
        inboxes.post(Self.news(step), of: kind, to: Int32(owner), at: Time(nanoseconds: now))
        if wanted[owner] & kind != 0 { twin[owner].append((step, now)) }
      } else {
        let moment = now - dice.whole(in: 0...5)
        while let next = twin[owner].first, next.time <= moment {
          let event = inboxes.take(for: Int32(owner), by: Time(nanoseconds: moment))
          #expect(event == Self.news(next.number), "step \(step)")
          twin[owner].removeFirst()
        }
        let tooYoung = inboxes.take(for: Int32(owner), by: Time(nanoseconds: moment))
        #expect(tooYoung == nil, "step \(step)")
      }
      let count = inboxes.count
      #expect(count == twin.reduce(0) { $0 + $1.count }, "step \(step)")
    }
  }

  /// SIM-14.
  @Test func `a closed box throws away what waits and takes nothing more`() {
    var inboxes = Inboxes()
    inboxes.addBox(for: 1)
    inboxes.addBox(for: 1)
    for number in Int64(0)..<5 {
      inboxes.post(Self.news(number), of: 1, to: Int32(number % 2), at: Time(nanoseconds: number))
    }
    inboxes.close(0)
    let left = inboxes.count
    #expect(left == 2)
    inboxes.post(Self.news(9), of: 1, to: 0, at: Time(nanoseconds: 9))
    let closed = inboxes.take(for: 0, by: Time(nanoseconds: .max))
    #expect(closed == nil)
    let (first, second) = (
      inboxes.take(for: 1, by: Time(nanoseconds: .max)), inboxes.take(for: 1, by: Time(nanoseconds: .max))
    )
    #expect(first == Self.news(1) && second == Self.news(3))
  }

  // What nobody sends, such as an index, is refused to −1; what a stranger sends, to whatever number it bears.
  @Test(arguments: [Int32(-1), .min, 1, .max])
  func `a refusal to nobody, or to a stranger, is nobody's news`(account: Int32) {
    var newsroom = Newsroom(instruments: 1, accounts: 1)
    newsroom.seat(0, at: AccountID(number: 0), wanting: .orders)
    let refused = CommandRefused(
      .setIndex, account: AccountID(number: account), instrument: InstrumentID(number: 0), client: .none,
      reason: .priceBelowOne)
    let events = [Event(.refused(refused))]
    newsroom.observe(events.span, until: EventPosition(number: 1), at: .start)
    let count = newsroom.inboxes.count
    #expect(count == 0)
  }

  @Test func `a copy delivers the same, and what one has delivered the other still has`() {
    var inboxes = Inboxes()
    inboxes.addBox(for: 1)
    for number in Int64(0)..<3 { inboxes.post(Self.news(number), of: 1, to: 0, at: .start) }
    var copy = inboxes.clone()
    while inboxes.take(for: 0, by: .start) != nil {}
    for number in Int64(0)..<3 {
      let event = copy.take(for: 0, by: .start)
      #expect(event == Self.news(number))
    }
  }
}
