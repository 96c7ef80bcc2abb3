import Foundation
import MarketTypes
import Mathematics
import Testing

@testable import Participants

/// Traders with an opinion, one look at a time.
@Suite struct `Traders of flow` {
  static func act<Member: Participant>(_ member: inout Member, _ market: PublicMarket, at now: Double) -> [Order] {
    FlowDesk.orders(member.sends(on: market, at: seconds(now)))
  }

  // MARK: Forecasters

  static func forecaster(_ change: (inout Forecaster.Settings) -> Void) -> Forecaster {
    var settings = Forecaster.Settings(
      meanInterval: span(10), step: span(1), fundamental: 0, chart: 0, noise: 0, deviation: 0.001, window: 100,
      reversion: 50, gain: 0.01, size: Quantity(lots: 3))
    change(&settings)
    return Forecaster(FlowDesk.seat(), settings, FlowDesk.stream())
  }

  /// FLW-9: (1 ÷ reversion) ln(f ÷ p) a step, for a window of steps.
  @Test func `a fundamentalist expects the price to return to the fundamental one`() throws {
    var trader = Self.forecaster { ($0.fundamental, $0.fundamentalPrice) = (2, Price(ticks: 11_000)) }
    let order = try #require(Self.act(&trader, FlowDesk.market(last: 10_000), at: 5).first)
    let forecast = 10_000 * Foundation.exp(Foundation.log(1.1) / 50 * 100)
    #expect(order.side == .buy && order.quantity.lots == 3)
    #expect(order.limit?.ticks == Int64(forecast * 0.99))
    #expect(order.timeInForce == .goodTilTime && order.conditions.expiry == seconds(105))
    // The index stands in where no price is given.
    var follower = Self.forecaster { $0.fundamental = 2 }
    let sale = try #require(Self.act(&follower, FlowDesk.market(last: 10_000, index: 9_000), at: 5).first)
    let below = 10_000 * Foundation.exp(Foundation.log(0.9) / 50 * 100)
    #expect(sale.side == .sell && sale.limit?.ticks == Int64((below * 1.01).rounded(.up)))
    #expect(Self.act(&follower, FlowDesk.market(last: 9_000, index: 9_000), at: 6).isEmpty)
  }

  /// FLW-9: (1 ÷ τ) ln(p ÷ p(t − τ)), τ no longer than the window.
  @Test func `a chartist expects the trend to go on`() throws {
    var trader = Self.forecaster { $0.chart = 1 }
    #expect(Self.act(&trader, FlowDesk.market(last: 10_000), at: 0).isEmpty)
    let young = try #require(Self.act(&trader, FlowDesk.market(last: 10_100), at: 20).first)
    let first = 10_100 * Foundation.exp(Foundation.log(1.01) / 20 * 100)
    #expect(young.side == .buy && young.limit?.ticks == Int64(first * 0.99))
    // A window later it looks back to the last price it had seen by then.
    let old = try #require(Self.act(&trader, FlowDesk.market(last: 9_000), at: 130).first)
    let second = 9_000 * Foundation.exp(Foundation.log(9_000.0 / 10_100) / 100 * 100)
    #expect(old.side == .sell && old.limit?.ticks == Int64((second * 1.01).rounded(.up)))
  }

  /// FLW-9: all three, by their weights; the noise is one normal draw a look.
  @Test func `parts of a forecast count by their weights`() throws {
    var trader = Self.forecaster {
      ($0.fundamental, $0.chart, $0.noise) = (1, 2, 5)
      $0.fundamentalPrice = Price(ticks: 10_500)
    }
    var draws = FlowDesk.stream()(.action)
    _ = Self.act(&trader, FlowDesk.market(last: 10_000), at: 0)
    _ = draws.normal()
    let order = try #require(Self.act(&trader, FlowDesk.market(last: 10_200), at: 40).first)
    let sum =
      Foundation.log(10_500.0 / 10_200) / 50 + 2 * Foundation.log(1.02) / 40 + 5 * 0.001 * draws.normal()
    let forecast = 10_200 * Foundation.exp(sum / 8 * 100)
    let limit = forecast > 10_200 ? (forecast * 0.99).rounded(.down) : (forecast * 1.01).rounded(.up)
    #expect(order.limit?.ticks == Int64(limit) && order.side == (forecast > 10_200 ? .buy : .sell))
  }

  /// FLW-9, FLW-15.
  @Test func `no order takes a trader beyond its cap`() {
    var trader = Self.forecaster {
      ($0.fundamental, $0.fundamentalPrice, $0.largestPosition) = (1, Price(ticks: 11_000), Quantity(lots: 4))
    }
    trader.observeOwn(FlowDesk.fill(2, isMaker: false, .buy))
    #expect(Self.act(&trader, FlowDesk.market(last: 10_000), at: 1).first?.quantity.lots == 2)
    trader.observeOwn(FlowDesk.fill(2, isMaker: true, .sell))
    #expect(Self.act(&trader, FlowDesk.market(last: 10_000), at: 2).isEmpty)
    #expect(Self.act(&trader, FlowDesk.market(last: 12_000), at: 3).first?.quantity.lots == 3)
  }

  // MARK: Momentum

  /// FLW-10.
  @Test func `who goes with the trend buys after a rise and sells after a fall beyond its threshold`() {
    let settings = MomentumTrader.Settings(
      meanInterval: span(1), window: span(10), threshold: 0.01, size: SizeLaw(Quantity(lots: 2)))
    var trader = MomentumTrader(FlowDesk.seat(), settings, FlowDesk.stream())
    #expect(Self.act(&trader, FlowDesk.market(last: 1_000), at: 0).isEmpty)
    #expect(Self.act(&trader, FlowDesk.market(last: 1_009), at: 4).isEmpty)
    let bought = Self.act(&trader, FlowDesk.market(last: 1_011), at: 5)
    #expect(bought.map(\.side) == [.buy] && bought[0].limit == nil && bought[0].quantity.lots == 2)
    // At 14 s it compares with what it saw at 4 s.
    #expect(Self.act(&trader, FlowDesk.market(last: 1_000), at: 14).isEmpty)
    #expect(Self.act(&trader, FlowDesk.market(last: 998), at: 14.5).map(\.side) == [.sell])
  }

  // MARK: Informed

  static func informed(_ value: InformedTrader.Value, cap: Int64? = nil) -> InformedTrader {
    InformedTrader(
      FlowDesk.seat(),
      InformedTrader.Settings(
        meanInterval: span(1), value: value, cost: 0.01, lotsPerTick: 0.5, largestOrder: Quantity(lots: 8),
        largestPosition: cap.map(Quantity.init)), FlowDesk.stream())
  }

  /// FLW-11.
  @Test func `an informed trader trades while that pays beyond its cost, the more the farther the price is off`() throws
  {
    var trader = Self.informed(.path([InformedTrader.Dated(time: seconds(10), price: Price(ticks: 1_000))]))
    #expect(Self.act(&trader, FlowDesk.market(bid: 900, ask: 901), at: 9).isEmpty)
    // Worth 1000 less 10 of cost: at an ask of 980, 10 ticks are left, half as many lots.
    let bought = try #require(Self.act(&trader, FlowDesk.market(bid: 979, ask: 980), at: 10).first)
    #expect(bought.side == .buy && bought.quantity.lots == 5 && bought.limit?.ticks == 990)
    #expect(bought.timeInForce == .immediateOrCancel)
    #expect(Self.act(&trader, FlowDesk.market(bid: 900, ask: 901), at: 11).first?.quantity.lots == 8)
    #expect(Self.act(&trader, FlowDesk.market(bid: 985, ask: 990), at: 12).isEmpty)
    let sold = try #require(Self.act(&trader, FlowDesk.market(bid: 1_014, ask: 1_015), at: 13).first)
    #expect(sold.side == .sell && sold.quantity.lots == 2 && sold.limit?.ticks == 1_010)
  }

  /// FLW-11, FLW-15: the index, seen sooner than by others, is also something to know.
  @Test func `an informed trader may go by the index, up to its cap`() {
    var trader = Self.informed(.index, cap: 6)
    #expect(Self.act(&trader, FlowDesk.market(bid: 900, ask: 901), at: 1).isEmpty)
    #expect(Self.act(&trader, FlowDesk.market(bid: 900, ask: 901, index: 1_000), at: 1).first?.quantity.lots == 6)
    trader.observeOwn(FlowDesk.fill(6, isMaker: false, .buy))
    #expect(Self.act(&trader, FlowDesk.market(bid: 900, ask: 901, index: 1_000), at: 2).isEmpty)
  }

  // MARK: Herding

  /// FLW-12: chance of buying (1 + strength · imbalance) ÷ 2, volumes fading with their age.
  @Test func `who herds buys the more likely the more was bought of late`() {
    func share(strength: Double, bought: Int64, sold: Int64, age: Double = 0) -> Double {
      var buys = 0.0
      for seed in 1...UInt64(2_000) {
        var trader = HerdingTrader(
          FlowDesk.seat(),
          HerdingTrader.Settings(
            meanInterval: span(1), memory: span(10), strength: strength, size: SizeLaw(Quantity(lots: 1))),
          FlowDesk.stream(seed: seed))
        var market = FlowDesk.market(last: 1_000)
        (market.bought, market.sold) = (bought, sold)
        _ = Self.act(&trader, market, at: 1)
        // Later as much again was sold as had been bought.
        if age > 0 { market.sold += bought }
        if Self.act(&trader, market, at: 1 + age).first?.side == .buy { buys += 1 }
      }
      return buys / 2_000
    }
    func isNear(_ share: Double, _ chance: Double) -> Bool { abs(share - chance) < 4 * (0.25 / 2_000).squareRoot() }
    #expect(isNear(share(strength: 0, bought: 100, sold: 0), 0.5))
    #expect(isNear(share(strength: 0.8, bought: 75, sold: 25), 0.7))
    #expect(isNear(share(strength: 1, bought: 0, sold: 0), 0.5))
    // After one memory the 100 bought weigh 100 ÷ e against the 100 sold since.
    let weight = Foundation.exp(-1.0)
    #expect(isNear(share(strength: 1, bought: 100, sold: 0, age: 10), (1 + (weight - 1) / (weight + 1)) / 2))
  }

  /// FLW-12: what was traded before it began is not of late.
  @Test func `who herds from later on looks once to know what was traded before`() {
    let settings = HerdingTrader.Settings(
      meanInterval: span(1), memory: span(10), strength: 1, size: SizeLaw(Quantity(lots: 1)))
    var (early, late) = (
      HerdingTrader(FlowDesk.seat(), settings, FlowDesk.stream()),
      HerdingTrader(FlowDesk.seat(), settings, FlowDesk.stream())
    )
    let first = early.firstLook(after: .start)
    #expect(late.firstLook(after: seconds(5)) == seconds(5))
    var market = FlowDesk.market(last: 1_000)
    market.bought = 99_000
    let look = late.looks(at: market, seconds(5))
    #expect(look.sent.isEmpty && look.next == first.map { $0 + span(5) })
    market.sold = 1
    for now in 6..<100 {
      #expect(Self.act(&late, market, at: Double(now)).map(\.side) == [.sell])
    }
  }

  /// FLW-12: those of one group share their draws.
  @Test func `members of one group do the same at the same moments`() {
    func trader(index: UInt32, group: UInt32?) -> HerdingTrader {
      HerdingTrader(
        FlowDesk.seat(),
        HerdingTrader.Settings(
          meanInterval: span(1), memory: span(10), strength: 0.5,
          size: SizeLaw(from: Quantity(lots: 1), exponent: 1, upTo: Quantity(lots: 100)), group: group)
      ) { SeededGenerator(seed: 1, nameHash: 77, index: index, purpose: $0.rawValue) }
    }
    var (one, other, lone) = (trader(index: 4, group: 2), trader(index: 9, group: 2), trader(index: 9, group: nil))
    var (now, differences) = (0.0, 0)
    for _ in 0..<100 {
      let market = FlowDesk.market(last: 1_000)
      let first = one.looks(at: market, seconds(now))
      let second = other.looks(at: market, seconds(now))
      #expect(first.sent == second.sent && first.next == second.next)
      if first.sent != lone.sends(on: market, at: seconds(now)) { differences += 1 }
      now = Double(first.next?.nanoseconds ?? 0) * 1e-9
    }
    #expect(differences > 30)
  }
}
