import MarketTypes
import Notation
import Simulation
import Testing

private typealias Hedge = `A maker's hedge`

/// SIM-13: what those who trade do when a contract is settled under them.
@Suite struct `A settlement` {
  /// When what an account's owner sent arrived, and in which instrument.
  private static func sent(by name: String, in run: Run) -> [(time: Time, instrument: Int)] {
    let account = run.account(name)
    return run.played.compactMap { step in
      let instrument: InstrumentID? =
        switch step.command.action {
        case .submit(let order) where order.account == account: order.instrument
        case .replace(let request) where request.order.account == account: request.order.instrument
        case .cancel(let request) where request.account == account: request.instrument
        case .explainQuote(let terms) where terms.account == account: terms.instrument
        default: nil
        }
      return instrument.map { (time: step.command.time, instrument: $0.index) }
    }
  }

  @Test func `whoever knows of it looks no more, and sends nothing`() throws {
    let settlement = #"{"at": "2s", "kind": "settleContract", "instrument": "X", "price": 990}"#
    let run = Run(try scenario(duration: "5s", "\(smallMarket), \"events\": [\(settlement)]"), checks: true)
    // The slowest hears of it 20 ms later, and is heard 10 ms after that.
    let known = Time(nanoseconds: 2_000_000_000 + 30_000_000)
    for name in ["maker-1", "maker-2", "taker-1", "taker-2", "taker-3", "taker-4", "taker-5"] {
      let times = Self.sent(by: name, in: run).map { $0.time }
      #expect(times.contains { $0.nanoseconds < 2_000_000_000 } && times.allSatisfy { $0 <= known }, "\(name)")
    }
    #expect(run.played.last.map { $0.command.time <= known } == true && run.lotsInAll == [0])
  }

  @Test func `until it is known orders are sent and refused`() throws {
    let settlement = #"{"at": "2s", "kind": "settleContract", "instrument": "X", "price": 990}"#
    let slow = block("taker", [("20ms", "1s"), ("200ms", "20ms")])
    let run = Run(try scenario(duration: "5s", "\(population(slow)), \"events\": [\(settlement)]"))
    let refused = run.played.filter { step in
      step.events.contains {
        if case .refused(let refused) = $0.body { refused.reason == .contractExpired } else { false }
      }
    }
    #expect(refused.count > 50 && refused.allSatisfy { $0.command.time.nanoseconds <= 3_010_000_000 })
  }

  /// A maker long in X and short in Y: X is settled, Y bought back, and nothing more sent to X.
  @Test func `a hedge is bought back where the other contract goes on`() throws {
    let settlement = #"{"at": "2s", "kind": "settleContract", "instrument": "X", "price": 1000}"#
    let run = Run(
      try Hedge.scenario(data: "40ms", "\(Hedge.order("1s", "sell", 10)), \(settlement)"))
    #expect(Hedge.hedges(run) == [-10, 10])
    let late = Self.sent(by: "maker-1", in: run).filter { $0.time.nanoseconds > 2_040_000_000 }
    #expect(late.map { $0.instrument } == [1])
  }

  /// The other way round: what the maker is long in X stays unhedged, as there is nothing left to hedge it with.
  @Test func `a hedge that is gone is not asked for again`() throws {
    let settlement = #"{"at": "2s", "kind": "settleContract", "instrument": "Y", "price": 500}"#
    let run = Run(
      try Hedge.scenario(data: "40ms", "\(Hedge.order("1s", "sell", 10)), \(settlement)"))
    #expect(Hedge.hedges(run) == [-10])
    #expect(!run.events.contains { if case .refused = $0.body { true } else { false } })
  }

  /// An arbitrageur buys X below Y and sells Y; a leveraged trader holds both. One contract ends, the other is traded on.
  @Test(arguments: ["X", "Y"])
  func `who trades two goes on in the other`(settled: String) throws {
    let run = Run(
      try Scenario.read(
        SourceText(
          name: "two.jsonc",
          """
          {
            "version": 1, "name": "two", "duration": "6s",
            "instruments": [
              {"name": "X", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000,
               "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]},
              {"name": "Y", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000,
               "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]}],
            "accounts": [{"name": "world", "kind": "exempt"}],
            "openings": [
              {"kind": "order", "account": "world", "instrument": "X", "side": "buy", "quantity": 1000, "limit": 979},
              {"kind": "order", "account": "world", "instrument": "X", "side": "sell", "quantity": 100, "limit": 980},
              {"kind": "order", "account": "world", "instrument": "X", "side": "sell", "quantity": 1000, "limit": 1000},
              {"kind": "order", "account": "world", "instrument": "Y", "side": "buy", "quantity": 1000, "limit": 999},
              {"kind": "order", "account": "world", "instrument": "Y", "side": "sell", "quantity": 1000, "limit": 1001}],
            "population": [
              {"kind": "arbitrageur", "name": "arb", "count": 1, "collateral": 1000000, "instrument": "X",
               "interval": "100ms", "benchmark": {"kind": "instrument", "instrument": "Y"}, "entry": 10, "exit": 2,
               "orderSize": 10, "largestPosition": 10},
              {"kind": "trader", "name": "both", "count": 1, "collateral": 10000, "instrument": "X", "interval": "100ms",
               "strategy": {"kind": "constantLeverage", "leverage": 2, "legs": [{"instrument": "Y", "weight": 0.5}]}}],
            "events": [{"at": "3s", "kind": "settleContract", "instrument": "\(settled)", "price": 990}]
          }
          """)), checks: true)
    let (gone, other) = settled == "X" ? (0, 1) : (1, 0)
    for name in ["arb-1", "both-1"] {
      let sent = Self.sent(by: name, in: run)
      #expect(sent.contains { $0.instrument == gone } && sent.contains { $0.instrument == other }, "\(name): \(sent)")
      #expect(!sent.contains { $0.instrument == gone && $0.time.nanoseconds > 3_000_000_000 }, "\(name): \(sent)")
    }
    // The arbitrageur sold ten of Y against ten of X: without X they are bought back; without Y there is nothing to do.
    let hedges = Self.sent(by: "arb-1", in: run).filter { $0.time.nanoseconds > 3_000_000_000 }
    #expect(hedges.map { $0.instrument } == (settled == "X" ? [1] : []))
  }
}
