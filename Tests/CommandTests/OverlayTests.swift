import Foundation
import Testing

/// A recording as the background of a scenario, on files written by hand.
@Suite struct `A recording in a scenario` {
  let folder = TemporaryFolder()
  static let scenario = """
    {
      "version": 1,
      "name": "overlay",
      "duration": "10s",
      "instruments": [
        {
          "name": "AAPL",
          "maximumPrice": 100000,
          "maximumPosition": 100000,
          "initialMargin": "0.1",
          "maintenance": [{ "rate": "0.05" }],
        },
      ],
      "accounts": [
        { "name": "crowd", "kind": "exempt" },
        { "name": "aggressor", "kind": "exempt" },
        { "name": "whale", "kind": "exempt" },
      ],
      "events": [{ "at": "1500ms", "kind": "order", "account": "whale", "side": "buy", "quantity": 10 }],
      "recordings": [
        { "kind": "lobster", "messages": "day/message.csv", "account": "crowd", "aggressor": "aggressor" },
      ],
    }

    """
  /// Ten are offered, and all are executed in two parts; the whale comes between.
  static let messages = """
    34200,1,101,10,1000300,-1
    34201,4,101,4,1000300,-1
    34202,2,101,3,1000300,-1
    34203,4,101,3,1000300,-1
    34204,1,102,5,1000100,1

    """

  private func run(_ messages: String, _ words: String...) throws -> Outcome {
    try folder.put("data/day/message.csv", messages)
    let scenario = try folder.put("overlay.jsonc", Self.scenario)
    return try Program.run(["run", scenario, "-o", folder("out")] + words)
  }

  @Test func `how far the book and the recording part is counted`() throws {
    let outcome = try run(Self.messages, "--data", folder("data"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("2 executions of 7 lots came and filled 4"), "\(outcome.output)")
    let manifest = try JSONSerialization.jsonObject(with: #require(folder.bytes("out/manifest.json")))
    let recordings = try #require((manifest as? [String: Any])?["recordings"] as? [[String: Any]])
    let recording = try #require(recordings.first)
    #expect(recording["messages"] as? String == "day/message.csv")
    #expect(recording["executions"] as? Int == 2)
    #expect(recording["lotsRecorded"] as? Int == 7)
    // The whale took the other six lots, so the cancellation and the second execution found nothing.
    #expect(recording["lotsFilled"] as? Int == 4)
    #expect(recording["lotsFilledAsRecorded"] as? Int == 4)
    #expect(recording["goneReferences"] as? Int == 1)
  }

  /// Levels of the made-up session: of 5,000 lots bid at 1,000 the whale sells 4,000 at 60 ms, so that of the trade of 5,000
  /// at 90 ms 1,000 meet the recorded level and the rest nobody. The trades of 500 and 1,000 lots fill.
  @Test func `a recorded level-2 book meets participants, and what they take is counted`() throws {
    try folder.put(
      "data/session.log", Data(contentsOf: Repository.url("fixtures/recordings/binance-session.log")))
    let binance = """
      { "kind": "binance", "messages": "session.log", "account": "crowd", "aggressor": "aggressor", "tickSize": "0.1", \
      "lotSize": "0.001" },
      """
    let lobster = """
      { "kind": "lobster", "messages": "day/message.csv", "account": "crowd", "aggressor": "aggressor" },
      """
    let order = #""at": "60ms", "kind": "order", "account": "whale", "side": "sell", "quantity": 4000"#
    let scenario = try folder.put(
      "overlay.jsonc",
      Self.scenario.replacing(lobster, with: binance).replacing(
        #""at": "1500ms", "kind": "order", "account": "whale", "side": "buy", "quantity": 10"#, with: order
      ).replacing("10s", with: "1s"))
    let outcome = try Program.run("run", scenario, "-o", folder("out"), "--data", folder("data"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let manifest = try JSONSerialization.jsonObject(with: #require(folder.bytes("out/manifest.json")))
    let recordings = try #require((manifest as? [String: Any])?["recordings"] as? [[String: Any]])
    let recording = try #require(recordings.first)
    #expect(recording["executions"] as? Int == 3)
    #expect(recording["lotsRecorded"] as? Int == 6_500)
    #expect(recording["lotsFilled"] as? Int == 2_500)
    #expect(recording["lotsFilledAsRecorded"] as? Int == 2_500)
    #expect(recording["lotsTaken"] as? Int == 4_000)
    #expect(recording["lotsMetOnEntry"] as? Int == 0)
    #expect(recording["goneReferences"] as? Int == 0)
    #expect(recording["otherRefusals"] as? Int == 0)
  }

  /// The whale asks 50 lots at 999, which the market reaches at 200 ms: the recorded bid there takes them as it comes.
  @Test func `a recorded level that reaches a participant's order trades with it`() throws {
    try folder.put(
      "data/session.log", Data(contentsOf: Repository.url("fixtures/recordings/binance-session.log")))
    let scenario = try folder.put(
      "overlay.jsonc",
      Self.scenario.replacing(
        #""kind": "lobster", "messages": "day/message.csv""#,
        with: #""kind": "binance", "messages": "session.log", "tickSize": "0.1", "lotSize": "0.001""#
      ).replacing(
        #""at": "1500ms", "kind": "order", "account": "whale", "side": "buy", "quantity": 10"#,
        with: #""at": "150ms", "kind": "order", "account": "whale", "side": "sell", "quantity": 50, "limit": 999"#))
    let outcome = try Program.run("run", scenario, "-o", folder("out"), "--data", folder("data"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("50 lots that had rested traded as they came"), "\(outcome.output)")
  }

  @Test func `the folder may come from the environment`() throws {
    try folder.put("data/day/message.csv", Self.messages)
    let scenario = try folder.put("overlay.jsonc", Self.scenario)
    let words = ["run", scenario, "-q", "-o", folder("out")]
    #expect(try Program.run(words, environment: ["CASCADE_DATA": folder("data")]).status == 0)
  }

  @Test func `without the files it is 66, with a hint`() throws {
    for words in [[], ["--data", folder("nowhere")]] {
      let scenario = try folder.put("overlay.jsonc", Self.scenario)
      let outcome = try Program.run(["run", scenario, "-o", folder("out")] + words)
      #expect(outcome.status == 66)
      #expect(outcome.errors.contains("hint: say with --data or CASCADE_DATA"), "\(outcome.errors)")
    }
    #expect(folder.names() == ["overlay.jsonc"])
  }

  @Test func `an error in the middle of it stops the run with 65`() throws {
    let broken = Self.messages.replacing("34203,4,101,3,", with: "34203,4,101,three,")
    let outcome = try run(broken, "--data", folder("data"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("day/message.csv:4:13: error: found \"three\""), "\(outcome.errors)")
    #expect(folder.names() == ["data", "overlay.jsonc"])
  }

  @Test func `a path that leaves the folder is 65`() throws {
    try folder.put("message.csv", Self.messages)
    try folder.put("data/day/message.csv", Self.messages)
    let scenario = try folder.put("overlay.jsonc", Self.scenario.replacing("day/message.csv", with: "../message.csv"))
    let outcome = try Program.run("run", scenario, "-o", folder("out"), "--data", folder("data"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("leads out of the data root"))
  }
}
