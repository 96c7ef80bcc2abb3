import MarketTypes

/// A resting order as the book hands it out.
@frozen public struct StandingOrder: Hashable, Sendable, BitwiseCopyable {
  /// The venue's number.
  public var id: OrderID
  /// The account's own number, or none; below zero it is a quote's.
  public var client: ClientOrderID
  /// Whose order it is.
  public var account: AccountID
  /// The side of the book.
  public var side: Side
  /// Of its terms those it was rested with; a peg counts as hidden.
  public var terms: OrderTerms
  /// Where it stands: of a peg or an order that slid not its limit.
  public var price: Price
  /// What is left of it, or of what it shows.
  public var quantity: Quantity
  /// All that it has filled since it entered, at whatever prices.
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
