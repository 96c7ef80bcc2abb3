/// Records that come and go: a pool whose freed slots are used again, last freed first.
///
/// Memory follows the largest number of records alive at once. A slot's index stays its record's until it is removed;
/// reading a freed slot is a fault of the caller that this type does not see.
@frozen public struct SlotPool<Record: BitwiseCopyable>: ~Copyable {
  @usableFromInline var records: Pool<Record>
  @usableFromInline var free: Pool<Int32>

  /// No records, room for `capacity` of them.
  @inlinable public init(capacity: Int = 0) {
    records = Pool(capacity: capacity)
    free = Pool(capacity: capacity)
  }

  @inlinable init(records: consuming Pool<Record>, free: consuming Pool<Int32>) {
    self.records = records
    self.free = free
  }

  /// How many records are alive.
  @inlinable public var count: Int { records.count - free.count }

  /// Stores a record and returns its slot: the one freed last, or a new one.
  @inlinable @inline(__always) public mutating func insert(_ record: Record) -> Int32 {
    if free.count > 0 {
      let slot = free.removeLast()
      records[slot] = record
      return slot
    }
    records.append(record)
    return Int32(records.count - 1)
  }

  /// Frees a slot that is in use.
  @inlinable @inline(__always) public mutating func remove(_ slot: Int32) { free.append(slot) }

  /// The record of a slot in use.
  @inlinable public subscript(slot: Int32) -> Record {
    get { records[slot] }
    _modify { yield &records[slot] }
  }

  /// The record of a slot that cannot be wrong.
  @inlinable public subscript(known slot: Int32) -> Record {
    @inline(__always) get { records[known: slot] }
    @inline(__always) _modify { yield &records[known: slot] }
  }

  /// A pool of its own with the same records in the same slots. O(size).
  @inlinable public borrowing func clone() -> SlotPool<Record> {
    SlotPool(records: records.clone(), free: free.clone())
  }
}
