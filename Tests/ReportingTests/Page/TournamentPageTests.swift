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

  /// A mark that was told and never moved.
  private var standing: MarkExcursion.Excursion {
    var excursion = MarkExcursion(Self.book.rules, from: .start)
    var venue = Exchange(Self.book.rules)
    var events = EventStream()
    for command in Self.book.opening {
      venue.execute(command, into: &events)
      events.withSpan { excursion.observe(command, $0, from: events.first) }
      events.removeAll()
    }
    return excursion.instruments[StaticBook.perp.index]
  }

  /// Combination p on seed s liquidates 10 p + s accounts.
  private func tournament(
    _ policies: [String], seeds: ClosedRange<UInt64> = 1...4, alsoWithout: Bool = false, liquidating: Bool = true,
    groups: [String] = []
  ) -> Tournament {
    let own = excursion(liquidating: true)
    let alone = alsoWithout ? excursion(liquidating: false) : nil
    let entries = policies.indices.flatMap { policy in
      seeds.map { seed in
        var entry = Tournament.Entry(
          policy: policy, seed: seed, digest: "d", instrument: StaticBook.perp, own, without: alone,
          RunFindings(Self.book.rules),
          MarketFigures(
            of: StaticBook.perp, RunFindings(Self.book.rules), MidVolatility(Self.book.rules),
            profits: groups.indices.map { Int128($0) - 5 }))
        if liquidating { entry.liquidatedAccounts = 10 * policy + Int(seed) }
        return entry
      }
    }
    return Tournament(policies: policies, seeds: seeds, groups: groups, entries: entries)
  }

  private func page(
    _ tournament: Tournament, of kind: TournamentSummary.Variants, calling name: String = "static book"
  ) -> String {
    let page = TournamentPage(tournament, of: kind, scenario: name, instrument: name, engine: "0")
    return String(decoding: page.html, as: UTF8.self)
  }

  private let axes = [
    VariedPath(path: "population.long.leverage.to", name: "leverage.to", values: ["10", "20"]),
    VariedPath(path: "population.maker.ladder.size", name: "ladder.size", values: ["1", "2", "3"]),
  ]
  private let six = ["10 1", "10 2", "10 3", "20 1", "20 2", "20 3"]

  private func plots(_ text: String) -> [String] {
    ["phase", "bands", "strips", "pairs"].filter { text.contains("data-plot=\"\($0)\"") }
  }

  @Test func `two varied values make a map, one a band, none but strips and pairs`() {
    #expect(plots(page(tournament(six), of: .combinations(of: axes))) == ["phase", "bands", "strips", "pairs"])
    #expect(plots(page(tournament(["10", "20"]), of: .combinations(of: [axes[0]]))) == ["bands", "strips", "pairs"])
    #expect(plots(page(tournament(["as-written", "off"]), of: .policies)) == ["strips", "pairs"])
    #expect(plots(page(tournament(["as-written"]), of: .combinations(of: []))) == ["strips"])
  }

  /// Of combination p on seeds 1 to 4: 10 p + 1 … 10 p + 4, so mean and median 10 p + 2.5, and s² = 5 ÷ 3; Student's 97.5 %
  /// point with 3 degrees of freedom is 3.1824.
  @Test func `tables have mean, interval, quartiles, and differences seed by seed`() {
    let text = page(tournament(six), of: .combinations(of: axes))
    #expect(
      text.contains(
        "<td>20</td><td>3</td><td>4</td><td>51.0</td><td>51.8</td><td>52.5</td><td>53.3</td><td>54.0</td><td>52.5</td><td>2.1</td>"
      ))
    // Every seed is above the first combination's by 50: no doubt about it.
    #expect(text.contains("<td>20</td><td>3</td><td>+50.0</td><td>0.0</td><td>4</td>"))
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
    let page = TournamentPage(tournament, of: .policies, scenario: "s", instrument: "i", engine: "0")
    #expect(page.measures.first == .amplification)
    #expect(
      !TournamentPage(
        self.tournament(["a"]), of: .policies, scenario: "s", instrument: "i", engine: "0"
      ).measures.contains(.amplification))
  }

  /// The mark of the first two seeds stands still without liquidations: they have no ratio, and are the cascade alone.
  @Test func `an amplification tells how many seeds have one, and the ratio of the means of all`() throws {
    let full = tournament(["a", "b"], alsoWithout: true)
    var entries = full.entries
    let still = standing
    for index in entries.indices where entries[index].seed <= 2 { entries[index].without = still }
    let tournament = Tournament(policies: full.policies, seeds: full.seeds, entries: entries)
    let ratio = try #require(full.estimate(.amplification, of: 0).mean)
    #expect(full.amplificationOfMeans(of: 0) == ratio)
    #expect(tournament.estimate(.amplification, of: 1).count == 2)
    #expect(tournament.estimate(.amplification, of: 1).mean == ratio)
    #expect(tournament.amplificationOfMeans(of: 1) == 2 * ratio)
    #expect(self.tournament(["a"]).amplificationOfMeans(of: 0) == nil)
    func text(_ tournament: Tournament) -> String {
      TournamentSummary(tournament, scenario: "s", instrument: "i").text(width: 100, styled: false)
    }
    let titles = "\npolicy   mean  ± 95 %  seeds  of the means  less a  ± 95 %  seeds\n"
    #expect(words(text(tournament)).contains(words(titles)), "\(text(tournament))")
    #expect(!text(full).contains("seeds  ") && text(full).contains("of the means"), "\(text(full))")
    let one = Tournament(policies: ["a"], seeds: full.seeds, entries: Array(entries.prefix(4)))
    #expect(words(text(one)).contains(words("mean  ± 95 %  seeds  of the means")), "\(text(one))")
  }

  /// However wide columns are.
  private func words(_ text: String) -> String { text.split(separator: " ").joined(separator: " ") }

  @Test func `of very many seeds the first are dots, and the figures are of all`() throws {
    let many = tournament(["a", "b"], seeds: 1...9_000)
    let page = TournamentPage(many, of: .policies, scenario: "s", instrument: "i", engine: "0")
    #expect(page.mostDots < 9_000)
    #expect(page.html.count < 2_000_000)
    let text = String(decoding: page.html, as: UTF8.self)
    #expect(text.contains("the first \(groupedText(page.mostDots)) seeds are dots"))
    #expect(text.contains("<td>9,000</td>"))
  }

  /// Without a quote there is no spread to tell, without a parent order no shortfall.
  @Test func `where nobody was liquidated that is said once, and profits are told of whoever was named`() {
    let calm = tournament(["a", "b"], liquidating: false, groups: ["maker", "whale"])
    #expect(calm.measures == [.displacement, .traded, .profit(0), .profit(1)])
    let text = TournamentSummary(calm, scenario: "s", instrument: "i").text(width: 100, styled: false)
    #expect(text.hasPrefix("s: 2 policies on 4 seeds (1..4)\nNobody was liquidated in any run.\n"), "\(text)")
    #expect(text.contains("\nprofit of whale\n") && text.contains("b       −4.0"), "\(text)")
    #expect(page(calm, of: .policies).contains("<p>Nobody was liquidated in any run.</p>"))
    let columns = TournamentRow.table(of: .policies, profitsOf: calm.groups).columns.map(\.description.name)
    #expect(columns.suffix(3) == ["shortfall", "profit.maker", "profit.whale"])
    let other = tournament(["a"])
    #expect(other.measures.contains(.liquidatedAccounts) && !other.measures.contains(.takenNotional))
    #expect(!page(other, of: .policies).contains("Nobody was"))
  }

  @Test(arguments: `Text on a page`.hostile)
  func `whatever things are called, no markup comes of it`(name: String) {
    let plain = page(tournament(six, groups: ["maker"]), of: .combinations(of: axes))
    let named = axes.map { axis in
      VariedPath(path: axis.path + name, name: axis.name + name, values: axis.values.map { $0 + name })
    }
    let text = page(
      tournament(six.map { $0 + name }, groups: [name]), of: .combinations(of: named), calling: name)
    for tag in ["<script", "</script", "<img", "<b ", "<style", "</style", "<!--"] {
      #expect(text.ranges(of: tag).count == plain.ranges(of: tag).count, "\(tag) in a page with \(name)")
    }
  }

  /// Each varied path is a column under its own name; numbers are numbers, at the scale that all of them need.
  @Test func `a table has a column for each varied path`() {
    let paths = [
      VariedPath(path: "a.rate", name: "rate", values: ["0.5", "-0.25", "2"]),
      VariedPath(path: "when", name: "when", values: ["below", "atOrBelow"]),
    ]
    let variants = TournamentSummary.Variants.combinations(of: paths)
    let tournament = tournament(["1", "2", "3", "4", "5", "6"], seeds: 7...7)
    func lines(_ format: TableFormat) -> [Substring] {
      var table = TableWriter<TournamentRow>(
        format, TableContext(names: Names(), rules: Self.book.rules), columnsOf: TournamentRow.table(of: variants))
      table.append(contentsOf: TournamentRow.rows(of: tournament))
      return String(decoding: table.bytes, as: UTF8.self).split(separator: "\n")
    }
    #expect(
      lines(.csv).map { $0.split(separator: ",").prefix(3).joined(separator: " ") } == [
        "a.rate when seed", "0.5 below 7", "0.5 atOrBelow 7", "-0.25 below 7", "-0.25 atOrBelow 7", "2 below 7",
        "2 atOrBelow 7",
      ])
    let line = lines(.jsonl)[3]
    #expect(line.hasPrefix("{\"a.rate\":-0.25,\"when\":\"atOrBelow\",\"seed\":7,"), "\(line)")
    #expect(lines(.csv)[0].contains(",digest,instrument,before,displacement,"))
    let exponents = VariedPath(path: "size", name: "size", values: ["3e0", "4"])
    #expect(TournamentRow.table(of: .combinations(of: [exponents])).columns.first?.description.type == .text)
    let plain = VariedPath(path: "size", name: "size", values: ["3", "4"])
    #expect(TournamentRow.table(of: .combinations(of: [plain])).columns.first?.description.type == .integer)
    #expect(TournamentRow.table(of: .combinations(of: [plain])).description.name == "tournament")
    #expect(TournamentRow.table(of: .combinations(of: [])).columns.first?.description.name == "seed")
    #expect(TournamentRow.table.columns.first?.description.name == "policy")
  }

  /// One alone is held against nothing: a line for each measure. Several have a table for each, with their paths as columns.
  @Test func `a summary names what was varied in columns, and one alone in none`() {
    func text(_ names: [String], _ variants: TournamentSummary.Variants) -> String {
      TournamentSummary(tournament(names), of: variants, scenario: "s", instrument: "i").text(width: 100, styled: false)
    }
    let alone = text(["as-written"], .combinations(of: []))
    #expect(alone.hasPrefix("s: as written on 4 seeds (1..4)\n"), "\(alone)")
    #expect(!alone.contains("less") && !alone.contains("as-written"))
    #expect(alone.contains("\naccounts liquidated        2.5     2.1\n"), "\(alone)")
    let both = text(
      ["fund=7 to=1"],
      .combinations(of: [
        VariedPath(path: "fund", name: "fund", values: ["7"]), VariedPath(path: "a.to", name: "to", values: ["1"]),
      ]))
    #expect(both.hasPrefix("s: fund=7, to=1 on 4 seeds (1..4)\n"), "\(both)")
    let six = text(six, .combinations(of: axes))
    #expect(six.contains("\nleverage.to  ladder.size  mean  ± 95 %  less the first  ± 95 %\n"), "\(six)")
    #expect(six.contains("\n         20            3  52.5     2.1           +50.0     0.0\n"), "\(six)")
    let two = text(["as-written", "off"], .policies)
    #expect(two.contains("\npolicy      mean  ± 95 %  less as-written  ± 95 %\n"), "\(two)")
  }
}
