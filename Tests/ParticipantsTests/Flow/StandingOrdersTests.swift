import MarketTypes
import Mathematics
import Testing

@testable import Participants

/// What a crowd knows of its own orders.
@Suite struct `A crowd's own orders` {
  static func accepted(_ order: Order, as number: Int64) -> Event {
    Event(.accepted(OrderAccepted(order, as: OrderID(number: number))))
  }

  static func gone(_ number: Int64) -> Event {
    Event(
      .cancelled(
        OrderCancelled(
          order: OrderID(number: number), quantity: Quantity(lots: 1), account: flowAccount,
          instrument: InstrumentID(number: 3), side: .buy, reason: .liquidation)))
  }

  /// A table against a dictionary.
  @Test(arguments: UInt64(1)...20)
  func `a table of orders equals a dictionary`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var table = OrderTable()
    var naive: [Int64: Int] = [:]
    for step in 0..<3_000 {
      let order = dice.whole(in: 1...300)
      if naive[order] == nil, dice.whole(in: 0...9) < (step / 500 % 2 == 0 ? 7 : 2) {
        table.insert(order, slot: step)
        naive[order] = step
      } else {
        table.remove(order)
        naive[order] = nil
      }
      #expect(table.count == naive.count)
      let asked = dice.whole(in: 1...300)
      #expect(table.slot(of: asked) == naive[asked], "seed \(seed), step \(step)")
    }
    for order in Int64(1)...300 { #expect(table.slot(of: order) == naive[order]) }
  }

  /// FLW-3: each order is given up at its time, unless it is gone by then; in order of time.
  @Test(arguments: UInt64(1)...20)
  func `orders end at their times, those that are left`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var orders = StandingOrders(FlowDesk.seat())
    var naive: [Int64: (until: Int64, lots: Int64)] = [:]
    var (number, now): (Int64, Int64) = (0, 0)
    for step in 0..<2_000 {
      now += dice.whole(in: 0...20)
      var outbox = Outbox()
      while let (slot, time) = orders.takeEnded(by: Time(nanoseconds: now)) {
        let order = orders.standing[slot].order
        #expect(naive[order]?.until == time.nanoseconds && naive.values.allSatisfy { $0.until >= time.nanoseconds })
        naive[order] = nil
        orders.cancel(slot, &outbox)
      }
      #expect(naive.values.allSatisfy { $0.until > now }, "seed \(seed), step \(step)")
      #expect(orders.nextEnd()?.nanoseconds == naive.values.map(\.until).min())
      #expect(orders.count == naive.count)
      switch dice.whole(in: 0...3) {
      case 0, 1:
        let (until, lots) = (now + dice.whole(in: 1...600), dice.whole(in: 1...5))
        outbox.removeAll()
        orders.send(.buy, Quantity(lots: lots), at: Price(ticks: 9), until: Time(nanoseconds: until), &outbox)
        guard let order = FlowDesk.orders(outbox.actions).first else { continue }
        if dice.whole(in: 0...9) == 0 {
          let refusal = CommandRefused(
            .submit, account: flowAccount, instrument: InstrumentID(number: 3), client: order.client, reason: .noMark)
          #expect(orders.observe(Event(.refused(refusal))) == nil)
        } else {
          number += 1
          #expect(orders.observe(Self.accepted(order, as: number)) == nil)
          naive[number] = (until, lots)
        }
      case 2:
        guard let order = naive.keys.sorted().first else { continue }
        let lots = dice.whole(in: 1...3)
        _ = orders.observe(FlowDesk.fill(lots, maker: order, isMaker: true))
        naive[order]?.lots -= lots
        if naive[order]?.lots ?? 0 <= 0 { naive[order] = nil }
      default:
        guard let order = naive.keys.sorted().last else { continue }
        _ = orders.observe(Self.gone(order))
        naive[order] = nil
      }
    }
  }

  /// FLW-3: what was not sent and rests for the account is the crowd's too; what fills at once is not.
  @Test func `an order of the opening is its own, a market order is not`() throws {
    var orders = StandingOrders(FlowDesk.seat())
    let resting = Order(
      account: flowAccount, instrument: InstrumentID(number: 3), side: .sell, quantity: Quantity(lots: 4),
      limit: Price(ticks: 70))
    let found = orders.observe(Self.accepted(resting, as: 11))
    let slot = try #require(found)
    #expect(orders.standing[slot].price.ticks == 70 && orders.standing[slot].lots == 4)
    let market = Order(
      account: flowAccount, instrument: InstrumentID(number: 3), side: .sell, quantity: Quantity(lots: 4), limit: nil,
      timeInForce: .immediateOrCancel)
    #expect(orders.observe(Self.accepted(market, as: 12)) == nil)
    #expect(orders.count == 1)
  }

  /// FLW-3: an order whose answer has not come is cancelled by its own number, and its answer then changes nothing.
  @Test func `an order on its way can be given up`() throws {
    var orders = StandingOrders(FlowDesk.seat())
    var outbox = Outbox()
    orders.send(.buy, Quantity(lots: 1), at: Price(ticks: 9), until: seconds(1), &outbox)
    orders.send(.buy, Quantity(lots: 1), at: Price(ticks: 8), until: seconds(5), &outbox)
    let sent = FlowDesk.orders(outbox.actions)
    outbox.removeAll()
    let due = orders.takeEnded(by: seconds(2))
    let ended = try #require(due)
    orders.cancel(ended.slot, &outbox)
    let cancel = OrderCancel(
      account: flowAccount, instrument: InstrumentID(number: 3), target: .client(sent[0].client))
    let cancels = outbox.actions
    #expect(cancels == [.cancel(cancel)])
    for (place, order) in sent.enumerated() {
      #expect(orders.observe(Self.accepted(order, as: Int64(place + 1))) == nil)
    }
    #expect(orders.count == 1 && orders.nextEnd() == seconds(5))
  }

  /// FLW-2, FLW-3: the rate of cancelling is that of the distance at which an order stands.
  @Test func `orders are cancelled at the rate of their distance`() {
    let settings = PoissonFlow.Settings(
      market: 0, limits: LimitSettings(distances: [1, 1, 1], cancels: [2, 0.5, 0.1]), size: SizeLaw(Quantity(lots: 1)))
    var lives: [Int64: [Double]] = [:]
    for seed in 1...UInt64(40) {
      var crowd = PoissonFlow(FlowDesk.seat(), settings, FlowDesk.stream(seed: seed))
      var born: [Int64: (time: Double, distance: Int64)] = [:]
      var number: Int64 = 0
      var next = crowd.firstLook(after: .start)
      while let now = next, now < seconds(100) {
        let seen = crowd.looks(at: FlowDesk.market(bid: 1_000, ask: 1_010), now)
        next = seen.next
        for action in seen.sent {
          switch action {
          case .submit(let order):
            number += 1
            let limit = order.limit?.ticks ?? 0
            born[number] = (Double(now.nanoseconds) * 1e-9, order.side == .buy ? 1_010 - limit : limit - 1_000)
            crowd.observeOwn(Self.accepted(order, as: number))
          case .cancel(let cancel):
            guard case .order(let order) = cancel.target, let birth = born[order.number] else { continue }
            if birth.time < 50 {
              lives[birth.distance, default: []].append(Double(now.nanoseconds) * 1e-9 - birth.time)
            }
          default: break
          }
        }
      }
    }
    for (distance, mean) in [(Int64(1), 0.5), (2, 2.0)] {
      let own = lives[distance] ?? []
      #expect(own.count > 1_500)
      #expect(abs(own.reduce(0, +) / Double(own.count) - mean) < 4 * mean / Double(own.count).squareRoot())
    }
    // Many of the last distance outlive the run; of those born in its first half nearly all that die do so by then.
    #expect((lives[3]?.count ?? 0) > 1_500)
  }
}
