import MarketTypes
import Testing

@testable import Participants

/// When a maker shows less, or nothing, and why. PAR-29.
@Suite struct `A maker's withdrawal` {
  /// With a decay of zero σ is the last move: from 1 to 2.75 times the reference of 10 ticks the withdrawal rises to 0.875.
  @Test(arguments: [(5, 0, 10), (10, 0, 10), (15, 250, 7), (20, 500, 5), (28, 875, 1), (90, 875, 1)])
  func `volatility takes size away in proportion, and says so`(move: Int64, withdrawn: Int32, lots: Int64) {
    var desk = QuoteDesk(
      .plain {
        ($0.stressFrom, $0.stressFull) = (1, 2.75)
        $0.maximumWithdrawal = 0.875
      })
    desk.look(at: 1_000)
    desk.look(at: 1_000 - move)
    #expect(desk.terms?.withdrawn == withdrawn)
    #expect(desk.terms?.reason == (withdrawn > 0 ? .volatility : WithdrawalReason.none))
    #expect(desk.standing.map(\.lots) == [lots, lots])
  }

  @Test func `silence takes everything, once, until a price or a trade`() {
    var desk = QuoteDesk(.plain { $0.silence = TimeSpan(nanoseconds: 10_000_000) })
    func at(_ milliseconds: Int64) {
      desk.now = Time(nanoseconds: milliseconds * 1_000_000)
      desk.look(at: 1_000)
    }
    at(5)
    at(15)
    #expect(desk.standing.count == 2)
    at(16)
    #expect(desk.standing.isEmpty)
    #expect(desk.terms?.reason == .silence)
    #expect(desk.terms?.withdrawn == 1_000)
    #expect(desk.terms?.halfSpread == 0)
    // Its own leaving empties the book.
    desk.market.quote.bidTicks = 900
    at(17)
    at(18)
    #expect(desk.standing.isEmpty)
    desk.market.sold += 1
    at(19)
    #expect(desk.standing.count == 2)
    #expect(desk.terms?.reason == WithdrawalReason.none)
    // The best quotes are news to one that quotes.
    desk.market.quote.bidTicks = 905
    at(28)
    at(38)
    #expect(desk.standing.count == 2)
    at(39)
    #expect(desk.standing.isEmpty)
  }

  /// 100 lots at a mark of 1,000 need 5,000 at 5 %. With equity E the maker withdraws once 5,000 > 0.5 E.
  @Test(arguments: [(10_000, true), (9_999, false), (0, false), (-5, false)])
  func `its own margin takes everything while too much of its equity is needed`(equity: Int64, quotes: Bool) {
    var seat = Seat.of(makerAccount)
    seat.facts.maintenanceMargin = Rate(partsPerBillion: 50_000_000)
    var desk = QuoteDesk(
      .plain {
        $0.ownMargin = 0.5
        $0.inventoryLimit = Quantity(lots: 1_000)
      }, at: seat)
    desk.give(100)  // at 1,000
    desk.pay(equity)
    desk.market.mark = Price(ticks: 1_000)
    desk.look(at: 1_000)
    #expect(desk.standing.isEmpty != quotes)
    #expect(desk.terms?.reason == (quotes ? WithdrawalReason.none : .margin))
    // A fall of a tenth of a per cent costs 100.
    desk.market.mark = Price(ticks: 999)
    desk.look(at: 1_000)
    #expect(desk.terms?.reason == .margin)
    desk.pay(1_000_000)
    desk.look(at: 1_000)
    #expect(desk.standing.count == 2)
  }

  @Test func `a maker that needs no margin is never short of it`() {
    var desk = QuoteDesk(.plain { $0.ownMargin = 0.5 })
    desk.pay(-10)
    desk.market.mark = Price(ticks: 1_000)
    desk.look(at: 1_000)
    #expect(desk.standing.count == 2)
  }

  @Test func `margin outweighs silence, and silence volatility`() {
    var seat = Seat.of(makerAccount)
    seat.facts.maintenanceMargin = Rate(partsPerBillion: 50_000_000)
    for (hasMargin, isLoud, reason) in [
      (true, true, WithdrawalReason.volatility), (true, false, .silence), (false, false, .margin),
      (false, true, .margin),
    ] {
      var desk = QuoteDesk(
        .plain {
          $0.ownMargin = 0.5
          $0.silence = TimeSpan(nanoseconds: 1_000)
          ($0.stressFrom, $0.stressFull) = (0.5, 2)
          $0.volatilityDecay = 0.9
        }, at: seat)
      desk.give(10)
      desk.pay(hasMargin ? 1_000_000 : 10)
      desk.market.mark = Price(ticks: 1_000)
      desk.look(at: 1_000)
      desk.now = Time(nanoseconds: 2_000_000)
      if isLoud { desk.market.bought += 1 }
      desk.look(at: 1_000)
      #expect(desk.terms?.reason == reason)
    }
  }

  /// What another scenario switches on in the middle of a run knows what came before.
  @Test func `a maker that is told in the middle to mind its margin knows its account`() {
    var seat = Seat.of(makerAccount)
    seat.facts.maintenanceMargin = Rate(partsPerBillion: 50_000_000)
    var desk = QuoteDesk(.plain(), at: seat)
    desk.give(50)
    desk.pay(4_000)
    desk.market.mark = Price(ticks: 1_000)
    desk.look(at: 1_000)
    #expect(desk.standing.count == 2)
    for (limit, quotes) in [(0.6, false), (0.65, true)] {  // 2,500 of 4,000
      desk.maker.adopt(.plain { $0.ownMargin = limit })
      desk.look(at: 1_000)
      #expect(desk.standing.isEmpty != quotes, "\(limit)")
    }
  }
}
