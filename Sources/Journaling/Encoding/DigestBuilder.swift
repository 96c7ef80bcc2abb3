import MarketTypes

/// A running digest of words that come in pairs: of a run, of every command and event record in order.
///
///     var digest = DigestBuilder()
///     command.encode(into: &digest)
///     for event in events { event.encode(into: &digest) }
///     digest.digest.hex
///
/// Two lanes side by side; each takes one word into its state and multiplies by the other, 64 × 64 → 128 bits,
/// folding the halves together:
///
///     a = fold((a ^ first) × (second ^ K1))      fold(product) = high half ^ low half
///     b = fold((b ^ second) × (first ^ K2))
///
/// A word equal to its lane's constant would wipe that lane, which is why there are two.
@frozen public struct DigestBuilder: RecordSink, Hashable, Sendable, BitwiseCopyable {
  @usableFromInline var a: UInt64 = Constants.startA
  @usableFromInline var b: UInt64 = Constants.startB
  @usableFromInline var words: UInt64 = 0

  @inlinable public init() {}

  // Always inline, so that the lanes stay in registers from the first pair of a record to its last.
  @inlinable @inline(__always) public mutating func take(_ first: UInt64, _ second: UInt64) {
    a = Self.fold(a ^ first, second ^ Constants.k1)
    b = Self.fold(b ^ second, first ^ Constants.k2)
    words &+= 2
  }

  /// The digest of everything so far; more may follow. The number of words goes in, and the lanes cross.
  @inlinable public var digest: Digest {
    let first = a ^ words
    let second = b ^ words
    return Digest(high: Self.fold(first, second ^ Constants.k1), low: Self.fold(second, first ^ Constants.k2))
  }

  @inlinable static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// The first 64 bits after the binary point of √5, √7, √2 and √3: numbers nobody chose.
  @usableFromInline enum Constants {
    @inlinable static var startA: UInt64 { 0x3c6e_f372_fe94_f82b }
    @inlinable static var startB: UInt64 { 0xa54f_f53a_5f1d_36f1 }
    @inlinable static var k1: UInt64 { 0x6a09_e667_f3bc_c908 }
    @inlinable static var k2: UInt64 { 0xbb67_ae85_84ca_a73b }
  }
}
