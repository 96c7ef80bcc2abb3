import MarketTypes
import Mathematics

/// Queues drawn from their stationary law: at the opening, when the whole book is renewed, when a level comes into sight.
///
/// The law is that of each level's plain rates, the levels independent of each other.
extension QueueReactiveFlow {
  /// Cancels all own orders and draws a new book around a reference.
  mutating func drawBook(around lower: Price, _ actions: inout Outbox) {
    for slot in orders.standing.indices where orders.standing[slot].lots > 0 { orders.cancel(slot, &actions) }
    for level in 1...settings.levels.count {
      for side in [Side.buy, .sell] { drawQueue(side, level, around: lower, &actions) }
    }
  }

  /// After a move of the reference: the last level on the side that ran empty is new, the other side's old one is out of sight.
  mutating func comeIntoSight(_ side: Side, around lower: Price, _ actions: inout Outbox) {
    let last = settings.levels.count
    let farthest = price(side.opposite, level: last, above: lower)
    for slot in orders.standing.indices {
      let own = orders.standing[slot]
      if own.lots > 0, own.side == side.opposite, (farthest - own.price).ticks * own.side.sign > 0 {
        orders.cancel(slot, &actions)
      }
    }
    drawQueue(side, last, around: lower, &actions)
  }

  /// Takes one value, and sends as many orders.
  private mutating func drawQueue(
    _ side: Side, _ level: Int, around lower: Price, _ actions: inout Outbox
  ) {
    var rest = moves.uniform()
    let price = price(side, level: level, above: lower)
    for share in laws[level - 1] {
      rest -= share
      if rest < 0 { return }
      place(side, at: price, &actions)
    }
  }
}
