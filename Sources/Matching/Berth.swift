/// Where an order will be when it rests.
@frozen @usableFromInline struct Berth: BitwiseCopyable {
  @usableFromInline var slot: Int32
  @usableFromInline var level: Int32
  /// The last order of its queue, or −1.
  @usableFromInline var before: Int32
  /// Where its account's log will have it.
  @usableFromInline var entry: Int32

  @inlinable @inline(__always) init(slot: Int32, level: Int32, before: Int32, entry: Int32) {
    self.slot = slot
    self.level = level
    self.before = before
    self.entry = entry
  }

  @inlinable static var none: Berth { @inline(__always) get { Berth(slot: -1, level: -1, before: -1, entry: -1) } }
}
