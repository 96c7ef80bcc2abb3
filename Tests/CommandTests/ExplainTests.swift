import Foundation
import Testing

/// Who was liquidated because of whose fills.
@Suite struct `Explain` {
  let folder = TemporaryFolder()

  init() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
  }

  private func explain(_ words: String...) throws -> Outcome { try Program.run(["explain", folder("out")] + words) }

  private func json(_ words: String...) throws -> [String: Any] {
    let outcome = try Program.run(["explain", folder("out"), "--json"] + words)
    #expect(outcome.status == 0 && outcome.errors == "")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// The whale's twelve lots take the bids at 990 and two of those at 890; that is where the cascade begins.
  @Test func `the tree begins with the shock and has every account of the run's own table`() throws {
    let outcome = try explain("--all")
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(outcome.output.contains("\nthe shock: 12 lots for 11,680, made "))
    #expect(outcome.output.contains("BTC 1,000 → 890"))
    let rows = folder.text("out/liquidations.csv").split(separator: "\n").dropFirst()
    let accounts = Set(rows.map { $0.split(separator: ",")[2] })
    #expect(accounts.count > 1)
    for account in accounts { #expect(outcome.output.contains("─ \(account) health "), "\(account)") }
  }

  @Test func `a journal, its folder and standard input are explained alike`() throws {
    let expected = try explain().output
    #expect(try Program.run("explain", folder("out/journal.cascade")).output == expected)
    let journal = try #require(folder.bytes("out/journal.cascade"))
    #expect(try Program.run(["explain", "-"], input: journal).output == expected)
  }

  @Test func `as JSON it says what the run's own tables say`() throws {
    let page = try json()
    let rounds = try #require(page["rounds"] as? [[String: Any]])
    let lines = folder.text("out/rounds.csv").split(separator: "\n").dropFirst()
    #expect(rounds.count == lines.count)
    let falls = try #require(page["falls"] as? [[String: Any]])
    let cascade = try #require(page["cascade"] as? [String: Any])
    #expect(cascade["falls"] as? Int == falls.count)
    let digest = try #require(page["digest"] as? String)
    #expect(folder.text("out/summary.txt").hasSuffix("digest \(digest)\n"))
  }

  @Test func `one account is told of, and one that is not there is not`() throws {
    let outcome = try explain("--account", "long-1")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("long-1 was liquidated in round "))
    let wrong = try explain("--account", "lnog-1")
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("did you mean \"long-1\"?"))
    #expect(try explain("--account", "long-1", "--json").status == 64)
  }

  // MARK: Reruns

  /// How many rounds the scenario has with another shock.
  private func rounds(selling lots: Int) throws -> Int {
    let text = Small.cascade.replacing("\"quantity\": 12 }", with: "\"quantity\": \(lots) }")
    let name = "shock-\(lots)"
    let scenario = try folder.put("\(name).jsonc", text)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder(name)).status == 0)
    let lines = folder.text("\(name)/rounds.csv").split(separator: "\n").dropFirst()
    return lines.count { !$0.hasPrefix("0,") && $0.split(separator: ",")[3] != "0" }
  }

  @Test func `the distance is the smallest shock with a second round`() throws {
    let reruns = try #require(try json("--distance")["reruns"] as? [String: Any])
    let smallest = try #require((reruns["distance"] as? [String: Any])?["smallest"] as? Int)
    #expect(smallest > 1)
    #expect(try rounds(selling: smallest) >= 2)
    #expect(try rounds(selling: smallest - 1) < 2)
  }

  private func forcedNotional(selling lots: Int) throws -> Int {
    _ = try rounds(selling: lots)
    let lines = folder.text("shock-\(lots)/rounds.csv").split(separator: "\n").dropFirst().dropFirst()
    return lines.reduce(0) { $0 + (Int($1.split(separator: ",", omittingEmptySubsequences: false)[5]) ?? 0) }
  }

  @Test func `the gain is what runs with a lot less and a lot more come to`() throws {
    let reruns = try #require(try json("--gain")["reruns"] as? [String: Any])
    let gain = try #require(reruns["gain"] as? [String: Any])
    #expect(gain["shockLots"] as? Int == 12 && gain["lotNotional"] as? Int == 1_000)
    #expect(gain["forcedWithLess"] as? Int == (try forcedNotional(selling: 11)))
    #expect(gain["forced"] as? Int == (try forcedNotional(selling: 12)))
    #expect(gain["forcedWithMore"] as? Int == (try forcedNotional(selling: 13)))
  }

  /// With liquidation off the whale's last lot is sold at 890 and the mark stays there.
  @Test func `without liquidations the mark ends where the shock left it`() throws {
    let instruments = try #require(try json("--without-liquidations")["instruments"] as? [[String: Any]])
    let without = try #require(instruments.first?["withoutLiquidations"] as? [String: Any])
    #expect(without["farthest"] as? Int == 890)
    let displacement = try #require(instruments.first?["farthest"] as? Int) - 1_000
    let (amplification, share) = (Double(displacement) / -110, Double(displacement + 110) / Double(displacement))
    #expect(abs(try #require(without["amplification"] as? Double) - amplification) < 1e-12)
    #expect(abs(try #require(without["forcedShare"] as? Double) - share) < 1e-12)
  }

  /// Who sells all it has at half the mark is never asked for margin, and owes what it lacks: 1,377, of which the fund has
  /// 300. The fall of the mark closes the other.
  @Test func `losses of an account that closed itself are in every figure`() throws {
    let scenario = try folder.put(
      "own.jsonc",
      """
      {
        "version": 1, "name": "own", "seed": 5, "duration": "3s", "fund": 300,
        "instruments": [
          { "name": "BTC", "maximumPrice": 100000, "maximumPosition": 100000, "initialMargin": "0.1",
            "maintenance": [{ "rate": "0.05" }], "openingMark": 1000 },
        ],
        "accounts": [{ "name": "world", "kind": "exempt" }],
        "population": [
          { "kind": "leveraged", "name": "long", "count": 2, "side": "long", "against": "world",
            "leverage": { "kind": "uniform", "from": 5, "to": 9 }, "lots": 4 },
        ],
        "openings": [{ "kind": "order", "account": "world", "side": "buy", "quantity": 100, "limit": 500 }],
        "events": [
          { "at": "1s", "kind": "order", "account": "long-1", "side": "sell", "quantity": 4, "reduceOnly": true },
        ],
      }
      """)
    let run = try Program.run("run", scenario, "-o", folder("own")).output
    #expect(run.contains("Bankrupt accounts were short of 2,882: the insurance fund paid 300, 2,582 stayed"), "\(run)")
    #expect(folder.text("own/rounds.csv").contains("\n0,BTC,0,1,4,2000,500,,0,300,1077,0,0,"))
    #expect(folder.text("own/rounds.csv").contains("\n1,BTC,1,1,4,2000,500,,1,0,1505,0,0,"))
    let tree = try Program.run("explain", folder("own")).output
    #expect(tree.contains("\nlong            1  −1,118     2,882\n"), "\(tree)")
    let story = try Program.run("explain", folder("own"), "--account", "long-1").output
    #expect(
      story == """
        long-1 never fell under its maintenance margin, and was short of 1,377 all the same when it had no
        position left.

        """)
    let calm = try Program.run("run", scenario, "-o", folder("calm"), "--set", "liquidation.on=false").output
    #expect(calm.hasPrefix("No cascade"), "\(calm)")
    #expect(
      calm.contains("Bankrupt accounts were short of 1,377: the insurance fund paid 300, 1,077 stayed"), "\(calm)")
    let alone = try Program.run("run", scenario, "-o", folder("alone"), "--set", "population.long.count=1").output
    #expect(
      alone.replacing("\n", with: " ").contains(
        "1,077 stayed uncovered. They held nothing any more when they owed it, and so fell under no margin. The mark"),
      "\(alone)")
  }

  /// The index falls to 880, and somebody still bids 950.
  @Test func `forced orders that sell above the mark sell better`() throws {
    let scenario = try folder.put(
      "better.jsonc",
      """
      {
        "version": 1, "name": "better", "duration": "2s",
        "instruments": [
          { "name": "BTC", "maximumPrice": 2000, "maximumPosition": 100, "initialMargin": "0.1",
            "maintenance": [{ "rate": "0.05" }], "mark": "index", "openingMark": 1000 },
        ],
        "accounts": [{ "name": "world", "kind": "exempt" }, { "name": "ann", "collateral": 1500 }],
        "openings": [
          { "kind": "holding", "account": "ann", "against": "world", "position": 10, "price": 1000 },
          { "kind": "order", "account": "world", "side": "buy", "quantity": 20, "limit": 950 },
        ],
        "events": [{ "at": "1s", "kind": "index", "price": 880 }],
      }
      """)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("better")).status == 0)
    let story = try Program.run("explain", folder("better"), "--account", "ann").output
    #expect(
      story.replacing("\n", with: " ").contains(": 700 better than the marks that stood, and 0 in fees."), "\(story)")
  }

  @Test(arguments: [
    (["--account", "whale", "--depth", "2"], "--depth is about the whole cascade"),
    (["--all", "--width", "1"], "--width shows part of the tree"),
    (["--json", "--all"], "--all is about the tree as text"),
  ])
  func `options that contradict each other are refused`(options: [String], mistake: String) throws {
    let outcome = try Program.run(["explain", folder("out")] + options)
    #expect(outcome.status == 64 && outcome.errors.contains(mistake), "\(outcome.errors)")
  }

  @Test func `a journal without a scenario cannot be run again`() throws {
    let words = ["engine", "--open-accounts", "--journal", folder("engine.cascade")]
    #expect(try Program.run(words, input: Data("{\"kind\":\"instrument\",\"name\":\"X\"}\n".utf8)).status == 0)
    let outcome = try Program.run("explain", folder("engine.cascade"), "--gain")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("no scenario is in it"))
  }
}
