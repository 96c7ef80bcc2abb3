import Analysis
import MarketTypes
import Notation

/// What the run is, and what came of it.
extension ReportPage {
  func writeHeader(to page: inout Markup) {
    page.raw("<header>\n")
    page.element("p", ["class": "kicker"], "Cascade · report of a run")
    page.element("h1", title)
    page.element("p", ["class": "lead"], explanation.summary.headline)
    page.element("div", ["class": "intro"]) { page in
      page.element("div", ["class": "sentences"]) { page in
        for sentence in explanation.summary.sentences { page.element("p", sentence) }
      }
      page.element("dl", ["class": "facts"]) { page in
        for (term, value) in facts(of: run) {
          page.element("dt", term)
          page.element("dd", value)
        }
      }
    }
    page.raw("</header>\n")
  }

  private func facts(of run: RunFindings) -> [(String, String)] {
    let counts = run.counts
    let span = counts.lastTime.map { last in Wording.span(last - (counts.firstTime ?? last)) } ?? "–"
    let forced = counts.volumes.reduce(0) { $0 + $1.forcedFills }
    return [
      ("Scenario", facts.scenario.isEmpty ? "none" : facts.scenario), ("Seed", groupedText(facts.seed)),
      ("Simulated", span), ("Instruments", groupedText(rules.instruments.count)),
      ("Accounts", "\(groupedText(counts.accounts)), \(groupedText(counts.marginedAccounts)) margined"),
      ("Commands", groupedText(counts.commands)), ("Events", groupedText(counts.events)),
      ("Fills", "\(groupedText(counts.fills)), \(groupedText(forced)) forced"),
      ("Audit", run.audit.verdict() == nil ? "every balance adds up" : "FAILED"), ("Digest", facts.digest),
      ("Engine", "cascade \(facts.engine)"),
      ("Formats", facts.formats.map { "\($0.name) \($0.version)" }.joined(separator: ", ")),
    ]
  }
}
