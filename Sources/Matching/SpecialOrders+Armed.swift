import MarketTypes
import Storage

/// Orders that wait for their trigger.
extension SpecialOrders {
  /// How many orders wait, ready ones too.
  public var armedCount: Int { @inline(__always) get { armed.count } }

  /// The slot of an armed order, or −1.
  public func armedSlot(of id: OrderID) -> Int32 {
    armed.slot(of: id.number) { slot in records[slot].id == id }
  }

  /// The account's youngest armed order, or −1.
  public func youngestArmed(of account: AccountID) -> Int32 {
    account.index < youngest.count ? youngest[account.index] : -1
  }

  /// The armed order of the same account that was armed before this one, or −1.
  public func olderArmed(than slot: Int32) -> Int32 { records[slot].older }

  /// Arms an order, last at its trigger's price.
  ///
  /// - Parameters:
  ///   - current: what a trailing stop begins to follow; it has one.
  ///   - maximum: no trigger is beyond it.
  public mutating func arm(_ slot: Int32, current: Price?, maximum: Price) {
    let isTrailing = records[slot].isTrailing
    if isTrailing, let current {
      records[slot].bestTicks = current.ticks
      records[slot].trigger = records[slot].order.trailingTrigger(from: current.ticks, maximum: maximum)
      followers.insert(slot, &records)
    } else {
      records[slot].trigger = Price(ticks: records[slot].order.conditions.triggerValue)
    }
    records[slot].state = .armed
    armings += 1
    records[slot].arming = armings
    armed.insert(records[slot].id.number, slot)
    joinAccount(slot)
    triggers.insert(slot, &records)
  }

  /// Gives an armed order that does not trail another trigger: it is armed anew, last at that price.
  public mutating func rearm(_ slot: Int32, at trigger: Price) {
    if records[slot].state == .ready { takeFromReady(slot) } else { triggers.remove(slot, &records) }
    records[slot].state = .armed
    records[slot].order.conditions.triggerValue = trigger.ticks
    records[slot].trigger = trigger
    armings += 1
    records[slot].arming = armings
    leaveAccount(slot)
    joinAccount(slot)
    triggers.insert(slot, &records)
  }

  /// From here on the order waits no more; its record stays.
  public mutating func disarm(_ slot: Int32) {
    let record = records[slot]
    if record.state == .ready {
      takeFromReady(slot)
    } else {
      triggers.remove(slot, &records)
      if record.isTrailing { followers.remove(slot, &records) }
    }
    armed.remove(record.id.number, slot)
    leaveAccount(slot)
    records[slot].state = .entering
  }

  /// The youngest of its account's armed orders from here on.
  private mutating func joinAccount(_ slot: Int32) {
    let account = records[slot].order.account
    if account.index >= youngest.count { youngest.extend(to: account.index + 1, with: -1) }
    records[slot].older = youngest[account.index]
    records[slot].younger = -1
    if youngest[account.index] >= 0 { records[youngest[account.index]].younger = slot }
    youngest[account.index] = slot
  }

  private mutating func leaveAccount(_ slot: Int32) {
    let (older, younger) = (records[slot].older, records[slot].younger)
    if older >= 0 { records[older].younger = younger }
    if younger >= 0 {
      records[younger].older = older
    } else {
      youngest[records[slot].order.account.index] = older
    }
  }

  // MARK: Prices that come

  /// A price came: orders whose trigger it meets become ready, in the order of MAT-48; then trailing stops follow.
  ///
  /// O(orders met, and trailing stops for which it is a new best price, and those at the triggers these come to).
  @inline(__always)
  public mutating func observe(
    _ source: PriceSource, _ price: Price, because cause: EventPosition, round: UInt16, maximum: Price
  ) {
    if armed.count > 0 { meet(source, price, because: cause, round: round, maximum: maximum) }
  }

  @inline(never)
  private mutating func meet(
    _ source: PriceSource, _ price: Price, because cause: EventPosition, round: UInt16, maximum: Price
  ) {
    for isRising in [true, false] {
      while true {
        let slot = triggers.takeNextMet(source, isRising: isRising, at: price, &records)
        if slot < 0 { break }
        if records[slot].isTrailing { followers.remove(slot, &records) }
        records[slot].state = .ready
        records[slot].readyCause = cause.number
        records[slot].readyRound = round
        records[slot].readyTicks = price.ticks
        appendToReady(slot)
      }
    }
    follow(source, price, maximum: maximum)
  }

  /// Trailing stops for which it is a new best price follow it. All leave their triggers before any takes a new one, and
  /// the last armed takes its first, so that none has to pass another that moves.
  private mutating func follow(_ source: PriceSource, _ price: Price, maximum: Price) {
    for side in Side.allCases {
      takeMoved(source, side, to: price)
      var first = moved.count
      for index in (0..<moved.count).reversed() {
        let slot = moved[index].slot
        records[slot].bestTicks = price.ticks
        followers.insert(slot, &records)
        let record = records[slot]
        let trigger = record.order.trailingTrigger(from: price.ticks, maximum: maximum)
        // A share of a lower price is a smaller distance, rounded: the trigger never goes back.
        guard side == .sell ? trigger > record.trigger : trigger < record.trigger else { continue }
        triggers.remove(slot, &records)
        records[slot].trigger = trigger
        first -= 1
        moved[first] = moved[index]
      }
      for index in first..<moved.count { triggers.insert(moved[index].slot, &records) }
    }
  }

  /// Whom a new best price moves, last armed first. In order as they come, but for what the opening leaves.
  private mutating func takeMoved(_ source: PriceSource, _ side: Side, to price: Price) {
    moved.removeAll()
    var isSorted = true
    while true {
      let slot = followers.takeNextMoved(source, side, to: price, &records)
      if slot < 0 { break }
      let arming = records[slot].arming
      if !moved.isEmpty, moved[moved.count - 1].arming < arming { isSorted = false }
      moved.append(Follower(slot: slot, arming: arming))
    }
    if !isSorted { moved.sort { $0.arming > $1.arming } }
  }

  /// How many orders others have passed on the way to their places at a trigger: what a price costs beyond looking at each
  /// it moves.
  public var passedCount: Int64 { triggers.passed }

  // MARK: The ready

  /// The order whose turn it is to fire, or −1.
  @inlinable public var firstReady: Int32 { @inline(__always) get { readyHead } }

  private mutating func appendToReady(_ slot: Int32) {
    records[slot].previous = readyTail
    records[slot].next = -1
    if readyTail >= 0 { records[readyTail].next = slot } else { readyHead = slot }
    readyTail = slot
  }

  private mutating func takeFromReady(_ slot: Int32) {
    let (before, after) = (records[slot].previous, records[slot].next)
    if before >= 0 { records[before].next = after } else { readyHead = after }
    if after >= 0 { records[after].previous = before } else { readyTail = before }
  }
}
