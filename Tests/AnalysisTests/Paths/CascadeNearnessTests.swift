import Analysis
import MarketTypes
import Testing

/// Around a cascade everything is looked at more closely.
@Suite struct `Near a cascade` {
  private func moment(_ seconds: Int64) -> Time { Time(nanoseconds: seconds * 1_000_000_000) }

  private func fill(forced: Bool, by taker: AccountID = HandMade.alice) -> Event.Body {
    var fill = HandMade.fill(1, of: HandMade.linear, at: 100, buyer: taker, seller: HandMade.bob)
    fill.isForced = forced
    return .filled(fill)
  }

  private var under: Event.Body {
    .liquidatable(MarginState(account: HandMade.alice, equity: Money(units: 1), maintenance: Money(units: 2)))
  }

  /// The run is 500 s long, and a fiftieth of it is 10 s.
  @Test func `it is near from its first sign to a fiftieth of the run after its last`() {
    var cascade = CascadeNearness(TimeGrid(from: .start, to: Time(nanoseconds: 500_000_000_000 - 1), count: 100))
    #expect(!cascade.isNear)
    // Whether that has just changed, and how it is then.
    var told: [[Bool]] = []
    func take(_ body: Event.Body, at seconds: Int64) {
      let hasChanged = cascade.take(body, at: moment(seconds))
      told.append([hasChanged, cascade.isNear])
    }
    func pass(to seconds: Int64) {
      let hasChanged = cascade.pass(to: moment(seconds))
      told.append([hasChanged, cascade.isNear])
    }
    take(fill(forced: false), at: 5)
    take(under, at: 20)
    take(fill(forced: true), at: 25)
    #expect(told == [[false, false], [true, true], [false, true]])
    told.removeAll()
    for seconds in [Int64(35), 36, 37] { pass(to: seconds) }
    #expect(told == [[false, true], [true, false], [false, false]])
    told.removeAll()
    take(fill(forced: true), at: 90)
    #expect(told == [[true, true]], "another comes near")
  }

  @Test func `it begins with the shock's fill, or with the first account under its margin`() {
    func begins(_ bodies: [Event.Body], _ accounts: [AccountID] = [HandMade.carol]) -> Bool {
      let events = bodies.map { Event($0) }
      return CascadeOnset(accounts).isReached(in: events.span)
    }
    #expect(begins([fill(forced: false, by: HandMade.carol)]))
    #expect(begins([under]) && begins([fill(forced: true)]))
    #expect(!begins([fill(forced: false)]))
    #expect(begins([fill(forced: false), under]))
    #expect(!begins([fill(forced: false, by: HandMade.carol)], []))
  }
}
