import Foundation
import Testing

/// The checks on what NASDAQ's books really did on 21 June 2012.
@Suite(.enabled(if: RecordedData.isAvailable, Comment(rawValue: RecordedData.absence)))
struct `Recorded data` {
  private func path(_ name: String) throws -> String {
    let folder = try #require(RecordedData.folder)
    return folder("lobster/\(name)")
  }

  private func json(_ outcome: Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func `every row of AMZN's day follows from the one before`() throws {
    let outcome = try Program.run(
      "import", "lobster", path("AMZN_2012-06-21_34200000_57600000_message_1.csv"), "--orderbook",
      path("AMZN_2012-06-21_34200000_57600000_orderbook_1.csv"), "--check", "transition", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let result = try json(outcome)
    #expect(result["rows"] as? Int == 57_515)
    #expect(result["checked"] as? Int == 57_514)
    #expect(result["mismatches"] as? Int == 0)
  }

  @Test(arguments: [(15_999, Int32(0)), (16_000, 1)])
  func `AAPL's hour rebuilt in the order book goes through 15,999 recorded states`(states: Int, status: Int32) throws {
    let outcome = try Program.run(
      "import", "lobster", path("AAPL_2012-06-21_34200000_37800000_message_50.csv"), "--orderbook",
      path("AAPL_2012-06-21_34200000_57600000_orderbook_1.csv"), "--check", "states", "--seed-book",
      path("AAPL_2012-06-21_orderbook_10_first999.csv"), "--states", "\(states)", "--json")
    #expect(outcome.status == status, "\(outcome.errors)")
    let result = try json(outcome)
    #expect(result["rows"] as? Int == 91_997)
    #expect(result["states"] as? Int == 23_439)
    #expect(result["equal"] as? Int == 15_999)
    #expect(result["crossed"] as? Int == 0)
    #expect(result["checked"] as? Int == states)
  }

  @Test func `of the perpetual's session nothing is missing`() throws {
    let folder = try #require(RecordedData.folder)
    let outcome = try Program.run(
      "import", "binance", folder("crypto/binance_usdm_btcusdt_20240808.log"), "--tick-size", "0.1", "--lot-size",
      "0.001", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let result = try json(outcome)
    #expect(result["depthUpdates"] as? Int == 6_551)
    #expect(result["levelChanges"] as? Int == 443_521)
    #expect(result["bookTickers"] as? Int == 66_089)
    #expect(result["trades"] as? Int == 21_313)
    #expect(result["gaps"] as? Int == 0)
    #expect(result["crossed"] as? Int == 0)
    #expect(result["equalTops"] as? Int == 6_547)
  }

  @Test func `a recorded level-2 book is the background of a cascade, and what others took of it is told`() throws {
    let folder = TemporaryFolder()
    let unpacked = try #require(RecordedData.folder)
    let scenario = Repository.path("fixtures/scenarios/btcusdt-overlay.jsonc")
    let outcome = try Program.run("run", scenario, "--data", unpacked(""), "--output", folder("out"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("lots of recorded orders"))
    let manifest = try JSONSerialization.jsonObject(with: #require(folder.bytes("out/manifest.json")))
    let recordings = try #require((manifest as? [String: Any])?["recordings"] as? [[String: Any]])
    let recording = try #require(recordings.first)
    #expect((recording["executions"] as? Int ?? 0) > 10_000)
    // The whale's sale of 450,000 lots and the forced ones met the recorded depth, and little else.
    #expect((recording["lotsTaken"] as? Int ?? 0) > 450_000)
    #expect(recording["goneReferences"] as? Int == 0)
    #expect(recording["otherRefusals"] as? Int == 0)
    let verified = try Program.run(["verify", scenario], environment: ["CASCADE_DATA": unpacked("")])
    #expect(verified.output == "1 passed, 0 failed\n", "\(verified.output)")
  }

  @Test func `AAPL's hour is the background of a cascade, and how far they part is told`() throws {
    let folder = TemporaryFolder()
    let unpacked = try #require(RecordedData.folder)
    let data = unpacked("")
    let scenario = Repository.path("fixtures/scenarios/aapl-overlay.jsonc")
    let outcome = try Program.run("run", scenario, "--data", data, "--output", folder("out"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("cancellations came too late"))
    let manifest = try JSONSerialization.jsonObject(with: #require(folder.bytes("out/manifest.json")))
    let recordings = try #require((manifest as? [String: Any])?["recordings"] as? [[String: Any]])
    let recording = try #require(recordings.first)
    #expect((recording["executions"] as? Int ?? 0) > 1_000)
    #expect((recording["lotsFilled"] as? Int ?? 0) <= (recording["lotsRecorded"] as? Int ?? 0))
    #expect(try Program.run("replay", folder("out")).status == 0)
    let verified = try Program.run(["verify", scenario], environment: ["CASCADE_DATA": data])
    #expect(verified.output == "1 passed, 0 failed\n", "\(verified.output)")
  }
}
