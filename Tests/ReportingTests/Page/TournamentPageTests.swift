import Analysis
import MarketTypes
import Notation
import TestSupport
import Testing
import Venue

@testable import Reporting

/// Many runs on one page.
@Suite struct `A page about many runs` {
  private static let book = StaticBook.t1

  /// How far the mark of the static book goes when the shock is sold.
  private func excursion(liquidating: Bool) -> MarkExcursion {
    var rules = Self.book.rules
    rules.liquidation.isOn = liquidating
    var excursion = MarkExcursion(rules, from: .start)
    var venue = Exchange(rules)
    var events = EventStream()
    for command in Self.book.opening + [Self.book.sale(of: Self.book.shock)] {
      venue.execute(command, into: &events)
      events.withSpan { excursion.observe(command, $0, from: events.first) }
      events.removeAll()
    }
    return excursion
  }

  /// Combination p on seed s liquidates 10 p + s accounts.
  private func tournament(_ policies: [String], seeds: ClosedRange<UInt64> = 1...4, alsoWithout: Bool = false)
    -> Tournament
  {
    let own = excursion(liquidating: true)
    let alone = alsoWithout ? excursion(liquidating: false) : nil
    let entries = policies.indices.flatMap { policy in
      seeds.map { seed in
        var entry = Tournament.Entry(
          policy: policy, seed: seed, digest: "d", instrument: StaticBook.perp, own, without: alone,
          RunFindings(Self.book.rules))
        entry.liquidatedAccounts = 10 * policy + Int(seed)
        return entry
      }
    }
    return Tournament(policies: policies, seeds: seeds, entries: entries)
  }

  private func page(
    _ tournament: Tournament, of kind: TournamentSummary.Variants = .combinations, axes: [TournamentPage.Axis] = [],
    calling name: String = "static book"
  ) -> String {
    let page = TournamentPage(
      tournament, of: kind, axes: axes, scenario: name, instrument: name, engine: "0")
    return String(decoding: page.html, as: UTF8.self)
  }

  private let axes = [
    TournamentPage.Axis(name: "leverage.to", values: ["10", "20"]),
    TournamentPage.Axis(name: "ladder.size", values: ["1", "2", "3"]),
  ]
  private let six = ["10 1", "10 2", "10 3", "20 1", "20 2", "20 3"]

  private func plots(_ text: String) -> [String] {
    ["phase", "bands", "strips", "pairs"].filter { text.contains("data-plot=\"\($0)\"") }
  }

  @Test func `two varied values make a map, one a band, none but strips and pairs`() {
    #expect(plots(page(tournament(six), axes: axes)) == ["phase", "bands", "strips", "pairs"])
    #expect(plots(page(tournament(["10", "20"]), axes: [axes[0]])) == ["bands", "strips", "pairs"])
    #expect(plots(page(tournament(["as-written", "off"]), of: .policies)) == ["strips", "pairs"])
    #expect(plots(page(tournament(["as-written"]))) == ["strips"])
  }

  /// Of combination p on seeds 1 to 4: 10 p + 1 … 10 p + 4, so mean and median 10 p + 2.5, and s² = 5 ÷ 3; Student's 97.5 %
  /// point with 3 degrees of freedom is 3.1824.
  @Test func `tables have mean, interval, quartiles, and differences seed by seed`() {
    let text = page(tournament(six), axes: axes)
    #expect(
      text.contains(
        "<td class=\"left\">20 3</td><td>4</td><td>51.0</td><td>51.8</td><td>52.5</td><td>53.3</td><td>54.0</td><td>52.5</td><td>2.1</td>"
      ))
    // Every seed is above the first combination's by 50: no doubt about it.
    #expect(text.contains("<td class=\"left\">20 3</td><td>+50.0</td><td>0.0</td><td>4</td>"))
    // The map: rows of the first axis, columns of the second.
    #expect(text.contains("<td class=\"left\">20</td><td>32.5 ± 2.1</td><td>42.5 ± 2.1</td><td>52.5 ± 2.1</td>"))
  }

  /// In a book of constant depth the shock alone moves the mark by shock ÷ depth, here 4 ticks.
  @Test func `amplification is the ratio of the two displacements, and comes first`() throws {
    let ticks = [true, false].map { excursion(liquidating: $0).instruments[0].displacement?.ticks ?? 0 }
    #expect(ticks[1] == -Self.book.shock / Self.book.depth && ticks[0] < ticks[1])
    let tournament = tournament(["a", "b"], alsoWithout: true)
    #expect(tournament.values(.amplification, of: 1) == Array(repeating: Double(-ticks[0]) / 4, count: 4))
    #expect(tournament.values(.amplification, of: 0).count == 4)
    let page = TournamentPage(tournament, of: .policies, axes: [], scenario: "s", instrument: "i", engine: "0")
    #expect(page.measures.first == .amplification)
    #expect(
      !TournamentPage(
        self.tournament(["a"]), of: .policies, axes: [], scenario: "s", instrument: "i", engine: "0"
      ).measures.contains(.amplification))
  }

  @Test func `of very many seeds the first are dots, and the figures are of all`() throws {
    let many = tournament(["a", "b"], seeds: 1...9_000)
    let page = TournamentPage(many, of: .policies, axes: [], scenario: "s", instrument: "i", engine: "0")
    #expect(page.mostDots < 9_000)
    #expect(page.html.count < 2_000_000)
    let text = String(decoding: page.html, as: UTF8.self)
    #expect(text.contains("the first \(groupedText(page.mostDots)) seeds are dots"))
    #expect(text.contains("<td>9,000</td>"))
  }

  @Test(arguments: `Text on a page`.hostile)
  func `whatever things are called, no markup comes of it`(name: String) {
    let plain = page(tournament(six), axes: axes)
    let named = axes.map { axis in
      TournamentPage.Axis(name: axis.name + name, values: axis.values.map { $0 + name })
    }
    let text = page(tournament(six.map { $0 + name }), axes: named, calling: name)
    for tag in ["<script", "</script", "<img", "<b ", "<style", "</style", "<!--"] {
      #expect(text.ranges(of: tag).count == plain.ranges(of: tag).count, "\(tag) in a page with \(name)")
    }
  }
}
