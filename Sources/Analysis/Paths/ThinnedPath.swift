import MarketTypes

/// The way of one value over a run, thinned so that a picture of it shows every extreme.
///
/// Of each stretch of a grid the first least, the first largest and the last value are kept, as they were and when they
/// were: nothing is averaged. While it is watched closely every change is kept, with the few before; if those become too
/// many, the least and the largest of two, four, … changes together. At most 3 points for each stretch and `limit` more.
/// O(1) per change, amortised.
public struct ThinnedPath: Hashable, Sendable {
  /// A value from the event on that says so.
  @frozen public struct Point: Hashable, Sendable {
    /// Of the command that led to it.
    public var time: Time
    /// Its place in the stream.
    public var event: Int64
    /// In whatever unit the path is: ticks, money.
    public var value: Int64
  }

  private let grid: TimeGrid
  private let limit: Int
  private var cells: [Cell?]
  /// Changes seen closely, in order.
  private var details: [Point] = []
  private var bucket = Bucket()
  /// So many changes stand for two points of `details`.
  private var bucketSize = 2
  private var recent: [Point] = []
  private var isClose = false
  /// The value that stands; `nil` before the first.
  public private(set) var last: Point?

  private struct Cell: Hashable, Sendable {
    var least: Point
    var largest: Point
    var last: Point
  }

  private struct Bucket: Hashable, Sendable {
    var count = 0
    var least: Point?
    var largest: Point?
  }

  /// - Parameter limit: of changes seen closely; at least 4, a multiple of 4.
  public init(_ grid: TimeGrid, limit: Int) {
    invariant(limit >= 4 && limit.isMultiple(of: 4), "a path with \(limit) details")
    self.grid = grid
    self.limit = limit
    cells = Array(repeating: nil, count: grid.count)
  }

  /// Takes the next value; one that is the last one again is no change.
  public mutating func take(_ value: Int64, at time: Time, event: Int64) {
    if last?.value == value { return }
    let point = Point(time: time, event: event, value: value)
    last = point
    let cell = grid.cell(of: time)
    if var known = cells[cell] {
      if value < known.least.value { known.least = point }
      if value > known.largest.value { known.largest = point }
      known.last = point
      cells[cell] = known
    } else {
      cells[cell] = Cell(least: point, largest: point, last: point)
    }
    if isClose {
      keep(point)
    } else {
      if recent.count == Self.lead { recent.removeFirst() }
      recent.append(point)
    }
  }

  /// Keeps every change from here on, and the last few before.
  public mutating func lookClosely() {
    if isClose { return }
    isClose = true
    for point in recent { keep(point) }
    recent.removeAll(keepingCapacity: true)
  }

  /// Keeps extremes alone from here on.
  public mutating func lookFromAfar() {
    if !isClose { return }
    flush()
    isClose = false
  }

  /// What is left of it, in order of events.
  public var points: [Point] {
    var path = self
    path.flush()
    var points = path.details
    for case let cell? in cells {
      points += [cell.least, cell.largest, cell.last]
    }
    points.sort { ($0.event, $0.value) < ($1.event, $1.value) }
    return points.indices.filter { $0 == 0 || points[$0] != points[$0 - 1] }.map { points[$0] }
  }

  private static let lead = 64
}

// MARK: - Seen closely

extension ThinnedPath {
  private mutating func keep(_ point: Point) {
    if bucket.least.map({ point.value < $0.value }) ?? true { bucket.least = point }
    if bucket.largest.map({ point.value > $0.value }) ?? true { bucket.largest = point }
    bucket.count += 1
    if bucket.count == bucketSize { flush() }
  }

  private mutating func flush() {
    let (least, largest) = (bucket.least, bucket.largest)
    bucket = Bucket()
    guard let least, let largest else { return }
    details += least.event < largest.event ? [least, largest] : least == largest ? [least] : [largest, least]
    if details.count >= limit { halve() }
  }

  /// Of four points the least and the largest stay.
  private mutating func halve() {
    var kept: [Point] = []
    for start in stride(from: 0, to: details.count, by: 4) {
      let group = details[start..<min(start + 4, details.count)]
      guard let least = group.min(by: { $0.value < $1.value }), let largest = group.max(by: { $0.value < $1.value })
      else { continue }
      kept += least.event < largest.event ? [least, largest] : least == largest ? [least] : [largest, least]
    }
    details = kept
    bucketSize *= 2
  }
}
