/// A finished bar, and how many whole intervals passed after it without a price.
@frozen public struct ClosedBar: Hashable, Sendable, BitwiseCopyable {
  /// The prices seen in it.
  public var bar: Bar
  /// Whole intervals without a price between this bar and the next price; not negative.
  public var empty: Int64

  @inlinable
  public init(bar: Bar, empty: Int64) {
    self.bar = bar
    self.empty = empty
  }
}
