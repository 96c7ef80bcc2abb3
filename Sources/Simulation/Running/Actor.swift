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
  /// What its latencies at a moment are drawn from.
  let chance: MomentaryChance
  /// What it has seen ends here; before the start it has seen nothing.
  var sight = Time(nanoseconds: -1)
  /// When what it sent last arrives.
  var lastArrival: Time = .start
  /// How old the answer will be that it waits for, in nanoseconds; −1 if it waits for none.
  var answerAge: Int64 = -1
  /// Until when its throttle's budget is taken.
  var spent: Time = .start

  /// What its latencies at a moment come from: the same however often it looked before.
  @inline(__always)
  func draws(at moment: Time) -> (orders: UInt64, data: UInt64) {
    orders.isRandom || data.isRandom ? chance.values(at: moment) : (0, 0)
  }
}

/// How late something is.
struct Delay: BitwiseCopyable {
  let isRandom: Bool
  /// The latency is no more than a fixed part and one of so many nanoseconds from 0; else it is looked up.
  private let isPlain: Bool
  private let fixed: Int64
  private let spread: UInt64

  init(_ latency: Latency) {
    isRandom = latency.isRandom
    (isPlain, fixed, spread) =
      switch latency {
      case .fixed(let span): (true, span.nanoseconds, 1)
      case .uniform(let from, let jitter): (true, from.nanoseconds, UInt64(jitter.nanoseconds) + 1)
      case .logNormal, .recorded: (false, 0, 1)
      }
  }

  /// In nanoseconds.
  ///
  /// - Parameters:
  ///   - value: 64 random bits.
  ///   - latency: what is looked up.
  @inline(__always)
  func span(_ value: UInt64, _ latency: @autoclosure () -> Latency) -> Int64 {
    if isPlain { return fixed + Int64(value.multipliedFullWidth(by: spread).high) }
    return latency().span(value).nanoseconds
  }
}

/// Chance that belongs to one participant and a moment: two values for each nanosecond, whatever was drawn before.
///
/// A stream in which each draw takes the next value would hand a participant that has looked once more or once less, because
/// of somebody else, other latencies ever after.
struct MomentaryChance: BitwiseCopyable {
  private let keyLow: UInt32
  private let keyHigh: UInt32
  private let index: UInt32
  private let seedHigh: UInt32

  init(seed: UInt64, nameHash: UInt32, index: UInt32) {
    keyLow = UInt32(truncatingIfNeeded: seed)
    keyHigh = nameHash
    self.index = index
    seedHigh = UInt32(truncatingIfNeeded: seed >> 32)
  }

  /// The `SeededGenerator` block of the purpose `latency` at which number and purpose together say the moment.
  @inline(__always)
  func values(at moment: Time) -> (orders: UInt64, data: UInt64) {
    let nanoseconds = UInt64(bitPattern: moment.nanoseconds)
    let words = Philox.block(
      at: Philox.Words(
        UInt32(truncatingIfNeeded: nanoseconds), index,
        UInt32(truncatingIfNeeded: nanoseconds >> 32) << 8 | DrawPurpose.latency.rawValue, seedHigh),
      key: (low: keyLow, high: keyHigh))
    return (
      UInt64(words.second) << 32 | UInt64(words.first), UInt64(words.fourth) << 32 | UInt64(words.third)
    )
  }
}
