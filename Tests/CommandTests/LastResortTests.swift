import Foundation
import Testing

/// What the command says of accounts that the book did not take.
@Suite struct `Last resorts` {
  let folder = TemporaryFolder()

  /// Bull is long 10 at 1,000 with 1,200; the index falls to 800 and nobody bids. Closed at 880, where nothing is left of
  /// it, it costs bear-1 (6 lots) and bear-2 (4) 80 ticks a lot.
  private static let deleveraged = """
    { "version": 1, "name": "without-bids", "duration": "10s",
      "instruments": [
        { "name": "X", "maximumPrice": 10000, "maximumPosition": 10000, "initialMargin": "0.1",
          "maintenance": [{ "rate": "0.05" }], "mark": "index", "openingMark": 1000 }
      ],
      "liquidation": {
        "limit": "bankruptcyPrice", "pacing": { "kind": "timed", "interval": "1s" },
        "deleveraging": { "ranking": "profitAndLeverage", "price": "bankruptcy", "when": "insolvent" }
      },
      "accounts": [
        { "name": "bull", "collateral": 1200 }, { "name": "bear-1", "collateral": 2000 },
        { "name": "bear-2", "collateral": 5000 }
      ],
      "openings": [
        { "kind": "holding", "account": "bull", "against": "bear-1", "position": 6, "price": 1000 },
        { "kind": "holding", "account": "bull", "against": "bear-2", "position": 4, "price": 1000 }
      ],
      "events": [{ "at": "2s", "kind": "index", "price": 800 }] }
    """

  @Test func `deleveraging alone is no calm run, and the same in every verb`() throws {
    let scenario = try folder.put("small.jsonc", Self.deleveraged)
    let run = try Program.run("run", scenario, "--quiet", "-o", folder("out"))
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.hasPrefix("No forced order was filled: 1 account liquidated without the book\n"), "\(run.output)")
    let explained = try Program.run("explain", folder("out")).output
    for text in [run.output, explained] {
      #expect(
        text.split(separator: "\n").joined(separator: " ")
          .contains("accounts were short of 800: those who were deleveraged gave up 800"), "\(text)")
    }
    let bear = try Program.run("explain", folder("out"), "--account", "bear-1").output
    #expect(bear.contains("6 lots of it were closed against accounts that nobody took."), "\(bear)")
    let off = try Program.run(
      "fork", folder("out"), "--at", "start", "--set", "liquidation.on=false", "--quiet", "-o", folder("off"))
    #expect(off.output.hasPrefix("No cascade\n"), "\(off.output)")
    let compared = try Program.run("compare", folder("out"), folder("off"), "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(compared.output.utf8)) as? [String: Any])
    let losses = try #require(object["losses"] as? [[String: Any]])
    #expect(losses.compactMap { $0["stage"] as? String }.allSatisfy { $0 == "deleveraging" })
    let borne = losses.map { ($0["account"] as? String ?? "", $0["paid"] as? [Int] ?? []) }
    #expect(
      Dictionary(uniqueKeysWithValues: borne)
        == ["": [800, 0], "bull": [0, 0], "bear-1": [480, 0], "bear-2": [320, 0]])
  }
}
