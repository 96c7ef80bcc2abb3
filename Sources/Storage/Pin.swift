import Synchronization

/// Keeps a large noncopyable struct that holds one where it is: calls get its address.
///
/// Swift 6.3 loads a struct of plain fields as a value, and where a call that only reads is not inlined, writes all of it to
/// the stack first: a third of a venue's time. A struct with a field that has no value representation is passed by
/// address instead. An atomic is such a field; it is never read.
@frozen public struct Pin: ~Copyable, Sendable {
  @usableFromInline let unread: Atomic<UInt8>

  @inlinable public init() { unread = Atomic(0) }
}
