import MarketTypes
import Mathematics
import Participants
import Storage

/// A participant in the run, as each look needs it: plain numbers.
struct Actor: BitwiseCopyable {
  let place: Crowd.Place
  let instrument: InstrumentID
  /// It follows other instruments, or asks, computes or is throttled.
  var isSpecial = false
  /// Where it finds the levels that it follows, or −1.
  var depth: Int32 = -1
  var data: Delay
  var orders: Delay
  /// What it has seen ends here; before the start it has seen nothing.
  var sight = Time(nanoseconds: -1)
  /// When what it sent last arrives.
  var lastArrival: Time = .start
  /// How old the answer will be that it waits for, when it asks for its data.
  var answerAge = TimeSpan.zero
  /// Until when its throttle's budget is taken.
  var spent: Time = .start
}

/// How late something is, with the draws for it.
struct Delay: BitwiseCopyable {
  /// The latency is no more than a fixed part and a jitter drawn uniformly; else it is looked up.
  private var isPlain: Bool
  private var fixed: Int64
  private var jitter: Int64
  private var chance: SeededGenerator

  init(_ latency: Latency, _ chance: SeededGenerator) {
    self.chance = chance
    (isPlain, fixed, jitter) =
      switch latency {
      case .fixed(let span): (true, span.nanoseconds, 0)
      case .uniform(let from, let jitter): (true, from.nanoseconds, jitter.nanoseconds)
      case .logNormal, .recorded: (false, 0, 0)
      }
  }

  /// Another latency, with the same draws.
  mutating func adopt(_ latency: Latency) { self = Delay(latency, chance) }

  /// - Parameter latency: what is looked up.
  @inline(__always)
  mutating func next(_ latency: @autoclosure () -> Latency) -> Int64 {
    if isPlain { return jitter == 0 ? fixed : fixed + chance.uniform(in: 0...jitter) }
    return latency().draw(&chance).nanoseconds
  }
}
