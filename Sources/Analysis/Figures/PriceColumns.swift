import MarketTypes

/// One instrument's mark and index over time, and what forced orders traded where, by the columns of a figure
/// (`PricePaths` are a page's).
///
/// Of each column the least and the greatest price are kept, so that no spike is lost. Memory follows the columns and the
/// rows of prices, not the run.
public struct PriceColumns: StreamFold, Sendable {
  /// Whose prices they are.
  public let instrument: InstrumentID
  /// What time is cut into.
  public let columns: FigureColumns
  /// By column; `nil` where the mark did not change.
  public private(set) var marks: [Extent?]
  /// The same of the index.
  public private(set) var indices: [Extent?]
  /// What forced orders traded, by column, then by price.
  public var forced: [ForcedPoint] {
    cells.sorted { $0.key < $1.key }.map { cell, traded in
      // To the nearest tick, half up.
      let ticks = (2 * traded.turnover + traded.lots).divided(by: 2 * traded.lots, rounding: .down)
      return ForcedPoint(column: cell.column, ticks: Int64(ticks), lots: traded.lots)
    }
  }

  private let step: Int64
  private var cells: [Cell: Traded] = [:]
  private var mark: Price?
  private var index: Price?

  /// Prices within a column.
  public struct Extent: Hashable, Sendable {
    /// What stood when the column began.
    public var first: Price
    /// The least of them, `first` among them.
    public var low: Price
    /// The greatest likewise.
    public var high: Price
    /// What stood when it ended.
    public var last: Price

    mutating func take(_ price: Price) {
      (low, high, last) = (min(low, price), max(high, price), price)
    }
  }

  /// Fills of forced orders that stand at one place of the figure.
  public struct ForcedPoint: Hashable, Sendable {
    /// Counted from 0.
    public let column: Int
    /// Their mean price, weighted by lots, to the nearest tick, half up.
    public let ticks: Int64
    /// What they traded.
    public let lots: Int128
  }

  private struct Traded {
    var lots: Int128 = 0
    /// Σ price × lots, in ticks.
    var turnover: Int128 = 0
  }

  private struct Cell: Hashable, Comparable {
    let column: Int
    let row: Int64

    static func < (left: Cell, right: Cell) -> Bool { (left.column, left.row) < (right.column, right.row) }
  }

  /// - Parameter step: ticks that one row of forced fills spans, above zero.
  public init(of instrument: InstrumentID, _ columns: FigureColumns, step: Int64) {
    invariant(step > 0, "rows of \(step) ticks")
    self.instrument = instrument
    self.columns = columns
    self.step = step
    marks = Array(repeating: nil, count: columns.count)
    indices = marks
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for place in events.indices {
      switch events[place].body {
      case .marked(let change) where change.instrument == instrument:
        Self.take(
          change.price, &mark, at: columns.index(of: command.time), before: command.time < columns.start, &marks)
      case .indexed(let update) where update.instrument == instrument:
        Self.take(
          update.price, &index, at: columns.index(of: command.time), before: command.time < columns.start, &indices)
      case .filled(let fill) where fill.isForced && fill.instrument == instrument:
        guard let column = columns.index(of: command.time) else { continue }
        let cell = Cell(column: column, row: fill.price.ticks / step)
        cells[cell, default: Traded()].lots += Int128(fill.quantity.lots)
        cells[cell, default: Traded()].turnover += Int128(fill.price.ticks) * Int128(fill.quantity.lots)
      default: break
      }
    }
  }

  private static func take(
    _ price: Price, _ standing: inout Price?, at column: Int?, before isEarly: Bool, _ extents: inout [Extent?]
  ) {
    defer { standing = price }
    // What stands when the figure begins stands in its first column.
    guard let column = column ?? (isEarly ? 0 : nil) else { return }
    if isEarly {
      extents[0] = Extent(first: price, low: price, high: price, last: price)
    } else if extents[column] == nil {
      let first = standing ?? price
      extents[column] = Extent(first: first, low: min(first, price), high: max(first, price), last: price)
    } else {
      extents[column]?.take(price)
    }
  }
}
