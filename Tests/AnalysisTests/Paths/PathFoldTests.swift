import Analysis
import MarketTypes
import Testing

/// What a page about a run is drawn from, in streams written by hand.
@Suite struct `Paths of a run` {
  private static let grid = TimeGrid(from: .start, to: Time(nanoseconds: 100_000_000_000 - 1), count: 10)

  private func mark(_ ticks: Int64) -> Event.Body {
    .marked(MarkChange(instrument: HandMade.linear, price: Price(ticks: ticks), previous: nil))
  }

  private func fill(_ lots: Int64, at ticks: Int64, forced order: Int64? = nil) -> Event.Body {
    var fill = HandMade.fill(lots, of: HandMade.linear, at: ticks, buyer: HandMade.alice, seller: HandMade.bob)
    if let order { (fill.isForced, fill.taker) = (true, OrderID(number: order)) }
    return .filled(fill)
  }

  @Test func `marks, indices and fills each have their own way`() {
    var stream = HandMadeStream(PricePaths(HandMade.rules, Self.grid, details: 8))
    stream.tell(at: 1, mark(100), fill(1, at: 101))
    stream.tell(at: 2, .indexed(PriceUpdate(instrument: HandMade.linear, price: Price(ticks: 99))), mark(102))
    #expect(stream.fold.marks[0].points.map(\.value) == [100, 102])
    #expect(stream.fold.marks[0].points.map(\.event) == [0, 3])
    #expect(stream.fold.indices[0].points.map(\.value) == [99])
    #expect(stream.fold.fills[0].points.map(\.value) == [101])
    #expect(stream.fold.marks[1].points.isEmpty)
  }

  /// Of ten changes in one stretch three are kept; around a forced fill all are.
  @Test func `around a forced fill every mark is kept`() {
    func kept(_ forced: Int64?) -> [Int64] {
      var stream = HandMadeStream(PricePaths(HandMade.rules, Self.grid, details: 40))
      for step in 1...4 { stream.tell(at: 1, mark(100 + Int64(step % 2) + Int64(step))) }
      stream.tell(at: 1, fill(1, at: 90, forced: forced))
      for step in 1...4 { stream.tell(at: 1, mark(90 - Int64(step % 2) - Int64(step))) }
      return stream.fold.marks[0].points.map(\.value)
    }
    #expect(kept(7) == [102, 104, 88, 86])
    #expect(kept(nil) == [104, 86])
  }

  @Test func `trades are lots by side, with the prices they reached`() {
    var stream = HandMadeStream(TradeTrace(HandMade.rules, Self.grid))
    stream.tell(at: 3, fill(2, at: 105), fill(3, at: 101))
    stream.tell(at: 25, fill(4, at: 99))
    let traded = stream.fold.traded[0]
    #expect(traded.map(\.lots) == [5, 4] && traded.map(\.cell) == [0, 2])
    #expect(traded[0].low.ticks == 101 && traded[0].high.ticks == 105 && traded[0].takerSide == .buy)
  }

  /// A lot is worth 10 a tick. Fills of one order are one; the smallest go when there are too many, and stay counted.
  @Test func `forced orders are joined from their fills, and the largest kept`() {
    var stream = HandMadeStream(ForcedOrderLog(HandMade.rules, limit: 2))
    stream.tell(at: 1, fill(2, at: 100, forced: 1), fill(3, at: 98, forced: 1), fill(1, at: 98, forced: 2))
    for order in 3...20 { stream.tell(at: 2, fill(2, at: 97, forced: Int64(order))) }
    stream.tell(at: 3, fill(9, at: 90), fill(9, at: 90, forced: 30))
    let kept = stream.fold.largest
    #expect(kept.map(\.order.number) == [1, 30], "in order of their first fill")
    #expect(stream.fold.count == 21)
    #expect(stream.fold.notional == 4_940 + 980 + 18 * 1_940 + 8_100)
    let first = kept.first { $0.order.number == 1 }
    #expect(first?.lots == 5 && first?.notional == 4_940 && first?.price.ticks == 98)
    #expect(first?.firstFill.number == 0 && first?.lastFill.number == 1)
  }

  @Test func `the fund is what it holds, a stage what it has borne so far`() {
    var stream = HandMadeStream(LossPaths(HandMade.rules, Self.grid, details: 40))
    stream.tell(HandMade.opening)
    let alice = LedgerAccount.collateral(HandMade.alice)
    stream.tell(at: 1, HandMade.pay(30, .fund(HandMade.common), alice, .shortfallCovered))
    stream.tell(
      at: 2, HandMade.pay(20, .fund(HandMade.common), alice, .shortfallCovered),
      HandMade.pay(7, .uncovered, alice, .shortfallUncovered))
    #expect(stream.fold.fund.points.map(\.value) == [50, 100, 70, 50])
    func borne(_ stage: LossStage) -> [Int64] {
      zip(LossStage.allCases, stream.fold.stages).first { $0.0 == stage }?.1.points.map(\.value) ?? []
    }
    #expect(borne(.fund) == [30, 50])
    #expect(borne(.uncovered) == [7])
    #expect(borne(.gains).isEmpty)
  }

  @Test func `health is spread by shares of accounts; who needs no margin is passed over`() {
    func standing(
      _ number: Int32, equity: Int128, maintenance: Int128, _ kind: AccountKind = .cross
    ) -> AccountStanding {
      AccountStanding(
        account: AccountID(number: number), kind: kind, equity: equity, initial: 0, maintenance: maintenance,
        notional: 0)
    }
    var trace = HealthTrace()
    let accounts = (1...100).map { standing(Int32($0), equity: Int128(10 * $0), maintenance: 100) }
    let others = [standing(200, equity: 1, maintenance: 0), standing(201, equity: 1, maintenance: 9, .exempt)]
    trace.take(accounts.reversed() + others, at: .start)
    // Health of account k is k ÷ 10: the least that 1, 5, 25, 50 and 75 of 100 have at most.
    #expect(trace.samples[0].quantiles == [100, 500, 2_500, 5_000, 7_500])
    #expect(trace.samples[0].accounts == 100 && trace.samples[0].under == 9)
    trace.take([], at: .start)
    #expect(trace.samples[1].accounts == 0 && trace.samples[1].quantiles.isEmpty)
  }

  /// A lot is worth 10 a tick, a bin is 10 wide.
  @Test func `a liquidation map sums notional by the price that liquidates`() {
    func standing(_ number: Int32, _ lots: Int64, at liquidation: Int64?) -> AccountStanding {
      AccountStanding(
        account: AccountID(number: number), kind: .cross, equity: 1, initial: 0, maintenance: 1, notional: 1,
        positions: [
          PositionStanding(
            instrument: HandMade.linear, position: Position(lots: lots), cost: 0, mark: Price(ticks: 100),
            liquidationPrice: liquidation.map { Price(ticks: $0) })
        ])
    }
    let map = LiquidationMap(
      [
        standing(1, 2, at: 91), standing(2, 1, at: 99), standing(3, -3, at: 95), standing(4, 5, at: nil),
        standing(5, 1, at: 20),
      ],
      of: HandMade.linear, HandMade.rules, mark: Price(ticks: 100), range: 80...119, count: 4)
    #expect(map.bins.map(\.low.ticks) == [90] && map.bins.map(\.high.ticks) == [99])
    #expect(map.bins[0].long == 2 * 91 * 10 + 99 * 10 && map.bins[0].short == 3 * 95 * 10)
    #expect(map.bins[0].accounts == 3)
    #expect(map.beyond == 6 * 100 * 10)
  }
}
