import Analysis
import MarketTypes
import TestSupport
import Testing
import Venue

@testable import Reporting

/// The page about a cascade in a static book, and about a run in which nothing happens.
@Suite struct `A page about a run` {
  private static let book = StaticBook.t1

  private func page(
    of book: StaticBook, calling title: String = "static book", names: Names? = nil, messageLimit: Int = 1_000,
    lasting nanoseconds: Int64 = 1_000_000_000
  ) -> String {
    var run = RunFindings(book.rules)
    var findings = ReportFindings(
      book.rules, AccountGroups(), from: .start, to: Time(nanoseconds: nanoseconds), messageLimit: messageLimit)
    var venue = Exchange(book.rules)
    var events = EventStream()
    for command in book.opening + [book.sale(of: book.shock)] {
      venue.execute(command, into: &events)
      events.withSpan { span in
        run.observe(command, span, from: events.first)
        findings.observe(command, span, from: events.first, audit: run.audit)
      }
      events.removeAll()
    }
    findings.finish()
    let facts = ReportPage.Facts(
      scenario: title, seed: 1, digest: "d1", engine: "0", formats: [Manifest.Format("journal", version: 9)])
    let page = ReportPage(facts, findings, of: run, names: names ?? book.names, rules: book.rules)
    return String(decoding: page.html, as: UTF8.self)
  }

  private static let ids = [
    "prices", "without", "depth", "map", "tree", "health", "losses", "makers", "contagion", "facts",
  ]

  @Test func `has its sections in order, and says so where there is nothing`() {
    let text = page(of: Self.book)
    var rest = text[...]
    for id in Self.ids {
      let place = rest.range(of: "<section id=\"\(id)\">")
      #expect(place != nil, "\(id)")
      if let place { rest = rest[place.upperBound...] }
    }
    #expect(text.contains("<h1>static book</h1>"))
    #expect(text.contains("<dt>Digest</dt>\n<dd>d1</dd>"))
    #expect(text.contains("No maker explained its quotes."))
    #expect(text.contains("Not made: cascade report RUN --counterfactual"))
    #expect(text.contains("data-plot=\"tree\""))
  }

  /// Four fills of the shock, and of each of the four that fall the fills of its sale.
  @Test func `facts of more messages than are kept are those of the first, and the page says so`() throws {
    #expect(!page(of: Self.book).contains("Measured over"))
    let text = page(of: Self.book, messageLimit: 3)
    let said = try #require(text.firstMatch(of: /Measured over the first 3 of (\d+) messages, up to 0 s:/))
    #expect(Int(said.1) ?? 0 > 3)
    #expect(text.contains("cascade facts RUN measures all of them."))
  }

  /// 500 stretches of 50,000 ns: of 100 ns and one more, so that the last moment lies in the last.
  @Test func `stretches of a short run have a width`() {
    let text = page(of: Self.book, lasting: 50_000)
    #expect(text.contains("\"width\":0.101") && !text.contains("\"width\":0}"))
  }

  @Test func `the same run gives the same bytes`() { #expect(page(of: Self.book) == page(of: Self.book)) }

  /// One script with data for each block, and one that runs.
  @Test(arguments: `Text on a page`.hostile)
  func `whatever things are called, no markup comes of it`(name: String) {
    let plain = page(of: Self.book)
    var names = Self.book.names
    names.instruments[0] = name
    names.accounts = names.accounts.map { $0 + name }
    let text = page(of: Self.book, calling: name, names: names)
    for tag in ["<script", "</script", "<img", "<b ", "<style", "</style", "<!--"] {
      #expect(text.occurrences(of: tag) == plain.occurrences(of: tag), "\(tag) in a page with \(name)")
    }
  }

  @Test func `a run without anything is a page all the same`() {
    let rules = VenueRules(instruments: [])
    var findings = ReportFindings(rules, AccountGroups(), from: .start, to: .start)
    let run = RunFindings(rules)
    findings.finish()
    let facts = ReportPage.Facts(scenario: "", seed: 0, digest: "", engine: "0", formats: [])
    let page = ReportPage(facts, findings, of: run, names: Names(), rules: rules)
    let text = String(decoding: page.html, as: UTF8.self)
    #expect(text.occurrences(of: "class=\"none\"") == Self.ids.count)
    #expect(text.occurrences(of: "data-plot=") == 0)
  }
}

extension String {
  fileprivate func occurrences(of part: String) -> Int { ranges(of: part).count }
}
