/// Philox4x32-10: ten rounds that turn a 128-bit counter and a 64-bit key into 128 bits of chance.
///
/// A bijection of the counter for each key, with no state: the n-th block is computed from n alone, so streams
/// cost nothing to keep apart and draws may be taken in any order. Not for cryptography.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011; the
/// known-answer vectors of its reference implementation are tests.
public enum Philox {
  /// Four 32-bit words: a counter, or the block it turns into.
  @frozen public struct Words: Hashable, Sendable, BitwiseCopyable {
    /// The least significant first.
    public var first, second, third, fourth: UInt32

    @inlinable
    public init(_ first: UInt32, _ second: UInt32, _ third: UInt32, _ fourth: UInt32) {
      self.first = first
      self.second = second
      self.third = third
      self.fourth = fourth
    }
  }

  /// The block that stands at `counter` under `key`.
  @inlinable
  public static func block(at counter: Words, key: (low: UInt32, high: UInt32)) -> Words {
    var words = counter
    var key = key
    for _ in 0..<10 {
      let left = words.first.multipliedFullWidth(by: 0xD251_1F53)
      let right = words.third.multipliedFullWidth(by: 0xCD9E_8D57)
      words = Words(right.high ^ words.second ^ key.low, right.low, left.high ^ words.fourth ^ key.high, left.low)
      key.low &+= 0x9E37_79B9  // 2^32 ÷ the golden ratio
      key.high &+= 0xBB67_AE85  // 2^32 × (√3 − 1)
    }
    return words
  }
}
