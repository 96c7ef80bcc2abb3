import Foundation
import MarketTypes
import Simulation
import Testing

/// Makers that quote by a formula, in the real book.
@Suite struct `A quoter in a market` {
  /// What makes 10,000 the fair price of each kind, and not of the others.
  static let kinds: [(fair: String, mark: Int64, body: String)] = [
    (#""last""#, 10_000, ""),
    (#""mark""#, 10_000, ""),
    (#""index""#, 9_990, #""events": [{"at": "1ns", "kind": "index", "price": 10000}],"#),
    (
      #""mid""#, 9_990,
      """
      "openings": [{"kind": "order", "account": "world", "side": "buy", "quantity": 1, "limit": 9000},
                   {"kind": "order", "account": "world", "side": "sell", "quantity": 1, "limit": 11000}],
      """
    ),
    (
      #"{"runningMean": 100}"#, 9_990,
      """
      "openings": [{"kind": "order", "account": "world", "side": "buy", "quantity": 30, "limit": 10000}],
      "events": [{"at": "1ns", "kind": "order", "account": "other", "side": "sell", "quantity": 30, "limit": 10000}],
      """
    ),
  ]

  /// PAR-4, PAR-30, PAR-31: the published point values around each kind of fair price, in ticks of a hundredth. With
  /// 50 lots the ask is beyond the middle, where only one that may take quotes.
  @Test(arguments: kinds)
  func `the published quotes stand in the book around each kind of fair price`(
    fair: String, mark: Int64, body: String
  ) throws {
    let points: [(lots: Int64, left: String, bid: Int64, ask: Int64)] = [
      (0, "1s", 9_915, 10_085), (50, "1s", 9_715, 9_885), (-30, "500ms", 9_985, 10_135),
    ]
    for point in points {
      let holding =
        point.lots == 0
        ? ""
        : #"{"kind": "holding", "account": "maker-1", "against": "world", "position": \#(point.lots), "price": 10000}"#
      var body = body
      if !holding.isEmpty {
        body =
          body.contains("\"openings\": [")
          ? body.replacing("\"openings\": [", with: "\"openings\": [\(holding), ")
          : "\"openings\": [\(holding)], \(body)"
      }
      let block = quoter(publishedFormula, "\"fair\": \(fair), \"timeLeft\": \"\(point.left)\", \"takes\": true")
        .replacing("\"count\": 1,", with: "\"count\": 1, \"start\": \"1ms\",")
      let run = Run(
        try scenarioInHundredths(
          mark: mark, accounts: #"{"name": "world", "kind": "exempt"}, {"name": "other", "kind": "exempt"}"#,
          duration: "11ms", "\(body) \(population(block))"))
      let sent = run.submissions(of: "maker-1").map { [$0.order.side.sign, $0.order.limit?.ticks ?? 0] }
      #expect(sent == [[1, point.bid], [-1, point.ask]], "\(fair), \(point.lots) lots")
      if fair != #""mid""# { #expect(run.bestQuotes.last == [point.bid, point.ask]) }
    }
  }

  /// Models C9: quoting anew after each unit, it is a book of constant depth: its bid falls by γ σ² τ, 40 ticks, for each unit sold.
  @Test func `sold to unit by unit it is a linear book`() throws {
    let sales = (1...20).map {
      #"{"at": "\#(20 * $0)ms", "kind": "order", "account": "world", "side": "sell", "quantity": 10}"#
    }
    let run = Run(
      try scenarioInHundredths(
        duration: "1s",
        """
        \(population(quoter(publishedFormula, #""fair": "index", "takes": true"#))),
        "events": [{"at": "1ns", "kind": "index", "price": 10000}, \(sales.joined(separator: ", "))]
        """))
    let prices = run.events.compactMap { if case .filled(let fill) = $0.body { fill.price.ticks } else { nil } }
    #expect(prices == (0..<20).map { 9_915 - 40 * $0 })
  }

  /// PAR-8, PAR-31: after a purchase, another and a sale, ours are the published quotes: 100 and 110 are 90,000 and 99,000.
  @Test func `a learner follows the published sequence of trades`() throws {
    let block = quoter(
      #""kind": "glostenMilgrom", "low": 90000, "high": 99000, "informedShare": 0.3"#, size: 1)
    let run = Run(
      try scenario(
        duration: "5s",
        """
        \(population(block)),
        "events": [
          {"at": "1s", "kind": "order", "account": "world", "side": "buy", "quantity": 1},
          {"at": "2s", "kind": "order", "account": "world", "side": "buy", "quantity": 1},
          {"at": "3s", "kind": "order", "account": "world", "side": "sell", "quantity": 1}]
        """))
    let published: [(second: Int64, bid: Double, ask: Double)] = [
      (1, 103.5, 106.5), (2, 105, 107.752293578), (3, 106.5, 108.6496062992), (5, 105, 107.752293578),
    ]
    for (second, bid, ask) in published {
      let moment = Time(nanoseconds: second * 1_000_000_000)
      let before = run.played.prefix { $0.command.time < moment }
      let last = before.flatMap(\.events).compactMap { event -> [Int64]? in
        if case .quoted(let quote) = event.body { [quote.bidTicks, quote.askTicks] } else { nil }
      }.last
      #expect(
        last == [Int64((bid * 900 + 1e-6).rounded(.down)), Int64((ask * 900 - 1e-6).rounded(.up))], "before \(second) s"
      )
    }
  }

  /// PAR-10, PAR-34: flat without fees both sides are ten times half the base, 5,000 millionths; with a fee pool 500. Long 100 of a
  /// room of 500 the reserve is 1,100 of at most 1,500: a quarter of what may still come, so the bid's side, which users
  /// sell into, is 1 + 40 × ¼ = 11 times as wide.
  @Test(arguments: [(0, 0, 9_950, 10_050), (0, 1_000_000, 9_995, 10_005), (100, 1_000_000, 9_945, 10_005)])
  func `drift's spread stands in the book`(lots: Int64, fees: Int64, bid: Int64, ask: Int64) throws {
    let block = quoter(
      #""kind": "drift", "base": 1000, "maximum": 20000, "reserve": 1000, "room": 500, "feePool": \#(fees)"#,
      #""fair": "mark""#, limit: 500)
    let holding =
      lots == 0
      ? ""
      : #""openings": [{"kind": "holding", "account": "maker-1", "against": "world", "position": \#(lots), "price": 10000}],"#
    let run = Run(
      try scenarioInHundredths(duration: "20ms", "\(holding) \(population(block))"))
    #expect(run.bestQuotes.last == [bid, ask])
  }

  /// PAR-32: without latency nothing carries it past its limit, whatever comes.
  @Test(arguments: [true, false], [1, 3])
  func `its position never passes its limit`(amends: Bool, levels: Int) throws {
    let block = quoter(
      #""kind": "constant", "halfSpread": 3"#,
      #""fair": "index", "amends": \#(amends), "levels": \#(levels), "levelStep": 2"#, limit: 35)
    let takers = """
      {"kind": "taker", "name": "taker", "count": 5, "margin": "exempt", "meanInterval": "50ms", "largestOrder": 25,
       "start": "100ms"}
      """
    let run = Run(
      try scenario(
        duration: "20s", seed: 3,
        """
        \(population(block, takers)), "events": [{"at": "1ns", "kind": "index", "price": 1000}]
        """), checks: true)
    let positions = run.positions(of: "maker-1")
    #expect(positions.allSatisfy { abs($0) <= 35 })
    #expect(positions.contains(35) && positions.contains(-35))
    #expect(positions.count > 100)
    // At the limit one side is quoted.
    #expect(run.bestQuotes.contains { $0[0] == 0 } && run.bestQuotes.contains { $0[1] == 0 })
  }

  /// PAR-33: with 50 lots the published ask is 9,885; a bid of others at 9,950 is beyond it.
  @Test(arguments: [true, false])
  func `it takes only if it may`(takes: Bool) throws {
    let block = quoter(publishedFormula, #""fair": "mark", "takes": \#(takes)"#)
    let run = Run(
      try scenarioInHundredths(
        duration: "10ms",
        """
        "openings": [
          {"kind": "holding", "account": "maker-1", "against": "world", "position": 50, "price": 10000},
          {"kind": "order", "account": "world", "side": "buy", "quantity": 4, "limit": 9950}],
        \(population(block))
        """))
    let fills = run.events.compactMap { if case .filled(let fill) = $0.body { fill } else { nil } }
    if takes {
      #expect(fills.map(\.price.ticks) == [9_950] && fills.map(\.quantity.lots) == [4])
      #expect(fills.allSatisfy { $0.takerAccount == run.account("maker-1") })
      #expect(run.bestQuotes.last?[1] == 9_885)  // what is left of it rests
    } else {
      #expect(fills.isEmpty)
      #expect(run.bestQuotes.last == [9_950, 10_000])
    }
  }

  /// PAR-30: one request moves a quote where it is amended, two where it is sent anew.
  @Test func `a quote is moved by one request or by two`() throws {
    for amends in [true, false] {
      let block = quoter(
        #""kind": "constant", "halfSpread": 3"#, #""fair": "index", "amends": \#(amends)"#)
      let run = Run(
        try scenario(
          duration: "3s",
          """
          \(population(block)),
          "events": [{"at": "1ns", "kind": "index", "price": 1000}, {"at": "1s", "kind": "index", "price": 1040},
                     {"at": "2s", "kind": "index", "price": 980}]
          """))
      let kinds = run.played.compactMap { step -> String? in
        switch step.command.action {
        case .submit: "submit"
        case .cancel: "cancel"
        case .amend: "amend"
        default: nil
        }
      }
      let anew = ["cancel", "cancel", "submit", "submit"]
      let moved = amends ? Array(repeating: "amend", count: 4) : anew + anew
      #expect(kinds == ["submit", "submit"] + moved)
      #expect(!run.events.contains { if case .refused = $0.body { true } else { false } })
      #expect(run.bestQuotes.last == [977, 983])
    }
  }

  /// PAR-37: everything is taken, position and orders, and it goes on with what it is left.
  @Test(arguments: ["quoter", "grid"])
  func `one that is liquidated goes on`(kind: String) throws {
    let block =
      kind == "quoter"
      ? quoter(#""kind": "constant", "halfSpread": 3"#, #""fair": "index""#)
      : """
      {"kind": "grid", "name": "maker", "count": 1, "collateral": 100000000, "bidSpread": 0.003, "askSpread": 0.003,
       "size": 10, "limit": 1000, "refresh": "10ms"}
      """
    let run = Run(
      try scenario(
        instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "mark": "index""#,
        """
        \(population(block.replacing("100000000", with: "60000"))),
        "openings": [
          {"kind": "holding", "account": "maker-1", "against": "world", "position": 400, "price": 1000},
          {"kind": "order", "account": "world", "side": "buy", "quantity": 1000, "limit": 890}],
        "events": [
          {"at": "1ns", "kind": "index", "price": 1000}, {"at": "5s", "kind": "index", "price": 880}]
        """), checks: true)
    let maker = run.account("maker-1")
    let reasons = run.events.compactMap { event in
      if case .cancelled(let order) = event.body, order.account == maker { order.reason } else { nil }
    }
    #expect(reasons.contains(.liquidation))
    let forced = run.events.contains { event in
      if case .filled(let fill) = event.body { fill.isForced && fill.takerAccount == maker } else { false }
    }
    #expect(forced)
    let later = run.submissions(of: "maker-1").filter { $0.time.nanoseconds > 5_000_000_000 }
    #expect(Set(later.map(\.order.side)) == [.buy, .sell])
    // From flat it may buy and sell its size again, though its limit was nearer before.
    #expect(later.allSatisfy { $0.order.quantity.lots == 10 } || kind == "grid")
    #expect(run.positions(of: "maker-1", from: 400).contains(0))
  }
}
