import Analysis
import MarketTypes
import Notation

/// An instrument's mark and index over a run, with the fills of forced orders as circles, their areas in proportion to lots;
/// what was filled about one moment at about one price is one circle.
public struct PricePlot {
  private let prices: PriceColumns
  private let window: CascadeWindow
  private let name: String

  /// - Parameters:
  ///   - prices: of as many columns as `columns`.
  ///   - window: shaded, if forced orders filled in it.
  public init(_ prices: PriceColumns, window: CascadeWindow, name: String) {
    (self.prices, self.window, self.name) = (prices, window, name)
  }

  /// How many columns of time the figure can show.
  public static let columns = 580
  /// How many rows of prices forced fills are joined in.
  public static let rows: Int64 = 90

  /// `nil` where there was no price in that time.
  public var svg: [UInt8]? {
    if (prices.marks + prices.indices).allSatisfy({ $0 == nil }), prices.forced.isEmpty { return nil }
    var figure = Figure(height: 400, title: "Price of \(name): mark, index and fills of forced orders over time")
    let forced = prices.forced
    let extents = (prices.marks + prices.indices).compactMap(\.self)
    let low = (extents.map(\.low.ticks) + forced.map(\.ticks)).min() ?? 0
    let high = (extents.map(\.high.ticks) + forced.map(\.ticks)).max() ?? 1
    let unit = TimeUnit(of: (prices.columns.end - prices.columns.start).nanoseconds)
    let x = Scale(
      Double(prices.columns.start.nanoseconds) / unit.nanoseconds,
      Double(prices.columns.end.nanoseconds) / unit.nanoseconds,
      from: 78, to: 640)
    let panel = Panel(x: x, y: Scale(Double(low), Double(high), from: 344, to: 28).rounded())
    shade(&figure, panel, unit)
    panel.drawAxes(on: &figure, xTitle: "simulated time (\(unit.name))", yTitle: "price of \(name) (ticks)")
    let most = forced.map(\.lots).max() ?? 0
    var labels: [(text: String, colour: Figure.Colour, height: Double)] = []
    for (text, extents, colour) in [("index", prices.indices, Figure.Colour.green), ("mark", prices.marks, .blue)] {
      guard let last = extents.last(where: { $0 != nil }) ?? nil else { continue }
      figure.path(line(extents, panel), stroke: colour, width: text == "mark" ? 1.5 : 1)
      labels.append((text, colour, panel.y(Double(last.last.ticks))))
    }
    for (label, height) in zip(labels, spread(labels.map(\.height), apart: 14)) {
      figure.text(label.text, 646, height + 4, label.colour, isBold: true)
    }
    for point in forced {
      let radius = max(1, 11 * (Double(point.lots) / Double(most)).squareRoot())
      figure.circle(
        column(point.column, panel), panel.y(Double(point.ticks)), radius: radius, fill: .vermillion, opacity: 0.45)
    }
    if most > 0 {
      figure.circle(86, 14, radius: 5, fill: .vermillion, opacity: 0.45)
      figure.text(
        "fills of forced orders, area in proportion to lots (largest circle \(groupedText(most)) lots)", 98, 18, .ink,
        size: 11)
    }
    return figure.svg
  }

  private func shade(_ figure: inout Figure, _ panel: Panel, _ unit: TimeUnit) {
    guard let start = window.start, let end = window.lastForcedFill else { return }
    let (from, to) = (
      max(panel.x.from, panel.x(Double(start.nanoseconds) / unit.nanoseconds)),
      min(panel.x.to, panel.x(Double(end.nanoseconds) / unit.nanoseconds))
    )
    guard to >= from else { return }
    figure.rectangle(from, panel.y.to, max(1, to - from), panel.y.from - panel.y.to, fill: .band)
    let isLeft = from > 320
    figure.text("cascade", isLeft ? from - 4 : to + 4, panel.y.to + 12, .grey, anchor: isLeft ? .end : .start, size: 11)
  }

  private func column(_ column: Int, _ panel: Panel) -> Double {
    panel.x.from + (Double(column) + 0.5) / Double(prices.columns.count) * (panel.x.to - panel.x.from)
  }

  /// Level until it changes; in a column from its first price over its least and greatest to its last.
  private func line(_ extents: [PriceColumns.Extent?], _ panel: Panel) -> String {
    var commands = ""
    for (place, extent) in extents.enumerated() {
      guard let extent else { continue }
      let x = coordinate(column(place, panel))
      let y = { (price: Price) in coordinate(panel.y(Double(price.ticks))) }
      commands += commands.isEmpty ? "M\(x) \(y(extent.first))" : "H\(x)V\(y(extent.first))"
      if extent.low != extent.first { commands += "V\(y(extent.low))" }
      if extent.high != extent.low { commands += "V\(y(extent.high))" }
      if extent.last != extent.high { commands += "V\(y(extent.last))" }
    }
    return commands + "H\(coordinate(panel.x.to))"
  }
}
