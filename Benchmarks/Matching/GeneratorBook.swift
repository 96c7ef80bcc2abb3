import MarketTypes

/// The generator's own book, which shares no code with the one under test: to know what is alive, and what should come out.
///
/// Plain and roomy: one record for every order ever, a list for each price, none of it reused.
struct GeneratorBook {
  struct Order {
    var ticks: Int32
    var lots: Int32
    var side: Side
    var next: Int32 = 0
    var previous: Int32 = 0
    /// Where it stands among the live ones, if it is one.
    var place: Int32 = 0
  }

  /// Prices stay below in every workload.
  static let priceLimit = 1 << 16

  /// By number; the one numbered 0 means none.
  private(set) var orders: [Order] = [Order(ticks: 0, lots: 0, side: .buy)]
  /// The numbers of live orders, in no order that means anything but the same in each run.
  private(set) var live: [Int32] = []
  private(set) var bestBid = 0
  private(set) var bestAsk = Self.priceLimit
  private(set) var levelCount = 0
  private var heads = [[Int32]](repeating: [Int32](repeating: 0, count: Self.priceLimit + 1), count: 2)
  private var tails = [[Int32]](repeating: [Int32](repeating: 0, count: Self.priceLimit + 1), count: 2)

  init(capacity: Int) {
    orders.reserveCapacity(capacity + 1)
  }

  func isLive(_ number: Int32) -> Bool {
    let place = Int(orders[Int(number)].place)
    return place < live.count && live[place] == number
  }

  /// The oldest order at the best price of a side, or 0.
  func first(on side: Side) -> Int32 {
    side == .buy ? (bestBid > 0 ? heads[0][bestBid] : 0) : (bestAsk < Self.priceLimit ? heads[1][bestAsk] : 0)
  }

  /// A price for an order of `side` that is `wanted`, or as near to it as does not cross.
  func resting(_ wanted: Int, _ side: Side) -> Int {
    side == .buy ? min(wanted, bestAsk - 1) : max(wanted, bestBid + 1)
  }

  /// The next number, for an order that will not rest.
  mutating func issueNumber(_ side: Side) -> Int32 {
    orders.append(Order(ticks: 0, lots: 0, side: side))
    return Int32(orders.count - 1)
  }

  mutating func add(_ side: Side, ticks: Int, lots: Int) -> Int32 {
    let number = Int32(orders.count)
    orders.append(Order(ticks: Int32(ticks), lots: Int32(lots), side: side, place: Int32(live.count)))
    live.append(number)
    link(number)
    return number
  }

  mutating func remove(_ number: Int32) {
    unlink(number)
    let place = Int(orders[Int(number)].place)
    let last = live.removeLast()
    if last == number { return }
    live[place] = last
    orders[Int(last)].place = Int32(place)
  }

  /// An order that was issued its number, or taken out, comes to rest.
  mutating func rest(_ number: Int32, ticks: Int, lots: Int) {
    orders[Int(number)].place = Int32(live.count)
    live.append(number)
    orders[Int(number)].ticks = Int32(ticks)
    orders[Int(number)].lots = Int32(lots)
    link(number)
  }

  /// Out and in again: the youngest at its price, and the last of the live ones.
  mutating func move(_ number: Int32, toTicks ticks: Int, lots: Int) {
    remove(number)
    rest(number, ticks: ticks, lots: lots)
  }

  mutating func shrink(_ number: Int32, toLots lots: Int) {
    orders[Int(number)].lots = Int32(lots)
  }

  private mutating func link(_ number: Int32) {
    let index = Int(number)
    let side = Int(orders[index].side.rawValue)
    let ticks = Int(orders[index].ticks)
    precondition(ticks > 0 && ticks < Self.priceLimit, "the mid walked out of the generator's book")
    let tail = tails[side][ticks]
    orders[index].previous = tail
    orders[index].next = 0
    tails[side][ticks] = number
    if tail != 0 {
      orders[Int(tail)].next = number
      return
    }
    heads[side][ticks] = number
    levelCount += 1
    if side == 0 { bestBid = max(bestBid, ticks) } else { bestAsk = min(bestAsk, ticks) }
  }

  private mutating func unlink(_ number: Int32) {
    let (next, previous) = (orders[Int(number)].next, orders[Int(number)].previous)
    let side = Int(orders[Int(number)].side.rawValue)
    let ticks = Int(orders[Int(number)].ticks)
    if previous != 0 { orders[Int(previous)].next = next } else { heads[side][ticks] = next }
    if next != 0 { orders[Int(next)].previous = previous } else { tails[side][ticks] = previous }
    if heads[side][ticks] != 0 { return }
    levelCount -= 1
    while bestBid > 0 && heads[0][bestBid] == 0 { bestBid -= 1 }
    while bestAsk < Self.priceLimit && heads[1][bestAsk] == 0 { bestAsk += 1 }
  }
}
