import MarketTypes
import Testing

@testable import Simulation

/// Makers, takers and the venue together.
@Suite struct `Makers in a market` {
  @Test(arguments: UInt64(1)...5)
  func `no maker ever trades with itself, and every book and account stays in order`(seed: UInt64) throws {
    let run = Run(try scenario(duration: "5s", seed: seed, smallMarket), checks: true)
    let makers = [run.account("maker-1"), run.account("maker-2")]
    var fills = 0
    for case .filled(let fill) in run.events.map(\.body) where makers.contains(fill.makerAccount) {
      #expect(fill.makerAccount != fill.takerAccount)
      fills += 1
    }
    #expect(fills > 20)
    for case .quoted(let quote) in run.events.map(\.body) {
      if let bid = quote.bid, let ask = quote.ask { #expect(bid < ask) }
    }
  }

  /// Each time a maker explains its quotes, those it sends with it stand at that half-spread.
  @Test func `the terms in the stream are those of the quotes`() throws {
    let run = Run(
      try scenario(population(block("maker", [("\"base\": 4", "\"base\": 4, \"volatility\": 3")]), block("taker"))))
    var checked = 0
    for (index, step) in run.played.enumerated() {
      guard case .explainQuote(let terms) = step.command.action else { continue }
      #expect(step.events.map(\.body) == [.quoteExplained(terms)])
      if terms.halfSpread == 0 { continue }  // it quotes nothing
      let sum = Double(terms.base + terms.volatility + terms.inventory) / 1_000
      #expect(abs(Double(terms.halfSpread) - sum) < 1.002)
      var sent: [Order] = []
      for later in run.played[(index + 1)...].prefix(while: { $0.command.time == step.command.time }) {
        if case .submit(let order) = later.command.action, order.account == terms.account { sent.append(order) }
      }
      // A whole new ladder: its inner quotes are two half-spreads apart, one tick more if the centre lies between ticks.
      guard sent.count == 6, let bid = sent.filter({ $0.side == .buy }).compactMap({ $0.limit?.ticks }).max(),
        let ask = sent.filter({ $0.side == .sell }).compactMap({ $0.limit?.ticks }).min()
      else { continue }
      #expect((0...1).contains(ask - bid - 2 * Int64(terms.halfSpread)))
      checked += 1
    }
    #expect(checked > 10)
  }

  /// SIM-13: liquidation takes away orders and position, not the maker.
  @Test func `a maker that was closed by force goes on quoting from flat`() throws {
    let run = Run(
      try scenario(
        instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "mark": "index""#,
        """
        \(population(block("maker", [("1000000", "60000"), ("\"inventory\": {", "\"inventory\": {\"skew\": 0.05, ")]))),
        "openings": [
          {"kind": "holding", "account": "maker-1", "against": "world", "position": 400, "price": 1000},
          {"kind": "order", "account": "world", "side": "buy", "quantity": 1000, "limit": 890}],
        "events": [{"at": "5s", "kind": "index", "price": 880}]
        """))
    let maker = run.account("maker-1")
    let skews = run.events.compactMap { event in
      if case .quoteExplained(let terms) = event.body, terms.account == maker { terms.skew } else { nil }
    }
    #expect(skews.first == 20_000)
    #expect(skews.last == 0)
    let reasons = run.events.compactMap { event in
      if case .cancelled(let order) = event.body, order.account == maker { order.reason } else { nil }
    }
    #expect(reasons.contains(.liquidation))
    #expect(run.submissions(of: "maker-1").contains { $0.time.nanoseconds > 5_000_000_000 })
  }

  /// SIM-17: participants know the steps of the instrument they trade.
  @Test(arguments: [(1, 1), (5, 4), (1, 3), (25, 1)])
  func `nothing is refused for its lot size or tick size`(lot: Int64, tick: Int64) throws {
    let instrument =
      #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "lotSize": \#(lot), "tickSize": \#(tick)"#
    let taker = block("taker", [("\"largestOrder\": 4", "\"largestOrder\": 9"), ("\"share\": 0.3", "\"share\": 0.6")])
    let run = Run(try scenario(instrument: instrument, population(block("maker"), taker)), checks: true)
    for case .refused(let refused) in run.events.map(\.body) {
      #expect(refused.reason != .lotSizeNotMet && refused.reason != .tickSizeNotMet)
    }
    for case .submit(let order) in run.played.map(\.command.action) {
      #expect(order.quantity.lots % lot == 0 && order.quantity > .zero)
      #expect((order.limit?.ticks ?? 0) % tick == 0)
    }
    #expect(run.submissions(of: "maker-1").isEmpty == (lot == 25))
    #expect(run.submissions(of: "taker-1").isEmpty == (lot == 25))
  }

  /// SIM-6: the news of its own account holds what an administrator undoes.
  @Test func `a bust changes what a maker thinks it holds`() throws {
    var scenario = try scenario(population(block("maker", [("\"inventory\": {", "\"inventory\": {\"skew\": 0.05, ")])))
    let world = AccountID(number: Int32(scenario.names.accounts.firstIndex(of: "world") ?? -1))
    let maker = AccountID(number: Int32(scenario.names.accounts.firstIndex(of: "maker-1") ?? -1))
    let instrument = InstrumentID(number: 0)
    scenario.recordings = [
      RecordingSpecification(
        messages: "", seedBook: nil, account: world, aggressor: world, instrument: instrument, tickSize: 1)
    ]
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: 1_000),
      quantity: Quantity(lots: 40), makerAccount: world, takerAccount: maker, instrument: instrument,
      takerSide: .buy, isForced: false)
    let flow = [Command(.bust(fill), at: Time(nanoseconds: 5_000_000_000))]
    let run = Run(scenario, recordings: [RecordedFlow(flow.makeIterator())])
    let skews = run.events.compactMap { event in
      if case .quoteExplained(let terms) = event.body, terms.account == maker { terms.skew } else { nil }
    }
    #expect(skews == [0, -2_000])
  }
}
