import MarketTypes

/// What a trader does when its margin runs low.
public enum MarginReaction: Hashable, Sendable {
  /// Nothing: it is liquidated if it comes to that.
  case ignore
  /// Deposits, out of a reserve that lasts once, what lifts equity to a multiple of the maintenance margin, rounded up.
  case topUp(reserve: Money, to: Rate)
  /// Closes so much at market that what is left is at most so many times its equity.
  case deleverage(to: Double)
}

/// Watches one's margin and answers when it is low: when the venue calls, or when the ratio one sees falls below a
/// threshold of one's own.
struct MarginGuard: Sendable {
  private let reaction: MarginReaction
  private let threshold: Double
  private var isCalled = false
  private var reserve: Money
  /// Sent, and not yet seen to have arrived.
  private var underWay = Money.zero

  init(_ reaction: MarginReaction, below threshold: Double) {
    self.reaction = reaction
    self.threshold = threshold
    if case .topUp(let reserve, _) = reaction { self.reserve = reserve } else { reserve = .zero }
  }

  mutating func observe(_ event: Event, of account: AccountID) {
    switch event.body {
    case .marginLevelChanged(let change): isCalled = change.level == .called
    case .transferred(let transfer) where transfer.reason == .deposit && transfer.to == .collateral(account):
      underWay = Money(units: max(0, underWay.units - transfer.amount.units))
    default: break
    }
  }

  /// Whether the venue calls, or its own threshold is passed.
  func isLow(_ own: OwnAccount, _ outlook: borrowing Outlook) -> Bool {
    own.marginRatio(in: outlook).map { isCalled || $0 < threshold } ?? false
  }

  /// What it does now: a deposit, or an order that brings a position of one instrument down.
  mutating func answer(
    _ own: inout OwnAccount, _ facts: InstrumentFacts, _ outlook: borrowing Outlook
  ) -> Command.Action? {
    guard isLow(own, outlook) else { return nil }
    switch reaction {
    case .ignore: return nil
    case .topUp(_, let multiple):
      let parts = Int128(own.maintenance(in: outlook).units) * Int128(multiple.partsPerBillion)
      let wanted = parts.divided(by: Int128(Rate.one.partsPerBillion), rounding: .up)
      let missing = wanted - Int128(own.equity(in: outlook).units) - Int128(underWay.units)
      let amount = min(reserve, Money(units: Int64(clamping: missing)))
      if amount <= .zero { return nil }
      reserve -= amount
      underWay += amount
      return .deposit(own.account, amount)
    case .deleverage(let leverage):
      let position = own.position(in: facts.instrument)
      guard let side = position.closingSide, let price = outlook.market.mark ?? outlook.market.last else { return nil }
      let most = leverage * Double(max(0, own.equity(in: outlook).units)) / Double(price.ticks * facts.tickValue.units)
      let left = min(position.size, Quantity(roundingDown: most))
      let excess = position.size.lots - left.lots - own.orders.working(side, in: facts.instrument)
      let quantity = facts.steps.settledUp(Quantity(lots: max(0, excess)), atMost: position.size)
      if quantity == .zero { return nil }
      return own.submit(
        Order(
          account: own.account, instrument: facts.instrument, side: side, quantity: quantity, limit: nil,
          timeInForce: .immediateOrCancel, terms: .reduceOnly))
    }
  }
}

extension OrderSteps {
  /// Rounded up to whole steps, as far as a bound, itself rounded down, allows.
  func settledUp(_ quantity: Quantity, atMost bound: Quantity) -> Quantity {
    let steps = quantity.lots.divided(by: lot.lots, rounding: .up)
    return min(Quantity(lots: steps * lot.lots), settled(bound))
  }
}
