import Testing

/// Published sizes and worst prices of forced orders, out of the presets' own numbers and through a real venue. Money is in
/// cents, as the presets say.
@Suite struct `What presets sell` {
  // MARK: hyperliquid-like (F29)

  /// An account of 100 lots and 30 % of its maintenance margin missing, bids for all, steps every 3 s.
  private func hyperliquid(lots: Int64, at mark: Int64, bids: [String]) throws -> PresetPlay {
    let maintenance = lots * mark / 10
    // One tick above the mark the account is safe, or its turn would come a step early.
    let collateral = maintenance * 7 / 10 + lots * 100
    return try PresetPlay(
      "hyperliquid-like", mark: mark + 100 + mark / 10,
      accounts: #"{"name": "long", "collateral": \#(collateral + lots * mark / 10)}"#,
      play([holding("long", lots, at: mark + 100 + mark / 10)], [index(mark, at: "1s")] + bids))
  }

  // 150,000.00 at the mark: a fifth, and in the next step, within half a minute, the whole.
  @Test func `hyperliquid-like sells a fifth of a large position and then the whole`() throws {
    let run = try hyperliquid(lots: 100, at: 150_000, bids: [offer("buy", 100, at: 150_000, time: "0s")])
    #expect(
      run.forcedFills == [
        PresetPlay.ForcedFill(time: 4_000, lots: -20, price: 150_000),
        PresetPlay.ForcedFill(time: 7_000, lots: -80, price: 150_000),
      ])
  }

  // 100,000.00 is not above 100,000.00.
  @Test(arguments: [(100_000, [-100]), (100_001, [-20, -80])] as [(Int64, [Int64])])
  func `hyperliquid-like sells a position of 100,000 whole`(mark: Int64, lots: [Int64]) throws {
    let run = try hyperliquid(lots: 100, at: mark, bids: [offer("buy", 100, at: mark, time: "0s")])
    #expect(run.forcedFills.map(\.lots) == lots)
  }

  // Whole orders for 30 s after the first in part, which is at 4 s; after that a fifth again, which here is enough.
  @Test(arguments: [("33s", [-20, -80]), ("35s", [-20, -16])] as [(String, [Int64])])
  func `hyperliquid-like sells the whole for half a minute`(bid: String, lots: [Int64]) throws {
    let run = try hyperliquid(
      lots: 100, at: 150_000,
      bids: [offer("buy", 20, at: 150_000, time: "0s"), offer("buy", 80, at: 150_000, time: bid)])
    #expect(run.forcedFills.map(\.lots) == lots)
  }

  // MARK: dydx-like (F21, F22, F28, F32)

  /// V6: 0.1 bitcoins, ten lots, at 50,000 with a tenth as maintenance margin; `quote` dollars in all, so that equity is
  /// their sum with 5,000.
  private func dydx(_ lots: Int64, quote: Int64, bid: Int64, quantity: Int64 = 2, fund: Int64 = 0) throws -> PresetPlay
  {
    let equity = lots * 50_000 + quote * 100
    // Opened where it is safe: 6,000 dollars away.
    let entry: Int64 = lots > 0 ? 56_000 : 44_000
    return try PresetPlay(
      "dydx-like", mark: entry, accounts: #"{"name": "carl", "collateral": \#(equity + abs(lots) * 6_000)}"#,
      "\"fund\": \(fund), "
        + play(
          [holding("carl", lots, at: entry)],
          [offer(lots > 0 ? "buy" : "sell", quantity, at: bid, time: "0s"), index(50_000, at: "0.1s")]))
  }

  // V7 with a spread of 1.5: mark − (1 − equity ÷ maintenance) × 1.5 × 500 ÷ 0.1.
  @Test(arguments: [(-4_501, 49_985), (-5_000, 42_500), (-5_500, 42_500)])
  func `dydx-like stops a sale at its fillable price`(quote: Int64, ticks: Int64) throws {
    let run = try dydx(10, quote: quote, bid: ticks, fund: 1_000_000)
    #expect(run.forcedLimits.first == ticks)
    #expect(run.forcedFills.first?.price == ticks)
    #expect(try dydx(10, quote: quote, bid: ticks - 1, fund: 1_000_000).forcedFills == [])
  }

  // V8, likewise.
  @Test(arguments: [(5_499, 50_015), (5_000, 57_500)])
  func `dydx-like stops a purchase at its fillable price`(quote: Int64, ticks: Int64) throws {
    let run = try dydx(-10, quote: quote, bid: ticks, fund: 1_000_000)
    #expect(run.forcedLimits.first == ticks)
    #expect(try dydx(-10, quote: quote, bid: ticks + 1, fund: 1_000_000).forcedFills == [])
  }

  // F28: a tenth of 5,000 dollars is less than the least, which is 1,000: two lots, and so on to the end.
  @Test func `dydx-like sells a tenth or a thousand dollars`() throws {
    let run = try dydx(10, quote: -4_900, bid: 50_000, quantity: 10)
    #expect(run.forcedFills.map(\.lots) == [-2, -2, -2, -2, -2])
    #expect(run.forcedFills.map(\.time) == [1_100, 2_100, 3_100, 4_100, 5_100])
  }

  // V9 of a fifth, two lots with 1,020 to bankruptcy, as F28 closes no more at once: the surplus, at most 1.5 % of what was
  // paid; what lacks is the fund's.
  @Test(arguments: [(56_100, 1_683), (51_051, 102), (51_000, 0), (50_490, -1_020)])
  func `dydx-like shares with the fund what a fill brings beyond bankruptcy`(bid: Int64, delta: Int128) throws {
    let run = try dydx(2, quote: -1_020, bid: bid, fund: 1_020)
    #expect(run.forcedFills.map(\.lots) == [-2])
    #expect(run.fund == 1_020 + delta)
  }

  // A fund that has a cent less pays nothing, and the fill does not happen (F33).
  @Test func `dydx-like sells nothing that its fund cannot pay for`() throws {
    #expect(try dydx(2, quote: -1_020, bid: 50_490, fund: 1_019).forcedFills == [])
  }

  // V12 with a rate of 1.5 %: the 499 dollars of a short of one bitcoin are less than that of its 50,000. It is closed at the
  // mark, step by step, and all of them are the fund's.
  @Test func `dydx-like closes a short in the book and its surplus is the fund's`() throws {
    let run = try dydx(-100, quote: 50_499, bid: 50_000, quantity: 100)
    #expect(run.forcedFills.first?.lots == 10)
    #expect(run.forcedFills.map(\.lots).reduce(0, +) == 100)
    #expect(run.position(of: "carl") == 0)
    #expect(run.collateral(of: "carl") == 0)
    #expect(run.fund == 49_900)
  }

  // MARK: drift-like (F23, F25, F26, F27)

  // V13 with a buffer of 2 % and a cost of 1 %: 10 ÷ (100 × (0.1 + 0.02 − 0.01)) = 0.909…, up to a hundredth. Three units at
  // 100 dollars want 36 with the buffer and have 26; what is missing is less than 50 dollars, so it is sold at once.
  @Test func `drift-like sells as much as buys the buffer back`() throws {
    let run = try PresetPlay(
      "drift-like", accounts: #"{"name": "long", "collateral": 2600}"#,
      play([holding("long", 300, at: 100), offer("buy", 300, at: 100)], [index(100, at: "0s")]))
    #expect(run.forcedFills == [PresetPlay.ForcedFill(time: 400, lots: -91, price: 100)])
  }

  // F26: 520 dollars are missing, so a tenth and one part in 150 for each step of 400 ms may be closed: 52,000 ÷ 6, up, is 8,667
  // lots, and 10.66 % of them, down, 923. At the mark they make up 6,461; only at the fourth step is that less than 12.66 % of
  // 52,000, by 122, which is 0.26 % of the 45,539 still missing, and of the 7,590 lots that these want 19.
  @Test func `drift-like opens its ramp with time`() throws {
    let run = try PresetPlay(
      "drift-like", maintenance: #"[{"rate": "0.05"}]"#, accounts: #"{"name": "long", "collateral": 18000}"#,
      play([holding("long", 10_000, at: 100), offer("buy", 10_000, at: 100)], [index(100, at: "0s")]))
    #expect(
      run.forcedFills.prefix(2) == [
        PresetPlay.ForcedFill(time: 400, lots: -923, price: 100),
        PresetPlay.ForcedFill(time: 1_600, lots: -19, price: 100),
      ])
  }

  // V14 with a fee of at most 1 % and a discount of 1 %: 0.95 × (5 % − 1 % − what is missing), of ten units at 100 dollars that
  // want 7,000 with the buffer.
  @Test(arguments: [(3_200, 7_600), (3_500, 4_750), (2_500, 10_000), (4_000, 0)])
  func `drift-like asks the fee that an account can spare`(missing: Int64, perMillion: Int64) throws {
    let run = try PresetPlay(
      "drift-like", maintenance: #"[{"rate": "0.05"}]"#,
      accounts: #"{"name": "long", "collateral": \#(7_000 - missing)}"#,
      play([holding("long", 1_000, at: 100), offer("buy", 1_000, at: 100)], [index(100, at: "0s")]))
    let first = try #require(run.forcedFills.first)
    let fee = (-first.lots * 100 * perMillion + 999_999) / 1_000_000
    #expect(run.payments(.liquidationFee).first == (fee == 0 ? nil : "long pays \(fee)"))
  }

  // V15 with a first width of 1 %: 1 % until patience is over after 1,500 slots, then a hundredth of a basis point for all
  // slots: 2 % after 10,000 of them, at most 5 %, after 40,000.
  @Test(
    arguments: [(9_900, 400), (9_899, 600_000), (9_800, 4_000_000), (9_500, 16_000_000), (9_499, nil)]
      as [(Int64, Int64?)])
  func `drift-like widens its band`(bid: Int64, time: Int64?) throws {
    let run = try PresetPlay(
      "drift-like", mark: 10_000, accounts: #"{"name": "long", "collateral": 400}"#,
      "\"duration\": \"17000s\", "
        + play([holding("long", 1, at: 10_000), offer("buy", 1, at: bid)], [index(10_000, at: "0s")]))
    #expect(run.forcedFills.first?.time == time)
  }

  // MARK: Bankruptcy prices and tiers (F20, F21, F31)

  static let atBankruptcy = ["binance-like", "bitmex-like", "bybit-like", "bankruptcy-limit"]

  // V23: 100 lots at 500 with 1,000 and 100 behind them; one at 10,000 with 200.
  @Test(arguments: atBankruptcy, [(100, 500, 1_100, 489), (1, 10_000, 200, 9_800)])
  func `no forced sale is below the bankruptcy price`(
    preset: String, long: (lots: Int64, entry: Int64, behind: Int64, ticks: Int64)
  ) throws {
    for (bid, fills) in [(long.ticks, 1), (long.ticks - 1, 0)] {
      let run = try PresetPlay(
        preset, mark: long.entry, accounts: #"{"name": "long", "collateral": \#(long.behind)}"#,
        play(
          [holding("long", long.lots, at: long.entry), offer("buy", long.lots, at: bid)], [index(long.entry, at: "0s")])
      )
      #expect(run.forcedFills.count == fills)
      if fills == 1 { #expect(run.forcedLimits == [long.ticks]) }
    }
  }

  // V23, inverse: 5,000 dollars at 7,890.08 with a fiftieth behind them: 7,735.37 and a quarter cent, up to a cent.
  @Test(arguments: atBankruptcy)
  func `an inverse long is sold at its bankruptcy price or above`(preset: String) throws {
    // A lot is a hundred dollars and a tick a cent.
    let contract = #""contract": "inverse", "tickValue": 1000000000000"#
    for (bid, fills) in [(773_538, 1), (773_537, 0)] {
      let run = try PresetPlay(
        preset, mark: 789_008, instrument: contract, accounts: #"{"name": "long", "collateral": 1267415}"#,
        play([holding("long", 50, at: 789_008), offer("buy", 50, at: Int64(bid))], [index(789_008, at: "0s")]))
      // Later ones are an engine's, that took it over.
      #expect(run.forcedFills.count { $0.time == 0 } == fills)
    }
  }

  // F31: 150 lots at 1,000; at 990 they are worth 148,500, and 100,000 may stay in the lower tier: 49 go, the least that fit,
  // where a fill-or-kill order is filled whole.
  @Test(arguments: ["binance-like", "bitmex-like", "bybit-like"])
  func `a large position is sold down to the lower tier`(preset: String) throws {
    let tiers = #"[{"rate": "0.01"}, {"from": 100000, "rate": "0.05"}]"#
    let run = try PresetPlay(
      preset, mark: 1_000, maintenance: tiers, accounts: #"{"name": "long", "collateral": 4500}"#,
      play(
        [holding("long", 150, at: 1_000), offer("buy", 49, at: 990), offer("buy", 101, at: 980)], [index(990, at: "1s")]
      ))
    // 3,000 are left, and 1,000 × 1 % + 48,500 × 5 % were needed; in the lower tier it is 1,000.
    #expect(run.forcedFills == [PresetPlay.ForcedFill(time: 1_000, lots: -49, price: 990)])
    #expect(run.position(of: "long") == 101)
  }

  // F31: 48 lots are not 49; nothing is sold and the engine takes all of it.
  @Test(arguments: ["bitmex-like", "bybit-like"])
  func `what cannot be sold whole is taken over`(preset: String) throws {
    let tiers = #"[{"rate": "0.01"}, {"from": 100000, "rate": "0.05"}]"#
    let run = try PresetPlay(
      preset, mark: 1_000, maintenance: tiers, vault: 10_000, accounts: #"{"name": "long", "collateral": 4500}"#,
      "\"duration\": \"1.5s\", "
        + play([holding("long", 150, at: 1_000), offer("buy", 48, at: 990)], [index(990, at: "1s")]))
    #expect(run.forcedFills == [])
    #expect(run.takenOver == ["long"])
    #expect(run.position(of: "vault") == 150)
    #expect(run.collateral(of: "vault") == 14_500)
  }
}
