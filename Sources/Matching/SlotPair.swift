/// Two slots in one word: the ends of a queue, head and tail, or an order's neighbours, next and previous; −1 is nobody.
@frozen @usableFromInline struct SlotPair: BitwiseCopyable {
  @usableFromInline var word: UInt64

  @inlinable @inline(__always) init(_ first: Int32, _ second: Int32) {
    word = UInt64(UInt32(bitPattern: first)) | UInt64(UInt32(bitPattern: second)) << 32
  }

  @inlinable var first: Int32 { @inline(__always) get { Int32(truncatingIfNeeded: word) } }
  @inlinable var second: Int32 { @inline(__always) get { Int32(truncatingIfNeeded: word >> 32) } }

  /// Whether both are nobody.
  @inlinable var isNobody: Bool { @inline(__always) get { word == .max } }

  /// Takes an order with these neighbours out of a queue with these ends: where nobody is before it, the next one is head;
  /// where nobody is behind it, the one before is tail.
  ///
  /// Without a branch, for which end an order stands at is chance: the sign of each neighbour becomes 32 bits of a mask, which
  /// then change places.
  @inlinable @inline(__always) mutating func close(over neighbours: SlotPair) {
    let signs = neighbours.word & 0x8000_0000_8000_0000
    let nobody = (signs &<< 1) &- (signs &>> 31)
    word ^= (word ^ neighbours.word) & (nobody &<< 32 | nobody &>> 32)
  }
}
