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
}
