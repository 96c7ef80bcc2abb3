import MarketData
import MarketTypes

/// A day that never was, recorded the way LOBSTER would have: a full book with its orders, and files of any depth.
struct RecordedDay {
  private struct Resting {
    var orderID: Int64
    var side: Side
    var price: Int64
    var left: Int64
  }

  private var random: SplitMix
  private var resting: [Resting] = []
  private var nextID: Int64 = 1
  private var time: Int64 = 34_200_000_000_000

  init(seed: UInt64) { random = SplitMix(seed: seed) }

  /// What one event did, and the full book of price levels before and after it.
  struct Event {
    var message: LobsterMessage
    var before: LobsterBookRow
    var after: LobsterBookRow
  }

  mutating func events(_ count: Int) -> [Event] {
    var book = levels
    return (0..<count).map { _ in
      let event = Event(message: step(), before: book, after: levels)
      book = event.after
      return event
    }
  }

  private mutating func step() -> LobsterMessage {
    time += Int64.random(in: 0...1_000_000_000, using: &random)
    let roll = Int.random(in: 0..<20, using: &random)
    switch roll {
    case 0: return message(.hiddenExecution, id: 0, size: 5, price: 10_050, side: .buy)
    case 1: return message(.cross, id: -1, size: 7, price: 10_000, side: .sell)
    case 2: return message(.halt, id: 0, size: 0, price: -1, side: .sell)
    case 3..<11 where !resting.isEmpty: return takeSome(roll < 6 ? .partialCancel : roll < 9 ? .deletion : .execution)
    default: return submitOne()
    }
  }

  private mutating func submitOne() -> LobsterMessage {
    let side = Bool.random(using: &random) ? Side.buy : .sell
    let distance = Int64.random(in: 1...12, using: &random)
    let order = Resting(
      orderID: nextID, side: side, price: 100 * (100 - side.sign * distance),
      left: Int64.random(in: 1...9, using: &random))
    nextID += 1
    resting.append(order)
    return message(.submission, id: order.orderID, size: order.left, price: order.price, side: side)
  }

  private mutating func takeSome(_ kind: LobsterMessage.Kind) -> LobsterMessage {
    var place = Int.random(in: resting.indices, using: &random)
    if kind == .execution { place = first(on: resting[place].side) }
    let order = resting[place]
    let most = kind == .partialCancel ? max(1, order.left - 1) : order.left
    let size = kind == .deletion ? order.left : Int64.random(in: 1...most, using: &random)
    resting[place].left -= size
    if resting[place].left == 0 { resting.remove(at: place) }
    return message(kind, id: order.orderID, size: size, price: order.price, side: order.side)
  }

  /// Who is first in the queue at the best price of a side that has one.
  private func first(on side: Side) -> Int {
    let places = resting.indices.filter { resting[$0].side == side }
    return places.min { (side.sign * resting[$0].price, -$0) > (side.sign * resting[$1].price, -$1) } ?? 0
  }

  private func message(
    _ kind: LobsterMessage.Kind, id: Int64, size: Int64, price: Int64, side: Side
  ) -> LobsterMessage {
    LobsterMessage(
      time: TimeSpan(nanoseconds: time), kind: kind, orderID: id, size: Quantity(lots: size),
      price: LobsterPrice(tenThousandths: price), side: side)
  }

  /// Summed up anew from the orders each time.
  private var levels: LobsterBookRow {
    func side(_ side: Side) -> [LobsterLevel] {
      let totals = Dictionary(grouping: resting.filter { $0.side == side }, by: \.price)
        .mapValues { $0.reduce(0) { $0 + $1.left } }
      return totals.sorted { side == .buy ? $0.key > $1.key : $0.key < $1.key }
        .map { LobsterLevel(price: LobsterPrice(tenThousandths: $0.key), size: Quantity(lots: $0.value)) }
    }
    return LobsterBookRow(levelCount: 12, asks: side(.sell), bids: side(.buy))
  }
}

extension [RecordedDay.Event] {
  /// What a file of `count` levels shows: events at a price that is among the best before or after them.
  func visible(_ count: Int) -> [RecordedDay.Event] {
    filter { event in
      guard event.message.kind.changesBook else { return true }
      let row = event.message.kind == .submission ? event.after : event.before
      return row[event.message.side].prefix(count).contains { $0.price == event.message.price }
    }
  }

  var messageRows: [String] { map(\.message.description) }

  func bookRows(_ count: Int) -> [String] {
    map { event in
      (0..<count).map { level in
        let ask = level < event.after.asks.count ? event.after.asks[level] : nil
        let bid = level < event.after.bids.count ? event.after.bids[level] : nil
        return "\(ask?.price.tenThousandths ?? 9_999_999_999),\(ask?.size.lots ?? 0),"
          + "\(bid?.price.tenThousandths ?? -9_999_999_999),\(bid?.size.lots ?? 0)"
      }.joined(separator: ",")
    }
  }
}

/// Steele, Lea & Flood 2014: a generator small enough for a test.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
