/// What comes in from outside: one thing asked of the venue, at one moment. Trivial, at most 128 bytes.
@frozen public struct Command: Hashable, Sendable, BitwiseCopyable {
  /// What is asked.
  public var action: Action
  /// When it reaches the venue; never before the command ahead of it (MAT-1). What is due by then happens first.
  public var time: Time
  /// Below zero for none, in a whole word: copied without two stores that overlap, for which a load would wait.
  @usableFromInline var seenNumber: Int64

  @inlinable
  public init(_ action: Action, at time: Time = .start, seen: EventPosition? = nil) {
    self.action = action
    self.time = time
    seenNumber = seen?.number ?? -1
  }

  /// The last event whoever sent this had seen; `nil` for what nobody's view of the market caused.
  @inlinable public var seen: EventPosition? {
    @inline(__always) get { seenNumber < 0 ? nil : EventPosition(number: seenNumber) }
    @inline(__always) set { seenNumber = newValue?.number ?? -1 }
  }

  /// What is asked, one case for each kind.
  @frozen public enum Action: Hashable, Sendable, BitwiseCopyable {
    /// A new account under the next number, with nothing in it.
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
    /// A new order, by the door everybody uses.
    case submit(Order)
    /// Takes a live order out.
    case cancel(OrderCancel)
    /// Another quantity, limit or trigger for a live order (MAT-13, MAT-15, MAT-51).
    case amend(OrderAmend)
    /// Lots off a live order, which keeps its place (MAT-14).
    case reduce(OrderReduce)
    /// One order for another, as one step (MAT-52).
    case replace(OrderReplace)
    /// Many orders of one account out; also lost sessions and the kill switch (MAT-53).
    case massCancel(MassCancel)
    /// A market maker's bid and ask under one entry (MAT-54).
    case massQuote(MassQuote)
    /// How much of an account's quotes may fill in a while (MAT-56); replaces what was set before.
    case protect(MakerProtection)
    /// Ends what a kill switch began.
    case unblock(AccountID)
    /// An administrator undoes a fill: both positions go back at its price, and its fees are returned.
    case bust(Fill)
    /// An administrator begins a halt, a call auction or continuous trading (MAT-60 to MAT-63).
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
  /// Never flat; with its sign. The counterparty gets the opposite.
  public var position: Position
  /// What it costs both: price × lots × tick value. Not a mark.
  public var price: Price
  /// Who holds it.
  public var account: AccountID
  /// Takes the other side; not the same account.
  public var counterparty: AccountID
  /// The one it is a position in; of an isolated account its own.
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
  /// From 1 tick to the instrument's maximum price.
  public var price: Price
  /// The one whose price it is.
  public var instrument: InstrumentID

  @inlinable
  public init(instrument: InstrumentID, price: Price) {
    self.price = price
    self.instrument = instrument
  }
}

/// Takes a live order of this account out of the book.
@frozen public struct OrderCancel: Hashable, Sendable, BitwiseCopyable {
  /// By the venue's number or the account's own; resting or waiting for its trigger.
  public var target: OrderReference
  /// Whose order it is: somebody else's is `unknownOrder`.
  public var account: AccountID
  /// Where it stands: one that stands elsewhere is `unknownOrder`.
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
  /// By the venue's number or the account's own; resting or waiting for its trigger.
  public var target: OrderReference
  /// The new whole quantity, filled lots counted; `nil` keeps it.
  public var quantity: Quantity?
  /// `nil` keeps it.
  public var limit: Price?
  /// Another price for an order that still waits for its trigger, of kind stop or take-profit; `nil` keeps it.
  public var trigger: Price?
  /// Whose order it is: somebody else's is `unknownOrder`.
  public var account: AccountID
  /// Where it stands.
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
  /// By the venue's number or the account's own; resting or waiting for its trigger.
  public var target: OrderReference
  /// What is taken off; at least 1, a multiple of the lot size.
  public var quantity: Quantity
  /// Whose order it is: somebody else's is `unknownOrder`.
  public var account: AccountID
  /// Where it stands.
  public var instrument: InstrumentID

  @inlinable
  public init(account: AccountID, instrument: InstrumentID, target: OrderReference, by quantity: Quantity) {
    self.target = target
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
  }
}
