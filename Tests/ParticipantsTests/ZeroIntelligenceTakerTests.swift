import MarketTypes
import Mathematics
import Participants
import Testing

private let takerAccount = AccountID(number: 5)

@Suite struct `A taker without opinion` {
  static func taker(seed: UInt64 = 1, _ change: (inout ZeroIntelligenceTaker.Settings) -> Void = { _ in })
    -> ZeroIntelligenceTaker
  {
    var settings = ZeroIntelligenceTaker.Settings(
      account: takerAccount, instrument: traded, steps: OrderSteps(),
      meanInterval: TimeSpan(nanoseconds: 2_000_000_000),
      largestOrder: Quantity(lots: 4), limitShare: 0.3, farthest: PriceChange(ticks: 20),
      meanLife: TimeSpan(nanoseconds: 10_000_000_000))
    change(&settings)
    return ZeroIntelligenceTaker(settings) { purpose in
      SeededGenerator(seed: seed, nameHash: 77, index: 0, purpose: purpose.rawValue)
    }
  }

  static func market(_ bid: Int64?, _ ask: Int64?) -> PublicMarket {
    var market = PublicMarket(traded)
    market.quote = Quote(
      instrument: traded, bid: bid.map(Price.init), bidQuantity: Quantity(lots: 1), ask: ask.map(Price.init),
      askQuantity: Quantity(lots: 1))
    return market
  }

  static func orders(_ actions: [Command.Action]) -> [Order] {
    actions.compactMap { if case .submit(let order) = $0 { order } else { nil } }
  }

  static func isCancel(_ action: Command.Action) -> Bool { if case .cancel = action { true } else { false } }

  /// Within four standard errors of the mean: the seed is fixed, so this either always holds or never.
  @Test func `times between actions are exponential with the given mean`() {
    var taker = Self.taker()
    let count = 100_000
    var now = Time.start
    var sum = 0.0
    var sumOfSquares = 0.0
    var shortest = Double.infinity
    var belowMean = 0
    for _ in 0..<count {
      let next = taker.nextAction(after: now)
      let span = Double((next - now).nanoseconds) / 2e9
      sum += span
      sumOfSquares += span * span
      shortest = min(shortest, span)
      if span < 1 { belowMean += 1 }
      now = next
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
    let count = 20_000.0
    var buys = 0.0
    var limits = 0.0
    var sizes: [Int64: Double] = [:]
    for _ in 0..<Int(count) {
      var sent: [Command.Action] = []
      taker.act(on: Self.market(1_000, 1_010), at: .start, &sent)
      for order in Self.orders(sent) {
        if order.side == .buy { buys += 1 }
        if order.limit != nil { limits += 1 }
        sizes[order.quantity.lots, default: 0] += 1
      }
    }
    #expect(abs(buys / count - 0.5) < 4 * (0.25 / count).squareRoot())
    #expect(abs(limits / count - 0.3) < 4 * (0.21 / count).squareRoot())
    #expect(sizes.keys.sorted() == [1, 2, 3, 4])
    for (_, often) in sizes { #expect(abs(often / count - 0.25) < 4 * (0.1875 / count).squareRoot()) }
  }

  @Test func `a market order is immediate-or-cancel and a limit order stands behind the opposite best`() {
    var taker = Self.taker()
    var distances: Set<Int64> = []
    for _ in 0..<1_000 {
      var sent: [Command.Action] = []
      taker.act(on: Self.market(1_000, 1_010), at: .start, &sent)
      for order in Self.orders(sent) {
        guard let limit = order.limit else {
          #expect(order.timeInForce == .immediateOrCancel)
          continue
        }
        #expect(order.timeInForce == .goodTilCancelled)
        let distance = order.side == .buy ? 1_010 - limit.ticks : limit.ticks - 1_000
        #expect((1...20).contains(distance))
        distances.insert(distance)
      }
    }
    #expect(distances.count == 20)
  }

  /// SIM-11: what it draws never depends on what it sees.
  @Test(arguments: UInt64(0)..<10)
  func `it draws the same numbers whatever the market`(seed: UInt64) {
    var seeing = Self.taker(seed: seed)
    var blind = Self.taker(seed: seed)
    var now = Time.start
    for step in 0..<200 {
      let next = seeing.nextAction(after: now)
      #expect(blind.nextAction(after: now) == next)
      now = next
      var sent: [Command.Action] = []
      var sentBlindly: [Command.Action] = []
      seeing.act(on: Self.market(900 + Int64(step), 1_000 + Int64(step)), at: now, &sent)
      blind.act(on: Self.market(nil, nil), at: now, &sentBlindly)
      let order = Self.orders(sent)
      let blindOrder = Self.orders(sentBlindly)
      // With an empty book there is nothing to stand behind; market orders are the same.
      #expect(blindOrder == order.filter { $0.limit == nil }, "step \(step)")
    }
  }

  /// SIM-17, SIM-11: the draws are those of a market without steps; what comes of them is settled.
  @Test(arguments: UInt64(0)..<10)
  func `what it sends is settled to the instrument's steps, away from the other side`(seed: UInt64) {
    var plain = Self.taker(seed: seed) { $0.largestOrder = Quantity(lots: 40) }
    var settled = Self.taker(seed: seed) {
      $0.largestOrder = Quantity(lots: 40)
      $0.steps = OrderSteps(lot: Quantity(lots: 7), tick: PriceChange(ticks: 5))
    }
    for step in 0..<200 {
      var sent: [Command.Action] = []
      var stepped: [Command.Action] = []
      plain.act(on: Self.market(1_000, 1_010), at: .start, &sent)
      settled.act(on: Self.market(1_000, 1_010), at: .start, &stepped)
      let order = Self.orders(sent)[0]
      guard let other = Self.orders(stepped).first else {
        #expect(order.quantity.lots < 7, "step \(step)")
        continue
      }
      #expect(other.quantity.lots == order.quantity.lots / 7 * 7)
      #expect(other.side == order.side)
      #expect((other.limit == nil) == (order.limit == nil))
      if let limit = other.limit?.ticks, let aimed = order.limit?.ticks {
        #expect(limit == (order.side == .buy ? aimed / 5 * 5 : (aimed + 4) / 5 * 5), "step \(step)")
      }
    }
  }

  @Test func `no limit order is sent below one tick`() {
    var taker = Self.taker { $0.limitShare = 1 }
    for _ in 0..<500 {
      var sent: [Command.Action] = []
      taker.act(on: Self.market(2, 3), at: .start, &sent)
      #expect(Self.orders(sent).allSatisfy { ($0.limit?.ticks ?? 0) >= 1 })
    }
  }

  @Test func `an order is cancelled at the first action past its life, and once`() throws {
    var taker = Self.taker { $0.limitShare = 1 }
    var sent: [Command.Action] = []
    taker.act(on: Self.market(1_000, 1_010), at: .start, &sent)
    let order = try #require(Self.orders(sent).first)
    var cancels: [Command.Action] = []
    for second in 1...1_000 where cancels.isEmpty {
      sent = []
      taker.act(on: Self.market(nil, nil), at: Time(nanoseconds: Int64(second) * 1_000_000_000), &sent)
      cancels += sent.filter(Self.isCancel)
    }
    let cancel = OrderCancel(account: takerAccount, instrument: traded, target: .client(order.client))
    #expect(cancels == [.cancel(cancel)])
    sent = []
    taker.act(on: Self.market(nil, nil), at: Time(nanoseconds: 1 << 60), &sent)
    #expect(!sent.contains(where: Self.isCancel))
  }

  @Test(arguments: ["filled as maker", "filled as taker", "cancelled", "refused", "filled in part"])
  func `an order that is gone is not cancelled`(what: String) throws {
    var taker = Self.taker { $0.limitShare = 1 }
    var sent: [Command.Action] = []
    taker.act(on: Self.market(1_000, 1_010), at: .start, &sent)
    let order = try #require(Self.orders(sent).first)
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
    sent = []
    taker.act(on: Self.market(nil, nil), at: Time(nanoseconds: 1 << 60), &sent)
    #expect(sent.contains(where: Self.isCancel) == (what == "filled in part"))
  }
}
