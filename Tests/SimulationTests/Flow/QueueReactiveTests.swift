import Foundation
import MarketTypes
import Participants
import Simulation
import Testing

/// Lengths of queues of queue-reactive flow, through the venue's own book, against laws reckoned beside it.
///
/// `CASCADE_PATHS=400000` makes runs so many seconds long: docs/validation.md.
@Suite struct `Queue-reactive flow` {
  struct Rates {
    var limit, cancel, market: [Double]

    func at(_ count: Int) -> (up: Double, down: Double) {
      func last(_ rates: [Double]) -> Double { rates[min(count, rates.count - 1)] }
      return (last(limit), count == 0 ? 0 : last(cancel) + last(market))
    }

    var text: String { #""limit": \#(limit), "cancel": \#(cancel), "market": \#(market)"# }
  }

  static func flow(_ levels: [String], rest: String = "") -> String {
    """
    {
      "kind": "queueReactiveFlow", "name": "queues", "count": 1, "margin": "exempt",
      "levels": [\(levels.map { "{\($0)}" }.joined(separator: ", "))]\(rest)
    }
    """
  }

  static func market(_ flow: String, seconds: Double, seed: UInt64 = 1) throws -> Scenario {
    try flowMarket(seconds: seconds, mark: 1_000, seed: seed, instrument: #", "publishesLevels": true"#, flow)
  }

  /// Shares of time in which things were so, with standard errors, watching the lengths of both sides' levels around 1000.
  static func shares(
    _ scenario: Scenario, levels: Int, seconds: Double, of questions: [([[Int64]]) -> Bool]
  ) -> [(share: Double, error: Double)] {
    var simulation = MarketSimulation(scenario)
    var means = questions.map { _ in TimeMean(from: seconds / 50, until: seconds) }
    var lengths = [[Int64]](repeating: Array(repeating: 0, count: levels), count: 2)
    var last = 0.0
    while simulation.advance() {
      var hasChanged = false
      let now = simulation.command.time.seconds
      for index in 0..<simulation.events.count {
        guard case .levelChanged(let change) = simulation.events[index].body else { continue }
        if !hasChanged {
          for (place, question) in questions.enumerated() {
            means[place].add(question(lengths) ? 1 : 0, from: last, to: now)
          }
          (hasChanged, last) = (true, now)
        }
        let level = change.side == .buy ? 1_000 - change.price.ticks : change.price.ticks - 1_001
        if level < levels { lengths[change.side == .buy ? 0 : 1][Int(level)] = change.quantity.lots }
      }
    }
    return means.map { ($0.mean, $0.error) }
  }

  static func expectShares(_ ours: [(share: Double, error: Double)], _ exact: [Double], _ what: String) {
    for (place, pair) in zip(ours, exact).enumerated() {
      let said = "\(what) \(place): \(pair.0.share) ± \(pair.0.error), exactly \(pair.1), seed 1"
      #expect(agree(pair.0.share, pair.0.error, with: pair.1, 1e-4), "\(said)")
      if ProcessInfo.processInfo.environment["CASCADE_PATHS"] != nil { print(said) }
    }
  }

  /// Of a birth-death chain, up to 60.
  static func product(_ rates: Rates) -> [Double] {
    var shares = [1.0]
    for count in 1...60 { shares.append(shares[count - 1] * rates.at(count - 1).up / rates.at(count).down) }
    let sum = shares.reduce(0, +)
    return shares.map { $0 / sum }
  }

  /// Cont, Stoikov and Talreja's best queue, reflected where it is empty: L = 1.85, C + M = .94 + .71 n.
  static let reflected = Rates(limit: [1.85], cancel: (0...40).map { 0.71 * Double($0) }, market: [0, 0.94])

  /// FLW-4. The published law: to eight digits for 0 to 5 orders, and the mean.
  @Test func `a queue has the published stationary law`() throws {
    let seconds = Double(size("CASCADE_PATHS", small: 4_000))
    let ours = Self.shares(
      try Self.market(Self.flow([Self.reflected.text]), seconds: seconds), levels: 1, seconds: seconds,
      of: (0...5).map { length in { $0[0][0] == length } } + (0...5).map { length in { $0[1][0] == length } })
    let published = [0.25315906, 0.28384501, 0.22250562, 0.13408319, 0.06562273, 0.02703832]
    Self.expectShares(ours, published + published, "queue of")
  }

  /// FLW-4. Up to 40 orders each length is 10^18 times as likely as the one before, beyond half as likely.
  @Test func `a law whose odds no double holds is a law`() {
    let law = QueueRates(
      limit: Array(repeating: 1e9, count: 40) + [0.5], cancel: [0] + Array(repeating: 1e-9, count: 40) + [1],
      market: [0]
    ).stationary
    #expect(abs(law.reduce(0, +) - 1) < 1e-14)
    #expect(abs(law[39] - 0.5e-18) < 1e-30 && abs(law[40] - 0.5) < 1e-11 && abs(law[41] - 0.25) < 1e-11)
  }

  static let three = [
    Rates(limit: [1.2, 1, 0.8, 0.7], cancel: [0, 0.2, 0.5, 0.9, 1.2], market: [0, 0.5, 0.4, 0.3]),
    Rates(limit: [2, 1.6, 1.2], cancel: [0, 0.4, 0.8, 1.1, 1.4], market: [0]),
    Rates(limit: [0.9, 1.1, 0.6], cancel: [0, 0.5, 0.7, 0.8], market: [0]),
  ]

  /// FLW-4. Model I: levels know nothing of each other.
  @Test func `each level has the law of its own rates`() throws {
    let seconds = Double(size("CASCADE_PATHS", small: 4_000))
    let scenario = try Self.market(Self.flow(Self.three.map(\.text)), seconds: seconds)
    for level in 0..<3 {
      let ours = Self.shares(
        scenario, levels: 3, seconds: seconds,
        of: (0...4).map { length in { $0[0][level] == length } } + (0...4).map { length in { $0[1][level] == length } })
      let exact = Array(Self.product(Self.three[level]).prefix(5))
      Self.expectShares(ours, exact + exact, "level \(level + 1), queue of")
    }
  }

  /// The stationary law of two queues, up to so many each, by their rates in each state: found by going through all states
  /// again and again until nothing changes.
  static func joint(
    upTo most: Int,
    _ rates: (_ one: Int, _ other: Int) -> (one: (up: Double, down: Double), other: (up: Double, down: Double))
  ) -> [[Double]] {
    var law = [[Double]](repeating: Array(repeating: 1, count: most + 1), count: most + 1)
    for _ in 0..<4_000 {
      for one in 0...most {
        for other in 0...most {
          var flow = 0.0
          if one > 0 { flow += law[one - 1][other] * rates(one - 1, other).one.up }
          if one < most { flow += law[one + 1][other] * rates(one + 1, other).one.down }
          if other > 0 { flow += law[one][other - 1] * rates(one, other - 1).other.up }
          if other < most { flow += law[one][other + 1] * rates(one, other + 1).other.down }
          let own = rates(one, other)
          let leaving =
            (one < most ? own.one.up : 0) + own.one.down + (other < most ? own.other.up : 0) + own.other.down
          law[one][other] = flow / leaving
        }
      }
      let sum = law.reduce(0) { $0 + $1.reduce(0, +) }
      for one in 0...most { for other in 0...most { law[one][other] /= sum } }
    }
    return law
  }

  /// FLW-4. Model IIa: the second level behaves otherwise while the first is empty, and is traded with only then.
  @Test func `the second level knows whether it is the best`() throws {
    let first = Rates(limit: [0.8, 0.7, 0.5], cancel: [0, 0.4, 0.8, 1.2], market: [0, 0.6])
    let behind = Rates(limit: [1.2, 1, 0.8], cancel: [0, 0.5, 0.9, 1.3], market: [0])
    let alone = Rates(limit: [0.5, 0.4], cancel: [0, 0.9, 1.4, 2], market: [0, 0.7])
    let seconds = Double(size("CASCADE_PATHS", small: 4_000))
    let text = #"\#(behind.text), "alone": {\#(alone.text)}"#
    let law = Self.joint(upTo: 14) { one, other in (first.at(one), one == 0 ? alone.at(other) : behind.at(other)) }
    let states = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 1), (2, 3)]
    let ours = Self.shares(
      try Self.market(Self.flow([first.text, text]), seconds: seconds), levels: 2, seconds: seconds,
      of: states.map { state in { $0[0][0] == state.0 && $0[0][1] == state.1 } })
    Self.expectShares(ours, states.map { law[$0.0][$0.1] }, "first and second level, state")
  }

  /// FLW-4. Model IIb: the first levels of both sides see each other as none, few, usual or many.
  @Test func `the first level knows how long the queue opposite is`() throws {
    let usual = Rates(limit: [1, 0.9, 0.8], cancel: [0, 0.4, 0.8, 1.2, 1.6], market: [0, 0.5])
    let none = Rates(limit: [0.4], cancel: [0, 0.2, 0.5, 0.9], market: [0, 0.3])
    let few = Rates(limit: [0.9, 0.7], cancel: [0, 0.5, 1, 1.4], market: [0, 1])
    let many = Rates(limit: [1.4, 1.2, 0.9], cancel: [0, 0.3, 0.8, 1.3], market: [0, 0.2])
    func rates(_ own: Int, facing: Int) -> (up: Double, down: Double) {
      (facing == 0 ? none : facing <= 1 ? few : facing > 2 ? many : usual).at(own)
    }
    let seconds = Double(size("CASCADE_PATHS", small: 4_000))
    let text =
      #"\#(usual.text), "facingNone": {\#(none.text)}, "facingFew": {\#(few.text)}, "facingMany": {\#(many.text)}"#
    let law = Self.joint(upTo: 14) { (rates($0, facing: $1), rates($1, facing: $0)) }
    let states = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1), (1, 2), (2, 2), (3, 1)]
    let ours = Self.shares(
      try Self.market(Self.flow([text], rest: #", "facing": {"few": 1, "many": 2}"#), seconds: seconds), levels: 1,
      seconds: seconds, of: states.map { state in { $0[0][0] == state.0 && $0[1][0] == state.1 } })
    Self.expectShares(ours, states.map { law[$0.0][$0.1] }, "bids and asks, state")
  }

  // MARK: The reference price

  /// What the run shows of the reference: the prices that limit orders of the first levels stood at, at most one tick apart.
  static func lowestAndHighestAsk(follow: Double, renew: Double, seed: UInt64 = 1) throws -> (
    Run, lowest: Int64, highest: Int64
  ) {
    let scenario = try market(
      flow(three.map(\.text), rest: #", "follow": \#(follow), "renew": \#(renew)"#), seconds: 60, seed: seed)
    let run = Run(scenario, checks: true)
    let asks = run.submissions(of: "queues-1").filter { $0.order.side == .sell }.compactMap { $0.order.limit?.ticks }
    return (run, asks.min() ?? 0, asks.max() ?? 0)
  }

  /// FLW-5.
  @Test func `a reference that does not follow keeps the levels where they are`() throws {
    let (_, lowest, highest) = try Self.lowestAndHighestAsk(follow: 0, renew: 0)
    #expect(lowest == 1_001 && highest == 1_003)
  }

  /// FLW-5: each best queue that runs empty moves it by a tick with the chance given.
  @Test(arguments: [0.3, 1.0])
  func `the reference follows as often as it should`(follow: Double) throws {
    var emptied = 0.0
    var followed = 0.0
    for seed in 1...UInt64(20) {
      let (run, _, _) = try Self.lowestAndHighestAsk(follow: follow, renew: 1, seed: seed)
      // Renewing cancels all that stands, then sends a new book: at a move the same moment has both.
      var lastTime = Time(nanoseconds: -1)
      var quote: Quote?
      for (index, step) in run.played.enumerated() where step.command.time > .start {
        for case .quoted(let new) in step.events.map(\.body) {
          let before = quote
          quote = new
          guard let before, step.command.time != lastTime, before.bidTicks > 0, before.askTicks > 0 else { continue }
          let isDepleted = new.askTicks == 0 || new.askTicks > before.askTicks || new.bidTicks < before.bidTicks
          if !isDepleted { continue }
          emptied += 1
          lastTime = step.command.time
          if index + 1 < run.played.count, run.played[index + 1].command.time == step.command.time { followed += 1 }
        }
      }
    }
    #expect(emptied > 300)
    #expect(agree(followed / emptied, (max(0.02, follow * (1 - follow)) / emptied).squareRoot(), with: follow, 0.01))
  }

  /// FLW-5: what has gone out of sight is cancelled, what comes into sight is drawn.
  @Test func `no order stands farther from the reference than there are levels`() throws {
    let (run, lowest, highest) = try Self.lowestAndHighestAsk(follow: 1, renew: 0)
    #expect(highest - lowest > 3)
    var bids: [Int64: Int64] = [:]
    var asks: [Int64: Int64] = [:]
    for (index, step) in run.played.enumerated() {
      for case .levelChanged(let change) in step.events.map(\.body) {
        if change.side == .buy {
          bids[change.price.ticks] = change.quantity.lots
        } else {
          asks[change.price.ticks] = change.quantity.lots
        }
      }
      // Between two moments, when all that belongs to a move has come.
      guard index + 1 < run.played.count, run.played[index + 1].command.time > step.command.time else { continue }
      let standing = (bids.filter { $0.value > 0 }.keys.min(), asks.filter { $0.value > 0 }.keys.max())
      if case (let low?, let high?) = standing { #expect(high - low <= 5, "\(low) to \(high)") }
    }
  }
}
