import Foundation
import Testing

/// Two runs side by side.
@Suite struct `Compare` {
  let folder = TemporaryFolder()

  private func run(_ name: String, _ text: String = Small.cascade) throws {
    let scenario = try folder.put("\(name).jsonc", text)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder(name)).status == 0)
  }

  @Test func `a run and itself are equal, by folder, by journal and from standard input`() throws {
    try run("a")
    try run("b")
    let outcome = try Program.run("compare", folder("a"), folder("b/journal.cascade"))
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("all the same\n"), "\(outcome.output)")
    let journal = try #require(folder.bytes("a/journal.cascade"))
    #expect(try Program.run(["compare", "-", folder("b")], input: journal).status == 0)
    #expect(try Program.run("compare", "-", "-").status == 64)
  }

  @Test func `runs that differ are 1, the first difference under what came before it`() throws {
    try run("a")
    try run("b", Small.cascade.replacing("\"quantity\": 12 }", with: "\"quantity\": 9 }"))
    let outcome = try Program.run("compare", folder("a"), folder("b"))
    #expect(outcome.status == 1)
    #expect(
      outcome.output.contains("\n- > whale sell 12 at market @1s\n+ > whale sell 9 at market @1s\n"),
      "\(outcome.output)")
    #expect(outcome.output.contains(/\nrounds +2 +0 +−2\n/), "\(outcome.output)")
    #expect(outcome.output.contains(/\nBTC displacement, ticks +−200 +−10 +\+190\n/), "\(outcome.output)")
    #expect(outcome.output.contains("\nLiquidated in A alone ("))
  }

  @Test func `as JSON nothing is left out`() throws {
    try run("a")
    try run("b", Small.cascade.replacing("\"fund\": 300", with: "\"fund\": 200"))
    let outcome = try Program.run("compare", folder("a"), folder("b"), "--json")
    #expect(outcome.status == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["equal"] as? Bool == false)
    let first = try #require(object["first"] as? [String: Any])
    #expect(first["a"] as? String == "> fund 300")
    #expect(first["b"] as? String == "> fund 200")
    let figures = try #require(object["figures"] as? [String: [Int]])
    #expect(figures["rounds"] == [2, 2])
    let fund = try #require(figures["fund"])
    let paid = try #require(figures["fundPaid"])
    #expect(fund == [300 - paid[0], 200 - paid[1]])
  }

  @Test func `a journal that ends earlier differs there`() throws {
    try run("a")
    let whole = try #require(folder.bytes("a/journal.cascade"))
    let shorter = try folder.put("b.cascade", rewriting(whole, leavingOutLast: true) { _ in nil })
    let outcome = try Program.run("compare", folder("a"), shorter)
    #expect(outcome.status == 1 || outcome.status == 65, "\(outcome.errors)")
    try folder.put("cut.cascade", whole.dropLast(9))
    #expect(try Program.run("compare", folder("a"), folder("cut.cascade")).status == 65)
    #expect(try Program.run("compare", folder("a"), folder("nothing")).status == 66)
  }
}

/// Several policies on the same tapes.
@Suite struct `Tournament` {
  let folder = TemporaryFolder()

  private func tournament(_ words: String...) throws -> Outcome {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    return try Program.run(["tournament", scenario] + words)
  }

  @Test func `the number of threads changes nothing`() throws {
    let outcomes = try ["1", "2", "7"].map { threads in
      try tournament("--policies", "as-written,off", "--seeds", "1..9", "-j", threads, "-o", folder("\(threads).csv"))
    }
    for outcome in outcomes {
      #expect(outcome.status == 0 && outcome.output == outcomes[0].output, "\(outcome.errors)")
    }
    #expect(folder.text("1.csv") == folder.text("2.csv") && folder.text("1.csv") == folder.text("7.csv"))
    #expect(folder.text("1.csv").split(separator: "\n").count == 1 + 2 * 9)
  }

  @Test func `each run is the one that cascade run makes`() throws {
    #expect(try tournament("--policies", "as-written,off", "--seeds", "3..4", "-o", folder("t.csv")).status == 0)
    let rows = folder.text("t.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
    #expect(rows.map { $0[0] + $0[1] } == ["as-written3", "as-written4", "off3", "off4"])
    let off = Small.cascade.replacing("\"fund\": 300,", with: "\"fund\": 300, \"liquidation\": {\"on\": false},")
    for (index, text) in [Small.cascade, off].enumerated() {
      let scenario = try folder.put("one.jsonc", text)
      let run = try Program.run("run", scenario, "--seed", "4", "--quiet", "-o", folder("out-\(index)"))
      #expect(run.output.hasSuffix("digest \(rows[2 * index + 1][2])\n"))
    }
  }

  /// The mean of a policy's differences from itself is nothing, and so the first has none.
  @Test func `differences are from the first policy, seed by seed`() throws {
    let outcome = try tournament("--policies", "as-written,off", "--seeds", "1..9")
    let accounts = try #require(
      outcome.output.split(separator: "\n").firstIndex { $0.hasPrefix("accounts liquidated") })
    // After its name and the names of the columns.
    let lines = outcome.output.split(separator: "\n")[(accounts + 1)...].prefix(3).map {
      $0.split(separator: " ").map(String.init)
    }
    #expect(lines[1].count == 3 && lines[2].count == 5, "\(outcome.output)")
    // Without liquidation nobody is liquidated: the difference is the first's own figure.
    #expect(lines[2][3] == "−" + lines[1][1] && lines[2][4] == lines[1][2], "\(outcome.output)")
  }

  @Test func `what is wrong is said before anything is run`() throws {
    #expect(try tournament("--policies", "as-written", "--seeds", "5..1").status == 64)
    #expect(try tournament("--policies", "off,off", "--seeds", "1..2").status == 64)
    #expect(try tournament("--policies", "off", "--seeds", "1..2", "-j", "0").status == 64)
    let unknown = try tournament("--policies", "of", "--seeds", "1..2")
    #expect(unknown.status == 66 && unknown.errors.contains("did you mean off?"), "\(unknown.errors)")
    let preset = try folder.put("p.jsonc", "{\"liquidation\": {\"limti\": \"market\"}}")
    let wrong = try tournament("--policies", preset, "--seeds", "1..2", "-o", folder("t.csv"))
    #expect(
      wrong.status == 65 && wrong.errors.contains("p.jsonc:1:18: error: unknown key \"limti\""), "\(wrong.errors)")
    #expect(!folder.names().contains("t.csv"))
    #expect(try tournament("--policies", "off", "--seeds", "1..2", "--instrument", "ETH").status == 64)
  }
}
