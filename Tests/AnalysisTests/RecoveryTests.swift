import Analysis
import MarketTypes
import Testing

/// Mid price 100, a fall to 80 at 10 s, and back: watched at the end of each command.
@Suite struct `Recovery after a cascade` {
  private let perp = HandMade.linear
  private let shock = HandMade.alice

  private func quoted(_ bid: Int64, _ ask: Int64?) -> Event.Body {
    .quoted(
      Quote(
        instrument: perp, bid: Price(ticks: bid), bidQuantity: Quantity(lots: 1), ask: ask.map { Price(ticks: $0) },
        askQuantity: Quantity(lots: ask == nil ? 0 : 1)))
  }

  private func level(_ side: Side, _ ticks: Int64, _ lots: Int64) -> Event.Body {
    .levelChanged(
      LevelChange(instrument: perp, side: side, price: Price(ticks: ticks), quantity: Quantity(lots: lots)))
  }

  private func sold(at ticks: Int64, isForced: Bool) -> Event.Body {
    var fill = HandMade.fill(1, of: perp, at: ticks, buyer: HandMade.bob, seller: shock)
    (fill.takerAccount, fill.makerAccount, fill.takerSide) = (shock, HandMade.bob, .sell)
    fill.isForced = isForced
    return .filled(fill)
  }

  /// The quotes that follow the cascade, each at its second.
  private func times(after quotes: [(second: Int64, bid: Int64, ask: Int64?)], end: Int64 = 100) -> RecoveryTimes {
    var stream = HandMadeStream(RecoveryWatch(HandMade.rules, shockAccounts: [shock]))
    stream.tell(HandMade.opening + [quoted(99, 101)])
    stream.tell(at: 10, sold(at: 95, isForced: false), quoted(90, 100), sold(at: 85, isForced: true), quoted(70, 90))
    for quote in quotes { stream.tell(at: quote.second, quoted(quote.bid, quote.ask)) }
    stream.tell(at: end)
    return stream.fold[perp]
  }

  @Test func `it is timed from the worst to the first moment near enough`() {
    // 80, then 85, 91, 98.5: within half at 91, within a tenth at 98.5. A spread of 4 is twice that of before.
    let times = times(after: [(11, 75, 95), (14, 86, 96), (30, 97, 100), (31, 96, 100)])
    #expect(times.largestDisplacement == 20)
    #expect(times.priceToHalf == .after(TimeSpan(nanoseconds: 4_000_000_000)))
    #expect(times.priceToTenth == .after(TimeSpan(nanoseconds: 20_000_000_000)))
    #expect(times.spread == .after(TimeSpan(nanoseconds: 20_000_000_000)))
    #expect(times.depthToHalf == .undefined(.notPublished))
  }

  @Test func `what has not come back when the run ends is censored`() {
    let times = times(after: [(14, 86, 96)], end: 25)
    #expect(times.priceToTenth == .censored(TimeSpan(nanoseconds: 15_000_000_000)))
    #expect(times.spread == .censored(TimeSpan(nanoseconds: 15_000_000_000)))
  }

  @Test func `a new low after the last forced fill is another story`() {
    let times = times(after: [(14, 86, 96), (20, 40, 60), (40, 97, 101)])
    #expect(times.largestDisplacement == 20)
    #expect(times.priceToHalf == .after(TimeSpan(nanoseconds: 4_000_000_000)))
    #expect(times.priceToTenth == .after(TimeSpan(nanoseconds: 30_000_000_000)))
  }

  @Test func `a side that is empty is not looked at`() {
    let times = times(after: [(12, 99, nil), (50, 99, 101)])
    #expect(times.priceToHalf == .after(TimeSpan(nanoseconds: 40_000_000_000)))
  }

  @Test func `without a forced fill, or a price before, it is undefined`() {
    var calm = HandMadeStream(RecoveryWatch(HandMade.rules, shockAccounts: [shock]))
    calm.tell(HandMade.opening + [quoted(99, 101), sold(at: 99, isForced: false), quoted(98, 101)])
    #expect(calm.fold[perp].priceToHalf == .undefined(.noCascade))
    var blind = HandMadeStream(RecoveryWatch(HandMade.rules, shockAccounts: [shock]))
    blind.tell(HandMade.opening)
    blind.tell(at: 1, sold(at: 95, isForced: true), quoted(90, 99))
    #expect(blind.fold[perp].priceToHalf == .undefined(.noReference))
    #expect(blind.fold[perp].spread == .undefined(.noReference))
  }

  /// Within a tenth of a percent of 10,000 are ten ticks on either side. Of 30 lots 6 are left, then 18, then 27.
  @Test func `depth comes back by its own worst`() {
    var rules = HandMade.rules
    rules.instruments[0].publishesLevels = true
    var stream = HandMadeStream(RecoveryWatch(rules, shockAccounts: [shock]))
    stream.tell(
      HandMade.opening + [
        level(.buy, 9_999, 10), level(.buy, 9_990, 10), level(.buy, 9_989, 500), level(.sell, 10_001, 10),
        level(.sell, 10_011, 500), quoted(9_999, 10_001),
      ])
    stream.tell(
      at: 10, sold(at: 9_999, isForced: true), level(.buy, 9_999, 2), level(.buy, 9_990, 0), level(.sell, 10_001, 4),
      quoted(9_999, 10_001))
    stream.tell(at: 12, level(.buy, 9_998, 12), quoted(9_999, 10_001))
    stream.tell(at: 19, level(.buy, 9_997, 9), quoted(9_999, 10_001))
    stream.tell(at: 20)
    let times = stream.fold[perp]
    #expect(times.depthToHalf == .after(TimeSpan(nanoseconds: 2_000_000_000)))
    #expect(times.depthToTenth == .censored(TimeSpan(nanoseconds: 10_000_000_000)))
    #expect(times.priceToHalf == .undefined(.noDisplacement))
  }
}
