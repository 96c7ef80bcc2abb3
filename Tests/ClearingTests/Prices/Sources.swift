import Clearing
import MarketTypes

/// One index with the words its tests say often. Prices are ticks, time is in seconds.
struct Sources: ~Copyable {
  static let subject = PriceSubject.instrument(first)
  var book: IndexBook
  private(set) var now = Time.start

  /// - Parameter weights: in percent.
  init(
    _ weights: Int64..., by method: IndexMethod = .median, staleAfter seconds: Int64? = nil, atLeast minimum: Int32 = 1,
    continuity: Bool = false, upTo highest: Int64 = 1 << 40
  ) {
    self.init(
      IndexRules(
        weights: weights.map { Rate(partsPerBillion: $0 * 10_000_000) }, method: method,
        staleness: seconds.map { TimeSpan(nanoseconds: $0 * 1_000_000_000) }, minimumSources: minimum,
        continuity: continuity), upTo: highest)
  }

  init(_ rules: IndexRules, upTo highest: Int64 = 1 << 40) {
    var instrument = InstrumentRules.perpetual()
    instrument.maximumPrice = Price(ticks: highest)
    instrument.indexSources = rules
    book = IndexBook([instrument])
  }

  var index: Int64? { book.index(of: Self.subject)?.ticks }

  /// Each source's price in turn; `nil` says nothing. Returns the index then.
  @discardableResult mutating func say(_ prices: Int64?...) -> Int64? {
    for (source, price) in prices.enumerated() {
      if let price { report(UInt8(source), price) }
    }
    return index
  }

  @discardableResult mutating func report(_ source: UInt8, _ ticks: Int64?) -> Int64? {
    book.report(SourceReport(Self.subject, source: source, price: ticks.map { Price(ticks: $0) }), at: now)?.ticks
  }

  @discardableResult mutating func lose(_ source: UInt8) -> Int64? { report(source, nil) }

  @discardableResult mutating func roll(_ source: UInt8, to ticks: Int64) -> Int64? {
    book.roll(SourceRoll(Self.subject, source: source, price: Price(ticks: ticks)), at: now)?.ticks
  }

  /// Time passes; whatever grows stale on the way does so at its moment. Returns the indices that came of it.
  @discardableResult mutating func pass(to moment: Time) -> [Int64] {
    var changes: [Int64] = []
    while let next = book.nextStaleness, next <= moment {
      now = next
      while let change = book.takeStale(at: next) { changes.append(change.price.ticks) }
    }
    now = moment
    return changes
  }
}

/// A moment that many seconds, and nanoseconds, after the start.
func moment(_ seconds: Int64, and nanoseconds: Int64 = 0) -> Time {
  Time(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
}

extension AssetRules {
  /// An asset without haircuts whose price is made of these sources.
  static func sourced(_ rules: IndexRules) -> AssetRules {
    AssetRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1 << 30), maximumBalance: Money(units: 1 << 30),
      haircuts: [HaircutTier(floor: .zero, haircut: .zero)], indexSources: rules)
  }
}
