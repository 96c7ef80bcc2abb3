import MarketTypes
import Notation
import Simulation
import Testing

/// Makers in a whole run: late, in several instruments, with everything switched on.
@Suite struct `Makers late and in company` {
  static let market = """
    {
      "version": 1, "name": "company", "duration": "20s", "fund": 10000,
      "instruments": [
        {"name": "X", "maximumPrice": 100000, "maximumPosition": 10000, "openingMark": 10000, "initialMargin": "0.05",
         "maintenance": [{"rate": "0.025"}], "publishesLevels": true},
        {"name": "Y", "maximumPrice": 100000, "maximumPosition": 10000, "openingMark": 10000, "initialMargin": "0.05",
         "maintenance": [{"rate": "0.025"}]}],
      "accounts": [{"name": "world", "kind": "exempt"}],
      "population": [
        {"kind": "maker", "name": "careful", "count": 2, "instrument": "X", "collateral": 3000000, "interval": "50ms",
         "latency": {"data": "20ms", "orders": {"kind": "uniform", "from": "1ms", "to": "60ms"}},
         "spread": {"base": 4, "maximum": 400, "volatility": 2, "inventory": 20},
         "inventory": {"skew": 0.05, "limit": 300}, "ladder": {"levels": 4, "step": 10, "size": 25},
         "stress": {"volatility": 5, "from": 4, "full": 20, "withdrawal": 0.8},
         "estimator": {"kind": "yangZhang", "bar": "500ms", "window": 5}, "toxicity": {"weight": 15, "bucket": 100},
         "depth": {"weight": 5, "reference": 200, "within": 50}, "drawdown": {"weight": 20, "from": 0.001, "window": "5s"},
         "ownMargin": 0.9, "silence": "2s", "hedge": {"instrument": "Y", "threshold": 20}},
        {"kind": "quoter", "name": "closed", "count": 2, "instrument": "Y", "collateral": 5000000, "interval": "30ms",
         "latency": {"data": "10ms", "orders": {"kind": "uniform", "from": "1ms", "to": "60ms"}},
         "formula": {"kind": "gueantLehalleFernandezTapia", "riskAversion": 0.01, "volatility": 3, "fillDecay": 0.3, "fillRate": 0.9},
         "fair": {"runningMean": 100}, "size": 10, "limit": 200, "levels": 3, "levelStep": 5},
        {"kind": "quoter", "name": "protocol", "count": 1, "instrument": "X", "margin": "exempt", "interval": "200ms",
         "latency": {"data": "10ms", "orders": "30ms"},
         "formula": {"kind": "drift", "base": 500, "maximum": 20000, "reserve": 5000, "room": 2000, "feePool": 1000000},
         "fair": "mark", "size": 50, "limit": 2000, "amends": false},
        {"kind": "grid", "name": "bot", "count": 3, "instrument": "X", "collateral": 1000000, "bidSpread": 0.002,
         "latency": {"data": "40ms", "orders": "30ms"},
         "askSpread": 0.002, "size": 5, "refresh": "1s", "limit": 60, "levels": 3, "levelSpread": 0.001, "pingPong": true,
         "filledOrderDelay": "2s"},
        {"kind": "taker", "name": "x", "count": 20, "instrument": "X", "margin": "exempt", "meanInterval": "300ms",
         "largestOrder": 12, "start": "500ms"},
        {"kind": "taker", "name": "y", "count": 20, "instrument": "Y", "margin": "exempt", "meanInterval": "300ms",
         "largestOrder": 12, "start": "500ms"}]
    }
    """

  /// PAR-26, PAR-28: with checks of every book and account. No maker has more quotes in the book than its ladders and those on their way
  /// out, none is refused what it could have known, and what it tells adds up.
  @Test(arguments: [UInt64(1), 2, 3])
  func `nothing is lost, doubled or asked again for ever`(seed: UInt64) throws {
    let run = Run(
      try Scenario.read(SourceText(name: "company.jsonc", Self.market), overrides: .init(seed: seed)), checks: true)
    var book = OpenOrders()
    var most: [AccountID: Int] = [:]
    var refusals: [Refusal: Int] = [:]
    var told = 0
    for event in run.events {
      book.observe(event)
      switch event.body {
      case .rested(let rested): most[rested.account] = max(most[rested.account] ?? 0, book.count(of: rested.account))
      case .refused(let refused): refusals[refused.reason, default: 0] += 1
      case .quoteExplained(let terms):
        told += 1
        let sum = [terms.base, terms.volatility, terms.inventory, terms.toxicity, terms.depth, terms.stress].reduce(
          0, +)
        if terms.halfSpread > 1, terms.halfSpread < 400 {
          let rounding = Double(terms.halfSpread) - Double(sum) / 1000
          #expect(rounding > -0.004 && rounding < 1.004, "\(terms)")
        }
      default: break
      }
    }
    #expect(told > 100)
    // One ladder, and what an earlier look has asked to leave within the 60 ms that orders may take.
    for name in ["careful-1", "careful-2"] { #expect(most[run.account(name)] ?? 0 <= 3 * 8, "\(name)") }
    for name in ["closed-1", "closed-2"] { #expect(most[run.account(name)] ?? 0 <= 6, "\(name)") }
    for name in ["bot-1", "bot-2", "bot-3"] { #expect(most[run.account(name)] ?? 0 <= 12, "\(name)") }
    // Races are refused so; nothing else may be, but post-only quotes that came too late.
    let others = refusals.filter {
      ![.unknownOrder, .postOnlyWouldTake, .initialMarginNotMet, .noLiquidity].contains($0.key)
    }
    #expect(others.isEmpty, "\(refusals)")
    let trades = run.events.count { if case .filled = $0.body { true } else { false } }
    #expect(trades > 500 && refusals.values.reduce(0, +) < trades, "\(trades) fills, \(refusals)")
  }
}

/// Who has which orders in the books, by the stream.
private struct OpenOrders {
  private var lots: [OrderID: (owner: AccountID, left: Int64)] = [:]

  func count(of account: AccountID) -> Int { lots.values.count { $0.owner == account } }

  mutating func observe(_ event: Event) {
    switch event.body {
    case .rested(let rested): lots[rested.order] = (rested.account, rested.quantity.lots)
    case .amended(let amended): lots[amended.order]?.left = amended.quantity.lots
    case .cancelled(let cancelled): lots[cancelled.order] = nil
    case .filled(let fill):
      lots[fill.maker]?.left -= fill.quantity.lots
      if lots[fill.maker]?.left == 0 { lots[fill.maker] = nil }
    default: break
    }
  }
}
