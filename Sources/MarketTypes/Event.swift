/// One consequence of a command. Trivial, at most 64 bytes; its sequence is its place in the stream.
@frozen public struct Event: Hashable, Sendable, BitwiseCopyable {
  /// What happened.
  public var body: Body
  /// How many events back stands the one that made this happen; 0 for what came from outside.
  public var cause: UInt32
  /// The round in a whole word, so that a record is copied without two stores that overlap.
  @usableFromInline var wideRound: UInt64

  @inlinable
  public init(_ body: Body, cause: UInt32 = 0, round: UInt16 = 0) {
    self.body = body
    self.cause = cause
    wideRound = UInt64(round)
  }

  /// 0 for what participants did, k+1 for forced orders caused by marks of round k.
  @inlinable public var round: UInt16 {
    @inline(__always) get { UInt16(truncatingIfNeeded: wideRound) }
    @inline(__always) set { wideRound = UInt64(newValue) }
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
