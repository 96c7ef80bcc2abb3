import Analysis
import MarketTypes
import Notation

/// An instrument's book as cumulative depth, before the shock and where its mark was farthest from there. Heights go by square
/// roots, so that a wall far away leaves the twenty lots at the best price to be seen.
public struct DepthPlot {
  private let before: DepthMoments.Moment
  private let farthest: DepthMoments.Moment?
  private let name: String

  /// - Parameter farthest: `nil` where the mark never moved.
  public init(before: DepthMoments.Moment, farthest: DepthMoments.Moment?, name: String) {
    (self.before, self.farthest, self.name) = (before, farthest, name)
  }

  /// The whole file, in UTF-8.
  public var svg: [UInt8] {
    var figure = Figure(height: 400, title: "Depth of the book of \(name) before the shock and at the farthest mark")
    let moments = [before] + (farthest.map { [$0] } ?? [])
    let marks = moments.map { Double($0.mark.ticks) }
    let (low, high) = (marks.min() ?? 0, marks.max() ?? 1)
    let margin = max((high - low) * 0.35, high * 0.01)
    let x = Scale(low - margin, high + margin, from: 78, to: 690)
    let most = moments.flatMap { [total($0.bids, x), total($0.asks, x)] }.max() ?? 1
    let panel = Panel(x: x, y: .squareRoot(upTo: Double(max(1, most)), from: 344, to: 44))
    panel.drawAxes(
      on: &figure, xTitle: "price of \(name) (ticks)", yTitle: "lots at this price or better (square-root scale)")
    for (moment, colour) in zip(moments, [Figure.Colour.blue, .vermillion]) {
      draw(moment.bids, to: panel.x.from, colour, panel, on: &figure)
      draw(moment.asks, to: panel.x.to, colour, panel, on: &figure)
      let mark = panel.x(Double(moment.mark.ticks))
      figure.line(mark, panel.y.from, mark, panel.y.to, colour, width: 0.75)
    }
    label(on: &figure, panel)
    return figure.svg
  }

  /// Beside the lines of the marks, each on its outer side.
  private func label(on figure: inout Figure, _ panel: Panel) {
    let isFall = (farthest?.mark ?? before.mark) <= before.mark
    for (moment, word, colour, isRight) in [
      (before, "before the shock", Figure.Colour.blue, isFall),
      (farthest, "mark at its farthest", .vermillion, !isFall),
    ] {
      guard let moment else { continue }
      let x = panel.x(Double(moment.mark.ticks)) + (isRight ? 5 : -5)
      let anchor: Figure.Anchor = isRight ? .start : .end
      figure.text(word, x, panel.y.to - 16, colour, anchor: anchor, isBold: true)
      figure.text(
        "mark \(groupedText(moment.mark.ticks)), \(decimalText(moment.time.nanoseconds / 1_000_000, scale: 3)) s", x,
        panel.y.to - 3, colour, anchor: anchor, size: 11)
    }
  }

  private func total(_ levels: [BookLevel], _ x: Scale) -> Int64 {
    levels.filter { (x.low...x.high).contains(Double($0.price.ticks)) }.reduce(0) { $0 + $1.quantity.lots }
  }

  /// - Parameter end: where the axis ends on this side.
  private func draw(
    _ levels: [BookLevel], to end: Double, _ colour: Figure.Colour, _ panel: Panel, on figure: inout Figure
  ) {
    guard let best = levels.first else { return }
    let base = coordinate(panel.y.from)
    var commands = "M\(coordinate(panel.x(Double(best.price.ticks)))) \(base)"
    var sum: Int64 = 0
    for level in levels where (panel.x.low...panel.x.high).contains(Double(level.price.ticks)) {
      sum += level.quantity.lots
      commands += "H\(coordinate(panel.x(Double(level.price.ticks))))V\(coordinate(panel.y(Double(sum))))"
    }
    commands += "H\(coordinate(end))"
    figure.path(commands + "V\(base)Z", fill: colour, opacity: 0.15)
    figure.path(commands, stroke: colour)
  }
}
