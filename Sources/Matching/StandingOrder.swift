import MarketTypes

/// A resting order as the book hands it out.
@frozen public struct StandingOrder: Hashable, Sendable, BitwiseCopyable {
  public var id: OrderID
  public var client: ClientOrderID
  public var account: AccountID
  public var side: Side
  public var terms: OrderTerms
  public var price: Price
  /// What is left of it, or of what it shows.
  public var quantity: Quantity
  public var filled: Quantity
  /// What the caller gave it to find rare terms by, or −1.
  public var detail: Int32
  /// Where the book keeps it: good until the book changes.
  public var slot: Int32

  @inlinable
  init(
    id: OrderID, client: ClientOrderID, account: AccountID, side: Side, terms: OrderTerms, price: Price,
    quantity: Quantity, filled: Quantity, detail: Int32, slot: Int32
  ) {
    self.id = id
    self.client = client
    self.account = account
    self.side = side
    self.terms = terms
    self.price = price
    self.quantity = quantity
    self.filled = filled
    self.detail = detail
    self.slot = slot
  }
}
