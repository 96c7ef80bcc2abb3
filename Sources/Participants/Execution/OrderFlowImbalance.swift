import MarketTypes

/// What arrived at the best bid less what arrived at the best ask, read off quotes as they change.
///
///     e = [bid ≥ bid before] bid size − [bid ≤ bid before] bid size before
///       − [ask ≤ ask before] ask size + [ask ≥ ask before] ask size before
///
/// An empty side counts as a bid below all others or an ask above them, of size zero. In a book with the same depth D at every
/// price the sum moves the best bid by OFI ÷ D and, when both sides share it, the mid price by OFI ÷ 2D.
///
/// Source: Cont, Kukanov and Stoikov, "The price impact of order book events", Journal of Financial Econometrics 12 (2014).
@frozen public struct OrderFlowImbalance: Hashable, Sendable, BitwiseCopyable {
  /// In lots, since the last `reset`.
  public private(set) var lots: Int64 = 0
  private var last: Quote?

  /// Nothing seen yet.
  public init() {}

  /// Takes in the next quote; the first only begins.
  public mutating func observe(_ quote: Quote) {
    defer { last = quote }
    guard let last else { return }
    let (bid, bidBefore) = (quote.bidTicks, last.bidTicks)  // none is zero, below all
    let ask = quote.askTicks == 0 ? Int64.max : quote.askTicks
    let askBefore = last.askTicks == 0 ? Int64.max : last.askTicks
    if bid >= bidBefore { lots += quote.bidQuantity.lots }
    if bid <= bidBefore { lots -= last.bidQuantity.lots }
    if ask <= askBefore { lots -= quote.askQuantity.lots }
    if ask >= askBefore { lots += last.askQuantity.lots }
  }

  /// Begins a new sum from the last quote on.
  public mutating func reset() { lots = 0 }

  /// OFI ÷ 2D, in ticks.
  public func midMove(depth: Double) -> Double { Double(lots) / (2 * depth) }
  /// OFI ÷ D, in ticks.
  public func bestBidMove(depth: Double) -> Double { Double(lots) / depth }
}
