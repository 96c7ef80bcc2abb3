import MarketTypes
import Notation

/// A span of simulated time as lines write it: `1.5s`, or nanoseconds without a unit.
extension TimeSpan {
  private static let unit = "s"
  private static let scale = 9

  /// Seconds, exactly, without needless zeros.
  var text: String { decimalText(nanoseconds, scale: Self.scale) + Self.unit }

  init?(text: String) {
    if text.hasSuffix(Self.unit) {
      guard let nanoseconds = Int64(decimal: String(text.dropLast()), scale: Self.scale) else { return nil }
      self.init(nanoseconds: nanoseconds)
    } else {
      guard let nanoseconds = Int64(text) else { return nil }
      self.init(nanoseconds: nanoseconds)
    }
  }
}

extension Int64 {
  /// `text` times 10 to the power of `scale`, if it is a decimal number that comes out whole and fits.
  init?(decimal text: String, scale: Int) {
    var cursor = ByteCursor(Array(text.utf8))
    guard let value = try? cursor.decimal(scale: scale), cursor.isAtEnd else { return nil }
    self = value
  }
}
