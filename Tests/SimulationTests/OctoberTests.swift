import MarketTypes
import Notation
import Simulation
import Testing

/// The incident of 10 October 2025: in what order and in which proportion accounts are liquidated and others deleveraged.
@Suite struct `10 October 2025` {
  /// Liquidations are forced fills, takeovers and deleveragings, which are each the liquidation of the one and the
  /// deleveraging of the other: so the published counts have it.
  struct Count {
    var liquidations = 0
    var deleveragings = 0
    var beforeFirst: Int?
    /// Liquidations of the same step that came after a deleveraging.
    var outOfOrder = 0
    /// Most deleveragings in one step.
    var largestBurst = 0
    var timeline: Timeline

    /// - Parameter lead: seconds of the run before the first of its timeline.
    init(_ run: Run, seconds: Int, lead: Int64 = 0) {
      timeline = Timeline(seconds: seconds)
      for step in run.played {
        let second = Int((step.command.time.nanoseconds - Time.start.nanoseconds) / 1_000_000_000 - lead)
        var burst = 0
        for event in step.events {
          switch event.body {
          case .deleveraged:
            if beforeFirst == nil { beforeFirst = liquidations }
            burst += 1
            timeline.deleveragings[second] += 1
          case .filled(let fill) where fill.isForced: outOfOrder += burst > 0 ? 1 : 0
          case .takenOver: outOfOrder += burst > 0 ? 1 : 0
          default: continue
          }
          liquidations += 1
          timeline.liquidations[second] += 1
        }
        deleveragings += burst
        largestBurst = max(largestBurst, burst)
      }
    }

    var ratio: Double { Double(deleveragings) / Double(liquidations) }
  }

  private func fixture(_ name: String) throws -> Run {
    Run(try Scenario.read(try repositoryText("fixtures/incidents/\(name).jsonc")))
  }

  /// LIQ-19.
  @Test func `with makers and a vault, bursts of deleveraging follow hundreds of liquidations`() throws {
    let count = Count(try fixture("october-10"), seconds: 271)
    #expect(count.outOfOrder == 0)
    #expect(try #require(count.beforeFirst) >= 500)
    #expect((0.4...0.7).contains(count.ratio), "\(count.ratio)")
    #expect(count.largestBurst >= 200)
  }

  /// LIQ-19.
  @Test func `driven by a profile, they come in their seconds`() throws {
    let count = Count(try fixture("october-10-driven"), seconds: 300, lead: 1)
    var profile = Timeline(seconds: 300)
    for batch in 0..<10 { profile.liquidations[6 * batch] = 7 }
    profile.liquidations[61] = 1_100
    // 400, 40, 150, 40 × e^(−k ÷ 10), to the nearest: four numbers a line.
    let rest = """
      400 36 123 30
      268 24 82 20
      180 16 55 13
      120 11 37 9
      81 7 25 6
      54 5 17 4
      36 3 11 3
      24 2 7 2
      """
    for (k, batch) in rest.split(whereSeparator: \.isWhitespace).enumerated() {
      profile.liquidations[66 + 6 * k] = Int(batch) ?? 0
    }
    profile.deleveragings = profile.liquidations.map { max(0, $0 - 90) }
    #expect(count.timeline == profile)
    #expect(count.outOfOrder == 0)
  }

  // MARK: The real one

  /// A market in which so many accounts of one lot fall due each second, and find `depth` bids: as
  /// october-10-driven.jsonc explains.
  private func market(_ liquidations: [Int], depth: Int) -> SourceText {
    let opening = 1_000_000
    let batches = liquidations.enumerated().filter { $0.element > 0 }
    func index(_ batch: Int) -> Int { opening - 5_000 - 750 * batch }
    var blocks = ""
    var events = "{ \"at\": \"1ms\", \"kind\": \"index\", \"price\": \(index(0)) },\n"
    for (batch, (second, count)) in batches.enumerated() {
      let leverage = Double(opening) / Double(opening - index(batch + 1) - 100)
      blocks += """
        { "kind": "leveraged", "name": "t\(second)", "count": \(count), "side": "long", "against": "world", "lots": 1,
          "leverage": "\(Int(leverage)).\(String(Int(1e9 + (leverage - Double(Int(leverage))) * 1e9)).dropFirst())" },

        """
      events += """
        { "at": "\(second + 1)s", "kind": "cancel", "account": "bids" },
        { "at": "\(second + 1)s", "kind": "order", "account": "bids", "side": "buy", "quantity": \(depth),
          "limit": \(index(batch)) },
        { "at": "\(second + 1)s", "kind": "index", "price": \(index(batch + 1)) },

        """
    }
    return SourceText(
      name: "driven",
      """
      {
        "version": 1, "name": "driven", "duration": "\(liquidations.count + 1)s",
        "instruments": [{
          "name": "ALL-PERP", "maximumPrice": 10000000, "maximumPosition": 1000000, "initialMargin": "0.001",
          "maintenance": [{ "rate": "0.0005" }], "mark": "index", "openingMark": \(opening),
        }],
        "liquidation": {
          "limit": "bankruptcyPrice",
          "deleveraging": { "ranking": "markOverEntry", "price": "previousMark", "when": "insolvent" },
        },
        "accounts": [{ "name": "world", "kind": "exempt" }, { "name": "bids", "kind": "exempt" }],
        "population": [
          { "kind": "leveraged", "name": "short", "count": 500, "side": "short", "against": "world", "leverage": 0.2,
            "lots": 200 },
          \(blocks)
        ],
        "events": [\(events)],
      }
      """)
  }

  private func correlation(_ one: [Int], _ other: [Int]) -> Double {
    func mean(_ values: [Int]) -> Double { Double(values.reduce(0, +)) / Double(values.count) }
    let (m, n) = (mean(one), mean(other))
    func covariance(_ a: [Int], _ p: Double, _ b: [Int], _ q: Double) -> Double {
      zip(a, b).reduce(0) { $0 + (Double($1.0) - p) * (Double($1.1) - q) }
    }
    return covariance(one, m, other, n) / (covariance(one, m, one, m) * covariance(other, n, other, n)).squareRoot()
  }

  /// How many fall due each second is given, 63,637 in all. That 34,983 of them met nobody is not: one number, five hundred bids
  /// a second, gives a ratio of 0.547 instead of 0.550, and the first deleveraging in the second in which it came.
  @Test(.enabled(if: OctoberData.timeline != nil, Comment(rawValue: OctoberData.absence)))
  func `driven by the published liquidations, deleveraging comes of the depth alone`() throws {
    let published = try #require(OctoberData.timeline)
    #expect(published.liquidations.reduce(0, +) == 63_637)
    #expect(published.deleveragings.reduce(0, +) == 34_983)
    let run = Run(try Scenario.read(market(published.liquidations, depth: 500)))
    let count = Count(run, seconds: 721, lead: 1)
    let ours = count.timeline
    #expect(count.liquidations == 63_637)
    #expect(correlation(Array(ours.liquidations.prefix(720)), published.liquidations) >= 0.9)
    #expect(correlation(Array(ours.deleveragings.prefix(720)), published.deleveragings) >= 0.9)
    #expect((0.4...0.7).contains(count.ratio), "\(count.ratio)")
    #expect(count.beforeFirst.map { $0 - 500 } == 710)
    #expect(ours.deleveragings.firstIndex { $0 > 0 } == 61)
    #expect(count.outOfOrder == 0)
    #expect(count.largestBurst == 10_779)
  }
}
