import Files
import MarketData
import Notation

/// What is in a recorded Binance session and whether it fits together, for people and for programs.
struct BinanceReport {
  let check: BinanceCheck

  /// Nothing is missing and the book is never crossed.
  var isSound: Bool { check.gaps == 0 && check.crossed == 0 && check.snapshots > check.oldSnapshots }

  /// What there is to count, in the order of printing; the key of JSON, then the words.
  private var counts: [(key: String, words: String, count: Int)] {
    [
      ("messages", "messages", check.lines),
      ("depthUpdates", "depth updates", check.depthUpdates),
      ("levelChanges", "level changes", check.levelChanges),
      ("bookTickers", "book tickers", check.bookTickers),
      ("trades", "trades", check.trades),
      ("snapshots", "snapshots", check.snapshots),
      ("oldSnapshots", "snapshots too old, passed over", check.oldSnapshots),
      ("others", "of other kinds, skipped", check.others),
      ("stampsBack", "stamps before the line above", check.stampsBack),
      ("applied", "updates applied", check.appliedUpdates),
      ("stale", "updates in the snapshot already", check.staleUpdates),
      ("gaps", "gaps", check.gaps),
      ("crossed", "crossed books", check.crossed),
      ("compared", "books with a ticker by number", check.compared),
      ("equalPrices", "equal in prices", check.equalPrices),
      ("equalTops", "equal in prices and sizes", check.equalTops),
      ("tickersMet", "tickers with a book by time", check.tickersMet),
      ("tickersWithPrices", "equal in prices", check.tickersWithPrices),
      ("tickersWithTop", "equal in prices and sizes", check.tickersWithTop),
    ]
  }

  /// - Parameter nanoseconds: how long the check took.
  func text(after nanoseconds: UInt64) -> String {
    let lines = counts.map { ($0.words, $0.count) } + [("messages per second", messagesPerSecond(nanoseconds))]
    let width = lines.map(\.0.count).max() ?? 0
    let numbers = lines.map { groupedText($0.1) }
    let digits = numbers.map(\.count).max() ?? 0
    let table = zip(lines, numbers).map { "\($0.0.padded(to: width))  \($1.padded(to: digits, .right))\n" }.joined()
    return table + (fault.isEmpty ? "" : "\n" + fault)
  }

  /// One object on one line.
  func json(after nanoseconds: UInt64) -> String {
    var writer = JSONWriter()
    writer.object { object in
      for count in counts { object.member(count.key, count.count) }
      object.member("recordedNanoseconds", Int(check.length.nanoseconds))
      object.member("messagesPerSecond", messagesPerSecond(nanoseconds))
      if !fault.isEmpty { object.member("firstFault", fault) }
    }
    writer.endLine()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The first thing that does not fit, with its place.
  private var fault: String {
    if let fault = check.firstFault { return fault.rendered() }
    if check.snapshots > check.oldSnapshots { return "" }
    let what = check.snapshots == 0 ? "there is no snapshot" : "every snapshot is older than the updates before it"
    return "\(what), so no update could be applied\n"
  }

  private func messagesPerSecond(_ nanoseconds: UInt64) -> Int {
    Int(Double(check.lines) / Double(max(nanoseconds, 1)) * 1e9)
  }
}
