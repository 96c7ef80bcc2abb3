import MarketTypes
import Storage
import Venue

/// The market of `bench cascade` and `bench snapshot`: bids of even depth, and leveraged longs behind them, ten at each
/// tick below the first mark, in an order of accounts that has nothing to do with it.
///
/// At each tick 100 lots are bid in orders of 1 to 15 lots and 50 are held, so a sale of 50 × x lots moves the price x ticks
/// and liquidates the 10 × x longs within it: x* = x0 ÷ (1 − n) with n = ½ (docs/validation.md, C1).
struct CascadePopulation: ~Copyable {
  static let start: Int64 = 1_000_000
  static let perp = InstrumentID(number: 0)
  static let lots: Int64 = 5
  static let holdersAtTick = 10
  static let makers = 100
  private static let maintenance = Rate(partsPerBillion: 5_000_000)
  static let outsider = AccountID(number: Int32(makers))
  private static let counterparty = AccountID(number: Int32(makers + 1))
  static let firstHolder = makers + 2

  /// Accounts of longs, nearest threshold first, of one threshold the lower number first: in the order in which they are
  /// closed.
  private(set) var holders: Pool<Int32>
  /// Orders on the bid side, best first.
  private(set) var bids = Pool<Bid>()

  struct Bid: BitwiseCopyable {
    var ticks: Int64
    var lots: Int64
    var maker: Int32
  }

  /// - Parameters:
  ///   - accounts: how many longs; a multiple of ten.
  ///   - levels: how many ticks below the first mark are bid at.
  init(accounts: Int, levels: Int) {
    var chance = SplitMix64(seed: 42)
    holders = Pool(count: accounts, filledWith: 0)
    for place in 0..<accounts { holders[place] = Int32(Self.firstHolder + place) }
    for place in 0..<accounts - 1 {
      let other = place + chance.below(accounts - place)
      (holders[place], holders[other]) = (holders[other], holders[place])
    }
    for first in stride(from: 0, to: accounts, by: Self.holdersAtTick) { sortTick(from: first) }
    for level in 1...levels {
      var left: Int64 = 100
      while left > 0 {
        let lots = min(left, 1 + Int64(chance.below(15)))
        bids.append(Bid(ticks: Self.start - Int64(level), lots: lots, maker: Int32(chance.below(Self.makers))))
        left -= lots
      }
    }
  }

  private mutating func sortTick(from first: Int) {
    for place in first..<first + Self.holdersAtTick {
      var lower = place
      while lower > first, holders[lower - 1] > holders[lower] {
        (holders[lower - 1], holders[lower]) = (holders[lower], holders[lower - 1])
        lower -= 1
      }
    }
  }

  /// What moves the price so far that so many more are liquidated.
  static func shock(liquidating accounts: Int) -> Int64 { lots * Int64(accounts) }

  static func sale(of lots: Int64) -> Command {
    Command(
      .submit(
        Order(
          account: outsider, instrument: perp, side: .sell, quantity: Quantity(lots: lots), limit: nil,
          timeInForce: .immediateOrCancel)))
  }

  static func rules(_ order: LiquidationOrder) -> VenueRules {
    let instrument = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1 << 20), maximumPosition: Quantity(lots: 1 << 40),
      makerFee: Rate(partsPerBillion: 100_000), takerFee: Rate(partsPerBillion: 500_000), initialMargin: maintenance,
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: maintenance)], mark: .last)
    return VenueRules(
      instruments: [instrument],
      liquidation: LiquidationRules(pacing: .immediate(roundLimit: 60_000), order: order))
  }

  /// A venue with all of it in, as it stands before the first sale.
  ///
  /// - Parameter position: is set to how many events that took.
  func venue(_ order: LiquidationOrder, endingAt position: inout EventPosition) -> Exchange {
    var exchange = Exchange(Self.rules(order))
    var events = EventStream()
    forEachOpening { action in
      events.removeAll()
      exchange.execute(Command(action), into: &events)
    }
    // The opening ends, and the watch sets its triggers.
    events.removeAll()
    exchange.execute(Command(.clock), into: &events)
    position = events.end
    return exchange
  }

  private func forEachOpening(_ open: (Command.Action) -> Void) {
    for number in 0..<Self.makers {
      let maker = AccountID(number: Int32(number))
      open(.openAccount(AccountOpening(account: maker, kind: .cross)))
      open(.deposit(maker, Money(units: 1 << 48)))
    }
    open(.openAccount(AccountOpening(account: Self.outsider, kind: .exempt)))
    open(.openAccount(AccountOpening(account: Self.counterparty, kind: .exempt)))
    open(.openMark(PriceUpdate(instrument: Self.perp, price: Price(ticks: Self.start))))
    // Whoever trades has traded before: a sale makes no record of anybody.
    for number in 0...Self.outsider.number { openHolding(of: AccountID(number: number), lots: 1, open) }
    // Who is closed far below its threshold is bankrupt, and the fund pays.
    open(.fund(Money(units: 1 << 50)))
    for place in 0..<bids.count {
      let bid = bids[place]
      open(
        .openOrder(
          Order(
            account: AccountID(number: bid.maker), instrument: Self.perp, side: .buy,
            quantity: Quantity(lots: bid.lots), limit: Price(ticks: bid.ticks))))
    }
    openHolders(open)
  }

  /// In order of account.
  private func openHolders(_ open: (Command.Action) -> Void) {
    var places = Pool<Int32>(count: holders.count, filledWith: 0)
    for place in 0..<holders.count { places[Int(holders[place]) - Self.firstHolder] = Int32(place) }
    for number in 0..<holders.count {
      let account = AccountID(number: Int32(Self.firstHolder + number))
      open(.openAccount(AccountOpening(account: account, kind: .cross)))
      open(.deposit(account, Money(units: Self.collateral(threshold: Self.threshold(of: Int(places[number]))))))
      openHolding(of: account, lots: Self.lots, open)
    }
  }

  private func openHolding(of account: AccountID, lots: Int64, _ open: (Command.Action) -> Void) {
    open(
      .openHolding(
        HoldingOpening(
          account: account, counterparty: Self.counterparty, instrument: Self.perp, position: Position(lots: lots),
          price: Price(ticks: Self.start))))
  }

  /// How many ticks below the start the long at this place is liquidatable, and not one sooner.
  static func threshold(of place: Int) -> Int64 { Int64(place / holdersAtTick) + 1 }

  /// Loss at the threshold plus maintenance margin there, less one unit.
  private static func collateral(threshold: Int64) -> Int64 {
    let notional = Money(units: lots * (start - threshold))
    return lots * threshold + notional.times(maintenance, rounding: .up).units - 1
  }
}
