import MarketTypes
import Notation
import Simulation
import Testing

/// PRO-6, PRO-7: what disturbs prices from outside.
@Suite struct `Jumps and silences` {
  private static let walk = """
    {"name": "walk", "kind": "geometric", "initial": 1000, "volatility": 0.02, "interval": "1s"}
    """

  /// What was said of prices, in order.
  private static func told(_ run: Run) -> [(seconds: Double, price: Int64)] {
    run.played.compactMap { step in
      let seconds = Double(step.command.time.nanoseconds) / 1e9
      return switch step.command.action {
      case .setIndex(let update): (seconds, update.price.ticks)
      case .report(let report): report.price.map { (seconds, $0.ticks) }
      default: nil
      }
    }
  }

  private static func run(_ processes: String, _ events: String, instrument: String = margins) throws -> Run {
    Run(
      try scenario(instrument: instrument, "\"indexProcesses\": [\(processes)], \"events\": [\(events)]"),
      checks: true)
  }

  private static let margins = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#

  // PRO-6
  @Test func `a jump multiplies a price for good, told at once, and shifts no draw`() throws {
    let plain = Self.told(try Self.run(Self.walk, ""))
    let jumped = Self.told(
      try Self.run(Self.walk, #"{"at": "4500ms", "kind": "jump", "process": "walk", "factor": 0.5}"#))
    #expect(jumped.map(\.seconds) == [0, 1, 2, 3, 4, 4.5, 5, 6, 7, 8, 9, 10])
    #expect(jumped[..<5].map(\.price) == plain[..<5].map(\.price))
    // Half of what is not rounded: within half a tick of half of what is.
    for (own, before) in zip(jumped[6...], plain[5...]) {
      #expect(abs(Double(own.price) - Double(before.price) / 2) <= 0.75)
    }
    #expect(abs(Double(jumped[5].price) - Double(plain[4].price) / 2) <= 0.75)
  }

  // PRO-6: the two that make one index, and a recorded series.
  @Test func `all that say what an index is worth jump together`() throws {
    let sources = """
      {"name": "a", "source": 0, "kind": "recorded", "prices": [1000, 1010, 1020], "interval": "1s"},
      {"name": "b", "source": 1, "kind": "recorded", "prices": [1100, 1110, 1120], "interval": "1s"}
      """
    let told = Self.told(
      try Self.run(
        sources, #"{"at": "1500ms", "kind": "jump", "factor": 1.1}"#,
        instrument: Self.margins + #", "indexSources": {"weights": [1, 1]}"#))
    #expect(told.map(\.price) == [1_000, 1_100, 1_010, 1_110, 1_111, 1_221, 1_122, 1_232])
  }

  // PRO-6: to the nearest tick, half up, and nothing where there is no index.
  @Test func `an index that nothing makes is multiplied where it stands`() throws {
    let told = Self.told(
      try Self.run(
        "",
        """
        {"at": "1s", "kind": "jump", "factor": 2}, {"at": "2s", "kind": "index", "price": 1001},
        {"at": "3s", "kind": "jump", "factor": 0.5}
        """))
    #expect(told.map(\.seconds) == [2, 3])
    #expect(told.map(\.price) == [1_001, 501])
  }

  // PRO-7, and PRO-6 in the middle of it.
  @Test func `nobody hears of a silent process, which goes on`() throws {
    let plain = Self.told(try Self.run(Self.walk, ""))
    let silent = Self.told(
      try Self.run(
        Self.walk,
        """
        {"at": "2500ms", "kind": "silence", "process": "walk", "for": "2500ms"},
        {"at": "2600ms", "kind": "silence", "process": "walk", "for": "1s"}
        """))
    #expect(silent.map(\.seconds) == [0, 1, 2, 5, 6, 7, 8, 9, 10])
    #expect(silent.map(\.price) == plain.filter { $0.seconds < 2.5 || $0.seconds >= 5 }.map(\.price))
    let both = Self.told(
      try Self.run(
        Self.walk,
        """
        {"at": "2500ms", "kind": "silence", "process": "walk", "for": "2s"},
        {"at": "3s", "kind": "jump", "process": "walk", "factor": 2}
        """))
    #expect(both.map(\.seconds) == [0, 1, 2, 5, 6, 7, 8, 9, 10])
    #expect(abs(both[3].price - 2 * plain[5].price) <= 1)
  }

  // PRO-6: what is not there cannot be silent, and what was told by hand cannot jump.
  @Test func `what cannot be is told`() {
    let words = mistakes(
      in: scenarioText(
        instrument: Self.margins + #", "indexSources": {"weights": [1]}"#,
        """
        "events": [
          {"at": "1s", "kind": "silence", "process": "wlak", "for": "1s"},
          {"at": "1s", "kind": "jump", "factor": 0.5}
        ],
        "indexProcesses": [{"name": "walk", "asset": "X", "kind": "recorded", "prices": [1], "interval": "1s"}]
        """))
    #expect(words.contains("no index process named \"wlak\""))
    #expect(words.contains("no process says what \"X\" is worth"))
  }
}
