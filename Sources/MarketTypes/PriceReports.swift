/// What an index prices.
@frozen public enum PriceSubject: Hashable, Sendable, BitwiseCopyable {
  /// The instrument's own index.
  case instrument(InstrumentID)
  /// The same contract at other venues.
  case otherVenues(InstrumentID)
  /// A unit of collateral in the settlement currency.
  case asset(AssetID)
}

/// What one source of an index says.
@frozen public struct SourceReport: Hashable, Sendable, BitwiseCopyable {
  /// `nil`: the source is lost until it reports again.
  public var price: Price?
  /// Of which index it is a source.
  public var subject: PriceSubject
  /// Its number there, from 0.
  public var source: UInt8

  @inlinable
  public init(_ subject: PriceSubject, source: UInt8, price: Price?) {
    self.price = price
    self.subject = subject
    self.source = source
  }
}

/// A source goes over to another contract. What it stands for in the index does not jump (IDX-8).
@frozen public struct SourceRoll: Hashable, Sendable, BitwiseCopyable {
  /// Of the new contract, now.
  public var price: Price
  /// Of which index it is a source.
  public var subject: PriceSubject
  /// Its number there, from 0.
  public var source: UInt8

  @inlinable
  public init(_ subject: PriceSubject, source: UInt8, price: Price) {
    self.price = price
    self.subject = subject
    self.source = source
  }
}
