/// What comes in from outside: one thing asked of the venue, at one moment. Trivial, at most 128 bytes.
@frozen public struct Command: Hashable, Sendable, BitwiseCopyable {
  public var action: Action
  public var time: Time
  /// The last event whoever sent this had seen; `nil` for what nobody's view of the market caused.
  public var seen: EventPosition?

  @inlinable
  public init(_ action: Action, at time: Time = .start, seen: EventPosition? = nil) {
    self.action = action
    self.time = time
    self.seen = seen
  }

  /// What is asked, one case for each kind.
  @frozen public enum Action: Hashable, Sendable, BitwiseCopyable {
    case openAccount(AccountOpening)
    /// From outside into an account's collateral: cash, or units of an asset.
    case deposit(AccountID, Money, of: AssetID = .settlement)
    /// Cash from outside into an insurance fund.
    case fund(Money, FundID = .common)
    /// Out of an account's collateral, as far as it is free.
    case withdraw(AccountID, Money, of: AssetID = .settlement)
    /// Opening state: a holding against a named counterparty, without the book.
    case openHolding(HoldingOpening)
    /// Opening state: a mark that no policy computed.
    case openMark(PriceUpdate)
    /// Opening state: a resting order, without margin check. It must not meet another.
    case openOrder(Order)
    case submit(Order)
    case cancel(OrderCancel)
    case amend(OrderAmend)
    case reduce(OrderReduce)
    case replace(OrderReplace)
    case massCancel(MassCancel)
    case massQuote(MassQuote)
    case protect(MakerProtection)
    /// Ends what a kill switch began.
    case unblock(AccountID)
    /// An administrator undoes a fill: both positions go back at its price, and its fees are returned.
    case bust(Fill)
    case setPhase(PhaseChange)
    /// The outside world's price changed.
    case setIndex(PriceUpdate)
    /// One source of an index, or of an asset's price, says another price, or is lost.
    case report(SourceReport)
    /// One source of an index goes over to another contract.
    case roll(SourceRoll)
    /// Collateral goes to another account of the same owner.
    case transfer(CollateralTransfer)
    /// A position goes to another account of the same owner.
    case movePosition(PositionMove)
    /// Maintenance margin is multiplied from here on.
    case setMarginFactor(MarginFactor)
    /// Cash from an account's free collateral into the default fund; below zero out of it again.
    case contribute(AccountID, Money)
    /// An administrator ends a contract: its orders leave and its positions are closed at this price.
    case settleContract(PriceUpdate)
    /// A maker says what its quotes are made of. Changes nothing.
    case explainQuote(QuoteTerms)
    /// Time passes: what is due is done.
    case clock
  }
}

/// A position that stands before trading begins, at a price, against somebody who holds the other side.
@frozen public struct HoldingOpening: Hashable, Sendable, BitwiseCopyable {
  public var position: Position
  public var price: Price
  public var account: AccountID
  /// Takes the other side; not the same account.
  public var counterparty: AccountID
  public var instrument: InstrumentID

  @inlinable
  public init(
    account: AccountID, counterparty: AccountID, instrument: InstrumentID, position: Position, price: Price
  ) {
    self.position = position
    self.price = price
    self.account = account
    self.counterparty = counterparty
    self.instrument = instrument
  }
}

/// A price of an instrument that comes from outside the book: an index, or an opening mark.
@frozen public struct PriceUpdate: Hashable, Sendable, BitwiseCopyable {
  public var price: Price
  public var instrument: InstrumentID

  @inlinable
  public init(instrument: InstrumentID, price: Price) {
    self.price = price
    self.instrument = instrument
  }
}

/// Takes a live order of this account out of the book.
@frozen public struct OrderCancel: Hashable, Sendable, BitwiseCopyable {
  public var target: OrderReference
  public var account: AccountID
  public var instrument: InstrumentID

  @inlinable
  public init(account: AccountID, instrument: InstrumentID, target: OrderReference) {
    self.target = target
    self.account = account
    self.instrument = instrument
  }
}

/// Gives a live order another quantity, another limit, or both.
@frozen public struct OrderAmend: Hashable, Sendable, BitwiseCopyable {
  public var target: OrderReference
  /// The new whole quantity, filled lots counted; `nil` keeps it.
  public var quantity: Quantity?
  /// `nil` keeps it.
  public var limit: Price?
  /// Another price for an order that still waits for its trigger, of kind stop or take-profit; `nil` keeps it.
  public var trigger: Price?
  public var account: AccountID
  public var instrument: InstrumentID

  @inlinable
  public init(
    account: AccountID, instrument: InstrumentID, target: OrderReference, quantity: Quantity? = nil,
    limit: Price? = nil, trigger: Price? = nil
  ) {
    self.target = target
    self.quantity = quantity
    self.limit = limit
    self.trigger = trigger
    self.account = account
    self.instrument = instrument
  }
}

/// A partial cancel: takes lots off an order, which keeps its place. All of them, or more, cancels it.
@frozen public struct OrderReduce: Hashable, Sendable, BitwiseCopyable {
  public var target: OrderReference
  public var quantity: Quantity
  public var account: AccountID
  public var instrument: InstrumentID

  @inlinable
  public init(account: AccountID, instrument: InstrumentID, target: OrderReference, by quantity: Quantity) {
    self.target = target
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
  }
}
