import MarketTypes

/// The maker of the job: every 50 ms it looks at the recorded best prices and joins them with ten lots on each side, while
/// its inventory is within 200 lots. What it sends arrives a millisecond later. It asks for something only when a price
/// must change or a side is not there; what stays keeps its place.
struct ReplayL2Maker {
  static let interval: Int64 = 50_000_000
  static let latency: Int64 = 1_000_000
  private static let size: Int64 = 10
  private static let inventoryLimit: Int64 = 200

  /// One of its two orders.
  struct Resting {
    var ticks: Int64 = 0
    var lots: Int64 = 0
  }

  private(set) var bid = Resting()
  private(set) var ask = Resting()
  private(set) var inventory: Int64 = 0
  private(set) var looks = 0
  private(set) var requests = 0
  private(set) var fills = 0
  private(set) var lotsFilled: Int64 = 0

  /// What it wants now, or `nil` if that is what it has.
  mutating func look(bestBid: Int64, bestAsk: Int64) -> (bid: Resting, ask: Resting)? {
    looks += 1
    guard bestBid > 0, bestAsk < .max else { return nil }
    let wantedBid = Self.wanted(bid, at: bestBid, isOpen: inventory < Self.inventoryLimit)
    let wantedAsk = Self.wanted(ask, at: bestAsk, isOpen: inventory > -Self.inventoryLimit)
    if Self.isSame(wantedBid, bid), Self.isSame(wantedAsk, ask) { return nil }
    requests += 1
    return (wantedBid, wantedAsk)
  }

  private static func wanted(_ order: Resting, at ticks: Int64, isOpen: Bool) -> Resting {
    if !isOpen { return Resting() }
    return order.lots > 0 && order.ticks == ticks ? order : Resting(ticks: ticks, lots: size)
  }

  private static func isSame(_ one: Resting, _ other: Resting) -> Bool {
    one.lots == other.lots && (one.lots == 0 || one.ticks == other.ticks)
  }

  /// The venue has carried out its request.
  mutating func rest(_ bid: Resting, _ ask: Resting) { (self.bid, self.ask) = (bid, ask) }

  mutating func fill(_ side: Side, _ lots: Int64) {
    fills += 1
    lotsFilled += lots
    inventory += side.sign * lots
    if side == .buy { bid.lots -= lots } else { ask.lots -= lots }
  }
}
