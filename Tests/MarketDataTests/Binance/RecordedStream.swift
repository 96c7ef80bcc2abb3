import MarketData
import MarketTypes

/// Depth updates of which none is missing, with the book after each.
struct RecordedStream {
  private(set) var updates: [(update: BinanceDepthUpdate, levels: [DepthLevel])] = []
  private(set) var books: [DepthBook] = []
  /// What can be asked for though its updates are forgotten.
  private var forgotten: (updates: [(update: BinanceDepthUpdate, levels: [DepthLevel])], books: [DepthBook]) = ([], [])

  init(isSpot: Bool, updates count: Int, using random: inout SplitMix) {
    var book = DepthBook()
    var last: Int64 = 1_000
    for _ in 0..<count {
      // Numbers between two updates of the perpetual are other symbols'.
      let first = last + (isSpot ? 1 : Int64.random(in: 1...3, using: &random))
      let end = first + Int64.random(in: 0...3, using: &random)
      var levels: [DepthLevel] = []
      for _ in 0..<3 {
        let side = Bool.random(using: &random) ? Side.buy : .sell
        levels.append(level(side, .random(in: 1...9, using: &random), .random(in: 0...4, using: &random)))
      }
      for level in levels { book.apply(level) }
      updates.append((BinanceDepthUpdate(firstID: first, lastID: end, previousID: isSpot ? nil : last), levels))
      books.append(book)
      last = end
    }
  }

  /// The recording begins so many updates later.
  mutating func forget(_ count: Int) {
    forgotten = (Array(updates.prefix(count)), Array(books.prefix(count)))
    updates.removeFirst(count)
    books.removeFirst(count)
  }

  /// A snapshot that arrives after the update at `index`, and was taken within one from twelve before to two after it: then
  /// it may have some of that update's levels already.
  func snapshot(
    near index: Int, using random: inout SplitMix
  ) -> (snapshot: BinanceSnapshot, levels: [DepthLevel]) {
    let (all, books) = (forgotten.updates + updates, forgotten.books + books)
    let place = forgotten.updates.count + index + Int.random(in: -12...2, using: &random)
    let taken = min(max(place, 0), all.count - 1)
    let (update, levels) = all[taken]
    let number = Int64.random(in: update.firstID...update.lastID, using: &random)
    var book = taken > 0 ? books[taken - 1] : DepthBook()
    let seen = number == update.lastID ? levels.count : Int.random(in: 0...levels.count, using: &random)
    for level in levels.prefix(seen) { book.apply(level) }
    return (BinanceSnapshot(lastUpdateID: number), book[.buy] + book[.sell])
  }
}
