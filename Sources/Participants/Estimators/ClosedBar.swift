/// A finished bar, and how many whole intervals passed after it without a price.
@frozen public struct ClosedBar: Hashable, Sendable, BitwiseCopyable {
  public var bar: Bar
  public var empty: Int64

  @inlinable
  public init(bar: Bar, empty: Int64) {
    self.bar = bar
    self.empty = empty
  }
}
