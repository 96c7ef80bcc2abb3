import MarketTypes
import Testing

@testable import Participants
@testable import Simulation
@testable import Venue

/// What a maker knows of its orders, against the venue's own list of them.
@Suite struct `A maker's board` {
  struct Case: CustomTestStringConvertible {
    var style: QuoteBoard.Style
    var terms: OrderTerms
    var testDescription: String { "\(style), \(terms == .postOnly ? "post-only" : "taking")" }
  }

  static let cases = [
    Case(style: .replacing, terms: .postOnly), Case(style: .amending, terms: .postOnly),
    Case(style: .replacing, terms: []), Case(style: .amending, terms: []),
  ]

  /// PAR-26: whatever came between, once everything has arrived the board has the venue's orders, no more and no fewer, and
  /// the venue's position.
  @Test(arguments: cases)
  func `at rest it has the venue's own list of orders`(_ example: Case) throws {
    let scenario = try BoardAtVenue.scenario()
    var counts: [String: Int] = [:]
    for seed in UInt64(0)..<40 {
      var desk = BoardAtVenue(scenario)
      var dice = Dice(
        seed: seed &* 4 &+ UInt64(Self.cases.firstIndex { $0.style == example.style && $0.terms == example.terms } ?? 0)
      )
      for step in 0..<120 {
        play(&desk, example, &dice)
        if step % 10 == 9 {
          desk.pass(100_000_000, newsLate: 0)
          let isSame = desk.board.openOrders == Self.openOrders(of: desk.venue)
          let isSettled = desk.board.openOrders == desk.board.askedOrders
          let position = desk.venue.position(of: BoardAtVenue.maker, in: BoardAtVenue.instrument).lots
          guard isSame, isSettled, desk.board.inventory == position else {
            Issue.record(
              """
              seed \(seed), step \(step): the board has \(desk.board.openOrders) and holds \(desk.board.inventory), the venue \
              \(Self.openOrders(of: desk.venue)) and \(position); asked for was \(desk.board.askedOrders)
              """)
            return
          }
        }
      }
      counts.merge(desk.counts, uniquingKeysWith: +)
    }
    for kind in ["made", "forced", "liquidation", "killed", "decremented", "requested", "cancel unknownOrder"] {
      #expect(counts[kind, default: 0] > 0, "\(kind) in \(counts)")
    }
    #expect(counts["submit tooManyOpenOrders", default: 0] > 0, "\(counts)")
    if example.terms.isEmpty {
      #expect(counts["taken", default: 0] > 0, "\(counts)")
    } else {
      #expect(counts["submit postOnlyWouldTake", default: 0] > 0, "\(counts)")
    }
    if example.style == .amending {
      #expect(counts["amends", default: 0] > 0 && counts["amend unknownOrder", default: 0] > 0, "\(counts)")
      #expect(counts["amendedBelowFilled", default: 0] > 0, "\(counts)")
    }
  }

  /// One random thing happens, and some time passes.
  private func play(_ desk: inout BoardAtVenue, _ example: Case, _ dice: inout Dice) {
    let side: Side = dice.whole(in: 0...1) == 0 ? .buy : .sell
    switch dice.whole(in: 0...15) {
    case 0...5: quote(&desk, example, &dice)
    case 6...9: trade(&desk, AccountID(number: 0), side, &dice)
    case 10, 11: trade(&desk, AccountID(number: 2), side, &dice)
    case 12: desk.carryOut(.massCancel(MassCancel(account: BoardAtVenue.maker)))
    case 13:
      desk.carryOut(.massCancel(MassCancel(account: BoardAtVenue.maker, occasion: .kill)))
      desk.pass(dice.whole(in: 0...3_000_000), newsLate: dice.whole(in: 0...4_000_000))
      desk.carryOut(.unblock(BoardAtVenue.maker))
      desk.carryOut(.deposit(BoardAtVenue.maker, Money(units: 1_000)))
    case 14:
      desk.carryOut(
        .setIndex(
          PriceUpdate(instrument: BoardAtVenue.instrument, price: Price(ticks: dice.whole(in: 900...1_090)))))
    default:
      desk.carryOut(.setPhase(PhaseChange(.halted)))
      desk.pass(dice.whole(in: 0...3_000_000), newsLate: dice.whole(in: 0...4_000_000))
      desk.carryOut(.setPhase(PhaseChange(.continuous)))
    }
    desk.pass(dice.whole(in: 0...3_000_000), newsLate: dice.whole(in: 0...4_000_000))
  }

  private func quote(_ desk: inout BoardAtVenue, _ example: Case, _ dice: inout Dice) {
    let centre = dice.whole(in: 980...1_020)
    desk.board.begin(within: dice.whole(in: 0...1) == 0 ? nil : Quantity(lots: dice.whole(in: 1...60)))
    for level in 0..<dice.whole(in: 0...4) {
      let away = dice.whole(in: 1...4) + 4 * level
      let size = Quantity(lots: dice.whole(in: 1...20))
      if dice.whole(in: 0...7) > 0 { desk.board.want(.buy, Price(ticks: centre - away), size) }
      if dice.whole(in: 0...7) > 0 { desk.board.want(.sell, Price(ticks: centre + away), size) }
    }
    desk.settle(example.style, terms: example.terms, late: dice.whole(in: 0...5_000_000))
  }

  private func trade(_ desk: inout BoardAtVenue, _ account: AccountID, _ side: Side, _ dice: inout Dice) {
    let isMarket = dice.whole(in: 0...1) == 0
    var order = Order(
      account: account, instrument: BoardAtVenue.instrument, side: side,
      quantity: Quantity(lots: 2 * dice.whole(in: 1...15)),
      limit: isMarket ? nil : Price(ticks: 2 * dice.whole(in: 485...515)),
      timeInForce: dice.whole(in: 0...3) > 0 ? .immediateOrCancel : .goodTilCancelled)
    if isMarket { order.timeInForce = .immediateOrCancel }
    order.conditions.prevention = .decrement
    desk.carryOut(.submit(order))
  }

  private static func openOrders(of venue: borrowing Exchange) -> Set<OpenOrder> {
    var orders: Set<OpenOrder> = []
    venue.books[0].forEachOrder(of: BoardAtVenue.maker) { order in
      orders.insert(
        OpenOrder(
          client: order.client.number, order: order.id.number, side: order.side, price: order.price.ticks,
          lots: order.quantity.lots))
      return true
    }
    return orders
  }
}
