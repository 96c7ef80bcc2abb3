import Analysis
import MarketTypes
import Notation
import Simulation
import Testing
import Venue

/// Large orders worked by small ones.
@Suite struct `An execution` {
  static func run(
    _ block: String, duration: String = "30s",
    instrument: String = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#,
    openings: String = deepBook, events: String = ""
  ) throws -> Run {
    Run(
      try scenario(
        duration: duration, instrument: instrument,
        accounts: #"{"name": "world", "kind": "exempt"}, {"name": "other", "kind": "exempt"}"#,
        """
        "population": [
          {"kind": "execution", "name": "x", "count": 1, "margin": "exempt", \(block)}],
        "openings": [\(openings)],
        "events": [\(events)]
        """))
  }

  static let deepBook = """
    {"kind": "order", "account": "world", "side": "buy", "quantity": 900000, "limit": 999},
    {"kind": "order", "account": "world", "side": "sell", "quantity": 90000, "limit": 1002}
    """

  static func lots(_ run: Run) -> [Int64] { run.submissions(of: "x-1").map(\.order.quantity.lots) }
  static func seconds(_ run: Run) -> [Double] { run.submissions(of: "x-1").map { Double($0.time.nanoseconds) / 1e9 } }

  // EXE-1
  @Test func `by time it sends the same in each part of the horizon`() throws {
    let run = try Self.run(
      #""start": "1s", "side": "sell", "quantity": 103, "horizon": "10s", "#
        + #""schedule": {"kind": "timeWeighted", "slices": 5}"#)
    #expect(Self.lots(run) == [21, 21, 21, 20, 20])
    #expect(Self.seconds(run) == [1, 3, 5, 7, 9])
  }

  // EXE-1
  @Test func `by volume it follows the profile, in whole lot sizes`() throws {
    let run = try Self.run(
      #""side": "buy", "quantity": 100, "horizon": "3s", "schedule": {"kind": "volumeWeighted", "profile": [1, 2, 1]}"#,
      instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "lotSize": 10"#)
    #expect(Self.lots(run) == [30, 50, 20])  // 2.5, 5, 2.5 steps of ten
  }

  // EXE-1. The paper's inputs, a day as a second: lots held after each slice round to the published ones.
  @Test func `between cost and risk it follows the trajectory of Almgren and Chriss`() throws {
    let schedule =
      #""kind": "almgrenChriss", "slices": 5, "volatility": 0.95, "permanentImpact": 2.5e-7, "temporaryImpact": 2.5e-6"#
    func slices(_ aversion: String) throws -> [Int64] {
      Self.lots(
        try Self.run(
          #""side": "sell", "quantity": 900000, "horizon": "5s", "schedule": {\#(schedule), "riskAversion": \#(aversion)}"#
        ))
    }
    let published = [1_000_000, 541_955.5544, 289_854.2194, 147_897.4878, 62_141.8016, 0].map { 0.9 * $0 }
    let cautious = try slices("1e-6")
    #expect(cautious.count == 5)
    for (own, share) in zip(cautious, zip(published, published.dropFirst())) {
      #expect(abs(Double(own) - (share.0 - share.1)) < 1)
    }
    #expect(try slices("0") == [180_000, 180_000, 180_000, 180_000, 180_000])
  }

  // EXE-2
  @Test func `by participation it keeps to its share of all that is traded`() throws {
    let trades = (1...20).map { `A trader with a position`.order("\($0)s", "sell", 40) }.joined(separator: ", ")
    let run = try Self.run(
      #""side": "buy", "quantity": 200, "horizon": "25s", "completes": false, "#
        + #""schedule": {"kind": "participation", "share": 0.2, "every": "500ms"}"#,
      events: trades)
    var (own, all) = (Int64(0), Int64(0))
    for event in run.events {
      guard case .filled(let fill) = event.body else { continue }
      all += fill.quantity.lots
      if fill.takerAccount == run.account("x-1") { own += fill.quantity.lots }
      #expect(own * 5 <= all)
    }
    // Its own lots count: x = ⌊(800 + x) ÷ 5⌋ at rest.
    #expect(all - own == 800 && own == 199 || own == 200, "\(own) of \(all)")
  }

  /// A buyer's limit orders stand at the best bid, behind the world's; nobody sells but as said.
  static func patient(_ catchUp: String, completes: Bool, _ events: String) throws -> Run {
    try run(
      #""side": "buy", "quantity": 90, "horizon": "9s", "schedule": {"kind": "timeWeighted", "slices": 3}, "#
        + #""child": {"kind": "limit", "offset": -1}, "catchUp": "\#(catchUp)", "completes": \#(completes)"#,
      events: events)
  }

  // EXE-3. Of the first slice's 30 lots 12 fill, of the others none.
  @Test(arguments: [
    ("spread", [Int64(30), 39, 78]), ("carry", [30, 48, 78]), ("cross", [30, 18, 30, 30, 30]), ("drop", [30, 30, 30]),
  ])
  func `what a slice has not filled is made up for as the rule says`(rule: String, lots: [Int64]) throws {
    let run = try Self.patient(rule, completes: false, `A trader with a position`.order("1s", "sell", 12))
    #expect(Self.lots(run) == lots)
    let filled = run.events.reduce(Int64(0)) { sum, event in
      guard case .filled(let fill) = event.body, fill.buyer == run.account("x-1") else { return sum }
      return sum + fill.quantity.lots
    }
    #expect(filled == (rule == "cross" ? 12 + 18 + 30 : 12))
  }

  // EXE-4
  @Test func `what is left at the end is sent at market, or left`() throws {
    let whole = try Self.patient("carry", completes: true, "")
    #expect(Self.lots(whole) == [30, 60, 90, 90])
    #expect(whole.submissions(of: "x-1").last?.order.limit == nil)
    #expect(Self.shortfalls(whole)[0].filled == 90)
    let left = try Self.patient("carry", completes: false, "")
    #expect(Self.lots(left) == [30, 60, 90])
    #expect(Self.shortfalls(left)[0].filled == 0)
  }

  // EXE-3
  @Test func `a child may show only a part`() throws {
    let run = try Self.run(
      #""side": "sell", "quantity": 90, "horizon": "9s", "schedule": {"kind": "timeWeighted", "slices": 2}, "#
        + #""child": {"kind": "limit", "display": 5}, "catchUp": "carry", "completes": false"#)
    #expect(run.submissions(of: "x-1").map(\.order.conditions.display.lots) == [5, 5])
  }

  // EXE-3. With orders that take longer than a slice, children that were asked to leave still count.
  @Test func `never more than the parent is under way, whatever the latency`() throws {
    for milliseconds in [0, 100, 900, 4_000] {
      let run = try Self.run(
        #""side": "buy", "quantity": 90, "horizon": "9s", "latency": {"orders": "\#(milliseconds)ms", "data": "\#(milliseconds)ms"}, "#
          + #""schedule": {"kind": "timeWeighted", "slices": 6}, "child": {"kind": "limit", "offset": -1}, "catchUp": "carry""#,
        events: (1...9).map { `A trader with a position`.order("\($0)s", "sell", 7) }.joined(separator: ", "))
      let filled = run.events.reduce(Int64(0)) { sum, event in
        guard case .filled(let fill) = event.body, fill.buyer == run.account("x-1") else { return sum }
        return sum + fill.quantity.lots
      }
      #expect(filled == 90, "\(milliseconds) ms")
    }
  }

  // MARK: What it cost

  static func shortfalls(_ run: Run) -> [ExecutionWatch.Execution] {
    var watch = ExecutionWatch(
      run.scenario.rules,
      of: run.scenario.executionTasks.map {
        ParentOrder(
          account: $0.account, instrument: $0.instrument, side: $0.side, quantity: $0.quantity, start: $0.start,
          horizon: $0.horizon)
      })
    var position = Int64(0)
    for step in run.steps {
      watch.observe(step.command, step.events.span, from: EventPosition(number: position))
      position += Int64(step.events.count)
    }
    return watch.executions
  }

  // EXE-5
  @Test func `its shortfall is what it paid beyond the price at which it was decided`() throws {
    // Arrival halfway between 999 and 1,002. It sells 10 at 999; then the world's bids fall to 990, where it sells 10 more;
    // 10 are left when the middle is (990 + 1,002) ÷ 2.
    let run = try Self.run(
      #""side": "sell", "quantity": 30, "horizon": "9s", "schedule": {"kind": "timeWeighted", "slices": 3}, "completes": false"#,
      duration: "20s",
      instrument: #""tickValue": 3, "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "takerFee": "0.001""#,
      events: """
        {"at": "1s", "kind": "cancel", "account": "world", "side": "buy"},
        {"at": "1s", "kind": "order", "account": "world", "side": "buy", "quantity": 10, "limit": 990},
        {"at": "4s", "kind": "order", "account": "world", "side": "buy", "quantity": 10, "limit": 980}
        """)
    // The third slice, at 6 s, finds the bid of 980: it is filled too.
    let execution = Self.shortfalls(run)[0]
    #expect(execution.filled == 30 && execution.arrivalHalfTicks == 2_001 && execution.children == 3)
    // Middles when the children came: 1,000.5, 996 and 991.
    #expect(execution.halfDelay == 3 * 10 * (0 + 9 + 19))
    #expect(execution.halfImpact == 3 * 10 * (3 + 12 + 22))
    #expect(execution.halfUnfilled == 0)
    #expect(execution.fees == 90)  // a thousandth of 29,970, 29,700 and 29,400, each rounded up
    let paper: Int128 = 3 * 30_015
    let sold: Int128 = 3 * (9_990 + 9_900 + 9_800)
    #expect(execution.halfShortfall == 2 * (paper - sold + 90))
    #expect(execution.volume == 30 && execution.participation == 1)
  }

  // EXE-5. A twin that knows only fills: paper gain less real gain, in any market.
  @Test(arguments: UInt64(1)...6)
  func `delay, impact, what is left and fees are the whole difference to the paper portfolio`(seed: UInt64) throws {
    let blocks = population(
      block("maker"), block("taker"),
      #"{"kind": "execution", "name": "x", "count": 3, "collateral": 9000000, "start": "2s", "side": "sell", "quantity": 300, "#
        + #""horizon": "6s", "schedule": {"kind": "timeWeighted", "slices": 7}, "catchUp": "drop", "completes": false, "#
        + #""child": {"kind": "limit", "offset": \#(Int64(seed) - 3)}}"#)
    let run = Run(
      try scenario(
        duration: "15s",
        instrument:
          #""initialMargin": "0.02", "maintenance": [{"rate": "0.01"}], "takerFee": "0.0005", "makerFee": "-0.0001""#,
        seed: seed, blocks))
    let found = Self.shortfalls(run)
    #expect(found.count == 3)
    var quotes = Quote(instrument: InstrumentID(number: 0), bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
    for event in run.events { if case .quoted(let quote) = event.body { quotes = quote } }
    for execution in found {
      let arrival = Int128(try #require(execution.arrivalHalfTicks))
      var (cash, lots) = (Int128(0), Int128(0))
      for event in run.events {
        switch event.body {
        case .filled(let fill) where fill.seller == execution.parent.account:
          cash += Int128(fill.price.ticks) * Int128(fill.quantity.lots)
          lots += Int128(fill.quantity.lots)
        case .transferred(let transfer) where transfer.reason == .takerFee || transfer.reason == .makerFee:
          if transfer.from == .collateral(execution.parent.account) { cash -= Int128(transfer.amount.units) }
          if transfer.to == .collateral(execution.parent.account) { cash += Int128(transfer.amount.units) }
        default: break
        }
      }
      #expect(lots == Int128(execution.filled))
      let worthOfRest = (300 - lots) * Int128(quotes.twiceMiddle)
      #expect(execution.halfShortfall == 300 * arrival - 2 * cash - worthOfRest)
    }
    #expect(found.contains { $0.filled > 0 })
  }
}
