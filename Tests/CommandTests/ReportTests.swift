import Foundation
import Testing

/// `cascade report`, and the page that `cascade run` writes.
@Suite struct `A report` {
  let folder = TemporaryFolder()

  private func run(_ words: String...) throws -> Outcome {
    let scenario = try folder.put("small.jsonc", Small.cascade)
    return try Program.run(["run", scenario, "-o", folder("out")] + words)
  }

  @Test func `is in the folder of a run, and made from its journal it is the same`() throws {
    #expect(try run().status == 0)
    let outcome = try Program.run("report", folder("out"), "--output", folder("page.html"))
    #expect(outcome.status == 0 && outcome.output == "")
    #expect(outcome.errors.contains("page.html: "))
    let page = folder.text("page.html")
    #expect(page == folder.text("out/report.html"))
    #expect(page.contains("<h1>small</h1>") && page.contains("Cascade: 2 rounds, 5 accounts liquidated"))
    #expect(page.contains("Not made: cascade report RUN --counterfactual"))
    let streamed = try Program.run("report", folder("out/journal.cascade"), "--output", "-")
    #expect(streamed.status == 0 && streamed.output == page && streamed.errors == "")
  }

  @Test func `is left out if that is asked for`() throws {
    #expect(try run("--no-report").status == 0)
    #expect(!folder.names(in: "out").contains("report.html"))
    #expect(!folder.text("out/manifest.json").contains("report.html"))
  }

  @Test func `nothing of the place or the moment is in it`() throws {
    #expect(try run().status == 0)
    let page = folder.text("out/report.html")
    #expect(!page.contains(folder("")) && !page.contains("/tmp") && !page.contains("https:"))
  }

  /// The same run forked just before its first fall, with liquidation off.
  @Test func `the counterfactual is the run's own fork`() throws {
    #expect(try run().status == 0)
    let outcome = try Program.run(
      "report", folder("out"), "--counterfactual", "--output", folder("page.html"), "--quiet")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    let page = folder.text("page.html")
    #expect(page.contains("data-plot=\"without\"") && page.contains("amplification"))
    #expect(page != folder.text("out/report.html"))
    let explained = try Program.run("explain", folder("out"), "--without-liquidations", "--json").output
    let object = try JSONSerialization.jsonObject(with: Data(explained.utf8)) as? [String: Any]
    let instrument = try #require((object?["instruments"] as? [[String: Any]])?.first)
    let without = try #require(instrument["withoutLiquidations"] as? [String: Any])
    let amplification = try #require(without["amplification"] as? Double)
    #expect(page.contains(String(format: "<td>%.2f</td>", amplification)), "amplification \(amplification)")
  }

  @Test func `a file that is there is replaced only by force`() throws {
    #expect(try run().status == 0)
    try folder.put("page.html", "mine")
    let refused = try Program.run("report", folder("out"), "-o", folder("page.html"))
    #expect(refused.status == 73 && refused.errors.contains("--force"))
    #expect(folder.text("page.html") == "mine")
    #expect(try Program.run("report", folder("out"), "-o", folder("page.html"), "--force").status == 0)
    #expect(folder.text("page.html").hasPrefix("<!doctype html>"))
  }

  @Test func `what is no run has none`() throws {
    #expect(try Program.run("report", folder("nowhere")).status == 66)
    #expect(try Program.run("report").status == 64)
    #expect(try run().status == 0)
    let journal = folder("out/journal.cascade")
    #expect(try Program.run("report", journal, "--counterfactual", "-o", folder("page.html")).status == 65)
    try folder.put("page.jsonc", "{}")
    #expect(try Program.run("report", folder("page.jsonc"), "-o", folder("page.html")).status == 65)
    #expect(!folder.names().contains("page.html"))
  }

  // MARK: - Two runs

  private func two() throws {
    #expect(try run("--no-report").status == 0)
    let scenario = try folder.put(
      "other.jsonc", Small.cascade.replacing("\"quantity\": 12 }", with: "\"quantity\": 9 }"))
    #expect(try Program.run("run", scenario, "--no-report", "--quiet", "-o", folder("other")).status == 0)
  }

  /// The figures are those of `cascade compare`.
  @Test func `two runs stand side by side, what was changed first`() throws {
    try two()
    let outcome = try Program.run("report", folder("out"), folder("other"), "-o", folder("both.html"))
    #expect(outcome.status == 0 && outcome.errors.contains("both.html: "), "\(outcome.errors)")
    let page = folder.text("both.html")
    #expect(
      page.contains("<td class=\"left\">events[0].quantity</td><td class=\"left\">12</td><td class=\"left\">9</td>"))
    #expect(page.contains("<td class=\"left\">rounds</td><td>2</td><td>0</td><td>−2</td>"))
    #expect(page.contains("<td class=\"left\">BTC displacement, ticks</td><td>−200</td><td>−10</td><td>+190</td>"))
    #expect(
      page.contains("− &gt; whale sell 12 at market @1s</span><span class=\"in-b\">+ &gt; whale sell 9 at market @1s"))
    #expect(page.contains("Liquidated in A alone: 5") && page.contains("Liquidated in B alone: 0"))
    #expect(!page.contains(folder("")) && !page.contains("/tmp"))
    let journals = try Program.run(
      "report", folder("out/journal.cascade"), folder("other/journal.cascade"), "-o", "-")
    #expect(journals.status == 0 && journals.output == page)
  }

  @Test func `a fork says beside its run where it was made`() throws {
    #expect(try run("--no-report").status == 0)
    let fork = try Program.run(
      "fork", folder("out"), "--at", "cascade", "--set", "liquidation.on=false", "--quiet", "-o", folder("off"))
    #expect(fork.status == 0, "\(fork.errors)")
    let outcome = try Program.run("report", folder("out"), folder("off"), "-o", "-")
    #expect(outcome.status == 0 && outcome.output.contains("<td class=\"left\">liquidation.on=false</td>"))
    #expect(outcome.output.contains("<td class=\"left\">from event "))
  }

  @Test func `what two runs cannot have is said`() throws {
    try two()
    let both = try Program.run("report", folder("out"), folder("other"), "--counterfactual", "-o", folder("both.html"))
    #expect(both.status == 64 && both.errors.contains("--counterfactual is of one run"), "\(both.errors)")
    #expect(try Program.run("report", "-", "-").status == 64)
    #expect(try Program.run("report", folder("out"), folder("nowhere"), "-o", folder("both.html")).status == 66)
    #expect(!folder.names().contains("both.html"))
  }
}
