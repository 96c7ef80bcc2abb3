import MarketTypes
import Matching
import Testing

/// What a book does, one behaviour at a time.
@Suite struct OrderBookTests {
  private func rest(
    _ book: inout OrderBook, _ id: Int64, _ side: Side, _ price: Int64, _ lots: Int64, account: Int32 = 0,
    terms: OrderTerms = []
  ) {
    book.rest(
      OrderID(number: id), account: AccountID(number: account), side: side, price: Price(ticks: price),
      quantity: Quantity(lots: lots), terms: terms)
  }

  private func order(_ book: borrowing OrderBook, _ id: Int64) -> StandingOrder {
    guard let order = book.order(OrderID(number: id)) else { preconditionFailure("order \(id) does not rest") }
    return order
  }

  /// Takes lots one maker after the other, as a market order would.
  private func take(_ book: inout OrderBook, _ side: Side, _ lots: Int64) -> [[Int64]] {
    var left = lots
    var met: [[Int64]] = []
    while left > 0, let maker = book.nextMaker(for: side, limit: nil) {
      let quantity = Quantity(lots: min(left, maker.quantity.lots))
      book.take(quantity, from: maker)
      met.append([maker.id.number, quantity.lots])
      left -= quantity.lots
    }
    book.checkInvariants()
    return met
  }

  /// MAT-2
  @Test func `best prices follow what comes and goes`() {
    var book = OrderBook()
    #expect(book.quote(for: InstrumentID(number: 3)).bid == nil)
    rest(&book, 1, .buy, 99, 5)
    rest(&book, 2, .buy, 98, 5)
    rest(&book, 3, .sell, 105, 5)
    rest(&book, 4, .sell, 103, 7)
    let quote = book.quote(for: InstrumentID(number: 3))
    #expect(
      quote
        == Quote(
          instrument: InstrumentID(number: 3), bid: Price(ticks: 99), bidQuantity: Quantity(lots: 5),
          ask: Price(ticks: 103), askQuantity: Quantity(lots: 7)))
    book.cancel(order(book, 1))
    book.cancel(order(book, 4))
    var best = [book.bestBid?.ticks, book.bestAsk?.ticks]
    #expect(best == [98, 105])
    rest(&book, 5, .buy, 100, 1)
    best = [book.bestBid?.ticks, book.bestAsk?.ticks]
    #expect(best == [100, 105])
    book.cancel(order(book, 3))
    best = [book.bestBid?.ticks, book.bestAsk?.ticks]
    #expect(best == [100, nil])
    book.checkInvariants()
  }

  /// MAT-3
  @Test func `the oldest order at a price goes first`() {
    var book = OrderBook()
    for id in Int64(1)...4 { rest(&book, id, .sell, 100, id) }
    book.cancel(order(book, 2))
    rest(&book, 5, .sell, 100, 1)
    #expect(take(&book, .buy, 20) == [[1, 1], [3, 3], [4, 4], [5, 1]])
    #expect(book.count == 0)
  }

  /// MAT-3
  @Test func `an order filled in part keeps its place and counts what it filled`() {
    var book = OrderBook()
    rest(&book, 1, .buy, 100, 5)
    rest(&book, 2, .buy, 100, 5)
    #expect(take(&book, .sell, 2) == [[1, 2]])
    let first = order(book, 1)
    #expect(first.quantity == Quantity(lots: 3))
    #expect(first.filled == Quantity(lots: 2))
    #expect(take(&book, .sell, 4) == [[1, 3], [2, 1]])
  }

  /// MAT-14
  @Test func `a reduced order keeps its place`() {
    var book = OrderBook()
    rest(&book, 1, .buy, 100, 5)
    rest(&book, 2, .buy, 100, 5)
    book.reduce(order(book, 1), to: Quantity(lots: 1))
    #expect(book.quantity(at: Price(ticks: 100), on: .buy) == Quantity(lots: 6))
    #expect(take(&book, .sell, 2) == [[1, 1], [2, 1]])
  }

  @Test func `an account's youngest order is the one that entered last and still rests`() {
    var book = OrderBook()
    let account = AccountID(number: 4)
    var youngest = book.youngestOrder(of: account)?.id.number
    #expect(youngest == nil)
    for id in Int64(1)...3 { rest(&book, id, id == 2 ? .sell : .buy, id == 2 ? 200 : 100, 5, account: 4) }
    rest(&book, 4, .buy, 101, 5, account: 2)
    book.cancel(order(book, 3))
    youngest = book.youngestOrder(of: account)?.id.number
    #expect(youngest == 2)
    book.cancel(order(book, 1))
    book.cancel(order(book, 2))
    youngest = book.youngestOrder(of: account)?.id.number
    #expect(youngest == nil)
    youngest = book.youngestOrder(of: AccountID(number: 9))?.id.number
    #expect(youngest == nil)
    book.checkInvariants()
  }

  @Test func `levels are shown best first until the caller has seen enough`() {
    var book = OrderBook()
    for id in Int64(1)...5 { rest(&book, id, .sell, 100 + id % 3, id) }
    var levels: [[Int64]] = []
    book.forEachLevel(on: .sell) { price, quantity in
      levels.append([price.ticks, quantity.lots])
      return levels.count < 2
    }
    #expect(levels == [[100, 3], [101, 5]])
    var makers: [Int64] = []
    book.forEachMaker(for: .buy, limit: Price(ticks: 101)) { maker in
      makers.append(maker.id.number)
      return true
    }
    #expect(makers == [3, 1, 4])
  }

  /// Prices 1 and 10^12 stand in one book, and the best moves between them in one step.
  @Test func `prices lie as far apart as they like`() {
    var book = OrderBook()
    let far: Int64 = 1_000_000_000_000
    rest(&book, 1, .buy, 1, 5)
    rest(&book, 2, .sell, far, 5)
    rest(&book, 3, .buy, far - 1, 5)
    var best = [book.bestBid?.ticks, book.bestAsk?.ticks]
    #expect(best == [far - 1, far])
    #expect(take(&book, .sell, 6) == [[3, 5], [1, 1]])
    best = [book.bestBid?.ticks, book.bestAsk?.ticks]
    #expect(best == [1, far])
    rest(&book, 4, .sell, 2, 5)
    #expect(take(&book, .buy, 6) == [[4, 5], [2, 1]])
    let atFar = book.quantity(at: Price(ticks: far), on: .sell)
    #expect(atFar == Quantity(lots: 4))
  }

  @Test func `a price swings across the whole range and back without leaving anything behind`() {
    var book = OrderBook()
    var id: Int64 = 0
    for swing in 0..<2_000 {
      id += 1
      let price = swing % 2 == 0 ? Int64(1 + swing) : 4_000_000_000_000 - Int64(swing) * 1_000_003
      rest(&book, id, swing % 4 < 2 ? .buy : .sell, price, 1)
      #expect(take(&book, swing % 4 < 2 ? .sell : .buy, 1) == [[id, 1]])
    }
    #expect(book.count == 0)
    let best = [book.bestBid, book.bestAsk]
    #expect(best == [nil, nil])
  }

  @Test func `a limit is met at its own price and not one tick further`() {
    var book = OrderBook()
    rest(&book, 1, .sell, 100, 5)
    rest(&book, 2, .buy, 90, 5)
    let takes = [
      book.wouldTake(.buy, limit: Price(ticks: 100)), book.wouldTake(.buy, limit: Price(ticks: 99)),
      book.wouldTake(.sell, limit: Price(ticks: 90)), book.wouldTake(.sell, limit: Price(ticks: 91)),
      book.wouldTake(.buy, limit: nil), book.wouldTake(.sell, limit: nil),
    ]
    #expect(takes == [true, false, true, false, true, true])
    let makers = [
      book.nextMaker(for: .buy, limit: Price(ticks: 100))?.id.number,
      book.nextMaker(for: .buy, limit: Price(ticks: 99))?.id.number,
      book.nextMaker(for: .sell, limit: nil)?.id.number,
    ]
    #expect(makers == [1, nil, 2])
  }

  @Test func `a hidden order is met behind what is displayed at its price, and before worse prices`() {
    var book = OrderBook()
    rest(&book, 1, .sell, 100, 5, terms: .hidden)
    rest(&book, 2, .sell, 100, 5)
    rest(&book, 3, .sell, 101, 5)
    rest(&book, 4, .sell, 99, 1, terms: .hidden)
    #expect(book.bestAsk == Price(ticks: 100))
    #expect(book.quantity(at: Price(ticks: 100), on: .sell) == Quantity(lots: 5))
    let takes = book.wouldTake(.buy, limit: Price(ticks: 99))
    #expect(takes)
    #expect(take(&book, .buy, 14) == [[4, 1], [2, 5], [1, 5], [3, 3]])
  }

  @Test func `a refilled iceberg goes behind those who waited with it, under its number`() {
    var book = OrderBook()
    for id in Int64(1)...3 { rest(&book, id, .buy, 100, 5) }
    book.take(Quantity(lots: 2), from: order(book, 2))
    book.take(Quantity(lots: 3), from: order(book, 2), refill: Quantity(lots: 4))
    book.take(Quantity(lots: 5), from: order(book, 1), refill: Quantity(lots: 6))
    #expect(book.quantity(at: Price(ticks: 100), on: .buy) == Quantity(lots: 15))
    #expect(order(book, 2).filled == Quantity(lots: 5))
    #expect(take(&book, .sell, 15) == [[3, 5], [2, 4], [1, 6]])
    rest(&book, 4, .buy, 100, 5)
    book.take(Quantity(lots: 5), from: order(book, 4), refill: Quantity(lots: 2))
    #expect(take(&book, .sell, 9) == [[4, 2]])
  }
}
