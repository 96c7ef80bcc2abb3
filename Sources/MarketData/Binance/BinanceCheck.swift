import MarketTypes
import Notation

/// What is in a recorded session, counted, and whether it fits together.
///
/// Updates must follow on each other, and the book they make must not be crossed. The best prices are told twice, by the
/// updates and by the book tickers, which are another stream: after each update the book is compared with the latest
/// ticker **by number**, the last one whose `u` is not above the update's. By time they cannot agree: the tickers come at
/// once and the updates in bundles; how often they do is counted too.
public struct BinanceCheck: Sendable {
  /// Messages of all kinds, one a line.
  public private(set) var lines = 0
  /// Books as a whole.
  public private(set) var snapshots = 0
  /// Of those, the ones that were too old and so passed over (`BinanceBook`).
  public private(set) var oldSnapshots = 0
  /// Updates of levels, applied or not.
  public private(set) var depthUpdates = 0
  /// Levels in all updates, applied or not; levels of snapshots are not counted.
  public private(set) var levelChanges = 0
  /// Messages of best prices.
  public private(set) var bookTickers = 0
  /// Messages of trades, those outside the book too.
  public private(set) var trades = 0
  /// Messages of other kinds, which are skipped.
  public private(set) var others = 0
  /// Lines whose stamp was before that of the line above.
  public private(set) var stampsBack = 0
  /// Updates that followed on what came before.
  public private(set) var appliedUpdates = 0
  /// Updates that were in a snapshot already.
  public private(set) var staleUpdates = 0
  /// Updates that did not follow on what came before, each of which voids the book.
  public private(set) var gaps = 0
  /// After how many snapshots and updates the best bid was at or above the best ask.
  public private(set) var crossed = 0
  /// Updates after which there was a ticker to compare with by number.
  public private(set) var compared = 0
  /// Of those compared, with equal best prices.
  public private(set) var equalPrices = 0
  /// Of those compared, with equal best prices and sizes.
  public private(set) var equalTops = 0
  /// Tickers that came while there was a book.
  public private(set) var tickersMet = 0
  /// Of those, with the best prices that the book then had.
  public private(set) var tickersWithPrices = 0
  /// Of those, with the best prices and sizes that the book then had.
  public private(set) var tickersWithTop = 0
  /// From the first stamp to the last.
  public private(set) var length = TimeSpan.zero
  /// The first gap or crossed book with its line.
  public private(set) var firstFault: Diagnostics?

  /// Goes through the file once. Refuses what the reader refuses; gaps are counted.
  public init(_ text: SourceText, units: BinanceUnits) throws(Diagnostics) {
    var reader = try BinanceReader(text, units: units)
    var book = BinanceBook()
    var tops: [NumberedTop] = []
    var tickers: [NumberedTop] = []
    var start: TimeSpan?
    while let message = try reader.next() {
      let first = start ?? message.time
      start = first
      length = TimeSpan(nanoseconds: message.time.nanoseconds - first.nanoseconds)
      switch message.body {
      case .snapshot(let snapshot):
        snapshots += 1
        guard book.begin(with: snapshot, reader.levels) else {
          oldSnapshots += 1
          continue
        }
        lookForCrossing(book.book.top, at: reader.line, reader)
        while let next = book.followHeld() { count(next.step, at: next.line, of: book, &tops, reader) }
      case .depthUpdate(let update):
        depthUpdates += 1
        levelChanges += reader.levels.count
        let step = book.apply(update, reader.levels, at: reader.line)
        count(step, at: reader.line, of: book, &tops, reader)
      case .bookTicker(let ticker):
        bookTickers += 1
        tickers.append(NumberedTop(number: ticker.updateID, top: ticker.top))
        meet(ticker.top, book)
      case .trade: trades += 1
      }
    }
    others = reader.others
    stampsBack = reader.stampsBack
    lines = snapshots + depthUpdates + bookTickers + trades + others
    compare(tops, with: tickers)
  }

  private struct NumberedTop {
    var number: Int64
    var top: DepthTop
  }

  private mutating func count(
    _ step: BinanceBook.Step, at line: Int, of book: BinanceBook, _ tops: inout [NumberedTop], _ reader: BinanceReader
  ) {
    switch step {
    case .applied:
      appliedUpdates += 1
      if let number = book.lastUpdateID { tops.append(NumberedTop(number: number, top: book.book.top)) }
      lookForCrossing(book.book.top, at: line, reader)
    case .stale: staleUpdates += 1
    case .held: break
    case .gap(let gap):
      gaps += 1
      if firstFault == nil { firstFault = reader.refusal(ofLineAt: line, found: gap.found, expected: gap.expected) }
    }
  }

  private mutating func lookForCrossing(_ top: DepthTop, at line: Int, _ reader: BinanceReader) {
    if !top.isCrossed { return }
    crossed += 1
    if firstFault == nil, let bid = top.bid, let ask = top.ask {
      firstFault = reader.refusal(
        ofLineAt: line, found: "a book of bid \(bid.ticks) and ask \(ask.ticks) ticks", expected: "a bid below the ask")
    }
  }

  private mutating func meet(_ top: DepthTop, _ book: BinanceBook) {
    guard book.lastUpdateID != nil else { return }
    tickersMet += 1
    if top.hasPrices(of: book.book.top) { tickersWithPrices += 1 }
    if top == book.book.top { tickersWithTop += 1 }
  }

  /// Both come in order of their numbers, but for a second snapshot, which may go back: then nothing is compared.
  private mutating func compare(_ tops: [NumberedTop], with tickers: [NumberedTop]) {
    var next = 0
    for top in tops {
      while next < tickers.count, tickers[next].number <= top.number { next += 1 }
      if next == 0 { continue }
      compared += 1
      if top.top.hasPrices(of: tickers[next - 1].top) { equalPrices += 1 }
      if top.top == tickers[next - 1].top { equalTops += 1 }
    }
  }
}
