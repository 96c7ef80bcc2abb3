import MarketTypes
import Mathematics
import Participants
import Testing

private let takerAccount = AccountID(number: 5)

@Suite struct `A taker without opinion` {
  static func taker(
    seed: UInt64 = 1, steps: OrderSteps = OrderSteps(),
    _ change: (inout ZeroIntelligenceTaker.Settings) -> Void = { _ in }
  ) -> ZeroIntelligenceTaker {
    var settings = ZeroIntelligenceTaker.Settings(
      meanInterval: TimeSpan(nanoseconds: 2_000_000_000), largestOrder: Quantity(lots: 4), limitShare: 0.3,
      farthest: PriceChange(ticks: 20), meanLife: TimeSpan(nanoseconds: 10_000_000_000))
    change(&settings)
    return ZeroIntelligenceTaker(.of(takerAccount, steps: steps), settings, streams(seed: seed))
  }

  static func market(_ bid: Int64?, _ ask: Int64?) -> PublicMarket {
    var market = PublicMarket(traded)
    market.quote = Quote(
      instrument: traded, bid: bid.map(Price.init), bidQuantity: Quantity(lots: 1), ask: ask.map(Price.init),
      askQuantity: Quantity(lots: 1))
    return market
  }

  struct Sending {
    var time: Time
    var action: Command.Action

    var order: Order? { if case .submit(let order) = action { order } else { nil } }
    var cancelled: ClientOrderID? {
      if case .cancel(let cancel) = action, case .client(let client) = cancel.target { client } else { nil }
    }
  }

  /// What a taker sends in its first `looks` looks, each when it wants to.
  static func walk(
    _ taker: inout ZeroIntelligenceTaker, looks: Int, _ market: (Int) -> PublicMarket = { _ in market(1_000, 1_010) }
  ) -> [Sending] {
    var sendings: [Sending] = []
    var next = taker.firstLook(after: .start)
    for look in 0..<looks {
      guard let now = next else { break }
      let seen = taker.looks(at: market(look), now)
      sendings += seen.sent.map { Sending(time: now, action: $0) }
      next = seen.next
    }
    return sendings
  }

  /// Within four standard errors of the mean: the seed is fixed, so this either always holds or never.
  @Test func `times between actions are exponential with the given mean`() {
    var taker = Self.taker { $0.limitShare = 0 }
    let count = 100_000
    var now = Time.start
    var sum = 0.0
    var sumOfSquares = 0.0
    var shortest = Double.infinity
    var belowMean = 0
    for order in Self.walk(&taker, looks: count) {
      let span = Double((order.time - now).nanoseconds) / 2e9
      sum += span
      sumOfSquares += span * span
      shortest = min(shortest, span)
      if span < 1 { belowMean += 1 }
      now = order.time
    }
    #expect(shortest > 0)
    let samples = Double(count)
    #expect(abs(sum / samples - 1) < 4 / samples.squareRoot())
    #expect(abs(sumOfSquares / samples - 2) < 4 * (20 / samples).squareRoot())  // E x⁴ − 4 = 20
    let share = 0.632_120_558_8  // 1 − 1/e
    #expect(abs(Double(belowMean) / samples - share) < 4 * (share * (1 - share) / samples).squareRoot())
  }

  @Test func `sides, sizes and kinds come as often as they should`() {
    var taker = Self.taker()
    let orders = Self.walk(&taker, looks: 20_000).compactMap(\.order)
    let count = Double(orders.count)
    var buys = 0.0
    var limits = 0.0
    var sizes: [Int64: Double] = [:]
    for order in orders {
      if order.side == .buy { buys += 1 }
      if order.limit != nil { limits += 1 }
      sizes[order.quantity.lots, default: 0] += 1
    }
    #expect(count > 10_000)
    #expect(abs(buys / count - 0.5) < 4 * (0.25 / count).squareRoot())
    #expect(abs(limits / count - 0.3) < 4 * (0.21 / count).squareRoot())
    #expect(sizes.keys.sorted() == [1, 2, 3, 4])
    for (_, often) in sizes { #expect(abs(often / count - 0.25) < 4 * (0.1875 / count).squareRoot()) }
  }

  @Test func `a market order is immediate-or-cancel and a limit order stands behind the opposite best`() {
    var taker = Self.taker()
    var distances: Set<Int64> = []
    for order in Self.walk(&taker, looks: 1_500).compactMap(\.order) {
      guard let limit = order.limit else {
        #expect(order.timeInForce == .immediateOrCancel)
        continue
      }
      #expect(order.timeInForce == .goodTilCancelled)
      let distance = order.side == .buy ? 1_010 - limit.ticks : limit.ticks - 1_000
      #expect((1...20).contains(distance))
      distances.insert(distance)
    }
    #expect(distances.count == 20)
  }

  /// SIM-11: what it draws never depends on what it sees.
  @Test(arguments: UInt64(0)..<10)
  func `it draws the same numbers whatever the market`(seed: UInt64) {
    var seeing = Self.taker(seed: seed)
    var blind = Self.taker(seed: seed)
    let seen = Self.walk(&seeing, looks: 300) { Self.market(900 + Int64($0), 1_000 + Int64($0)) }
    // With an empty book there is nothing to stand behind; market orders are the same, at the same times.
    let plain = seen.filter { $0.order?.limit == nil && $0.order != nil }
    let unseen = Self.walk(&blind, looks: 300) { _ in Self.market(nil, nil) }
    #expect(plain.count > 100 && unseen.count > plain.count)
    #expect(unseen.prefix(plain.count).map(\.time) == plain.map(\.time))
    #expect(unseen.prefix(plain.count).map(\.action) == plain.map(\.action))
  }

  /// SIM-9, SIM-28, SIM-29: the first value says side, lots and distance at once: which of 2 × 4 × 20 equal parts it falls into.
  @Test(arguments: UInt64(0)..<10)
  func `what it does can be computed by anybody`(seed: UInt64) throws {
    var taker = Self.taker(seed: seed) { $0.limitShare = 1 }
    let sent = Self.walk(&taker, looks: 400)
    var timing = streams(seed: seed)(.timing)
    var action = streams(seed: seed)(.action)
    var now = Time.start
    for (number, sending) in sent.filter({ $0.order != nil }).enumerated() {
      let order = try #require(sending.order)
      now = now + TimeSpan(nanoseconds: Int64(timing.exponential(mean: 2e9).rounded(.up)))
      #expect(sending.time == now)
      let part = Int64(action.next().multipliedFullWidth(by: 160).high)
      _ = action.next()  // whether it is a limit order
      #expect(order.side == (part / 80 == 0 ? .buy : .sell))
      #expect(order.quantity.lots == 1 + part / 20 % 4)
      #expect(order.limit?.ticks == (order.side == .buy ? 1_010 - 1 - part % 20 : 1_000 + 1 + part % 20))
      // Its life, at whose end it is cancelled: to the nanosecond, and once.
      let end = now + TimeSpan(nanoseconds: Int64(action.exponential(mean: 10e9).rounded(.up)))
      let cancels = sent.filter { $0.cancelled == order.client }
      #expect(cancels.count <= 1 && cancels.allSatisfy { $0.time == end }, "order \(number)")
      #expect(!cancels.isEmpty || end > (sent.last?.time ?? .start))
    }
  }

  /// SIM-17, SIM-11: the draws are those of a market without steps; what comes of them is settled.
  @Test(arguments: UInt64(0)..<10)
  func `what it sends is settled to the instrument's steps, away from the other side`(seed: UInt64) {
    var plain = Self.taker(seed: seed) { $0.largestOrder = Quantity(lots: 40) }
    var settled = Self.taker(
      seed: seed, steps: OrderSteps(lot: Quantity(lots: 7), tick: PriceChange(ticks: 5))
    ) { $0.largestOrder = Quantity(lots: 40) }
    let wanted = Self.walk(&plain, looks: 300)
    let stepped = Self.walk(&settled, looks: 300)
    var compared = 0
    for sending in wanted {
      guard let order = sending.order, sending.time <= (stepped.last?.time ?? .start) else { continue }
      guard let other = stepped.first(where: { $0.time == sending.time && $0.order != nil })?.order else {
        #expect(order.quantity.lots < 7)
        continue
      }
      #expect(other.quantity.lots == order.quantity.lots / 7 * 7)
      #expect(other.side == order.side)
      #expect((other.limit == nil) == (order.limit == nil))
      if let limit = other.limit?.ticks, let aimed = order.limit?.ticks {
        #expect(limit == (order.side == .buy ? aimed / 5 * 5 : (aimed + 4) / 5 * 5))
      }
      compared += 1
    }
    #expect(compared > 100)
  }

  @Test func `no limit order is sent below one tick`() {
    var taker = Self.taker { $0.limitShare = 1 }
    let orders = Self.walk(&taker, looks: 1_000) { _ in Self.market(2, 3) }.compactMap(\.order)
    #expect(orders.count > 100)
    #expect(orders.allSatisfy { ($0.limit?.ticks ?? 0) >= 1 })
  }

  @Test func `where a side is empty it stands behind a reference, if it has one`() {
    var taker = Self.taker {
      $0.limitShare = 1
      $0.reference = Price(ticks: 500)
      $0.referenceDistance = PriceChange(ticks: 30)
    }
    let orders = Self.walk(&taker, looks: 1_500) { _ in Self.market(nil, nil) }.compactMap(\.order)
    let bids = orders.filter { $0.side == .buy }.compactMap { $0.limit?.ticks }
    let asks = orders.filter { $0.side == .sell }.compactMap { $0.limit?.ticks }
    #expect(Set(bids) == Set(510...529) && Set(asks) == Set(471...490))
    // A side that is there goes first.
    let oneSided = Self.walk(&taker, looks: 500) { _ in Self.market(nil, 1_010) }.compactMap(\.order)
    #expect(oneSided.allSatisfy { ($0.limit?.ticks ?? 0) < 500 || ($0.side == .buy && ($0.limit?.ticks ?? 0) >= 990) })
  }

  /// SIM-11, SIM-28.
  @Test(arguments: [Int64(-6), 0, 3, 6])
  func `no order of its own takes it past its largest position`(held: Int64) {
    var free = Self.taker { $0.limitShare = 0 }
    var capped = Self.taker {
      $0.limitShare = 0
      $0.largestPosition = Quantity(lots: 6)
    }
    let opening = HoldingOpening(
      account: takerAccount, counterparty: somebody, instrument: traded, position: Position(lots: held),
      price: Price(ticks: 1_000))
    capped.observeOwn(Event(.holdingOpened(opening)))
    // Nobody answers, so it goes on holding what it held.
    let all = Self.walk(&free, looks: 500).compactMap(\.order)
    let some = Self.walk(&capped, looks: 500).compactMap(\.order)
    #expect(some == all.filter { abs(held + $0.side.sign * $0.quantity.lots) <= 6 || $0.side.sign * held < 0 })
    #expect(some.count > 100)
  }

  @Test func `its position follows its fills, as maker and as taker, and what is undone`() {
    var taker = Self.taker {
      $0.limitShare = 0
      $0.largestPosition = Quantity(lots: 4)
    }
    func fill(_ maker: AccountID, _ other: AccountID, _ side: Side) -> Fill {
      Fill(
        maker: OrderID(number: 3), taker: OrderID(number: 4), price: Price(ticks: 1_000), quantity: Quantity(lots: 4),
        makerAccount: maker, takerAccount: other, instrument: traded, takerSide: side, isForced: false)
    }
    func sides() -> Set<Side> { Set(Self.walk(&taker, looks: 100).compactMap { $0.order?.side }) }
    #expect(sides() == [.buy, .sell])
    taker.observeOwn(Event(.filled(fill(takerAccount, somebody, .sell))))
    #expect(sides() == [.sell])
    taker.observeOwn(Event(.busted(fill(takerAccount, somebody, .sell))))
    taker.observeOwn(Event(.filled(fill(somebody, takerAccount, .sell))))
    #expect(sides() == [.buy])
    taker.observeOwn(
      Event(
        .deleveraged(
          Deleveraging(
            account: somebody, counterparty: takerAccount, instrument: traded, side: .sell,
            quantity: Quantity(lots: 8), price: Price(ticks: 900)))))
    #expect(sides() == [.sell])
  }

  @Test(arguments: ["filled as maker", "filled as taker", "decremented", "cancelled", "refused", "filled in part"])
  func `an order that is gone is not cancelled`(what: String) throws {
    var taker = Self.taker { $0.limitShare = 1 }
    let order = try #require(Self.walk(&taker, looks: 1).first?.order)
    let id = OrderID(number: 12)
    func fill(_ lots: Int64, asMaker: Bool) -> Event {
      Event(
        .filled(
          Fill(
            maker: asMaker ? id : OrderID(number: 3), taker: asMaker ? OrderID(number: 13) : id,
            price: Price(ticks: 1_000), quantity: Quantity(lots: lots), makerAccount: asMaker ? takerAccount : somebody,
            takerAccount: asMaker ? somebody : takerAccount, instrument: traded, takerSide: .buy, isForced: false)))
    }
    if what != "refused" { taker.observeOwn(Event(.accepted(OrderAccepted(order, as: id)))) }
    switch what {
    case "filled as maker": taker.observeOwn(fill(order.quantity.lots, asMaker: true))
    case "filled as taker": taker.observeOwn(fill(order.quantity.lots, asMaker: false))
    case "decremented":
      taker.observeOwn(
        Event(
          .selfTradeDecremented(
            SelfTradeDecrement(
              maker: id, taker: OrderID(number: 13), quantity: order.quantity, makerAccount: takerAccount,
              takerAccount: takerAccount, instrument: traded))))
    case "filled in part": taker.observeOwn(fill(order.quantity.lots - 1, asMaker: true))
    case "cancelled":
      taker.observeOwn(
        Event(
          .cancelled(
            OrderCancelled(
              order: id, quantity: order.quantity, account: takerAccount, instrument: traded, side: order.side,
              reason: .liquidation))))
    default:
      taker.observeOwn(
        Event(
          .refused(
            CommandRefused(
              .submit, account: takerAccount, instrument: traded, client: order.client, reason: .noMark))))
    }
    let sent = taker.sends(on: Self.market(nil, nil), at: Time(nanoseconds: 1 << 60))
    let cancel = OrderCancel(account: takerAccount, instrument: traded, target: .client(order.client))
    #expect(sent.contains(.cancel(cancel)) == (what == "filled in part"))
  }
}
