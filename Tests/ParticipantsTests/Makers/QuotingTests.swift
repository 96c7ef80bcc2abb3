import MarketTypes
import Participants
import Testing

/// What a maker does about its quotes.
@Suite struct `A maker's quotes` {
  @Test func `nothing is quoted before there is a price`() {
    var maker = DynamicSpreadMaker(.of(makerAccount), .plain(), streams())
    #expect(maker.sends(on: PublicMarket(traded)).isEmpty)
  }

  @Test func `quotes are post-only, rest, and bear numbers never used before`() throws {
    var desk = QuoteDesk(.plain { $0.levels = 3 })
    var clients: Set<Int64> = []
    for last in [Int64(1_000), 1_050, 1_020] {
      desk.look(at: last)
      for case .submit(let order) in desk.sent {
        #expect(order.terms == .postOnly)
        #expect(order.timeInForce == .goodTilCancelled)
        #expect(order.account == makerAccount)
        #expect(order.instrument == traded)
        #expect(clients.insert(order.client.number).inserted)
      }
    }
    #expect(clients.count == 18)
  }

  @Test func `what stands where it is wanted is left alone`() {
    var desk = QuoteDesk(.plain { $0.levels = 5 })
    desk.look(at: 1_000)
    #expect(desk.sent.count == 11)
    desk.look(at: 1_000)
    #expect(desk.sent.isEmpty)
    #expect(desk.standing.count == 10)
  }

  @Test func `terms are told when they change and only then`() {
    var desk = QuoteDesk(.plain { $0.skew = 0.5 })
    for (last, told) in [(Int64(1_000), true), (1_000, false), (1_050, false)] {
      desk.look(at: last)
      let explained = desk.sent.contains { if case .explainQuote = $0 { true } else { false } }
      #expect(explained == told)
    }
    desk.give(1)
    desk.look(at: 1_050)
    #expect(desk.sent.contains(.explainQuote(desk.terms!)))
    #expect(desk.terms?.skew == 500)
  }

  @Test func `a quote with half its size left stays, one with less is replaced`() {
    for (taken, isKept) in [(Int64(5), true), (6, false)] {
      var desk = QuoteDesk(.plain())
      desk.look(at: 1_000)
      let bid = desk.bids[0]
      desk.fill(bid, taken)
      desk.look(at: 1_000)
      #expect(desk.bids.map(\.lots) == [isKept ? 10 - taken : 10])
      #expect((desk.bids[0].order == bid.order) == isKept)
    }
  }

  @Test func `old quotes are cancelled before new ones are sent`() {
    var desk = QuoteDesk(.plain { $0.levels = 4 })
    desk.look(at: 1_000)
    desk.look(at: 1_100)
    let kinds = desk.sent.map { if case .cancel = $0 { "cancel" } else { "submit" } }
    #expect(kinds == Array(repeating: "cancel", count: 8) + Array(repeating: "submit", count: 8))
  }

  @Test func `a refused quote is forgotten and tried again`() throws {
    var maker = DynamicSpreadMaker(.of(makerAccount), .plain(), streams())
    var market = PublicMarket(traded)
    market.last = Price(ticks: 1_000)
    var sent = maker.sends(on: market)
    guard case .submit(let bid) = sent[1] else {
      Issue.record("the second thing sent was \(sent[1])")
      return
    }
    maker.observeOwn(
      Event(
        .refused(
          CommandRefused(
            .submit, account: makerAccount, instrument: traded, client: bid.client, reason: .initialMarginNotMet))))
    sent = maker.sends(on: market)
    #expect(sent.count == 1)
    guard case .submit(let again) = sent.first else { return }
    #expect(again.limit == bid.limit)
    #expect(again.client != bid.client)
  }

  @Test func `a quote that liquidation cancelled is put back`() {
    var desk = QuoteDesk(.plain())
    desk.look(at: 1_000)
    let ask = desk.asks[0]
    desk.standing.removeAll { $0.order == ask.order }
    desk.tell(
      .cancelled(
        OrderCancelled(
          order: ask.order, quantity: Quantity(lots: 10), account: makerAccount, instrument: traded, side: .sell,
          reason: .liquidation)))
    desk.look(at: 1_000)
    #expect(desk.asks.map(\.price) == [ask.price])
  }

  @Test func `no bid is placed below one tick and no ask above the highest price`() {
    var desk = QuoteDesk(
      .plain {
        $0.levels = 4
        $0.levelStep = 2
      }, at: .of(makerAccount, maximumPrice: Price(ticks: 14)))
    desk.look(at: 8)
    #expect(desk.bids.map(\.price.ticks) == [3, 1])
    #expect(desk.asks.map(\.price.ticks) == [13])
  }
}

/// SIM-17: quotes come in the instrument's steps.
@Suite struct `A maker where prices and lots have steps` {
  @Test func `bids are settled down to the tick size and asks up`() {
    var desk = QuoteDesk(
      .plain {
        $0.levels = 3
        $0.levelStep = 3
      }, at: .of(makerAccount, steps: OrderSteps(tick: PriceChange(ticks: 4))))
    desk.look(at: 1_000)
    #expect(desk.bids.map(\.price.ticks) == [992, 992, 988])  // 995, 992 and 989
    #expect(desk.asks.map(\.price.ticks) == [1_008, 1_008, 1_012])  // 1005, 1008 and 1011
    #expect(desk.terms?.halfSpread == 5)  // what it had in mind
    desk.look(at: 1_000)
    #expect(desk.sent.isEmpty)
  }

  @Test(arguments: [(1, 10), (3, 9), (7, 7), (10, 10)])
  func `sizes are settled down to the lot size`(lot: Int64, lots: Int64) {
    var desk = QuoteDesk(.plain(), at: .of(makerAccount, steps: OrderSteps(lot: Quantity(lots: lot))))
    desk.look(at: 1_000)
    #expect(desk.standing.map(\.lots) == [lots, lots])
  }

  @Test func `a size below the lot size is nothing, and the terms say so`() {
    var desk = QuoteDesk(.plain(), at: .of(makerAccount, steps: OrderSteps(lot: Quantity(lots: 11))))
    desk.look(at: 1_000)
    #expect(desk.standing.isEmpty)
    #expect(desk.terms?.halfSpread == 0)
  }

  @Test func `no bid is placed below one tick size and no ask above the highest price`() {
    let seat = Seat.of(
      makerAccount, steps: OrderSteps(tick: PriceChange(ticks: 10)), maximumPrice: Price(ticks: 19))
    var desk = QuoteDesk(.plain(), at: seat)
    desk.look(at: 12)
    #expect(desk.standing.isEmpty)
  }
}

/// What a maker holds is what its own events say.
@Suite struct `A maker's inventory` {
  @Test func `it follows fills of its quotes`() {
    var desk = QuoteDesk(.plain { $0.skew = 1 })
    desk.look(at: 1_000)
    desk.fill(desk.bids[0], 7)
    desk.fill(desk.asks[0], 10)
    desk.look(at: 1_000)
    #expect(desk.terms?.skew == -3_000)
  }

  @Test func `it follows forced fills in its name`() {
    var desk = QuoteDesk(.plain { $0.skew = 1 })
    desk.tell(.filled(desk.fillOf(OrderID(number: 99), 4, maker: somebody, taker: makerAccount, .sell)))
    desk.look(at: 1_000)
    #expect(desk.terms?.skew == -4_000)
  }

  @Test func `a fill that is undone goes back, whichever side it was`() {
    for (maker, taker, skew) in [(makerAccount, somebody, Int32(4_000)), (somebody, makerAccount, -4_000)] {
      var desk = QuoteDesk(.plain { $0.skew = 1 })
      let fill = desk.fillOf(OrderID(number: 99), 4, maker: maker, taker: taker, .sell)
      desk.tell(.filled(fill))
      desk.look(at: 1_000)
      #expect(desk.terms?.skew == skew)
      desk.tell(.busted(fill))
      desk.look(at: 1_000)
      #expect(desk.terms?.skew == 0)
    }
  }

  @Test func `what is closed against it, taken over or moved counts`() {
    for (account, counterparty, skew) in [(makerAccount, somebody, Int32(8_000)), (somebody, makerAccount, 16_000)] {
      var desk = QuoteDesk(.plain { $0.skew = 1 })
      desk.give(12)
      desk.tell(
        .deleveraged(
          Deleveraging(
            account: account, counterparty: counterparty, instrument: traded, side: .sell,
            quantity: Quantity(lots: 4), price: Price(ticks: 900))))
      desk.look(at: 1_000)
      #expect(desk.terms?.skew == skew)
    }
    for (from, to, skew) in [(makerAccount, somebody, Int32(0)), (somebody, makerAccount, 24_000)] {
      var desk = QuoteDesk(.plain { $0.skew = 1 })
      desk.give(12)
      desk.tell(
        .positionMoved(
          PositionMoved(
            PositionMove(from: from, to: to, instrument: traded), position: Position(lots: 12), cost: .zero)))
      desk.look(at: 1_000)
      #expect(desk.terms?.skew == skew)
    }
  }

  @Test func `a contract that is settled leaves nothing, another's settlement all`() {
    for (instrument, skew) in [(traded, Int32(0)), (InstrumentID(number: 4), 12_000)] {
      var desk = QuoteDesk(.plain { $0.skew = 1 })
      desk.give(12)
      desk.tell(.contractSettled(PriceUpdate(instrument: instrument, price: Price(ticks: 900))))
      desk.look(at: 1_000)
      #expect(desk.terms?.skew == skew)
    }
  }

  @Test func `it begins with the holding of the opening`() {
    for (account, counterparty, skew) in [(makerAccount, somebody, Int32(12_000)), (somebody, makerAccount, -12_000)] {
      var desk = QuoteDesk(.plain { $0.skew = 1 })
      desk.tell(
        .holdingOpened(
          HoldingOpening(
            account: account, counterparty: counterparty, instrument: traded, position: Position(lots: 12),
            price: Price(ticks: 900))))
      desk.look(at: 1_000)
      #expect(desk.terms?.skew == skew)
    }
  }

  @Test func `other instruments and trades with itself leave it as it is`() {
    var desk = QuoteDesk(.plain { $0.skew = 1 })
    let other = InstrumentID(number: 4)
    desk.tell(.filled(desk.fillOf(OrderID(number: 99), 4, maker: makerAccount, taker: somebody, .sell, in: other)))
    desk.tell(.busted(desk.fillOf(OrderID(number: 99), 4, maker: makerAccount, taker: somebody, .sell, in: other)))
    desk.tell(.filled(desk.fillOf(OrderID(number: 98), 4, maker: makerAccount, taker: makerAccount, .sell)))
    desk.tell(.busted(desk.fillOf(OrderID(number: 98), 4, maker: makerAccount, taker: makerAccount, .sell)))
    desk.tell(
      .holdingOpened(
        HoldingOpening(
          account: makerAccount, counterparty: somebody, instrument: other, position: Position(lots: 12),
          price: Price(ticks: 900))))
    desk.look(at: 1_000)
    #expect(desk.terms?.skew == 0)
  }
}

/// Laws that hold whatever the settings and whatever the market does.
@Suite struct `A maker among accidents` {
  @Test(arguments: UInt64(0)..<200)
  func `a maker never crosses itself and forgets no quote`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let settings = DynamicSpreadMaker.Settings.plain {
      $0.base = dice.uniform(in: 0...8)
      $0.maximum = dice.uniform(in: 8...50)
      $0.volatilityWeight = dice.uniform(in: 0...3)
      $0.volatilityDecay = dice.uniform(in: 0...0.95)
      $0.inventoryWeight = dice.uniform(in: 0...20)
      $0.skew = dice.uniform(in: 0...2)
      $0.levels = Int(dice.whole(in: 1...6))
      $0.levelStep = dice.uniform(in: 0...4)
      $0.size = Quantity(lots: dice.whole(in: 1...30))
      $0.sizeDecay = dice.uniform(in: 0...3)
      $0.stressFrom = 1
      $0.stressFull = 3
      $0.pull = dice.uniform(in: 0.1...1)
    }
    let steps = OrderSteps(
      lot: Quantity(lots: dice.whole(in: 1...4)), tick: PriceChange(ticks: dice.whole(in: 1...4)))
    var desk = QuoteDesk(settings, at: .of(makerAccount, steps: steps, maximumPrice: Price(ticks: 120)))
    var last: Int64 = 60
    for step in 0..<50 {
      last = min(120, max(1, last + dice.whole(in: -12...12)))
      while !desk.standing.isEmpty, dice.whole(in: 0...2) == 0 {
        let order = desk.standing[Int(dice.whole(in: 0...Int64(desk.standing.count) - 1))]
        desk.fill(order, dice.whole(in: 1...order.lots))
      }
      desk.look(at: last)
      if let bid = desk.bids.first, let ask = desk.asks.first {
        #expect(bid.price < ask.price, "step \(step) at \(last): \(bid.price.ticks) against \(ask.price.ticks)")
      }
      #expect(desk.standing.allSatisfy { (1...120).contains($0.price.ticks) && $0.lots >= 1 })
      #expect(desk.standing.allSatisfy { $0.price.ticks % steps.tick.ticks == 0 }, "step \(step)")
      for case .submit(let order) in desk.sent { #expect(order.quantity.lots % steps.lot.lots == 0) }
      #expect(desk.standing.count <= 2 * settings.levels, "step \(step)")
    }
  }
}
