import MarketTypes
import Mathematics
import Notation
import Testing

@testable import Simulation

/// PRO-1, PRO-2, PRO-5: prices from outside in a run.
@Suite struct `Prices from outside` {
  private static let walk = """
    {"name": "walk", "kind": "geometric", "initial": 1000, "volatility": 0.02, "start": "500ms", "interval": "250ms"}
    """

  /// What a run set the index to, and when.
  private static func indices(_ run: Run) -> [(time: Time, price: Int64)] {
    run.played.compactMap { step in
      guard case .setIndex(let update) = step.command.action else { return nil }
      return (step.command.time, update.price.ticks)
    }
  }

  private static func market(_ processes: String, _ rest: String = "", seed: UInt64 = 1) throws -> Scenario {
    try scenario(seed: seed, "\"indexProcesses\": [\(processes)], \(rest)")
  }

  /// PRO-1: from the start on, each interval, the end included.
  @Test func `a price comes at its start and after each interval`() throws {
    let told = Self.indices(Run(try Self.market(Self.walk), checks: true))
    #expect(told.map(\.time.nanoseconds) == Array(stride(from: 500_000_000, through: 10_000_000_000, by: 250_000_000)))
    #expect(told.first?.price == 1_000)
    #expect(Set(told.map(\.price)).count > 10)
  }

  /// PRO-2: a geometric step from the numbers of the rule, drawn here by hand.
  @Test func `what is drawn is a function of seed and name`() throws {
    let told = Self.indices(Run(try Self.market(Self.walk, seed: 9)))
    var normals = SeededGenerator(seed: 9, nameHash: SeededGenerator.nameHash("walk".utf8), index: 0, purpose: 2)
    var price = 1_000.0
    for entry in told {
      #expect(entry.price == Int64((price + 0.5).rounded(.down)))
      let own = normals.normal()
      _ = normals.normal()
      price *= exp(0 - 0.0004 / 2 * 0.25 + 0.02 * 0.5 * own)
    }
  }

  /// PRO-2.
  @Test func `who else is there changes nothing`() throws {
    let alone = Self.indices(Run(try Self.market(Self.walk)))
    let other =
      #"{"name": "else", "asset": "ETH", "kind": "brownian", "initial": 50, "volatility": 3, "interval": "1s"}"#
    let assets = """
      "assets": [{"name": "ETH", "maximumPrice": 1000, "maximumBalance": 1000, "haircuts": [{"rate": "0.1"}], "openingPrice": 50}]
      """
    let run = Run(try Self.market("\(other), \(Self.walk)", "\(assets), \(smallMarket)"))
    #expect(Self.indices(run).map(\.price) == alone.map(\.price))
    let reports = run.played.filter { if case .report = $0.command.action { true } else { false } }
    #expect(reports.count == 11)
    #expect(Self.indices(Run(try Self.market(Self.walk, seed: 2))).map(\.price) != alone.map(\.price))
  }

  private static let three =
    #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "indexSources": {"weights": [1, 1, 1]}"#

  /// PRO-1: each source has a process of its own; with a correlation of 1 they say the same.
  @Test func `sources report`() throws {
    let sources = (0..<3).map { number in
      """
      {"name": "s\(number)", "source": \(number), "kind": "brownian", "initial": 1000, "volatility": 5, "interval": "1s",
       "factor": {"name": "common", "correlation": \(number < 2 ? 1 : -1)}}
      """
    }
    let run = Run(
      try scenario(instrument: Self.three, "\"indexProcesses\": [\(sources.joined(separator: ", "))]"))
    var told: [UInt8: [Int64]] = [:]
    for step in run.played {
      if case .report(let report) = step.command.action {
        #expect(report.subject == .instrument(InstrumentID(number: 0)))
        told[report.source, default: []].append(try #require(report.price).ticks)
      }
    }
    #expect(told[0]?.count == 11)
    #expect(told[0] == told[1])
    // A mirror image, but for halves, which round up on both sides.
    #expect(zip(told[0] ?? [], told[2] ?? []).allSatisfy { (2_000...2_001).contains($0 + $1) })
  }

  /// PRO-1.
  @Test func `a recorded series ends with its last price`() throws {
    let series = #"{"name": "r", "kind": "recorded", "prices": [1000, 900, 900, 1200], "interval": "2s"}"#
    let told = Self.indices(Run(try Self.market(series)))
    #expect(told.map(\.price) == [1_000, 900, 900, 1_200])
    #expect(told.map(\.time.nanoseconds) == [0, 2_000_000_000, 4_000_000_000, 6_000_000_000])
  }

  /// PRO-5.
  @Test func `a clone goes on to the same prices, and nobody can be taken out of them`() throws {
    let market = try Self.market(Self.walk, smallMarket)
    let whole = Run(market)
    for boundary in stride(from: 0, to: whole.steps.count, by: whole.steps.count / 12) {
      var original = MarketSimulation(market)
      for _ in 0..<boundary { _ = original.advance() }
      var clone = original.clone()
      var rest: [Command] = []
      while original.advance() {}
      while clone.advance() { rest.append(clone.command) }
      #expect(rest == whole.steps[boundary...].map(\.command))
    }
    var less = MarketSimulation(market)
    for index in market.names.accounts.indices { _ = less.dismiss(AccountID(number: Int32(index))) }
    var prices: [Int64] = []
    while less.advance() {
      if case .setIndex(let update) = less.command.action { prices.append(update.price.ticks) }
    }
    #expect(prices == Self.indices(whole).map(\.price))
  }

  /// PRO-5.
  @Test func `a fork may have other makers, not another process`() throws {
    let simulation = MarketSimulation(try Self.market(Self.walk))
    #expect(simulation.unchangeablePart(in: try scenario(duration: "9s", "\"indexProcesses\": [\(Self.walk)]")) == nil)
    let other = Self.walk.replacing("0.02", with: "0.03")
    #expect(simulation.unchangeablePart(in: try Self.market(other)) == "the index processes")
  }

  // MARK: Mistakes

  private static func mistake(_ processes: String, _ rest: String = "") -> String? {
    let text = scenarioText("\"indexProcesses\": [\(processes)], \(rest)")
    return mistakes(in: text).split(separator: "\n").first.map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  @Test func `what a process may not be`() {
    let walk = Self.walk
    let jumps = walk.replacing(
      "\"volatility\"", with: #""jumps": {"intensity": 1000, "meanOfLog": 0, "deviationOfLog": 0}, "volatility""#)
    let factor = walk.replacing("\"kind\"", with: #""factor": {"name": "walk", "correlation": 1}, "kind""#)
    let wanted: [(String, String)] = [
      (walk.replacing("1000", with: "0"), "error: indexProcesses[0].initial is 0; it must be from 1 to 100000"),
      (
        walk.replacing("1000", with: "100001"),
        "error: indexProcesses[0].initial is 100001; it must be from 1 to 100000"
      ),
      (walk.replacing("\"volatility\"", with: "\"wildness\""), "error: \"volatility\" is missing in indexProcesses[0]"),
      (walk.replacing("\"kind\"", with: "\"source\": 0, \"kind\""), "error: \"X\" has no sources that could report"),
      (walk.replacing("250ms", with: "0s"), "error: indexProcesses[0].interval is 0s; it must be from 1us to 100 days"),
      (jumps, "error: there would be 250 jumps between two prices; at most 50"),
      (factor, "error: there are two streams of random numbers named \"walk\""),
      ("\(walk), \(walk)", "error: there are two streams of random numbers named \"walk\""),
      ("\(walk), \(walk.replacing("walk", with: "way"))", "error: \"walk\" already says this price"),
    ]
    for (processes, message) in wanted {
      let said = Self.mistake(processes) ?? "nothing"
      #expect(said.hasPrefix(message), "\(said)")
    }
    #expect(Self.mistake(walk) == nil)
    #expect(
      Self.mistake(walk.replacing("walk", with: "maker"), smallMarket)
        == "error: there are two streams of random numbers named \"maker\"")
  }
}
