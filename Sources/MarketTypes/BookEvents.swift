/// Best bid and best ask with what stands there. A side that is empty has price and quantity zero.
@frozen public struct Quote: Hashable, Sendable, BitwiseCopyable {
  /// In ticks.
  public var bidTicks: Int64
  /// What the best bid shows; hidden lots do not count.
  public var bidQuantity: Quantity
  /// In ticks.
  public var askTicks: Int64
  /// What the best ask shows; hidden lots do not count.
  public var askQuantity: Quantity
  /// Whose book it is.
  public var instrument: InstrumentID

  /// - Parameters:
  ///   - bid: `nil` where the side is empty; its quantity is zero then.
  ///   - ask: likewise.
  @inlinable
  public init(instrument: InstrumentID, bid: Price?, bidQuantity: Quantity, ask: Price?, askQuantity: Quantity) {
    bidTicks = bid?.ticks ?? 0
    self.bidQuantity = bidQuantity
    askTicks = ask?.ticks ?? 0
    self.askQuantity = askQuantity
    self.instrument = instrument
  }

  /// Best bid plus best ask, in ticks; zero where a side is empty.
  @inlinable public var twiceMiddle: Int64 { bidTicks == 0 || askTicks == 0 ? 0 : bidTicks + askTicks }
  /// `nil` when nobody bids.
  @inlinable public var bid: Price? { bidTicks == 0 ? nil : Price(ticks: bidTicks) }
  /// `nil` when nobody asks.
  @inlinable public var ask: Price? { askTicks == 0 ? nil : Price(ticks: askTicks) }
}

/// What one price shows now; zero when nothing stands there any more.
@frozen public struct LevelChange: Hashable, Sendable, BitwiseCopyable {
  /// The one whose level it is; at least 1 tick.
  public var price: Price
  /// All that is shown there, of all orders; hidden lots do not count.
  public var quantity: Quantity
  /// Whose book it is.
  public var instrument: InstrumentID
  /// The side of the book.
  public var side: Side

  @inlinable
  public init(instrument: InstrumentID, side: Side, price: Price, quantity: Quantity) {
    self.price = price
    self.quantity = quantity
    self.instrument = instrument
    self.side = side
  }
}

/// What a call auction comes to.
@frozen public struct AuctionOutcome: Hashable, Sendable, BitwiseCopyable {
  /// Zero when no two orders meet.
  public var priceTicks: Int64
  /// What trades at that price.
  public var quantity: Quantity
  /// What would like to buy at that price beyond what is sold; below zero what would like to sell.
  public var surplus: Int64
  /// Whose book it is.
  public var instrument: InstrumentID

  /// - Parameter price: `nil` when no two orders meet; the quantity is zero then.
  @inlinable
  public init(instrument: InstrumentID, price: Price?, quantity: Quantity, surplus: Int64) {
    priceTicks = price?.ticks ?? 0
    self.quantity = quantity
    self.surplus = surplus
    self.instrument = instrument
  }

  /// `nil` when no two orders meet.
  @inlinable public var price: Price? { priceTicks == 0 ? nil : Price(ticks: priceTicks) }
}
