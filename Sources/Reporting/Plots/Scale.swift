import Notation

/// Where values stand on an axis, and which of them it names.
struct Scale {
  let low: Double
  let high: Double
  /// In pixels; the second is smaller than the first on an axis that grows upward.
  let from: Double
  let to: Double
  /// Whether lengths are as square roots of values, so that small ones can still be seen beside large ones.
  private(set) var isSquareRoot = false

  /// From 0 on, by square roots.
  ///
  /// - Parameter high: above zero.
  static func squareRoot(upTo high: Double, from: Double, to: Double) -> Scale {
    var scale = Scale(0, high, from: from, to: to)
    scale.isSquareRoot = true
    return scale
  }

  /// - Parameter high: at least `low`; equal ones are moved apart.
  init(_ low: Double, _ high: Double, from: Double, to: Double) {
    let isFlat = high <= low
    self.low = isFlat ? low - max(1, abs(low) / 100) : low
    self.high = isFlat ? low + max(1, abs(low) / 100) : high
    self.from = from
    self.to = to
  }

  /// The same, ending at round values beyond both.
  func rounded(aiming count: Int = 5) -> Scale {
    let step = step(aiming: count)
    return Scale((low / step).rounded(.down) * step, (high / step).rounded(.up) * step, from: from, to: to)
  }

  func callAsFunction(_ value: Double) -> Double {
    let share = (value - low) / (high - low)
    return from + (isSquareRoot ? max(0, share).squareRoot() : share) * (to - from)
  }

  /// Round values on the axis: 1, 2 or 5 times a power of ten apart; by square roots such values themselves.
  func ticks(aiming count: Int = 5) -> [Double] {
    if isSquareRoot {
      let shares = (1...count).map { Double($0) / Double(count) }
      return shares.reduce(into: [0]) { ticks, share in
        let value = Self.round(below: high * share * share)
        if value > ticks[ticks.count - 1] { ticks.append(value) }
      }
    }
    let step = step(aiming: count)
    let (first, last) = (Int((low / step - 1e-9).rounded(.up)), Int((high / step + 1e-9).rounded(.down)))
    return first > last ? [] : (first...last).map { Double($0) * step }
  }

  /// A value as the axis names it: as many places as its step has.
  func label(_ value: Double, aiming count: Int = 5) -> String {
    var places = 0
    var unit = isSquareRoot ? 1 : step(aiming: count)
    while unit < 0.999_999, places < 6 {
      unit *= 10
      places += 1
    }
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    return groupedText(Int((value * power).rounded()), scale: places)
  }

  /// The largest of 1, 2 and 5 times a power of ten that is not above a value of at least 1; else 0.
  private static func round(below value: Double) -> Double {
    var power = 1.0
    while power * 10 <= value { power *= 10 }
    return power > value ? 0 : power * (value / power >= 5 ? 5 : value / power >= 2 ? 2 : 1)
  }

  private func step(aiming count: Int) -> Double {
    let rough = (high - low) / Double(count)
    var power = 1.0
    while power * 10 <= rough { power *= 10 }
    while power > rough { power /= 10 }
    return power * (rough / power >= 5 ? 10 : rough / power >= 2 ? 5 : rough / power > 1 ? 2 : 1)
  }
}

/// What an axis of time counts in.
struct TimeUnit {
  let name: String
  let nanoseconds: Double

  /// The largest of which a stretch holds at least two, of minutes five.
  init(of nanoseconds: Int64) {
    let units = [("h", 2, 3.6e12), ("min", 5, 6e10), ("s", 2, 1e9), ("ms", 2, 1e6), ("µs", 2, 1e3)]
    let found = units.first { Double(nanoseconds) >= Double($0.1) * $0.2 } ?? ("ns", 1, 1)
    (name, self.nanoseconds) = (found.0, found.2)
  }
}

/// The rectangle that values stand in, with its axes.
struct Panel {
  let x: Scale
  let y: Scale

  /// Axes with round values, faint lines across, and what they count.
  ///
  /// - Parameter xTitle: nothing is named under the axis without one.
  func drawAxes(on figure: inout Figure, xTitle: String?, yTitle: String, yTicks: Int = 5) {
    for value in y.ticks(aiming: yTicks) {
      figure.line(x.from, y(value), x.to, y(value), .faint, width: 0.75)
      figure.text(y.label(value, aiming: yTicks), x.from - 8, y(value) + 4, .grey, anchor: .end, size: 11)
    }
    figure.line(x.from, y.from, x.to, y.from, .ink)
    for value in x.ticks(aiming: 8) {
      figure.line(x(value), y.from, x(value), y.from + 4, .ink)
      if xTitle == nil { continue }
      figure.text(x.label(value, aiming: 8), x(value), y.from + 18, .grey, anchor: .middle, size: 11)
    }
    if let xTitle { figure.text(xTitle, (x.from + x.to) / 2, y.from + 38, anchor: .middle) }
    figure.text(yTitle, 16, (y.from + y.to) / 2, anchor: .middle, isUpright: true)
  }
}

/// Labels one above the other at the end of their lines, moved apart where they would touch.
func spread(_ heights: [Double], apart distance: Double) -> [Double] {
  var placed = heights
  let order = heights.indices.sorted { (heights[$0], $0) < (heights[$1], $1) }
  for (above, below) in zip(order, order.dropFirst()) { placed[below] = max(placed[below], placed[above] + distance) }
  return placed
}
