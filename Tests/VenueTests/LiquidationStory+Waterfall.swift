import Clearing
import MarketTypes
import Venue

/// What the waterfall's stories ask for and look at.
extension LiquidationStory {
  mutating func contribute(_ units: Int64, by account: AccountID) { tell(.contribute(account, Money(units: units))) }

  mutating func fund(_ units: Int64, _ fund: FundID) { tell(.fund(Money(units: units), fund)) }

  mutating func settle(_ instrument: InstrumentID = first, at ticks: Int64) {
    tell(.settleContract(PriceUpdate(instrument: instrument, price: Price(ticks: ticks))))
  }

  /// All of an account's orders leave.
  mutating func clear(_ account: AccountID = world) { tell(.massCancel(MassCancel(account: account))) }

  func equity(_ account: AccountID) -> Int64 {
    var equity = collateral(account)
    for number in venue.rules.instruments.indices {
      let instrument = InstrumentID(number: UInt16(number))
      let cost = Int64(venue.balance(of: .costBasis(account, instrument)))
      equity += position(account, in: instrument) * (venue.mark(of: instrument)?.ticks ?? 0) + cost
    }
    return equity
  }
  func contribution(_ account: AccountID) -> Int64 { Int64(venue.balance(of: .contribution(account))) }
  func cost(_ account: AccountID, in instrument: InstrumentID = first) -> Int64 {
    -Int64(venue.balance(of: .costBasis(account, instrument)))
  }
  func balance(_ fund: FundID) -> Int64 { Int64(venue.balance(of: .fund(fund))) }

  /// What the latest command did to accounts, a line each: the waterfall's stages, and money by reason.
  var stages: [String] { told.compactMap(\.stage) }

  /// The same with rounds before the lines.
  var stagesByRound: [String] { told.compactMap { event in event.stage.map { "\(event.round): \($0)" } } }

  /// The latest command's events of the waterfall without the money.
  var steps: [String] { told.filter { $0.body.kind != .transferred }.compactMap(\.stage) }

  /// What moved for one reason, as (payer or receiver's line).
  func money(_ reasons: TransferReason...) -> [String] {
    transfers.filter { reasons.contains($0.reason) }.map(\.line)
  }
}

extension Event {
  /// One line about what became of an account under margin; `nil` for orders, prices and fills that nobody was forced to.
  var stage: String? {
    switch body {
    case .liquidatable(let state):
      "\(state.account.number) liquidatable, \(state.equity.units) of \(state.maintenance.units)"
    case .marginLevelChanged(let change): "\(change.account.number) \(change.level)"
    case .graceGiven(let grace): "\(grace.account.number) has until \(grace.until.nanoseconds)"
    case .recovered(let state): "\(state.account.number) recovered"
    case .accepted(let order) where order.terms.contains(.forced):
      "\(order.account.number) must \(order.side) \(order.quantity.lots)"
        + (order.limit.map { " at \($0.ticks)" } ?? "")
    case .filled(let fill) where fill.isForced:
      "\(fill.takerAccount.number) \(fill.takerSide)s \(fill.quantity.lots) at \(fill.price.ticks)"
    case .liquidationStalled(let stall): "\(stall.account.number) stalled with \(stall.position.lots)"
    case .takenOver(let takeover): "\(takeover.account.number) taken over at \(takeover.equity.units)"
    case .takeoverDeclined(let declined): "\(declined.account.number) declined: \(declined.reason)"
    case .positionMoved(let moved):
      "\(moved.from.number) hands \(moved.position.lots) at \(moved.cost.units) to \(moved.to.number)"
    case .deleveraged(let pair):
      "\(pair.account.number) \(pair.side)s \(pair.quantity.lots) with \(pair.counterparty.number) at \(pair.price.ticks)"
    case .transferred(let transfer): transfer.reason == .realized ? nil : transfer.line
    case .lossUncovered(let loss): "\(loss.account.number) loses \(loss.amount.units) that nobody pays"
    case .contractSettled(let update): "\(update.instrument.number) settled at \(update.price.ticks)"
    case .cancelled(let order) where order.reason == .liquidation || order.reason == .fundTooSmall:
      "\(order.account.number)'s \(order.side) of \(order.quantity.lots) cancelled: \(order.reason)"
    case .roundLimitReached: "round limit"
    default: nil
    }
  }
}

extension Transfer {
  fileprivate var line: String { "\(reason) \(amount.units): \(from.name) to \(to.name)" }
}

extension LedgerAccount {
  fileprivate var name: String {
    switch self {
    case .collateral(let owner): "\(owner.number)"
    case .costBasis(let owner, _): "\(owner.number)'s gain"
    case .contribution(let owner): "\(owner.number)'s contribution"
    case .fund(let fund): "fund \(fund.number)"
    default: "\(self)"
    }
  }
}

extension LiquidationRules {
  /// These rules with something else said.
  func with(_ change: (inout LiquidationRules) -> Void) -> LiquidationRules {
    var rules = self
    change(&rules)
    return rules
  }
}

extension InstrumentRules {
  /// Maintenance and initial margin of one rate.
  mutating func setMargin(_ rate: Rate, tiers: [(floor: Int64, rate: Rate)] = []) {
    initialMargin = rate
    maintenanceTiers =
      [MaintenanceTier(floor: .zero, rate: rate)]
      + tiers.map { MaintenanceTier(floor: Money(units: $0.floor), rate: $0.rate) }
  }
}
