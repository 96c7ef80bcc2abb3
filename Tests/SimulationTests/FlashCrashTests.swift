import MarketTypes
import Simulation
import Testing

/// What the fixture `flash-crash.jsonc` promises, whatever its numbers are tuned to.
@Suite struct `The flash crash` {
  private static let scenario = Result { try Scenario.read(repositoryText("fixtures/scenarios/flash-crash.jsonc")) }
  private static let run = scenario.map { Run($0) }

  @Test func `it has three makers, fifty takers and a thousand leveraged accounts`() throws {
    let scenario = try Self.scenario.get()
    var sizes: [String: Int] = [:]
    for block in scenario.blocks { sizes[block.kind, default: 0] += block.accounts.count }
    #expect(scenario.rules.instruments.count == 1)
    #expect(sizes["maker", default: 0] >= 3)
    #expect(sizes["taker", default: 0] >= 50)
    #expect(sizes["leveraged", default: 0] >= 1_000)
  }

  /// A round is a generation of forced orders: those caused by the marks of the round before.
  @Test func `the cascade has at least three rounds`() throws {
    let run = try Self.run.get()
    var forced: [UInt16: Int] = [:]
    for event in run.events {
      if case .filled(let fill) = event.body, fill.isForced { forced[event.round, default: 0] += 1 }
    }
    #expect(forced.keys.sorted().prefix(3) == [1, 2, 3])
    let liquidated = Set(
      run.events.compactMap { event in
        if case .filled(let fill) = event.body, fill.isForced { fill.takerAccount.number } else { nil }
      })
    #expect(liquidated.count >= 100)
  }

  /// The quoted spread (best ask − best bid) weighted by how long it stood: its mean from the first `liquidatable` to
  /// the last forced fill against its median before. Time in which a side was empty counts in neither.
  @Test func `the spread during the cascade is at least twice what it was before`() throws {
    let run = try Self.run.get()
    let begin = try #require(
      run.steps.first { $0.events.contains { if case .liquidatable = $0.body { true } else { false } } })
    let end = try #require(
      run.steps.last { $0.events.contains { if case .filled(let fill) = $0.body { fill.isForced } else { false } } })
    let spreads = Spreads(of: run)
    let before = spreads.between(.start, begin.command.time)
    let during = spreads.between(begin.command.time, end.command.time)
    let median = Spreads.median(before)
    let mean = Spreads.mean(during)
    #expect(median > 0)
    #expect(mean >= 2 * median, "median \(median) before, mean \(mean) during")
  }

  @Test func `lots and money sum to zero at the end`() throws {
    let run = try Self.run.get()
    #expect(run.lotsInAll == [0])
    #expect(run.moneyInAll == 0)
    #expect(run.fund >= 0)
  }

  /// SIM-12.
  @Test func `two runs are equal to the last bit`() throws {
    let run = try Self.run.get()
    #expect(Run(try Self.scenario.get()).digest.digest == run.digest.digest)
  }
}

/// The quoted spread over time.
private struct Spreads {
  /// From when on it stood; `nil` while a side was empty.
  var changes: [(time: Int64, spread: Int64?)] = []

  init(of run: Run) {
    for step in run.steps {
      for case .quoted(let quote) in step.events.map(\.body) {
        let spread = quote.bid.flatMap { bid in quote.ask.map { ($0 - bid).ticks } }
        changes.append((step.command.time.nanoseconds, spread))
      }
    }
  }

  /// Each spread with how long it stood between two times.
  func between(_ begin: Time, _ end: Time) -> [(spread: Int64, span: Int64)] {
    var found: [(spread: Int64, span: Int64)] = []
    for (index, change) in changes.enumerated() {
      let until = index + 1 < changes.count ? changes[index + 1].time : end.nanoseconds
      let span = min(until, end.nanoseconds) - max(change.time, begin.nanoseconds)
      if let spread = change.spread, span > 0 { found.append((spread, span)) }
    }
    return found
  }

  static func mean(_ spreads: [(spread: Int64, span: Int64)]) -> Double {
    let whole = spreads.reduce(0) { $0 + Double($1.span) }
    return spreads.reduce(0) { $0 + Double($1.spread) * Double($1.span) } / whole
  }

  static func median(_ spreads: [(spread: Int64, span: Int64)]) -> Double {
    var left = spreads.reduce(0) { $0 + $1.span } / 2
    for (spread, span) in spreads.sorted(by: { $0.spread < $1.spread }) {
      left -= span
      if left <= 0 { return Double(spread) }
    }
    return 0
  }
}
