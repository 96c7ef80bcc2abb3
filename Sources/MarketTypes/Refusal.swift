/// Why the market said no. Cases stand in order of precedence: the first that applies is the answer.
@frozen public enum Refusal: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The command's time is before the last one's.
  case timeGoesBack
  /// It would let more pass than about a million of the venue's shortest interval.
  case timeTooFarAhead
  /// The command names an account that was not opened.
  case unknownAccount
  /// The command names an instrument that the rules do not have.
  case unknownInstrument
  /// The command names an asset that the rules do not have; for a report the settlement currency too.
  case unknownAsset
  /// The price has no such source; or it is made of sources, and was given as it is.
  case unknownSource
  /// The command names a fund that the rules do not have.
  case unknownFund
  /// The command belongs to the opening, which has ended.
  case openingIsOver
  /// Accounts are numbered from 0 without gaps.
  case accountNumberNotNext
  /// A sub-account's owner must be an account that is nobody's sub-account; both are margined, or neither. A group of
  /// accounts is not below zero.
  case ownerNotAllowed
  /// The venue has its backstop.
  case backstopExists
  /// Portfolio margin where the venue has no scenarios.
  case noScenarios
  /// An isolated account trades one instrument and no other.
  case notThisInstrument
  /// An account cannot stand against itself.
  case counterpartyIsSelf
  /// Only between accounts of one owner.
  case notSameOwner
  /// Zero or less, where money comes, goes or moves; a contribution of zero.
  case amountNotPositive
  /// A balance would leave what the venue can count.
  case balanceLimit
  /// More of an asset than one account, or all together, may bring.
  case assetLimit
  /// A margin factor is at least 1 and at most 1000.
  case factorOutOfRange
  /// Nothing leaves the venue while a loss is covered by nobody.
  case lossUncovered
  /// Nobody but the liquidation engine may flag an order as forced.
  case forcedNotAllowed
  /// The account's kill switch was pulled.
  case accountBlocked
  /// The account has entered or changed as many orders as a window allows (MAT-57).
  case orderRateExceeded
  /// The contract was settled.
  case contractExpired
  /// A halted instrument only lets orders go; a call auction takes no order that asks to fill at once, and no peg.
  case phaseForbids
  /// A maker whose protection pulled its quotes may not quote yet.
  case protectionActive
  /// No such live order, or not this account's.
  case unknownOrder
  /// Client numbers below zero belong to quotes.
  case clientOrderIDReserved
  /// A live order of the account bears that number already, in whatever instrument (MAT-5).
  case duplicateClientOrderID
  /// Below 1 lot; of an opening holding no lots either way; of a quote or a protection below zero.
  case quantityIsZero
  /// More than the instrument's largest order, or its maximum position.
  case quantityAboveLimit
  /// Not a multiple of the lot size; a shown part and a minimum are asked too.
  case lotSizeNotMet
  /// A price below 1 tick.
  case priceBelowOne
  /// A price above the maximum price of the instrument or asset.
  case priceAboveLimit
  /// A limit or trigger that is not a multiple of the tick size.
  case tickSizeNotMet
  /// A market order cannot rest, so it is neither good-til-cancelled nor post-only.
  case marketOrderCannotRest
  /// Immediate-or-cancel and fill-or-kill orders never rest, so post-only contradicts them.
  case postOnlyContradiction
  /// Two of the order's terms exclude each other, or one is out of its range (MAT-31).
  case conditionsContradict
  /// A good-til-time order that ends now or has ended.
  case expiryNotAhead
  /// A trailing stop needs a price to follow.
  case noTriggerPrice
  /// The trigger's price has come already.
  case triggerAlreadyMet
  /// There is no price for the peg to follow.
  case noPegReference
  /// An amend that leaves quantity, limit and trigger as they are.
  case amendChangesNothing
  /// There is no position to move.
  case noPosition
  /// The account that a position would go to stands on the other side.
  case oppositePosition
  /// A position is moved once none of the account's orders in its instrument is left.
  case openOrdersRemain
  /// Limit × quantity is less than an order must come to; reduce-only orders are not asked.
  case notionalBelowMinimum
  /// Limit × quantity is more than an order may come to; reduce-only orders are not asked.
  case notionalAboveMaximum
  /// The limit is farther from the reference than the instrument's band.
  case priceOutsideBand
  /// The account has as many orders open in the instrument as it may; what cannot rest is not asked.
  case tooManyOpenOrders
  /// Position and open orders of one side together would pass the maximum position (CLR-16).
  case positionAboveLimit
  /// All longs together would be more than the instrument's limit.
  case openInterestAboveLimit
  /// A reduce-only order that would not bring the position nearer to flat (MAT-12).
  case reduceOnlyWouldIncrease
  /// A post-only order that would meet somebody, or finds no place to slide to (MAT-8, MAT-43).
  case postOnlyWouldTake
  /// Margined accounts trade an instrument once it has a mark.
  case noMark
  /// A market order that would meet nobody (MAT-7).
  case noLiquidity
  /// Less than the order's minimum can be counted on at once (MAT-34).
  case minimumNotFillable
  /// Less than all of the order can be counted on at once (MAT-9).
  case fillOrKillNotFillable
  /// Equity would not cover initial margin and the order's taker fee with it (CLR-10); of a moved position, that of one of
  /// the two accounts after it (CLR-31).
  case initialMarginNotMet
  /// A withdrawal of more than the free collateral.
  case freeCollateralExceeded
  /// More than the account has in the default fund.
  case contributionExceeded
}

/// Why an order left the book, or never entered it, without being filled.
@frozen public enum CancelReason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// By a cancel, a reduce of all its lots or a mass cancel; a quote by quantity zero.
  case requested
  /// What an immediate-or-cancel or market order could not fill.
  case notFilledAtOnce
  /// Cancelled before its account's forced orders.
  case liquidation
  /// The maker's account could not carry the fill.
  case makerMarginNotMet
  /// The taker's account could not carry the next fill.
  case takerMarginNotMet
  /// There is no position left to reduce.
  case nothingToReduce
  /// The order was amended to what it had already filled, or below.
  case amendedBelowFilled
  /// A fill would have moved a balance beyond what the venue can count.
  case balanceLimit
  /// The fill would have taken the position of the maker, or of a peg that follows, past the instrument's limit: other
  /// orders closed what this one was to close.
  case positionAboveLimit
  /// It met, or was met by, an order of the same owner.
  case selfTrade
  /// Its moment or its day ended, or its contract did.
  case expired
  /// Another order of its group filled, fired or left.
  case linked
  /// Its price came, and it could not enter.
  case refusedWhenTriggered
  /// By an order that entered in its place, or by a newer quote of its entry.
  case replaced
  /// By its account's kill switch.
  case killed
  /// Its account's session was lost.
  case disconnected
  /// A quote whose account's protection was triggered (MAT-56).
  case makerProtection
  /// The next fill would have been outside the price band.
  case bandReached
  /// What a peg follows left between its admission and its place. Of older journals: now it is refused
  /// (`noPegReference`).
  case pegReferenceGone
  /// The fund could not pay what the next forced fill would have cost it.
  case fundTooSmall
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

  /// - Parameter action: what was asked; the rest as the fields say, −1 or 0 where the command names nobody and none.
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

/// Which kind of command was refused.
@frozen public enum RefusedAction: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case openAccount, deposit, fund, withdraw, openHolding, openMark, openOrder, submit, cancel, amend, reduce, setIndex
  case explainQuote, clock, replace, massCancel, massQuote, protect, unblock, bust, setPhase
  case report, roll, transfer, movePosition, setMarginFactor, contribute, settleContract
  /// An armed order that could not enter when its price came.
  case trigger
}
