import MarketTypes
import TestSupport
import Testing
import Venue

/// What a cascade costs the insurance fund (models C8).
@Suite("Losses of a cascade")
struct FundLossTests {
  /// D = 10, q = 5, h = 1, Q0 = 40; each account is bankrupt c = 2 ticks below its threshold. In ticks of one lot.
  @Test(arguments: [LiquidationOrder.synchronous, .oneByOne])
  func `the integer book costs the fund exactly 20 (C8)`(order: LiquidationOrder) {
    let book = BankruptcyBook(depth: 10, lots: 5, spacing: 1, cushion: 2, shock: 40)
    let found = book.run(order)
    #expect(found.loss == 20)
    #expect(found.accounts == 8)
    #expect(found.loss == book.lossLotByLot(accounts: 8))
  }

  /// q [K (x0 − c − n h ÷ 2) − h (1 − n) K (K + 1) ÷ 2] with K = ⌊(x0 − c − n h ÷ 2) ÷ (h (1 − n))⌋, of a continuous
  /// book, from which accounts take the stretch that they move: the same book with 400 ticks a tick and 400 lots a lot.
  @Test
  func `on a fine grid the loss is the closed form's 11.25 (C8)`() {
    let (shift, ratio) = (4.0 - 2 - 0.25, 0.5)
    let count = (shift / (1 - ratio)).rounded(.down)
    let expected = 5 * (count * shift - (1 - ratio) * count * (count + 1) / 2)
    #expect(expected == 11.25)
    let book = BankruptcyBook(depth: 10, lots: 2_000, spacing: 400, cushion: 800, shock: 16_000)
    let found = book.run(.oneByOne)
    #expect(abs(Double(found.loss) / 160_000 - expected) < 0.01 * expected)
    #expect(found.loss == book.lossLotByLot(accounts: 7))
    #expect(found.accounts == 7)  // x* = 7.5; to whole ticks of C1 it is 8
  }
}

/// Constant depth, and accounts at even thresholds with the same distance from there to bankruptcy.
private struct BankruptcyBook {
  let depth, lots, spacing, cushion, shock: Int64
  private static let start: Int64 = 20_000_000
  private static let fund: Int64 = 1 << 40

  init(depth: Int64, lots: Int64, spacing: Int64, cushion: Int64, shock: Int64) {
    (self.depth, self.lots, self.spacing, self.cushion, self.shock) = (depth, lots, spacing, cushion, shock)
  }

  /// Maintenance margin is half a tick more than the cushion at every mark of the cascade, so equity of `cushion` ticks is
  /// below it and of one tick more is not.
  private func rules(_ order: LiquidationOrder) -> VenueRules {
    let rate = Rate(partsPerBillion: (2 * cushion + 1) * 500_000_000 / (Self.start - 8 * spacing))
    return VenueRules(
      instruments: [
        InstrumentRules(
          tickValue: Money(units: 1), maximumPrice: Price(ticks: Self.start),
          maximumPosition: Quantity(lots: 1 << 30), initialMargin: rate,
          maintenanceTiers: [MaintenanceTier(floor: .zero, rate: rate)], mark: .last)
      ], liquidation: LiquidationRules(order: order))
  }

  private var opening: [Command] {
    let thresholds = stride(from: spacing, through: 20 * spacing, by: Int(spacing))
    let book = ThresholdBook(
      start: Self.start, depth: Array(repeating: depth, count: Int(20 * spacing)),
      holders: thresholds.map { ThresholdBook.Holder(threshold: $0, lots: lots) })
    var commands = [Command(.fund(Money(units: Self.fund)))] + book.bookOpening
    for (number, holder) in book.holders.enumerated() {
      for command in book.opening(of: number) {
        if case .deposit(let account, _, _) = command.action {
          commands.append(Command(.deposit(account, Money(units: lots * (holder.threshold + cushion)))))
        } else {
          commands.append(command)
        }
      }
    }
    return commands
  }

  /// What the fund paid, in money of a tick of a lot, and how many accounts were closed.
  func run(_ order: LiquidationOrder) -> (loss: Int64, accounts: Int) {
    var venue = Exchange(rules(order))
    var events = EventStream()
    for command in opening { venue.execute(command, into: &events) }
    events.removeAll()
    venue.checksEverything = true
    venue.execute(ThresholdBook.sale(of: shock), into: &events)
    var outcome = ThresholdOutcome()
    for index in 0..<events.count { outcome.add(events[index], start: Self.start) }
    return (Self.fund - Int64(venue.balance(of: .fund(.common))), outcome.liquidatable.count)
  }

  /// Σ over accounts of what its lots lost beyond its collateral, each selling straight after the one before.
  func lossLotByLot(accounts: Int64) -> Int64 {
    var (sold, missing) = (shock, Int64(0))
    for number in 1...accounts {
      var loss: Int64 = 0
      for _ in 0..<lots {
        sold += 1
        loss += (sold + depth - 1) / depth
      }
      missing += max(0, loss - lots * (number * spacing + cushion))
    }
    return missing
  }
}
