import MarketTypes
import TestSupport
import Venue

/// Two instruments of constant depth, and cross-margined accounts of several types with evenly spread loss buffers
/// (models C7). Everything is scaled to 250 ticks a unit of price and five lots a lot.
struct ContagionBook: Sendable {
  /// Accounts that hold the same: `density` of them for each unit of loss.
  struct Kind: Sendable {
    let lots: [Int64]
    let density: Double
  }

  static let ticksPerUnit = 250.0
  private static let lotsPerLot = 5.0
  private static let start: Int64 = 50_000

  /// Lots a unit of price.
  let depths: [Double]
  let types: [Kind]
  /// The largest loss buffer.
  var reach = 120.0

  struct Found {
    /// By instrument, in units of price.
    var displacements = [0.0, 0]
    /// By round, the shocks first: what was sold in each instrument, over its depth.
    var generations: [[Double]] = []
    /// How many were found under margin.
    var accounts = 0
  }

  var matrix: ContagionMatrix {
    ContagionMatrix(
      rows: (0..<2).map { target in
        (0..<2).map { source in
          types.reduce(0) { $0 + $1.density * Double($1.lots[target] * $1.lots[source]) / depths[target] }
        }
      })
  }

  private func count(of kind: Kind) -> Int { Int(kind.density * Self.lotsPerLot * reach) }
  var accountCount: Int { types.reduce(0) { $0 + count(of: $1) } }

  /// Without maintenance margin an account is liquidatable when it lost more than it paid in.
  private func rules(_ order: LiquidationOrder) -> VenueRules {
    let instrument = InstrumentRules(
      tickValue: Money(units: 100), maximumPrice: Price(ticks: 2 * Self.start),
      maximumPosition: Quantity(lots: 1 << 30), initialMargin: .zero,
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: .zero)], mark: .last)
    return VenueRules(instruments: [instrument, instrument], liquidation: LiquidationRules(order: order))
  }

  private var opening: [Command] {
    var actions: [Command.Action] = (0..<3).map { number in
      .openAccount(AccountOpening(account: AccountID(number: number), kind: .exempt))
    }
    for instrument in 0..<2 {
      let line = InstrumentID(number: UInt16(instrument))
      actions.append(.openMark(PriceUpdate(instrument: line, price: Price(ticks: Self.start))))
      let lots = Int64(depths[instrument] * Self.lotsPerLot / Self.ticksPerUnit)
      for level in 1...Int64(8_000) {
        actions.append(
          .openOrder(
            Order(
              account: ThresholdBook.provider, instrument: line, side: .buy, quantity: Quantity(lots: lots),
              limit: Price(ticks: Self.start - level))))
      }
    }
    var holder = 0
    for kind in types {
      for number in 1...count(of: kind) {
        // The loss at which the account has nothing left, in ticks of a lot.
        let buffer = Int64((Double(number) * Self.ticksPerUnit / (kind.density * Self.lotsPerLot)).rounded())
        actions += accountOpening(ThresholdBook.account(holder), kind, buffer: buffer)
        holder += 1
      }
    }
    return actions.map { Command($0) }
  }

  private func accountOpening(_ account: AccountID, _ kind: Kind, buffer: Int64) -> [Command.Action] {
    var actions: [Command.Action] = [
      .openAccount(AccountOpening(account: account, kind: .cross)),
      .deposit(account, Money(units: 100 * buffer - 1)),
    ]
    for instrument in 0..<2 {
      actions.append(
        .openHolding(
          HoldingOpening(
            account: account, counterparty: ThresholdBook.counterparty,
            instrument: InstrumentID(number: UInt16(instrument)), position: Position(lots: kind.lots[instrument]),
            price: Price(ticks: Self.start))))
    }
    return actions
  }

  /// Sells in each instrument what moves it so far, in units of price, one sale after the other.
  func run(shocks: [Double], order: LiquidationOrder = .synchronous) -> Found {
    var venue = Exchange(rules(order))
    var events = EventStream()
    for command in opening { venue.execute(command, into: &events) }
    events.removeAll()
    for instrument in 0..<2 where shocks[instrument] > 0 { venue.execute(sale(shocks, in: instrument), into: &events) }
    var found = Found()
    for index in 0..<events.count { add(events[index], to: &found) }
    return found
  }

  private func add(_ event: Event, to found: inout Found) {
    switch event.body {
    case .filled(let fill):
      let instrument = fill.instrument.index
      while found.generations.count <= Int(event.round) { found.generations.append([0, 0]) }
      found.generations[Int(event.round)][instrument] +=
        Double(fill.quantity.lots) / (depths[instrument] * Self.lotsPerLot)
      found.displacements[instrument] = Double(Self.start - fill.price.ticks) / Self.ticksPerUnit
    case .liquidatable: found.accounts += 1
    default: break
    }
  }

  private func sale(_ shocks: [Double], in instrument: Int) -> Command {
    let lots = Int64((shocks[instrument] * depths[instrument] * Self.lotsPerLot).rounded())
    return Command(
      .submit(
        Order(
          account: ThresholdBook.outsider, instrument: InstrumentID(number: UInt16(instrument)), side: .sell,
          quantity: Quantity(lots: lots), limit: nil, timeInForce: .immediateOrCancel)))
  }
}
