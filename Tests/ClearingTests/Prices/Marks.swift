import Clearing
import MarketTypes

/// One instrument's marks with the words its tests say often. Prices are ticks.
struct Marks: ~Copyable {
  var book: MarkBook
  var now = Time.start
  var seen = MarkIngredients()

  init(_ policy: MarkPolicy, upTo highest: Int64 = 1 << 40) {
    var instrument = InstrumentRules.perpetual()
    instrument.maximumPrice = Price(ticks: highest)
    instrument.mark = policy
    book = MarkBook([instrument])
  }

  var mark: Int64? { book.mark(of: first, seen, at: now)?.ticks }

  mutating func quote(_ bid: Int64?, _ ask: Int64?) {
    seen.bid = bid.map { Price(ticks: $0) }
    seen.ask = ask.map { Price(ticks: $0) }
  }

  mutating func impact(_ bid: Int64?, _ ask: Int64?) {
    seen.impactBid = bid.map { Price(ticks: $0) }
    seen.impactAsk = ask.map { Price(ticks: $0) }
  }

  mutating func fill(_ ticks: Int64, _ lots: Int64 = 1) {
    seen.last = Price(ticks: ticks)
    book.observeFill(first, at: Price(ticks: ticks), Quantity(lots: lots), at: now)
  }

  mutating func index(_ ticks: Int64?) {
    seen.index = ticks.map { Price(ticks: $0) }
    book.observeIndex(first, at: now)
  }

  /// - Parameter rate: in parts per million.
  mutating func funding(_ rate: Int64, left: Int64, of interval: Int64) {
    seen.funding = FundingOutlook(
      rate: FundingRate(partsPerTrillion: rate * 1_000_000), timeLeft: TimeSpan(nanoseconds: left),
      interval: TimeSpan(nanoseconds: interval))
  }

  /// Time passes, with each sample at its own moment. Returns the marks that were others than before.
  @discardableResult mutating func pass(to moment: Time) -> [Int64] {
    var changes: [Int64] = []
    while let next = book.nextSample, next <= moment {
      now = next
      let before = mark
      while let due = book.due(at: next) { book.sample(due, seen, at: next) }
      if let mark, mark != before { changes.append(mark) }
    }
    now = moment
    return changes
  }

  /// Time passes, and all samples are taken at its end.
  mutating func leap(to moment: Time) {
    now = moment
    while let due = book.due(at: moment) { book.sample(due, seen, at: moment) }
  }
}

extension TimeSpan {
  static func seconds(_ seconds: Int64) -> TimeSpan { TimeSpan(nanoseconds: seconds * 1_000_000_000) }
}
