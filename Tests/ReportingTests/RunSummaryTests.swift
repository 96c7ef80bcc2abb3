import Analysis
import MarketTypes
import Reporting
import TestSupport
import Testing

@Suite("The summary at the terminal")
struct RunSummaryTests {
  private func text(
    _ book: StaticBook, width: Int = 100, styled: Bool = false, scripted accounts: [AccountID] = []
  ) -> String {
    let findings = book.fed(to: RunFindings(book.rules, shockAccounts: accounts))
    return RunSummary(findings, names: book.names, digest: "0123456789abcdef")
      .text(width: width, styled: styled)
  }

  @Test
  func `ledger T2 is told in a table and a few sentences`() {
    #expect(
      text(.t2, scripted: [StaticBook.outsider]) == """
        Cascade: 4 rounds, 20 accounts liquidated

        round  accounts  orders  lots     notional   mark  spread  fund paid  uncovered  time
        shock                      40   39,990,000  9,996       –                         0 s  ███████▏
            1         4       4    48   47,966,800  9,991       –      3,000      8,604   0 s  ████████▋
            2         5       5    60   59,926,200  9,985       –          0     19,811   0 s  ██████████▊
            3         6       6    72   71,864,000  9,978       –          0     31,621   0 s  █████████████
            4         5       5    60   59,847,000  9,972       –          0     33,024   0 s  ██████████▊
          all        20      20   240  239,604,000                     3,000     93,060

        mark perp  █▇▅▄▂▁  low 9,972, high 10,000

        losses borne by  amount    share
        insurance funds   3,000   3.12 %  ▌
        nobody           93,060  96.88 %  ███████████████████▍

        The shock: outsider sells 40 lots of perp in one order; it traded 39,990,000.
        20 of 20 margined accounts were liquidated in 4 rounds, within one moment; their forced orders
        traded 239,604,000, 5.99 times the shock (mean gain per round 0.86).
        The mark of perp fell from 10,000 to 9,972 (−0.28 %).
        Bankrupt accounts were short of 96,060: the insurance fund paid 3,000, 93,060 stayed uncovered.
        Audit: every balance rebuilt over 641 events, nothing lost or made, to the unit.

        digest 0123456789abcdef

        """)
  }

  // LIQ-23, LIQ-26: the same cascade where gains bear what the fund cannot.
  @Test
  func `what other accounts bore is told beside what the fund paid`() {
    let book = StaticBook.t2
    var rules = book.rules
    rules.liquidation.losses = [LossLayer(.fund), LossLayer(.gains)]
    let text = RunSummary(book.fed(to: RunFindings(rules), under: rules), names: book.names, digest: "").text(
      width: 100, styled: false)
    #expect(
      text.contains(
        """
        Bankrupt accounts were short of 96,060: the insurance fund paid 3,000, contributions and other
        accounts 93,060, 0 stayed uncovered.
        """))
  }

  @Test
  func `a narrow terminal has fewer columns and shorter lines`() {
    #expect(
      text(.t1, width: 58) == """
        Cascade: 4 rounds, 8 accounts liquidated

        round  accounts    notional   mark  spread  uncovered
        shock            39,990,000  9,996       –
            1         4  19,989,000  9,994       –          0
            2         2   9,993,000  9,993       –          0
            3         1   4,996,000  9,992       –          0
            4         1   4,996,000  9,992       –          0
          all         8  39,974,000                         0

        mark perp  █▄▂▁▁  low 9,992, high 10,000

        An order of outsider that sold 40 lots of perp for
        39,990,000 brought the first account under its maintenance
        margin at 0 s.
        8 of 20 margined accounts were liquidated in 4 rounds,
        within one moment; their forced orders traded 39,974,000,
        1.00 times the shock (mean gain per round 0.50).
        The mark of perp fell from 10,000 to 9,992 (−0.08 %).
        No loss was left to the insurance fund.
        Audit: every balance rebuilt over 511 events, nothing lost
        or made, to the unit.

        digest 0123456789abcdef

        """)
  }

  /// The T2 ledger with a fund that pays all of it.
  @Test
  func `where columns must go, one of zeros goes before what the fund paid`() {
    var book = StaticBook.t2
    book.fund = 1_000_000
    let lines = text(book, width: 58).split(separator: "\n")
    #expect(lines[1] == "round  accounts     notional   mark  spread  fund paid", "\(lines)")
    #expect(lines[7].hasSuffix("  96,060"), "\(lines)")
  }

  @Test(arguments: [20, 40, 80, 200])
  func `no line but one of a few columns is wider than the terminal`(width: Int) {
    let widest = text(.t2, width: width).split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest <= max(width, 40))
  }

  @Test
  func `the last price has a line below the mark's where it is another`() {
    let book = StaticBook(depth: 10, lots: 10, accounts: 20, mark: .bestBid)
    let lines = text(book).split(separator: "\n").map(String.init)
    let place = lines.firstIndex { $0.hasPrefix("mark perp  █") }
    #expect(place.map { lines[$0 + 1].hasPrefix("last perp  █") } == true, "\(lines)")
    #expect(!text(.t1).contains("last perp"))
  }

  @Test
  func `on a narrow terminal lowest and highest price stand below the bars, and without room there are no bars`() {
    let lines = text(.t2, width: 30).split(separator: "\n")
    #expect(lines.contains("mark perp  █▇▅▄▂▁"))
    #expect(lines.contains("low 9,972, high 10,000"))
    #expect(lines.prefix(2) == ["Cascade: 4 rounds, 20 accounts", "liquidated"])
    #expect(text(.t2, width: 16).contains("\nmark perp: low\n9,972, high\n10,000\n"))
  }

  @Test
  func `many rounds are shown in part, and sums stay whole`() {
    let text = text(StaticBook(depth: 10, lots: 10, accounts: 120))
    let rows = text.split(separator: "\n")
    #expect(rows.contains { $0.hasPrefix("19–") })
    #expect(rows.contains { $0.hasPrefix("  all") && $0.contains("120") })
  }

  @Test
  func `without a cascade it says so`() {
    var book = StaticBook.t1
    book.spacing = 9
    #expect(
      text(book) == """
        No cascade

        mark perp  █▁  low 9,996, high 10,000

        20 margined accounts, 4 fills; no account fell under its maintenance margin.
        Audit: every balance rebuilt over 472 events, nothing lost or made, to the unit.

        digest 0123456789abcdef

        """)
  }

  @Test
  func `with liquidation off it tells who fell, and what the shock alone did`() {
    var book = StaticBook.t1
    book.liquidation.isOn = false
    let lines = text(book).split(separator: "\n").map(String.init)
    #expect(lines[0] == "No cascade")
    #expect(
      lines[2...3].joined(separator: " ")
        == "20 margined accounts, 4 fills; an account fell under its maintenance margin 4 times, but no forced "
        + "order was filled: liquidation is off.")
    #expect(
      lines[4...5].joined(separator: " ")
        == "An order of outsider that sold 40 lots of perp for 39,990,000 brought the first account under its "
        + "maintenance margin at 0 s.")
    #expect(lines[6] == "The mark of perp fell from 10,000 to 9,996 (−0.04 %).")
  }

  @Test
  func `a stream without anything in it has a summary too`() {
    let rules = StaticBook.t1.rules
    let text = RunSummary(RunFindings(rules), names: Names(), digest: "00").text(width: 80, styled: false)
    #expect(text.hasPrefix("No cascade\n\n0 margined accounts, 0 fills;"))
  }

  @Test
  func `styling adds escapes and nothing else`() throws {
    let styled = text(.t1, styled: true)
    #expect(styled.contains("\u{1B}[1mCascade"))
    #expect(styled.contains("\u{1B}[32mAudit"))
    #expect(styled.replacing(try Regex("\u{1B}\\[[0-9;]*m"), with: "") == text(.t1))
    #expect(!text(.t1).contains("\u{1B}"))
  }

  @Test
  func `a breach is told in words, with names, and marked`() {
    var findings = RunFindings(StaticBook.t1.rules)
    let forged = [
      Event(.accountOpened(AccountOpening(account: AccountID(number: 0), kind: .cross))),
      Event(
        .liquidatable(
          MarginState(account: AccountID(number: 0), equity: Money(units: 5), maintenance: Money(units: 6)))),
    ]
    findings.observe(Command(.clock), forged.span, from: EventPosition(number: 0))
    let text = RunSummary(findings, names: Names(accounts: ["eve\u{1B}[2J"]), digest: "00")
      .text(width: 200, styled: true)
    #expect(
      text.contains(
        "\u{1B}[1;31mAudit FAILED at event 1: equity of eve␛[2J is stated as 5, the ledger says 0.\u{1B}[0m"))
  }

  @Test
  func `makers, spreads, stalls and spans of time have their sentences`() {
    let text = RunSummary(MarketScene.findings, names: MarketScene.names, digest: "00").text(width: 1000, styled: false)
    #expect(
      text == """
        Cascade: 1 round, 1 account liquidated

        round  accounts  orders  lots  notional  mark  spread  fund paid  uncovered  time
        shock                       0         0    90       2                        10 s
            1         1       1     2    18,000    90      12          0          0  12 s
          all         1       1     2    18,000                        0          0

        mark perp  █▁  low 90, high 100

        The first account came under its maintenance margin at 10 s.
        1 of 1 margined account was liquidated in 1 round, over 500 ms; their forced orders traded 18,000.
        The mark of perp fell from 100 to 90 (−10.00 %).
        Its quoted spread, 2 ticks in the median before, was 7.0 on average during the cascade, 12 at most; \
        25.00 % of the time a side was empty.
        Half-spreads as quoted by 1 maker went from 2.00 to 4.00 ticks (before bounds: volatility 0.50 → 4.00, \
        inventory 0.00 → 1.00, skew 0.00 → 0.25); they withdrew 0.00 % of their size before, 75.00 % during.
        No loss was left to the insurance fund.
        Forced orders met nobody once.
        Audit: every balance rebuilt over 19 events, nothing lost or made, to the unit.

        digest 00

        """)
  }
}
