import MarketTypes
import Matching

/// Where a resting order stands in its price's queue.
public struct QueuePosition: Hashable, Sendable {
  /// Where it stands.
  public var price: Price
  /// The side of the book.
  public var side: Side
  /// Orders that are met before it at its price: a hidden order has all that is shown before it.
  public var ordersAhead: Int
  /// What these show, or hide, of the price; what icebergs keep back comes behind.
  public var quantityAhead: Quantity
}

extension Exchange {
  /// Where a resting order stands, or `nil` if it does not rest. O(orders before it at its price); for a hidden one, O(orders
  /// met before it).
  public func queuePosition(of id: OrderID, in instrument: InstrumentID) -> QueuePosition? {
    guard let order = books[instrument.index].order(id) else { return nil }
    var position = QueuePosition(price: order.price, side: order.side, ordersAhead: 0, quantityAhead: .zero)
    func pass(_ other: StandingOrder) -> Bool {
      if other.id == id { return false }
      if other.price == order.price {
        position.ordersAhead += 1
        position.quantityAhead = position.quantityAhead + other.quantity
      }
      return true
    }
    if order.terms.contains(.hidden) {
      books[instrument.index].forEachMaker(for: order.side.opposite, limit: order.price, pass)
    } else {
      books[instrument.index].forEachOrder(at: order.price, on: order.side, pass)
    }
    return position
  }

  /// Calls `body` with each resting order of a side, hidden ones too, as they would be met, until it answers false (L3).
  public func forEachOrder(of instrument: InstrumentID, on side: Side, _ body: (StandingOrder) -> Bool) {
    books[instrument.index].forEachOrder(on: side, body)
  }

  /// What a resting order has beyond what it shows.
  public func hiddenReserve(of order: StandingOrder, in instrument: InstrumentID) -> Quantity {
    reserve(of: order, in: instrument)
  }

  /// Calls `body` with each order of an account that waits for its trigger, the one armed last first.
  public func forEachArmedOrder(
    of account: AccountID, in instrument: InstrumentID, _ body: (OrderID, Order, _ trigger: Price) -> Void
  ) {
    var slot = specials[instrument.index].youngestArmed(of: account)
    while slot >= 0 {
      let record = specials[instrument.index][slot]
      body(record.id, record.order, record.trigger)
      slot = specials[instrument.index].olderArmed(than: slot)
    }
  }

  /// Whether an account was taken out by a kill switch and not let in again.
  public func isBlocked(_ account: AccountID) -> Bool { members[account.index].isBlocked }

  /// How an instrument trades at the moment.
  public func phase(of instrument: InstrumentID) -> Phase { desks[instrument.index].phase }

  /// When that ends by itself, or `nil`.
  public func phaseEnd(of instrument: InstrumentID) -> Time? {
    let moment = desks[instrument.index].phaseEnd
    return moment < 0 ? nil : Time(nanoseconds: moment)
  }

  /// What a call was last said to come to; `nil` outside a call.
  public func indication(of instrument: InstrumentID) -> AuctionOutcome? {
    desks[instrument.index].phase == .call ? desks[instrument.index].indicated : nil
  }

  /// What a command would do, with everything that would follow from it, without doing it: the events are those `execute`
  /// would append. Carried out on a copy. O(size).
  public func preview(_ command: Command, into events: inout EventStream) {
    var copy = clone()
    copy.execute(command, into: &events)
  }
}
