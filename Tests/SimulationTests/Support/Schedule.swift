import MarketTypes
import Mathematics

@testable import Simulation

/// When somebody who looks at exponentially distributed times, and sends one market order each time, is to be heard, and what
/// it is to have seen: reckoned from the rules alone, look by look.
struct Schedule {
  struct Entry: Equatable {
    var arrival: Int64
    /// All that happened by then.
    var sight: Int64
  }

  var entries: [Entry] = []

  /// - Parameters:
  ///   - mean: between a look and the next that is wanted, in nanoseconds.
  ///   - connection: `throttle` is left to the caller.
  init(of name: String, index: UInt32, seed: UInt64, mean: Double, _ connection: Connection, until end: Int64) {
    let hash = SeededGenerator.nameHash(name.utf8)
    var timing = SeededGenerator(seed: seed, nameHash: hash, index: index, purpose: 1)
    func late(_ latency: Latency, at moment: Int64, isData: Bool) -> Int64 {
      let generator = SeededGenerator(
        seed: seed, nameHash: hash, index: index, purpose: 3 + 256 * UInt32(moment / 4_294_967_296))
      let block = generator.block(at: UInt32(moment % 4_294_967_296))
      let value =
        isData
        ? UInt64(block.fourth) << 32 + UInt64(block.third) : UInt64(block.second) << 32 + UInt64(block.first)
      switch latency {
      case .fixed(let span): return span.nanoseconds
      case .uniform(let from, let jitter):
        return from.nanoseconds + Int64(value.multipliedFullWidth(by: UInt64(jitter.nanoseconds + 1)).high)
      case .logNormal(let median, let sigma, let longest):
        let normal = StandardNormal.quantile((Double(value / 4096) + 0.5) / 4_503_599_627_370_496)
        return min(Int64((Double(median.nanoseconds) * exp(sigma * normal)).rounded(.up)), longest.nanoseconds)
      case .recorded(let spans): return spans[Int(value.multipliedFullWidth(by: UInt64(spans.count)).high)].nanoseconds
      }
    }
    func wait() -> Int64 { Int64(timing.exponential(mean: mean).rounded(.up)) }
    var sight: Int64 = -1
    var arrival: Int64 = 0
    var wanted = wait()
    var free = connection.compute.nanoseconds
    while true {
      var look = max(wanted, free)
      var age: Int64
      if connection.asks {
        let asked = look
        age = late(connection.data, at: asked, isData: true)
        look = asked + late(connection.orders, at: asked, isData: false) + age
      } else {
        age = late(connection.data, at: look, isData: true)
      }
      sight = max(sight, look - age)
      free = look + connection.compute.nanoseconds
      arrival = max(arrival, free + late(connection.orders, at: look, isData: false))
      if arrival > end { return }
      entries.append(Entry(arrival: arrival, sight: sight))
      wanted = look + wait()
    }
  }
}

extension Run {
  /// When each event of the stream happened, in order.
  var times: [Int64] { steps.flatMap { step in step.events.map { _ in step.command.time.nanoseconds } } }
}
