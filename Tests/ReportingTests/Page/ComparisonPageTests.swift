import Analysis
import MarketTypes
import TestSupport
import Testing
import Venue

@testable import Reporting

/// Two runs of a static book side by side: one with a cascade, and one in which nobody is liquidated.
@Suite struct `A page about two runs` {
  private static let book = StaticBook.t1

  /// A side, and what is compared of it.
  private func run(
    liquidating: Bool = true, calling title: String = "static book", scenario: String = "", forks: [Manifest.Fork] = [],
    names: Names = book.names
  ) -> (page: ComparisonPage.Side, compared: RunComparison.Side) {
    var rules = Self.book.rules
    rules.liquidation.isOn = liquidating
    var findings = RunFindings(rules)
    var (excursion, losses) = (MarkExcursion(rules, from: .start), LossStages(rules))
    var paths = ComparedPaths(rules, from: .start, to: Time(nanoseconds: 1_000_000_000))
    var venue = Exchange(rules)
    var events = EventStream()
    for command in Self.book.opening + [Self.book.sale(of: Self.book.shock)] {
      venue.execute(command, into: &events)
      events.withSpan { span in
        findings.observe(command, span, from: events.first)
        excursion.observe(command, span, from: events.first)
        losses.observe(command, span, from: events.first)
        paths.observe(command, span, from: events.first, audit: findings.audit)
      }
      events.removeAll()
    }
    let facts = ReportPage.Facts(scenario: title, seed: 1, digest: liquidating ? "on" : "off", engine: "0", formats: [])
    return (
      ComparisonPage.Side(facts, scenario: scenario, forks: forks, names: names, run: findings, paths: paths),
      RunComparison.Side(names: names, findings: findings, excursion: excursion, losses: losses)
    )
  }

  private typealias Made = (page: ComparisonPage.Side, compared: RunComparison.Side)

  private func text(_ one: Made, _ other: Made, differing: Bool = true) -> String {
    let difference = ComparisonPage.Difference(
      event: 12, command: 3, time: .start, context: ["before <it>"], one: "> sell", other: "> buy")
    let page = ComparisonPage(
      one.page, other.page, RunComparison(one.compared, other.compared), differing ? difference : nil)
    return String(decoding: page.html, as: UTF8.self)
  }

  private static let ids = ["marks", "figures", "differs", "rounds", "stages", "spreads", "accounts"]

  @Test func `has its sections in order, both digests, and the first difference`() {
    let page = text(run(), run(liquidating: false))
    var rest = page[...]
    for id in Self.ids {
      let place = rest.range(of: "<section id=\"\(id)\">")
      #expect(place != nil, "\(id)")
      if let place { rest = rest[place.upperBound...] }
    }
    #expect(page.contains("<td class=\"left\">on</td><td class=\"left\">off</td>"))
    #expect(page.contains("<span>  before &lt;it&gt;</span><span class=\"in-a\">− &gt; sell</span>"))
    #expect(page.contains("data-plot=\"marks\"") && page.contains("data-plot=\"rounds\""))
    #expect(page.contains("No maker explained its quotes in either."))
    #expect(page == text(run(), run(liquidating: false)))
  }

  /// Where nobody is liquidated nothing is forced: all of it is the first run's.
  @Test func `rounds are those of either run, with nothing where one has none`() {
    let (one, other) = (run(), run(liquidating: false))
    let page = ComparisonPage(one.page, other.page, RunComparison(one.compared, other.compared), nil)
    #expect(page.rounds.count == one.page.run.rounds.depth && page.rounds.count > 1)
    #expect(page.rounds.map(\.first) == Array(1...page.rounds.count) && page.rounds.allSatisfy { $0.other == 0 })
    #expect(page.rounds.reduce(0) { $0 + $1.one } == one.page.run.rounds.forcedNotional)
  }

  @Test func `what was changed stands by its path, on the way by its event`() {
    let fork = Manifest.Fork(
      run: "d", command: 3, event: 17, time: 0, set: ["liquidation.on=false"], without: ["whale"], policy: nil)
    let page = text(
      run(scenario: "{\"fund\": 1}"), run(scenario: "{\"fund\": 2}", forks: [fork]))
    #expect(page.contains("<td class=\"left\">fund</td><td class=\"left\">1</td><td class=\"left\">2</td>"))
    #expect(page.contains("from event 17") && page.contains("<td class=\"left\">without whale</td>"))
  }

  @Test func `a run and itself say that all is the same`() {
    let page = text(run(), run(), differing: false)
    #expect(page.contains("All commands and all events are the same."))
    #expect(page.contains("Nothing: the scenarios say the same, and so do the streams."))
  }

  @Test(arguments: `Text on a page`.hostile)
  func `whatever things are called, no markup comes of it`(name: String) {
    let plain = text(run(), run(liquidating: false))
    var names = Self.book.names
    names.instruments[0] = name
    names.accounts = names.accounts.map { $0 + name }
    let page = text(
      run(calling: name, names: names), run(liquidating: false, calling: name, names: names))
    for tag in ["<script", "</script", "<img", "<b ", "<style", "</style", "<!--"] {
      #expect(page.ranges(of: tag).count == plain.ranges(of: tag).count, "\(tag) in a page with \(name)")
    }
  }
}
