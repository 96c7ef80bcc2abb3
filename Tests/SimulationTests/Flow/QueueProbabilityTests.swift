import Foundation
import MarketTypes
import Simulation
import Testing

/// What happens to the best queues of Cont, Stoikov and Talreja's book, through the venue's own: one crowd with their fitted rates.
///
/// Exact values are those of linear systems over the queues alone. `CASCADE_PATHS=300000` makes the long run so many seconds long,
/// `CASCADE_SEEDS=40000` plays so many trials of each entry: docs/validation.md.
@Suite struct `Queues of the model of Cont, Stoikov and Talreja` {
  /// Their rates, per unit of time: a second here.
  static func crowd(tail: String = "") -> String {
    """
    {
      "kind": "poissonFlow", "name": "crowd", "count": 1, "margin": "exempt", "size": 1, "market": 0.94,
      "limits": {
        "distances": {"kind": "table", "rates": [1.85, 1.51, 1.09, 0.88, 0.77]\(tail)},
        "cancels": [0.71, 0.81, 0.68, 0.56, 0.47]
      }
    }
    """
  }

  struct Queues: Hashable {
    var bid, ask: Int64
  }

  /// How often something happened.
  struct Share {
    var times = 0.0
    var trials = 0.0
    var share: Double { times / trials }

    func agrees(with probability: Double) -> Bool {
      agree(share, (probability * (1 - probability) / trials).squareRoot(), with: probability)
    }
  }

  /// Whether the middle went up first, by the queues at a spread of one tick; the first visit of each stretch counts.
  static func midUp(seconds: Double, seed: UInt64) throws -> [Queues: Share] {
    let tail = #", "tail": {"scale": 1.92, "exponent": 0.52, "window": 20}"#
    var simulation = MarketSimulation(try flowMarket(seconds: seconds, seed: seed, crowd(tail: tail)))
    var shares: [Queues: Share] = [:]
    var visited: Set<Queues> = []
    var last: Quote?
    while simulation.advance() {
      for index in 0..<simulation.events.count {
        guard case .quoted(let quote) = simulation.events[index].body else { continue }
        if let last, last.bid != quote.bid || last.ask != quote.ask {
          let isUp = quote.ask != last.ask
          for queues in visited {
            shares[queues, default: Share()].trials += 1
            if isUp { shares[queues, default: Share()].times += 1 }
            let mirrored = Queues(bid: queues.ask, ask: queues.bid)
            shares[mirrored, default: Share()].trials += 1
            if !isUp { shares[mirrored, default: Share()].times += 1 }
          }
          visited = []
        }
        last = nil
        guard let bid = quote.bid, let ask = quote.ask, ask.ticks - bid.ticks == 1 else { continue }
        visited.insert(Queues(bid: quote.bidQuantity.lots, ask: quote.askQuantity.lots))
        last = quote
      }
    }
    return shares
  }

  /// FLW-2. The entries with more bids than asks; P(a, b) = 1 − P(b, a).
  @Test func `the middle goes up first as often as the queues say`() throws {
    let seed: UInt64 = 1
    let shares = try Self.midUp(seconds: Double(size("CASCADE_PATHS", small: 6_000)), seed: seed)
    let exact: [(Int64, Int64, Double)] = [
      (2, 1, 0.66482705), (3, 1, 0.74098191), (4, 1, 0.78421062), (5, 1, 0.81217690), (3, 2, 0.59311296),
      (4, 2, 0.65211031), (5, 2, 0.69280106), (4, 3, 0.56344832), (5, 3, 0.60940604), (5, 4, 0.54766251),
    ]
    for (bid, ask, probability) in exact {
      let share = shares[Queues(bid: bid, ask: ask)] ?? Share()
      let said = "(\(bid), \(ask)): \(share.share) of \(share.trials), exactly \(probability), seed \(seed)"
      #expect(share.trials > 100 && share.agrees(with: probability), "\(said)")
      if ProcessInfo.processInfo.environment["CASCADE_PATHS"] != nil { print(said) }
    }
  }

  // MARK: Orders of one's own among them

  /// A market whose best queues have these lengths, the last order of a queue the world's where it has one there.
  static func trial(bid: Int, ask: Int, ownsBid: Bool, ownsAsk: Bool) throws -> Scenario {
    var orders: [String] = []
    for (side, price, length, isOwn) in [("buy", 1_000, bid, ownsBid), ("sell", 1_001, ask, ownsAsk)] {
      for place in 1...length {
        let account = isOwn && place == length ? "world" : "crowd-1"
        orders.append(
          #"{"kind": "order", "account": "\#(account)", "side": "\#(side)", "quantity": 1, "limit": \#(price)}"#)
      }
    }
    return try flowMarket(seconds: 1_000, mark: 1_000, crowd(), openings: "[\(orders.joined(separator: ", "))]")
  }

  /// How many of the world's orders were filled when the middle moved, or once all were.
  static func filled(_ scenario: Scenario, own: Int, seed: UInt64) -> Int {
    var scenario = scenario
    scenario.seed = seed
    var simulation = MarketSimulation(scenario)
    let world = AccountID(number: 0)
    var filled = 0
    while simulation.advance() {
      if simulation.isOpening { continue }
      var hasMoved = false
      for index in 0..<simulation.events.count {
        switch simulation.events[index].body {
        case .filled(let fill) where fill.makerAccount == world: filled += 1
        case .quoted(let quote): hasMoved = quote.bidTicks != 1_000 || quote.askTicks != 1_001
        default: break
        }
      }
      if hasMoved || filled == own { return filled }
    }
    return filled
  }

  static func share(bid: Int, ask: Int, ownsAsk: Bool) throws -> Share {
    let own = ownsAsk ? 2 : 1
    let scenario = try trial(bid: bid, ask: ask, ownsBid: true, ownsAsk: ownsAsk)
    var share = Share()
    // Seeds of its own, so that the entries are independent.
    let first = UInt64(100 * own + 10 * bid + ask) * 1_000_000
    for seed in 1...UInt64(size("CASCADE_SEEDS", small: 400)) {
      share.trials += 1
      if filled(scenario, own: own, seed: first + seed) == own { share.times += 1 }
    }
    return share
  }

  /// FLW-2. The event as it is defined, a pure death of what stands before the order, against the other side's queue; the
  /// paper's own Table 4 does not follow from its formula.
  @Test func `a bid is filled before the middle moves as often as the queues say`() throws {
    let exact = [
      [0.502545, 0.698001, 0.793891, 0.848290, 0.882357], [0.358867, 0.550791, 0.664328, 0.737182, 0.786945],
      [0.291461, 0.465425, 0.578446, 0.656445, 0.712819],
    ]
    for (bid, row) in exact.enumerated() {
      for (ask, probability) in row.enumerated() {
        let share = try Self.share(bid: bid + 1, ask: ask + 1, ownsAsk: false)
        let said = "(\(bid + 1), \(ask + 1)): \(share.share), exactly \(probability), \(Int(share.trials)) seeds"
        #expect(share.agrees(with: probability), "\(said)")
        if ProcessInfo.processInfo.environment["CASCADE_SEEDS"] != nil { print(said) }
      }
    }
  }

  /// FLW-2. An order that is filled as the last of its queue, which moves the middle, counts.
  @Test func `both of one's own orders are filled before the middle moves as often as the queues say`() throws {
    let exact = [
      (1, 1, 0.265750), (1, 2, 0.307980), (1, 3, 0.308853), (2, 2, 0.385583), (3, 3, 0.440675), (4, 4, 0.471454),
      (5, 5, 0.490901),
    ]
    for (bid, ask, probability) in exact {
      let share = try Self.share(bid: bid, ask: ask, ownsAsk: true)
      let said = "(\(bid), \(ask)): \(share.share), exactly \(probability), \(Int(share.trials)) seeds"
      #expect(share.agrees(with: probability), "\(said)")
      if ProcessInfo.processInfo.environment["CASCADE_SEEDS"] != nil { print(said) }
    }
  }

  /// The average book is deepest behind the best prices: at two ticks from the opposite best quote, as in the paper.
  @Test func `the average book has its hump two ticks from the opposite best quote`() throws {
    let tail = #", "tail": {"scale": 1.92, "exponent": 0.52, "window": 20}"#
    let seconds = 2_000.0
    var simulation = MarketSimulation(
      try flowMarket(seconds: seconds, instrument: #", "publishesLevels": true"#, Self.crowd(tail: tail)))
    var asks: [Int64: Int64] = [:]
    var bid: Int64?
    var sums = Array(repeating: 0.0, count: 8)
    var last = 0.0
    while simulation.advance() {
      let now = simulation.command.time.seconds
      if let bid, last > 20 {
        for distance in 1..<8 { sums[distance] += Double(asks[bid + Int64(distance)] ?? 0) * (now - last) }
      }
      last = now
      for index in 0..<simulation.events.count {
        switch simulation.events[index].body {
        case .levelChanged(let change) where change.side == .sell: asks[change.price.ticks] = change.quantity.lots
        case .quoted(let quote): bid = quote.bid?.ticks
        default: break
        }
      }
    }
    #expect(sums.firstIndex(of: sums.max() ?? 0) == 2, "\(sums.map { $0 / seconds })")
  }
}
