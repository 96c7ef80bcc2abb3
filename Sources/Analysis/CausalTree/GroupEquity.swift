import MarketTypes

/// How the equity of each group of accounts changed over the cascade: who paid, and who gained.
///
/// A group's equity is the cash, contributions to the default fund and positions of its accounts at the marks; what came from outside or went there, by
/// deposits, withdrawals and assets, is left out. From before the command that began the cascade (`CascadeRounds` has the
/// same beginning) to the end of the command with the last forced fill, takeover or deleveraging. What groups lose and gain sums to what the venue
/// took: fees, funds, rounding, less losses that nobody paid. Exact for linear contracts; of inverse ones each group's
/// position is rounded once.
///
/// O(1) per event, O(groups × instruments) per command that moves money. Memory the same.
public struct GroupEquity: StreamFold, Sendable {
  /// Who belongs to which.
  public let groups: AccountGroups
  /// By group; `nil` as long as there was no forced fill.
  public private(set) var changes: [Int128]?
  /// The insurance funds together: before the cascade, and the least they had from there to the end of the run.
  public private(set) var fundBefore: Int128?
  /// In units of money; of no meaning while `fundBefore` is `nil`.
  public private(set) var leastFund: Int128 = 0

  private let worths: [LotWorth]
  private let onset: CascadeOnset
  private var marks: [Price?]
  /// By group: cash that did not come from outside.
  private var cash: [Int128]
  /// By group × instrument: lots, and minus what they cost.
  private var holdings: [Holding]
  private var fund = FundBalance()
  private var before: [Int128]?
  /// Of the command under way, as long as the cascade has not begun.
  private var atStart: [Int128] = []
  private var fundAtStart: Int128 = 0
  private var hasForcedFill = false

  private struct Holding: Sendable {
    var lots: Int128 = 0
    var balance: Int128 = 0
  }

  public init(_ rules: VenueRules, _ groups: AccountGroups, shockAccounts: [AccountID] = []) {
    self.groups = groups
    onset = CascadeOnset(shockAccounts)
    worths = rules.lotWorths
    marks = Array(repeating: nil, count: rules.instruments.count)
    cash = Array(repeating: 0, count: groups.count)
    holdings = Array(repeating: Holding(), count: groups.count * rules.instruments.count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    var isNoted = before != nil
    for index in events.indices {
      let body = events[index].body
      if !isNoted, movesMoney(body) {
        (atStart, fundAtStart) = (profits, fund.total)
        isNoted = true
      }
      if before == nil, onset.isReached(by: index, of: events) {
        before = isNoted ? atStart : profits
        (fundBefore, leastFund) = (isNoted ? fundAtStart : fund.total, fund.total)
      }
      book(body)
    }
    if hasForcedFill, let before {
      changes = zip(profits, before).map { $0 - $1 }
      hasForcedFill = false
    }
  }

  /// By group: what its equity is now beyond what came from outside, which is what it has gained since the beginning of the stream.
  public var profits: [Int128] {
    cash.indices.map { group in
      marks.indices.reduce(cash[group]) { sum, instrument in
        let holding = holdings[group * marks.count + instrument]
        guard let mark = marks[instrument] else { return sum }
        return sum + worths[instrument].value(ofAll: holding.lots, at: mark) + holding.balance
      }
    }
  }

  private func movesMoney(_ body: Event.Body) -> Bool {
    switch body {
    case .filled, .transferred, .marked, .holdingOpened, .busted, .positionMoved, .contractSettled, .deleveraged: true
    default: false
    }
  }
}

// MARK: - Booking

extension GroupEquity {
  /// Another way for money or lots to change hands is a case here.
  private mutating func book(_ body: Event.Body) {
    switch body {
    case .holdingOpened(let holding):
      exchange(
        holding.position.lots, of: holding.instrument, at: holding.price, to: holding.account,
        from: holding.counterparty)
    case .filled(let fill):
      if fill.isForced { hasForcedFill = true }
      exchange(fill.quantity.lots, of: fill.instrument, at: fill.price, to: fill.buyer, from: fill.seller)
    case .takenOver: hasForcedFill = true
    case .deleveraged(let pair):
      hasForcedFill = true
      let (buyer, seller) =
        pair.side == .buy ? (pair.account, pair.counterparty) : (pair.counterparty, pair.account)
      exchange(pair.quantity.lots, of: pair.instrument, at: pair.price, to: buyer, from: seller)
    case .busted(let fill):
      exchange(fill.quantity.lots, of: fill.instrument, at: fill.price, to: fill.seller, from: fill.buyer)
    case .positionMoved(let moved):
      let (lots, balance) = (Int128(moved.position.lots), -Int128(moved.cost.units))
      change(moved.from, moved.instrument, lots: -lots, balance: -balance)
      change(moved.to, moved.instrument, lots: lots, balance: balance)
    case .contractSettled(let settlement):
      for group in cash.indices {
        let place = group * marks.count + settlement.instrument.index
        holdings[place].balance += worths[settlement.instrument.index].value(
          ofAll: holdings[place].lots, at: settlement.price)
        holdings[place].lots = 0
      }
    case .marked(let change): marks[change.instrument.index] = change.price
    case .transferred(let transfer): book(transfer)
    default: break
    }
  }

  private mutating func exchange(
    _ lots: Int64, of instrument: InstrumentID, at price: Price, to buyer: AccountID, from seller: AccountID
  ) {
    if lots < 0 { return exchange(-lots, of: instrument, at: price, to: seller, from: buyer) }
    let worth = worths[instrument.index]
    let notional = worth.notional(of: lots, at: price)
    let toBuyer = worth.contract == .linear ? -notional : notional
    change(buyer, instrument, lots: Int128(lots), balance: toBuyer)
    change(seller, instrument, lots: -Int128(lots), balance: -toBuyer)
  }

  private mutating func change(_ account: AccountID, _ instrument: InstrumentID, lots: Int128, balance: Int128) {
    let place = groups.group(of: account) * marks.count + instrument.index
    holdings[place].lots += lots
    holdings[place].balance += balance
  }

  private mutating func book(_ transfer: Transfer) {
    guard transfer.asset == .settlement else { return }
    if fund.take(transfer), fundBefore != nil { leastFund = min(leastFund, fund.total) }
    let amount = Int128(transfer.amount.units)
    // Money that comes from outside, or goes there, is nobody's gain or loss.
    let isOutside = transfer.from == .outside || transfer.to == .outside
    for (account, change) in [(transfer.from, -amount), (transfer.to, amount)] {
      switch account {
      case .collateral(let owner), .contribution(let owner):
        if !isOutside { cash[groups.group(of: owner)] += change }
      case .costBasis(let owner, let instrument): self.change(owner, instrument, lots: 0, balance: change)
      default: break
      }
    }
  }
}

extension GroupEquity {
  /// The fall of the equity of all makers together; below zero if they gained. `nil` without makers, or a forced fill.
  public var makerLoss: Int128? {
    guard let changes, groups.makeMarkets.contains(true) else { return nil }
    return groups.names.indices.reduce(0) { groups.makeMarkets[$1] ? $0 - changes[$1] : $0 }
  }

  /// How far the funds fell below what they had, of that; `nil` where there was nothing, or no cascade.
  public var fundDrawdown: Double? {
    guard let fundBefore, fundBefore > 0 else { return nil }
    return Double(fundBefore - leastFund) / Double(fundBefore)
  }
}
