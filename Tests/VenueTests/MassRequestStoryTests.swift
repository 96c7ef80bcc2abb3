import Clearing
import MarketTypes
import Testing
import Venue

/// Several orders in one command, and what an administrator may do: rules MAT-52, MAT-53 and MAT-59.
@Suite struct MassRequestStoryTests {
  private let other = InstrumentID(number: 1)

  private func replace(_ client: Int64, by order: Order) -> Command.Action {
    .replace(OrderReplace(TradingFloor.client(client), with: order))
  }

  // MARK: Replace

  /// MAT-52: the old one leaves, the new one enters, and may bear the same client's number.
  @Test func `a replace takes one out and has another enter`() {
    var floor = TradingFloor()
    let (account, maker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 3, at: 105)
    floor.submit(account, .buy, 5, at: 100, client: 1)
    let events = floor.run(replace(1, by: TradingFloor.order(account, .buy, 7, at: 105, client: 1)))
    #expect(events.story == ["#2 cancelled, 5 left: replaced", "#3 takes 3 of #1 at 105", "#3 rests 4 at 105"])
    #expect(floor.cancel(account, client: 1).story == ["#3 cancelled, 4 left: requested"])
  }

  /// MAT-52: if the new one is refused the old one stays where it was, its number too.
  @Test func `a refused replace changes nothing`() {
    var floor = TradingFloor()
    let (account, maker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(account, .buy, 5, at: 100, client: 1)
    floor.submit(maker, .buy, 5, at: 100)
    floor.submit(account, .buy, 5, at: 99, client: 2)
    floor.submit(maker, .sell, 5, at: 105)
    #expect(
      floor.run(replace(1, by: TradingFloor.order(account, .buy, 1, at: 105, nil, .postOnly))).story
        == ["replace refused: postOnlyWouldTake"])
    #expect(
      floor.run(replace(1, by: TradingFloor.order(account, .buy, 1, at: 90, client: 2))).refusals
        == [.duplicateClientOrderID])
    #expect(floor.run(replace(9, by: TradingFloor.order(account, .buy, 1, at: 90))).refusals == [.unknownOrder])
    #expect(
      floor.run(replace(1, by: TradingFloor.order(maker, .buy, 1, at: 90))).refusals == [.unknownOrder])
    #expect(floor.orders(.buy) == [[1, 100, 5], [2, 100, 5], [3, 99, 5]])
    #expect(floor.cancel(account, client: 1).cancels == [.requested])
  }

  /// MAT-52: the old reservation does not count: 10 lots at 100 need all of the 100 there are.
  @Test func `a replace does not count the old reservation`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let account = floor.open(.cross, with: 100)
    floor.mark(100)
    floor.submit(account, .buy, 10, at: 100, client: 1)
    #expect(
      floor.run(replace(1, by: TradingFloor.order(account, .buy, 11, at: 100))).refusals == [.initialMarginNotMet])
    #expect(floor.venue.figures(of: account).initial == 100)
    #expect(floor.run(replace(1, by: TradingFloor.order(account, .buy, 10, at: 99))).rested == [[99, 10]])
    #expect(floor.venue.figures(of: account).initial == 100)
  }

  /// MAT-9, MAT-52: nor is the old order there to be met.
  @Test func `a replace does not count on what it takes out`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.submit(account, .sell, 3, at: 100, client: 1)
    #expect(
      floor.run(replace(1, by: TradingFloor.order(account, .buy, 3, at: 100, .fillOrKill))).refusals
        == [.fillOrKillNotFillable])
    #expect(floor.run(replace(1, by: TradingFloor.order(account, .buy, 3, at: 100, nil, .postOnly))).refusals == [])
    #expect(floor.book(.buy) == [[100, 3]])
  }

  /// A margined account with 1,000 and orders 1 and 2 of one group, a bid at 50 and an ask at 101; the world asks 200.
  private func bracket() -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index) { $0.orders.mostOpen = 2 }])
    let (account, world) = (floor.open(.cross, with: 1_000), floor.open(.exempt))
    floor.mark(100)
    floor.submit(world, .sell, 90, at: 200)
    floor.place(account, .buy, 1, at: 50, client: 1, with: .grouped(7))
    floor.place(account, .sell, 1, at: 101, client: 2, with: .grouped(7))
    return floor
  }

  /// MAT-18, MAT-39, MAT-52: 90 lots cost 900 at the mark, and 9,000 more at the price they meet or slide to, which is not
  /// that of an order that leaves before they come.
  @Test(arguments: [
    TradingFloor.order(AccountID(number: 0), .buy, 90, at: nil, .goodTilCancelled, .marketToLimit),
    TradingFloor.order(AccountID(number: 0), .buy, 90, at: 199, nil, [.postOnly, .slides]),
  ])
  func `a replace is reckoned at the price it meets once the group has left`(order: Order) {
    var floor = bracket()
    #expect(floor.run(replace(1, by: order)).refusals == [.initialMarginNotMet])
    #expect(floor.orders(.buy) == [[2, 50, 1]])
    #expect(floor.orders(.sell) == [[3, 101, 1], [1, 200, 90]])
    // Reservations and numbers are as they were: 10 for the bid or the ask, and 40 and more are free.
    #expect(floor.venue.figures(of: account).initial == 10)
    #expect(floor.cancel(account, client: 2).cancels == [.requested, .linked])
  }

  /// MAT-39, MAT-52: numbers, places among the open orders and lots of the group are free for the new one.
  @Test func `a replace does not count what leaves with the old one`() {
    var floor = bracket()
    let order = TradingFloor.order(account, .buy, 10, at: 101, nil, .postOnly, client: 2)
    #expect(
      floor.run(replace(1, by: order)).story == [
        "#2 cancelled, 1 left: replaced", "#3 cancelled, 1 left: linked", "#4 rests 10 at 101",
      ])
    #expect(floor.cancel(account, client: 2).cancels == [.requested])
  }

  /// MAT-7, MAT-52: where the group leaves nobody to meet, a market order is refused and nothing leaves.
  @Test func `a replace that would meet nobody but the group is refused`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.place(account, .buy, 1, at: nil, .immediateOrCancel, client: 1, with: .stop(150, group: 7))
    floor.place(account, .sell, 1, at: 101, client: 2, with: .grouped(7))
    #expect(floor.run(replace(1, by: TradingFloor.order(account, .buy, 9, at: nil))).refusals == [.noLiquidity])
    #expect(floor.armed(account) == [[1, 150]])
    #expect(floor.book(.sell) == [[101, 1]])
  }

  /// MAT-52, MAT-44: an armed order may be replaced by a plain one and the other way round.
  @Test func `armed orders are replaced like others`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.place(account, .buy, 5, at: 90, client: 1, with: .stop(105))
    #expect(
      floor.run(replace(1, by: TradingFloor.order(account, .buy, 2, at: 80, client: 1))).story
        == ["#1 cancelled, 5 left: replaced", "#2 rests 2 at 80"])
    var stop = TradingFloor.order(account, .buy, 2, at: 80, client: 1)
    stop.conditions = .stop(105)
    #expect(floor.run(replace(1, by: stop)).story == ["#2 cancelled, 2 left: replaced", "#3 armed at 105"])
  }

  // MARK: Mass cancel and kill switch

  /// Two resting and two armed orders in instrument 0, one of each in instrument 1: #1 … #6. Both sides.
  private func crowd() -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(), TradingFloor.instrument()])
    let account = floor.open(.exempt)
    floor.submit(account, .buy, 1, at: 90)
    floor.place(account, .buy, 1, at: 90, with: .stop(105))
    floor.submit(account, .sell, 1, at: 110)
    floor.place(account, .sell, 1, at: 110, with: .stop(95))
    floor.submit(account, .buy, 1, at: 90, in: other)
    floor.place(account, .sell, 1, at: 110, in: other, with: .stop(95))
    return floor
  }

  private let account = AccountID(number: 0)

  private func left(_ events: [Event]) -> [Int64] {
    events.compactMap { if case .cancelled(let order) = $0.body { order.order.number } else { nil } }
  }

  /// MAT-53: lowest instrument first, resting ones youngest first, then armed ones youngest first.
  @Test func `a mass cancel takes out what it names`() {
    func cancelled(_ instrument: InstrumentID?, _ side: Side?) -> [Int64] {
      var floor = crowd()
      return left(floor.run(.massCancel(MassCancel(account: account, instrument: instrument, side: side))))
    }
    #expect(cancelled(nil, nil) == [3, 1, 4, 2, 5, 6])
    #expect(cancelled(TradingFloor.perp, nil) == [3, 1, 4, 2])
    #expect(cancelled(other, nil) == [5, 6])
    #expect(cancelled(nil, .buy) == [1, 2, 5])
    #expect(cancelled(TradingFloor.perp, .sell) == [3, 4])
  }

  /// MAT-53: a lost session says so; the account may go on.
  @Test func `a lost session takes all orders out`() {
    var floor = crowd()
    let events = floor.run(.massCancel(MassCancel(account: account, occasion: .disconnect)))
    #expect(events.cancels == Array(repeating: .disconnected, count: 6))
    #expect(floor.submit(account, .buy, 1, at: 90).refusals == [])
  }

  /// MAT-53: the kill switch says `blocked` first and causes the cancels; until it is unblocked the account enters nothing.
  @Test func `the kill switch blocks the account`() {
    var floor = crowd()
    let events = floor.run(.massCancel(MassCancel(account: account, occasion: .kill)))
    #expect(events.story.first == "account 0 blocked")
    #expect(events.cancels == Array(repeating: .killed, count: 6))
    let cancels = events.indices.filter { events[$0].body.kind == .cancelled }
    #expect(cancels.allSatisfy { $0 - Int(events[$0].cause) == 0 })
    #expect(floor.submit(account, .buy, 1, at: 90).refusals == [.accountBlocked])
    #expect(floor.amend(account, client: 1, to: 2).refusals == [.accountBlocked])
    #expect(floor.quote(account, bid: (1, 90), ask: (1, 110)).refusals == [.accountBlocked])
    #expect(
      floor.run(replace(1, by: TradingFloor.order(account, .buy, 1, at: 90))).refusals == [.accountBlocked])
    #expect(floor.cancel(account, client: 1).refusals == [.unknownOrder])
    #expect(floor.run(.unblock(account)).story == ["account 0 unblocked"])
    #expect(floor.submit(account, .buy, 1, at: 90).refusals == [])
  }

  /// MAT-53: a kill of part of an account contradicts itself; an unknown account or instrument is unknown.
  @Test func `a mass cancel that makes no sense is refused`() {
    var floor = crowd()
    func refusal(_ request: MassCancel) -> [Refusal] { floor.run(.massCancel(request)).refusals }
    let nobody = AccountID(number: -1)
    #expect(refusal(MassCancel(account: nobody)) == [.unknownAccount])
    #expect(refusal(MassCancel(account: account, instrument: InstrumentID(number: 9))) == [.unknownInstrument])
    #expect(refusal(MassCancel(account: account, side: .buy, occasion: .kill)) == [.conditionsContradict])
    #expect(floor.run(.unblock(nobody)).refusals == [.unknownAccount])
    #expect(floor.orders(.buy).count == 1)
  }

  /// MAT-53: forced orders enter all the same: a blocked account is closed like another.
  @Test func `a blocked account is liquidated like another`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (maker, long) = (floor.open(.exempt), floor.open(.cross, with: 60))
    floor.mark(100)
    floor.hold(long, 10, at: 100, against: maker)
    floor.submit(maker, .buy, 10, at: 97)
    floor.run(.massCancel(MassCancel(account: long, occasion: .kill)))
    #expect(floor.index(97).fills == [[97, 10]])
  }

  // MARK: Bust

  /// MAT-59: both positions go back, both fees are returned, price and volume stay. Fees of 1 % and 2 %: 5 and 10 of 500.
  @Test func `a bust gives everything back`() {
    var rules = TradingFloor.instrument(mark: .index)
    rules.makerFee = Rate(partsPerBillion: 10_000_000)
    rules.takerFee = Rate(partsPerBillion: 20_000_000)
    var floor = TradingFloor([rules])
    let (maker, taker) = (floor.open(.cross, with: 1_000), floor.open(.cross, with: 1_000))
    floor.mark(100)
    floor.submit(maker, .sell, 5, at: 100)
    let fill = floor.submit(taker, .buy, 5, at: 100).compactMap { event -> Fill? in
      if case .filled(let fill) = event.body { fill } else { nil }
    }
    #expect(floor.venue.collateral(of: taker).units == 990)
    let events = floor.run(.bust(fill[0]))
    #expect(events.story == ["#2 gives back 5 at 100"])
    let reasons = events.compactMap { event -> TransferReason? in
      if case .transferred(let transfer) = event.body { transfer.reason } else { nil }
    }
    #expect(reasons == [.feeReturned, .feeReturned])
    #expect(floor.lots(maker) == 0 && floor.lots(taker) == 0)
    #expect(floor.venue.collateral(of: maker).units == 1_000 && floor.venue.collateral(of: taker).units == 1_000)
    #expect(floor.venue.balance(of: .fees) == 0)
    #expect(floor.venue.lastPrice(of: TradingFloor.perp) == Price(ticks: 100))
  }

  /// MAT-59: what it names is the administrator's word, so a bust of what never was conserves money too; the stream alone tells
  /// every balance.
  @Test func `a bust conserves money, whatever it names`() {
    var rules = TradingFloor.instrument(mark: .index)
    rules.takerFee = Rate(partsPerBillion: 333_333)
    rules.makerFee = Rate(partsPerBillion: -111_111)
    var floor = TradingFloor([rules])
    let (one, two) = (floor.open(.cross, with: 900_000), floor.open(.cross, with: 900_000))
    floor.mark(97)
    floor.submit(one, .sell, 50, at: 101)
    floor.submit(two, .buy, 50, at: 101)
    for (lots, ticks, side) in [(Int64(7), Int64(103), Side.buy), (13, 55, .sell), (50, 101, .buy), (999, 1, .sell)] {
      floor.run(
        .bust(
          Fill(
            maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks),
            quantity: Quantity(lots: lots), makerAccount: one, takerAccount: two, instrument: TradingFloor.perp,
            takerSide: side, isForced: false)))
    }
    var ledger = StreamLedger([rules])
    for index in 0..<floor.events.count { ledger.addWithBusts(floor.events[index]) }
    #expect(ledger.sum == 0)
    for account in [one, two] {
      #expect(ledger.balances[.collateral(account)] == Int128(floor.venue.collateral(of: account).units))
      #expect(
        ledger.lots[StreamLedger.Place(account: account.number, instrument: 0)] == floor.lots(account))
    }
  }

  /// MAT-59: unknown accounts, no lots, prices or positions beyond the rules are refused.
  @Test func `a bust beyond the rules is refused`() {
    var floor = TradingFloor()
    let (one, two) = (floor.open(.exempt), floor.open(.exempt))
    func refusal(_ lots: Int64, _ ticks: Int64, _ maker: AccountID, instrument: UInt16 = 0) -> [Refusal] {
      floor.run(
        .bust(
          Fill(
            maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks),
            quantity: Quantity(lots: lots), makerAccount: maker, takerAccount: two,
            instrument: InstrumentID(number: instrument), takerSide: .buy, isForced: false))
      ).refusals
    }
    #expect(refusal(1, 100, AccountID(number: 7)) == [.unknownAccount])
    #expect(refusal(1, 100, one, instrument: 3) == [.unknownInstrument])
    #expect(refusal(0, 100, one) == [.quantityIsZero])
    #expect(refusal(.min, 100, one) == [.quantityIsZero])
    #expect(refusal(.max, 100, one) == [.quantityAboveLimit])
    #expect(refusal(1, 0, one) == [.priceBelowOne])
    #expect(refusal(1, .max, one) == [.priceAboveLimit])
    #expect(refusal(9_999, 100, one) == [])
    #expect(refusal(2, 100, one) == [.positionAboveLimit])
  }
}
