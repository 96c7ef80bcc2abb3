import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Figures made from a journal.
@Suite struct `Plot` {
  let folder = TemporaryFolder()

  init() throws {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    #expect(try Program.run("run", scenario, "--quiet", "-o", folder("out")).status == 0)
  }

  private func plot(_ words: String...) throws -> Outcome { try Program.run(["plot", folder("out")] + words) }

  @Test(arguments: ["price", "depth", "tree"])
  func `a figure is well-formed SVG, twice the same, without a script`(figure: String) throws {
    let outcome = try plot(figure)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(try plot(figure).output == outcome.output)
    #expect(outcome.output.hasPrefix("<svg xmlns=") && outcome.output.hasSuffix("</svg>\n"))
    #expect(!outcome.output.contains("script"))
    #expect(!outcome.output.contains("nan") && !outcome.output.contains("inf\""))
    let parser = XMLParser(data: Data(outcome.output.utf8))
    #expect(parser.parse())
  }

  @Test func `axes have units, lines their names`() throws {
    let price = try plot("price").output
    for word in [">price of BTC (ticks)<", ">simulated time (", ">mark<", "fills of forced orders", "largest circle "] {
      #expect(price.contains(word), "\(word)")
    }
    let depth = try plot("depth").output
    for word in [">before the shock<", ">mark at its farthest<", ">price of BTC (ticks)<"] {
      #expect(depth.contains(word), "\(word)")
    }
    #expect(try plot("tree").output.contains(">generation 1<"))
  }

  /// No account of the first is near its margin, and nobody quotes in either.
  @Test func `where there is nothing to draw every figure says so in one way and writes nothing`() throws {
    let calm = try folder.put("calm.jsonc", Small.calm)
    #expect(try Program.run("run", calm, "--quiet", "-o", folder("calm")).status == 0)
    for (run, words, reason) in [
      ("calm", ["tree"], "no forced order filled"),
      ("calm", ["depth"], "nobody was shocked, and nobody fell under its margin"),
      ("out", ["spread"], "no maker explained a quote of BTC in that time"),
    ] {
      let outcome = try Program.run(["plot", folder(run)] + words + ["-o", folder("none.svg")])
      #expect(outcome.status == 65 && outcome.output.isEmpty, "\(words)")
      #expect(outcome.errors.hasSuffix("there is nothing to draw: \(reason)\n"), "\(outcome.errors)")
      #expect(folder.bytes("none.svg") == nil)
    }
  }

  /// An engine that was told nothing writes such a journal.
  @Test(arguments: ["price", "depth", "tree", "spread"])
  func `of a journal without instruments there is no figure`(figure: String) throws {
    let journal = folder("empty.cascade")
    #expect(try Program.run(["engine", "--open-accounts", "--journal", journal], input: Data()).status == 0)
    let outcome = try Program.run("plot", journal, figure)
    #expect(outcome.status == 65 && outcome.errors.hasSuffix("it has no instrument\n"), "\(outcome.errors)")
  }

  /// The whale's sale begins it, and ETH, which nobody trades, has no mark.
  @Test func `an instrument without a mark when the cascade began has no depth to draw`() throws {
    let second = """
      "instruments": [
          {
            "name": "ETH",
            "maximumPrice": 100000,
            "maximumPosition": 100000,
            "initialMargin": "0.1",
            "maintenance": [{ "rate": "0.05" }],
          },
      """
    let text = Small.cascade.replacing("\"instruments\": [", with: second)
      .replacing("\"kind\": \"order\",", with: "\"kind\": \"order\", \"instrument\": \"BTC\",")
      .replacing("\"name\": \"long\",", with: "\"name\": \"long\", \"instrument\": \"BTC\",")
    let two = try folder.put("two.jsonc", text)
    #expect(try Program.run("run", two, "--quiet", "-o", folder("two")).status == 0)
    #expect(try Program.run("plot", folder("two"), "depth", "--instrument", "BTC").status == 0)
    let outcome = try Program.run("plot", folder("two"), "depth", "--instrument", "ETH")
    #expect(outcome.status == 65 && outcome.output.isEmpty)
    let reason = "there is nothing to draw: ETH had no mark when the cascade began\n"
    #expect(outcome.errors.hasSuffix(reason), "\(outcome.errors)")
  }

  /// As of accounts: the run is one of 3 s, its last command one at 1 s.
  @Test func `what is after the run's end is refused, what is after its last command drawn and told`() throws {
    for words in [["--from", "4s"], ["--to", "3001ms"], ["--from", "4s", "--to", "5s"]] {
      let late = try Program.run(["plot", folder("out"), "price"] + words)
      #expect(late.status == 65 && late.output.isEmpty, "\(words)")
      #expect(late.errors.contains(", and the run ends at 3 s\n"), "\(late.errors)")
    }
    let quiet = try plot("price", "--from", "500ms", "--to", "2s")
    #expect(quiet.status == 0 && quiet.output.hasSuffix("</svg>\n"))
    #expect(quiet.errors.hasSuffix(": the journal stops at 1 s, before the 2 s of --to\n"), "\(quiet.errors)")
  }

  /// Heights go by square roots: a level of 10,000 lots and one of 20 are both there to be seen.
  @Test func `the axis of depth says its scale, and its ticks are round`() throws {
    let depth = try plot("depth").output
    #expect(depth.contains(">lots at this price or better (square-root scale)<"))
  }

  @Test func `what cannot be drawn is told`() throws {
    #expect(try plot("price", "--instrument", "BTD").status == 64)
    #expect(try plot("price", "--from", "2s", "--to", "1s").status == 64)
    #expect(try Program.run("plot", folder("out")).status == 64)
    #expect(try Program.run("plot", folder("nothing"), "price").status == 66)
    #expect(try plot("price", "-o", folder("price.svg")).status == 0)
    #expect(try plot("price", "-o", folder("price.svg")).status == 73)
  }
}
