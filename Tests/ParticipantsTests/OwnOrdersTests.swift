import MarketTypes
import Participants
import Testing

/// What an account knows of its orders by their news.
@Suite struct `One's own orders` {
  private let account = AccountID(number: 4)
  private let instrument = InstrumentID(number: 0)

  private func fill(_ order: OrderID, _ lots: Int64) -> Event {
    Event(
      .filled(
        Fill(
          maker: OrderID(number: 1), taker: order, price: Price(ticks: 90), quantity: Quantity(lots: lots),
          makerAccount: AccountID(number: 0), takerAccount: account, instrument: instrument, takerSide: .sell,
          isForced: false)))
  }

  // MAT-12: as it enters.
  @Test func `a reduce-only order that enters smaller is gone once that has filled`() {
    var orders = OwnOrders(account)
    var order = Order(
      account: account, instrument: instrument, side: .sell, quantity: Quantity(lots: 20), limit: nil,
      timeInForce: .immediateOrCancel, terms: .reduceOnly)
    _ = orders.submit(order)
    order.client = orders.standing[0].client
    order.quantity = Quantity(lots: 3)
    orders.observe(Event(.accepted(OrderAccepted(order, as: OrderID(number: 7)))))
    #expect(orders.working(.sell, in: instrument) == 3)
    orders.observe(fill(OrderID(number: 7), 3))
    #expect(orders.isEmpty)
  }

  // MAT-48: as it fires.
  @Test func `a reduce-only stop that fires smaller is gone once that has filled`() {
    var orders = OwnOrders(account)
    var order = Order(
      account: account, instrument: instrument, side: .sell, quantity: Quantity(lots: 20), limit: nil,
      timeInForce: .immediateOrCancel, terms: .reduceOnly)
    order.conditions.trigger = .stop(at: Price(ticks: 95))
    _ = orders.submit(order)
    order.client = orders.standing[0].client
    let id = OrderID(number: 7)
    orders.observe(Event(.accepted(OrderAccepted(order, as: id))))
    #expect(orders.standing[0].lots == 20)
    orders.observe(
      Event(
        .triggered(
          OrderTriggered(
            order: id, trigger: Price(ticks: 95), price: Price(ticks: 95), quantity: Quantity(lots: 1),
            account: account, instrument: instrument, side: .sell))))
    orders.observe(fill(id, 1))
    #expect(orders.isEmpty)
  }
}
