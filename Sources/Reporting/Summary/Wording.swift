import MarketTypes
import Notation

/// Numbers and names as sentences have them.
enum Wording {
  /// `1 account`, `2,000 accounts`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(groupedText(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `1 lot`, `2,400 lots`.
  static func lots(_ number: Int128) -> String { "\(groupedText(number)) lot\(number == 1 ? "" : "s")" }

  /// `once`, `2 times`.
  static func times(_ number: Int) -> String { number == 1 ? "once" : "\(groupedText(number)) times" }

  /// `1.25`.
  static func ratio(_ value: Double) -> String { fixed(value, places: 2) }

  static func ratio(orUndefined value: Double?) -> String { value.map(ratio) ?? "undefined" }

  /// Of 1: `−0.08 %`, with a plus sign if asked for.
  static func percent(_ share: Double, showsPlus: Bool = false) -> String {
    (showsPlus && share > 0 ? "+" : "") + fixed(100 * share, places: 2) + " %"
  }

  static func percent(orUndefined share: Double?) -> String { share.map { percent($0) } ?? "undefined" }

  /// Exactly `places` decimals, at least one, ties away from zero; the whole part in groups. What is no number, or has
  /// too many digits, is written as Swift does.
  static func fixed(_ value: Double, places: Int) -> String {
    var unit: Int64 = 1
    for _ in 0..<places { unit *= 10 }
    let shifted = value * Double(unit)
    guard shifted.magnitude < 1e18 else { return value.description }
    let scaled = Int64(shifted + (shifted < 0 ? -0.5 : 0.5))
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(unit))
    let digits = String(fraction)
    return (scaled < 0 ? minusSign : "") + groupedText(whole) + "."
      + String(repeating: "0", count: places - digits.count) + digits
  }

  /// So many hundredths, exactly two decimals: `−1,234.50`.
  static func hundredths(_ value: some BinaryInteger) -> String {
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 100)
    return (value < 0 ? minusSign : "") + groupedText(whole) + (rest < 10 ? ".0" : ".") + String(rest)
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
