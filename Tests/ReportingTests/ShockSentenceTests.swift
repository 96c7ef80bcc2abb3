import Analysis
import MarketTypes
import Reporting
import TestSupport
import Testing
import Venue

/// The summary says what the causes in the stream say.
@Suite("What the summary calls the shock")
struct ShockSentenceTests {
  /// What is told of these commands after the opening, in one line, when the script sends orders of `accounts`.
  private func text(
    _ commands: [Command], on book: StaticBook = .t1, scripted accounts: [AccountID] = [StaticBook.outsider],
    outside: [OutsideEvent] = []
  ) -> String {
    var findings = RunFindings(book.rules, shockAccounts: accounts)
    var venue = Exchange(book.rules)
    var events = EventStream()
    for command in book.opening + commands {
      venue.execute(command, into: &events)
      events.withSpan { findings.observe(command, $0, from: events.first) }
      events.removeAll()
    }
    return RunSummary(findings, names: book.names, digest: "00", outside: outside)
      .text(width: 1000, styled: false)
  }

  private func sale(of lots: Int64, by account: AccountID, at time: Int64 = 0, seen: Bool = false) -> Command {
    Command(
      .submit(
        Order(
          account: account, instrument: StaticBook.perp, side: .sell, quantity: Quantity(lots: lots), limit: nil,
          timeInForce: .immediateOrCancel)), at: Time(nanoseconds: time), seen: seen ? EventPosition(number: 0) : nil)
  }

  @Test
  func `scripted orders that traded are the shock, those that were refused are not`() {
    let text = text(
      [sale(of: 0, by: StaticBook.outsider), sale(of: 40, by: StaticBook.outsider, at: 7)])
    #expect(text.contains("\nThe shock: outsider sells 40 lots of perp in one order; it traded 39,990,000.\n"))
    #expect(text.contains("\n1 of 2 scripted orders was refused at 0 s: quantityIsZero.\nAudit:"))
  }

  /// Accounts so far apart that the sale of one lot brings nobody under margin.
  @Test
  func `a shock that set nothing off is told all the same, with where the mark went`() {
    let text = text([sale(of: 30, by: StaticBook.outsider)], on: calm)
    #expect(text.hasPrefix("No cascade\n"))
    #expect(
      text.contains(
        "no account fell under its maintenance margin.\nThe shock: outsider sells 30 lots of perp in one order; it traded "
          + "29,994,000.\nThe mark of perp fell from 10,000 to 9,997 (−0.03 %).\n"), "\(text)")
  }

  private var calm: StaticBook {
    var book = StaticBook.t1
    book.spacing = 9
    return book
  }

  private let outside = [
    OutsideEvent(.silence(until: Time(nanoseconds: 15)), of: "usde-issuer", at: Time(nanoseconds: 10)),
    OutsideEvent(.jump(factor: 0.68), of: "usde-book", at: Time(nanoseconds: 10)),
    OutsideEvent(.pause(until: Time(nanoseconds: 13)), of: "maker", at: Time(nanoseconds: 12)),
  ]

  /// They are no commands, so no stream has them: the scenario says them.
  @Test
  func `what the script does outside the venue is named first`() {
    let said =
      "By the script usde-issuer was not heard of from 10 ns to 15 ns, usde-book jumped by −32.00 % at 10 ns and "
      + "maker paused from 12 ns to 13 ns."
    let small = sale(of: 30, by: StaticBook.outsider, at: 20)
    #expect(text([small], on: calm, outside: outside).contains("\n\(said)\n20 margined"))
    #expect(
      text([sale(of: 40, by: StaticBook.outsider, at: 20)], outside: outside).contains("\n\(said)\nThe shock: "))
    #expect(text([small], outside: outside + outside).contains(" and 2 more events of the kind came."))
  }

  /// A journal may be the beginning of a run.
  @Test(arguments: [(9, 0), (10, 2), (11, 2), (12, 3)])
  func `what the script does after the last command is not named`(last: Int64, events: Int) {
    let text = text([sale(of: 30, by: StaticBook.outsider, at: last)], on: calm, outside: outside)
    #expect(text.contains("By the script ") == (events > 0))
    for (place, word) in ["usde-issuer was", "usde-book jumped", "maker paused"].enumerated() {
      #expect(text.contains(word) == (place < events), "\(text)")
    }
  }

  @Test
  func `scripted events that are no orders are said when they were refused`() {
    let withdrawal = Command(.withdraw(StaticBook.outsider, Money(units: 1 << 50)), at: Time(nanoseconds: 7))
    let one = "\nA scripted event that is no order was refused at 7 ns: withdraw, freeCollateralExceeded.\nAudit:"
    #expect(text([withdrawal]).contains(one))
    let two =
      "\n2 scripted events that are no orders were refused, the first at 7 ns: withdraw, freeCollateralExceeded.\nAudit:"
    #expect(text([withdrawal, withdrawal]).contains(two))
  }

  @Test
  func `a participant's order that came after a shock of one lot is named beside it`() {
    var book = StaticBook.t1
    book.spacing = 2
    let text = text(
      [sale(of: 1, by: StaticBook.outsider), sale(of: 39, by: StaticBook.counterparty, at: 7, seen: true)], on: book)
    #expect(
      text.contains(
        "The shock: outsider sells 1 lot of perp in one order; it traded 999,900. After it began, an order of "
          + "counterparty that sold 39 lots of perp for 38,990,100 brought the first account under its maintenance "
          + "margin at 7 ns."))
  }

  @Test
  func `a refused scripted order is no shock: the order that did it is named`() {
    let text = text(
      [
        sale(of: 40, by: StaticBook.counterparty, seen: true),
        sale(of: 0, by: StaticBook.outsider, at: 7), sale(of: 0, by: StaticBook.outsider, at: 8),
      ])
    #expect(!text.contains("The shock:"))
    #expect(!text.contains("the script says so"))
    #expect(
      text.contains(
        "\nAn order of counterparty that sold 40 lots of perp for 39,990,000 brought the first account under its "
          + "maintenance margin at 0 s.\n"))
    #expect(text.contains("1.00 times the shock"))
    #expect(text.contains("\n2 of 2 scripted orders were refused, the first at 7 ns: quantityIsZero.\nAudit:"))
  }

  @Test
  func `a shock that came too late says who was first`() {
    let text = text(
      [sale(of: 40, by: StaticBook.counterparty, seen: true), sale(of: 3, by: StaticBook.outsider, at: 7)])
    #expect(text.contains("The shock: outsider sells 3 lots of perp in one order; it traded 2,9"))
    #expect(text.contains(" Before it, an order of counterparty that sold 40 lots of perp for 39,990,000 brought"))
  }

  @Test
  func `halts and calls are told, with whether they lasted`() {
    let halt = PhaseChange(.halted, of: StaticBook.perp, until: Time(nanoseconds: 30))
    let call = PhaseChange(.call, of: StaticBook.perp)
    let text = text(
      [
        Command(.setPhase(halt), at: Time(nanoseconds: 10)), sale(of: 1, by: StaticBook.outsider, at: 20),
        Command(.setPhase(call), at: Time(nanoseconds: 50)), Command(.clock, at: Time(nanoseconds: 90)),
      ])
    #expect(
      text.contains(
        """

        Of 90 ns, perp was halted for 20 ns and in call auctions for 40 ns, and had not resumed at the end.
        The only scripted order was refused at 20 ns: phaseForbids.
        Audit:
        """))
  }
}
