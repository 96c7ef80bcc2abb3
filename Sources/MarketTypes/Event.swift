/// One consequence of a command. Trivial, at most 64 bytes; its sequence is its place in the stream.
@frozen public struct Event: Hashable, Sendable, BitwiseCopyable {
  /// What happened.
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
    /// An account was opened; from here on its number is known.
    case accountOpened(AccountOpening)
    /// Money moved between two ledger accounts: balances follow from these, fills and settlements alone.
    case transferred(Transfer)
    /// Opening state: like a fill between the two, without the book.
    case holdingOpened(HoldingOpening)
    /// An order passed admission, and has its number. What it meets follows.
    case accepted(OrderAccepted)
    /// What is left of an order, or an iceberg's next part, stands in the book.
    case rested(OrderRested)
    /// A maker met a taker. The transfers of its settlement follow it.
    case filled(Fill)
    /// What was left of an order is gone, from the book or before it came there.
    case cancelled(OrderCancelled)
    /// A live order has another quantity, price or trigger, by request or because its peg moved (MAT-38).
    case amended(OrderAmended)
    /// A command, or an order whose trigger was met, broke a rule: nothing else changed.
    case refused(CommandRefused)
    /// The top of a book as a command left it, when it changed.
    case quoted(Quote)
    /// An instrument's index is this from here on: given, or made of what its sources say.
    case indexed(PriceUpdate)
    /// An instrument's mark is another one (MRK-10).
    case marked(MarkChange)
    /// A maker told what its quotes are made of.
    case quoteExplained(QuoteTerms)
    /// A check found an account under its margin (LIQ-1). Said once, until it is released; the waterfall is what follows.
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
    /// An instrument trades another way from here on: by command, by time, or by a limit state.
    case phaseChanged(PhaseChange)
    /// What a call auction would come to if it ended now.
    case auctionIndicated(AuctionOutcome)
    /// The price at which a call auction's fills follow.
    case auctioned(AuctionOutcome)
    /// A fill was undone.
    case busted(Fill)
    /// A maker protection was set, replaced or switched off.
    case protectionSet(MakerProtection)
    /// A maker's quotes are pulled: too much of them filled within the window.
    case protectionTriggered(ProtectionTriggered)
    /// The kill switch was pulled: the account enters and changes nothing until it is unblocked. Its orders leave next.
    case blocked(AccountID)
    /// The account may enter orders again; said even if it was not blocked.
    case unblocked(AccountID)
    /// A collateral asset has another price, given or made of what its sources say.
    case assetPriced(AssetPriceChange)
    /// A source of an index said a price, or was lost. What that changes follows.
    case sourceReported(SourceReport)
    /// A source of an index went over to another contract. What that changes follows.
    case sourceRolled(SourceRoll)
    /// A position went to another account at its cost: by request, or to the backstop.
    case positionMoved(PositionMoved)
    /// An account fell to, or rose from, an alert or a margin call (CLR-37).
    case marginLevelChanged(MarginLevelChange)
    /// A funding interval ended.
    case funded(Funding)
    /// A contract expired: its positions are closed at this price, and nobody trades it any more.
    case contractSettled(PriceUpdate)
    /// An instrument's maintenance margin is multiplied by this, by command or by the volatility rule (CLR-22).
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
  /// Its balance falls by the amount.
  public var from: LedgerAccount
  /// Its balance rises by the amount.
  public var to: LedgerAccount
  /// What moved: units of the settlement currency, or of an asset.
  public var asset: AssetID
  /// Which rule moved it.
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
  /// The venue's number, the next one over all instruments (MAT-5).
  public var order: OrderID
  /// The account's own number, or none.
  public var client: ClientOrderID
  /// What it entered with: of a reduce-only order that does not wait, clipped to the position.
  public var quantity: Quantity
  /// Zero where it has no limit: a market order, market-to-limit, a peg without one.
  public var limitTicks: Int64
  /// Who asked; of a forced order who is closed.
  public var account: AccountID
  /// Whose book it enters.
  public var instrument: InstrumentID
  /// Which way it trades.
  public var side: Side
  /// How long it stays; what its conditions add follows as `conditioned`.
  public var timeInForce: TimeInForce
  /// Forced orders bear `forced` here, nobody else's.
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

  /// `nil` for a market order, market-to-limit, and a peg without one.
  @inlinable public var limit: Price? { limitTicks == 0 ? nil : Price(ticks: limitTicks) }
}

/// What is left of an order stands in the book, last at its price.
@frozen public struct OrderRested: Hashable, Sendable, BitwiseCopyable {
  /// Which one.
  public var order: OrderID
  /// Where it stands.
  public var price: Price
  /// What shows there from now on: of an iceberg the part, of a hidden or pegged order all of it, shown to nobody.
  public var quantity: Quantity
  /// Whose order it is.
  public var account: AccountID
  /// Whose book it is.
  public var instrument: InstrumentID
  /// The side of the book.
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
  /// Who waited: in an auction the lower number.
  public var maker: OrderID
  /// Who came: in an auction the higher number.
  public var taker: OrderID
  /// The maker's price; in an auction the auction's.
  public var price: Price
  /// Above zero.
  public var quantity: Quantity
  /// Whose resting order it was. May be the taker's account (MAT-11).
  public var makerAccount: AccountID
  /// Whose incoming order it was.
  public var takerAccount: AccountID
  /// Where they met.
  public var instrument: InstrumentID
  /// Which way the taker traded; the maker the other way.
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
  /// Whose position falls.
  @inlinable public var seller: AccountID { takerSide == .buy ? makerAccount : takerAccount }
}

/// What is left of an order will not fill.
@frozen public struct OrderCancelled: Hashable, Sendable, BitwiseCopyable {
  /// Which one; its number is never used again.
  public var order: OrderID
  /// What was left of it.
  public var quantity: Quantity
  /// Whose order it was.
  public var account: AccountID
  /// Where it stood, waited or was to enter.
  public var instrument: InstrumentID
  /// Which way it would have traded.
  public var side: Side
  /// Why it ended.
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
  /// Which one; it keeps its number.
  public var order: OrderID
  /// Where it stands now; of an order that waits its limit, zero where it has none.
  public var price: Price
  /// What is left of it now.
  public var quantity: Quantity
  /// Whose order it is.
  public var account: AccountID
  /// Where it stands or waits.
  public var instrument: InstrumentID
  /// Which way it trades; an amend cannot change it.
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
  /// Whom it was about: of a transfer who gives, of a bust the taker; −1 where the command names nobody.
  public var account: AccountID
  /// What it was about; 0 where the command names none.
  public var instrument: InstrumentID
  /// What was asked.
  public var action: RefusedAction
  /// The first rule it broke (MAT-21).
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

/// An instrument is valued at another price from here on.
@frozen public struct MarkChange: Hashable, Sendable, BitwiseCopyable {
  /// What holdings in it are valued at.
  public var price: Price
  /// Zero for the first mark.
  public var previousTicks: Int64
  /// Whose mark it is.
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
  /// Collateral and unrealized profit, clamped to 64 bits.
  public var equity: Money
  /// What it must not fall below, rounded up (CLR-8); clamped likewise.
  public var maintenance: Money
  /// Whose figures they are.
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
  /// Still all there; with its sign.
  public var position: Position
  /// Whose it is; it stays due.
  public var account: AccountID
  /// The one nobody would take.
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
  /// Above zero; moved from the ledger account `uncovered`.
  public var amount: Money
  /// Who owed it.
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
  /// `roundLimit` of the venue's pacing.
  public var limit: Int32

  @inlinable
  public init(limit: Int32, waiting: Int64) {
    self.waiting = waiting
    self.limit = limit
  }
}
