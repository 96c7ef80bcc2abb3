import MarketTypes

/// A row of bars, one a character: the lowest price the lowest bar, the highest the highest.
///
/// - Parameter width: at most so many characters; more points than that are thinned evenly, the last one kept.
func sparkline(_ prices: [Price], width: Int) -> String {
  let bars = Array("▁▂▃▄▅▆▇█")
  guard let low = prices.min()?.ticks, let high = prices.max()?.ticks, width > 0 else { return "" }
  let count = min(width, prices.count)
  var line = ""
  for step in 1...count {
    // Bar `step` stands for the last of its share of the points.
    let ticks = prices[step * prices.count / count - 1].ticks
    let height = high == low ? bars.count / 2 : Int((ticks - low) * Int64(bars.count - 1) / (high - low))
    line.append(bars[height])
  }
  return line
}
