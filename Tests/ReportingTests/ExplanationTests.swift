import Analysis
import MarketTypes
import Notation
import Reporting
import TestSupport
import Testing

/// Why ledgers T1 and T2 went as they did, in words and as JSON.
@Suite struct `The explanation of a cascade` {
  private func explanation(
    _ book: StaticBook, about subject: AccountID? = nil, names: Names? = nil, reruns: RerunFigures = RerunFigures()
  ) -> CascadeExplanation {
    let groups = AccountGroups([
      AccountGroups.Block("provider", 0..<1, makesMarkets: true),
      AccountGroups.Block("long", 3..<3 + Int(book.accounts)),
    ])
    let findings = book.fed(
      to: CausalFindings(book.rules, groups, shockAccounts: [StaticBook.outsider], about: subject))
    return CascadeExplanation(findings, names: names ?? book.names, digest: "0123456789abcdef", reruns: reruns)
  }

  private func text(_ book: StaticBook, depth: Int = 9, breadth: Int = 9, width: Int = 100) -> String {
    explanation(book).text(CascadeExplanation.Extent(depth: depth, width: breadth), width: width, styled: false)
  }

  @Test func `ledger T1 is told from the shock to the last account`() {
    #expect(
      text(.t1) == """
        Cascade: 4 rounds, 8 accounts liquidated

        The shock: outsider sells 40 lots of perp in one order; it traded 39,990,000.
        8 of 20 margined accounts were liquidated in 4 rounds, within one moment; their forced orders traded
        39,974,000, 1.00 times the shock (mean gain per round 0.50).

        who fell because of whom; of each account what its branch came to
        the shock: 40 lots for 39,990,000, made 8 fall in 4 generations, 39,974,000 forced
        └─ perp 10,000 → 9,996, event 471, at 0 s, −0.04 % from before
           ├─ long-1 health 0.94, sold 5 for 4,997,500, then 4 more of 19,985,000, moved the mark by −1
           │  └─ perp 9,996 → 9,994, event 489, at 0 s, 50.00 % of it by this, −0.06 % from before
           │     ├─ long-5 health 0.98, sold 5 for 4,996,500, then 2 more of 9,992,000, moved the mark by −1
           │     │  └─ perp 9,994 → 9,993, event 499, at 0 s, −0.07 % from before
           │     │     └─ long-7 health 0.99, sold 5 for 4,996,000, then 1 more of 4,996,000
           │     │        └─ perp 9,993 → 9,992, event 505, at 0 s, −0.08 % from before
           │     │           └─ long-8 health 0.99, sold 5 for 4,996,000, event 506
           │     └─ long-6 health 0.99, sold 5 for 4,996,500, event 491
           ├─ long-2 health 0.96, sold 5 for 4,997,500, event 473
           ├─ long-3 health 0.98, sold 5 for 4,997,000, moved the mark by −1, event 474
           └─ long-4 health 0.99, sold 5 for 4,997,000, event 475

        generations: accounts G, lots U, notional N, gain R = next N ÷ N
        round  G   U           N     R   mark  from before  time
        shock     40  39,990,000  0.50  9,996      −0.04 %   0 s
            1  4  20  19,989,000  0.50  9,994      −0.06 %   0 s
            2  2  10   9,993,000  0.50  9,993      −0.07 %   0 s
            3  1   5   4,996,000  1.00  9,992      −0.08 %   0 s
            4  1   5   4,996,000     –  9,992      −0.08 %   0 s

        who moved the marks, from before to the farthest, in ticks
        moved by               perp
        the shock      −4 (50.00 %)
        forced orders  −4 (50.00 %)
        all                      −8

        who gained and lost over the cascade
        group     liquidated    equity  short of
        provider           0   −28,000         0
        long               8   −74,000         0
        others             0  +102,000         0

        time to recovery after the worst; > is longer than the run
              price to ½  price to ⅒     spread     depth to ½     depth to ⅒
        perp   undefined   undefined  undefined  not published  not published

        Mean gain per round R̄ 0.50, cascade ratio 1.00, 0.50 falls caused per fall (8 falls, 4 without a
        parent).
        perp: displacement −8 ticks, permanent −8, overshoot 0.
        Nobody was short of anything: every loss was paid by who made it.
        Makers lost 28,000 over the cascade.
        Being closed cost 4,500 against the marks that stood and 0 in fees; most for long-3, 1,000 and 0.
        Spectral radius of the contagion between instruments 0.50, between groups 0.50: below 1 a cascade
        dies out.

        """)
  }

  @Test func `of a large tree the largest branches are shown and the rest is counted`() {
    let lines = text(.t1, depth: 2, breadth: 1).split(separator: "\n").filter { $0.contains("─ ") }
    #expect(
      lines.map(String.init) == [
        "├─ perp 10,000 → 9,996, event 471, at 0 s, −0.04 % from before",
        "│  └─ long-1 health 0.94, sold 5 for 4,997,500, then 4 more of 19,985,000, moved the mark by −1",
        "│     ├─ perp 9,996 → 9,994, event 489, at 0 s, 50.00 % of it by this, −0.06 % from before",
        "│     │  └─ long-5 health 0.98, sold 5 for 4,996,500, then 2 more of 9,992,000, moved the mark by −1",
        "│     │     └─ and 1 more account, with all below 2 of 9,992,000",
        "│     └─ and 1 more account, with all below 1 of 4,996,500",
        "└─ and 3 more accounts, with all below 3 of 14,991,500",
      ])
  }

  /// Ten thousand generations, each within the call of the one before, were more than the stack holds.
  @Test func `a tree is never shown deeper than a thousand generations`() {
    #expect(CascadeExplanation.Extent(depth: .max, width: .max).depth == 1_000)
    #expect(CascadeExplanation.Extent(depth: 7, width: 3).depth == 7)
  }

  @Test(arguments: [40, 60, 80])
  func `on a narrow terminal a line has what fits, the most important first`(width: Int) {
    let lines = text(.t2, width: width).split(separator: "\n").filter { $0.contains(", ") }
    #expect(!lines.isEmpty)
    for line in lines {
      #expect(line.count <= max(width, 60), "\(line)")
    }
  }

  // MARK: One account

  private func story(_ book: StaticBook, _ number: Int) -> String {
    explanation(book, about: StaticBook.long(number)).accountText(width: 100, styled: false)
  }

  @Test func `one account is told of in a few sentences with numbers and events`() {
    #expect(
      story(.t1, 5) == """
        long-5 was liquidated in round 2, generation 2 of the tree
        It was long 5 lots of perp, opened at event 419.
        2 moves of the mark since, from 10,000 to 9,994, cost it 3,000; the worst was 10,000 → 9,996 at
        event 471, 2,000. Who moved it: the shock 2,000, forced orders of long-1 500 and forced orders of
        long-3 500.
        At event 490 (0 s) the mark of perp, 9,996 → 9,994 by event 489, left it equity 24,487 for a
        maintenance margin of 24,985: health 0.98.
        That mark was moved by forced orders of long-1 50.00 % (from event 477) and forced orders of long-3
        50.00 % (from event 483); in the tree it hangs under forced orders of long-1.
        Its forced orders sold 5 lots of perp for 4,996,500, at 9,993.00 on average (event 493): 500 worse
        than the marks that stood, and 0 in fees.
        They moved the mark of perp by −1 ticks, and made 1 account fall, 2 with all that followed:
        9,992,000 of forced notional.
        At the end of the run its equity is 23,987.

        """)
  }

  @Test func `who was short of something is told of with who paid`() {
    #expect(story(.t2, 1).contains("\nIt was short of 2,601: the insurance fund paid 2,601. At the end"))
    #expect(
      story(.t2, 3).contains("\nIt was short of 3,001: nobody paid 3,001. At the end of the run its equity is 0.\n"))
  }

  @Test func `who never fell is told so`() {
    #expect(story(.t1, 12) == "long-12 never fell under its maintenance margin.\n")
  }

  // MARK: JSON

  @Test func `as JSON it has every node, and edges that lead somewhere`() throws {
    let bytes = explanation(.t2).json
    let page = try #require(
      JSONValue.parse(SourceText(name: "explanation", bytes: bytes), reportingTo: DiagnosticLog()))
    #expect(
      page.keys == [
        "format", "digest", "cascade", "rounds", "instruments", "groups", "contagion", "marks", "falls", "reruns",
      ])
    let (marks, falls) = (page["marks"]?.elements ?? [], page["falls"]?.elements ?? [])
    // The shock's move and one of each round.
    #expect(falls.count == 20 && marks.count == 5)
    for mark in marks {
      let parts = mark["shares"]?.elements.compactMap { $0["part"]?.number }
      #expect(parts?.reduce(0, +) == mark["whole"]?.number)
    }
    let numbers = falls.compactMap { $0["fall"]?.number }
    for fall in falls where fall["parent"]?["kind"]?.string == "forced" {
      let parent = try #require(fall["parent"]?["fall"]?.number)
      #expect(numbers.contains(parent) && parent < fall["fall"]?.number ?? 0)
      #expect(marks.contains { $0["event"]?.number == fall["cause"]?["event"]?.number })
    }
    #expect(falls.reduce(0) { $0 + ($1["shortOf"]?["uncovered"]?.number ?? 0) } == 93_060)
    #expect(page["cascade"]?["insuranceDrawdown"]?.number == 1)
    #expect(page["contagion"]?["groups"]?["matrix"]?.elements.count == 3)
  }

  @Test func `names that could steer a terminal are made visible`() {
    var names = StaticBook.t1.names
    names.accounts[3] = "evil\u{1B}[2J"
    let explanation = explanation(.t1, about: StaticBook.long(1), names: names)
    let text = explanation.text(CascadeExplanation.Extent(depth: 9, width: 9), width: 100, styled: false)
    for words in [text, explanation.accountText(width: 100, styled: false)] {
      #expect(words.contains("evil␛[2J") && !words.contains("\u{1B}"))
    }
  }

  // MARK: Reruns

  @Test func `gain and distance are said with their numbers, and undefined is said`() {
    let gain = RerunFigures.ShockGain(lots: 40, step: 2, lotNotional: 100, less: 1_000, same: 1_300, more: 1_700)
    #expect(gain.down == 1.5 && gain.up == 2 && gain.mean == 1.75)
    let distance = RerunFigures.ShockDistance(lots: 40, smallest: nil, largest: 2_560, runs: 8)
    let text = explanation(.t1, reruns: RerunFigures(gain: gain, distance: distance))
      .text(CascadeExplanation.Extent(depth: 1, width: 1), width: 400, styled: false)
    #expect(
      text.contains(
        "Cascade gain: 2 lots of shock less changes the forced notional by −300, as many more by 400; for each unit of "
          + "shock that is 1.50 downwards, 2.00 upwards, 1.75 on the mean.\n"))
    #expect(
      text.contains(
        "Distance to cascade: undefined; no shock of up to 2,560 lots starts a second round (8 reruns).\n"))
  }
}

extension JSONValue {
  fileprivate var keys: [String] { if case .object(let members) = content { members.map(\.key) } else { [] } }
  fileprivate var elements: [JSONValue] { if case .array(let elements) = content { elements } else { [] } }
  fileprivate var number: Double? { if case .number(let text) = content { Double(text) } else { nil } }
  fileprivate var string: String? { if case .string(let text) = content { text } else { nil } }

  fileprivate subscript(key: String) -> JSONValue? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }
}
