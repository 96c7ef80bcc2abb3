/// A growing block of plain records, addressed by index. The one place where hot rooms touch raw memory.
///
/// Not an `Array`: a mutation never asks whether the buffer is shared, and a copy is always written `clone()`.
/// An access is checked against `count`, in release too, but for `known:`, which is in debug builds. Growing doubles the block.
@safe @frozen public struct Pool<Record: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Record>
  @usableFromInline var capacity: Int
  @usableFromInline var used: Int

  /// How many records stand in the pool, at indices `0..<count`.
  @inlinable public var count: Int { used }
  /// Whether there are none.
  @inlinable public var isEmpty: Bool { used == 0 }

  /// An empty pool with room for `capacity` records.
  @inlinable public init(capacity: Int = 0) {
    self.capacity = max(capacity, 4)
    unsafe base = Self.allocate(self.capacity)
    used = 0
  }

  /// A pool of `count` records, all alike. O(count).
  @inlinable public init(count: Int, filledWith record: Record) {
    self.init(capacity: count)
    extend(to: count, with: record)
  }

  @inlinable deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }

  /// A record by its place, checked.
  @inlinable public subscript(index: Int) -> Record {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "pool index out of range")
      return unsafe base[index]
    }
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "pool index out of range")
      yield unsafe &base[index]
    }
  }

  /// A record by its place, checked.
  @inlinable public subscript(index: Int32) -> Record {
    get { self[Int(index)] }
    _modify { yield &self[Int(index)] }
  }

  /// A record by a place that cannot be outside, because who asks handed it out: a link, a slot, a masked number.
  /// Checked in debug builds alone.
  @inlinable public subscript(known index: Int) -> Record {
    @inline(__always) get {
      assert(UInt(bitPattern: index) < UInt(bitPattern: count), "pool index out of range")
      return unsafe base[index]
    }
    @inline(__always) _modify {
      assert(UInt(bitPattern: index) < UInt(bitPattern: count), "pool index out of range")
      yield unsafe &base[index]
    }
  }

  /// As `self[known:]` with an `Int`: looked at in debug builds only.
  @inlinable public subscript(known index: Int32) -> Record {
    @inline(__always) get { self[known: Int(index)] }
    @inline(__always) _modify { yield &self[known: Int(index)] }
  }

  /// Adds a record at the end. O(1) on average.
  @inlinable @inline(__always) public mutating func append(_ record: Record) {
    if count == capacity { reserve(capacity * 2) }
    unsafe (base + count).initialize(to: record)
    used += 1
  }

  /// Adds two records at the end. O(1) on average.
  @inlinable @inline(__always) public mutating func append(_ first: Record, _ second: Record) {
    if capacity - count < 2 { reserve(capacity * 2) }
    unsafe (base + count).initialize(to: first)
    unsafe (base + count + 1).initialize(to: second)
    used += 2
  }

  /// Takes the last record off. The pool is not empty.
  @inlinable public mutating func removeLast() -> Record {
    let record = self[count - 1]
    used -= 1
    return record
  }

  /// Forgets the first records and moves the others to the front. O(records kept).
  @inlinable public mutating func removeFirst(_ dropped: Int) {
    precondition(dropped >= 0 && dropped <= count, "more records dropped than there are")
    for index in dropped..<count { unsafe base[index - dropped] = base[index] }
    used -= dropped
  }

  /// Forgets the records and keeps the memory.
  @inlinable public mutating func removeAll() { used = 0 }

  /// Lengthens the pool to `newCount`; nothing happens when it is as long already.
  @inlinable public mutating func extend(to newCount: Int, with record: Record) {
    guard newCount > count else { return }
    if newCount > capacity { reserve(max(newCount, capacity * 2)) }
    unsafe (base + count).initialize(repeating: record, count: newCount - count)
    used = newCount
  }

  /// Forgets the records from a place on. O(1).
  @inlinable public mutating func shorten(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "more records kept than there are")
    used = newCount
  }

  /// Sorts by a strict total order. O(n log n).
  @inlinable public mutating func sort(by areInIncreasingOrder: (Record, Record) -> Bool) {
    var records = unsafe UnsafeMutableBufferPointer(start: base, count: count)
    unsafe records.sort(by: areInIncreasingOrder)
  }

  /// A pool of its own with the same records. O(size).
  @inlinable public borrowing func clone() -> Pool<Record> {
    var copy = Pool(capacity: count)
    unsafe copy.base.initialize(from: base, count: count)
    copy.used = used
    return copy
  }

  /// The records as a span, for the length of the call.
  @inlinable public borrowing func withSpan<Result, Failure: Error>(
    _ body: (Span<Record>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let records = unsafe UnsafeBufferPointer(start: base, count: count)
    return try unsafe body(records.span)
  }

  /// Memory that begins at a cache line, so that a record of 16, 32 or 64 bytes never lies in two.
  @inlinable static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Record> {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Record>.stride, alignment: max(MemoryLayout<Record>.alignment, 64))
    return unsafe bytes.bindMemory(to: Record.self, capacity: capacity)
  }

  @inlinable @inline(never) mutating func reserve(_ newCapacity: Int) {
    let larger = unsafe Self.allocate(newCapacity)
    unsafe larger.initialize(from: base, count: count)
    unsafe UnsafeMutableRawPointer(base).deallocate()
    unsafe base = larger
    capacity = newCapacity
  }
}
