/// Whose price it is.
@frozen public enum PriceSubject: Hashable, Sendable, BitwiseCopyable {
  case instrument(InstrumentID)
  case asset(AssetID)
}

/// One source of an index says what it sees.
@frozen public struct SourceReport: Hashable, Sendable, BitwiseCopyable {
  /// `nil`: the source is lost.
  public var price: Price?
  public var subject: PriceSubject
  /// Counted from 0, as the index rules list them.
  public var source: UInt8

  @inlinable
  public init(_ subject: PriceSubject, source: UInt8, price: Price?) {
    self.price = price
    self.subject = subject
    self.source = source
  }
}

/// One source of an index goes over to another contract, whose price this is. From here on the difference is added to
/// what the source reports, so that the reference does not jump.
@frozen public struct SourceRoll: Hashable, Sendable, BitwiseCopyable {
  public var price: Price
  public var subject: PriceSubject
  public var source: UInt8

  @inlinable
  public init(_ subject: PriceSubject, source: UInt8, price: Price) {
    self.price = price
    self.subject = subject
    self.source = source
  }
}
