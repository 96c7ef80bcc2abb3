import MarketTypes
import Mathematics

/// How late something is: each time the same, or drawn anew.
public enum Latency: Hashable, Sendable {
  /// Each time the same.
  case fixed(TimeSpan)
  /// Uniform from `from` to `from` and `jitter`, in whole nanoseconds.
  case uniform(from: TimeSpan, jitter: TimeSpan)
  /// `sigma` is the standard deviation of the logarithm; none is longer than `longest`.
  case logNormal(median: TimeSpan, sigma: Double, longest: TimeSpan)
  /// One of these, each as likely: what was measured somewhere. Not empty.
  case recorded([TimeSpan])

  /// None at all.
  public static var zero: Latency { .fixed(.zero) }

  /// The least and the most it can be.
  public var bounds: ClosedRange<TimeSpan> {
    switch self {
    case .fixed(let span): span...span
    case .uniform(let from, let jitter): from...TimeSpan(nanoseconds: from.nanoseconds + jitter.nanoseconds)
    case .logNormal(_, _, let longest): TimeSpan.zero...longest
    case .recorded(let spans): (spans.min() ?? .zero)...(spans.max() ?? .zero)
    }
  }

  /// Whether chance has a part in it.
  public var isRandom: Bool {
    switch self {
    case .fixed: false
    case .uniform(_, let jitter): jitter > .zero
    case .logNormal, .recorded: true
    }
  }

  /// What 64 random bits make of it. Each span is as likely as it should be within their number ÷ 2^64.
  func span(_ value: UInt64) -> TimeSpan {
    var chance = ChanceCut(value)
    switch self {
    case .fixed(let span): return span
    case .uniform(let from, let jitter):
      let drawn = Int64(chance.uniform(below: UInt64(jitter.nanoseconds) + 1))
      return TimeSpan(nanoseconds: from.nanoseconds + drawn)
    case .logNormal(let median, let sigma, let longest):
      // Strictly between 0 and 1, as `uniformInside()` makes it.
      let share = (Double(value >> 12) + 0.5) * 0x1p-52
      let drawn = Double(median.nanoseconds) * exp(sigma * StandardNormal.quantile(share))
      return min(TimeSpan(roundingUp: drawn), longest)
    case .recorded(let spans): return spans[Int(chance.uniform(below: UInt64(spans.count)))]
    }
  }
}

/// How a participant is connected: what delays what it sees, what it decides and what it sends.
public struct Connection: Hashable, Sendable {
  /// From an event to its arrival at the participant. A participant never sees anything older than what it has seen.
  public var data = Latency.zero
  /// From sending to arrival at the venue. Nothing overtakes what its sender sent before.
  public var orders = Latency.zero
  /// From seeing to sending; in that time it does not look again.
  public var compute = TimeSpan.zero
  /// Whether it asks for its data instead of being told: each look waits for the question's way and the answer's.
  public var asks = false
  /// How many messages it may send, or `nil`.
  public var throttle: Throttle?

  /// No latency at all, no throttle.
  public init() {}
}

/// A gate for messages: at most `messages` at once, and over time that many in each `window`; what comes too soon waits.
///
/// The generic cell rate algorithm: each message takes window ÷ messages, rounded up, of a budget that refills with time and
/// holds as much as `messages` of them take. Source: ITU-T I.371.
public struct Throttle: Hashable, Sendable {
  /// At least 1.
  public var messages: Int64
  /// The time in which so many messages may leave; at least one nanosecond a message.
  public var window: TimeSpan

  public init(messages: Int64, window: TimeSpan) {
    self.messages = messages
    self.window = window
  }

  /// When a message that is ready at a moment may leave.
  ///
  /// - Parameter spent: until when the budget is taken; moved on.
  func departure(of ready: Time, _ spent: inout Time) -> Time {
    let share = window.nanoseconds.divided(by: messages, rounding: .up)
    let departure = max(ready, Time(nanoseconds: spent.nanoseconds - (messages - 1) * share))
    spent = max(spent, departure) + TimeSpan(nanoseconds: share)
    return departure
  }
}
