import Analysis
import MarketTypes
import TestSupport
import Testing

/// The visible book of every price, from orders alone.
struct BookWatchTests {
  private let book = InstrumentID(number: 0)
  private let maker = AccountID(number: 0)

  private var rules: VenueRules { StaticBook.t2.rules }

  private func rested(_ order: Int64, _ side: Side, _ ticks: Int64, _ lots: Int64) -> Event {
    Event(
      .rested(
        OrderRested(
          order: OrderID(number: order), price: Price(ticks: ticks), quantity: Quantity(lots: lots), account: maker,
          instrument: book, side: side)))
  }

  private func cancelled(_ order: Int64, _ side: Side, _ lots: Int64) -> Event {
    Event(
      .cancelled(
        OrderCancelled(
          order: OrderID(number: order), quantity: Quantity(lots: lots), account: maker, instrument: book, side: side,
          reason: .requested)))
  }

  private func filled(_ order: Int64, _ ticks: Int64, _ lots: Int64) -> Event {
    Event(
      .filled(
        Fill(
          maker: OrderID(number: order), taker: OrderID(number: 99), price: Price(ticks: ticks),
          quantity: Quantity(lots: lots), makerAccount: maker, takerAccount: maker, instrument: book, takerSide: .sell,
          isForced: false)))
  }

  /// What each of these commands changed, as `side price lots`.
  private func changes(_ commands: [[Event]]) -> [[String]] {
    var watch = BookWatch(rules)
    return commands.map { events in
      watch.observe(Command(.clock), events.span, from: EventPosition(number: 0))
      return watch.changes.map { "\($0.side) \($0.price.ticks) \($0.quantity.lots)" }
    }
  }

  @Test func `a command tells each price it changed once, as it left it`() {
    let told = changes([
      [rested(1, .buy, 100, 5), rested(2, .buy, 99, 7), rested(3, .sell, 103, 2)],
      [rested(4, .buy, 100, 1), filled(1, 100, 3), filled(1, 100, 2)],
      [cancelled(2, .buy, 7), rested(5, .buy, 98, 7)],
      [rested(6, .sell, 102, 1), cancelled(6, .sell, 1)],
      [],
    ])
    #expect(
      told == [
        ["buy 99 7", "buy 100 5", "sell 103 2"], ["buy 100 1"], ["buy 98 7", "buy 99 0"], [], [],
      ])
  }

  /// A venue that publishes levels says the same: of each price the last word of a command, if it is not the one before.
  @Test func `changes are what a venue that publishes levels says`() {
    var rules = StaticBook.t2.rules
    rules.instruments[0].publishesLevels = true
    let recording = Recording(rules, StaticBook.t2.recording.steps.map(\.command))
    var watch = BookWatch(rules)
    var shown: [Side: [Int64: Int64]] = [.buy: [:], .sell: [:]]
    var published = 0
    var first: Int64 = 0
    for step in recording.steps {
      watch.observe(step.command, step.events.span, from: EventPosition(number: first))
      first += Int64(step.events.count)
      var said: [Side: [Int64: Int64]] = [.buy: [:], .sell: [:]]
      for event in step.events {
        guard case .levelChanged(let level) = event.body else { continue }
        said[level.side]?[level.price.ticks] = level.quantity.lots
        published += 1
      }
      for side in [Side.buy, .sell] {
        let news = (said[side] ?? [:]).filter { $0.value != shown[side]?[$0.key] ?? 0 }
        let found = watch.changes.filter { $0.side == side }.map { ($0.price.ticks, $0.quantity.lots) }
        #expect(Dictionary(uniqueKeysWithValues: found) == news)
        for (ticks, lots) in found { shown[side]?[ticks] = lots == 0 ? nil : lots }
      }
    }
    #expect(published > 20)
    for side in [Side.buy, .sell] {
      let levels = watch.levels(of: book, side)
      #expect(Dictionary(uniqueKeysWithValues: levels.map { ($0.price.ticks, $0.quantity.lots) }) == shown[side])
      #expect(levels.map(\.price.ticks) == levels.map(\.price.ticks).sorted { side == .buy ? $0 > $1 : $0 < $1 })
    }
  }
}
