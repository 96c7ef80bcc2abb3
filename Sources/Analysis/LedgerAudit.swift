import MarketTypes

/// Rebuilds every balance from the stream alone, and checks at each event that no money or lot came from nowhere.
///
/// It shares no code with Clearing. A fill, or an opened holding, moves its notional between two cost bases and its lots
/// between two positions, and a fill undone moves them back; a transfer moves what it says; nothing else moves anything.
/// Source: design 2, "money moves only as ledger entries with two sides".
///
/// Checked at every event: all balances sum to zero, and so do the lots of each instrument; the insurance fund is not
/// below zero; no transfer is negative; no forced fill enlarges or flips a position; what is said of an account's
/// equity is what its balances and the marks give. Checked at the end of every command: a flat holding has no cost.
///
/// Total: any events are taken. Memory follows accounts × instruments. O(1) per event, O(instruments) where an equity is
/// stated.
public struct LedgerAudit: StreamFold, Sendable {
  /// The first breach found so far. What stands in the ledger after one is of no further meaning.
  public private(set) var firstBreach: LedgerBreach?
  public private(set) var eventCount: Int64 = 0

  let instruments: [InstrumentRules]
  /// Zero for an instrument that has none yet.
  var markTicks: [Int64]
  var kinds: [AccountKind] = []
  var collateral: [Int128] = []
  /// By account, then by instrument.
  var holdings: [AuditedHolding] = []
  var venue = AuditedVenue()
  private var sum: Int128 = 0
  private var lotsSums: [Int128]
  /// How many flat holdings have a cost.
  private var unsettled = 0
  private var highestRound = 0

  public init(_ rules: VenueRules) {
    instruments = rules.instruments
    markTicks = Array(repeating: 0, count: rules.instruments.count)
    lotsSums = Array(repeating: 0, count: rules.instruments.count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      if let rule = take(events[index].round) ?? book(events[index].body) { note(rule, at: first, index) }
      if sum != 0 { note(.balancesOff(sum: sum), at: first, index) }
    }
    eventCount += Int64(events.count)
    if unsettled > 0, firstBreach == nil, let rule = costOfNothing() { note(rule, at: first, max(0, events.count - 1)) }
  }

  /// Rounds follow each other without a gap.
  private mutating func take(_ round: UInt16) -> LedgerBreach.Rule? {
    if Int(round) > highestRound + 1 { return .roundOutOfTurn(round) }
    highestRound = max(highestRound, Int(round))
    return nil
  }

  private mutating func note(_ rule: LedgerBreach.Rule, at first: EventPosition, _ index: Int) {
    if firstBreach != nil { return }
    firstBreach = LedgerBreach(position: EventPosition(number: first.number + Int64(index)), rule: rule)
  }
}

/// One account's holding of one instrument.
struct AuditedHolding: Hashable, Sendable {
  var lots: Int64 = 0
  /// Minus what the holding cost.
  var balance: Int128 = 0

  var isUnsettled: Bool { lots == 0 && balance != 0 }
}

/// The venue's own balances.
struct AuditedVenue: Hashable, Sendable {
  var fees: Int128 = 0
  var fund: Int128 = 0
  var backstop: Int128 = 0
  var rounding: Int128 = 0
  var uncovered: Int128 = 0
  var outside: Int128 = 0

  var sum: Int128 { fees + fund + backstop + rounding + uncovered + outside }
}

// MARK: - Booking

extension LedgerAudit {
  /// Books an event; returns the rule it breaks.
  private mutating func book(_ body: Event.Body) -> LedgerBreach.Rule? {
    switch body {
    case .accountOpened(let opening): open(opening)
    case .transferred(let transfer): book(transfer)
    case .holdingOpened(let holding):
      exchange(
        holding.position.lots, of: holding.instrument, at: holding.price, to: holding.account,
        from: holding.counterparty)
    case .filled(let fill): book(fill)
    case .busted(let fill):
      // What was bought goes back, at the price it was bought at.
      exchange(fill.quantity.lots, of: fill.instrument, at: fill.price, to: fill.seller, from: fill.buyer)
    case .marked(let change): mark(change)
    case .liquidatable(let state), .recovered(let state): check(state)
    case .accepted(let order): stranger(order.account, order.instrument)
    case .quoteExplained(let terms): stranger(terms.account, terms.instrument)
    case .liquidationStalled(let stall): stranger(stall.account, stall.instrument)
    case .armed(let order): stranger(order.account, order.instrument)
    case .selfTradeDecremented(let pair):
      stranger(pair.takerAccount, pair.instrument) ?? stranger(pair.makerAccount)
    case .protectionSet(let protection): stranger(protection.account, protection.instrument)
    case .protectionTriggered(let pulled): stranger(pulled.account, pulled.instrument)
    case .blocked(let account), .unblocked(let account): stranger(account)
    case .auctionIndicated(let outcome), .auctioned(let outcome): stranger(outcome.instrument)
    case .phaseChanged(let change): change.instrument.flatMap(stranger)
    case .levelChanged(let level): check(level)
    case .quoted(let quote): check(quote)
    case .rested, .cancelled, .amended, .refused, .indexed, .lossUncovered, .roundLimitReached, .conditioned,
      .triggered:
      nil
    }
  }

  private mutating func open(_ opening: AccountOpening) -> LedgerBreach.Rule? {
    if opening.account.index != kinds.count { return .accountOutOfTurn(opening.account) }
    kinds.append(opening.kind)
    collateral.append(0)
    holdings.append(contentsOf: repeatElement(AuditedHolding(), count: instruments.count))
    return nil
  }

  private mutating func book(_ transfer: Transfer) -> LedgerBreach.Rule? {
    if let stranger = stranger(transfer.from) ?? stranger(transfer.to) { return stranger }
    if transfer.amount < .zero { return .transferNegative(transfer.amount) }
    post(-Int128(transfer.amount.units), to: transfer.from)
    post(Int128(transfer.amount.units), to: transfer.to)
    return venue.fund < 0 ? .fundBelowZero(venue.fund) : nil
  }

  private mutating func book(_ fill: Fill) -> LedgerBreach.Rule? {
    let change = fill.quantity.lots
    guard fill.isForced, isKnown(fill.takerAccount), fill.instrument.index < instruments.count else {
      return exchange(change, of: fill.instrument, at: fill.price, to: fill.buyer, from: fill.seller)
    }
    let before = position(of: fill.takerAccount, in: fill.instrument)
    let breach = exchange(change, of: fill.instrument, at: fill.price, to: fill.buyer, from: fill.seller)
    let after = position(of: fill.takerAccount, in: fill.instrument)
    let isNearer = before.lots >= 0 ? (0...before.lots).contains(after.lots) : (before.lots...0).contains(after.lots)
    if breach != nil || isNearer { return breach }
    return .forcedFillEnlarges(fill.takerAccount, fill.instrument, before: before, after: after)
  }

  /// `lots` of an instrument against their notional: a negative number goes the other way.
  private mutating func exchange(
    _ lots: Int64, of instrument: InstrumentID, at price: Price, to buyer: AccountID, from seller: AccountID
  ) -> LedgerBreach.Rule? {
    if let stranger = stranger(buyer, instrument) ?? stranger(seller) { return stranger }
    let rules = instruments[instrument.index]
    guard price.ticks >= 1, price <= rules.maximumPrice, lots != 0, lots.magnitude <= rules.maximumPosition.lots else {
      return .beyondLimits(instrument, price, lots: lots)
    }
    let bought = holding(buyer, instrument)
    let sold = holding(seller, instrument)
    if bought != sold {
      for (account, after) in [(buyer, holdings[bought].lots + lots), (seller, holdings[sold].lots - lots)]
      where after.magnitude > rules.maximumPosition.lots {
        return .positionAboveLimit(account, instrument, Position(lots: after))
      }
    }
    let notional = Int128(price.ticks * lots * rules.tickValue.units)
    change(bought, of: instrument, lots: lots, balance: -notional)
    change(sold, of: instrument, lots: -lots, balance: notional)
    return lotsSums[instrument.index] == 0 ? nil : .lotsOff(instrument, sum: lotsSums[instrument.index])
  }

  private mutating func mark(_ change: MarkChange) -> LedgerBreach.Rule? {
    if let stranger = stranger(change.instrument) { return stranger }
    if change.price.ticks < 1 || change.price > instruments[change.instrument.index].maximumPrice {
      return .beyondLimits(change.instrument, change.price, lots: 0)
    }
    markTicks[change.instrument.index] = change.price.ticks
    return nil
  }

  /// What an event says of an account's equity, clamped to `Money` as the event has it.
  private func check(_ state: MarginState) -> LedgerBreach.Rule? {
    if let stranger = stranger(state.account) { return stranger }
    let rebuilt = equity(of: state.account)
    if state.equity.units == Int64(clamping: rebuilt) { return nil }
    return .equityDiffers(state.account, stated: state.equity, rebuilt: rebuilt)
  }
}

// MARK: - Strangers

/// The rule that naming one breaks, or `nil` if it exists.
extension LedgerAudit {
  private func check(_ quote: Quote) -> LedgerBreach.Rule? {
    if let rule = stranger(quote.instrument) { return rule }
    let ticks = 0...instruments[quote.instrument.index].maximumPrice.ticks
    let isPossible =
      ticks.contains(quote.bidTicks) && ticks.contains(quote.askTicks) && quote.bidQuantity >= .zero
      && quote.askQuantity >= .zero
    return isPossible ? nil : .quoteBeyondLimits(quote.instrument)
  }

  private func check(_ level: LevelChange) -> LedgerBreach.Rule? {
    if let rule = stranger(level.instrument) { return rule }
    let ticks = 1...instruments[level.instrument.index].maximumPrice.ticks
    return ticks.contains(level.price.ticks) && level.quantity >= .zero ? nil : .quoteBeyondLimits(level.instrument)
  }

  private func stranger(_ account: AccountID) -> LedgerBreach.Rule? {
    isKnown(account) ? nil : .unknownAccount(account)
  }

  private func stranger(_ instrument: InstrumentID) -> LedgerBreach.Rule? {
    instrument.index < instruments.count ? nil : .unknownInstrument(instrument)
  }

  private func stranger(_ account: AccountID, _ instrument: InstrumentID) -> LedgerBreach.Rule? {
    stranger(account) ?? stranger(instrument)
  }

  private func stranger(_ account: LedgerAccount) -> LedgerBreach.Rule? {
    switch account {
    case .collateral(let owner): stranger(owner)
    case .costBasis(let owner, let instrument): stranger(owner, instrument)
    case .fees, .fund, .backstop, .rounding, .uncovered, .outside: nil
    }
  }
}

// MARK: - Postings

extension LedgerAudit {
  /// One side of an entry. The account exists.
  private mutating func post(_ amount: Int128, to account: LedgerAccount) {
    switch account {
    case .collateral(let owner): collateral[owner.index] += amount
    case .costBasis(let owner, let instrument):
      return change(holding(owner, instrument), of: instrument, lots: 0, balance: amount)
    case .fees: venue.fees += amount
    case .fund: venue.fund += amount
    case .backstop: venue.backstop += amount
    case .rounding: venue.rounding += amount
    case .uncovered: venue.uncovered += amount
    case .outside: venue.outside += amount
    }
    sum += amount
  }

  private mutating func change(_ index: Int, of instrument: InstrumentID, lots: Int64, balance: Int128) {
    let before = holdings[index]
    var after = before
    after.lots += lots
    after.balance += balance
    holdings[index] = after
    sum += balance
    lotsSums[instrument.index] += Int128(lots)
    unsettled += (after.isUnsettled ? 1 : 0) - (before.isUnsettled ? 1 : 0)
  }
}

// MARK: - Whole walks

extension LedgerAudit {
  /// The first breach found, or what a recount of every balance and position finds. O(accounts × instruments).
  public func verdict() -> LedgerBreach? { firstBreach ?? recount() }

  private func recount() -> LedgerBreach? {
    let last = EventPosition(number: max(0, eventCount - 1))
    let sum = venue.sum + collateral.reduce(0, +) + holdings.reduce(0) { $0 + $1.balance }
    if sum != 0 { return LedgerBreach(position: last, rule: .balancesOff(sum: sum)) }
    for instrument in instruments.indices {
      var lots: Int128 = 0
      for index in stride(from: instrument, to: holdings.count, by: instruments.count) {
        lots += Int128(holdings[index].lots)
      }
      if lots != 0 {
        return LedgerBreach(position: last, rule: .lotsOff(InstrumentID(number: UInt16(instrument)), sum: lots))
      }
    }
    return nil
  }

  /// The first flat holding that has a cost.
  private func costOfNothing() -> LedgerBreach.Rule? {
    guard let index = holdings.firstIndex(where: \.isUnsettled) else { return nil }
    let (account, instrument) = index.quotientAndRemainder(dividingBy: instruments.count)
    return .costOfNothing(
      AccountID(number: Int32(account)), InstrumentID(number: UInt16(instrument)), cost: -holdings[index].balance)
  }
}
