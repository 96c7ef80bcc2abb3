import Foundation
import Testing

/// A scenario with many seeds and several values of what is varied.
@Suite struct `Sweep` {
  let folder = TemporaryFolder()

  private func scenario() throws -> String { try folder.put("small.jsonc", Small.cascade) }

  @Test func `threads change nothing, neither on the page nor in the table`() throws {
    let path = try scenario()
    var pages: [String] = []
    for threads in ["1", "2", "5"] {
      let outcome = try Program.run(
        "sweep", path, "--seeds", "1..6", "--vary", "fund=200,300", "--quiet", "-j", threads, "-o",
        folder("\(threads).csv"))
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      pages.append(outcome.output)
    }
    #expect(Set(pages).count == 1)
    #expect(pages[0].contains("\nfund  mean"), "\(pages[0])")
    #expect(pages[0].contains("2 combinations on 6 seeds (1..6)"), "\(pages[0])")
    let table = try #require(folder.bytes("1.csv"))
    #expect(table == folder.bytes("2.csv") && table == folder.bytes("5.csv"))
    #expect(table.split(separator: UInt8(ascii: "\n")).count == 1 + 2 * 6)
  }

  @Test func `each value of one path meets each of another, the last varying fastest`() throws {
    let outcome = try Program.run(
      "sweep", try scenario(), "--seeds", "1", "--vary", "fund=200,300", "--vary",
      "liquidation.when=below,atOrBelow", "--quiet", "-o", folder("all.csv"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let bytes = try #require(folder.bytes("all.csv"))
    let names = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",").prefix(3).joined(separator: " ")
    }
    #expect(
      names == [
        "fund liquidation.when seed", "200 below 1", "200 atOrBelow 1", "300 below 1", "300 atOrBelow 1",
      ])
  }

  @Test func `without anything varied nothing is held against anything`() throws {
    let outcome = try Program.run("sweep", try scenario(), "--seeds", "1..2", "--quiet", "-o", folder("plain.csv"))
    #expect(outcome.status == 0 && outcome.output.contains("as written on 2 seeds"), "\(outcome.errors)")
    #expect(!outcome.output.contains("less"))
    #expect(folder.text("plain.csv").hasPrefix("seed,digest,"))
    let one = try Program.run("sweep", try scenario(), "--seeds", "1..2", "--quiet", "--vary", "fund=7")
    #expect(one.status == 0 && one.output.contains("fund=7 on 2 seeds"), "\(one.output)")
  }

  // What stands in brackets or quotes is one value, commas and all.
  @Test func `values may be objects`() throws {
    let pacings = #"liquidation.pacing={"kind":"immediate","roundLimit":3},{"kind":"timed","interval":"50ms"}"#
    let outcome = try Program.run(
      "sweep", try scenario(), "--seeds", "1..2", "--quiet", "--vary", pacings, "-o", folder("objects.csv"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = folder.text("objects.csv").split(separator: "\n").dropFirst()
    #expect(rows.count == 4 && rows.filter { $0.contains("roundLimit") }.count == 2, "\(rows)")
    let taken = try Program.run("sweep", try scenario(), "--seeds", "1", "-o", folder("objects.csv"))
    #expect(taken.status == 73 && taken.errors.contains("replace it with --force"), "\(taken.errors)")
  }

  @Test(arguments: ["one", "./one", "folder/../one"])
  func `table and page need a file each`(page: String) throws {
    try folder.put("folder/other", "")
    let files = ["-o", folder("one"), "--report", folder(page)]
    let outcome = try Program.run(["sweep", try scenario(), "--seeds", "1", "--quiet"] + files)
    #expect(outcome.status == 64 && outcome.errors.contains("--output and --report are one file"), "\(outcome.errors)")
    #expect(folder.bytes("one") == nil)
  }

  /// As `run` does; of what every combination has, once.
  @Test func `a maker that does not say its pull is warned of once`() throws {
    let maker = """
      "population": [
        {
          "kind": "maker", "name": "maker", "count": 1, "collateral": 1000000, "interval": "1s",
          "spread": { "base": 2, "maximum": 40 }, "inventory": { "skew": 0.1, "limit": 100 },
          "ladder": { "levels": 1, "step": 1, "size": 1 }, "stress": { "volatility": 5, "from": 3, "full": 6 },
        },
      """
    let path = try folder.put("made.jsonc", Small.cascade.replacing("\"population\": [", with: maker))
    let words = ["sweep", path, "--seeds", "1..2", "--quiet"]
    let silent = try Program.run(words + ["--vary", "fund=200,300"])
    #expect(silent.status == 0, "\(silent.errors)")
    #expect(silent.errors.ranges(of: "without \"pull\"").count == 1, "\(silent.errors)")
    let varied = try Program.run(words + ["--vary", "population.maker.pull=0.01,1"])
    #expect(varied.status == 0 && varied.errors.isEmpty, "\(varied.errors)")
  }

  @Test func `the table comes as JSON lines and as Parquet too, alone on standard output if asked`() throws {
    let path = try scenario()
    let words = ["sweep", path, "--seeds", "1..2", "--vary", "fund=200,300", "--quiet"]
    let lines = try Program.run(words + ["-o", "-", "--format", "jsonl"])
    #expect(lines.status == 0 && lines.errors.contains("2 combinations on 2 seeds"), "\(lines.errors)")
    #expect(lines.output.split(separator: "\n").count == 4 && lines.output.hasPrefix("{\"fund\":200,\"seed\":1,"))
    let file = try Program.run(words + ["-o", folder("all.parquet"), "--format", "parquet"])
    #expect(file.status == 0 && folder.bytes("all.parquet")?.prefix(4) == Data("PAR1".utf8), "\(file.errors)")
    let named = try Program.run(words + ["-o", folder("named.parquet")])
    #expect(named.status == 0 && folder.bytes("named.parquet") == folder.bytes("all.parquet"), "\(named.errors)")
    let nowhere = try Program.run(words + ["--format", "csv"])
    #expect(nowhere.status == 64 && nowhere.errors.contains("--format is of the table that --output writes"))
  }

  @Test(arguments: [
    (["--vary", "fund"], "--vary is \"fund\"; it must name values"),
    (["--vary", "seed=1,2"], "--vary cannot vary the seed"),
    (["--vary", "fund=1", "--vary", "fund=2"], "--vary names fund twice"),
    (["--vary", "fund=2,3,2"], "--vary names 2 twice for fund"),
    (["--vary", "fund=2,3, 2"], "--vary names 2 twice for fund"),
    (["--vary", "fund=2,3,"], "a value is missing"),
    (["--vary", "fund="], "a value is missing"),
    (
      ["--vary", "population[0].lots=2", "--vary", "population.long.lots=3"],
      "--vary names population.0.lots twice, in two spellings"
    ),
    (
      ["--vary", "liquidation.when=below,atOrBelow", "--vary", "liquidation={\"on\":false}"],
      "--vary liquidation undoes liquidation.when, which is named before it"
    ),
    (["--set", "fund=5", "--vary", "fund=1,2"], "--set fund is lost, as every run sets it anew"),
    (
      ["--set", "liquidation.when=below", "--vary", "liquidation={\"on\":false}"],
      "--set liquidation.when is lost, as every run sets it anew"
    ),
    (["--set", "seed=5"], "--set seed and --seeds both say the seed"),
    (["--force"], "--force is of the files that --output and --report write"),
  ])
  func `what cannot be varied is said`(words: [String], message: String) throws {
    let outcome = try Program.run(["sweep", try scenario(), "--seeds", "1..2", "--quiet"] + words)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test(arguments: [("20..1", "the smaller one first: 1..20"), ("1..", "write 1..100"), ("1-4", "write 1..100")])
  func `seeds that are no range are refused`(seeds: String, hint: String) throws {
    let outcome = try Program.run("sweep", try scenario(), "--seeds", seeds)
    #expect(outcome.status == 64 && outcome.errors.contains(hint), "\(outcome.errors)")
  }

  /// Of a single run it would be said how far it came.
  @Test func `interrupted in its first seed, it says how many runs were done, and leaves nothing`() throws {
    let path = try folder.put("endless.jsonc", Small.endless)
    let outcome = try Program.interrupted(after: 1, ["sweep", path, "--seeds", "1..9", "-o", folder("all.csv")])
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("interrupted after 0 of 9 runs; nothing is kept"), "\(outcome.errors)")
    #expect(outcome.output == "" && folder.names() == ["endless.jsonc"])
  }

  @Test func `interrupted later, it leaves what the seeds before alone would have left`() throws {
    let path = try scenario()
    let varied = ["--vary", "fund=200,300", "--quiet"]
    let files = ["-o", folder("part.csv"), "--report", folder("part.html")]
    let outcome = try Program.interrupted(after: 2, ["sweep", path, "--seeds", "11..900000"] + varied + files)
    #expect(outcome.status == 130, "\(outcome.errors)")
    let said = try #require(outcome.errors.firstMatch(of: /what was asked for is of seeds? (?:11\.\.)?(\d+)\n/))
    let last = try #require(Int(said.1))
    #expect(outcome.errors.contains("--seeds \(last + 1)..900000 is the rest"), "\(outcome.errors)")
    let again = ["-o", folder("whole.csv"), "--report", folder("whole.html")]
    let whole = try Program.run(["sweep", path, "--seeds", "11..\(last)"] + varied + again)
    #expect(whole.status == 0 && whole.output == outcome.output, "\(whole.errors)")
    #expect(folder.bytes("part.csv") == folder.bytes("whole.csv"))
    #expect(folder.bytes("part.html") == folder.bytes("whole.html"))
  }

  @Test(arguments: ["1", "4"])
  func `a run that cannot be is named, and the seeds before it are kept`(threads: String) throws {
    // With seed 21 the five hold 33 lots together, which is one more than "world" may have against them.
    let words = [
      "sweep", try scenario(), "--quiet", "-j", threads, "--set", "instruments[0].maximumPosition=32", "--set",
      #"population.long.lots={"kind":"uniform","from":1,"to":9}"#, "--set", "openings[2].quantity=20",
    ]
    let outcome = try Program.run(
      words + ["--seeds", "19..30", "--vary", "fund=200,300", "-o", folder("\(threads).csv")])
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("2 combinations on 2 seeds (19..20)"), "\(outcome.output)")
    #expect(outcome.errors.contains("\"world\" would hold -33 lots"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("the run with seed 21 and fund=200; what was asked for is of seeds 19..20"),
      "\(outcome.errors)")
    #expect(outcome.errors.contains("--seeds 22..30 goes on after it"), "\(outcome.errors)")
    #expect(folder.text("\(threads).csv").split(separator: "\n").count == 1 + 2 * 2)
    let alone = try Program.run(words + ["--seeds", "21", "-o", folder("alone.csv")])
    #expect(alone.status == 65 && alone.output == "" && !folder.names().contains("alone.csv"))
    #expect(alone.errors.contains("the run with seed 21; nothing is kept"), "\(alone.errors)")
  }

  /// The whale's equity when all is over, less what it brought; and the five longs', who brought what is in no other account.
  @Test func `profits are those of the accounts, to the unit`() throws {
    let path = try scenario()
    let words = ["--profit", "long", "--profit", "whale", "--seeds", "7..8", "--quiet"]
    let outcome = try Program.run(["sweep", path] + words + ["-o", folder("all.csv")])
    #expect(outcome.status == 0 && outcome.output.contains("\nprofit of whale "), "\(outcome.errors)")
    let lines = folder.text("all.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(lines.count == 3 && lines[0].suffix(2) == ["profit.long", "profit.whale"])
    for (row, seed) in zip(lines.dropFirst(), ["7", "8"]) {
      #expect(try Program.run("run", path, "--seed", seed, "--quiet", "-o", folder(seed)).status == 0)
      var (long, whale): (Int64, Int64) = (0, -10_000_000)
      for account in folder.text("\(seed)/accounts.csv").split(separator: "\n").dropFirst() {
        let cells = account.split(separator: ",", omittingEmptySubsequences: false)
        let equity = try #require(Int64(cells[5]))
        if cells[0].hasPrefix("long-") { long += equity }
        if cells[0] == "whale" { whale += equity }
      }
      let events = try Program.run("export", folder(seed), "--table", "events", "--format", "jsonl").output
      for deposit in events.matches(of: /"amount":(\d+),"from":"outside","to":"collateral:long-/) {
        long -= try #require(Int64(deposit.1))
      }
      #expect(row.suffix(2) == ["\(long)", "\(whale)"])
    }
  }

  private static let rules =
    #""maximumPrice":100000,"maximumPosition":100000,"initialMargin":"0.1","maintenance":[{"rate":"0.05"}],"#
    + #""openingMark":1000}"#
  private static let btc = #"{"name":"BTC","# + rules
  private static let eth = #"{"name":"ETH","# + rules

  /// The small cascade, in BTC by name, so that it may have other instruments beside it.
  private static let named = Small.cascade.replacing("\"quantity\":", with: "\"instrument\": \"BTC\", \"quantity\":")
    .replacing("\"lots\": 4", with: "\"lots\": 4, \"instrument\": \"BTC\"")

  // A combination may name its instruments anew, or have them in another order; each line has its own name.
  @Test func `the table calls an instrument as its own combination does`() throws {
    let renamed = try Program.run(
      "sweep", try scenario(), "--seeds", "1", "--quiet", "--vary", "instruments.BTC.name=BTC,ETH", "-o",
      folder("renamed.csv"))
    #expect(renamed.status == 0, "\(renamed.errors)")
    let cells = folder.text("renamed.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(cells.map { $0[3] } == ["BTC", "ETH"])

    let swapped = try Program.run(
      "sweep", try folder.put("named.jsonc", Self.named), "--seeds", "1", "--quiet", "--vary",
      "instruments=[\(Self.btc),\(Self.eth)],[\(Self.eth),\(Self.btc)]", "-o", folder("swapped.jsonl"))
    #expect(swapped.status == 0 && swapped.errors.isEmpty, "\(swapped.errors)")
    let lines = folder.text("swapped.jsonl").split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.contains("\"instrument\":\"BTC\"") }, "\(lines)")
  }

  /// The first order of the script is in ETH, where nobody is liquidated.
  @Test func `a hint names where forced orders filled most, whatever its number`() throws {
    let calm =
      #"{"at": "500ms", "kind": "order", "account": "whale", "side": "sell", "instrument": "ETH", "quantity": 1}"#
    let text = Self.named.replacing("\"events\": [", with: "\"events\": [\(calm), ")
      .replacing("\"instruments\": [", with: "\"instruments\": [\(Self.eth), ")
    let path = try folder.put("two.jsonc", text)
    let hint = "hint: forced orders filled most often in BTC; --instrument BTC looks there\n"
    for varied in [[], ["--vary", "instruments=[\(Self.btc),\(Self.eth)]"]] {
      let outcome = try Program.run(["sweep", path, "--seeds", "1..2", "--quiet"] + varied)
      #expect(outcome.status == 0 && outcome.errors == hint, "\(outcome.errors)")
    }
    let asked = try Program.run("sweep", path, "--seeds", "1..2", "--quiet", "--instrument", "ETH")
    #expect(asked.status == 0 && asked.errors.isEmpty, "\(asked.errors)")
  }

  @Test(arguments: [
    (["--profit", "whale", "--profit", "whale"], "whale is counted in whale already"),
    (["--profit", "long-2", "--profit", "long"], "long is counted in long-2 already"),
    (["--profit", "wale"], "did you mean \"whale\"?"),
  ])
  func `whose profit cannot be told is said`(words: [String], message: String) throws {
    let outcome = try Program.run(["sweep", try scenario(), "--seeds", "1..2", "--quiet"] + words)
    #expect(outcome.status == 64 && outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `a value that the scenario refuses is shown where it was typed`() throws {
    let outcome = try Program.run("sweep", try scenario(), "--seeds", "1", "--quiet", "--vary", "fund=200,-1")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("--vary:1:6"), "\(outcome.errors)")
  }

  /// The same seed with `liquidation.on=false` is the run that amplification is counted against.
  @Test func `a page has every combination, and each run once more with nobody liquidated`() throws {
    let path = try scenario()
    let words = [
      "sweep", path, "--seeds", "5..8", "--vary", "fund=200,300", "--vary", "liquidation.when=below,atOrBelow",
    ]
    var pages: [Data] = []
    for threads in ["1", "3"] {
      let files = ["--report", folder("\(threads).html"), "-o", folder("\(threads).csv")]
      let outcome = try Program.run(words + ["--quiet", "-j", threads] + files)
      #expect(outcome.status == 0 && outcome.output.contains("amplification of BTC"), "\(outcome.errors)")
      pages.append(try #require(folder.bytes("\(threads).html")))
    }
    #expect(pages[0] == pages[1])
    let page = folder.text("1.html")
    for plot in ["phase", "bands", "strips", "pairs"] { #expect(page.contains("data-plot=\"\(plot)\""), "\(plot)") }
    #expect(page.contains("4 combinations on 4 seeds (5..8)") && page.contains("liquidation.when: below, atOrBelow"))
    #expect(page.contains("<th>fund</th><th class=\"left\">liquidation.when</th>"))
    let lines = folder.text("1.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let place = try #require(lines[0].firstIndex(of: "displacementWithout"))
    let off = try Program.run("sweep", path, "--seeds", "5", "--set", "liquidation.on=false", "-o", folder("off.csv"))
    #expect(off.status == 0)
    let alone = folder.text("off.csv").split(separator: "\n")[1].split(separator: ",", omittingEmptySubsequences: false)
    #expect(lines[0].firstIndex(of: "instrument") == 4 && lines[1][4] == "BTC" && alone[2] == "BTC")
    // Two columns fewer, of what was varied.
    #expect(lines[1][2] == "5" && lines[1][place] == alone[place - 3] && alone[place - 2] == "")
  }

  @Test func `a hint names the instrument in which forced orders filled most often`() throws {
    let words = ["sweep", try folder.put("two.jsonc", Small.contagion), "--seeds", "1..2", "--quiet"]
    let outcome = try Program.run(words)
    #expect(outcome.status == 0 && outcome.output.contains("displacement of BTC, %"), "\(outcome.output)")
    let hint = "hint: forced orders filled most often in ETH; --instrument ETH looks there\n"
    #expect(outcome.errors == hint)
    for name in ["ETH", "BTC"] {
      let chosen = try Program.run(words + ["--instrument", name])
      #expect(chosen.output.contains("displacement of \(name), %") && chosen.errors.isEmpty, "\(chosen.errors)")
    }
    let calm = try Program.run(["sweep", try folder.put("calm.jsonc", Small.calm), "--seeds", "1..2", "--quiet"])
    #expect(calm.errors.isEmpty && !calm.output.contains("amplification"), "\(calm.errors)")
  }

  @Test func `a page that is there already is not written over`() throws {
    try folder.put("page.html", "mine")
    let outcome = try Program.run("sweep", try scenario(), "--seeds", "1", "--quiet", "--report", folder("page.html"))
    #expect(outcome.status == 73 && folder.text("page.html") == "mine", "\(outcome.errors)")
    let files = ["--report", folder("page.html"), "-o", folder("page.csv")]
    try folder.put("page.csv", "mine")
    let forced = try Program.run(["sweep", try scenario(), "--seeds", "1", "--quiet", "--force"] + files)
    #expect(forced.status == 0 && folder.text("page.html").hasPrefix("<!doctype"), "\(forced.errors)")
    #expect(folder.text("page.csv").hasPrefix("seed,"))
  }
}
