import MarketTypes
import Notation

extension TimeSpan {
  private static let units: [(suffix: String, digits: Int, factor: Int64)] = [
    ("ns", 0, 1), ("us", 3, 1), ("ms", 6, 1), ("min", 9, 60), ("s", 9, 1), ("h", 9, 3600),
  ]

  /// Reads `"1.5s"`, `"250ms"`, `"10min"`: a decimal number and one of ns, us, ms, s, min, h. Exact, or `nil`.
  public init?(text: String) {
    guard let unit = Self.units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
    let number = text.dropLast(unit.suffix.count)
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, !whole.isEmpty,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } })
    else { return nil }
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    guard fraction.count <= unit.digits else { return nil }
    let digits = whole + fraction + String(repeating: "0", count: unit.digits - fraction.count)
    guard let value = Int64(digits) else { return nil }
    let (nanoseconds, overflow) = value.multipliedReportingOverflow(by: unit.factor)
    if overflow { return nil }
    self.init(nanoseconds: nanoseconds)
  }

  /// How to write the span that was likely meant by a text that is none, as one sentence: `1m`, `90 s` and `60` are met most.
  public static func hint(for text: String) -> String {
    let words = text.replacing(" ", with: "")
    let number = String(words.prefix { $0.isASCII && ($0.isNumber || $0 == ".") })
    let rest = words.dropFirst(number.count).lowercased()
    if rest.isEmpty, TimeSpan(text: number + "s") != nil {
      return "write it with its unit: \"\(number)s\" is so many seconds"
    }
    if ["d", "day", "days"].contains(rest), let days = Int64(number), (1...100).contains(days) {
      return "did you mean \"\(days * 24)h\"?"
    }
    let unit = units.map(\.suffix).first { $0 == rest } ?? otherUnits.first { $0.words.contains(rest) }?.suffix
    if let unit, TimeSpan(text: number + unit) != nil { return "did you mean \"\(number)\(unit)\"?" }
    return "write a number and one of ns us ms s min h: \"250ms\", \"1.5s\" or \"10min\""
  }

  /// What other programs call the units.
  private static let otherUnits: [(words: [String], suffix: String)] = [
    (["m", "mins", "minute", "minutes"], "min"), (["sec", "secs", "second", "seconds"], "s"),
    (["hr", "hrs", "hour", "hours"], "h"), (["msec", "millis", "milliseconds"], "ms"),
    (["µs", "μs", "usec", "micros", "microseconds"], "us"), (["nsec", "nanos", "nanoseconds"], "ns"),
  ]
}

extension ObjectReader {
  /// The longest span a scenario may name: a hundred days, in nanoseconds.
  static let longestSpan: Int64 = 100 * 86_400 * 1_000_000_000

  /// A span of time such as `"250ms"`, or `nil` after saying what is wrong.
  mutating func span(_ key: String, from least: Int64 = 0, default absent: TimeSpan? = nil) -> TimeSpan? {
    if let absent {
      describe(absent: "\"\(decimalText(absent.nanoseconds, scale: 9))s\"", of: key)
      guard let reader = optional(key) else { return absent }
      return reader.span(from: least)
    }
    return required(key).flatMap { $0.span(from: least) }
  }
}

extension ValueReader {
  /// Likewise, of a value.
  func span(from least: Int64 = 0) -> TimeSpan? {
    if isDescribed(asText: "^\(least > 0 ? "(?=.*[1-9])" : "")[0-9]+(\\.[0-9]+)?(ns|us|ms|s|min|h)$") { return nil }
    guard case .string(let text) = value.content, let span = TimeSpan(text: text) else {
      let spelling =
        switch value.content {
        case .number(let words), .string(let words): words
        default: ""
        }
      mismatch(expected: "a span of time", hint: TimeSpan.hint(for: spelling))
      return nil
    }
    guard (least...ObjectReader.longestSpan).contains(span.nanoseconds) else {
      refuse("\(path) is \(text.prefix(40)); it must be from \(Self.text(ofNanoseconds: least)) to 100 days")
      return nil
    }
    return span
  }

  /// As a scenario writes it: `1us`, and `1500ns` where no larger unit is whole.
  static func text(ofNanoseconds count: Int64) -> String {
    let units: [(Int64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us")]
    let unit = count == 0 ? (1_000_000_000, "s") : units.first { count.isMultiple(of: $0.0) } ?? (1, "ns")
    return "\(count / unit.0)\(unit.1)"
  }
}
