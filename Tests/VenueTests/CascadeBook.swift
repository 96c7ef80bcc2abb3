import MarketTypes
import Venue

/// The static book of the closed forms: one liquidity provider bids `depth(level)` lots at each price below the start,
/// leveraged longs stand behind it, an outsider sells.
///
/// Source of all figures tested with it: the exact results of a static book, C0–C5 and C10, worked out independently of
/// this program in integers.
struct CascadeBook {
  static let start: Int64 = 10_000
  static let tickValue: Int64 = 100
  static let perp = InstrumentID(number: 0)
  static let provider = AccountID(number: 0)
  static let outsider = AccountID(number: 1)
  static let counterparty = AccountID(number: 2)
  static func long(_ number: Int) -> AccountID { AccountID(number: Int32(2 + number)) }

  var levels: Int64 = 2_000
  var depth: (Int64) -> Int64
  var lots: Int64
  /// Ticks below the start at which long `number` (from 1) is liquidatable, and not one tick sooner.
  var threshold: (Int64) -> Int64
  var accounts: Int64
  /// In parts per million of notional at the mark.
  var maintenance: Int64 = 5_000
  var fund: Int64 = 0
  var mark: MarkPolicy = .last
  var rules = LiquidationRules()
  /// The outside price, where a mark policy needs one.
  var index: Int64?

  var venueRules: VenueRules {
    VenueRules(
      instruments: [
        InstrumentRules(
          tickValue: Money(units: Self.tickValue), maximumPrice: Price(ticks: 100_000),
          maximumPosition: Quantity(lots: 10_000_000), initialMargin: Rate(partsPerBillion: maintenance * 1_000),
          maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: maintenance * 1_000))],
          mark: mark)
      ], liquidation: rules)
  }

  /// Loss at the threshold plus maintenance margin there, less one unit.
  func collateral(_ number: Int64) -> Int64 {
    let down = threshold(number)
    let margin = (maintenance * lots * Self.tickValue * (Self.start - down)).divided(by: 1_000_000, rounding: .up)
    return lots * Self.tickValue * down + margin - 1
  }

  /// Everything that stands before the first command.
  func opening() -> [Command] {
    var actions: [Command.Action] = []
    for account in 0..<3 {
      actions.append(.openAccount(AccountOpening(account: AccountID(number: Int32(account)), kind: .exempt)))
    }
    if fund > 0 { actions.append(.fund(Money(units: fund))) }
    actions.append(.openMark(PriceUpdate(instrument: Self.perp, price: Price(ticks: Self.start))))
    for level in 1...levels where depth(level) > 0 {
      actions.append(
        .openOrder(
          Order(
            account: Self.provider, instrument: Self.perp, side: .buy, quantity: Quantity(lots: depth(level)),
            limit: Price(ticks: Self.start - level))))
    }
    for number in stride(from: 1, through: accounts, by: 1) {
      let account = Self.long(Int(number))
      actions.append(.openAccount(AccountOpening(account: account, kind: .cross)))
      actions.append(.deposit(account, Money(units: collateral(number))))
      actions.append(
        .openHolding(
          HoldingOpening(
            account: account, counterparty: Self.counterparty, instrument: Self.perp, position: Position(lots: lots),
            price: Price(ticks: Self.start))))
    }
    if let index { actions.append(.setIndex(PriceUpdate(instrument: Self.perp, price: Price(ticks: index)))) }
    return actions.map { Command($0) }
  }

  func shock(_ lots: Int64) -> Command {
    Command(
      .submit(
        Order(
          account: Self.outsider, instrument: Self.perp, side: .sell, quantity: Quantity(lots: lots), limit: nil,
          timeInForce: .immediateOrCancel)))
  }

  /// Opens the venue, sells, and says what came of it.
  func run(selling lots: Int64) -> CascadeOutcome {
    var venue = Exchange(venueRules)
    var events = EventStream()
    for command in opening() { venue.execute(command, into: &events) }
    events.removeAll()
    venue.checksEverything = true
    venue.execute(shock(lots), into: &events)
    var outcome = CascadeOutcome()
    for index in 0..<events.count { outcome.add(events[index]) }
    for account in 0..<venue.accountCount {
      outcome.collateral.append(venue.collateral(of: AccountID(number: Int32(account))).units)
      outcome.equity.append(Int64(venue.figures(of: AccountID(number: Int32(account))).equity))
    }
    outcome.fund = Int64(venue.balance(of: .fund(.common)))
    outcome.uncovered = Int64(venue.balance(of: .uncovered))
    return outcome
  }
}

struct CascadeOutcome {
  var sold: Int64 = 0
  /// Ticks from the start to the last fill.
  var displacement: Int64 = 0
  /// Accounts per round, the first forced round first.
  var generations: [Int] = []
  /// Lots sold when each round ended, the shock first.
  var soldAfter: [Int64] = [0]
  var marks: [Int64] = []
  /// What each account was short, in order of account.
  var shortfalls: [AccountID: Int64] = [:]
  var collateral: [Int64] = []
  var equity: [Int64] = []
  var fund: Int64 = 0
  var uncovered: Int64 = 0
  var stalls = 0

  mutating func add(_ event: Event) {
    switch event.body {
    case .filled(let fill):
      sold += fill.quantity.lots
      displacement = CascadeBook.start - fill.price.ticks
      while soldAfter.count <= Int(event.round) { soldAfter.append(sold) }
      soldAfter[Int(event.round)] = sold
    case .accepted(let order) where order.terms.contains(.forced):
      while generations.count < Int(event.round) { generations.append(0) }
      generations[Int(event.round) - 1] += 1
    case .marked(let change): marks.append(change.price.ticks)
    case .transferred(let transfer):
      if case .collateral(let owner) = transfer.to,
        [.shortfallCovered, .shortfallUncovered].contains(transfer.reason)
      {
        shortfalls[owner, default: 0] += transfer.amount.units
      }
    case .liquidationStalled: stalls += 1
    default: break
    }
  }
}
