/// Working memory of a fixed length that may be written while its owner is only read.
///
/// For sums that a question needs on the way to its answer: what stands here means nothing between two questions, so
/// writing it changes nothing that anybody can see, and the question need not be `mutating`. Every access is checked.
/// Neither shared between threads nor between two questions at a time. Where state lasts, `Pool` is its place.
@safe public struct Scratch<Record: BitwiseCopyable>: ~Copyable {
  @usableFromInline let base: UnsafeMutablePointer<Record>
  /// How many records there are, at indices `0..<count`.
  public let count: Int

  /// `count` records, all alike, from 0 on. O(count).
  public init(count: Int, filledWith record: Record) {
    self.count = count
    unsafe base = Pool<Record>.allocate(max(count, 1))
    unsafe base.initialize(repeating: record, count: count)
  }

  @inlinable deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }

  /// A record by its place, checked.
  @inlinable public subscript(index: Int) -> Record {
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "scratch index out of range")
      return unsafe base[index]
    }
    nonmutating _modify {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "scratch index out of range")
      yield unsafe &base[index]
    }
  }

  /// A record by its place, checked.
  @inlinable public subscript(index: Int32) -> Record {
    get { self[Int(index)] }
    nonmutating _modify { yield &self[Int(index)] }
  }
}
