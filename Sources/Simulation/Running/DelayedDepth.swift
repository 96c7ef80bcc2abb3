import MarketTypes
import Participants

/// The price levels of one instrument as everybody with the same latency sees them.
struct DelayedDepth {
  let instrument: InstrumentID
  private(set) var latency: TimeSpan
  var book = PublicDepth()
  private var waiting: [(change: LevelChange, time: Time)] = []
  /// How many of them were taken in and wait to be dropped together.
  private var passed = 0

  /// How many changes are kept, those that wait to be dropped among them.
  var waitingCount: Int { waiting.count }

  init(instrument: InstrumentID, latency: TimeSpan) {
    self.instrument = instrument
    self.latency = latency
  }

  /// The same levels from a moment on with another delay: nothing is seen twice and nothing missed.
  func delayed(by latency: TimeSpan, from now: Time) -> DelayedDepth {
    var other = self
    other.catchUp(to: now)
    other.latency = latency
    return other
  }

  /// Takes in what has become old enough by a moment.
  mutating func catchUp(to now: Time) {
    while passed < waiting.count, waiting[passed].time + latency <= now {
      book.observe(waiting[passed].change)
      passed += 1
    }
    if passed > 64, passed * 2 > waiting.count {
      waiting.removeFirst(passed)
      passed = 0
    }
  }

  /// A price shows something else.
  mutating func post(_ change: LevelChange, at time: Time) {
    waiting.append((change, time))
    // Nobody may look for long: what is old enough need not wait.
    if waiting.count - passed > 4096 { catchUp(to: time) }
  }
}
