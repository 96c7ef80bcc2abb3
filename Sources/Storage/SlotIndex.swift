/// From the numbers of what is alive to the slots it is kept in.
///
/// Made for numbers issued in ascending order: a number's place is given by its low bits, so that neighbours share a
/// cache line, storing writes the line last written and finding is one look. Where a number's place is taken by an older
/// one that still lives, one of the two goes to a table beside it: the older, if the caller makes it (`moveBeside`), for it
/// is the one that will be asked for less; so any numbers do, and any number of stragglers.
///
/// Whoever keeps the slots knows whole numbers and confirms a find. The index cannot be walked, so no run can depend on its
/// order. At most a quarter full; memory follows the largest number of keys alive at once. Every operation is O(1) on
/// average.
@frozen public struct SlotIndex: ~Copyable {
  /// By the low bits of a number: its slot, or −1. A power of two of them.
  @usableFromInline var places: Pool<Int32>
  /// One less than how many places there are.
  @usableFromInline var mask: Int
  /// Those whose place was taken.
  @usableFromInline var beside: Table<Int64, Int32>
  @usableFromInline var used: Int
  /// How many numbers it should hold at most.
  @usableFromInline var room: Int
  @usableFromInline let pin = Pin()

  /// How many numbers are in the index.
  @inlinable public var count: Int { used }

  /// No numbers; it grows as they come.
  @inlinable public init() {
    places = Pool(count: 64, filledWith: -1)
    mask = 63
    beside = Table(vacantKey: 0, vacantValue: -1)
    used = 0
    room = 16
  }

  @inlinable init(places: consuming Pool<Int32>, beside: consuming Table<Int64, Int32>, count: Int, room: Int) {
    self.places = places
    mask = self.places.count - 1
    self.beside = beside
    used = count
    self.room = room
  }

  @inlinable @inline(__always) func place(of number: Int64) -> Int {
    Int(truncatingIfNeeded: number) & mask
  }

  /// The slot of a number, or −1. `confirm` says whether a slot is that number's.
  @inlinable @inline(__always) public func slot(of number: Int64, _ confirm: (Int32) -> Bool) -> Int32 {
    let slot = places[known: place(of: number)]
    return slot >= 0 && confirm(slot) ? slot : slotBeside(number)
  }

  @inlinable @inline(never) func slotBeside(_ number: Int64) -> Int32 {
    beside.count == 0 ? -1 : beside.value(of: number) ?? -1
  }

  /// The slot at a number's place, which may be another's, or −1.
  @inlinable @inline(__always) public func likelySlot(of number: Int64) -> Int32 {
    slot(atPlace: likelyPlace(of: number))
  }

  /// A number's place, at which its slot is unless it lies beside: for who reads ahead.
  @inlinable @inline(__always) public func likelyPlace(of number: Int64) -> Int32 {
    Int32(truncatingIfNeeded: place(of: number))
  }

  /// The slot at a place that `likelyPlace` gave, or −1.
  @inlinable @inline(__always) public func slot(atPlace place: Int32) -> Int32 { places[known: place] }

  /// Stores the slot of a number that is not in the index.
  @inlinable @inline(__always) public mutating func insert(_ number: Int64, _ slot: Int32) {
    if likelySlot(of: number) < 0 { put(number, slot) } else { insertBeside(number, slot) }
  }

  /// Stores the slot of a number that is not in the index and whose place nobody has: `likelySlot` says −1.
  @inlinable @inline(__always) public mutating func put(_ number: Int64, _ slot: Int32) {
    places[known: place(of: number)] = slot
    used &+= 1
  }

  /// Makes way for a younger number at the place of one that lives: the older lies beside from here on.
  @inlinable @inline(never) public mutating func moveBeside(_ number: Int64) {
    let place = place(of: number)
    let slot = places[known: place]
    places[known: place] = -1
    used &-= 1
    insertBeside(number, slot)
  }

  @inlinable @inline(never) mutating func insertBeside(_ number: Int64, _ slot: Int32) {
    beside.insert(number, slot)
    used &+= 1
    if beside.count &* 8 > used, places.count < used &* 16, used >= 64 { room = 0 }
  }

  /// Takes a number out, which is in the index with this slot.
  @inlinable @inline(__always) public mutating func remove(_ number: Int64, _ slot: Int32) {
    if !removeFromPlace(number, slot) { removeBeside(number) }
  }

  /// Takes a number out of its place and says whether it was there; else it lies beside.
  @inlinable @inline(__always) public mutating func removeFromPlace(_ number: Int64, _ slot: Int32) -> Bool {
    let place = place(of: number)
    if places[known: place] != slot { return false }
    places[known: place] = -1
    used &-= 1
    return true
  }

  /// Takes a number out that lies beside, because its place was taken; one that is nowhere stops the program.
  @inlinable @inline(never) public mutating func removeBeside(_ number: Int64) {
    used &-= 1
    let found = beside.remove(number)
    precondition(found != nil, "what is taken out of the index is not in it")
  }

  /// Whether the index should be made anew, larger: it is a quarter full, or an eighth of the numbers lie beside it.
  @inlinable public var isCrowded: Bool { @inline(__always) get { used > room } }

  /// Makes a crowded index anew at twice the size.
  ///
  /// - Parameters:
  ///   - slotCount: how many slots there are.
  ///   - number: the number of the one in a slot, or `nil` when nobody is.
  @inlinable @inline(never) public mutating func grow(slotCount: Int, number: (Int32) -> Int64?) {
    places = Pool(count: places.count * 2, filledWith: -1)
    mask = places.count - 1
    beside = Table(vacantKey: 0, vacantValue: -1)
    used = 0
    room = places.count / 4
    for slot in 0..<Int32(slotCount) {
      if let number = number(slot) { insert(number, slot) }
    }
  }

  /// An index of its own with the same numbers. O(size).
  @inlinable public borrowing func clone() -> SlotIndex {
    SlotIndex(places: places.clone(), beside: beside.clone(), count: count, room: room)
  }
}
