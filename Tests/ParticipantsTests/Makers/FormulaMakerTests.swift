import Foundation
import MarketTypes
import Testing

@testable import Participants

/// A maker that quotes by a formula, at a desk that answers at once. What it does in a market is in Tests/SimulationTests.
@Suite struct `A maker by formula` {
  typealias Desk = MakerDesk<FormulaMaker>

  /// Models A1 with a tick of a hundredth: γ, σ and k are per tick.
  static let published = AvellanedaStoikov(riskAversion: 0.001, volatility: 200, fillDecay: 0.015)

  static func settings(
    _ model: QuoteModel = .avellanedaStoikov(published), _ change: (inout FormulaMaker.Settings) -> Void = { _ in }
  ) -> FormulaMaker.Settings {
    var settings = FormulaMaker.Settings(
      model: model, fair: .last, horizon: .constant(1), interval: TimeSpan(nanoseconds: 100_000_000),
      size: Quantity(lots: 10), limit: Quantity(lots: 1_000))
    change(&settings)
    return settings
  }

  /// PAR-4, PAR-30: the published quotes, a bid rounded down and an ask up to a hundredth.
  @Test(arguments: [(0, 1.0, 9_915, 10_085), (50, 1, 9_715, 9_885), (-30, 0.5, 9_985, 10_135)])
  func `the published quotes come out in ticks`(lots: Int64, remaining: Double, bid: Int64, ask: Int64) {
    var desk = Desk(
      Self.settings {
        $0.horizon = .constant(remaining)
        $0.takes = true  // with 50 lots the published ask is beyond the middle
      })
    if lots != 0 { desk.give(lots) }
    desk.look(at: 10_000)
    #expect(desk.bids.map(\.price.ticks) == [bid])
    #expect(desk.asks.map(\.price.ticks) == [ask])
    #expect(desk.standing.allSatisfy { $0.lots == 10 })
    #expect(desk.terms?.base == 84_539 || remaining != 1)  // 0.5 × 1.6907704228
  }

  /// PAR-3.
  @Test func `time runs out where there is an end`() {
    var desk = Desk(
      Self.settings {
        $0.horizon = .until(Time(nanoseconds: 1_000_000_000))
        $0.takes = true
      })
    desk.give(50)
    var centres: [Double] = []
    for milliseconds in [Int64(0), 500, 1_000, 2_000] {
      desk.now = Time(nanoseconds: milliseconds * 1_000_000)
      desk.look(at: 10_000)
      centres.append(Double(desk.bids[0].price.ticks + desk.asks[0].price.ticks) / 2)
    }
    #expect(centres == [9_800, 9_900, 10_000, 10_000])
  }

  /// PAR-31: around what it takes for fair.
  @Test func `fair is what it is told to be`() {
    let kinds: [(FormulaMaker.FairPrice, Int64)] = [
      (.mid, 1_000), (.last, 1_003), (.mark, 1_001), (.index, 998), (.runningMean(lots: 5), 1_003),
    ]
    for (fair, price) in kinds {
      var desk = Desk(Self.settings(.constant(halfSpread: 4)) { $0.fair = fair })
      desk.market.quote.bidTicks = 990
      desk.market.quote.askTicks = 1_010
      desk.market.mark = Price(ticks: 1_001)
      desk.market.index = Price(ticks: 998)
      desk.look(at: 1_003)
      #expect(desk.bids.map(\.price.ticks) == [price - 4] && desk.asks.map(\.price.ticks) == [price + 4], "\(fair)")
    }
  }

  /// mean ← mean + (1 − e^(−lots ÷ memory)) (price − mean)
  @Test func `the running mean follows what is traded by how much`() {
    var desk = Desk(Self.settings(.constant(halfSpread: 4)) { $0.fair = .runningMean(lots: 8) })
    var mean = 0.0
    let trades: [(lots: Int64, price: Int64)] = [(5, 1_000), (3, 1_100), (40, 900), (1, 2_000)]
    for (index, trade) in trades.enumerated() {
      if index % 2 == 0 { desk.market.bought += trade.lots } else { desk.market.sold += trade.lots }
      desk.market.turnover += Int128(trade.lots * trade.price)
      desk.look(at: trade.price)
      mean = index == 0 ? 1_000 : mean + (1 - exp(-Double(trade.lots) / 8)) * (Double(trade.price) - mean)
      #expect(desk.bids.map(\.price.ticks) == [Int64((mean - 4).rounded(.down))])
      desk.look(at: 1)
      #expect(desk.bids.map(\.price.ticks) == [Int64((mean - 4).rounded(.down))])  // nothing was traded
    }
  }

  @Test func `nothing is sent before there is a fair price`() {
    for fair: FormulaMaker.FairPrice in [.mid, .last, .mark, .index, .runningMean(lots: 1)] {
      var desk = Desk(Self.settings { $0.fair = fair })
      desk.look()
      #expect(desk.sent.isEmpty)
      #expect(desk.next == Time(nanoseconds: 100_000_000))
    }
  }

  /// PAR-31.
  @Test func `who believes something of its own needs no price to begin`() {
    let learner = GlostenMilgrom(low: 900, high: 1_100, prior: 0.5, informedShare: 0.3)
    var desk = Desk(Self.settings(.glostenMilgrom(learner)) { $0.fair = .index })
    desk.look()
    #expect(desk.bids.map(\.price.ticks) == [970] && desk.asks.map(\.price.ticks) == [1_030])
    desk.market.buys += 1
    desk.look()
    #expect(desk.bids.map(\.price.ticks) == [1_000])
  }

  /// PAR-7: who shares a table quotes as by one of its own; what a maker has learned is nobody else's.
  @Test func `makers of one formula share its table and nothing they have learned`() {
    let cartea = CarteaJaimungal(
      purchaseRate: 0.8, saleRate: 0.4, fillDecay: 0.3, runningPenalty: 0.05, terminalPenalty: 0.2, limit: 5)
    let far = Self.settings(.carteaJaimungal(cartea, horizon: 60, steps: 60)) { $0.horizon = .constant(60) }
    let near = Self.settings(.carteaJaimungal(cartea, horizon: 2, steps: 60)) { $0.horizon = .constant(2) }
    func quotes(_ settings: FormulaMaker.Settings, like other: FormulaMaker?) -> [Int64] {
      var desk = Desk(settings)
      desk.maker = FormulaMaker(.of(makerAccount), settings, like: other, streams())
      desk.give(20)
      desk.look(at: 10_000)
      return (desk.bids + desk.asks).map(\.price.ticks)
    }
    let maker = FormulaMaker(.of(makerAccount), far, streams())
    #expect(quotes(far, like: maker) == quotes(far, like: nil))
    #expect(quotes(near, like: maker) == quotes(near, like: nil))
    #expect(quotes(near, like: maker) != quotes(far, like: maker))

    let learner = GlostenMilgrom(low: 900, high: 1_100, prior: 0.5, informedShare: 0.3)
    let settings = Self.settings(.glostenMilgrom(learner))
    var first = Desk(settings)
    first.look()
    first.market.buys += 1
    first.look()
    var second = Desk(settings)
    second.maker = FormulaMaker(.of(makerAccount), settings, like: first.maker, streams())
    second.look()
    #expect(first.bids.map(\.price.ticks) == [1_000] && second.bids.map(\.price.ticks) == [970])
  }

  @Test func `levels lie a step apart`() {
    var desk = Desk(
      Self.settings(.constant(halfSpread: 4)) {
        $0.levels = 3
        $0.levelStep = 2.5
      })
    desk.look(at: 1_000)
    #expect(desk.bids.map(\.price.ticks) == [996, 993, 991])
    #expect(desk.asks.map(\.price.ticks) == [1_004, 1_007, 1_009])
  }

  static let limited: [(lots: Int64, bids: [Int64], asks: [Int64])] = [
    (0, [10, 10, 5], [10, 10, 5]), (12, [10, 3], [10, 10, 10]), (25, [], [10, 10, 10]), (-40, [10, 10, 10], []),
  ]

  /// PAR-32: the sum of what it shows on a side never carries it past the limit.
  @Test(arguments: limited)
  func `it shows no more than its limit leaves`(lots: Int64, bids: [Int64], asks: [Int64]) {
    var desk = Desk(
      Self.settings(.constant(halfSpread: 4)) {
        $0.levels = 3
        $0.limit = Quantity(lots: 25)
      })
    if lots != 0 { desk.give(lots) }
    desk.look(at: 1_000)
    #expect(desk.bids.map(\.lots) == bids)
    #expect(desk.asks.map(\.lots) == asks)
    #expect(desk.terms?.halfSpread == 4)
  }

  /// PAR-2, PAR-33: near its limit the formula would pay to be rid of a unit.
  @Test func `one that takes quotes through fair, one that does not stops there`() {
    let formula = CarteaJaimungal(
      purchaseRate: 1, saleRate: 1, fillDecay: 0.1, runningPenalty: 1, terminalPenalty: 0.1, limit: 3)
    for takes in [false, true] {
      var desk = Desk(
        Self.settings(.carteaJaimungal(formula, horizon: 30, steps: 100)) {
          $0.horizon = .constant(30)
          $0.takes = takes
        })
      desk.give(30)
      desk.look(at: 1_000)
      #expect(desk.bids.isEmpty)
      // The published distance of 3 units, −.00371599 with κ = 100, is −3.716 ticks of a thousandth.
      #expect(desk.asks.map(\.price.ticks) == [takes ? 997 : 1_000])
      for case .submit(let order) in desk.sent { #expect(order.terms == (takes ? [] : .postOnly)) }
    }
  }

  /// PAR-33. A quote that moves is amended, in an order in which none meets another of the maker's.
  @Test(arguments: [(Int64(1_100), Side.sell), (900, .buy)])
  func `quotes retreat before others advance`(last: Int64, first: Side) {
    var desk = Desk(Self.settings(.constant(halfSpread: 4)) { $0.levels = 2 })
    desk.look(at: 1_000)
    let orders = Set(desk.standing.map(\.order))
    desk.look(at: last)
    let moved = desk.sent.compactMap { action -> Side? in
      guard case .amend(let amend) = action, case .client(let client) = amend.target else { return nil }
      return desk.standing.first { $0.client == client }?.side
    }
    #expect(moved == [first, first, first.opposite, first.opposite])
    #expect(desk.sent.count == 4)
    #expect(Set(desk.standing.map(\.order)) == orders)
  }

  @Test func `a ladder that moves by its step moves one quote of a side`() {
    var desk = Desk(
      Self.settings(.constant(halfSpread: 4)) {
        $0.levels = 3
        $0.levelStep = 5
      })
    desk.look(at: 1_000)
    desk.look(at: 1_005)
    #expect(desk.sent.count == 2)
    #expect(desk.bids.map(\.price.ticks) == [1_001, 996, 991])
    #expect(desk.asks.map(\.price.ticks) == [1_009, 1_014, 1_019])
  }

  @Test func `a spread of nothing leaves a tick between its quotes`() {
    var desk = Desk(Self.settings(.constant(halfSpread: 0)))
    desk.look(at: 1_000)
    #expect(desk.bids.map(\.price.ticks) == [1_000] && desk.asks.map(\.price.ticks) == [1_001])
    #expect(desk.terms?.halfSpread == 1)
  }

  /// σ² of a second: an exponentially weighted mean of squared changes of fair, by looks of a tenth of it.
  @Test func `volatility that it estimates stands in place of the formula's`() {
    var desk = Desk(Self.settings { $0.volatilityDecay = 0.5 })
    func half(_ volatility: Double) -> Int32 {
      var formula = Self.published
      formula.volatility = volatility
      return Int32((formula.spread(remaining: 1) * 500).rounded())
    }
    desk.look(at: 10_000)
    #expect(desk.terms?.base == half(200))
    desk.now = seconds(0.1)
    desk.look(at: 10_020)
    #expect(desk.terms?.base == half((20 * 20 / 0.1).squareRoot()))
    // A look that comes three times as late has seen the change of three times the time.
    desk.now = seconds(0.4)
    desk.look(at: 10_010)
    #expect(desk.terms?.base == half((0.5 * 20 * 20 / 0.1 + 0.5 * 10 * 10 / 0.3).squareRoot()))
    desk.maker.adopt(Self.settings())
    desk.look(at: 10_010)
    #expect(desk.terms?.base == half(200))
  }
}
