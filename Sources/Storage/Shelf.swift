/// A row of things that are no plain records, one beside the other: a venue's books, a house's ladders, a crowd's members.
///
/// As with `Pool` a change never asks whether the row is shared, and a copy is always written `clone`.
@safe @frozen public struct Shelf<Element: ~Copyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var capacity: Int
  @usableFromInline var used: Int

  /// How many things stand in the row, at indices `0..<count`.
  @inlinable public var count: Int { used }

  /// An empty row.
  @inlinable public init() { self.init(count: 0) { _ in fatalError("an empty row makes nothing") } }

  /// Makes each thing in order of index.
  @inlinable public init(count: Int, _ make: (Int) -> Element) {
    capacity = max(count, 1)
    used = count
    unsafe base = .allocate(capacity: capacity)
    for index in 0..<count { unsafe (base + index).initialize(to: make(index)) }
  }

  @inlinable deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  /// The thing at a place, checked, in place.
  @inlinable public subscript(index: Int) -> Element {
    _read {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "shelf index out of range")
      yield unsafe base[index]
    }
    _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "shelf index out of range")
      yield unsafe &base[index]
    }
  }

  /// Adds a thing at the end. O(1) on average.
  @inlinable public mutating func append(_ element: consuming Element) {
    if used == capacity {
      capacity *= 2
      let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
      unsafe larger.moveInitialize(from: base, count: used)
      unsafe base.deallocate()
      unsafe base = larger
    }
    unsafe (base + used).initialize(to: element)
    used += 1
  }

  /// A shelf of copies, each made by `clone`.
  @inlinable public borrowing func clone(_ clone: (borrowing Element) -> Element) -> Shelf<Element> {
    Shelf(count: count) { index in unsafe clone(base[index]) }
  }
}
