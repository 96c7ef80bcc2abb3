import MarketTypes
import Notation
import Participants
import Testing
import Venue

@testable import Simulation

/// What somebody knows of its own account is what the venue knows of it.
@Suite struct `One's own account` {
  static let market = """
    {
      "version": 1, "name": "own", "duration": "10s", "fund": 3000,
      "instruments": [
        {"name": "L", "tickValue": 3, "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000,
         "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "makerFee": "-0.0001", "takerFee": "0.0007",
         "liquidationFee": "0.01",
         "funding": {"kind": "timeWeighted", "interval": "20ms", "interest": "0.01", "lowerClamp": "-0.1", "upperClamp": "0.1", "cap": "0.2"}},
        {"name": "I", "contract": "inverse", "tickValue": 1000000, "maximumPrice": 100000, "maximumPosition": 1000000,
         "openingMark": 1000, "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "takerFee": "0.0007",
         "markToMarket": "30ms"}],
      "accounts": [
        {"name": "world", "kind": "exempt", "collateral": 500},
        {"name": "vault", "kind": "backstop", "collateral": 9000},
        {"name": "a", "collateral": 30000, "isolated": {"L": 6000}},
        {"name": "b", "collateral": 50000}, {"name": "c", "collateral": 40000}, {"name": "d", "collateral": 25000},
        {"name": "e", "collateral": 60000}],
      "openings": [
        {"kind": "holding", "instrument": "L", "account": "b", "against": "e", "position": 20, "price": 990},
        {"kind": "holding", "instrument": "I", "account": "c", "against": "d", "position": 37, "price": 1013}],
      "liquidation": {
        "backstop": {"below": "0.9", "lossStop": 15000, "disposal": {"every": "5ms"}},
        "deleveraging": {"ranking": "profitAndLeverage", "price": "mark", "when": "unfilled"},
        "losses": [{"kind": "fund", "limit": 500}, {"kind": "gains", "limit": 700}, {"kind": "openInterest", "limit": 400}]}
    }
    """

  /// Everything a random run did, so that a law that was never put to the test shows.
  struct Seen {
    var forced = 0
    var busted = 0
    var deleveraged = 0
    var taken = 0
    var moved = 0
    var settled = 0
    var reasons: Set<TransferReason> = []
  }

  // TRD-1
  @Test func `is what the venue says it is after each command of random runs`() throws {
    let scenario = try Scenario.read(SourceText(name: "own.jsonc", Self.market))
    var seen = Seen()
    for seed in UInt64(0)..<40 {
      var scenario = scenario
      if seed % 2 == 1 { scenario.rules.liquidation.backstop = nil }
      check(scenario, seed, &seen)
    }
    #expect(seen.forced > 50 && seen.busted > 50 && seen.deleveraged > 10, "\(seen)")
    #expect(seen.taken > 5 && seen.moved > 20 && seen.settled == 40, "\(seen)")
    for reason: TransferReason in [
      .realized, .makerFee, .takerFee, .funding, .markedToMarket, .rounded, .gainsCut, .openInterestCharged, .takenOver,
      .liquidationFee, .feeReturned, .moved, .withdrawal,
    ] { #expect(seen.reasons.contains(reason), "\(reason)") }
  }

  private func check(_ scenario: Scenario, _ seed: UInt64, _ seen: inout Seen) {
    var venue = Exchange(scenario.rules)
    var newsroom = Newsroom(instruments: 2, accounts: scenario.names.accounts.count)
    let accounts = scenario.names.accounts.indices.map { AccountID(number: Int32($0)) }
    for account in accounts { newsroom.seat(account.number, at: account, wanting: OwnAccount.news) }
    var owners = accounts.map { OwnAccount($0, Self.facts(scenario.rules)) }
    var chance = RandomCommands(seed: seed, accounts: accounts)
    var events = EventStream()
    for step in 0..<500 {
      let action = step < scenario.opening.count ? scenario.opening[step] : chance.next(isLast: step == 499)
      let time = Time(nanoseconds: Int64(max(0, step - scenario.opening.count)) * 1_000_000)
      events.removeAll()
      venue.execute(Command(action, at: time), into: &events)
      let end = events.end
      events.withSpan { newsroom.observe($0, until: end, at: time) }
      for index in 0..<events.count { note(events[index], &chance, &seen) }
      for index in 0..<venue.accountCount {
        while let event = newsroom.inboxes.take(for: Int32(index), by: time) { owners[index].observe(event) }
        guard agrees(owners[index], venue) else {
          Issue.record("seed \(seed), step \(step): \(scenario.names.accounts[index]) after \(action)")
          return
        }
      }
      guard levelsAgree(owners, venue) else {
        Issue.record("seed \(seed), step \(step): the levels after \(action)")
        return
      }
    }
  }

  private func agrees(_ own: OwnAccount, _ venue: borrowing Exchange) -> Bool {
    let account = own.account
    let figures = venue.figures(of: account)
    var outlook = Outlook()
    for number in UInt16(0)..<2 {
      let instrument = InstrumentID(number: number)
      var market = PublicMarket(instrument)
      market.mark = venue.mark(of: instrument)
      if number == 0 { outlook.market = market } else { outlook.others.append(market) }
      if own.position(in: instrument) != venue.position(of: account, in: instrument) { return false }
      if own.cost(in: instrument) != venue.costBasis(of: account, in: instrument) { return false }
    }
    return own.cash == venue.collateral(of: account) && Int128(own.equity(in: outlook).units) == figures.equity
      && Int128(own.maintenance(in: outlook).units) == figures.maintenance
      && own.orders.isEmpty != venue.hasOpenOrders(account)
  }

  /// What all accounts know of their plain orders adds up to what the books show.
  private func levelsAgree(_ owners: [OwnAccount], _ venue: borrowing Exchange) -> Bool {
    for number in UInt16(0)..<2 {
      let instrument = InstrumentID(number: number)
      for side in Side.allCases {
        var lots: [Price: Int64] = [:]
        for order in owners.flatMap(\.orders.standing)
        where order.instrument == instrument && order.side == side && !order.isConditional {
          lots[order.limit ?? Price(ticks: 0), default: 0] += order.lots
        }
        var shown: [Price: Int64] = [:]
        venue.forEachLevel(of: instrument, on: side) { price, quantity in
          shown[price] = quantity.lots
          return true
        }
        if lots != shown { return false }
      }
    }
    return true
  }

  private func note(_ event: Event, _ chance: inout RandomCommands, _ seen: inout Seen) {
    switch event.body {
    case .accepted(let accepted) where !accepted.terms.contains(.forced):
      chance.orders.append((accepted.order, accepted.account, accepted.instrument))
    case .filled(let fill):
      if fill.isForced { seen.forced += 1 } else { chance.fills.append(fill) }
    case .busted: seen.busted += 1
    case .deleveraged: seen.deleveraged += 1
    case .takenOver: seen.taken += 1
    case .positionMoved: seen.moved += 1
    case .contractSettled: seen.settled += 1
    case .transferred(let transfer): seen.reasons.insert(transfer.reason)
    default: break
    }
  }

  static func facts(_ rules: VenueRules) -> [InstrumentFacts] {
    rules.instruments.enumerated().map { index, rules in
      InstrumentFacts(
        instrument: InstrumentID(number: UInt16(index)), maximumPrice: rules.maximumPrice,
        maximumPosition: rules.maximumPosition, tickValue: rules.contract == .linear ? rules.tickValue : .zero,
        inverseValue: rules.contract == .inverse ? rules.tickValue : .zero,
        maintenanceMargin: rules.maintenanceTiers[0].rate)
    }
  }
}

/// Commands of all kinds that move money, lots or orders, from a seed.
private struct RandomCommands {
  var dice: Dice
  let accounts: [AccountID]
  var orders: [(order: OrderID, account: AccountID, instrument: InstrumentID)] = []
  var fills: [Fill] = []

  init(seed: UInt64, accounts: [AccountID]) {
    dice = Dice(seed: seed)
    self.accounts = accounts
  }

  mutating func next(isLast: Bool) -> Command.Action {
    let instrument = InstrumentID(number: UInt16(dice.whole(in: 0...1)))
    let account = accounts[Int(dice.whole(in: 0...Int64(accounts.count - 1)))]
    if isLast { return .settleContract(PriceUpdate(instrument: instrument, price: Price(ticks: 1_003))) }
    switch dice.whole(in: 0...19) {
    case 0: return cancel(orders.randomPlace(&dice))
    case 1:
      guard let known = orders.randomPlace(&dice) else { return .clock }
      return .amend(
        OrderAmend(
          account: known.account, instrument: known.instrument, target: .order(known.order),
          quantity: Quantity(lots: dice.whole(in: 1...30)), limit: Price(ticks: dice.whole(in: 930...1_070))))
    case 2:
      guard let known = orders.randomPlace(&dice) else { return .clock }
      return .reduce(
        OrderReduce(
          account: known.account, instrument: known.instrument, target: .order(known.order),
          by: Quantity(lots: dice.whole(in: 1...5))))
    case 3: return .massCancel(MassCancel(account: account))
    case 4: return .deposit(account, Money(units: dice.whole(in: 1...2_000)))
    case 5: return .withdraw(account, Money(units: dice.whole(in: 1...20_000)))
    case 6:
      let (from, to) = dice.whole(in: 0...1) == 0 ? (2, 3) : (3, 2)
      return .transfer(
        CollateralTransfer(from: accounts[from], to: accounts[to], amount: Money(units: dice.whole(in: 1...3_000))))
    case 7:
      let (from, to) = dice.whole(in: 0...1) == 0 ? (2, 3) : (3, 2)
      return .movePosition(
        PositionMove(from: accounts[from], to: accounts[to], instrument: InstrumentID(number: 0)))
    case 8: return fills.randomPlace(&dice).map { .bust($0) } ?? .clock
    case 9: return .setIndex(PriceUpdate(instrument: instrument, price: Price(ticks: dice.whole(in: 900...1_100))))
    default: return .submit(order(account, instrument))
    }
  }

  private func cancel(_ known: (order: OrderID, account: AccountID, instrument: InstrumentID)?) -> Command.Action {
    guard let known else { return .clock }
    return .cancel(OrderCancel(account: known.account, instrument: known.instrument, target: .order(known.order)))
  }

  private mutating func order(_ account: AccountID, _ instrument: InstrumentID) -> Order {
    let kind = dice.whole(in: 0...9)
    let side: Side = dice.whole(in: 0...1) == 0 ? .buy : .sell
    var order = Order(
      account: account, instrument: instrument, side: side, quantity: Quantity(lots: dice.whole(in: 1...40)),
      limit: Price(ticks: dice.whole(in: 900...1_100)))
    if kind == 0 { (order.limit, order.timeInForce) = (nil, .immediateOrCancel) }
    if kind == 1 { order.timeInForce = .fillOrKill }
    if kind == 2 { order.terms = .postOnly }
    if kind == 3 { order.terms = .reduceOnly }
    if kind == 4 { order.conditions.prevention = .decrement }
    return order
  }
}

extension Array {
  fileprivate func randomPlace(_ dice: inout Dice) -> Element? {
    isEmpty ? nil : self[Int(dice.whole(in: Int64(Swift.max(0, count - 12))...Int64(count - 1)))]
  }
}
