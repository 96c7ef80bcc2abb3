import MarketTypes
import Notation
import Simulation
import Testing

/// TRD-7: who buys what is cheap against a benchmark.
@Suite struct `An arbitrageur` {
  private static func block(_ benchmark: String, _ instrument: String = "", cap: Int = 25) -> String {
    """
    "population": [{
      "kind": "arbitrageur", "name": "arb", "count": 1, "collateral": 1000000, \(instrument) "interval": "100ms",
      "benchmark": \(benchmark), "entry": 10, "exit": 2, "orderSize": 10, "largestPosition": \(cap)
    }]
    """
  }

  private static func order(
    _ side: String, _ quantity: Int, _ limit: Int, at time: String? = nil, in instrument: String = "X"
  ) -> String {
    let at = time.map { "\"at\": \"\($0)\", " } ?? ""
    return """
      {\(at)"kind": "order", "account": "world", "instrument": "\(instrument)", "side": "\(side)", "quantity": \(quantity),
       "limit": \(limit)}
      """
  }

  private static func trades(of run: Run) -> [String] {
    run.submissions(of: "arb-1").map { sent in
      "\(sent.order.side == .buy ? "buy" : "sell") \(sent.order.quantity.lots) of \(sent.order.instrument.index)"
        + (sent.order.limit.map { " at \($0.ticks)" } ?? "")
    }
  }

  /// Ten lots a look while the ask is 10 ticks under the index, up to the cap; out when the bid is within 2 of it.
  @Test func `buys below the index and sells when they meet`() throws {
    let run = Run(
      try scenario(
        """
        \(Self.block(#"{"kind": "index"}"#)),
        "openings": [\(Self.order("sell", 12, 990)), \(Self.order("sell", 100, 991))],
        "events": [
          {"at": "1s", "kind": "index", "price": 1000}, {"at": "2s", "kind": "index", "price": 1001},
          \(Self.order("buy", 8, 998, at: "3s")), \(Self.order("buy", 200, 999, at: "4s"))
        ]
        """), checks: true)
    // The rest is at 991, out of reach until the index is at 1,001.
    #expect(
      Self.trades(of: run) == [
        "buy 10 of 0 at 990", "buy 2 of 0 at 990", "buy 10 of 0 at 991", "buy 3 of 0 at 991",
      ] + ["sell 10 of 0 at 999", "sell 10 of 0 at 999", "sell 5 of 0 at 999"])
    #expect(run.lotsInAll == [0])
  }

  /// A tick of Y is worth two of X, a lot of it 3 a tick and one of X 1: 30 lots of X are held against 30 × 2 ÷ 3 = 20 of Y.
  @Test func `holds another instrument against its own, by value`() throws {
    let text = SourceText(
      name: "pair.jsonc",
      """
      {
        "version": 1, "name": "pair", "duration": "5s",
        "instruments": [
          {"name": "X", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000, "initialMargin": "0.1",
           "maintenance": [{"rate": "0.05"}]},
          {"name": "Y", "tickValue": 3, "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 500,
           "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]}
        ],
        "accounts": [{"name": "world", "kind": "exempt"}],
        \(Self.block(#"{"kind": "instrument", "instrument": "Y", "scale": 2}"#, #""instrument": "X", "#, cap: 30)),
        "openings": [
          \(Self.order("buy", 500, 980)), \(Self.order("sell", 500, 985)),
          \(Self.order("buy", 500, 499, in: "Y")), \(Self.order("sell", 500, 500, in: "Y"))
        ],
        "events": [{"at": "2s", "kind": "cancel", "account": "world"},
          \(Self.order("buy", 500, 999, at: "3s")), \(Self.order("sell", 500, 1002, at: "3s")),
          \(Self.order("buy", 500, 498, at: "3s", in: "Y")), \(Self.order("sell", 500, 500, at: "3s", in: "Y"))
        ]
      }
      """)
    let run = Run(try Scenario.read(text), checks: true)
    // 499 × 2 − 985 = 13: in. Each lot is held against at the next look, while the next ones are sent.
    let opened = [
      "buy 10 of 0 at 985", "sell 7 of 1", "buy 10 of 0 at 985", "sell 6 of 1", "buy 10 of 0 at 985", "sell 7 of 1",
    ]
    // 500 × 2 − 999 = 1: out.
    let closed = [
      "sell 10 of 0 at 999", "buy 7 of 1", "sell 10 of 0 at 999", "buy 6 of 1", "sell 10 of 0 at 999", "buy 7 of 1",
    ]
    #expect(Self.trades(of: run) == opened + closed)
    // 30 × (999 − 985) − 20 × 3 × (500 − 499).
    #expect(run.collateral[run.account("arb-1").index] == 1_000_000 + 420 - 60)
    #expect(run.lotsInAll == [0, 0])
  }

  @Test func `what cannot be is told`() {
    let words = mistakes(
      in: scenarioText(
        Self.block(#"{"kind": "instrument", "instrument": "X"}"#).replacing("\"exit\": 2", with: "\"exit\": 10")))
    #expect(words.contains("the benchmark is another instrument than the block's"))
    #expect(words.contains("what is opened at 10 would be closed at once"))
  }
}
