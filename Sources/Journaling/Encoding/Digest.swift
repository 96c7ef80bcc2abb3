/// 128 bits that two streams of words share only if they are the same, or by an accident that will not happen.
///
/// Not cryptographic: whoever wants to can make two streams with one digest. It notices change, not malice.
@frozen public struct Digest: Hashable, Sendable, BitwiseCopyable {
  public var high: UInt64
  public var low: UInt64

  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads what `hex` wrote; upper-case digits are taken too. `nil` unless there are exactly 32 of them.
  public init?(hex: String) {
    let digits = Array(hex.utf8)
    guard digits.count == 32, digits.allSatisfy(\.isHexDigit) else { return nil }
    guard let high = UInt64(hex.prefix(16), radix: 16), let low = UInt64(hex.suffix(16), radix: 16) else { return nil }
    self.init(high: high, low: low)
  }

  /// 32 lower-case hexadecimal digits, `high` first.
  public var hex: String { Self.hex(high) + Self.hex(low) }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
    default: false
    }
  }
}

extension Digest: CustomStringConvertible {
  public var description: String { hex }
}
