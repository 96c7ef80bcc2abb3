import MarketTypes

/// Rebuilds every balance from the stream alone, and checks at each event that no money, asset or lot came from nowhere.
///
/// It shares no code with Clearing. A fill, or an opened holding, moves its notional between two cost bases and its lots
/// between two positions, and a fill undone moves them back; a position that is moved takes its cost along; a contract
/// that is settled takes all its positions with it; a pair that is deleveraged is a fill without the book; a transfer moves
/// what it says; nothing else moves anything.
/// Source: design 2, "money moves only as ledger entries with two sides".
///
/// Checked at every event: all balances of each asset sum to zero, and so do the lots of each instrument; no insurance
/// fund, and no account's balance of an asset beside the settlement currency, is below zero; a transfer goes where its
/// reason may lead, and is not negative; what an inverse contract's fill leaves over follows it at once; no forced fill
/// enlarges or flips a position, nor does deleveraging; whoever is taken over has nothing left, and only the backstop takes
/// over; nobody holds or trades what was settled; what is said of an account's equity is what
/// its balances, the marks and the prices of its assets give. Checked at the end of every command: a flat holding has no
/// cost, and the rounding account is not below zero.
///
/// Total: any events are taken. Memory follows accounts and what they hold. O(log holdings) per event, O(holdings)
/// where an equity is stated, O(accounts) where a contract is settled.
public struct LedgerAudit: StreamFold, Sendable {
  /// The first breach found so far. What stands in the ledger after one is of no further meaning.
  public private(set) var firstBreach: LedgerBreach?
  /// How many events were observed, those after a breach too.
  public private(set) var eventCount: Int64 = 0

  /// Of the venue whose stream it reads.
  public let rules: VenueRules
  let worths: [LotWorth]
  /// Zero for an instrument that has none yet, and for an asset: by number.
  var markTicks: [Int64]
  var assetTicks: [Int64]
  var accounts: [AuditedAccount] = []
  var venue: AuditedVenue
  /// Of all balances, by asset; and of all positions, by instrument.
  var sums: [Int128]
  var lotsSums: [Int128]
  /// By instrument.
  var isSettled: [Bool]
  /// How many flat holdings have a cost.
  var unsettled = 0
  /// What must follow a fill that left something over.
  var rest: Transfer?
  /// Of which positions and collateral are being booked.
  var takeover: Takeover?
  private var highestRound = 0

  public init(_ rules: VenueRules) {
    self.rules = rules
    worths = rules.lotWorths
    venue = AuditedVenue(rules)
    markTicks = Array(repeating: 0, count: rules.instruments.count)
    assetTicks = Array(repeating: 0, count: rules.assets.count + 1)
    sums = Array(repeating: 0, count: rules.assets.count + 1)
    lotsSums = Array(repeating: 0, count: rules.instruments.count)
    isSettled = Array(repeating: false, count: rules.instruments.count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      let event = events[index]
      let rule = take(event.round) ?? takeRest(event.body) ?? endTakeover(before: event.body) ?? book(event.body)
      if let rule { note(rule, at: first, index) }
      if let asset = sums.firstIndex(where: { $0 != 0 }) {
        note(.balancesOff(AssetID(number: UInt16(asset)), sum: sums[asset]), at: first, index)
      }
    }
    eventCount += Int64(events.count)
    if let rule = unfinished() { note(rule, at: first, max(0, events.count - 1)) }
  }

  /// Rounds follow each other without a gap.
  private mutating func take(_ round: UInt16) -> LedgerBreach.Rule? {
    if Int(round) > highestRound + 1 { return .roundOutOfTurn(round) }
    highestRound = max(highestRound, Int(round))
    return nil
  }

  /// What a fill left over is the very next event, and stands nowhere else.
  private mutating func takeRest(_ body: Event.Body) -> LedgerBreach.Rule? {
    if let due = rest {
      rest = nil
      return body == .transferred(due) ? nil : .restMissing(due.from)
    }
    guard case .transferred(let transfer) = body, transfer.reason == .rounded, case .costBasis = transfer.from else {
      return nil
    }
    return .restUncalledFor(transfer.from)
  }

  /// What may not be so when a command is done.
  private mutating func unfinished() -> LedgerBreach.Rule? {
    if let due = rest {
      rest = nil
      return .restMissing(due.from)
    }
    if let rule = endTakeover() { return rule }
    if venue.rounding < 0 { return .roundingBelowZero(venue.rounding) }
    return unsettled > 0 && firstBreach == nil ? costOfNothing() : nil
  }

  private mutating func note(_ rule: LedgerBreach.Rule, at first: EventPosition, _ index: Int) {
    if firstBreach != nil { return }
    firstBreach = LedgerBreach(position: EventPosition(number: first.number + Int64(index)), rule: rule)
  }
}

// MARK: - Whole walks

extension LedgerAudit {
  /// The first breach found, or what a recount of every balance and position finds. O(accounts + holdings).
  public func verdict() -> LedgerBreach? { firstBreach ?? recount() }

  private func recount() -> LedgerBreach? {
    var sums = venue.outside
    sums[0] = venue.sum
    var lots = [Int128](repeating: 0, count: rules.instruments.count)
    for account in accounts {
      sums[0] += account.cash + account.contribution
      for asset in account.assets { sums[asset.asset.index] += asset.amount }
      for holding in account.holdings {
        sums[0] += holding.balance
        lots[holding.instrument.index] += Int128(holding.lots)
      }
    }
    let last = EventPosition(number: max(0, eventCount - 1))
    if let asset = sums.firstIndex(where: { $0 != 0 }) {
      return LedgerBreach(
        position: last, rule: .balancesOff(AssetID(number: UInt16(asset)), sum: sums[asset]))
    }
    guard let instrument = lots.firstIndex(where: { $0 != 0 }) else { return nil }
    let rule = LedgerBreach.Rule.lotsOff(InstrumentID(number: UInt16(instrument)), sum: lots[instrument])
    return LedgerBreach(position: last, rule: rule)
  }

  /// The first flat holding that has a cost.
  private func costOfNothing() -> LedgerBreach.Rule? {
    for (number, account) in accounts.enumerated() {
      guard let holding = account.holdings.first(where: \.isUnsettled) else { continue }
      return .costOfNothing(AccountID(number: Int32(number)), holding.instrument, cost: -holding.balance)
    }
    return nil
  }
}
