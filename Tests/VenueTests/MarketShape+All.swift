import MarketTypes

extension MarketShape {
  static let all: [MarketShape] = plain + special

  /// Markets that differ in their numbers.
  private static let plain: [MarketShape] = [
    MarketShape(
      name: "tight",
      rules: rules(
        .last, .mid, maximumPrice: 20_000, maximumPosition: 60, tickValue: 3, maker: -50_000, taker: 300_000),
      centre: 10_000, reach: 6, jump: 1, largestOrder: 12, largestDeposit: 1_000_000),
    MarketShape(
      name: "positions at their limit",
      rules: rules(.last, .last, maximumPrice: 200, maximumPosition: 3, tickValue: 1, maker: 0, taker: 500_000),
      centre: 100, reach: 5, jump: 4, largestOrder: 3, largestDeposit: 1_000, accounts: 4, ordersPerReduceOnly: 3),
    MarketShape(
      name: "wide swings",
      rules: rules(
        .bestBid, .bestAsk, maximumPrice: 10_000_000, maximumPosition: 5_000, tickValue: 7, maker: 100_001,
        taker: 333_333),
      centre: 5_000_000, reach: 2_000_000, jump: 1_500_000, largestOrder: 300, largestDeposit: 1 << 40),
    MarketShape(
      name: "prices near 1",
      rules: rules(
        .blend(lastWeight: Rate(partsPerBillion: 300_000_000)), .index, maximumPrice: 9, maximumPosition: 1_000,
        tickValue: 1, maker: 0, taker: 1_000_000_000),
      centre: 3, reach: 4, jump: 1, largestOrder: 50, largestDeposit: 10_000),
    MarketShape(
      name: "the highest prices",
      rules: rules(
        .blend(lastWeight: .one), .blend(lastWeight: .zero), maximumPrice: 1 << 42 - 1, maximumPosition: 1 << 12,
        tickValue: 100, maker: -1_000_000, taker: 1_000_000),
      centre: 1 << 42 - 40, reach: 60, jump: 3, largestOrder: 1 << 10, largestDeposit: 1 << 58),
    MarketShape(
      name: "balances at their limit",
      rules: rules(
        .mid, .last, maximumPrice: 1 << 20, maximumPosition: 1 << 20, tickValue: 1 << 21, maker: 0, taker: 10_000_000),
      centre: 1 << 19, reach: 1 << 19, jump: 1 << 18, largestOrder: 1 << 19, largestDeposit: 1 << 59),
  ]

  /// Markets that differ in their rules and in what is asked of them.
  private static let special: [MarketShape] = [
    ordinary("old orders only") { shape in
      shape.ordersPerTerm = .max
      shape.commandsPerKind = .max
    },
    ordinary("triggers and groups", .mid, .blend(lastWeight: Rate(partsPerBillion: 500_000_000))) { shape in
      shape.often = [.trigger, .group]
    },
    ordinary("icebergs, hidden and pegged") { shape in
      shape.often = [.iceberg, .hidden, .peg]
      shape.rules.instruments[0].orders.tickSize = PriceChange(ticks: 2)
      shape.rules.instruments[1].publishesLevels = true
    },
    ordinary("pro rata") { shape in
      shape.often = [.iceberg, .prevention]
      shape.hasGroups = true
      shape.reach = 4
      shape.rules.instruments[0].matching = .proRata
      shape.rules.instruments[1].matching = .proRataAfterTop
    },
    ordinary("pro rata after top") { shape in
      shape.often = [.iceberg, .group, .minimum]
      shape.oftenAsked = [.replace]
      shape.reach = 4
      shape.rules.instruments[0].matching = .proRataAfterTop
      shape.rules.instruments[0].publishesLevels = true
      shape.rules.instruments[1].matching = .proRata
      shape.rules.selfTradePrevention = .decrement
    },
    ordinary("self-trades prevented") { shape in
      shape.accounts = 4
      shape.hasGroups = true
      shape.often = [.prevention, .iceberg]
      shape.rules.selfTradePrevention = .cancelOldest
    },
    ordinary("market protection") { shape in
      shape.often = [.marketToLimit, .slide, .minimum]
      shape.rules.instruments[0].marketProtection = MarketProtection(distance: PriceChange(ticks: 2))
      shape.rules.instruments[1].marketProtection = MarketProtection(
        distance: PriceChange(ticks: 3), restRemainder: true)
      shape.rules.selfTradePrevention = .cancelNewest
    },
    ordinary("quotes") { shape in
      shape.oftenAsked = [.quote, .protect]
      shape.rules.instruments[1].publishesLevels = true
    },
    ordinary("limits on orders") { shape in
      shape.often = [.moment, .iceberg]
      shape.oftenAsked = [.replace, .massCancel, .unblock]
      shape.rules.orderRate = OrderRate(orders: 4, window: TimeSpan(nanoseconds: 14))
      for instrument in shape.rules.instruments.indices {
        shape.rules.instruments[instrument].orders.lotSize = Quantity(lots: 2)
        shape.rules.instruments[instrument].orders.tickSize = PriceChange(ticks: 5)
        shape.rules.instruments[instrument].orders.largest = Quantity(lots: 16)
        shape.rules.instruments[instrument].orders.smallestNotional = Money(units: 12_000)
        shape.rules.instruments[instrument].orders.mostOpen = 2
      }
      shape.reach = 40
    },
    ordinary("call auctions", .mid, .index) { shape in
      shape.often = [.iceberg, .trigger]
      shape.oftenAsked = [.phase]
      shape.rules.instruments[0].reopeningCall = TimeSpan(nanoseconds: 25)
      shape.rules.instruments[1].publishesLevels = true
    },
    ordinary("price bands", .index, .last) { shape in
      shape.often = [.trigger, .marketToLimit, .minimum]
      shape.reach = 30
      shape.jump = 4
      shape.rules.instruments[0].band = PriceBand(width: Rate(partsPerBillion: 8_000_000), reference: .last)
      shape.rules.instruments[1].band = PriceBand(width: Rate(partsPerBillion: 12_000_000), reference: .mark)
    },
    ordinary("limit states") { shape in
      shape.often = [.trigger, .hidden, .peg]
      shape.reach = 30
      shape.jump = 6
      for instrument in shape.rules.instruments.indices {
        shape.rules.instruments[instrument].limitState = LimitStateRules(
          width: Rate(partsPerBillion: 9_000_000), window: TimeSpan(nanoseconds: 40),
          patience: TimeSpan(nanoseconds: 12), halt: TimeSpan(nanoseconds: 20))
      }
      shape.rules.instruments[0].reopeningCall = TimeSpan(nanoseconds: 15)
      shape.rules.instruments[1].band = PriceBand(width: Rate(partsPerBillion: 15_000_000), reference: .index)
    },
    ordinary("everything at once", .mid, .last) { shape in
      shape.hasGroups = true
      shape.ordersPerTerm = 5
      shape.commandsPerKind = 25
      shape.rules.selfTradePrevention = .cancelBoth
      shape.rules.orderRate = OrderRate(orders: 12, window: TimeSpan(nanoseconds: 60))
      shape.rules.instruments[0].matching = .proRataAfterTop
      shape.rules.instruments[0].marketProtection = MarketProtection(
        distance: PriceChange(ticks: 6), restRemainder: true)
      shape.rules.instruments[0].orders.tickSize = PriceChange(ticks: 2)
      shape.rules.instruments[0].orders.mostOpen = 12
      shape.rules.instruments[0].reopeningCall = TimeSpan(nanoseconds: 15)
      for instrument in shape.rules.instruments.indices {
        shape.rules.instruments[instrument].publishesLevels = true
        shape.rules.instruments[instrument].limitState = LimitStateRules(
          width: Rate(partsPerBillion: 15_000_000), window: TimeSpan(nanoseconds: 40),
          patience: TimeSpan(nanoseconds: 12), halt: TimeSpan(nanoseconds: 20))
      }
    },
  ]

  /// A market around 1,000 with room for positions.
  private static func ordinary(
    _ name: String, _ first: MarkPolicy = .last, _ second: MarkPolicy = .last, _ change: (inout MarketShape) -> Void
  ) -> MarketShape {
    var shape = MarketShape(
      name: name,
      rules: rules(
        first, second, maximumPrice: 2_000, maximumPosition: 200, tickValue: 3, maker: -50_000, taker: 300_000),
      centre: 1_000, reach: 10, jump: 2, largestOrder: 18, largestDeposit: 1_000_000)
    change(&shape)
    return shape
  }
}
