import Analysis
import MarketTypes
import Notation

/// The ways of mark and last price.
extension RunSummary {
  /// `mark perp  █▆▄▁  low 9,992, high 10,000`, and below it `last perp` where the mark is another price. No line for a
  /// price that never moved.
  func priceLines(width: Int) -> [String] {
    guard instrumentCount > 0 else { return [] }
    return lines("mark \(name(main))", of: findings.marks.traces[main.index], width: width)
      + lines("last \(name(main))", of: findings.lastPrices.traces[main.index], width: width)
  }

  /// One line; two where that would leave too little room for the bars, without bars where a line has none for them either.
  private func lines(_ title: String, of trace: PriceTrace, width: Int) -> [String] {
    guard let low = trace.low, let high = trace.high, low != high else { return [] }
    let range = "low \(Wording.price(low)), high \(Wording.price(high))"
    let room = width - title.count - 2
    let fewest = min(8, trace.points.count)
    func bars(_ room: Int) -> String { title + "  " + sparkline(trace.points, width: min(60, room)) }
    if room - range.count - 2 >= fewest { return [bars(room - range.count - 2) + "  " + range] }
    if room >= fewest { return [bars(room)] + wrapped(range, width: width) }
    return wrapped("\(title): \(range)", width: width)
  }
}
