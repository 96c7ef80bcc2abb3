import Analysis
import MarketTypes
import Notation

/// The causal tree as nested bars: a column for each generation, a bar for each account that was closed, as high as the
/// notional of its own forced orders and of all that they caused, beside the bar that caused it.
public struct TreePlot {
  private let tree: CausalTree
  private let branches: CausalBranches
  private let names: Names

  /// - Parameter tree: of a whole run.
  public init(_ tree: CausalTree, names: Names) {
    (self.tree, self.names) = (tree, names)
    branches = CausalBranches(tree)
  }

  private static let mostGenerations = 12
  /// Bars less high than this are drawn together, in pixels.
  private static let leastHeight = 0.8
  private let top = 74.0
  private let bottom = 430.0
  private let left = 84.0
  private let right = 700.0

  /// The whole file, in UTF-8; `nil` where no forced order filled.
  public var svg: [UInt8]? {
    let whole = branches.roots.reduce(0) { $0 + $1.weight.notional }
    if whole == 0 { return nil }
    var figure = Figure(height: 470, title: "Causal tree of the cascade by generation")
    let shown = min(branches.depth, Self.mostGenerations)
    let columnWidth = (right - left) / Double(shown + 1)
    let perPixel = (bottom - top) / Double(whole)
    figure.text("set off by", left, 34, .ink, isBold: true)
    for generation in 1...max(1, shown) {
      let x = left + Double(generation) * columnWidth
      let falls = tree.falls.filter { $0.generation == generation && tree.log.records[$0.index].isActedOn }
      figure.text("generation \(generation)", x, 34, .ink, isBold: true)
      figure.text("\(groupedText(branches.generations[generation - 1])) accounts", x, 49, .grey, size: 11)
      figure.text("\(short(falls.reduce(0) { $0 + $1.notional }))", x, 63, .grey, size: 11)
    }
    var y = top
    for root in branches.roots where root.weight.notional > 0 {
      let height = Double(root.weight.notional) * perPixel
      figure.rectangle(left, y, columnWidth - 2, height, fill: .band, stroke: .white)
      if height >= 12 { figure.text(word(root.source), left + 6, y + min(height / 2 + 4, 20), .ink, size: 11) }
      draw(
        root.falls, from: y, generation: 1, Layout(shown: shown, width: columnWidth, perPixel: perPixel), on: &figure)
      y += height
    }
    let axis = Scale(0, Double(whole), from: bottom, to: top)
    for value in axis.ticks() {
      figure.line(left - 4, axis(value), left, axis(value), .ink)
      figure.text(short(Int128(value)), left - 8, axis(value) + 4, .grey, anchor: .end, size: 11)
    }
    figure.line(left, top, left, bottom, .ink)
    figure.text("forced notional, with all it caused (money)", 16, (top + bottom) / 2, anchor: .middle, isUpright: true)
    figure.text(
      "To the right of a bar: the accounts that its forced orders brought down. Vermillion: its own forced orders.",
      left,
      450, .grey, size: 11)
    figure.text("Grey: bars too thin to tell apart.", left, 464, .grey, size: 11)
    return figure.svg
  }

  private struct Layout {
    let shown: Int
    let width: Double
    let perPixel: Double
  }

  /// Bars of one cause, the largest first; what is too thin to see is one bar.
  private func draw(
    _ falls: [Int], from start: Double, generation: Int, _ layout: Layout, on figure: inout Figure
  ) {
    if generation > layout.shown { return }
    let x = left + Double(generation) * layout.width
    let colours: [Figure.Colour] = [.blue, .sky]
    var y = start
    var thin = 0.0
    for fall in falls {
      let height = Double(branches.weight(of: fall).notional) * layout.perPixel
      if height < Self.leastHeight {
        thin += height
        continue
      }
      let own = Double(tree.falls[fall].notional) * layout.perPixel
      figure.rectangle(
        x, y, layout.width - 2, height, fill: colours[(generation - 1) % 2], opacity: 0.35, stroke: .white)
      figure.rectangle(x, y + height - own, 5, own, fill: .vermillion)
      if height >= 11, layout.width >= 60 {
        figure.text(names.name(of: tree.log.records[fall].account), x + 9, y + height / 2 + 4, .ink, size: 10)
      }
      draw(Array(branches.children(of: fall)), from: y, generation: generation + 1, layout, on: &figure)
      y += height
    }
    if thin >= 0.2 { figure.rectangle(x, y, layout.width - 2, thin, fill: .grey, opacity: 0.35) }
  }

  private func word(_ source: MarkSource) -> String {
    switch source {
    case .fall: "forced orders"
    case .shock: "the shock"
    case .participants: "participants"
    case .stops: "stop orders"
    case .quotes: "quotes"
    case .index: "the index"
    case .other: "other"
    }
  }

  /// `12.3 M`
  private func short(_ value: Int128) -> String {
    let units: [(Int128, String)] = [
      (1_000_000_000_000, " T"), (1_000_000_000, " G"), (1_000_000, " M"), (1_000, " k"),
    ]
    for (unit, letter) in units where value >= unit {
      return decimalText((value * 10 + unit / 2) / unit, scale: 1) + letter
    }
    return groupedText(value)
  }
}
