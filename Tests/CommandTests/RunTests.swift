import Foundation
import Testing

/// What a run leaves behind.
@Suite struct `A run` {
  let folder = TemporaryFolder()

  @Test func `writes a folder with a journal, tables, a summary and a manifest`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    let outcome = try Program.run("run", scenario, "--output", folder("out"), "--check")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Cascade: 2 rounds, 5 accounts liquidated"))
    #expect(outcome.output.contains("nothing lost or made"))
    let expected = [
      "accounts.csv", "fills.csv", "holdings.csv", "journal.cascade", "liquidations.csv", "manifest.json", "marks.csv",
      "quotes.csv", "report.html", "rounds.csv", "summary.txt",
    ]
    #expect(folder.names(in: "out") == expected)
    #expect(folder.names() == ["out", "small.jsonc"])
  }

  @Test func `the manifest names every other file with its size, and the digest`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--output", folder("out")).status == 0)
    let object = try JSONSerialization.jsonObject(with: #require(folder.bytes("out/manifest.json")))
    let manifest = try #require(object as? [String: Any])
    let files = try #require(manifest["files"] as? [[String: Any]])
    #expect(
      files.compactMap { $0["name"] as? String }.sorted() == folder.names(in: "out").filter { $0 != "manifest.json" })
    for file in files {
      let name = try #require(file["name"] as? String)
      #expect(file["bytes"] as? Int == folder.bytes("out/\(name)")?.count, "\(name)")
      #expect((file["sha256"] as? String)?.count == 64, "\(name)")
    }
    let digest = try #require(manifest["digest"] as? String)
    #expect(folder.text("out/summary.txt").contains("digest \(digest)"))
    #expect(try Program.run("replay", folder("out")).output.contains("digest \(digest)\n"))
  }

  /// A new index closes alice in BTC; the whale's sale moved ETH alone.
  @Test func `the mark of what the shock traded is told where forced orders were in another instrument`() throws {
    let scenario = try folder.put(
      "two.jsonc",
      """
      {
        "version": 1, "name": "two", "duration": "3s",
        "instruments": [
          { "name": "BTC", "maximumPrice": 100000, "maximumPosition": 100000, "initialMargin": "0.1",
            "maintenance": [{ "rate": "0.05" }], "mark": "index", "openingMark": 1000 },
          { "name": "ETH", "maximumPrice": 100000, "maximumPosition": 100000, "initialMargin": "0.1",
            "maintenance": [{ "rate": "0.05" }], "openingMark": 100 },
        ],
        "accounts": [
          { "name": "world", "kind": "exempt" },
          { "name": "whale", "kind": "exempt" },
          { "name": "alice", "collateral": 1500 },
        ],
        "openings": [
          { "kind": "holding", "account": "alice", "against": "world", "instrument": "BTC", "position": 10, "price": 1000 },
          { "kind": "order", "account": "world", "instrument": "BTC", "side": "buy", "quantity": 20, "limit": 850 },
          { "kind": "order", "account": "world", "instrument": "ETH", "side": "buy", "quantity": 20, "limit": 90 },
        ],
        "events": [
          { "at": "1s", "kind": "order", "account": "whale", "instrument": "ETH", "side": "sell", "quantity": 5 },
          { "at": "2s", "kind": "index", "instrument": "BTC", "price": 890 },
        ],
      }
      """)
    let text = try Program.run("run", scenario, "-o", folder("two")).output
    #expect(
      text.contains(
        "\nThe mark of BTC fell from 1,000 to 890 (−11.00 %).\nThe mark of ETH fell from 100 to 90 (−10.00 %).\n"),
      "\(text)")
  }

  @Test func `twice the same, all bytes are equal`() throws {
    let scenario = Repository.path("fixtures/scenarios/flash-crash.jsonc")
    for name in ["one", "two"] {
      #expect(try Program.run("run", scenario, "--quiet", "--output", folder(name)).status == 0)
    }
    #expect(folder.names(in: "one") == folder.names(in: "two"))
    for name in folder.names(in: "one") {
      #expect(folder.bytes("one/\(name)") == folder.bytes("two/\(name)"), "\(name)")
    }
  }

  @Test func `the width and colour of a terminal change nothing in the folder`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "-o", folder("one")).status == 0)
    let words = ["run", scenario, "-o", folder("two"), "--color", "always"]
    let coloured = try Program.run(words, environment: ["COLUMNS": "50"])
    #expect(coloured.output.contains("\u{1B}["))
    for name in folder.names(in: "one") {
      #expect(folder.bytes("one/\(name)") == folder.bytes("two/\(name)"), "\(name)")
    }
  }

  @Test func `another seed is another run, and what it writes can be run again`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "-o", folder("five")).status == 0)
    #expect(try Program.run("run", scenario, "--seed", "6", "-o", folder("six")).status == 0)
    #expect(folder.bytes("five/journal.cascade") != folder.bytes("six/journal.cascade"))
    let object = try JSONSerialization.jsonObject(with: #require(folder.bytes("six/manifest.json")))
    let resolved = try #require((object as? [String: Any])?["scenario"] as? String)
    let again = try folder.put("resolved.json", resolved)
    #expect(try Program.run("run", again, "-o", folder("again")).status == 0)
    #expect(folder.bytes("six/journal.cascade") == folder.bytes("again/journal.cascade"))
  }

  @Test func `a scenario can come from standard input`() throws {
    let outcome = try Program.run(["run", "-", "-o", folder("out")], input: Data(Small.cascade.utf8))
    #expect(outcome.status == 0)
    #expect(folder.names(in: "out").contains("manifest.json"))
  }

  @Test func `an earlier run is replaced only by force`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "-o", folder("out")).status == 0)
    let journal = folder.bytes("out/journal.cascade")
    #expect(try Program.run("run", scenario, "-o", folder("out"), "--seed", "9").status == 73)
    #expect(folder.bytes("out/journal.cascade") == journal)
    #expect(try Program.run("run", scenario, "-o", folder("out"), "--seed", "9", "--force").status == 0)
    #expect(folder.bytes("out/journal.cascade") != journal)
    #expect(folder.names() == ["out", "small.jsonc"])
  }

  /// No process has so high a number; the number of the one that runs this is somebody's.
  @Test func `what a killed run left is told, what another one is writing is not`() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    for process in [999_999_999, ProcessInfo.processInfo.processIdentifier] {
      try folder.put(".out.\(process)-0/journal.cascade", "")
    }
    try folder.put(".out.999999999-1", "a file")
    try folder.put(".outer.999999999-0/journal.cascade", "")
    let outcome = try Program.run("run", scenario, "-o", folder("out"))
    #expect(outcome.status == 0)
    let left = outcome.errors.split(separator: "\n").filter { $0.contains("left by a run that was killed") }
    #expect(left.count == 1 && left[0].contains(".out.999999999-0: "), "\(outcome.errors)")
    let quiet = try Program.run("run", scenario, "-o", folder("out"), "--force", "--quiet")
    #expect(quiet.status == 0 && quiet.errors.isEmpty, "\(quiet.errors)")
  }

  @Test(arguments: [("INT", Int32(130), "interrupted"), ("TERM", 143, "terminated")])
  func `interrupted, it says so and leaves nothing`(signal: String, status: Int32, word: String) throws {
    let scenario = try folder.put("endless.jsonc", Small.endless)
    // Without the trap a shell has its background jobs ignore Ctrl-C.
    let outcome = try Program.shell(
      """
      python3 -c '
      import signal, subprocess, sys, time
      run = subprocess.Popen(sys.argv[1:], preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
      time.sleep(1)
      run.send_signal(signal.SIG\(signal))
      sys.exit(run.wait())
      ' '\(Program.executable.filePath)' run '\(scenario)' -o '\(folder("out"))'
      """)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains("\(word) at"), "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(folder.names() == ["endless.jsonc"])
  }
}
