import MarketTypes

/// The ways of each instrument's mark, index and last price, seen closely while a cascade is near (`CascadeNearness`).
///
/// O(instruments) when one comes near or has passed, else O(1) per event.
public struct PricePaths: StreamFold, Sendable {
  /// By instrument number.
  public private(set) var marks: [ThinnedPath]
  /// Of indices; empty where an instrument has none.
  public private(set) var indices: [ThinnedPath]
  /// Of last prices: the price of each fill.
  public private(set) var fills: [ThinnedPath]

  private var cascade: CascadeNearness

  /// - Parameters:
  ///   - grid: what is kept of a run from afar: three points of each of its stretches.
  ///   - details: at most so many points of each path around cascades; a multiple of 4.
  public init(_ rules: VenueRules, _ grid: TimeGrid, details: Int) {
    let path = ThinnedPath(grid, limit: details)
    marks = rules.instruments.map { _ in path }
    (indices, fills) = (marks, marks)
    cascade = CascadeNearness(grid)
  }

  /// As finely as all of a page.
  public init(_ rules: VenueRules, _ resolution: PathResolution) {
    self.init(rules, resolution.grid, details: resolution.details)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    if cascade.pass(to: command.time) { lookFromAfar() }
    for index in events.indices {
      let position = first.number + Int64(index)
      if cascade.take(events[index].body, at: command.time) { lookClosely() }
      switch events[index].body {
      case .marked(let change):
        marks[change.instrument.index].take(change.price.ticks, at: command.time, event: position)
      case .indexed(let update):
        indices[update.instrument.index].take(update.price.ticks, at: command.time, event: position)
      case .filled(let fill):
        fills[fill.instrument.index].take(fill.price.ticks, at: command.time, event: position)
      default: break
      }
    }
  }

  private mutating func lookClosely() {
    for index in marks.indices {
      marks[index].lookClosely()
      indices[index].lookClosely()
      fills[index].lookClosely()
    }
  }

  private mutating func lookFromAfar() {
    for index in marks.indices {
      marks[index].lookFromAfar()
      indices[index].lookFromAfar()
      fills[index].lookFromAfar()
    }
  }
}
