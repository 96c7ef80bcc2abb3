import Analysis
import MarketTypes
import Testing

@Suite("Capital measures")
struct CapitalMeasuresTests {
  private typealias M = HandMade

  // MARK: Margin saved

  @Test
  func `what is saved is a share of what was asked before, and of sums the sum's`() {
    let saving = MarginSaving(from: 200, to: 150)
    #expect(saving.amount == 50 && saving.share == 0.25)
    let more = MarginSaving(from: 200, to: 300)
    #expect(more.amount == -100 && more.share == -0.5)
    #expect((saving + more).share == -0.125)
    #expect(MarginSaving(from: 0, to: 0).share == nil)
    #expect(MarginSaving(from: 0, to: 5).share == nil)
  }

  // MARK: Turnover

  private static let day: Int64 = 86_400

  /// 1,000 for a day and 3,000 for another: 2,000 on the mean. 8 lots at 100 are 8,000 of notional.
  @Test
  func `turnover is notional over mean collateral and days`() {
    var stream = HandMadeStream(CollateralTurnover(M.rules))
    stream.tell(M.opening)
    stream.tell(at: Self.day / 2, M.trade(8, of: M.linear, at: 100, buyer: M.alice, seller: M.bob))
    stream.tell(at: Self.day, M.pay(2_000, .outside, .collateral(M.alice), .deposit))
    stream.tell(at: 2 * Self.day)
    let turnover = stream.fold.turnover(of: M.alice)
    #expect(turnover.notional == 8_000 && turnover.collateralDays == 4_000 && turnover.perDay == 2)
    #expect(stream.fold.turnover(of: M.bob).perDay == 4)
    #expect(stream.fold.turnover(of: M.carol).perDay == 0)
    // 16,000 on 4,000, 2,000 and 2,000 of collateral × days.
    #expect(stream.fold.turnover.perDay == 2)
  }

  @Test
  func `assets are collateral at what they count, from when they have a price`() {
    var stream = HandMadeStream(CollateralTurnover(M.rules))
    stream.tell(M.opening + [M.pay(100, .outside, .collateral(M.alice), .deposit, of: M.gold)])
    // 100 × 0.9 × 2 × 5 from day 1, twice that from day 2, half of that again from day 3.
    stream.tell(at: Self.day, M.priced(M.gold, 5))
    stream.tell(at: 2 * Self.day, M.priced(M.gold, 10))
    stream.tell(at: 3 * Self.day, M.pay(50, .collateral(M.alice), .outside, .withdrawal, of: M.gold))
    stream.tell(at: 4 * Self.day)
    #expect(stream.fold.turnover(of: M.alice).collateralDays == 4_000 + 900 + 1_800 + 900)
  }

  @Test
  func `without collateral, or without time, there is no turnover, and never an infinite one`() {
    var stream = HandMadeStream(CollateralTurnover(M.rules))
    stream.tell(M.opening + [M.trade(1, of: M.linear, at: 100, buyer: M.alice, seller: M.aliceToo)])
    #expect(stream.fold.turnover(of: M.alice).perDay == nil)
    #expect(stream.fold.turnover.perDay == nil)
    stream.tell(at: Self.day)
    #expect(stream.fold.turnover(of: M.alice).perDay == 1)
    #expect(stream.fold.turnover(of: M.aliceToo).perDay == nil)
    stream.tell(at: Self.day, M.pay(1, .collateral(M.aliceToo), .fees, .takerFee))
    stream.tell(at: 2 * Self.day)
    #expect(stream.fold.turnover(of: M.aliceToo).perDay == nil)
  }

  @Test
  func `the exempt count for themselves alone, and who meets itself counts both sides`() {
    var stream = HandMadeStream(CollateralTurnover(M.rules))
    let world = AccountID(number: 5)
    stream.tell(M.opening + [.accountOpened(AccountOpening(account: world, kind: .exempt))])
    stream.tell(
      M.trade(1, of: M.linear, at: 100, buyer: world, seller: world),
      M.trade(3, of: M.inverse, at: 7, buyer: M.alice, seller: world))
    stream.tell(at: Self.day)
    #expect(stream.fold.turnover(of: world).notional == 2_042)
    #expect(stream.fold.turnover.notional == 42)
  }

  // MARK: Hedging

  /// Both instruments linear with a tick value of 10, marked window by window.
  private func hedging(
    _ alice: (Int64, Int64), marks: [(Int64, Int64)], window: TimeSpan = .zero
  ) -> Hedging {
    var rules = M.rules
    rules.instruments[1] = rules.instruments[0]
    var stream = HandMadeStream(HedgingWatch(rules, window: window))
    stream.tell(M.opening + [M.mark(M.linear, marks[0].0), M.mark(M.inverse, marks[0].1)])
    for (instrument, lots) in [(M.linear, alice.0), (M.inverse, alice.1)] where lots != 0 {
      let opening = HoldingOpening(
        account: M.alice, counterparty: M.carol, instrument: instrument, position: Position(lots: lots),
        price: Price(ticks: 100))
      stream.tell(.holdingOpened(opening))
    }
    for (step, (before, after)) in zip(marks, marks.dropFirst()).enumerated() {
      let time = Int64(step + 1)
      if after.0 != before.0 { stream.tell(at: time, M.mark(M.linear, after.0, from: before.0)) }
      if after.1 != before.1 { stream.tell(at: time, M.mark(M.inverse, after.1, from: before.1)) }
    }
    #expect(stream.fold.hedging(of: M.bob).effectiveness == nil)
    return stream.fold.hedging(of: M.alice)
  }

  /// Moves of +1 and −1 in every combination: two instruments that have nothing to do with each other.
  private static let unrelated: [(Int64, Int64)] = [(100, 100), (101, 101), (102, 100), (101, 101), (100, 100)]
  private static let together: [(Int64, Int64)] = [(100, 100), (102, 102), (101, 101), (105, 105)]

  @Test
  func `a perfect hedge is 1, strangers are 0, twins are −1`() {
    #expect(hedging((3, -3), marks: Self.together).effectiveness == 1)
    #expect(hedging((3, 3), marks: Self.unrelated).effectiveness == 0)
    #expect(hedging((3, -3), marks: Self.unrelated).effectiveness == 0)
    #expect(hedging((3, 3), marks: Self.together).effectiveness == -1)
    #expect(hedging((3, 0), marks: Self.together).effectiveness == 0)
  }

  /// Gains of +20, −10 and +40 a lot: mean 50 ÷ 3, population variance (400 + 100 + 1,600) ÷ 3 − 2,500 ÷ 9.
  @Test
  func `variances are the population's`() {
    let hedging = hedging((1, -2), marks: Self.together)
    let variance = 2_100.0 / 3 - 2_500.0 / 9
    #expect(hedging.windows == 3 && hedging.positions == 2)
    #expect(abs(hedging.bookVariance - variance) < 1e-9)
    #expect(abs(hedging.aloneVariance - 5 * variance) < 1e-9)
  }

  /// Gains that never vary leave nothing to hedge; so does one observation, or none.
  @Test
  func `where no gain varies there is no effectiveness, and never an infinite one`() {
    #expect(hedging((3, -3), marks: [(100, 100), (101, 101), (102, 102), (103, 103)]).effectiveness == nil)
    #expect(hedging((3, -3), marks: [(100, 100), (101, 105)]).effectiveness == nil)
    #expect(hedging((3, -3), marks: [(100, 100)]).effectiveness == nil)
    #expect(hedging((0, 0), marks: Self.together).effectiveness == nil)
  }

  /// One leg follows the other a second later: a hedge to who looks every four seconds, none to who looks every second.
  @Test
  func `marks that move within a window move together`() {
    let marks: [(Int64, Int64)] = [(100, 100), (104, 100), (104, 104), (104, 104), (103, 104), (103, 103)]
    let wide = hedging((3, -3), marks: marks, window: TimeSpan(nanoseconds: 4_000_000_000))
    #expect(wide.windows == 2 && wide.effectiveness == 1)
    let narrow = hedging((3, -3), marks: marks, window: TimeSpan(nanoseconds: 1_000_000_000))
    // +120, −120, −30, +30 as a book; each leg has two of them and two zeros.
    #expect(narrow.windows == 4)
    #expect(abs(narrow.bookVariance - (2.0 * 14_400 + 2 * 900) / 4) < 1e-9)
    #expect(abs(narrow.aloneVariance - 2 * ((14_400.0 + 900) / 4 - 22.5 * 22.5)) < 1e-9)
  }

  @Test
  func `lots count from when they are held until they are moved, undone or settled`() {
    var stream = HandMadeStream(HedgingWatch(M.rules, window: .zero))
    stream.tell(M.opening + [M.mark(M.linear, 100)])
    let fill = M.fill(2, of: M.linear, at: 100, buyer: M.alice, seller: M.bob)
    stream.tell(at: 1, .filled(fill), M.mark(M.linear, 101, from: 100))
    stream.tell(
      at: 2, M.moved(2, of: M.linear, cost: 2_000, from: M.alice, to: M.aliceToo), M.mark(M.linear, 103, from: 101))
    stream.tell(
      at: 3, .busted(M.fill(1, of: M.linear, at: 100, buyer: M.aliceToo, seller: M.bob)),
      M.mark(M.linear, 104, from: 103))
    stream.tell(at: 4, M.settled(M.linear, at: 104), M.mark(M.linear, 109, from: 104))
    #expect(stream.fold.hedging(of: M.alice).windows == 1)
    // −20, −40 and −10.
    let bob = stream.fold.hedging(of: M.bob)
    #expect(bob.windows == 3 && abs(bob.bookVariance - (2_100.0 / 3 - 4_900.0 / 9)) < 1e-9)
    let other = stream.fold.hedging(of: M.aliceToo)
    #expect(other.windows == 2 && other.bookVariance == 225)
  }
}
