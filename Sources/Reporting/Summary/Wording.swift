import MarketTypes
import Notation

/// Numbers and names as sentences have them.
enum Wording {
  /// `1 account`, `2,000 accounts`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(groupedText(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Rounded to two places, or to one from 100 on.
  static func ratio(_ value: Double) -> String {
    abs(value) < 100 ? rounded(value, places: 2) : rounded(value, places: 1)
  }

  /// Of 1: `-0.08 %`, with a plus sign if asked for.
  static func percent(_ share: Double, showsPlus: Bool = false) -> String {
    (showsPlus && share > 0 ? "+" : "") + rounded(100 * share, places: 2) + " %"
  }

  /// At most `places` decimals, ties away from zero, thousands in groups. Words where there are no digits.
  static func rounded(_ value: Double, places: Int) -> String {
    var scaled = value
    for _ in 0..<places { scaled *= 10 }
    guard let whole = Int128(exactly: scaled.rounded()) else { return value.description }
    return groupedText(whole, scale: places)
  }

  /// In the largest unit that leaves a whole part, at most three decimals, the rest cut off.
  static func span(_ span: TimeSpan) -> String {
    let (unit, scale) =
      switch span.nanoseconds.magnitude {
      case 0: ("s", 9)
      case ..<1_000: ("ns", 0)
      case ..<1_000_000: ("µs", 3)
      case ..<1_000_000_000: ("ms", 6)
      default: ("s", 9)
      }
    var shortened = span.nanoseconds
    if scale > 3 {
      for _ in 3..<scale { shortened /= 10 }
    }
    return groupedText(shortened, scale: min(3, scale)) + " " + unit
  }

  static func time(_ time: Time) -> String { span(time - .start) }

  static func price(_ price: Price?) -> String { price.map { groupedText($0.ticks) } ?? "–" }

  static func ticks(_ change: PriceChange?) -> String { change.map { groupedText($0.ticks) } ?? "–" }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
