import Foundation
import Testing

/// What the command says of accounts that the book did not take.
@Suite struct `Last resorts` {
  let folder = TemporaryFolder()

  /// Bull is long 10 at 1,000 with 1,200; the index falls to 800 and nobody bids. Closed at 880, where nothing is left of
  /// it, it costs bear-1 (6 lots) and bear-2 (4) 80 ticks a lot.
  private static let deleveraged = """
    { "version": 1, "name": "without-bids", "duration": "10s",
      "instruments": [
        { "name": "X", "maximumPrice": 10000, "maximumPosition": 10000, "initialMargin": "0.1",
          "maintenance": [{ "rate": "0.05" }], "mark": "index", "openingMark": 1000 }
      ],
      "liquidation": {
        "limit": "bankruptcyPrice", "pacing": { "kind": "timed", "interval": "1s" },
        "deleveraging": { "ranking": "profitAndLeverage", "price": "bankruptcy", "when": "insolvent" }
      },
      "accounts": [
        { "name": "bull", "collateral": 1200 }, { "name": "bear-1", "collateral": 2000 },
        { "name": "bear-2", "collateral": 5000 }
      ],
      "openings": [
        { "kind": "holding", "account": "bull", "against": "bear-1", "position": 6, "price": 1000 },
        { "kind": "holding", "account": "bull", "against": "bear-2", "position": 4, "price": 1000 }
      ],
      "events": [{ "at": "2s", "kind": "index", "price": 800 }] }
    """

  @Test func `deleveraging alone is no calm run, and the same in every verb`() throws {
    let scenario = try folder.put("small.jsonc", Self.deleveraged)
    let run = try Program.run("run", scenario, "--quiet", "-o", folder("out"))
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.hasPrefix("No forced order was filled: 1 account liquidated without the book\n"), "\(run.output)")
    let explained = try Program.run("explain", folder("out")).output
    for text in [run.output, explained] {
      #expect(
        text.split(separator: "\n").joined(separator: " ")
          .contains("accounts were short of 800: those who were deleveraged gave up 800"), "\(text)")
    }
    let bear = try Program.run("explain", folder("out"), "--account", "bear-1").output
    #expect(bear.contains("6 lots of it were closed against accounts that nobody took."), "\(bear)")
    let off = try Program.run(
      "fork", folder("out"), "--at", "start", "--set", "liquidation.on=false", "--quiet", "-o", folder("off"))
    #expect(off.output.hasPrefix("No cascade\n"), "\(off.output)")
    let compared = try Program.run("compare", folder("out"), folder("off"), "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(compared.output.utf8)) as? [String: Any])
    let losses = try #require(object["losses"] as? [[String: Any]])
    #expect(losses.compactMap { $0["stage"] as? String }.allSatisfy { $0 == "deleveraging" })
    let borne = losses.map { ($0["account"] as? String ?? "", $0["paid"] as? [Int] ?? []) }
    #expect(
      Dictionary(uniqueKeysWithValues: borne)
        == ["": [800, 0], "bull": [0, 0], "bear-1": [480, 0], "bear-2": [320, 0]])
  }

  /// The story of one account, in one line.
  private func story(_ account: String, of scenario: String) throws -> String {
    let file = try folder.put("story.jsonc", scenario)
    let run = try Program.run("run", file, "--quiet", "--force", "-o", folder("story"))
    #expect(run.status == 0, "\(run.errors)")
    return try Program.run("explain", folder("story"), "--account", account).output.replacing("\n", with: " ")
  }

  private static func scenario(_ rest: String, mark: String = "index") -> String {
    """
    { "version": 1, "name": "story", "duration": "10s",
      "instruments": [
        { "name": "X", "maximumPrice": 10000, "maximumPosition": 10000, "initialMargin": "0.1",
          "maintenance": [{ "rate": "0.05" }], "mark": "\(mark)", "openingMark": 1000 }
      ],
      \(rest) }
    """
  }

  /// Somebody bids 900 for 4 of bull's 10 lots; the other 6 are closed against bear at 867, where nothing is left of it.
  @Test func `who is partly sold and partly deleveraged is told both`() throws {
    let told = try story(
      "bull",
      of: Self.scenario(
        """
        "liquidation": {
          "limit": "bankruptcyPrice",
          "deleveraging": { "ranking": "profitAndLeverage", "price": "bankruptcy", "when": "insolvent" }
        },
        "accounts": [
          { "name": "world", "kind": "exempt" }, { "name": "bull", "collateral": 1200 }, { "name": "bear", "collateral": 5000 }
        ],
        "openings": [
          { "kind": "holding", "account": "bull", "against": "bear", "position": 10, "price": 1000 },
          { "kind": "order", "account": "world", "side": "buy", "quantity": 4, "limit": 900 }
        ],
        "events": [{ "at": "2s", "kind": "index", "price": 800 }]
        """))
    #expect(
      told.contains(
        "6 lots were closed against others' positions. Its forced orders sold 4 lots of X for 3,600, at 900.00 on average"
      ),
      "\(told)")
  }

  /// The vault takes over 10 lots of bull and 2 of calf and sells all 12; calf never had more than 2.
  @Test func `what the backstop sells is not said to be sold by whom it took over`() throws {
    let scenario = Self.scenario(
      """
      "liquidation": { "backstop": { "below": 1, "disposal": { "every": "1s" } } },
      "accounts": [
        { "name": "world", "kind": "exempt" }, { "name": "bull", "collateral": 1200 }, { "name": "calf", "collateral": 300 },
        { "name": "vault", "kind": "backstop", "collateral": 5000 }
      ],
      "openings": [
        { "kind": "holding", "account": "bull", "against": "world", "position": 10, "price": 1000 },
        { "kind": "holding", "account": "calf", "against": "world", "position": 2, "price": 1000 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 20, "limit": 880 }
      ],
      "events": [{ "at": "2s", "kind": "index", "price": 870 }]
      """)
    let told = try story("calf", of: scenario)
    #expect(
      told.contains(
        "The backstop took it over. Of all that it had taken over, the backstop sold 12 lots of X for 10,560, at 880.00 "
          + "on average"), "\(told)")
    #expect(told.contains(" That moved no mark."), "\(told)")
    let tree = try Program.run("explain", folder("story")).output
    #expect(tree.contains("calf health 0.45, taken over, the backstop sold 12 for 10,560"), "\(tree)")
  }

  /// The contract is settled a minute before bull's turn: it owes 800, and never had its margin back.
  @Test func `who is settled before its turn is told what it was short of`() throws {
    let told = try story(
      "bull",
      of: Self.scenario(
        """
        "liquidation": { "pacing": { "kind": "timed", "interval": "1min" } },
        "accounts": [{ "name": "world", "kind": "exempt" }, { "name": "bull", "collateral": 1200 }],
        "openings": [{ "kind": "holding", "account": "bull", "against": "world", "position": 10, "price": 1000 }],
        "events": [
          { "at": "2s", "kind": "index", "price": 800 }, { "at": "4s", "kind": "settleContract", "price": 800 }
        ]
        """))
    #expect(
      told
        == "bull fell under its maintenance margin once, and no forced order of it was placed: its turn had not come, "
        + "or no size or price allowed one. It was short of 800: nobody paid 800. ", "\(told)")
  }

  private func summary(_ rest: String, mark: String = "index") throws -> String {
    let file = try folder.put("ended.jsonc", Self.scenario(rest, mark: mark))
    let run = try Program.run("run", file, "--quiet", "--force", "-o", folder("ended"))
    #expect(run.status == 0, "\(run.errors)")
    return run.output.replacing("\n", with: " ")
  }

  /// One forced order a step, at 3 s and 4 s, and then the run ends: three of five are left.
  @Test func `a run that ends in the middle of a cascade says who waits`() throws {
    let five = """
      "accounts": [{ "name": "world", "kind": "exempt" }],
      "population": [
        { "kind": "leveraged", "name": "long", "count": 5, "side": "long", "against": "world", "leverage": 10, "lots": 2 }
      ],
      "openings": [{ "kind": "order", "account": "world", "side": "buy", "quantity": 20, "limit": 900 }],
      "events": [{ "at": "8s", "kind": "index", "price": 920 }]
      """
    let pacing = #""pacing": { "kind": "timed", "interval": "1s" }"#
    let cut = try summary(#""liquidation": { "budget": { "orders": 1 }, "# + pacing + " }, " + five)
    #expect(cut.contains(" 3 accounts under maintenance margin had not had their turn at the end."), "\(cut)")
    let done = try summary(#""liquidation": { "# + pacing + " }, " + five)
    #expect(done.contains("5 of 5 margined accounts were liquidated") && !done.contains(" turn "), "\(done)")
  }

  /// Ann's forced order makes ben fall in a second round, which is the next command's.
  @Test func `a bound on rounds that the next command makes good leaves nobody waiting`() throws {
    let text = try summary(
      """
      "liquidation": { "pacing": { "kind": "immediate", "roundLimit": 1 } },
      "accounts": [
        { "name": "world", "kind": "exempt" }, { "name": "ann", "collateral": 1000 }, { "name": "ben", "collateral": 1200 }
      ],
      "openings": [
        { "kind": "holding", "account": "ann", "against": "world", "position": 10, "price": 1000 },
        { "kind": "holding", "account": "ben", "against": "world", "position": 10, "price": 1000 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 1, "limit": 940 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 10, "limit": 920 },
        { "kind": "order", "account": "world", "side": "buy", "quantity": 20, "limit": 900 }
      ],
      "events": [
        { "at": "2s", "kind": "order", "account": "world", "side": "sell", "quantity": 1 },
        { "at": "3s", "kind": "deposit", "account": "world", "amount": 1 }
      ]
      """, mark: "last")
    #expect(text.contains("2 of 2 margined accounts were liquidated"), "\(text)")
    #expect(text.contains("The bound on rounds was reached once.") && !text.contains(" turn at the end"), "\(text)")
  }
}
