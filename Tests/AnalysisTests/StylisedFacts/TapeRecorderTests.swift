import MarketTypes
import TestSupport
import Testing
import Venue

@testable import Analysis

@Suite("A tape of an event stream")
struct TapeRecorderTests {
  static let perp = InstrumentID(number: 0)
  static let other = InstrumentID(number: 1)
  private static let accounts = (0..<4).map { AccountID(number: $0) }

  static var rules: VenueRules {
    func instrument() -> InstrumentRules {
      InstrumentRules(
        tickValue: Money(units: 1), maximumPrice: Price(ticks: 10_000), maximumPosition: Quantity(lots: 1 << 20),
        initialMargin: Rate(partsPerBillion: 100_000_000),
        maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000))], mark: .mid)
    }
    return VenueRules(instruments: [instrument(), instrument()])
  }

  static var opening: [Command] {
    accounts.map { Command(.openAccount(AccountOpening(account: $0, kind: .exempt))) }
      + [perp, other].map { Command(.openMark(PriceUpdate(instrument: $0, price: Price(ticks: 1_000)))) }
  }

  private static func order(
    _ side: Side, _ lots: Int64, at ticks: Int64?, by account: Int = 0, of instrument: InstrumentID = perp,
    terms: OrderTerms = [], conditions: OrderConditions = OrderConditions()
  ) -> Order {
    Order(
      account: accounts[account], instrument: instrument, side: side, quantity: Quantity(lots: lots),
      limit: ticks.map { Price(ticks: $0) }, timeInForce: ticks == nil ? .immediateOrCancel : .goodTilCancelled,
      terms: terms, conditions: conditions)
  }

  private func tape(_ actions: [Command.Action]) -> MarketTape {
    let commands = actions.enumerated().map { Command($1, at: Time(nanoseconds: 1_000 + Int64($0))) }
    return Recording(Self.rules, Self.opening + commands).fed(to: TapeRecorder(Self.perp)).tape
  }

  // FCT-21
  @Test
  func `what rests, is taken off, deleted and filled becomes a message each`() {
    let first = OrderReference.order(OrderID(number: 1))
    let tape = tape([
      .submit(Self.order(.buy, 10, at: 990)),
      .submit(Self.order(.sell, 5, at: 1_010)),
      .submit(Self.order(.sell, 1, at: 1_010, of: Self.other)),
      .reduce(OrderReduce(account: Self.accounts[0], instrument: Self.perp, target: first, by: Quantity(lots: 4))),
      // Takes all five, the rest of two rests.
      .submit(Self.order(.buy, 7, at: 1_010, by: 1)),
      // A market order meets two prices and loses its remainder.
      .submit(Self.order(.sell, 20, at: nil, by: 2)),
      .submit(Self.order(.buy, 3, at: 980)),
      .massCancel(MassCancel(account: Self.accounts[0])),
    ])
    #expect(
      tape.kinds == [
        .new, .new, .partialCancel, .execution, .new, .execution, .execution, .new, .deletion,
      ])
    #expect(tape.sizes == [10, 5, 4, 5, 2, 2, 6, 3, 3])
    #expect(tape.prices == [990, 1_010, 990, 1_010, 1_010, 1_010, 990, 980, 980])
    #expect((0..<tape.count).map { tape.side(at: $0) } == [.buy, .sell, .buy, .sell, .buy, .buy, .buy, .buy, .buy])
    #expect(tape.bids == [990, 990, 990, 990, 1_010, 990, 0, 980, 0])
    #expect(tape.asks == [0, 1_010, 1_010, 0, 0, 0, 0, 0, 0])
    #expect(tape.makers == [0, 1, 0])
    #expect(tape.takers == [1, 2, 2])
  }

  // FCT-21
  @Test
  func `the opening state is no message, but it is in the book`() {
    var commands = Self.opening
    commands.append(Command(.openOrder(Self.order(.buy, 3, at: 900))))
    commands.append(Command(.submit(Self.order(.sell, 1, at: 1_100)), at: Time(nanoseconds: 5)))
    let tape = Recording(Self.rules, commands).fed(to: TapeRecorder(Self.perp)).tape
    #expect(tape.kinds == [.new])
    #expect((tape.bids, tape.asks) == ([900], [1_100]))
  }

  // FCT-21
  @Test
  func `hidden orders are seen when they are executed`() {
    let tape = tape([
      .submit(Self.order(.sell, 5, at: 1_000, terms: .hidden)),
      .submit(Self.order(.sell, 5, at: 1_005)),
      .submit(Self.order(.buy, 2, at: 1_000, by: 1)),
      .massCancel(MassCancel(account: Self.accounts[0])),
    ])
    #expect(tape.kinds == [.new, .hiddenExecution, .deletion])
    #expect(tape.asks == [1_005, 1_005, 0])
  }

  // FCT-21
  @Test
  func `an order that loses its place is deleted and comes anew`() {
    let first = OrderReference.order(OrderID(number: 1))
    let tape = tape([
      .submit(Self.order(.buy, 10, at: 990)),
      .amend(
        OrderAmend(account: Self.accounts[0], instrument: Self.perp, target: first, limit: Price(ticks: 995))),
      .amend(
        OrderAmend(account: Self.accounts[0], instrument: Self.perp, target: first, quantity: Quantity(lots: 7))),
    ])
    #expect(tape.kinds == [.new, .deletion, .new, .partialCancel])
    #expect(tape.bids == [990, 0, 995, 995])
    #expect(tape.sizes == [10, 10, 10, 3])
  }

  // FCT-21
  @Test
  func `fills of an auction are crosses, and trading pauses before it`() {
    let tape = tape([
      .setPhase(PhaseChange(.call, of: Self.perp)),
      .submit(Self.order(.buy, 4, at: 1_010)),
      .submit(Self.order(.sell, 3, at: 990, by: 1)),
      .setPhase(PhaseChange(.continuous)),
      .submit(Self.order(.sell, 1, at: 1_010, by: 2)),
    ])
    #expect(tape.kinds == [.pause, .new, .new, .resume, .cross, .execution])
    #expect(tape.orderEventCount == 3)
    #expect(tape.bids == [0, 1_010, 1_010, 1_010, 1_010, 0])
  }

  /// The rebuilt book against what the venue quotes, under random orders of every kind that changes a book.
  // FCT-21
  @Test(arguments: seeds(20))
  func `the best prices are those the venue quotes`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var venue = Exchange(Self.rules)
    var stream = EventStream()
    var recorder = TapeRecorder(Self.perp)
    var (first, isContinuous) = (Int64(0), true)
    var accepted: [OrderAccepted] = []
    var quote: (bid: Price?, ask: Price?)
    var compared = 0
    for step in 0..<2_500 {
      let action = step < Self.opening.count ? Self.opening[step].action : Self.action(&random, &isContinuous, accepted)
      let command = Command(action, at: Time(nanoseconds: Int64(step)))
      venue.execute(command, into: &stream)
      let events = (0..<stream.count).map { stream[$0] }
      stream.removeAll()
      recorder.observe(command, events.span, from: EventPosition(number: first))
      first += Int64(events.count)
      for event in events {
        if case .accepted(let order) = event.body, order.instrument == Self.perp { accepted.append(order) }
        guard case .quoted(let now) = event.body, now.instrument == Self.perp else { continue }
        quote = (now.bid, now.ask)
      }
      guard isContinuous else { continue }
      compared += 1
      #expect(
        (recorder.book.bestBid, recorder.book.bestAsk) == quote, "seed \(seed), step \(step): \(action)")
    }
    #expect(compared > 1_000)
    #expect(recorder.tape.count(of: .execution) > 100)
    #expect(recorder.tape.count(of: .partialCancel) > 10)
  }

  /// Often about an order that came not long ago.
  static func action(
    _ random: inout SplitMix64, _ isContinuous: inout Bool, _ accepted: [OrderAccepted]
  ) -> Command.Action {
    if random.once(in: isContinuous ? 60 : 8) {
      isContinuous.toggle()
      return .setPhase(PhaseChange(isContinuous ? .continuous : .call, of: perp))
    }
    let old = accepted.isEmpty ? nil : random.pick(Array(accepted.suffix(40)))
    let target = OrderReference.order(old?.order ?? OrderID(number: 1))
    let account = Int(old?.account.number ?? 0)
    let (id, lots) = (accounts[account], Quantity(lots: random.from(1, through: 12)))
    switch random.below(40) {
    case 0, 1: return .massCancel(MassCancel(account: id))
    case 2...5: return .cancel(OrderCancel(account: id, instrument: perp, target: target))
    case 6...9: return .reduce(OrderReduce(account: id, instrument: perp, target: target, by: lots))
    case 10...12:
      let price = Price(ticks: random.from(990, through: 1_010))
      return .amend(OrderAmend(account: id, instrument: perp, target: target, quantity: lots, limit: price))
    case 13...15:
      let replacement = order(.buy, lots.lots, at: random.from(985, through: 1_000), by: account)
      return .replace(OrderReplace(target, with: replacement))
    default:
      let isMarket = random.once(in: 6)
      var conditions = OrderConditions()
      if !isMarket, random.once(in: 6) { conditions.display = Quantity(lots: 2) }
      if random.once(in: 3) { conditions.prevention = random.pick([.decrement, .cancelOldest, .cancelBoth]) }
      if !isMarket, conditions.display == .zero {
        if random.once(in: 6) { conditions.peg = Peg(to: random.pick([.bestBid, .bestAsk, .mid])) }
        if random.once(in: 6) { conditions.trigger = .takeProfit(at: Price(ticks: random.from(995, through: 1_005))) }
      }
      return .submit(
        order(
          random.once(in: 2) ? .buy : .sell, lots.lots + 2, at: isMarket ? nil : random.from(985, through: 1_015),
          by: random.below(4), terms: !isMarket && conditions.display == .zero && random.once(in: 6) ? .hidden : [],
          conditions: conditions))
    }
  }
}
