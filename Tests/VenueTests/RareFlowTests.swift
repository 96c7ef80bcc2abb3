import Clearing
import MarketTypes
import TestSupport
import Testing
import Venue

/// Laws that hold whatever is asked of a venue with every rare term.
@Suite struct RareFlowTests {
  private static let steps = 400

  private static func venue(_ flow: inout RareFlow, _ events: inout EventStream) -> Exchange {
    var venue = Exchange(flow.rules)
    venue.checksEverything = true
    for command in flow.opening() { venue.execute(command, into: &events) }
    return venue
  }

  /// The next command is carried out, and what it caused is learnt.
  private static func step(_ flow: inout RareFlow, _ venue: inout Exchange, _ events: inout EventStream) -> Command {
    let command = flow.next()
    let held = events.count
    venue.execute(command, into: &events)
    for index in held..<events.count { flow.learn(events[index]) }
    return command
  }

  private static func lines(_ events: borrowing EventStream, from start: Int) -> [Event] {
    (start..<events.count).map { events[$0] }
  }

  /// MAT-19, MAT-35, MAT-36: the stream rebuilds the book order by order, and level by level while it trades.
  @Test(arguments: seeds(60))
  func `the stream alone rebuilds the book`(seed: UInt64) {
    var flow = RareFlow(seed: seed)
    var events = EventStream()
    var venue = Self.venue(&flow, &events)
    var rebuilt = BookFromEvents()
    for index in 0..<events.count { rebuilt.add(events[index]) }
    for step in 0..<Self.steps {
      let held = events.count
      let command = Self.step(&flow, &venue, &events)
      for index in held..<events.count { rebuilt.add(events[index]) }
      for instrument in flow.rules.instruments.indices.map({ InstrumentID(number: UInt16($0)) }) {
        for side in Side.allCases {
          var orders: [BookFromEvents.Resting] = []
          venue.forEachOrder(of: instrument, on: side) { order in
            orders.append(
              BookFromEvents.Resting(
                id: order.id.number, account: order.account.number, instrument: instrument.number, side: side,
                isHidden: order.terms.contains(.hidden), ticks: order.price.ticks, lots: order.quantity.lots))
            return true
          }
          #expect(orders == rebuilt.orders(side, of: instrument), "seed \(seed), step \(step): \(command.action)")
          guard venue.phase(of: instrument).isContinuous else { continue }
          var levels: [Int64: Int64] = [:]
          venue.forEachLevel(of: instrument, on: side) { price, quantity in
            levels[price.ticks] = quantity.lots
            return true
          }
          #expect(
            levels == rebuilt.levels[instrument.number]?[side] ?? [:], "seed \(seed), step \(step): \(command.action)")
        }
      }
      var armed: [Int64: Int64] = [:]
      for number in 0..<flow.accounts {
        for instrument in flow.rules.instruments.indices {
          venue.forEachArmedOrder(
            of: AccountID(number: Int32(number)), in: InstrumentID(number: UInt16(instrument))
          ) { id, _, trigger in armed[id.number] = trigger.ticks }
        }
      }
      // A trailing trigger moves without an event.
      #expect(armed.keys.sorted() == rebuilt.armed.keys.sorted(), "seed \(seed), step \(step): \(command.action)")
    }
  }

  /// A clone taken at any command goes on like the original, and a preview says what will happen and does nothing.
  @Test(arguments: seeds(60))
  func `a clone goes on alone, and a preview does nothing`(seed: UInt64) {
    var flow = RareFlow(seed: seed)
    var events = EventStream()
    var venue = Self.venue(&flow, &events)
    var random = SplitMix64(seed: seed)
    for step in 0..<8 {
      for _ in 0..<random.below(60) { _ = Self.step(&flow, &venue, &events) }
      var clone = venue.clone()
      var other = EventStream(at: events.end)
      for _ in 0..<20 {
        let command = flow.next()
        var preview = EventStream(at: events.end)
        venue.preview(command, into: &preview)
        let (held, begun) = (events.count, other.count)
        venue.execute(command, into: &events)
        clone.execute(command, into: &other)
        let expected = Self.lines(events, from: held)
        #expect(Self.lines(other, from: begun) == expected, "seed \(seed), clone \(step): \(command.action)")
        #expect(Self.lines(preview, from: 0) == expected, "seed \(seed), clone \(step): \(command.action)")
        for event in expected { flow.learn(event) }
        #expect(venue.nextDeadline == clone.nextDeadline)
      }
    }
  }

  /// When all orders are gone nothing is reserved, no client's number is taken, and no deadline of an order is left.
  @Test(arguments: seeds(60))
  func `orders that are gone leave nothing behind`(seed: UInt64) {
    var flow = RareFlow(seed: seed)
    var events = EventStream()
    var venue = Self.venue(&flow, &events)
    var last = Time.start
    for _ in 0..<Self.steps {
      last = Self.step(&flow, &venue, &events).time
    }
    for number in 0..<flow.accounts {
      venue.execute(
        Command(.massCancel(MassCancel(account: AccountID(number: Int32(number)))), at: last), into: &events)
    }
    venue.execute(Command(.setPhase(PhaseChange(.continuous)), at: last), into: &events)
    for instrument in flow.rules.instruments.indices {
      var orders = 0
      for side in Side.allCases {
        venue.forEachOrder(of: InstrumentID(number: UInt16(instrument)), on: side) { _ in
          orders += 1
          return true
        }
      }
      #expect(orders == 0, "seed \(seed)")
    }
    for number in 0..<flow.accounts {
      let account = AccountID(number: Int32(number))
      var margin: Int128 = 0
      for (index, rules) in flow.rules.instruments.enumerated() {
        guard let mark = venue.mark(of: InstrumentID(number: UInt16(index))) else { continue }
        let position = venue.position(of: account, in: InstrumentID(number: UInt16(index)))
        let notional = Money(units: position.size.lots * mark.ticks * rules.tickValue.units)
        margin += Int128(notional.times(rules.initialMargin, rounding: .up).units)
      }
      #expect(venue.figures(of: account).initial == margin, "seed \(seed), account \(number)")
      venue.execute(Command(.unblock(account), at: last), into: &events)
      for client in Int64(1)...5 {
        let held = events.count
        var order = TradingFloor.order(account, .buy, 2, at: 3, client: client)
        order.terms.insert(.postOnly)
        venue.execute(Command(.submit(order), at: last), into: &events)
        #expect(!Self.lines(events, from: held).refusals.contains(.duplicateClientOrderID), "seed \(seed)")
      }
    }
  }

  /// The stream alone tells every balance, busts included, and all of them sum to zero.
  @Test(arguments: seeds(60))
  func `money is conserved`(seed: UInt64) {
    var flow = RareFlow(seed: seed)
    var events = EventStream()
    var venue = Self.venue(&flow, &events)
    for _ in 0..<Self.steps { _ = Self.step(&flow, &venue, &events) }
    var ledger = StreamLedger(flow.rules.instruments)
    for index in 0..<events.count { ledger.addWithBusts(events[index]) }
    #expect(ledger.sum == 0)
    for number in 0..<flow.accounts {
      let account = AccountID(number: Int32(number))
      #expect(ledger.balances[.collateral(account), default: 0] == Int128(venue.collateral(of: account).units))
      for index in flow.rules.instruments.indices {
        let instrument = InstrumentID(number: UInt16(index))
        #expect(
          ledger.lots[StreamLedger.Place(account: account.number, instrument: instrument.number), default: 0]
            == venue.position(of: account, in: instrument).lots)
        #expect(
          ledger.balances[.costBasis(account, instrument), default: 0]
            == venue.balance(of: .costBasis(account, instrument)))
      }
    }
    for kind in [LedgerAccount.fees, .fund(.common), .outside, .uncovered] {
      #expect(ledger.balances[kind, default: 0] == venue.balance(of: kind))
    }
  }

  /// MAT-9, MAT-34: fill-or-kill fills whole or not at all, and an admitted minimum is met.
  @Test(arguments: seeds(60))
  func `fill-or-kill never fills in part`(seed: UInt64) {
    var flow = RareFlow(seed: seed)
    var events = EventStream()
    var venue = Self.venue(&flow, &events)
    for _ in 0..<Self.steps { _ = Self.step(&flow, &venue, &events) }
    var wanted: [Int64: Int64] = [:]
    var least: [Int64: Int64] = [:]
    var filled: [Int64: Int64] = [:]
    for index in 0..<events.count {
      switch events[index].body {
      case .accepted(let order) where order.timeInForce == .fillOrKill && !order.terms.contains(.reduceOnly):
        wanted[order.order.number] = order.quantity.lots
      case .accepted(let order) where !order.terms.contains(.reduceOnly): least[order.order.number] = 0
      case .conditioned(let order) where least[order.order.number] != nil && order.conditions.triggerKind == .none:
        least[order.order.number] = order.conditions.minimum.lots
      case .amended(let order): wanted[order.order.number] = nil
      case .filled(let fill): filled[fill.taker.number, default: 0] += fill.quantity.lots
      default: break
      }
    }
    for (order, lots) in wanted {
      let part = filled[order, default: 0]
      #expect(part == lots || part == 0, "seed \(seed): order \(order)")
    }
    for (order, lots) in least { #expect(filled[order, default: 0] >= lots, "seed \(seed): order \(order)") }
  }
}
