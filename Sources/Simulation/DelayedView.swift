import MarketTypes
import Participants

/// The market as everybody with the same data latency sees it: a fold over the stream, that much behind.
struct DelayedView {
  private(set) var latency: TimeSpan
  private(set) var markets: [PublicMarket]
  /// The last event taken in.
  private(set) var seen: EventPosition?
  private var next: EventPosition = EventPosition(number: 0)

  init(latency: TimeSpan, instruments: Int) {
    self.latency = latency
    markets = (0..<instruments).map { PublicMarket(InstrumentID(number: UInt16($0))) }
  }

  /// Another view that has seen what this one has.
  init(latency: TimeSpan, like view: DelayedView) {
    self = view
    self.latency = latency
  }

  /// Takes in the next event of the tape if it is old enough by `now`, and hands it on for its owners.
  mutating func takeNext(by now: Time, along tape: Tape) -> Event? {
    guard let entry = tape[next], entry.time + latency <= now else { return nil }
    if let instrument = entry.event.publicInstrument { markets[instrument.index].observe(entry.event) }
    seen = next
    next = EventPosition(number: next.number + 1)
    return entry.event
  }

  /// Where it stands on the tape: what lies before is not needed again.
  var place: EventPosition { next }
}

extension Event {
  /// The instrument whose `PublicMarket` this may change.
  fileprivate var publicInstrument: InstrumentID? {
    switch body {
    case .quoted(let quote): quote.instrument
    case .filled(let fill): fill.instrument
    case .marked(let change): change.instrument
    default: nil
    }
  }
}

/// Recent events with their times, kept until every view has passed them.
struct Tape {
  struct Entry {
    let event: Event
    let time: Time
  }

  private var entries: [Entry] = []
  private var first: Int64 = 0
  /// How many of `entries` are passed and wait to be dropped together.
  private var passed = 0

  /// How many entries it holds, dropped ones not counted.
  var count: Int { entries.count - passed }

  subscript(position: EventPosition) -> Entry? {
    let index = Int(position.number - first) + passed
    return index < entries.count ? entries[index] : nil
  }

  mutating func append(_ event: Event, at time: Time) { entries.append(Entry(event: event, time: time)) }

  /// Forgets everything before a position. O(1) on average.
  mutating func drop(before position: EventPosition) {
    passed += Int(position.number - first)
    first = position.number
    if passed > 1024, passed * 2 > entries.count {
      entries.removeFirst(passed)
      passed = 0
    }
  }
}
