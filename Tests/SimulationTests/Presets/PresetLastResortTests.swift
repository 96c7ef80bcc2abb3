import Testing

/// Published takeovers, queues and layers of loss, out of the presets' own numbers and through a real venue.
@Suite struct `What presets do when the book takes no more` {
  // MARK: Queues (F36, F37)

  // V22: a bankrupt short of 20 at 650; longs 1 to 6 of 10, 10, 20, 30, 20 and 10 lots whose scores are as 3, 6, 1, 4, 5 and
  // 2. All have entered at 600 and are marked at 660, so the score goes with leverage: equity is value ÷ score.
  @Test(arguments: ["binance-like", "bitmex-like", "bybit-like"])
  func `the first in the queue give all they have and the next the rest`(preset: String) throws {
    let longs: [(lots: Int64, score: Int64)] = [(10, 3), (10, 6), (20, 1), (30, 4), (20, 5), (10, 2)]
    let accounts = longs.enumerated().map { index, long in
      "{\"name\": \"\(index + 1)\", \"collateral\": \(660 * long.lots / long.score - 60 * long.lots)}"
    }
    let run = try PresetPlay(
      preset, mark: 600,
      accounts: (accounts + [#"{"name": "short", "collateral": 1000}"#]).joined(separator: ", "),
      play(
        longs.enumerated().map { holding("\($0 + 1)", $1.lots, at: 600) } + [holding("short", -20, at: 600)],
        [index(660, at: "1s")]))
    #expect(run.deleveraged == ["2 gives 10 at 650", "5 gives 10 at 650"])
    #expect(run.collateral(of: "short") == 0)
    #expect(run.uncovered == 0)
  }

  // F33, F36: with 200 in the fund the short's 200 can be paid, and nobody is deleveraged; with 199 they cannot.
  @Test(arguments: ["binance-like", "bitmex-like", "bybit-like"], [(200, 0), (199, 1)] as [(Int64, Int)])
  func `others are deleveraged when the fund is short`(preset: String, at fund: (money: Int64, pairs: Int)) throws {
    let run = try PresetPlay(
      preset, mark: 600,
      accounts: #"{"name": "long", "collateral": 5000}, {"name": "short", "collateral": 1000}"#,
      "\"fund\": \(fund.money), "
        + play([holding("long", 20, at: 600), holding("short", -20, at: 600)], [index(660, at: "1s")]))
    #expect(run.deleveraged.count == fund.pairs)
    #expect(run.fund == Int128(fund.money))
  }

  // F37: mark ÷ entry × notional ÷ account value. At 80 the long of 10 is below zero, and the vault has nothing to take it with.
  // Shorts: entered at 100 with equity 400 and 10 lots, 0.8 × 800 ÷ 400 = 1.6; at 90 with 500 and 10, 0.89 × 1.6 = 1.42; at
  // 100 with 800 and 10, 0.8. The mark before 80 is 94.
  @Test func `hyperliquid-like closes winners at the previous mark`() throws {
    let run = try PresetPlay(
      "hyperliquid-like",
      accounts: #"""
        {"name": "low", "collateral": 600}, {"name": "second", "collateral": 400}, {"name": "first", "collateral": 200},
        {"name": "long", "collateral": 190}
        """#,
      play(
        [
          holding("low", -10, at: 100), holding("second", -10, at: 90), holding("first", -10, at: 100),
          holding("long", 15, at: 100),
        ], [index(94, at: "1s"), index(80, at: "1.5s")]))
    #expect(run.declined.first == "long")
    #expect(run.deleveraged == ["first gives 10 at 94", "second gives 5 at 94"])
    // 190 − 15 × 6 are left to the long, and what the winners forgo is 14 a lot.
    #expect(run.collateral(of: "long") == 100)
    #expect(run.collateral(of: "first") == 200 + 10 * 6)
  }

  // MARK: Takeovers

  // F29: below two thirds of maintenance margin the vault takes position and margin; at two thirds the book has it.
  @Test(arguments: [(2_000_000, []), (1_999_999, ["long"])] as [(Int64, [String])])
  func `hyperliquid-like leaves to the vault what is below two thirds`(equity: Int64, taken: [String]) throws {
    let run = try PresetPlay(
      "hyperliquid-like", mark: 300_000, vault: 500, accounts: #"{"name": "long", "collateral": \#(equity)}"#,
      "\"duration\": \"4s\", " + play([holding("long", 100, at: 300_000)], [index(300_000, at: "0s")]))
    #expect(run.takenOver == taken)
    #expect(run.position(of: "vault") == (taken.isEmpty ? 0 : 100))
    #expect(run.collateral(of: "vault") == (taken.isEmpty ? 500 : 500 + equity))
  }

  // F10: search 1.1, initial 1.2. At 99 ten lots need 99, and 108 are below 108.9: the owner brings what is missing to 118.8.
  @Test func `vega-like tops up to the initial level`() throws {
    let run = try PresetPlay(
      "vega-like",
      accounts: #"{"name": "owner", "collateral": 500}, {"name": "sub", "owner": "owner", "collateral": 118}"#,
      play([holding("sub", 10, at: 100)], [index(99, at: "1s")]))
    #expect(run.payments(.toppedUp) == ["owner pays 11"])
    #expect(run.collateral(of: "sub") == 129)
    #expect(run.takenOver == [])
  }

  // V21, the second: the network takes a long of one at 100 and one at 90, with what was behind them; at 60 it has lost 70.
  @Test func `the vega-like network takes positions at their cost`() throws {
    let run = try PresetPlay(
      "vega-like", vault: 1_000,
      accounts: #"{"name": "a", "collateral": 5}, {"name": "b", "collateral": 3}"#,
      play([holding("a", 1, at: 100), holding("b", 1, at: 90)], [index(60, at: "1s")]))
    #expect(run.takenOver.sorted() == ["a", "b"])
    #expect(run.position(of: "vault") == 2)
    #expect(run.cost(of: "vault") == 190)
    #expect(run.collateral(of: "vault") == 1_008)
  }

  // V21, the first: long one at 100, then short two at 120: one of them is closed for a gain of 20, at 60 the other has 60.
  @Test func `the vega-like network nets what it takes`() throws {
    let run = try PresetPlay(
      "vega-like", vault: 1_000,
      accounts: #"{"name": "a", "collateral": 5}, {"name": "b", "collateral": 30}"#,
      play(
        [holding("a", 1, at: 100), holding("b", -2, at: 120)],
        [index(95, at: "1s"), index(130, at: "2s"), index(60, at: "3s")]))
    #expect(run.takenOver == ["a", "b"])
    #expect(run.position(of: "vault") == -1)
    #expect(run.cost(of: "vault") == -120)
    #expect(run.collateral(of: "vault") == 1_000 + 5 + 30 + 20)
  }

  // F30: a tenth of the position, up, each ten seconds, at most a tenth of the lots within a tenth of the price, up.
  @Test(arguments: [(1_000, [-30, -27, -25, -22]), (200, [-20, -18, -17, -15])] as [(Int64, [Int64])])
  func `the vega-like network sells by a tenth`(bids: Int64, lots: [Int64]) throws {
    let run = try PresetPlay(
      "vega-like", vault: 100_000, accounts: #"{"name": "long", "collateral": 3000}"#,
      "\"duration\": \"41s\", "
        + play(
          [holding("long", 300, at: 100), offer("buy", bids, at: 95), offer("buy", 5_000, at: 89)],
          [index(99, at: "0s")]))
    #expect(run.takenOver == ["long"])
    #expect(run.forcedFills.map(\.lots) == lots)
    #expect(run.forcedFills.map(\.time) == [10_000, 20_000, 30_000, 40_000])
  }

  // MARK: Layers

  // F34: what the network cannot take is borne by those who gained, in proportion: 50 + 30 + 20 of 100.
  @Test func `vega-like cuts gains in proportion`() throws {
    let run = try PresetPlay(
      "vega-like",
      accounts: #"""
        {"name": "a", "collateral": 500}, {"name": "b", "collateral": 500}, {"name": "c", "collateral": 500},
        {"name": "long", "collateral": 100}
        """#,
      "\"fund\": 20, "
        + play(
          [
            holding("a", -5, at: 100), holding("b", -3, at: 100), holding("c", -2, at: 100),
            holding("long", 10, at: 100), offer("buy", 10, at: 78),
          ], [index(78, at: "1s")]))
    #expect(run.declined == ["long"])
    #expect(
      run.payments(.shortfallCovered, .gainsCut) == [
        "the fund pays 20", "a's gain pays 50", "b's gain pays 30", "c's gain pays 20",
      ])
    #expect(run.uncovered == 0)
  }

  // V16, where longs and shorts are eleven halves of a unit each, as positions add up to nothing: 100 ÷ 11 = 9.09091 a unit. In
  // millionths, up, and the last bears what is left.
  @Test func `drift-like charges every lot alike after its fund`() throws {
    let run = try PresetPlay(
      "drift-like", instrument: #""tickValue": 1000000"#,
      accounts: #"""
        {"name": "a", "collateral": 9000000000}, {"name": "b", "collateral": 9000000000},
        {"name": "c", "collateral": 9000000000}, {"name": "long", "collateral": 50000000}
        """#,
      "\"fund\": 30000000, "
        + play(
          [
            holding("a", 11, at: 100, against: "b"), holding("b", 3, at: 100, against: "c"),
            holding("long", 10, at: 100),
            offer("buy", 10, at: 82),
          ], [index(82, at: "1s")]))
    #expect(
      run.payments(.shortfallCovered, .openInterestCharged) == [
        "the fund pays 30000000", "a pays 50000000", "b pays 36363637", "c pays 13636363",
      ])
    #expect(run.uncovered == 0)
  }

  // LIQ-25, F33: 250 are lost beyond margin. The defaulter's 20 go first, then the operator's 30, then 60 of members, 40 and
  // 20, then once more as much out of their cash, then the gains of who is short.
  @Test func `ccp pays in its order to the unit`() throws {
    let run = try PresetPlay(
      "ccp",
      accounts: #"""
        {"name": "ann", "collateral": 300, "contribution": 40}, {"name": "bob", "collateral": 300, "contribution": 20},
        {"name": "short", "collateral": 2000}, {"name": "dora", "collateral": 120, "contribution": 20}
        """#,
      "\"duration\": \"3h\", \"fund\": 30, "
        + play(
          [holding("short", -10, at: 100), holding("dora", 10, at: 100), offer("buy", 10, at: 65)],
          [index(65, at: "1s")]))
    #expect(
      run.payments(.contributionUsed, .shortfallCovered, .assessed, .gainsCut) == [
        "dora's contribution pays 20", "the fund pays 30", "ann's contribution pays 40", "bob's contribution pays 20",
        "ann pays 40", "bob pays 20", "short's gain pays 80",
      ])
    // An hour to bring what is missing, and an hour to the auction.
    #expect(run.forcedFills.map(\.time) == [7_201_000])
    #expect(run.uncovered == 0)
  }
}
