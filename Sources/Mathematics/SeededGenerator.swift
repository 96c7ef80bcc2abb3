/// A stream of chance that belongs to one participant and one purpose.
///
/// The stream is named by (seed, participant block, index in the block, purpose), its n-th `Philox` block by n alone:
///
///     key     = (low half of the seed, hash of the block's name)
///     counter = (n, index, purpose, high half of the seed)
///
/// so nobody's draws depend on who else exists or in which order they draw, and there is no table of streams.
/// Each block gives two values: first its second and first word (high, low), then its fourth and third.
/// A copy continues independently from where the original stood.
///
/// A stream ends after 2^32 blocks, 2^33 values; drawing once more stops the program rather than repeat the stream.
@frozen public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable, BitwiseCopyable {
  /// The run's.
  public let seed: UInt64
  /// Which block of participants, or what else draws, by its name.
  public let nameHash: UInt32
  /// Which member of the block.
  public let index: UInt32
  /// Which of the member's own streams.
  public let purpose: UInt32

  /// How many values were drawn. Odd: the second half of a block waits in `secondHalf`.
  @usableFromInline var position: UInt64
  @usableFromInline var secondHalf: UInt64

  /// - Parameters:
  ///   - nameHash: the participant block, as `SeededGenerator.nameHash` of its name's UTF-8.
  ///   - index: which participant of the block.
  ///   - purpose: which of the participant's own streams; the participant numbers them.
  @inlinable
  public init(seed: UInt64, nameHash: UInt32, index: UInt32, purpose: UInt32) {
    self.seed = seed
    self.nameHash = nameHash
    self.index = index
    self.purpose = purpose
    position = 0
    secondHalf = 0
  }

  /// 64 random bits. Stops after 2^33 of them.
  @inlinable
  public mutating func next() -> UInt64 {
    defer { position += 1 }
    if position & 1 == 1 { return secondHalf }
    guard position >> 33 == 0 else { reportExhaustion() }
    let words = block(at: UInt32(position >> 1))
    secondHalf = UInt64(words.fourth) << 32 | UInt64(words.third)
    return UInt64(words.second) << 32 | UInt64(words.first)
  }

  /// Block number `draw` of this stream, wherever the stream now stands.
  @inlinable
  public func block(at draw: UInt32) -> Philox.Words {
    Philox.block(
      at: Philox.Words(draw, index, purpose, UInt32(truncatingIfNeeded: seed >> 32)),
      key: (low: UInt32(truncatingIfNeeded: seed), high: nameHash))
  }

  /// FNV-1a, 32 bits: xor each byte in, then multiply by the prime 16777619, starting from 2166136261.
  ///
  /// Two names may share a hash; refusing such a scenario is its loader's task.
  /// Source: Fowler, Noll, Vo; draft-eastlake-fnv.
  @inlinable
  public static func nameHash(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(2_166_136_261) { hash, byte in (hash ^ UInt32(byte)) &* 16_777_619 }
  }

  /// The cold end of `next`.
  @usableFromInline @inline(never)
  func reportExhaustion() -> Never {
    fatalError("seed \(seed), block \(nameHash), index \(index), purpose \(purpose): all 2^33 values were drawn")
  }
}
