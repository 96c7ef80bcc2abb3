import Foundation
import MarketTypes
import Venue

/// One maker that quotes a lot on each side by Avellaneda and Stoikov (2008), and the lot behind its bid; accounts of one
/// lot each, closed one by one at deadlines.
///
/// The maker reads its fills from the stream and answers before the next step. The mark is the middle of the quotes and is
/// taken when a fill is (MRK-7), while the ask still stands where it stood: half a tick above the middle to come, rounded
/// down to it.
struct RequotingMarket: ~Copyable {
  static let start: Int64 = 100_000
  private static let (gamma, variance, horizon, decay) = (0.1, 4.0, 1.0, 1.5)
  private static let (ticksPerUnit, lotsPerUnit) = (500.0, 200.0)
  private static let perp = InstrumentID(number: 0)
  private static let maker = AccountID(number: 0)
  private static let outsider = AccountID(number: 1)
  private static let counterparty = AccountID(number: 2)

  private var venue: Exchange
  private var events = EventStream()
  private var found = Found()
  /// What the maker bought less what it sold, in lots.
  private var inventory: Int64 = 0
  private var time: Int64 = 0

  struct Found {
    /// Ticks from the first mark to the last.
    var displacement: Int64 = 0
    var liquidated: Int64 = 0
    /// The middle of the last quotes.
    var quotedCentre: Int64 = 0
    var isAtRest = false
  }

  /// - Parameter density: lots of threshold, in units over a unit of price.
  init(density: Double, accounts: Int) {
    // Without maintenance margin an account is liquidatable when it lost more than it paid in.
    let instrument = InstrumentRules(
      tickValue: Money(units: 100), maximumPrice: Price(ticks: 2 * Self.start),
      maximumPosition: Quantity(lots: 1 << 30), initialMargin: .zero,
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: .zero)], mark: .mid)
    let pacing = LiquidationPacing.timed(TimeSpan(nanoseconds: 10))
    venue = Exchange(
      VenueRules(instruments: [instrument], liquidation: LiquidationRules(pacing: pacing, order: .oneByOne)))
    for account in 0..<3 {
      execute(.openAccount(AccountOpening(account: AccountID(number: Int32(account)), kind: .exempt)))
    }
    execute(.openMark(PriceUpdate(instrument: Self.perp, price: Price(ticks: Self.start))))
    let ticksPerAccount = Self.ticksPerUnit / (density * Self.lotsPerUnit)
    for number in 1...accounts {
      let account = AccountID(number: Int32(2 + number))
      let threshold = Int64((Double(number) * ticksPerAccount - 1e-6).rounded(.up))
      execute(.openAccount(AccountOpening(account: account, kind: .cross)))
      execute(.deposit(account, Money(units: 100 * threshold - 1)))
      execute(
        .openHolding(
          HoldingOpening(
            account: account, counterparty: Self.counterparty, instrument: Self.perp, position: Position(lots: 1),
            price: Price(ticks: Self.start))))
    }
  }

  private mutating func execute(_ action: Command.Action) {
    events.removeAll()
    venue.execute(Command(action, at: Time(nanoseconds: time)), into: &events)
  }

  /// Sells lot by lot, the maker quoting again after each; then lets the deadlines come until there are no more.
  mutating func run(shock: Int64) -> Found {
    quote()
    for _ in 0..<shock {
      time += 1
      execute(
        .submit(
          Order(
            account: Self.outsider, instrument: Self.perp, side: .sell, quantity: Quantity(lots: 1), limit: nil,
            timeInForce: .immediateOrCancel)))
      answer()
    }
    while let deadline = venue.nextDeadline {
      time = max(time, deadline.nanoseconds)
      execute(.clock)
      answer()
    }
    found.isAtRest = true
    return found
  }

  /// Looks at what happened, and quotes again if the maker filled.
  private mutating func answer() {
    var hasFilled = false
    for index in 0..<events.count {
      switch events[index].body {
      case .filled(let fill):
        inventory += fill.takerSide == .sell ? fill.quantity.lots : -fill.quantity.lots
        if fill.isForced { found.liquidated += 1 }
        hasFilled = true
      case .marked(let mark): found.displacement = Self.start - mark.price.ticks
      default: break
      }
    }
    if hasFilled { quote() }
  }

  /// r = s − q γ σ² τ, quotes at r ∓ ½ (γ σ² τ + (2 ÷ γ) ln (1 + γ ÷ k)), away from the middle to whole ticks.
  private mutating func quote() {
    let risk = Self.gamma * Self.variance * Self.horizon
    let spread = risk + 2 / Self.gamma * log(1 + Self.gamma / Self.decay)
    let half = Int64((spread / 2 * Self.ticksPerUnit).rounded(.up))
    func centre(_ inventory: Int64) -> Int64 {
      Self.start - Int64((Double(inventory) / Self.lotsPerUnit * risk * Self.ticksPerUnit).rounded())
    }
    let (here, next, lot) = (centre(inventory), centre(inventory + 1), Quantity(lots: 1))
    time += 1
    quote(0, bid: here - half, ask: here + half, askQuantity: lot)
    quote(1, bid: next - half, ask: here + half, askQuantity: .zero)
    found.quotedCentre = here
  }

  private mutating func quote(_ entry: UInt32, bid: Int64, ask: Int64, askQuantity: Quantity) {
    execute(
      .massQuote(
        MassQuote(
          account: Self.maker, instrument: Self.perp, entry: entry, bid: Price(ticks: bid), Quantity(lots: 1),
          ask: Price(ticks: ask), askQuantity)))
  }
}
