/// From the numbers of what is alive to the slots it is kept in: open addressing with linear probing, no tombstones.
///
/// A `Table` in half the memory for those who keep records in slots: a place is 8 bytes, the slot and the low half of the
/// number. Whoever keeps the slots knows whole numbers and confirms a find. It cannot be walked, so no run can depend on
/// its order. At most a quarter full, because what a probe costs is the branch nobody can foresee; memory follows
/// the largest number of keys alive at once. Every operation is O(1) on average.
@frozen public struct SlotIndex: ~Copyable {
  @frozen @usableFromInline struct Place: BitwiseCopyable {
    @usableFromInline var slot: Int32
    @usableFromInline var lowHalf: UInt32

    @inlinable init(slot: Int32, lowHalf: UInt32) {
      self.slot = slot
      self.lowHalf = lowHalf
    }
  }

  @usableFromInline var places: Pool<Place>
  @usableFromInline var shift: UInt32
  @usableFromInline var used: Int

  /// How many numbers are in the index.
  @inlinable public var count: Int { used }

  @inlinable public init() {
    places = Pool(count: 16, filledWith: Place(slot: -1, lowHalf: 0))
    shift = 28
    used = 0
  }

  @inlinable init(places: consuming Pool<Place>, shift: UInt32, count: Int) {
    self.places = places
    self.shift = shift
    used = count
  }

  @inlinable var mask: Int { @inline(__always) get { places.count - 1 } }

  /// Multiplication by 2^32 ÷ golden ratio (Knuth, The Art of Computer Programming 6.4).
  @inlinable @inline(__always) func home(of lowHalf: UInt32) -> Int {
    Int(truncatingIfNeeded: (lowHalf &* 0x9E37_79B9) &>> shift)
  }

  /// The slot of a number, or −1. `confirm` says whether a slot is that number's.
  @inlinable @inline(__always) public func slot(of number: Int64, _ confirm: (Int32) -> Bool) -> Int32 {
    let lowHalf = UInt32(truncatingIfNeeded: number)
    var index = home(of: lowHalf)
    while true {
      let place = places[index]
      if place.slot < 0 { return -1 }
      if place.lowHalf == lowHalf, confirm(place.slot) { return place.slot }
      index = (index &+ 1) & mask
    }
  }

  /// Stores the slot of a number that is not in the index.
  @inlinable @inline(__always) public mutating func insert(_ number: Int64, _ slot: Int32) {
    if used &* 4 >= places.count { grow() }
    put(Place(slot: slot, lowHalf: UInt32(truncatingIfNeeded: number)))
    used &+= 1
  }

  /// Takes a number out, which is in the index with this slot.
  @inlinable public mutating func remove(_ number: Int64, _ slot: Int32) {
    var hole = home(of: UInt32(truncatingIfNeeded: number))
    while places[hole].slot != slot {
      precondition(places[hole].slot >= 0, "what is taken out of the index is not in it")
      hole = (hole &+ 1) & mask
    }
    var next = (hole &+ 1) & mask
    while places[next].slot >= 0 {
      // A place may move back into the hole unless its home lies cyclically after it.
      let distance = (next &- home(of: places[next].lowHalf)) & mask
      if distance >= (next &- hole) & mask {
        places[hole] = places[next]
        hole = next
      }
      next = (next &+ 1) & mask
    }
    places[hole].slot = -1
    used &-= 1
  }

  /// An index of its own with the same numbers. O(size).
  @inlinable public borrowing func clone() -> SlotIndex {
    SlotIndex(places: places.clone(), shift: shift, count: count)
  }

  @inlinable @inline(__always) mutating func put(_ place: Place) {
    var index = home(of: place.lowHalf)
    while places[index].slot >= 0 { index = (index &+ 1) & mask }
    places[index] = place
  }

  @inline(never) @usableFromInline mutating func grow() {
    let old = places.clone()
    places = Pool(count: old.count * 2, filledWith: Place(slot: -1, lowHalf: 0))
    shift -= 1
    for index in 0..<old.count where old[index].slot >= 0 { put(old[index]) }
  }
}
