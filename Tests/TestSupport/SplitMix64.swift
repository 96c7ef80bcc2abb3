import Foundation

/// The tests' own chance: splitmix64 (Steele, Lea and Flood 2014). A seed gives the same numbers everywhere.
public struct SplitMix64 {
  private var state: UInt64

  public init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 to `bound` − 1.
  public mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }
  public mutating func from(_ low: Int64, through high: Int64) -> Int64 { low + Int64(below(Int(high - low + 1))) }
  /// True once in `times` draws on average.
  public mutating func once(in times: Int) -> Bool { below(times) == 0 }
  public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// Seeds `0..<count`; or what the environment asks for: `CASCADE_SEED=17 swift test --filter …` replays a failure,
/// `CASCADE_SEEDS=5000` makes a long run of it.
public func seeds(_ count: UInt64) -> [UInt64] {
  let environment = ProcessInfo.processInfo.environment
  if let text = environment["CASCADE_SEED"], let seed = UInt64(text) { return [seed] }
  return Array(0..<(environment["CASCADE_SEEDS"].flatMap { UInt64($0) } ?? count))
}
