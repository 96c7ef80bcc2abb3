/// A fixed row of noncopyable things, one beside the other: a venue's books, a house's ladders.
@safe @frozen public struct Shelf<Element: ~Copyable>: ~Copyable {
  @usableFromInline let base: UnsafeMutablePointer<Element>
  public let count: Int

  /// Makes each thing in order of index.
  @inlinable public init(count: Int, _ make: (Int) -> Element) {
    self.count = count
    unsafe base = .allocate(capacity: max(count, 1))
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

  /// A shelf of copies, each made by `clone`.
  @inlinable public borrowing func clone(_ clone: (borrowing Element) -> Element) -> Shelf<Element> {
    Shelf(count: count) { index in unsafe clone(base[index]) }
  }
}
