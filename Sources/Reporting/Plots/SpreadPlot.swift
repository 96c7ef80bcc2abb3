import Analysis
import MarketTypes
import Notation

/// What makers' half-spreads in one instrument are made of over time, and beneath how much of their size they withdrew.
public struct SpreadPlot {
  private let explained: TermsColumns
  private let window: CascadeWindow
  private let name: String

  /// How many columns of time the figure can show.
  public static let columns = 280

  /// - Parameters:
  ///   - explained: of as many columns as `columns`.
  ///   - window: shaded, if forced orders filled in it.
  ///   - name: of the instrument.
  public init(_ explained: TermsColumns, window: CascadeWindow, name: String) {
    (self.explained, self.window, self.name) = (explained, window, name)
  }

  private struct Term {
    let name: String
    let colour: Figure.Colour
    let value: (MakerTerms.Means) -> Double
  }

  private static var terms: [Term] {
    [
      Term(name: "base", colour: .grey) { $0.base },
      Term(name: "volatility", colour: .sky) { $0.volatility },
      Term(name: "inventory", colour: .orange) { $0.inventory },
      Term(name: "toxicity", colour: .purple) { $0.toxicity },
      Term(name: "depth", colour: .green) { $0.depth },
      Term(name: "stress", colour: .vermillion) { $0.stress },
    ]
  }

  /// The whole file, in UTF-8; `nil` where no maker explained a quote in that time.
  public var svg: [UInt8]? {
    let means = standing
    if means.allSatisfy({ $0 == nil }) { return nil }
    var figure = Figure(height: 460, title: "Half-spreads of the makers of \(name) by their terms, and size withdrawn")
    let terms = Self.terms.filter { term in means.contains { $0.map { term.value($0) > 0 } ?? false } }
    let most =
      means.map { mean in
        max(terms.reduce(0) { $0 + max(0, mean.map($1.value) ?? 0) }, mean?.halfSpread ?? 0)
      }.max() ?? 1
    let unit = TimeUnit(of: (explained.columns.end - explained.columns.start).nanoseconds)
    let x = Scale(
      Double(explained.columns.start.nanoseconds) / unit.nanoseconds,
      Double(explained.columns.end.nanoseconds) / unit.nanoseconds,
      from: 78, to: 610)
    let upper = Panel(x: x, y: Scale(0, most, from: 290, to: 24).rounded())
    let lower = Panel(x: x, y: Scale(0, 100, from: 404, to: 324))
    shade(&figure, [upper, lower], unit)
    upper.drawAxes(on: &figure, xTitle: nil, yTitle: "half-spread (ticks)")
    var bottoms = means.map { _ in 0.0 }
    for term in terms {
      let tops = zip(bottoms, means).map { $0 + max(0, $1.map(term.value) ?? 0) }
      figure.path(area(bottoms, tops, upper), fill: term.colour, opacity: 0.85)
      bottoms = tops
    }
    figure.path(line(means.map { $0?.halfSpread }, upper), stroke: .ink, width: 1)
    legend(terms, on: &figure)
    lower.drawAxes(on: &figure, xTitle: "simulated time (\(unit.name))", yTitle: "withdrawn (%)", yTicks: 2)
    let withdrawn = means.map { 100 * ($0?.withdrawn ?? 0) }
    figure.path(area(withdrawn.map { _ in 0 }, withdrawn, lower), fill: .blue, opacity: 0.5)
    return figure.svg
  }

  /// What was said last stands until something else is said.
  private var standing: [MakerTerms.Means?] {
    var last: MakerTerms.Means?
    return explained.means.map { mean in
      last = mean ?? last
      return last
    }
  }

  /// In the order in which they lie on each other.
  private func legend(_ terms: [Term], on figure: inout Figure) {
    var y = 36.0
    figure.line(622, y - 4, 634, y - 4, .ink, width: 1.5)
    figure.text("as quoted", 640, y, size: 11)
    for term in terms.reversed() {
      y += 17
      figure.rectangle(622, y - 9, 12, 10, fill: term.colour, opacity: 0.85)
      figure.text(term.name, 640, y, size: 11)
    }
  }

  private func shade(_ figure: inout Figure, _ panels: [Panel], _ unit: TimeUnit) {
    guard let start = window.start, let end = window.lastForcedFill else { return }
    for panel in panels {
      let from = max(panel.x.from, panel.x(Double(start.nanoseconds) / unit.nanoseconds))
      let to = min(panel.x.to, panel.x(Double(end.nanoseconds) / unit.nanoseconds))
      if to >= from {
        figure.rectangle(from, panel.y.to, max(1, to - from), panel.y.from - panel.y.to, fill: .band)
        if panel.y.to < 100 { figure.text("cascade", from - 4, panel.y.to + 12, .grey, anchor: .end, size: 11) }
      }
    }
  }

  private func left(_ column: Int, _ panel: Panel) -> Double {
    panel.x.from + Double(column) / Double(explained.columns.count) * (panel.x.to - panel.x.from)
  }

  private func area(_ bottoms: [Double], _ tops: [Double], _ panel: Panel) -> String {
    var commands = "M\(coordinate(panel.x.from)) \(coordinate(panel.y(tops.first ?? 0)))"
    for (column, top) in tops.enumerated() {
      commands += "V\(coordinate(panel.y(top)))H\(coordinate(left(column + 1, panel)))"
    }
    for (column, bottom) in bottoms.enumerated().reversed() {
      commands += "V\(coordinate(panel.y(bottom)))H\(coordinate(left(column, panel)))"
    }
    return commands + "Z"
  }

  /// A gap where nothing is quoted.
  private func line(_ values: [Double?], _ panel: Panel) -> String {
    var commands = ""
    var isOpen = false
    for (column, value) in values.enumerated() {
      guard let value else {
        isOpen = false
        continue
      }
      let y = coordinate(panel.y(value))
      commands += isOpen ? "V\(y)" : "M\(coordinate(left(column, panel))) \(y)"
      commands += "H\(coordinate(left(column + 1, panel)))"
      isOpen = true
    }
    return commands
  }
}
