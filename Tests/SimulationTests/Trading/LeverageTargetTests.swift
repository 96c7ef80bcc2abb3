import MarketTypes
import Notation
import Participants
import Simulation
import Testing

/// Positions kept at a multiple of one's wealth.
@Suite struct `A target of leverage` {
  // TRD-3. Source: Thurner, Farmer and Geanakoplos: cash ξ of noise traders and one fund share N units.
  @Test func `a fund that buys what is cheap clears the market at the price of the formula`() {
    let (supply, noise, wealth) = (1_000.0, 900.0, 2.0)
    for slope in [5.0, 10.0, 50.0] {
      let free = LeverageStrategy.value(fair: 1, slope: slope, cap: 1e9, mayShort: false)
      let price = clearing(free, supply, noise, wealth)
      #expect(abs(price - (noise + slope * wealth) / (supply + slope * wealth)) < 1e-12)
    }
    let published = clearing(.value(fair: 1, slope: 10, cap: 1e9, mayShort: false), supply, noise, wealth)
    #expect(abs(published - 0.901_960_784_3) < 5e-11)
    // Where the cap binds, what the fund holds is worth cap × W whatever the price.
    let capped = clearing(.value(fair: 1, slope: 10, cap: 0.5, mayShort: false), supply, noise, wealth)
    #expect(abs(capped - (noise + 0.5 * wealth) / supply) < 1e-12)
    // Above its fair value it holds nothing, or is short.
    let dear = LeverageStrategy.value(fair: 1, slope: 10, cap: 5, mayShort: false)
    #expect(dear.leverage(at: 1.2, anchor: 1) == 0)
    #expect(LeverageStrategy.value(fair: 1, slope: 8, cap: 5, mayShort: true).leverage(at: 1.25, anchor: 1) == -2)
  }

  /// Where noise ÷ p + demand(p) is the supply, found by halving.
  private func clearing(_ strategy: LeverageStrategy, _ supply: Double, _ noise: Double, _ wealth: Double) -> Double {
    var (low, high) = (0.01, 2.0)
    for _ in 0..<200 {
      let price = (low + high) / 2
      let demand = (noise + strategy.leverage(at: price, anchor: 1) * wealth) / price
      if demand > supply { low = price } else { high = price }
    }
    return low
  }

  // TRD-3
  @Test func `a trend is bought up to the cap and sold when it turns`() {
    let trend = LeverageStrategy.trend(halfLife: TimeSpan(nanoseconds: 1), slope: 20, cap: 3, mayShort: true)
    #expect(trend.leverage(at: 110, anchor: 100) == 2)
    #expect(trend.leverage(at: 150, anchor: 100) == 3)
    #expect(trend.leverage(at: 95, anchor: 100) == -1)
    let longOnly = LeverageStrategy.trend(halfLife: TimeSpan(nanoseconds: 1), slope: 20, cap: 3, mayShort: false)
    #expect(longOnly.leverage(at: 95, anchor: 100) == 0)
  }

  /// TRD-2. A holder of q lots at leverage L in a book of D lots a tick at price p sells q (L − 1) ÷ p for each tick that the
  /// price falls, so that a shock's displacement is multiplied by 1 ÷ (1 − q (L − 1) ÷ (p D)). Here q ÷ (p D) is 1 ÷ 5.
  @Test(arguments: [(1, 10.0), (2, 12.5), (3, 16.667), (4, 25), (5, 50)])
  func `a constant leverage multiplies a shock as the closed form says`(leverage: Int, ticks: Double) throws {
    let bids = (1...150).map {
      #"{"kind": "order", "account": "world", "side": "buy", "quantity": 50, "limit": \#(10_000 - $0)}"#
    }
    let text = scenarioText(
      duration: "20s", instrument: #""initialMargin": "0.02", "maintenance": [{"rate": "0.01"}]"#,
      accounts: #"{"name": "world", "kind": "exempt"}, {"name": "seller", "kind": "exempt"}"#,
      """
      "population": [
        {"kind": "trader", "name": "fund", "count": 1, "collateral": \(1_000_000_000 / leverage), "interval": "10ms",
         "strategy": {"kind": "constantLeverage", "leverage": \(leverage)}}],
      "openings": [
        {"kind": "holding", "account": "fund-1", "against": "world", "position": 100000, "price": 10000},
        \(bids.joined(separator: ", "))],
      "events": [{"at": "1s", "kind": "order", "account": "seller", "side": "sell", "quantity": 500}]
      """)
    let words = String(decoding: text.bytes, as: UTF8.self).replacing(
      "\"openingMark\": 1000", with: "\"openingMark\": 10000")
    let run = Run(try Scenario.read(SourceText(name: "leverage.jsonc", words)))
    let last = run.events.reversed().lazy.compactMap { event -> Price? in
      if case .marked(let change) = event.body { change.price } else { nil }
    }.first
    let displacement = 10_000 - Double(try #require(last).ticks)
    // Second order in displacement ÷ price, and whole ticks.
    #expect(abs(displacement - ticks) <= 1 + 0.05 * ticks, "\(displacement) ticks")
  }

  // TRD-2
  @Test func `a hedged holder keeps both legs at their share of what it has`() throws {
    let scenario = try Scenario.read(hedge)
    var simulation = MarketSimulation(scenario)
    while simulation.advance() {}
    let hedger = AccountID(number: Int32(try #require(scenario.names.accounts.firstIndex(of: "hedger-1"))))
    let equity = Double(simulation.venue.figures(of: hedger).equity)
    let (near, far) = (InstrumentID(number: 0), InstrumentID(number: 1))
    let marks = [near, far].map { Double(simulation.venue.mark(of: $0)?.ticks ?? 0) }
    #expect(marks == [1_101, 479])
    let long = Double(simulation.venue.position(of: hedger, in: near).lots)
    let short = Double(simulation.venue.position(of: hedger, in: far).lots)
    // Worked out before its last orders, whose own cost is what the difference comes from.
    #expect(abs(long - 2 * equity / marks[0]) <= 2)
    #expect(abs(short + 0.5 * 2 * equity / marks[1]) <= 2)
    #expect(long > 150 && short < -150)
  }

  // TRD-5
  @Test func `what a margin call makes it sell it does not buy back`() throws {
    let run = Run(
      try scenario(
        """
        "population": [
          {"kind": "trader", "name": "t", "count": 1, "collateral": 100000, "interval": "1s",
           "marginCall": {"kind": "deleverage", "below": 5, "to": 2},
           "strategy": {"kind": "constantLeverage", "leverage": 6, "band": 0.05}}],
        "openings": [
          {"kind": "order", "account": "world", "side": "sell", "quantity": 1000, "limit": 1001},
          {"kind": "order", "account": "world", "side": "buy", "quantity": 1000, "limit": 999}]
        """))
    let orders = run.submissions(of: "t-1").map { $0.order.side.sign * $0.order.quantity.lots }
    // 6 × 100,000 ÷ 1,000; then all but 2 × 100,000 ÷ 1,001.
    #expect(orders == [600, 199 - 600])
  }

  private var hedge: SourceText {
    func book(_ instrument: String, _ mid: Int) -> String {
      ["buy", "sell"].map { side in
        #"{"kind": "order", "instrument": "\#(instrument)", "account": "world", "side": "\#(side)", "quantity": 5000, "#
          + #""limit": \#(side == "buy" ? mid - 1 : mid)}"#
      }.joined(separator: ", ")
    }
    func trade(_ at: Int, _ instrument: String, _ price: Int) -> String {
      ["sell", "buy"].map { side in
        #"{"at": "\#(at)s", "kind": "order", "instrument": "\#(instrument)", "account": "world", "side": "\#(side)", "#
          + #""quantity": 9000, "limit": \#(price)}"#
      }.joined(separator: ", ")
    }
    return SourceText(
      name: "hedge.jsonc",
      """
      {
        "version": 1, "name": "hedge", "duration": "10s",
        "instruments": [
          {"name": "N", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000, "initialMargin": "0.1",
           "maintenance": [{"rate": "0.05"}]},
          {"name": "F", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 500, "initialMargin": "0.1",
           "maintenance": [{"rate": "0.05"}]}],
        "accounts": [{"name": "world", "kind": "exempt"}, {"name": "other", "kind": "exempt"}],
        "population": [
          {"kind": "trader", "name": "hedger", "count": 1, "instrument": "N", "collateral": 100000, "interval": "100ms",
           "strategy": {"kind": "constantLeverage", "leverage": 2, "legs": [{"instrument": "F", "weight": -0.5}]}}],
        "openings": [\(book("N", 1_000)), \(book("F", 500))],
        "events": [
          {"at": "3s", "kind": "cancel", "account": "world"},
          \(trade(4, "N", 1_100)), \(trade(5, "F", 480)),
          {"at": "6s", "kind": "order", "instrument": "N", "account": "world", "side": "buy", "quantity": 5000, "limit": 1100},
          {"at": "6s", "kind": "order", "instrument": "N", "account": "world", "side": "sell", "quantity": 5000, "limit": 1101},
          {"at": "6s", "kind": "order", "instrument": "F", "account": "world", "side": "buy", "quantity": 5000, "limit": 479},
          {"at": "6s", "kind": "order", "instrument": "F", "account": "world", "side": "sell", "quantity": 5000, "limit": 480}]
      }
      """)
  }
}
