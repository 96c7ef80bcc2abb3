import MarketTypes

/// What everybody can know of an instrument, as old as the viewer's data: the top of its book, its prices, what was traded.
@frozen public struct PublicMarket: Hashable, Sendable, BitwiseCopyable {
  /// Best bid and best ask with the lots shown there.
  public var quote: Quote
  /// The last fill's price; before any, the opening mark.
  public var last: Price?
  /// The mark price.
  public var mark: Price?
  /// The index price.
  public var index: Price?
  /// Lots that aggressors bought since the start. Forced orders are among them: nobody sees whose an order is. In an auction,
  /// where nobody is one, the order that came later counts as it (MAT-62).
  public var bought: Int64 = 0
  /// Lots that aggressors sold since the start, counted likewise.
  public var sold: Int64 = 0
  /// Σ price × lots of all that was traded, in ticks × lots.
  public var turnover: Int128 = 0
  /// Fills whose aggressor bought.
  public var buys: Int64 = 0
  /// Fills whose aggressor sold.
  public var sells: Int64 = 0
  /// Whether orders trade as they come; not while halted or in a call auction.
  public var isContinuous = true
  /// Whether the contract has been settled and is traded no more.
  public var isSettled = false

  /// Nothing known yet: no quote, no prices, nothing traded.
  public init(_ instrument: InstrumentID) { quote = Self.emptyQuote(of: instrument) }

  private static func emptyQuote(of instrument: InstrumentID) -> Quote {
    Quote(instrument: instrument, bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
  }

  /// Halfway between the best quotes, in ticks; the last price if a side is empty.
  public var mid: Double? {
    if let bid = quote.bid, let ask = quote.ask { return Double(bid.ticks + ask.ticks) / 2 }
    return last.map { Double($0.ticks) }
  }

  /// Lots traded since the start, held like each of both.
  var traded: Int64 { Self.sum(bought, sold) }

  /// Takes in an event, which is of this instrument; kinds that tell nothing of a market change nothing.
  public mutating func observe(_ event: Event) {
    switch event.body {
    case .quoted(let quote): observe(quote)
    case .filled(let fill): observe(fill)
    case .marked(let change): observe(change)
    case .indexed(let update): index = update.price
    case .phaseChanged(let change): isContinuous = change.phase == .continuous
    case .contractSettled(let settlement):
      isSettled = true
      // Its orders leave, and no quote says so.
      quote = Self.emptyQuote(of: settlement.instrument)
    default: break
    }
  }

  /// Takes in another top of the book, which is of this instrument.
  @inlinable @inline(__always)
  public mutating func observe(_ quote: Quote) { self.quote = quote }

  /// Takes in a fill, which is of this instrument.
  @inlinable @inline(__always)
  public mutating func observe(_ fill: Fill) {
    last = fill.price
    turnover += Int128(fill.price.ticks) * Int128(fill.quantity.lots)
    if fill.takerSide == .buy {
      bought = Self.sum(bought, fill.quantity.lots)
      buys += 1
    } else {
      sold = Self.sum(sold, fill.quantity.lots)
      sells += 1
    }
  }

  /// Takes in another mark, which is of this instrument.
  @inlinable @inline(__always)
  public mutating func observe(_ change: MarkChange) {
    mark = change.price
    if last == nil { last = change.price }
  }

  /// Held at the largest number there is, which eight million of the largest fills would come to.
  @inlinable @inline(__always)
  static func sum(_ lots: Int64, _ more: Int64) -> Int64 {
    let (sum, isBeyond) = lots.addingReportingOverflow(more)
    return isBeyond ? .max : sum
  }
}
