import MarketTypes

/// A row of bars, one a character: the lowest price the lowest bar, the highest the highest.
///
/// - Parameter width: at most so many characters; of more points than that each bar shows the one of its share that is
///   farthest from the first, so that a crash between two bars is seen.
func sparkline(_ prices: [Price], width: Int) -> String {
  let bars = Array("▁▂▃▄▅▆▇█")
  guard let first = prices.first?.ticks, let low = prices.min()?.ticks, let high = prices.max()?.ticks, width > 0 else {
    return ""
  }
  let count = min(width, prices.count)
  var line = ""
  for step in 1...count {
    let share = prices[((step - 1) * prices.count / count)..<(step * prices.count / count)]
    let ticks = share.map(\.ticks).max { abs($0 - first) < abs($1 - first) } ?? first
    let height = high == low ? bars.count / 2 : Int((ticks - low) * Int64(bars.count - 1) / (high - low))
    line.append(bars[height])
  }
  return line
}
