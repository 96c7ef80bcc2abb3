import Clearing
import MarketTypes
import Storage

/// Which orders close an account: how many lots of each position, and at what worst price.
extension LiquidationEngine {
  /// The orders of one turn (LIQ-4, LIQ-5, LIQ-13 … LIQ-16): larger notional first, then lower instrument; each in the
  /// account's own name, forced, reduce-only, immediate-or-cancel or fill-or-kill.
  ///
  /// A position whose limit no price can satisfy is left out. All sizes and limits are taken before the first order.
  ///
  /// - Parameter twiceMiddle: best bid plus best ask of an instrument, in ticks; zero where a side is empty.
  public mutating func forcedOrders(
    for due: DueAccount, of house: borrowing ClearingHouse, now: Time, twiceMiddle: (InstrumentID) -> Int64,
    into orders: inout Pool<Order>
  ) -> ForcedPart {
    rank(due.account, of: house)
    orders.removeAll()
    var (isWhole, isSomething) = (true, ranked.count == 0)
    var relief: Int128 = 0
    var spent: Int128 = 0
    for index in 0..<ranked.count {
      var order = ranked[index].order
      let whole = order.quantity
      order.quantity = size(of: order, for: due, ranked[index].notional, freed: &relief, of: house, now: now)
      order.quantity = withinBudget(order.quantity, of: whole, ranked[index].notional, spent: &spent)
      if order.quantity < whole { isWhole = false }
      if order.quantity == .zero { continue }
      isSomething = true
      if rules.limit != .market {
        order.limit = limit(of: order, for: due, of: house, now: now, twiceMiddle: twiceMiddle(order.instrument))
        if order.limit == nil { continue }
      }
      orders.append(order)
    }
    return isWhole ? .whole : isSomething ? .part : .nothingYet
  }

  /// The account's positions as whole orders, in order.
  mutating func rank(_ account: AccountID, of house: borrowing ClearingHouse) {
    ranked.removeAll()
    let timeInForce: TimeInForce = rules.isFillOrKill ? .fillOrKill : .immediateOrCancel
    house.forEachPosition(of: account) { instrument, position in
      let order = Order(
        account: account, instrument: instrument, side: position.closingSide ?? .sell, quantity: position.size,
        limit: nil, timeInForce: timeInForce, terms: [.forced, .reduceOnly])
      ranked.append(RankedOrder(notional: house.notional(of: account, in: instrument), order: order))
    }
    ranked.sort { one, other in
      one.notional != other.notional
        ? one.notional > other.notional : one.order.instrument < other.order.instrument
    }
  }

  // MARK: Sizes

  /// How many lots of a position are closed in this turn (LIQ-13).
  ///
  /// - Parameter freed: what the orders before it free at the marks.
  private func size(
    of order: Order, for due: DueAccount, _ notional: Money, freed: inout Int128, of house: borrowing ClearingHouse,
    now: Time
  ) -> Quantity {
    switch rules.sizing {
    case .whole: return order.quantity
    case .tierStep: return house.lotsAboveTier(of: order.account, in: order.instrument)
    case .portion(let sizing):
      if notional <= sizing.wholeUpTo || isWholeStill(order.account, for: sizing.wholeFor, now: now) {
        return order.quantity
      }
      let share = order.quantity.lots.times(
        sizing.portion.partsPerBillion, over: Rate.one.partsPerBillion, rounding: .up)
      return min(order.quantity, max(Quantity(lots: share), order.quantity.lots(of: notional, worth: sizing.atLeast)))
    case .toTarget(let target):
      return sizeToTarget(target, of: order, for: due, notional, freed: &freed, of: house, now: now)
    }
  }

  /// As few lots as free what is missing, or the part of it that the ramp allows by now (F25, F26).
  private func sizeToTarget(
    _ target: TargetSizing, of order: Order, for due: DueAccount, _ notional: Money, freed: inout Int128,
    of house: borrowing ClearingHouse, now: Time
  ) -> Quantity {
    var missing = house.shortage(of: order.account, buffer: target.buffer)
    // Where equity equal to the margin is not enough, and nothing comes on top, a unit more is.
    if rules.threshold == .atOrBelow, target.buffer == .zero { missing += 1 }
    if missing <= freed { return .zero }
    var lots = order.quantity
    if notional >= target.wholeBelow {
      lots = house.leastLots(
        freeing: missing - freed, of: order.account, in: order.instrument, buffer: target.buffer, cost: target.cost)
    }
    // What is still missing is asked of the next position as if these were all closed now: the ramp's share is of the whole.
    freed += house.relief(
      ofClosing: lots, of: order.account, in: order.instrument, buffer: target.buffer, cost: target.cost)
    guard let ramp = target.ramp, missing >= Int128(target.unpacedBelow.units), notional >= target.wholeBelow else {
      return lots
    }
    let share = ramp.share(missing: missing, freed: due.freed, after: now - due.since)
    return Quantity(lots: lots.lots.times(share, over: LiquidationRamp.whole, rounding: .down))
  }

  /// What the account's budget for this step leaves of a size: at least one lot as long as any of it is left (LIQ-15).
  private func withinBudget(
    _ quantity: Quantity, of whole: Quantity, _ notional: Money, spent: inout Int128
  ) -> Quantity {
    guard let budget = rules.budget.accountNotional, quantity > .zero, notional > .zero else { return quantity }
    let left = Int128(budget.units) - spent
    if left <= 0 { return .zero }
    let lots = (left * Int128(whole.lots)).divided(by: Int128(notional.units), rounding: .down)
    let allowed = min(quantity, Quantity(lots: max(1, Int64(clamping: lots))))
    spent += (Int128(allowed.lots) * Int128(notional.units)).divided(by: Int128(whole.lots), rounding: .up)
    return allowed
  }

  private func isWholeStill(_ account: AccountID, for span: TimeSpan, now: Time) -> Bool {
    guard span > .zero, account.index < partialOrders.count else { return false }
    let latest = partialOrders[account.index]
    return latest >= 0 && now.nanoseconds - latest <= span.nanoseconds
  }

  /// Notes that an account was closed in part, for the time in which its orders are whole.
  public mutating func notePartial(_ account: AccountID, now: Time) {
    guard case .portion(let sizing) = rules.sizing, sizing.wholeFor > .zero else { return }
    partialOrders.extend(to: account.index + 1, with: -1)
    if !isWholeStill(account, for: sizing.wholeFor, now: now) { partialOrders[account.index] = now.nanoseconds }
  }

  // MARK: Worst prices

  /// The worst price an order accepts (LIQ-5, LIQ-12); `nil` where no legal price is good enough, and where there is
  /// nothing to reckon it by.
  private func limit(
    of order: Order, for due: DueAccount, of house: borrowing ClearingHouse, now: Time, twiceMiddle: Int64
  ) -> Price? {
    let highest = house.maximumPrice(of: order.instrument)
    switch rules.limit {
    case .market: return nil
    case .bankruptcyPrice: return house.bankruptcyPrice(of: order.account, in: order.instrument)
    case .fillable(let limit): return house.fillablePrice(of: order.account, in: order.instrument, limit)
    case .indexBand(let band):
      guard let centre = house.index(of: order.instrument) ?? house.mark(of: order.instrument) else { return nil }
      return Price.within(
        band.width(after: now - due.since), ofTwice: 2 * centre.ticks, for: order.side, highest: highest)
    case .disposalRange(let range):
      return disposalLimit(of: order, range, of: house, twiceMiddle: twiceMiddle)
    }
  }

  /// No farther than a share of the middle of the book, or of the mark where a side is empty (F24).
  func disposalLimit(
    of order: Order, _ range: Rate, of house: borrowing ClearingHouse, twiceMiddle: Int64
  ) -> Price? {
    let centre = twiceMiddle > 0 ? twiceMiddle : 2 * (house.mark(of: order.instrument)?.ticks ?? 0)
    if centre == 0 { return nil }
    return Price.within(range, ofTwice: centre, for: order.side, highest: house.maximumPrice(of: order.instrument))
  }
}

/// How much of an account one turn is to close.
@frozen public enum ForcedPart: Sendable {
  /// All its positions.
  case whole
  /// Some lots stay: if all orders fill, its next turn is in the next round (LIQ-13).
  case part
  /// Sizes allow no lot for now: its turn comes again.
  case nothingYet
}

/// A forced order and what it closes, while an account's are put in order.
struct RankedOrder: BitwiseCopyable {
  var notional: Money
  var order: Order
}

extension Price {
  /// The worst price an order accepts that goes no farther than a share of half of `twice`, in ticks: rounded inwards, at
  /// least 1 and at most the highest.
  static func within(_ share: Rate, ofTwice twice: Int64, for side: Side, highest: Price) -> Price {
    let billion: Int128 = 1_000_000_000
    let factor = billion + Int128(side.sign) * Int128(share.partsPerBillion)
    let edge = (Int128(twice) * factor).divided(by: 2 * billion, rounding: side == .sell ? .up : .down)
    return Price(ticks: Int64(clamping: min(max(1, edge), Int128(highest.ticks))))
  }
}

extension Quantity {
  /// Of a position of this many lots and this notional, as many as a notional comes to, rounded up.
  func lots(of notional: Money, worth wanted: Money) -> Quantity {
    if notional <= .zero { return self }
    let lots = (Int128(self.lots) * Int128(wanted.units)).divided(by: Int128(notional.units), rounding: .up)
    return Quantity(lots: Int64(clamping: lots))
  }
}

extension LiquidationRamp {
  /// The basis of `share`: shares are whole hundredths of a percent, rounded down, as in the source.
  static var whole: Int64 { 10_000 }

  /// Which part of the lots that are needed may be closed by now (F26).
  func share(missing: Int128, freed: Int128, after span: TimeSpan) -> Int64 {
    let elapsed = Int128(max(0, span.nanoseconds)) * Int128(Self.whole) / Int128(duration.nanoseconds)
    let opened = min(Int128(Self.whole), Int128(start.partsPerBillion) / 100_000 + elapsed)
    let allowed = max(0, opened * (missing + freed) / Int128(Self.whole) - freed)
    return Int64(min(Int128(Self.whole), allowed * Int128(Self.whole) / missing))
  }
}

extension IndexBand {
  /// How far from the index after so long without its margin (F23).
  func width(after span: TimeSpan) -> Rate {
    if span < patience { return width }
    let grown = Int128(growthPerSecond.partsPerBillion) * Int128(span.nanoseconds) / 1_000_000_000
    return Rate(partsPerBillion: Int64(min(Int128(most.partsPerBillion), Int128(width.partsPerBillion) + grown)))
  }
}
