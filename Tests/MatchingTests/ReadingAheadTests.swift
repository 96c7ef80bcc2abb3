import MarketTypes
import Matching
import TestSupport
import Testing

@Suite struct ReadingAheadTests {
  /// A book large enough to read ahead, and a copy that does not: after the same commands both are the same.
  @Test func `reading ahead changes nothing`() {
    var random = SplitMix64(seed: 1)
    var book = OrderBook()
    let count = Int64(OrderBook.readAheadCount) + 1_000
    for id in 1...count { rest(&book, id, &random) }
    var other = book.clone()
    let start = random
    for turn in 0..<2 {
      random = start
      for batch in 0..<20 {
        // Some of the orders named have left, some prices are empty.
        let ids = (0..<64).map { _ in random.from(1, through: count) }
        let prices = (0..<64).map { _ in random.from(1, through: 2_000) }
        if turn == 1 {
          book.readAhead(128) { index in
            index < 64
              ? .order(OrderID(number: ids[index])) : .queue(.sell, Price(ticks: 100_000 + prices[index - 64]))
          }
        }
        for id in ids {
          if turn == 1 { cancel(&book, id) } else { cancel(&other, id) }
        }
        let id = count + Int64(batch) + 1
        if turn == 1 { rest(&book, id, &random) } else { rest(&other, id, &random) }
      }
    }
    book.checkInvariants()
    let counts = [book.count, other.count]
    #expect(counts[0] == counts[1])
    for side in [Side.buy, .sell] {
      let queues = (queue(book, side), queue(other, side))
      #expect(queues.0 == queues.1)
    }
  }

  private func rest(_ book: inout OrderBook, _ id: Int64, _ random: inout SplitMix64) {
    let isBuyer = random.once(in: 2)
    let ticks = isBuyer ? random.from(99_000, through: 100_000) : random.from(100_001, through: 101_000)
    book.rest(
      OrderID(number: id), account: AccountID(number: Int32(random.below(9))), side: isBuyer ? .buy : .sell,
      price: Price(ticks: ticks), quantity: Quantity(lots: random.from(1, through: 9)))
  }

  private func cancel(_ book: inout OrderBook, _ id: Int64) {
    if let order = book.order(OrderID(number: id)) { book.cancel(order) }
  }

  private func queue(_ book: borrowing OrderBook, _ side: Side) -> [StandingOrder] {
    var orders: [StandingOrder] = []
    book.forEachOrder(on: side) { order in
      orders.append(order)
      return true
    }
    return orders
  }
}
