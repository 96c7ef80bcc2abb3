import MarketTypes
import Testing

/// What presets say in a word or a number of their own, so that none of it can change unnoticed.
@Suite struct `What presets say of each stage` {
  // LIQ-1: below maintenance margin and not at it.
  @Test(arguments: PresetPlay.names + ["bankruptcy-limit"], [(100, 0), (99, 1)] as [(Int64, Int)])
  func `an account at its maintenance margin is safe`(preset: String, has: (equity: Int64, count: Int)) throws {
    let run = try PresetPlay(
      preset, vault: 1_000, accounts: #"{"name": "long", "collateral": \#(has.equity)}"#,
      play([holding("long", 10, at: 100)], [index(100, at: "0s")]))
    #expect(run.count { if case .liquidatable = $0 { true } else { false } } == has.count)
  }

  // LIQ-4: who is in liquidation loses its orders before anything is sold; at dYdX they stay.
  @Test(arguments: PresetPlay.names.filter { $0 != "vega-like" } + ["bankruptcy-limit"])
  func `orders leave first, or stay`(preset: String) throws {
    let run = try PresetPlay(
      preset, accounts: #"{"name": "long", "collateral": 450}"#,
      "\"duration\": \"3h\", "
        + play(
          [
            holding("long", 50, at: 100),
            #"{"kind": "order", "account": "long", "side": "buy", "quantity": 1, "limit": 1}"#,
            offer("buy", 100, at: 100),
          ], [index(100, at: "0s")]))
    let cancelled = run.count { body in
      if case .cancelled(let order) = body { order.reason == .liquidation } else { false }
    }
    #expect(!run.forcedFills.isEmpty)
    #expect(cancelled == (preset == "dydx-like" ? 0 : 1))
  }

  // The engine's own sales: each second a tenth, up, of at most half the lots within 2 %, and all of ten.
  @Test(arguments: ["bitmex-like", "bybit-like"])
  func `an engine sells a tenth each second`(preset: String) throws {
    let run = try PresetPlay(
      preset, mark: 1_000, vault: 10_000, accounts: #"{"name": "long", "collateral": 4000}"#,
      play([holding("long", 150, at: 1_000)], [index(1_000, at: "0s"), offer("buy", 1_000, at: 981, time: "0.5s")]))
    #expect(run.takenOver == ["long"])
    var (left, expected) = (Int64(150), [PresetPlay.ForcedFill]())
    while left > 0 {
      let lots = left <= 10 ? left : (left + 9) / 10
      expected.append(PresetPlay.ForcedFill(time: 1_000 * Int64(expected.count + 1), lots: -lots, price: 981))
      left -= lots
    }
    #expect(run.forcedFills == expected)
  }

  @Test(arguments: ["bitmex-like", "bybit-like"], [(980, -10), (979, nil)] as [(Int64, Int64?)])
  func `an engine sells to half of the bids within 2 percent`(preset: String, bid: (price: Int64, lots: Int64?)) throws
  {
    let run = try PresetPlay(
      preset, mark: 1_000, vault: 10_000, accounts: #"{"name": "long", "collateral": 4000}"#,
      "\"duration\": \"1.5s\", "
        + play(
          [holding("long", 150, at: 1_000)], [index(1_000, at: "0s"), offer("buy", 20, at: bid.price, time: "0.5s")]))
    #expect(run.forcedFills.first?.lots == bid.lots)
  }

  // F29: a market order takes any price, and without a fund the loss stays open.
  @Test func `hyperliquid-like sells at any price`() throws {
    let run = try PresetPlay(
      "hyperliquid-like", accounts: #"{"name": "long", "collateral": 95}"#,
      "\"fund\": 1000, "
        + play([holding("long", 10, at: 100), offer("buy", 10, at: 50)], [index(100, at: "0s")]))
    #expect(run.forcedFills.map(\.price) == [50])
    #expect(run.uncovered == 405)
    #expect(run.fund == 1_000)
  }

  // F25: positions below 50 dollars are sold whole; of one of 50, where 101 are missing with the buffer, ten lots that free 11.
  @Test(arguments: [(49, -49), (50, -10)] as [(Int64, Int64)])
  func `drift-like sells a small position whole`(lots: Int64, sold: Int64) throws {
    let run = try PresetPlay(
      "drift-like", accounts: #"{"name": "long", "collateral": \#(10 * lots - 1)}"#,
      play([holding("long", lots, at: 100), offer("buy", lots, at: 100)], [index(100, at: "0s")]))
    #expect(run.forcedFills.map(\.lots) == [sold])
  }

  // F26: a shortage below 50 dollars is made up at once, one of 50 by the ramp's first tenth and a step.
  @Test(arguments: [(4_999, -834), (5_000, -88)] as [(Int64, Int64)])
  func `drift-like paces a large shortage`(missing: Int64, lots: Int64) throws {
    let run = try PresetPlay(
      "drift-like", maintenance: #"[{"rate": "0.05"}]"#,
      accounts: #"{"name": "long", "collateral": \#(7_000 - missing)}"#,
      play([holding("long", 1_000, at: 100), offer("buy", 1_000, at: 100)], [index(100, at: "0s")]))
    #expect(run.forcedFills.first?.lots == lots)
  }

  // F28: of 30 bitcoins at 50,000 a tenth is 150,000 dollars, and a block's budget is 100,000: two bitcoins.
  @Test func `dydx-like closes no more than its budget in a step`() throws {
    let run = try PresetPlay(
      "dydx-like", mark: 50_000, accounts: #"{"name": "long", "collateral": 10000000}"#,
      "\"duration\": \"1s\", "
        + play([holding("long", 3_000, at: 50_000), offer("buy", 3_000, at: 50_000)], [index(50_000, at: "0s")]))
    #expect(run.forcedFills.map(\.lots) == [-200])
  }

  // F38: only below zero, at the bankruptcy price, and here by everybody on the other side in proportion.
  @Test(arguments: [(60, []), (-30, ["a gives 10 at 101", "b gives 20 at 101"])] as [(Int64, [String])])
  func `dydx-like deleverages who is below zero`(equity: Int64, pairs: [String]) throws {
    let run = try PresetPlay(
      "dydx-like", mark: 112,
      accounts: #"""
        {"name": "a", "collateral": 5000}, {"name": "b", "collateral": 1000},
        {"name": "long", "collateral": \#(equity + 360)}
        """#,
      play(
        [holding("a", -20, at: 112), holding("b", -40, at: 112), holding("long", 30, at: 112)],
        [index(100, at: "0.1s")]))
    #expect(run.deleveraged.sorted() == pairs)
  }

  // What the auction does not take is torn up at the mark: all of it, against all on the other side in proportion, whatever
  // their leverage.
  @Test func `ccp tears up what nobody takes`() throws {
    let run = try PresetPlay(
      "ccp", maintenance: #"[{"rate": "0.1"}, {"from": 4000, "rate": "0.2"}]"#,
      accounts: #"""
        {"name": "ann", "collateral": 9000}, {"name": "bob", "collateral": 2500}, {"name": "dora", "collateral": 800}
        """#,
      "\"duration\": \"3h\", "
        + play(
          [
            holding("ann", -40, at: 100), holding("bob", -80, at: 100), holding("dora", 60, at: 100),
            offer("buy", 60, at: 90),
          ], [index(95, at: "1s")]))
    #expect(run.forcedFills == [])
    #expect(run.deleveraged.sorted() == ["ann gives 20 at 95", "bob gives 40 at 95"])
  }

  @Test func `ccp settles a contract in which a loss stays open`() throws {
    let run = try PresetPlay(
      "ccp", accounts: #"{"name": "dora", "collateral": 120}"#,
      "\"duration\": \"3h\", "
        + play([holding("dora", 10, at: 100), offer("buy", 10, at: 80)], [index(80, at: "1s")]))
    #expect(run.uncovered == 80)
    #expect(run.count { if case .contractSettled = $0 { true } else { false } } == 1)
  }

  // F10: called below 1.1, until 1.3, and nothing before. Ten lots: 1.28 at 100, 1.19 at 99, 1.10 at 98, 1.01 at 97. Better
  // marks alone are not looked at, deposits are: 1.20 at 99, and 1.3 at 100.
  @Test func `vega-like calls until the release level`() throws {
    func deposit(at time: String) -> String {
      "{\"at\": \"\(time)\", \"kind\": \"deposit\", \"account\": \"long\", \"amount\": 1}"
    }
    let run = try PresetPlay(
      "vega-like", accounts: #"{"name": "long", "collateral": 128}"#,
      play(
        [holding("long", 10, at: 100)],
        [99, 98, 97, 98, 99, 100].enumerated().map { index($1, at: "\($0 + 1)s") }
          + [deposit(at: "5.5s"), deposit(at: "7s")]))
    let levels = run.told.compactMap { time, event -> String? in
      guard case .marginLevelChanged(let change) = event.body else { return nil }
      return "\(change.level) at \(time.nanoseconds / 1_000_000_000)"
    }
    #expect(levels == ["called at 3", "sufficient at 7"])
  }

  // F30: twenty lots are sold at once, of more a tenth.
  @Test(arguments: [(20, -20), (21, -3)] as [(Int64, Int64)])
  func `the vega-like network sells a small position whole`(lots: Int64, sold: Int64) throws {
    let run = try PresetPlay(
      "vega-like", vault: 100_000, accounts: #"{"name": "long", "collateral": \#(10 * lots - 1)}"#,
      play([holding("long", lots, at: 100), offer("buy", 1_000, at: 95)], [index(100, at: "0s")]))
    #expect(run.forcedFills.first?.lots == sold)
  }
}
