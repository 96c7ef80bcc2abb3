/// One consequence of a command. Trivial, at most 64 bytes; its sequence is its place in the stream.
@frozen public struct Event: Hashable, Sendable, BitwiseCopyable {
  public var body: Body
  /// How many events back stands the one that made this happen; 0 for what came from outside.
  public var cause: UInt32
  /// 0 for what participants did, k+1 for forced orders caused by marks of round k.
  public var round: UInt16

  @inlinable
  public init(_ body: Body, cause: UInt32 = 0, round: UInt16 = 0) {
    self.body = body
    self.cause = cause
    self.round = round
  }

  /// What happened, one case for each kind.
  @frozen public enum Body: Hashable, Sendable, BitwiseCopyable {
    case accountOpened(AccountOpening)
    case transferred(Transfer)
    /// Opening state: like a fill between the two, without the book.
    case holdingOpened(HoldingOpening)
    case accepted(OrderAccepted)
    case rested(OrderRested)
    case filled(Fill)
    case cancelled(OrderCancelled)
    case amended(OrderAmended)
    case refused(CommandRefused)
    /// The top of a book as a command left it, when it changed.
    case quoted(Quote)
    case indexed(PriceUpdate)
    case marked(MarkChange)
    case quoteExplained(QuoteTerms)
    case liquidatable(MarginState)
    /// An account that was liquidatable has its margin again before its forced orders were placed.
    case recovered(MarginState)
    /// A forced order neither filled nor moved a mark: tried again at the next mark or sweep.
    case liquidationStalled(LiquidationStall)
    /// A bankrupt account's loss that nobody paid.
    case lossUncovered(LossUncovered)
    /// Immediate pacing stopped; the queue keeps what is due.
    case roundLimitReached(RoundLimit)
    /// The rare terms of the order accepted just before.
    case conditioned(OrderConditioned)
    /// An order waits for its trigger.
    case armed(OrderArmed)
    /// An armed order's price came: from here on it is an order like any other.
    case triggered(OrderTriggered)
    /// Two orders of one owner met and lost lots instead of trading.
    case selfTradeDecremented(SelfTradeDecrement)
    /// What one price of a book shows, when a command changed it. Only where the instrument publishes levels.
    case levelChanged(LevelChange)
    case phaseChanged(PhaseChange)
    /// What a call auction would come to if it ended now.
    case auctionIndicated(AuctionOutcome)
    /// The price at which a call auction's fills follow.
    case auctioned(AuctionOutcome)
    /// A fill was undone.
    case busted(Fill)
    case protectionSet(MakerProtection)
    /// A maker's quotes are pulled: too much of them filled within the window.
    case protectionTriggered(ProtectionTriggered)
    case blocked(AccountID)
    case unblocked(AccountID)
    case assetPriced(AssetPriceChange)
    case sourceReported(SourceReport)
    case sourceRolled(SourceRoll)
    case positionMoved(PositionMoved)
    case marginLevelChanged(MarginLevelChange)
    /// A funding interval ended.
    case funded(Funding)
    /// A contract expired: its positions are closed at this price, and nobody trades it any more.
    case contractSettled(PriceUpdate)
    case marginFactorSet(MarginFactor)
    /// An account under its margin has time before its forced orders.
    case graceGiven(GracePeriod)
    /// Everything an account has is the backstop's now; its positions and its collateral follow.
    case takenOver(Takeover)
    /// The backstop would have taken an account over, but may not.
    case takeoverDeclined(TakeoverDeclined)
    /// Two positions are closed against each other without the book; what both realize follows.
    case deleveraged(Deleveraging)
  }
}

/// Money that moved from one ledger account to another, and why.
@frozen public struct Transfer: Hashable, Sendable, BitwiseCopyable {
  /// Never negative.
  public var amount: Money
  public var from: LedgerAccount
  public var to: LedgerAccount
  /// What moved: units of the settlement currency, or of an asset.
  public var asset: AssetID
  public var reason: TransferReason

  @inlinable
  public init(
    from: LedgerAccount, to: LedgerAccount, amount: Money, asset: AssetID = .settlement, reason: TransferReason
  ) {
    self.amount = amount
    self.from = from
    self.to = to
    self.asset = asset
    self.reason = reason
  }
}

/// An order that passed admission, with the number the venue gave it.
@frozen public struct OrderAccepted: Hashable, Sendable, BitwiseCopyable {
  public var order: OrderID
  public var client: ClientOrderID
  public var quantity: Quantity
  /// Zero for a market order.
  public var limitTicks: Int64
  public var account: AccountID
  public var instrument: InstrumentID
  public var side: Side
  public var timeInForce: TimeInForce
  public var terms: OrderTerms

  @inlinable
  public init(_ order: Order, as id: OrderID) {
    self.order = id
    client = order.client
    quantity = order.quantity
    limitTicks = order.limit?.ticks ?? 0
    account = order.account
    instrument = order.instrument
    side = order.side
    timeInForce = order.timeInForce
    terms = order.terms
  }

  /// `nil` for a market order.
  @inlinable public var limit: Price? { limitTicks == 0 ? nil : Price(ticks: limitTicks) }
}

/// What is left of an order stands in the book, last at its price.
@frozen public struct OrderRested: Hashable, Sendable, BitwiseCopyable {
  public var order: OrderID
  public var price: Price
  public var quantity: Quantity
  public var account: AccountID
  public var instrument: InstrumentID
  public var side: Side

  @inlinable
  public init(
    order: OrderID, price: Price, quantity: Quantity, account: AccountID, instrument: InstrumentID, side: Side
  ) {
    self.order = order
    self.price = price
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
    self.side = side
  }
}

/// One maker meeting one taker, at the maker's price.
@frozen public struct Fill: Hashable, Sendable, BitwiseCopyable {
  public var maker: OrderID
  public var taker: OrderID
  public var price: Price
  public var quantity: Quantity
  public var makerAccount: AccountID
  public var takerAccount: AccountID
  public var instrument: InstrumentID
  public var takerSide: Side
  /// The taker is a forced order.
  public var isForced: Bool

  @inlinable
  public init(
    maker: OrderID, taker: OrderID, price: Price, quantity: Quantity, makerAccount: AccountID, takerAccount: AccountID,
    instrument: InstrumentID, takerSide: Side, isForced: Bool
  ) {
    self.maker = maker
    self.taker = taker
    self.price = price
    self.quantity = quantity
    self.makerAccount = makerAccount
    self.takerAccount = takerAccount
    self.instrument = instrument
    self.takerSide = takerSide
    self.isForced = isForced
  }

  /// Whose position rises.
  @inlinable public var buyer: AccountID { takerSide == .buy ? takerAccount : makerAccount }
  @inlinable public var seller: AccountID { takerSide == .buy ? makerAccount : takerAccount }
}

/// What is left of an order will not fill.
@frozen public struct OrderCancelled: Hashable, Sendable, BitwiseCopyable {
  public var order: OrderID
  /// What was left of it.
  public var quantity: Quantity
  public var account: AccountID
  public var instrument: InstrumentID
  public var side: Side
  public var reason: CancelReason

  @inlinable
  public init(
    order: OrderID, quantity: Quantity, account: AccountID, instrument: InstrumentID, side: Side, reason: CancelReason
  ) {
    self.order = order
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
    self.side = side
    self.reason = reason
  }
}

/// A resting order has another price or quantity.
@frozen public struct OrderAmended: Hashable, Sendable, BitwiseCopyable {
  public var order: OrderID
  public var price: Price
  /// What is left of it now.
  public var quantity: Quantity
  public var account: AccountID
  public var instrument: InstrumentID
  public var side: Side
  /// It kept its place in the queue; otherwise it enters anew, and may trade.
  public var keptPriority: Bool

  @inlinable
  public init(
    order: OrderID, price: Price, quantity: Quantity, account: AccountID, instrument: InstrumentID, side: Side,
    keptPriority: Bool
  ) {
    self.order = order
    self.price = price
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
    self.side = side
    self.keptPriority = keptPriority
  }
}

/// Which kind of command was refused.
@frozen public enum RefusedAction: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case openAccount, deposit, fund, withdraw, openHolding, openMark, openOrder, submit, cancel, amend, reduce, setIndex
  case explainQuote, clock, replace, massCancel, massQuote, protect, unblock, bust, setPhase
  case report, roll, transfer, movePosition, setMarginFactor, contribute, settleContract
  /// An armed order that could not enter when its price came.
  case trigger
}

/// The market said no, and nothing else changed.
@frozen public struct CommandRefused: Hashable, Sendable, BitwiseCopyable {
  /// The client's number of the order in question, or zero.
  public var client: ClientOrderID
  public var account: AccountID
  public var instrument: InstrumentID
  public var action: RefusedAction
  public var reason: Refusal

  @inlinable
  public init(
    _ action: RefusedAction, account: AccountID, instrument: InstrumentID, client: ClientOrderID, reason: Refusal
  ) {
    self.client = client
    self.account = account
    self.instrument = instrument
    self.action = action
    self.reason = reason
  }
}

/// Best bid and best ask with what stands there. A side that is empty has price and quantity zero.
@frozen public struct Quote: Hashable, Sendable, BitwiseCopyable {
  public var bidTicks: Int64
  public var bidQuantity: Quantity
  public var askTicks: Int64
  public var askQuantity: Quantity
  public var instrument: InstrumentID

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
  @inlinable public var ask: Price? { askTicks == 0 ? nil : Price(ticks: askTicks) }
}

/// An instrument is valued at another price from here on.
@frozen public struct MarkChange: Hashable, Sendable, BitwiseCopyable {
  public var price: Price
  /// Zero for the first mark.
  public var previousTicks: Int64
  public var instrument: InstrumentID

  @inlinable
  public init(instrument: InstrumentID, price: Price, previous: Price?) {
    self.price = price
    previousTicks = previous?.ticks ?? 0
    self.instrument = instrument
  }

  /// `nil` for the first mark.
  @inlinable public var previous: Price? { previousTicks == 0 ? nil : Price(ticks: previousTicks) }
}

/// An account's equity beside the maintenance margin it needs.
@frozen public struct MarginState: Hashable, Sendable, BitwiseCopyable {
  public var equity: Money
  public var maintenance: Money
  public var account: AccountID

  @inlinable
  public init(account: AccountID, equity: Money, maintenance: Money) {
    self.equity = equity
    self.maintenance = maintenance
    self.account = account
  }
}

/// A position that no forced order could close any of.
@frozen public struct LiquidationStall: Hashable, Sendable, BitwiseCopyable {
  public var position: Position
  public var account: AccountID
  public var instrument: InstrumentID

  @inlinable
  public init(account: AccountID, instrument: InstrumentID, position: Position) {
    self.position = position
    self.account = account
    self.instrument = instrument
  }
}

/// How much of a bankrupt account's loss was left when the fund was empty.
@frozen public struct LossUncovered: Hashable, Sendable, BitwiseCopyable {
  public var amount: Money
  public var account: AccountID

  @inlinable
  public init(account: AccountID, amount: Money) {
    self.amount = amount
    self.account = account
  }
}

/// A cascade within one command went on for as many rounds as the rules allow.
@frozen public struct RoundLimit: Hashable, Sendable, BitwiseCopyable {
  /// How many forced orders wait.
  public var waiting: Int64
  public var limit: Int32

  @inlinable
  public init(limit: Int32, waiting: Int64) {
    self.waiting = waiting
    self.limit = limit
  }
}
