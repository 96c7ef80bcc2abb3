import Analysis
import MarketTypes
import TestSupport
import Testing

@Suite("Counts and traces")
struct RunCountsTests {
  @Test
  func `every command and every event is counted once`() {
    let recording = StaticBook.t1.recording
    let counts = recording.fed(to: RunCounts(recording.rules))
    #expect(counts.commands == recording.steps.count)
    #expect(counts.events == recording.steps.reduce(0) { $0 + $1.events.count })
    #expect(counts.marginedAccounts == 20)
    #expect(counts.accounts == 23)
    // The shock meets 4 levels; forced orders of 5 lots never need more than one.
    #expect(counts.fills == 4 + 8)
    #expect(counts.volumes[0].lots == 80)
    #expect(counts.volumes[0].forcedFills == 8)
    #expect(counts.volumes[0].notional == 39_990_000 + 39_974_000)
    #expect(counts[.liquidatable] == 8)
    #expect(counts.refusals == 0)
  }

  @Test
  func `refusals are counted by reason`() {
    let book = StaticBook.t1
    let stranger = Command(.deposit(AccountID(number: 99), Money(units: 1)))
    let late = Command(.clock, at: Time(nanoseconds: 7))
    let counts = Recording(book.rules, book.opening + [late, stranger, stranger, book.sale(of: 0, at: late.time)])
      .fed(to: RunCounts(book.rules))
    #expect(counts.refusals == 3)
    #expect(counts[.timeGoesBack] == 2)
    #expect(counts[.quantityIsZero] == 1)
    #expect(counts.lastTime == late.time)
  }

  @Test
  func `a trace keeps few points, those farthest from the first, and the exact extremes`() {
    var recording = Recording(StaticBook.t1.rules)
    for step in Int64(0)..<1000 {
      let change = MarkChange(instrument: StaticBook.perp, price: Price(ticks: 5000 + step % 313), previous: nil)
      recording.append(Command(.clock), [Event(.marked(change))])
    }
    let trace = recording.fed(to: MarkTrace(recording.rules, limit: 16)).traces[0]
    #expect(trace.changes == 1000)
    #expect(trace.points.count <= 17)
    // The marks rise from 5,000 to 5,312 and begin again, four times: the last stretch ends at 5,060.
    #expect(trace.points.max()?.ticks == 5312)
    #expect(trace.points.last?.ticks == 5060)
    #expect(trace.low?.ticks == 5000)
    #expect(trace.high?.ticks == 5312)
  }

  // MRK-1, MRK-3: 40 lots sold into bids of 10 at each price below 10,000.
  @Test
  func `last prices are those of fills, and nothing is kept where the mark is the last price`() {
    var book = StaticBook.t1
    book.spacing = 9
    #expect(book.recording.fed(to: LastPriceTrace(book.rules)).traces[0].points.isEmpty)
    book.mark = .bestBid
    let trace = book.recording.fed(to: LastPriceTrace(book.rules)).traces[0]
    #expect(trace.points.map(\.ticks) == [9999, 9998, 9997, 9996])
    #expect(trace.low?.ticks == 9996 && trace.high?.ticks == 9999 && trace.changes == 4)
  }

  @Test
  func `a fill at the last price is no change of it`() {
    var book = StaticBook.t1
    book.spacing = 9
    book.mark = .bestBid
    let twice = Recording(book.rules, book.opening + [book.sale(of: 5), book.sale(of: 5), book.sale(of: 1)])
    #expect(twice.fed(to: LastPriceTrace(book.rules)).traces[0].points.map(\.ticks) == [9999, 9998])
  }

  @Test
  func `findings stop at a breach instead of trusting what follows`() {
    var recording = StaticBook.t1.recording
    let position = recording.forge { event in
      guard case .quoted(var quote) = event.body else { return nil }
      quote.instrument = InstrumentID(number: 9)
      return Event(.quoted(quote))
    }
    let findings = recording.fed(to: RunFindings(recording.rules))
    #expect(findings.audit.firstBreach?.position == position)
    #expect(findings.rounds.rounds.isEmpty)
    #expect(findings.counts.fills == 0)
  }
}
