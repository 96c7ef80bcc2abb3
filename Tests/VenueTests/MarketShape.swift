import MarketTypes

/// What kind of market random commands make: where prices lie, how far they swing, how large orders are.
struct MarketShape: Sendable {
  var name: String
  var instruments: [InstrumentRules]
  /// Prices begin around this one, at most `reach` ticks away, mostly much nearer.
  var centre: Int64
  var reach: Int64
  /// The centre itself jumps this far at most.
  var jump: Int64
  var largestOrder: Int64
  var largestDeposit: Int64
  var accounts = 6
  /// One order in so many is reduce-only.
  var ordersPerReduceOnly = 8

  static let all: [MarketShape] = [
    MarketShape(
      name: "tight",
      instruments: rules(
        .last, .mid, maximumPrice: 20_000, maximumPosition: 60, tickValue: 3, maker: -50_000, taker: 300_000),
      centre: 10_000, reach: 6, jump: 1, largestOrder: 12, largestDeposit: 1_000_000),
    MarketShape(
      name: "positions at their limit",
      instruments: rules(.last, .last, maximumPrice: 200, maximumPosition: 3, tickValue: 1, maker: 0, taker: 500_000),
      centre: 100, reach: 5, jump: 4, largestOrder: 3, largestDeposit: 1_000,
      accounts: 4, ordersPerReduceOnly: 3),
    MarketShape(
      name: "wide swings",
      instruments: rules(
        .bestBid, .bestAsk, maximumPrice: 10_000_000, maximumPosition: 5_000, tickValue: 7, maker: 100_001,
        taker: 333_333),
      centre: 5_000_000, reach: 2_000_000, jump: 1_500_000, largestOrder: 300, largestDeposit: 1 << 40),
    MarketShape(
      name: "prices near 1",
      instruments: rules(
        .blend(lastWeight: Rate(partsPerBillion: 300_000_000)), .index, maximumPrice: 9, maximumPosition: 1_000,
        tickValue: 1, maker: 0, taker: 1_000_000_000),
      centre: 3, reach: 4, jump: 1, largestOrder: 50, largestDeposit: 10_000),
    MarketShape(
      name: "the highest prices",
      instruments: rules(
        .blend(lastWeight: .one), .blend(lastWeight: .zero), maximumPrice: 1 << 42 - 1, maximumPosition: 1 << 12,
        tickValue: 100, maker: -1_000_000, taker: 1_000_000),
      centre: 1 << 42 - 40, reach: 60, jump: 3, largestOrder: 1 << 10, largestDeposit: 1 << 58),
    MarketShape(
      name: "balances at their limit",
      instruments: rules(
        .mid, .last, maximumPrice: 1 << 20, maximumPosition: 1 << 20, tickValue: 1 << 21, maker: 0, taker: 10_000_000),
      centre: 1 << 19, reach: 1 << 19, jump: 1 << 18, largestOrder: 1 << 19, largestDeposit: 1 << 60),
  ]

  static func rules(
    _ marks: MarkPolicy..., maximumPrice: Int64, maximumPosition: Int64, tickValue: Int64, maker: Int64, taker: Int64
  ) -> [InstrumentRules] {
    marks.map { mark in
      InstrumentRules(
        tickValue: Money(units: tickValue), maximumPrice: Price(ticks: maximumPrice),
        maximumPosition: Quantity(lots: maximumPosition), makerFee: Rate(partsPerBillion: maker),
        takerFee: Rate(partsPerBillion: taker), initialMargin: Rate(partsPerBillion: 100_000_000),
        maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000))], mark: mark)
    }
  }
}
