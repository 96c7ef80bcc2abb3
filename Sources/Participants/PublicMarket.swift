import MarketTypes

/// What everybody can know of an instrument: the top of its book and its last price, as old as the viewer's data.
@frozen public struct PublicMarket: Hashable, Sendable, BitwiseCopyable {
  public var quote: Quote
  public var last: Price?

  public init(_ instrument: InstrumentID) {
    quote = Quote(instrument: instrument, bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
  }

  /// Takes in one public event; others change nothing.
  public mutating func observe(_ event: Event) {
    switch event.body {
    case .quoted(let quote) where quote.instrument == self.quote.instrument: self.quote = quote
    case .filled(let fill) where fill.instrument == quote.instrument: last = fill.price
    // An instrument that has not traded yet is thought to be worth its opening mark.
    case .marked(let change) where change.instrument == quote.instrument && last == nil: last = change.price
    default: break
    }
  }
}

/// What a stream of draws is for. A participant's draws for one purpose never shift those for another.
public enum DrawPurpose: UInt32, Sendable {
  /// Its account: collateral, position, leverage.
  case opening
  /// When it acts.
  case timing
  /// What it does.
  case action
  /// How late its orders are.
  case latency
}
