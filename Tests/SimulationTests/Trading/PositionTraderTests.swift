import MarketTypes
import Notation
import Participants
import Simulation
import Testing

/// Traders who enter, protect and leave one position at a time.
@Suite struct `A trader with a position` {
  /// A book of the world around 1,000 and one trader in it.
  static func run(
    _ strategy: String, marginCall: String = "", collateral: Int = 2_000, duration: String = "10s", events: String = "",
    venue: String = "", bids: String = "",
    instrument: String = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#
  ) throws -> Run {
    Run(
      try scenario(
        duration: duration, instrument: instrument,
        accounts: #"{"name": "world", "kind": "exempt"}, {"name": "other", "kind": "exempt"}"#,
        """
        \(venue)
        "population": [
          {"kind": "trader", "name": "t", "count": 1, "collateral": \(collateral), "interval": "10ms", \(marginCall)
           "strategy": {"kind": "position", \(strategy)}}],
        "openings": [
          {"kind": "order", "account": "world", "side": "buy", "quantity": 5, "limit": 999},\(bids)
          {"kind": "order", "account": "world", "side": "buy", "quantity": 100, "limit": 900},
          {"kind": "order", "account": "world", "side": "sell", "quantity": 50, "limit": 1001},
          {"kind": "order", "account": "world", "side": "sell", "quantity": 100, "limit": 1040}],
        "events": [\(events)]
        """))
  }

  static func order(_ at: String, _ side: String, _ lots: Int, _ more: String = "") -> String {
    #"{"at": "\#(at)", "kind": "order", "account": "other", "side": "\#(side)", "quantity": \#(lots)\#(more)}"#
  }

  // TRD-4
  @Test func `enters at market and leaves a stop-loss and a take-profit at the venue`() throws {
    let run = try Self.run(#""side": "long", "leverage": 5, "stopLoss": 0.02, "takeProfit": 0.03"#)
    let orders = run.submissions(of: "t-1").map(\.order)
    try #require(orders.count == 3)
    // 5 × 2,000 ÷ 1,000 lots at 1,001.
    #expect(orders[0].side == .buy && orders[0].quantity.lots == 10 && orders[0].limit == nil)
    #expect(orders[1].conditions.trigger == .stop(at: Price(ticks: 980), on: .mark))  // 980.98 down
    #expect(orders[2].conditions.trigger == .takeProfit(at: Price(ticks: 1_032), on: .mark))  // 1,031.03 up
    for order in orders[1...] {
      #expect(order.side == .sell && order.quantity.lots == 10 && order.terms == .reduceOnly && order.limit == nil)
      #expect(order.conditions.group == 1)
    }
  }

  // TRD-4
  @Test func `a short is protected the other way round`() throws {
    let run = try Self.run(#""side": "short", "lots": 4, "stopLoss": 0.02, "takeProfit": 0.03"#)
    let orders = run.submissions(of: "t-1").map(\.order)
    try #require(orders.count == 3)
    #expect(orders[0].side == .sell && orders[0].quantity.lots == 4)
    #expect(orders[1].conditions.trigger == .stop(at: Price(ticks: 1_019), on: .mark))  // 999 × 1.02 = 1,018.98
    #expect(orders[2].conditions.trigger == .takeProfit(at: Price(ticks: 969), on: .mark))  // 969.03
  }

  // TRD-4
  @Test func `the stop takes it out, its partner goes, and it comes back after its pause`() throws {
    let run = try Self.run(
      #""side": "long", "lots": 10, "stopLoss": 0.02, "takeProfit": 0.5, "reentry": "3s""#, collateral: 5_000,
      events: Self.order("2s", "sell", 6))
    let own = run.account("t-1")
    let triggered = run.events.filter {
      if case .triggered(let order) = $0.body { order.account == own } else { false }
    }
    #expect(triggered.count == 1)
    let linked = run.events.filter {
      if case .cancelled(let order) = $0.body { order.account == own && order.reason == .linked } else { false }
    }
    #expect(linked.count == 1)
    let entries = run.submissions(of: "t-1").filter { $0.order.side == .buy }
    #expect(entries.count == 2)
    // It sees the exit at its next look, at most 10 ms later.
    let pause = try #require(entries.last).time.nanoseconds - 2_000_000_000
    #expect(pause >= 3_000_000_000 && pause <= 3_010_000_000)
  }

  // TRD-4
  @Test(arguments: ["", #", "takeProfit": 0.05"#])
  func `a stop that the price has passed is carried out by the trader, whatever the venue took`(more: String) throws {
    let run = try Self.run(
      #""side": "long", "lots": 10, "entry": {"after": "2s"}, "stopLoss": 0.02"# + more, collateral: 5_000,
      events: #"{"at": "1s", "kind": "index", "price": 950}"#,
      instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "mark": "index""#)
    let orders = run.submissions(of: "t-1")
    let last = try #require(orders.last)
    #expect(orders.count == (more.isEmpty ? 3 : 4))
    #expect(last.order.side == .sell && last.order.quantity.lots == 10 && last.order.terms == .reduceOnly)
    #expect(last.order.conditions.isEmpty && last.time.nanoseconds <= 2_030_000_000)
  }

  // TRD-4
  @Test func `a patient entry rests behind the best price, and goes to market when patience ends`() throws {
    let run = try Self.run(
      #""side": "long", "lots": 10, "entry": {"passiveShare": 1, "offset": 2, "patience": "1s", "after": "500ms"}"#,
      events: Self.order("900ms", "sell", 8, #", "limit": 997"#))
    let orders = run.submissions(of: "t-1")
    try #require(orders.count == 2)
    #expect(orders[0].time.nanoseconds == 500_000_000)
    #expect(orders[0].order.limit == Price(ticks: 997) && orders[0].order.terms == .postOnly)
    // 5 of the 8 went to the world at 999; 3 filled, 7 are cancelled at 1.5 s and sent at market once the venue says so.
    #expect(orders[1].order.limit == nil && orders[1].order.quantity.lots == 7)
    #expect(orders[1].time.nanoseconds >= 1_500_000_000 && orders[1].time.nanoseconds <= 1_520_000_000)
  }

  // TRD-4
  @Test func `it holds no longer than it said`() throws {
    let run = try Self.run(#""side": "long", "lots": 3, "holding": "2s", "stopLoss": 0.05"#)
    let orders = run.submissions(of: "t-1")
    try #require(orders.count == 3)
    #expect(orders[2].order.side == .sell && orders[2].order.terms == .reduceOnly && orders[2].order.conditions.isEmpty)
    #expect(orders[2].time.nanoseconds >= 2_000_000_000 && orders[2].time.nanoseconds <= 2_030_000_000)
    #expect(run.collateral[run.account("t-1").index] == 2_000 - 3 * 2)
  }

  /// The world trades with itself at 900: 10 lots long from 1,001 have then lost 1,010 of 2,000, and need 450.
  static let fall = order("2s", "sell", 6)

  // TRD-5
  @Test func `tops up out of its reserve, as far as that goes`() throws {
    func deposits(_ reserve: Int) throws -> [Int64] {
      let run = try Self.run(
        #""side": "long", "lots": 10"#,
        marginCall: #""marginCall": {"kind": "topUp", "below": 2.5, "to": 3, "reserve": \#(reserve)},"#,
        events: Self.fall)
      return run.played.compactMap { step in
        if case .deposit(_, let amount, _) = step.command.action { amount.units } else { nil }
      }
    }
    #expect(try deposits(100_000) == [3 * 450 - 990])
    #expect(try deposits(300) == [300])
    #expect(try deposits(0) == [])
  }

  // TRD-5
  @Test func `a multiple of its margin that no money holds takes the whole reserve`() throws {
    let run = Run(
      try scenario(
        duration: "1s",
        instrument: #""tickValue": 20000000, "initialMargin": "0.5", "maintenance": [{"rate": "0.5"}]"#,
        """
        "population": [
          {"kind": "trader", "name": "t", "count": 1, "collateral": \(1 << 55), "interval": "10ms",
           "marginCall": {"kind": "topUp", "below": 1000, "to": 1000, "reserve": \(1 << 58)},
           "strategy": {"kind": "position", "side": "long", "lots": 1000000}}],
        "openings": [{"kind": "order", "account": "world", "side": "sell", "quantity": 1000000, "limit": 1000}]
        """))
    let deposits = run.played.compactMap { step in
      if case .deposit(_, let amount, _) = step.command.action { amount.units } else { nil }
    }
    #expect(deposits == [1 << 58])
  }

  // TRD-5
  @Test func `a margin call of the venue is answered too`() throws {
    let run = try Self.run(
      #""side": "long", "lots": 10"#, marginCall: #""marginCall": {"kind": "deleverage", "to": 5},"#, events: Self.fall,
      venue: #""venue": {"marginLevels": {"alert": 4, "call": 3, "release": "3.5"}},"#)
    let sales = run.submissions(of: "t-1").filter { $0.order.side == .sell }
    // 5 × 990 ÷ 900 lots may stay.
    #expect(sales.map(\.order.quantity.lots) == [5])
    #expect(sales.allSatisfy { $0.order.terms == .reduceOnly })
  }

  // TRD-5
  @Test func `who ignores its margin is liquidated`() throws {
    let run = try Self.run(
      #""side": "long", "lots": 10"#, collateral: 1_300, events: Self.fall)
    #expect(run.submissions(of: "t-1").filter { $0.order.side == .sell }.isEmpty)
    let isForced = run.events.contains { if case .filled(let fill) = $0.body { fill.isForced } else { false } }
    #expect(isForced)
  }

  // TRD-4
  @Test func `an entry without margin is tried again with a tenth less`() throws {
    // The venue asks for a tenth of the notional and what the price is above the mark: 20 lots are too many, 18 are not.
    let run = try Self.run(#""side": "long", "leverage": 10"#, duration: "1s")
    let orders = run.submissions(of: "t-1").map(\.order.quantity.lots)
    #expect(orders == [20, 18])
  }

  // TRD-4
  @Test func `who had no margin for anything tries again when money comes in`() throws {
    let run = try Self.run(
      #""side": "long", "lots": 5"#, collateral: 50,
      events: #"{"at": "5s", "kind": "deposit", "account": "t-1", "amount": 1000000}"#)
    let orders = run.submissions(of: "t-1")
    // 5 lots less a tenth each time, down to none, long before the money comes.
    let last = try #require(orders.last)
    #expect(orders.map(\.order.quantity.lots).prefix(3) == [5, 4, 4])
    #expect(orders.filter { $0.time.nanoseconds > 1_000_000_000 }.count == 1)
    #expect(last.time.nanoseconds >= 5_000_000_000 && last.order.quantity.lots == 5)
  }

  // TRD-6
  @Test func `what is drawn for a member does not depend on the others`() throws {
    func members(_ except: String, _ more: String) throws -> [String: ParticipantSettings] {
      let text = scenarioText(
        accounts: #"{"name": "world", "kind": "exempt"}"#,
        """
        "population": [\(more)
          {"kind": "trader", "name": "t", "count": 12, \(except) "interval": "1s",
           "collateral": {"kind": "logNormal", "median": 5000, "sigma": 1},
           "marginCall": {"kind": "topUp", "reserve": {"kind": "uniform", "from": 0, "to": 900}, "to": 2},
           "strategy": {"kind": "position", "side": "either", "longShare": 0.6,
             "leverage": {"kind": "uniform", "from": 2, "to": 20}, "stopLoss": {"kind": "uniform", "from": 0.01, "to": 0.1},
             "holding": {"kind": "logNormal", "median": "10s", "sigma": 1, "longest": "1h"},
             "entry": {"passiveShare": 0.5, "after": {"kind": "uniform", "to": "8s"}}}}]
        """)
      let read = try Scenario.read(text).participants.filter { $0.name.hasPrefix("t-") }
      return Dictionary(uniqueKeysWithValues: read.map { ($0.name, $0.settings) })
    }
    let all = try members("", "")
    #expect(Set(all.values).count == 12)
    let block =
      #"{"kind": "trader", "name": "a", "count": 3, "collateral": 1, "interval": "1s", "#
      + #""strategy": {"kind": "position", "side": "long", "lots": 1}},"#
    let fewer = try members(#""except": [3, 7],"#, block)
    #expect(fewer.count == 10)
    for (name, settings) in fewer { #expect(all[name] == settings, "\(name)") }
  }
}
