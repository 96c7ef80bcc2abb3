import MarketTypes
import Mathematics

/// Where a crowd's limit orders stand, and how long.
public struct LimitSettings: Hashable, Sendable {
  /// How often one is sent to each distance from the opposite best quote, from one tick on: a rate for each side, per
  /// second, or only a weight. At least one; their sum is above zero.
  public var distances: [Double]
  /// How often each order is cancelled, per second, by its distance from the opposite best quote, from one tick on; the last
  /// one holds beyond. Empty: never.
  public var cancels: [Double]
  /// The share of orders, 0 to 1, that are cancelled after a life of their own, wherever they stand.
  public var fleetingShare: Double
  /// The mean of that life, which is exponential; at least 1 ns.
  public var fleetingLife: TimeSpan

  public init(
    distances: [Double], cancels: [Double], fleetingShare: Double = 0,
    fleetingLife: TimeSpan = TimeSpan(nanoseconds: 1)
  ) {
    self.distances = distances
    self.cancels = cancels
    self.fleetingShare = fleetingShare
    self.fleetingLife = fleetingLife
  }

  /// scale ÷ distance^exponent, for each distance of a range.
  public static func powerLaw(scale: Double, exponent: Double, from first: Int, through last: Int) -> [Double] {
    (first...last).map { scale * exp(-exponent * log(Double($0))) }
  }
}

/// A crowd's limit orders: places them behind the opposite best quote and cancels each after its life.
///
/// A life is exponential at the highest rate of cancelling. Where it ends, the order is cancelled with the chance by which the
/// rate at its distance is less than the highest; otherwise it gets another. That makes the rate of each order what it is at
/// its distance, exactly, while it moves toward the quotes and away.
struct LimitPlacing: Sendable {
  private let seat: Seat
  private var settings: LimitSettings
  private var choice: WeightedChoice
  private var highestRate: Double
  /// For what orders in the book draw: how many there are depends on the market, and must not shift what is sent.
  private var lives: SeededGenerator
  var orders: StandingOrders
  /// Slots of orders that rest for the account and were not sent, and of all where the rates have changed; they get a life
  /// at the next look.
  private var found: [Int] = []

  init(_ seat: Seat, _ settings: LimitSettings, lives: SeededGenerator) {
    self.seat = seat
    self.settings = settings
    self.lives = lives
    choice = WeightedChoice(settings.distances)
    highestRate = settings.cancels.max() ?? 0
    orders = StandingOrders(seat)
  }

  /// With other rates of cancelling what stands gets another life: an exponential one has no age.
  mutating func adopt(_ settings: LimitSettings) {
    if settings.cancels != self.settings.cancels || settings.fleetingLife != self.settings.fleetingLife {
      orders.forgetEnds()
      found = orders.standing.indices.filter { orders.standing[$0].lots > 0 }
    }
    self.settings = settings
    choice = WeightedChoice(settings.distances)
    highestRate = settings.cancels.max() ?? 0
  }

  /// What stands in for the best quote opposite to a side: if there is none, the last price.
  private static func opposite(of side: Side, in market: PublicMarket) -> Price? {
    (side == .buy ? market.quote.ask : market.quote.bid) ?? market.last
  }

  /// Sends a limit order. Takes two values, three if some orders are fleeting, whatever comes of it.
  mutating func place(
    _ side: Side, _ quantity: Quantity, in market: PublicMarket, at now: Time, _ chance: inout SeededGenerator,
    _ actions: inout Outbox
  ) {
    let distance = PriceChange(ticks: Int64(choice.place(for: chance.uniform()) + 1))
    let life = chance.exponential(mean: 1)
    let isFleeting = settings.fleetingShare > 0 && chance.happens(withProbability: settings.fleetingShare)
    let lots = seat.facts.steps.settled(quantity)
    guard lots > .zero, let opposite = Self.opposite(of: side, in: market) else { return }
    let aimed = side == .buy ? opposite - distance : opposite + distance
    guard let price = seat.facts.steps.settled(aimed, for: side), price <= seat.facts.maximumPrice else { return }
    let span =
      isFleeting
      ? life * Double(settings.fleetingLife.nanoseconds) : highestRate > 0 ? life * (1e9 / highestRate) : nil
    orders.send(
      side, lots, at: price, until: span.map { now + TimeSpan(roundingUp: $0) }, isFleeting: isFleeting, &actions)
  }

  /// Cancels what has lived long enough.
  mutating func cancelEnded(in market: PublicMarket, at now: Time, _ actions: inout Outbox) {
    if !found.isEmpty {
      for slot in found where orders.standing[slot].lots > 0 {
        if orders.standing[slot].isFleeting {
          orders.end(slot, at: now + life(of: Double(settings.fleetingLife.nanoseconds)))
        } else if highestRate > 0 {
          orders.end(slot, at: now + life())
        }
      }
      found.removeAll(keepingCapacity: true)
    }
    while let (slot, time) = orders.takeEnded(by: now) {
      let own = orders.standing[slot]
      if own.isFleeting || settings.cancels.count == 1 || endsHere(own, market) {
        orders.cancel(slot, &actions)
      } else {
        orders.end(slot, at: time + life())
      }
    }
  }

  /// Whether an order whose life is over is cancelled at the distance at which it stands.
  private mutating func endsHere(_ own: StandingOrders.Standing, _ market: PublicMarket) -> Bool {
    let value = lives.uniform()
    guard !settings.cancels.isEmpty else { return false }
    let opposite = Self.opposite(of: own.side, in: market) ?? own.price
    let distance = max(1, (opposite - own.price).ticks * own.side.sign)
    return value * highestRate < settings.cancels[min(Int(distance), settings.cancels.count) - 1]
  }

  private mutating func life() -> TimeSpan { life(of: highestRate > 0 ? 1e9 / highestRate : 1e18) }

  private mutating func life(of mean: Double) -> TimeSpan {
    TimeSpan(roundingUp: max(1, lives.exponential(mean: mean)))
  }

  /// Takes in an event about its account.
  mutating func observe(_ event: Event) {
    if let slot = orders.observe(event) { found.append(slot) }
  }
}
