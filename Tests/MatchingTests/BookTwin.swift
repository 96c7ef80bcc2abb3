import MarketTypes
import Matching
import TestSupport
import Testing

/// OrderBook beside the naive book, operation by operation.
struct BookTwin: ~Copyable {
  var book = OrderBook()
  var naive = NaiveBook()
  var lastID: Int64 = 0

  borrowing func clone() -> BookTwin { BookTwin(book: book.clone(), naive: naive, lastID: lastID) }

  mutating func rest(
    _ side: Side, _ price: Int64, _ lots: Int64, account: Int32, terms: OrderTerms = [], detail: Int32 = -1
  ) {
    // Some numbers differ in their upper half alone.
    lastID += lastID % 3 == 1 ? 1 << 32 : 1
    book.rest(
      OrderID(number: lastID), client: ClientOrderID(number: lastID % 7), account: AccountID(number: account),
      side: side, price: Price(ticks: price), quantity: Quantity(lots: lots), filled: Quantity(lots: lastID % 3),
      terms: terms, detail: detail)
    naive.add(
      NaiveBook.Entry(
        id: lastID, client: lastID % 7, account: account, detail: detail, side: side, terms: terms, price: price,
        lots: lots, filled: lastID % 3))
  }

  /// Takes up to `lots` from the other side; answers what met whom. An order with a detail is an iceberg that shows as
  /// many lots again as its detail says, while an even number of its lots is filled.
  mutating func take(_ side: Side, limit: Int64?, _ lots: Int64) -> [[Int64]] {
    var left = lots
    var met: [[Int64]] = []
    while left > 0, let maker = book.nextMaker(for: side, limit: limit.map { Price(ticks: $0) }) {
      let quantity = min(left, maker.quantity.lots)
      let refill = Self.refill(detail: maker.detail, filled: maker.filled.lots + quantity)
      book.take(Quantity(lots: quantity), from: maker, refill: Quantity(lots: refill))
      met.append([maker.id.number, quantity])
      left -= quantity
    }
    return met
  }

  mutating func naiveTake(_ side: Side, limit: Int64?, _ lots: Int64) -> [[Int64]] {
    var left = lots
    var met: [[Int64]] = []
    while left > 0, let maker = naive.makers(for: side, limit: limit).first {
      let quantity = min(left, maker.lots)
      let refill = Self.refill(detail: maker.detail, filled: maker.filled + quantity)
      if quantity == maker.lots, refill > 0 { naive.requeue(maker.id) }
      naive.change(maker.id) { entry in
        entry.lots = quantity == entry.lots ? refill : entry.lots - quantity
        entry.filled += quantity
      }
      met.append([maker.id, quantity])
      left -= quantity
    }
    return met
  }

  /// Begins to collect; or ends it, when buyers and sellers who cross have met.
  mutating func toggleCollecting() {
    while book.isCollecting, let buyer = book.first(of: .buy), let seller = book.first(of: .sell),
      buyer.price >= seller.price
    {
      let quantity = min(buyer.quantity, seller.quantity)
      for order in [buyer, seller] {
        book.take(quantity, from: order)
        naive.change(order.id.number) { entry in
          entry.lots -= quantity.lots
          entry.filled += quantity.lots
        }
      }
    }
    book.isCollecting.toggle()
  }

  private static func refill(detail: Int32, filled: Int64) -> Int64 {
    detail > 0 && filled % 2 == 0 ? Int64(detail) : 0
  }

  /// Everything that may be asked of the book.
  func expectSame(_ comment: Comment) {
    book.checkInvariants()
    for side in [Side.buy, .sell] { expectSame(side, comment) }
    expect(book.bestBid?.ticks == naive.best(.buy), "best bid: \(comment)")
    expect(book.bestAsk?.ticks == naive.best(.sell), "best ask: \(comment)")
    expect(book.count == naive.entries.count, "count: \(comment)")
    for account in Int32(0)..<6 {
      let youngest = book.youngestOrder(of: AccountID(number: account)).map { $0.id.number }
      expect(youngest == naive.entries.last { $0.account == account }?.id, "youngest of \(account): \(comment)")
    }
    let account = Int32(naive.entries.count % 5)
    var owned: [NaiveBook.Entry] = []
    book.forEachOrder(of: AccountID(number: account)) { order in
      owned.append(NaiveBook.Entry(order))
      return true
    }
    expect(owned == naive.entries.reversed().filter { $0.account == account }, "orders of \(account): \(comment)")
    for entry in naive.entries.prefix(5) {
      expect(book.order(OrderID(number: entry.id)).map(NaiveBook.Entry.init) == entry, "order \(entry.id): \(comment)")
    }
  }

  private func expectSame(_ side: Side, _ comment: Comment) {
    var levels: [[Int64]] = []
    book.forEachLevel(on: side) { price, quantity in
      levels.append([price.ticks, quantity.lots])
      return true
    }
    expect(levels == naive.levels(side), "levels: \(comment)")
    let queue = naive.queue(side)
    var shown: [NaiveBook.Entry] = []
    book.forEachOrder(on: side) { order in
      shown.append(NaiveBook.Entry(order))
      return true
    }
    expect(shown == queue, "queue: \(comment)")
    expect(book.first(of: side).map(NaiveBook.Entry.init) == queue.first, "first: \(comment)")
    let limit = queue.isEmpty ? nil : queue[queue.count / 2].price
    var makers: [NaiveBook.Entry] = []
    book.forEachMaker(for: side.opposite, limit: limit.map { Price(ticks: $0) }) { order in
      makers.append(NaiveBook.Entry(order))
      return makers.count < 20
    }
    expect(makers == Array(naive.makers(for: side.opposite, limit: limit).prefix(20)), "makers: \(comment)")
    for level in levels.prefix(3) {
      let price = Price(ticks: level[0])
      expect(book.quantity(at: price, on: side).lots == level[1], "level \(level): \(comment)")
      var standing: [NaiveBook.Entry] = []
      book.forEachOrder(at: price, on: side) { order in
        standing.append(NaiveBook.Entry(order))
        return true
      }
      expect(standing == naive.displayed(side).filter { $0.price == level[0] }, "orders at \(level): \(comment)")
      let beside = naive.levels(side).first { $0[0] == level[0] + 1 }?[1] ?? 0
      expect(book.quantity(at: Price(ticks: level[0] + 1), on: side).lots == beside, "beside \(level): \(comment)")
    }
  }

  private func expect(_ condition: Bool, _ comment: @autoclosure () -> Comment) {
    if !condition { Issue.record(comment()) }
  }
}

extension OrderBook {
  /// The order of an account that came last.
  func youngestOrder(of account: AccountID) -> StandingOrder? {
    var youngest: StandingOrder?
    forEachOrder(of: account) { order in
      youngest = order
      return false
    }
    return youngest
  }
}
