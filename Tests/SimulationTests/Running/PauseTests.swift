import MarketTypes
import Notation
import Simulation
import Testing

/// SIM-30: a block that withdraws for a while.
@Suite struct `A block that pauses` {
  private static func run(_ events: String, checks: Bool = false) throws -> Run {
    Run(
      try scenario(duration: "6s", "\(population(block("maker"), block("taker"))), \"events\": [\(events)]"),
      checks: checks)
  }

  private static let pause = #"{"at": "2s", "kind": "pause", "block": "maker", "for": "1500ms"}"#

  /// When what an account sent arrived, in milliseconds.
  private static func arrivals(of name: String, in run: Run) -> [Double] {
    let account = run.account(name)
    return run.played.compactMap { step in
      let sender: AccountID? =
        switch step.command.action {
        case .submit(let order): order.account
        case .cancel(let request): request.account
        case .replace(let request): request.order.account
        case .massCancel(let request): request.account
        case .massQuote(let quote): quote.account
        default: nil
        }
      return sender == account ? Double(step.command.time.nanoseconds) / 1e6 : nil
    }
  }

  @Test func `its orders leave as late as it is heard, and it does nothing until the pause is over`() throws {
    let run = try Self.run(Self.pause, checks: true)
    for name in ["maker-1", "maker-2"] {
      let arrivals = Self.arrivals(of: name, in: run)
      #expect(arrivals.contains { $0 < 2_000 })
      let during = arrivals.filter { $0 > 2_000 && $0 < 3_501 }
      // What was under way, then the cancellation, one order latency after the pause began.
      #expect(during.last == 2_001 && during.allSatisfy { $0 <= 2_001 })
      // It looks the moment the pause is over.
      #expect(arrivals.first { $0 > 3_000 } == 3_501)
    }
    // No quote of a maker stands in between: what is left in the book is the takers'.
    let makers = [run.account("maker-1"), run.account("maker-2")]
    let fills = run.played.filter { (2_001_000_001..<3_501_000_000).contains($0.command.time.nanoseconds) }
      .flatMap(\.events)
    #expect(
      !fills.contains { if case .filled(let fill) = $0.body { makers.contains(fill.makerAccount) } else { false } })
  }

  @Test func `the random numbers of others stay what they were`() throws {
    let (plain, paused) = (try Self.run(""), try Self.run(Self.pause))
    for name in (1...5).map({ "taker-\($0)" }) {
      let (before, after) = (plain.submissions(of: name), paused.submissions(of: name))
      #expect(before.map(\.time) == after.map(\.time))
      #expect(before.map(\.order.quantity) == after.map(\.order.quantity))
    }
  }

  /// Who was to look later than the pause ends looks when it was to.
  @Test func `the longer of two pauses counts, and a later look comes when it was due`() throws {
    let twice = try Self.run(#"\#(Self.pause), {"at": "2100ms", "kind": "pause", "block": "maker", "for": "100ms"}"#)
    #expect(Self.arrivals(of: "maker-1", in: twice).first { $0 > 3_000 } == 3_501)
    let short = try Self.run(#"{"at": "2s", "kind": "pause", "block": "maker", "for": "1us"}"#)
    let arrivals = Self.arrivals(of: "maker-1", in: short)
    let (before, after) = (try #require(arrivals.last { $0 < 2_000 }), try #require(arrivals.first { $0 > 2_002 }))
    // On its own beat of 100 ms, not when the pause ends.
    #expect(abs(((after - before) / 100).rounded() * 100 - (after - before)) < 1e-6)
  }

  /// A flow that made up for what it missed would come as one great order.
  @Test(arguments: [
    #""kind": "poissonFlow", "size": 1, "market": 99, "limits": {"distances": {"kind": "table", "rates": [1]}, "cancels": 1}"#,
    #""kind": "hawkesFlow", "size": 1, "base": 100, "own": [{"jump": 5, "decay": 10}]"#,
    #""kind": "splittingFlow", "size": 1, "rate": 200, "hiddenOrders": 10, "exponent": 1.5"#,
    #""kind": "queueReactiveFlow", "size": 1, "reference": 1000, "levels": [{"limit": [50], "cancel": [0, 60]}]"#,
  ])
  func `a flow does not make up for what it missed`(flow: String) throws {
    let run = Run(
      try scenario(
        duration: "4s",
        instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "publishesLevels": true"#,
        """
        "population": [{\(flow), "name": "flow", "count": 1, "margin": "exempt"}],
        "events": [{"at": "1s", "kind": "pause", "block": "flow", "for": "2s"}]
        """), checks: true)
    let times = run.submissions(of: "flow-1").map { Double($0.time.nanoseconds) / 1e9 }
    #expect(times.filter { $0 < 1 }.count > 50)
    #expect(!times.contains { $0 > 1 && $0 < 3 })
    // About a hundred orders in each ten milliseconds, were they all to come at once.
    #expect(times.filter { $0 >= 3 && $0 < 3.01 }.count < 30)
    #expect(times.filter { $0 > 3.01 }.count > 50)
  }

  /// From the middle of a pause, too (SIM-18).
  @Test func `a copy goes on to the same end`() throws {
    let scenario = try scenario(
      duration: "6s", "\(population(block("maker"), block("taker"))), \"events\": [\(Self.pause)]")
    var original = MarketSimulation(scenario)
    while original.advance(), original.command.time < Time(nanoseconds: 2_500_000_000) {}
    var copy = original.clone()
    while original.advance() {
      let goesOn = copy.advance()
      #expect(goesOn)
      #expect(copy.command == original.command)
    }
    let goesOn = copy.advance()
    #expect(!goesOn)
  }

  @Test func `only those who act can`() {
    let words = mistakes(
      in: scenarioText(
        """
        \(smallMarket), "events": [
          {"at": "1s", "kind": "pause", "block": "long", "for": "1s"},
          {"at": "1s", "kind": "pause", "block": "makre", "for": "1s"}
        ]
        """))
    #expect(words.contains("nobody of \"long\" acts"))
    #expect(words.contains("no population block named \"makre\""))
    #expect(words.contains("did you mean \"maker\""))
  }
}
