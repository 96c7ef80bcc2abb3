import Analysis
import MarketTypes
import Testing

/// Who moved a mark, under each policy, in streams written by hand: 100 ticks before; the last event before an account
/// falls is the mark.
@Suite struct `Shares of a mark's move` {
  private static let (taker, other, faller) = (AccountID(number: 0), AccountID(number: 1), AccountID(number: 2))
  private static let perp = InstrumentID(number: 0)

  /// What moved the mark from 100 to `to`, in commands of their own but for the last one's mark.
  private func move(_ policy: MarkPolicy, to ticks: Int64, after steps: [[Event.Body]]) throws -> MarkMove {
    var rules = HandMade.rules
    rules.instruments[0].mark = policy
    var tree = CausalTree(rules, shockAccounts: [Self.taker])
    var next: Int64 = 0
    func tell(_ events: [Event]) {
      tree.observe(Command(.clock), events.span, from: EventPosition(number: next))
      next += Int64(events.count)
    }
    tell((0..<3).map { Event(.accountOpened(AccountOpening(account: AccountID(number: $0), kind: .cross))) })
    tell([Event(HandMade.mark(Self.perp, 100))])
    for step in steps.dropLast() { tell(step.map { Event($0) }) }
    let state = MarginState(account: Self.faller, equity: Money(units: 1), maintenance: Money(units: 2))
    tell(
      (steps.last ?? []).map { Event($0) } + [
        Event(HandMade.mark(Self.perp, ticks, from: 100)), Event(.liquidatable(state), cause: 1),
      ])
    let fall = try #require(tree.falls.first)
    #expect(fall.cause == .mark(0))
    let move = try #require(tree.moves.first)
    #expect(move.shares.reduce(0) { $0 + $1.part } == move.whole)
    return move
  }

  private func fill(_ lots: Int64, at ticks: Int64, _ side: Side, by account: AccountID) -> Event.Body {
    .filled(
      Fill(
        maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks),
        quantity: Quantity(lots: lots),
        makerAccount: Self.faller, takerAccount: account, instrument: Self.perp, takerSide: side, isForced: false))
  }

  private func quoted(_ bid: Int64, _ ask: Int64) -> Event.Body {
    .quoted(
      Quote(
        instrument: Self.perp, bid: Price(ticks: bid), bidQuantity: Quantity(lots: 1), ask: Price(ticks: ask),
        askQuantity: Quantity(lots: 1)))
  }

  private func indexed(_ ticks: Int64) -> Event.Body {
    .indexed(PriceUpdate(instrument: Self.perp, price: Price(ticks: ticks)))
  }

  private func parts(_ move: MarkMove) -> [MarkSource: Int128] {
    Dictionary(uniqueKeysWithValues: move.shares.map { ($0.source, $0.part) })
  }

  /// 100 → 97 → 95 by the shock, then 98 by another who buys, then 92 by the shock: 5 + 6 down, 3 up, 8 in all.
  @Test func `of the last price each fill has its step, and one against the move a share below zero`() throws {
    let move = try move(
      .last, to: 92,
      after: [
        [
          fill(1, at: 97, .sell, by: Self.taker), fill(1, at: 95, .sell, by: Self.taker),
          fill(1, at: 98, .buy, by: Self.other), fill(1, at: 92, .sell, by: Self.taker), quoted(91, 99),
        ]
      ])
    #expect(move.whole == -8)
    #expect(parts(move) == [.shock: -11, .participants: 3])
    #expect(move.shares.map(\.lots) == [3, 1])
    #expect(move.fraction(of: move.shares[0]) == 1.375)
    #expect(move.parent == .shock)
  }

  /// What came before marks were last taken moved another mark, or none.
  @Test func `fills that left the mark where it was have no part in the next move`() throws {
    let move = try move(
      .last, to: 90,
      after: [
        [fill(1, at: 95, .sell, by: Self.taker), fill(1, at: 100, .buy, by: Self.taker), quoted(99, 101)],
        [fill(1, at: 90, .sell, by: Self.other), quoted(89, 101)],
      ])
    #expect(parts(move) == [.participants: -10])
    #expect(move.parent == .participants)
  }

  /// The shock's fill at 98 is followed by the other's at 96, which leaves a best bid of 95. Before, 100 was bid: the two
  /// ticks down to 98 were nobody's fill.
  @Test func `of the best bid a fill has the way to the next bid that is met`() throws {
    let move = try move(
      .bestBid, to: 95,
      after: [
        [
          fill(1, at: 98, .sell, by: Self.taker), fill(1, at: 103, .buy, by: Self.other),
          fill(1, at: 96, .sell, by: Self.other), quoted(95, 104),
        ]
      ])
    #expect(move.whole == -5)
    #expect(parts(move) == [.shock: -2, .participants: -1, .quotes: -2])
  }

  /// In half ticks: the shock took the bid from 98 to 94, the ask went from 102 to 101 by itself.
  @Test func `of the mid each side counts half, and the rest is the quotes'`() throws {
    let move = try move(
      .mid, to: 97, after: [[fill(1, at: 98, .sell, by: Self.taker), quoted(94, 101)]])
    #expect(move.whole == -6)
    #expect(parts(move) == [.shock: -4, .quotes: -2])
  }

  @Test func `of the index all is the index's`() throws {
    let move = try move(
      .index, to: 90, after: [[indexed(90), fill(5, at: 80, .sell, by: Self.taker), quoted(80, 101)]])
    #expect(parts(move) == [.index: -10])
    #expect(move.parent == .index)
  }

  /// A quarter of the last price, which went from 100 to 92 in the last step; the index fell by 4: −2 − 3 = −5.
  @Test func `of a blend the last price has its weight and the index the rest`() throws {
    let weight = Rate(partsPerBillion: 250_000_000)
    let move = try move(
      .blend(lastWeight: weight), to: 95,
      after: [
        [fill(1, at: 100, .buy, by: Self.other), quoted(99, 101)],
        [fill(1, at: 92, .sell, by: Self.taker), indexed(96), quoted(91, 101)],
      ])
    #expect(move.whole == -5_000_000_000)
    #expect(parts(move) == [.shock: -2_000_000_000, .index: -3_000_000_000])
  }

  /// Where depth, averages or windows decide, lots do: 3 to 1.
  @Test func `where the policy does not tell, lots are the shares`() throws {
    let move = try move(
      .impactMid(notional: Money(units: 1_000)), to: 90,
      after: [
        [fill(3, at: 97, .sell, by: Self.taker), fill(1, at: 90, .sell, by: Self.other), quoted(89, 101)]
      ])
    #expect(move.whole == 4)
    #expect(parts(move) == [.shock: 3, .participants: 1])
    #expect(move.ticks(of: move.shares[0]) == -7.5)
  }

  /// A sampled mark waits: fills of all commands since the one before have moved it.
  @Test func `fills since the last sample count for a mark that is sampled`() throws {
    let move = try move(
      .indexPlusBasis(DecayedAverage(cadence: TimeSpan(nanoseconds: 1_000), decay: .zero)), to: 90,
      after: [
        [fill(3, at: 97, .sell, by: Self.taker), quoted(96, 101)],
        [fill(1, at: 90, .sell, by: Self.other), quoted(89, 101)], [],
      ])
    #expect(parts(move) == [.shock: 3, .participants: 1])
  }

  /// The index is in the mark with its whole change: 8 of 10 down, whatever traded meanwhile; lots share the other 2.
  @Test func `an index with a basis moves the mark by what it moved itself`() throws {
    let policy = MarkPolicy.indexPlusBasis(DecayedAverage(cadence: TimeSpan(nanoseconds: 1_000), decay: .zero))
    let before = [indexed(100), HandMade.mark(Self.perp, 101, from: 100), HandMade.mark(Self.perp, 100, from: 101)]
    let fills = [fill(3, at: 97, .sell, by: Self.taker), fill(1, at: 90, .buy, by: Self.other), quoted(89, 101)]
    var move = try move(policy, to: 90, after: [before, fills, [indexed(92)]])
    #expect(move.whole == -40)
    #expect(parts(move) == [.shock: -6, .participants: -2, .index: -32])
    #expect(move.parent == .index)
    // Without a fill the basis is time's.
    move = try self.move(policy, to: 90, after: [before, [indexed(92)]])
    #expect(parts(move) == [.index: -8, .other: -2])
    // The first index there is.
    move = try self.move(policy, to: 90, after: [fills, [indexed(92)]])
    #expect(parts(move) == [.shock: 0, .participants: 0, .index: -40])
  }

  @Test func `a fair mark is the index's, whatever trades`() throws {
    let trade = fill(3, at: 97, .sell, by: Self.taker)
    #expect(parts(try move(.fair, to: 90, after: [[trade, indexed(92), quoted(96, 101)]])) == [.index: -10])
    #expect(parts(try move(.fair, to: 99, after: [[trade, quoted(96, 101)]])) == [.other: -1])
  }

  @Test func `a mark without fills and without an index is nobody's`() throws {
    let move = try move(.last, to: 90, after: [[]])
    #expect(parts(move) == [.other: -10])
    #expect(move.parent == .other)
  }
}
