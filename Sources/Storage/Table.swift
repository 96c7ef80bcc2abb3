/// What a `Table` can look up by. `scrambled` spreads keys that lie close together over all 64 bits.
public protocol TableKey: BitwiseCopyable, Equatable {
  var scrambled: UInt64 { get }
}

extension Int64: TableKey {
  /// Multiplication by 2^64 ÷ golden ratio (Knuth, The Art of Computer Programming 6.4).
  @inlinable public var scrambled: UInt64 { UInt64(bitPattern: self) &* 0x9E37_79B9_7F4A_7C15 }
}

/// From keys that are alive to plain values: open addressing with linear probing, no tombstones.
///
/// For looking up only: it cannot be walked, so no run can depend on its order. At most half full, and a quarter while it
/// has at most 2,048 places: then keys seldom stand in each other's way. Memory follows the largest number of keys alive
/// at once. Finding, inserting and removing are O(1) on average.
@frozen public struct Table<Key: TableKey, Value: BitwiseCopyable>: ~Copyable {
  @frozen @usableFromInline struct Entry: BitwiseCopyable {
    @usableFromInline var key: Key
    @usableFromInline var value: Value
    @usableFromInline var isUsed: Bool

    @inlinable init(key: Key, value: Value, isUsed: Bool) {
      self.key = key
      self.value = value
      self.isUsed = isUsed
    }
  }

  @usableFromInline var entries: Pool<Entry>
  @usableFromInline let vacant: Entry
  @usableFromInline var shift: UInt64
  @usableFromInline var used: Int

  /// How many keys are in the table.
  @inlinable public var count: Int { used }

  /// An empty table. `key` and `value` fill unused places and mean nothing.
  @inlinable public init(vacantKey key: Key, vacantValue value: Value) {
    vacant = Entry(key: key, value: value, isUsed: false)
    entries = Pool(count: 16, filledWith: vacant)
    shift = 60
    used = 0
  }

  @inlinable init(entries: consuming Pool<Entry>, vacant: Entry, shift: UInt64, count: Int) {
    self.entries = entries
    self.vacant = vacant
    self.shift = shift
    used = count
  }

  @inlinable var mask: Int { entries.count &- 1 }
  @inlinable func home(of key: Key) -> Int { Int(truncatingIfNeeded: key.scrambled &>> shift) }

  /// The value stored under a key, or `nil`.
  @inlinable @inline(__always) public func value(of key: Key) -> Value? {
    var place = home(of: key)
    while true {
      let entry = entries[known: place]
      if !entry.isUsed { return nil }
      if entry.key == key { return entry.value }
      place = (place &+ 1) & mask
    }
  }

  /// Stores a value under a key that is not in the table.
  @inlinable @inline(__always) public mutating func insert(_ key: Key, _ value: Value) {
    if (count + 1) * (entries.count <= 2_048 ? 4 : 2) > entries.count { grow() }
    place(Entry(key: key, value: value, isUsed: true))
    used += 1
  }

  /// Takes a key out and returns its value, or `nil` if it was not there.
  @discardableResult
  @inlinable public mutating func remove(_ key: Key) -> Value? {
    var hole = home(of: key)
    while entries[known: hole].key != key || !entries[known: hole].isUsed {
      if !entries[known: hole].isUsed { return nil }
      hole = (hole &+ 1) & mask
    }
    let value = entries[known: hole].value
    var next = (hole &+ 1) & mask
    while entries[known: next].isUsed {
      // An entry may move back into the hole unless its home lies cyclically after it.
      let distance = (next &- home(of: entries[known: next].key)) & mask
      if distance >= (next &- hole) & mask {
        entries[known: hole] = entries[known: next]
        hole = next
      }
      next = (next &+ 1) & mask
    }
    entries[known: hole].isUsed = false
    used -= 1
    return value
  }

  /// A table of its own with the same keys. O(size).
  @inlinable public borrowing func clone() -> Table<Key, Value> {
    Table(entries: entries.clone(), vacant: vacant, shift: shift, count: count)
  }

  @inlinable @inline(__always) mutating func place(_ entry: Entry) {
    var place = home(of: entry.key)
    while entries[known: place].isUsed { place = (place &+ 1) & mask }
    entries[known: place] = entry
  }

  @inlinable @inline(never) mutating func grow() {
    let old = entries.clone()
    entries = Pool(count: old.count * 2, filledWith: vacant)
    shift -= 1
    for index in 0..<old.count where old[index].isUsed { place(old[index]) }
  }
}
