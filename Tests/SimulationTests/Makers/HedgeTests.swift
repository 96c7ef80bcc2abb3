import MarketTypes
import Notation
import Simulation
import Testing

/// PAR-36: inventory offset in another instrument.
@Suite struct `A maker's hedge` {
  static func scenario(
    data: String, ratio: Double = 1, threshold: Int64 = 0, offered: Int64 = 1_000, _ events: String
  ) throws -> Scenario {
    try Scenario.read(
      SourceText(
        name: "hedge.jsonc",
        """
        {
          "version": 1, "name": "hedge", "duration": "10s",
          "instruments": [
            {"name": "X", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000,
             "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]},
            {"name": "Y", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 500, "lotSize": 2,
             "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]}],
          "accounts": [{"name": "world", "kind": "exempt"}],
          "openings": [
            {"kind": "order", "account": "world", "instrument": "Y", "side": "buy", "quantity": \(offered), "limit": 499},
            {"kind": "order", "account": "world", "instrument": "Y", "side": "sell", "quantity": \(offered), "limit": 501}],
          "population": [
            {"kind": "maker", "name": "maker", "count": 1, "instrument": "X", "collateral": 10000000, "interval": "10ms",
             "latency": {"data": "\(data)"}, "spread": {"base": 4}, "inventory": {"limit": 500},
             "ladder": {"size": 20}, "stress": {"volatility": 5, "from": 100, "full": 200},
             "hedge": {"instrument": "Y", "ratio": \(ratio), "threshold": \(threshold)}}],
          "events": [\(events)]
        }
        """))
  }

  static func order(_ at: String, _ side: String, _ lots: Int64) -> String {
    #"{"at": "\#(at)", "kind": "order", "account": "world", "instrument": "X", "side": "\#(side)", "quantity": \#(lots)}"#
  }

  /// What the maker holds at the end, of both.
  static func holdings(_ run: Run) -> [Int64] {
    let maker = run.account("maker-1")
    var lots: [Int64] = [0, 0]
    for case .filled(let fill) in run.events.map(\.body) {
      let sign: Int64 = (fill.buyer == maker ? 1 : 0) - (fill.seller == maker ? 1 : 0)
      lots[fill.instrument.index] += sign * fill.quantity.lots
    }
    return lots
  }

  static func hedges(_ run: Run) -> [Int64] {
    run.submissions(of: "maker-1").filter { $0.order.instrument.number == 1 }
      .map { $0.order.side.sign * $0.order.quantity.lots }
  }

  /// News that is five looks late doubles nothing: while one order is under way no other is sent.
  @Test(arguments: ["0s", "50ms", "75ms"])
  func `the sum is zero again, and no order is sent twice`(data: String) throws {
    let run = Run(
      try Self.scenario(
        data: data, "\(Self.order("1s", "sell", 10)), \(Self.order("2s", "sell", 6)), \(Self.order("3s", "buy", 14))"))
    #expect(Self.hedges(run) == [-10, -6, 14])
    #expect(Self.holdings(run) == [2, -2])
  }

  /// A burst: what fills while a hedge is under way is in the next one.
  @Test func `fills that come while one is under way are in the next`() throws {
    let burst = (0..<8).map { Self.order("\(1_000 + 12 * $0)ms", "sell", 2) }.joined(separator: ", ")
    let run = Run(try Self.scenario(data: "40ms", burst))
    #expect(Self.hedges(run).reduce(0, +) == -16)
    #expect(Self.hedges(run).count < 8 && Self.hedges(run).count > 1)
    #expect(Self.holdings(run) == [16, -16])
  }

  @Test func `the ratio says how many lots, in the other's lot size, and the threshold from when`() throws {
    let run = Run(
      try Self.scenario(
        data: "0s", ratio: 1.5, threshold: 9,
        "\(Self.order("1s", "sell", 6)), \(Self.order("2s", "sell", 1)), \(Self.order("3s", "buy", 7))"))
    // 9 is not beyond 9; 10.5 is, and 10 of it can be sold; then 10 too many were sold.
    #expect(Self.hedges(run) == [-10, 10])
    #expect(Self.holdings(run) == [0, 0])
  }

  @Test func `a negative ratio hedges with the same side`() throws {
    let run = Run(try Self.scenario(data: "0s", ratio: -2, Self.order("1s", "sell", 5)))
    #expect(Self.hedges(run) == [10])
  }

  /// What the other book cannot take is tried again at each look.
  @Test func `what could not be had is asked for again`() throws {
    let run = Run(try Self.scenario(data: "0s", offered: 6, Self.order("1s", "sell", 10)))
    #expect(Self.hedges(run).prefix(3) == [-10, -4, -4])
    #expect(Self.holdings(run) == [10, -6])
  }
}
