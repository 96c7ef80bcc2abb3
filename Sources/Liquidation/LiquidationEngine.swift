import Clearing
import MarketTypes
import Storage

/// Who is next to be closed, with which orders, and who must stand in where nobody takes them. It decides and does
/// nothing: the venue places the orders, the clearing house moves what is moved.
///
/// One queue for all instruments, by (round, riskiest, larger notional, lower account number). How risky an account is
/// is measured when its round begins, for all accounts of the round at the same marks. Rules with their ids stand in
/// `docs/rules/liquidation.md`.
public struct LiquidationEngine: ~Copyable {
  private let pin = Pin()
  /// As given; changed only when a venue at work adopts others.
  public private(set) var rules: LiquidationRules
  /// Accounts of rounds not yet begun, in order of finding.
  @usableFromInline var waitingAccounts = Pool<DueAccount>()
  /// The round begun, last account first.
  @usableFromInline var current = Pool<DueAccount>()
  /// Accounts whose forced orders found nobody, in order of stalling.
  @usableFromInline var stalled = Pool<DueAccount>()
  /// Accounts that have been given time, and until when, in that order.
  @usableFromInline var graces = Pool<Grace>()
  /// Scratch for `forcedOrders`.
  var ranked = Pool<RankedOrder>()
  /// By account, when its latest forced order in part was placed; as long as rules ask for it.
  var partialOrders = Pool<Int64>()
  /// Who stands on the other side of what is deleveraged, by instrument and side, for one batch.
  var queues = Pool<CounterpartyQueue>()
  var candidates = Pool<Counterparty>()
  /// Scratch for `share`.
  var ranking = Pool<Remainder>()
  /// Of no meaning: what reading ahead came to.
  var lastSeen: Int64 = 0
  /// When the next step is due under timed pacing.
  @usableFromInline var stepDeadline: Time?
  /// Whether the backstop holds positions that came by takeover.
  public var holdsTakeovers = false
  /// When the backstop next sells of those.
  public var disposalDeadline: Time?

  /// Nobody waits. The rules have no `fault`.
  public init(_ rules: LiquidationRules) { self.rules = rules }

  /// An engine of its own in the same state. O(size).
  public borrowing func clone() -> LiquidationEngine {
    var copy = LiquidationEngine(rules)
    copy.waitingAccounts = waitingAccounts.clone()
    copy.current = current.clone()
    copy.stalled = stalled.clone()
    copy.graces = graces.clone()
    copy.partialOrders = partialOrders.clone()
    copy.stepDeadline = stepDeadline
    copy.holdsTakeovers = holdsTakeovers
    copy.disposalDeadline = disposalDeadline
    return copy
  }

  /// Goes on under other rules. Who waits goes on waiting, and who was given time has it, unless nobody is to be closed
  /// any more.
  ///
  /// A step already due under timed pacing stays due then; immediate pacing knows no such moment.
  public mutating func adopt(_ rules: LiquidationRules) {
    self.rules = rules
    if case .immediate = rules.pacing { stepDeadline = nil }
    if rules.backstop?.disposal == nil || !rules.isOn { disposalDeadline = nil }
    if rules.isOn { return }
    waitingAccounts.removeAll()
    current.removeAll()
    stalled.removeAll()
    graces.removeAll()
    stepDeadline = nil
  }

  // MARK: The queue

  /// How many accounts wait, stalled ones not counted.
  public var waiting: Int { waitingAccounts.count + current.count }

  /// Whether nobody waits or is set aside, nothing is due at any time, and nothing is left of takeovers.
  @inlinable public var isIdle: Bool {
    @inline(__always) get {
      waitingAccounts.isEmpty && current.isEmpty && stalled.isEmpty && graces.isEmpty && stepDeadline == nil
        && !holdsTakeovers
    }
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
      if index % ClearingHouse.aheadCount == 0 { readAhead(from: index, of: house) }
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

  private mutating func readAhead(from first: Int, of house: borrowing ClearingHouse) {
    let count = min(ClearingHouse.aheadCount, waitingAccounts.count - first)
    if count > 1 { lastSeen = house.readAhead(count) { waitingAccounts[first + $0].account } }
  }

  /// Reads ahead what closing those who are next will touch.
  public mutating func readAheadNext(of house: borrowing ClearingHouse) {
    guard current.count % ClearingHouse.aheadCount == 0, current.count > 0 else { return }
    let last = current.count - 1
    lastSeen = house.readAhead(ClearingHouse.aheadCount) { current[last - $0].account }
  }

  /// Takes the next account of the round begun, or `nil` at its end.
  public mutating func takeNext() -> DueAccount? { current.count == 0 ? nil : current.removeLast() }

  /// Sets an account aside whose forced orders found nobody (LIQ-7).
  ///
  /// - Parameter isForLater: nobody was asked: its sizes allow no lot yet (LIQ-13).
  public mutating func stall(_ due: DueAccount, isForLater: Bool = false) {
    var due = due
    due.isForLater = isForLater
    stalled.append(due)
  }

  /// Puts all stalled accounts back into the queue for a sweep; under timed pacing in their old rounds.
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

  /// Has those whose turn did not come in an earlier step wait with all others, measured anew with them.
  public mutating func requeue() { while let due = takeNext() { add(due) } }

  /// Has everybody who waits begin again in round 1: what an earlier command left is this one's now (LIQ-6).
  public mutating func beginAnew() {
    requeue()
    for index in 0..<waitingAccounts.count { waitingAccounts[index].round = 1 }
  }

  // MARK: Time

  /// When the venue next needs a `clock` for liquidation, or `nil`.
  @inlinable public var deadline: Time? {
    @inline(__always) get {
      var deadline = stepDeadline
      if graces.count > 0 { deadline = min(deadline ?? graces[0].until, graces[0].until) }
      if let disposalDeadline { deadline = min(deadline ?? disposalDeadline, disposalDeadline) }
      return deadline
    }
  }

  /// Whether a step is due under timed pacing.
  public func isStepDue(at now: Time) -> Bool { stepDeadline.map { $0 <= now } ?? false }

  /// Sets the clock for timed pacing: a step is due one span after accounts became due, and after each step that left
  /// some (LIQ-6).
  ///
  /// - Parameter stepped: whether a step has just been made.
  public mutating func schedule(now: Time, stepped: Bool) {
    guard case .timed(let span) = rules.pacing else { return }
    if waiting == 0 && stalled.count == 0 {
      stepDeadline = nil
    } else if stepped || stepDeadline == nil {
      stepDeadline = now.later(by: span)
    }
  }

  /// Gives an account time before its forced orders (LIQ-11). The moment when it is over; `nil` and nothing changed where
  /// the rules give none.
  public mutating func grant(_ due: DueAccount, now: Time) -> Time? {
    guard let call = rules.call, call.grace > .zero, let end = now.later(by: call.grace) else { return nil }
    // After those that end no later: a fork may have changed how long it lasts.
    graces.append(Grace(until: end, due: due))
    var place = graces.count - 1
    while place > 0, graces[place - 1].until > end {
      graces[place] = graces[place - 1]
      place -= 1
    }
    graces[place] = Grace(until: end, due: due)
    return end
  }

  /// Puts accounts whose time is over into the queue.
  public mutating func endGraces(at now: Time) {
    var ended = 0
    while ended < graces.count, graces[ended].until <= now {
      add(graces[ended].due)
      ended += 1
    }
    if ended == 0 { return }
    for index in ended..<graces.count { graces[index - ended] = graces[index] }
    for _ in 0..<ended { _ = graces.removeLast() }
  }
}

/// An account that has been given time.
@frozen @usableFromInline struct Grace: BitwiseCopyable {
  @usableFromInline var until: Time
  var due: DueAccount
}
