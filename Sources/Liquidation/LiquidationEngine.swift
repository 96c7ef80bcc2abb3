import Clearing
import MarketTypes
import Storage

/// Who is next to be closed, and with which orders. It decides and does nothing: the venue places the orders.
///
/// One queue for all instruments, by (round, riskiest, larger notional, lower account number). How risky an account is
/// is measured when its round begins, for all accounts of the round at the same marks. Rules with their ids stand in
/// `docs/rules/liquidation.md`.
public struct LiquidationEngine: ~Copyable {
  public private(set) var rules: LiquidationRules
  /// Accounts of rounds not yet begun, in order of finding.
  var waitingAccounts = Pool<DueAccount>()
  /// The round begun, last account first.
  var current = Pool<DueAccount>()
  /// Accounts whose forced orders found nobody, in order of stalling.
  var stalled = Pool<DueAccount>()
  /// Scratch for `forcedOrders`.
  var ranked = Pool<RankedOrder>()
  /// When the next step is due under timed pacing.
  public private(set) var deadline: Time?

  public init(_ rules: LiquidationRules) { self.rules = rules }

  /// An engine of its own in the same state. O(size).
  public borrowing func clone() -> LiquidationEngine {
    var copy = LiquidationEngine(rules)
    copy.waitingAccounts = waitingAccounts.clone()
    copy.current = current.clone()
    copy.stalled = stalled.clone()
    copy.deadline = deadline
    return copy
  }

  /// Goes on under other rules. Who waits goes on waiting, unless nobody is to be closed any more.
  ///
  /// A step already due under timed pacing stays due then; immediate pacing knows no such moment.
  public mutating func adopt(_ rules: LiquidationRules) {
    self.rules = rules
    if case .immediate = rules.pacing { deadline = nil }
    if rules.isOn { return }
    waitingAccounts.removeAll()
    current.removeAll()
    stalled.removeAll()
    deadline = nil
  }

  // MARK: The queue

  /// How many accounts wait, stalled ones not counted.
  public var waiting: Int { waitingAccounts.count + current.count }

  /// Whether nobody waits or is set aside, and no step is due at any time.
  public var isIdle: Bool {
    @inline(__always) get { waitingAccounts.count + current.count + stalled.count == 0 && deadline == nil }
  }

  /// The round of the account that is next, or `nil` when none waits. O(waiting) when a round has just ended.
  public var nextRound: UInt16? {
    if current.count > 0 { return current[current.count - 1].round }
    var lowest: UInt16?
    for index in 0..<waitingAccounts.count { lowest = min(lowest ?? .max, waitingAccounts[index].round) }
    return lowest
  }

  /// Puts an account in the queue for a round that has not begun.
  public mutating func add(_ due: DueAccount) { waitingAccounts.append(due) }

  /// Begins a round unless one is under way: measures all its accounts at the present marks and sorts them.
  ///
  /// - Parameter mixesRounds: takes all accounts that wait, whatever their rounds, for a sweep.
  public mutating func beginRound(mixesRounds: Bool, of house: borrowing ClearingHouse) {
    guard current.count == 0, let round = nextRound else { return }
    var kept = 0
    for index in 0..<waitingAccounts.count {
      var due = waitingAccounts[index]
      if mixesRounds || due.round == round {
        due.measure(house.figures(of: due.account))
        current.append(due)
      } else {
        waitingAccounts[kept] = due
        kept += 1
      }
    }
    while waitingAccounts.count > kept { _ = waitingAccounts.removeLast() }
    current.sort { one, other in other.precedes(one) }
  }

  /// Takes the next account of the round begun, or `nil` at its end.
  public mutating func takeNext() -> DueAccount? { current.count == 0 ? nil : current.removeLast() }

  /// Sets an account aside whose forced orders found nobody (LIQ-7).
  public mutating func stall(_ due: DueAccount) { stalled.append(due) }

  /// Puts all stalled accounts back into the queue, in their old rounds: a sweep.
  public mutating func retryStalled() {
    for index in 0..<stalled.count { add(stalled[index]) }
    stalled.removeAll()
  }

  /// Puts all stalled accounts back into the queue because a mark moved.
  ///
  /// - Parameters:
  ///   - round: their new round.
  ///   - mark: the event that calls them, the cause of what follows.
  public mutating func retryStalled(inRound round: UInt16, because mark: EventPosition) {
    for index in 0..<stalled.count {
      var due = stalled[index]
      due.round = round
      due.event = mark
      add(due)
    }
    stalled.removeAll()
  }

  /// Has everybody who waits begin again in round 1: what an earlier command left is this one's now (LIQ-6).
  public mutating func beginAnew() {
    while let due = takeNext() { add(due) }
    for index in 0..<waitingAccounts.count { waitingAccounts[index].round = 1 }
  }

  // MARK: Pacing

  /// Sets the clock for timed pacing: a step is due one span after accounts became due, and after each step that left
  /// some (LIQ-6).
  ///
  /// - Parameter stepped: whether a step has just been made.
  public mutating func schedule(now: Time, stepped: Bool) {
    guard case .timed(let span) = rules.pacing else { return }
    if waiting == 0 && stalled.count == 0 {
      deadline = nil
    } else if stepped || deadline == nil {
      // What lies beyond all countable time is never due.
      let (due, overflow) = now.nanoseconds.addingReportingOverflow(span.nanoseconds)
      deadline = overflow ? nil : Time(nanoseconds: due)
    }
  }

  // MARK: Forced orders

  /// The orders that close an account (LIQ-4, LIQ-5): each position whole, larger notional first, then lower
  /// instrument; in its own name, forced, reduce-only, immediate-or-cancel.
  ///
  /// A position whose limit no price can satisfy is left out.
  public mutating func forcedOrders(
    for account: AccountID, of house: borrowing ClearingHouse, into orders: inout Pool<Order>
  ) {
    orders.removeAll()
    house.forEachPosition(of: account) { instrument, position in
      orders.append(
        Order(
          account: account, instrument: instrument, side: position.closingSide ?? .sell, quantity: position.size,
          limit: nil, timeInForce: .immediateOrCancel, terms: [.forced, .reduceOnly]))
    }
    ranked.removeAll()
    for index in 0..<orders.count {
      let order = orders[index]
      ranked.append(RankedOrder(notional: house.notional(of: account, in: order.instrument), order: order))
    }
    ranked.sort { one, other in
      one.notional != other.notional
        ? one.notional > other.notional : one.order.instrument < other.order.instrument
    }
    orders.removeAll()
    for index in 0..<ranked.count {
      var order = ranked[index].order
      if rules.limit == .bankruptcyPrice {
        order.limit = house.bankruptcyPrice(of: account, in: order.instrument)
        if order.limit == nil { continue }
      }
      orders.append(order)
    }
  }
}

/// A forced order and what it closes, while an account's are put in order.
struct RankedOrder: BitwiseCopyable {
  var notional: Money
  var order: Order
}
